"""Reader of web pages: intranet and wiki pages, and what Word, SharePoint and Confluence save as one."""

from __future__ import annotations

import re

from lxml import etree
from lxml import html as lxml_html

from reviewer.documents.builder import DocumentBuilder
from reviewer.documents.encodings import decode_wide
from reviewer.documents.flow_layout import lay_down
from reviewer.documents.html_blocks import PageReader
from reviewer.documents.interface import Limits
from reviewer.errors import UnreadableDocument
from reviewer.model import Document

_DECLARED = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}(?:charset|encoding)\s*=", re.IGNORECASE)
_WRAPPER = re.compile(rb"</?(?:div|span|font|section|blockquote|b|i|em|strong)\b[^<>]*>", re.IGNORECASE)
_HEAD = 2048  # bytes within which a page says its encoding


def read(data: bytes, name: str, limits: Limits) -> Document:
    """Read a page: its words in the blocks that the tags make. Raises UnreadableDocument (``damaged``, ``too_complex``).

    Scripts, styles, menus and hidden parts are no text; the header and footer of the page are kept apart.
    """
    builder = DocumentBuilder(name, "html", limits)
    wide = decode_wide(data)
    if wide is not None:
        data = wide.encode("utf-8", "replace")
    root, is_cut = _parse(data)
    if is_cut:
        # Elements without a meaning of their own are what nests so deeply; the words in them are kept.
        builder.remark("nested_deeply", "Parts of the page are nested so deeply that they were read as plain paragraphs.")
        root, is_cut = _parse(_WRAPPER.sub(b" <hr> ", data))
    if is_cut:
        builder.remark("truncated", "The page is nested or sized beyond what the parser takes; parts of it may be lost.")
    reader = PageReader(limits.max_depth)
    lay_down(reader.read(root), builder)
    reader.remark(builder)
    return builder.build(title=root.findtext(".//title") or "", furniture=reader.furniture)


def _parse(data: bytes) -> tuple[lxml_html.HtmlElement, bool]:
    """The page, and whether the parser cut it off."""
    # Without huge_tree the parser drops what is nested or sized beyond its bounds and says nothing.
    parser = lxml_html.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, encoding=_encoding(data))
    try:
        root = lxml_html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError) as error:
        raise UnreadableDocument("damaged", "the page could not be parsed; save it anew as .html") from error
    limits = {etree.ErrorTypes.ERR_RESOURCE_LIMIT, etree.ErrorTypes.ERR_INTERNAL_ERROR, etree.ErrorTypes.ERR_NO_MEMORY}
    return root, any(entry.type in limits for entry in parser.error_log)


def _encoding(data: bytes) -> str | None:
    """UTF-8 where it is; else what the page says of itself, and Windows-1252 where it says nothing."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return None if _DECLARED.search(data[:_HEAD]) is not None else "cp1252"
    return "utf-8"
