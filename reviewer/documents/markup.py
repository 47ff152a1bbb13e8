"""XML parts of documents, parsed without entities, network or unbounded trees."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeAlias

from lxml import etree

from reviewer.errors import UnreadableDocument

Element: TypeAlias = etree._Element


def parse(data: bytes, part: str, max_bytes: int) -> Element:
    """The root element of an XML part. Raises UnreadableDocument (``damaged``, ``too_large`` or ``too_complex``)."""
    if len(data) > max_bytes:
        raise UnreadableDocument("too_large", f"{part} unpacks to more than {max_bytes:,} bytes")
    # huge_tree=False keeps libxml2's own bounds: 256 levels of nesting and 10 MB in one text.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        # The parser's message quotes the text around the fault, so only its number is used.
        if error.code in (etree.ErrorTypes.ERR_NAME_TOO_LONG, etree.ErrorTypes.ERR_RESOURCE_LIMIT):
            raise UnreadableDocument("too_complex", f"{part} is nested or sized beyond what is parsed") from None
        raise UnreadableDocument("damaged", f"{part} is not well-formed XML; save the document anew") from None
    declarations = root.getroottree().docinfo.internalDTD
    if declarations is not None and any(True for _ in declarations.iterentities()):
        raise UnreadableDocument("damaged", f"{part} declares entities, which no office program writes")
    return root


def children(element: Element) -> Iterator[Element]:
    """The child elements, without the unresolved entities that may stand between them."""
    for child in element:
        if isinstance(child.tag, str):
            yield child


def tag(element: Element) -> str:
    """The qualified name of an element that came out of ``children``, "{namespace}name"."""
    return str(element.tag)
