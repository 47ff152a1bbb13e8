"""XML parts of documents, parsed without entities, network or unbounded trees."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping
from typing import Final, TypeAlias

from lxml import etree

from reviewer.errors import UnreadableDocument

Element: TypeAlias = etree._Element

_UNSAFE: Final = (
    "holds a document type declaration, which can draw in other files and which no office program writes; save the document anew"
)
_ODD: Final = "is in an encoding that no office program writes; save the document anew"
# Longer ones first: a mark of UTF-32 begins like one of UTF-16.
_MARKS: Final = (
    (codecs.BOM_UTF32_LE, ""), (codecs.BOM_UTF32_BE, ""), (b"<\0\0\0", ""), (b"\0\0\0<", ""), ("<?xm".encode("cp037"), ""), (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"), (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"),
)  # fmt: skip
_DECLARED: Final = re.compile(r"""\s*<\?xml\s[^>]*?encoding\s*=\s*["']([^"']*)["']""")
# Encodings in which a declaration is spelt in plain bytes. In others, such as UTF-7, one could hide.
_PLAIN: Final = re.compile(
    r"utf-?8|utf-?16(?:-?[lb]e)?|us-ascii|ascii|iso-8859-\d{1,2}|windows-125\d|cp125\d|latin-?1", re.IGNORECASE
)
# What may stand before the root element. Each piece is taken whole and never given back, so that the search takes no longer than the text.
_BEFORE_ROOT: Final = re.compile(r"(?:\s++|<\?(?:[^?]|\?(?!>))*+\?>|<!--(?:[^-]|-(?!->))*+-->)*+")
_HEAD: Final = 400


def refuse_declarations(data: bytes, part: str) -> None:
    """Raise UnreadableDocument (``unsafe_xml``) where an XML part declares a document type; no parser has to see it for that.

    Entities, and files that they draw in, can be declared nowhere else. XML takes the declaration only before the root element.
    """
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "latin-1")
    head = data[:_HEAD].decode(encoding or "latin-1", "replace").lstrip("\ufeff")
    declared = _DECLARED.match(head)
    if not encoding or (declared is not None and _PLAIN.fullmatch(declared[1]) is None):
        raise UnreadableDocument("unsafe_xml", f"{part} {_ODD}")
    wide = encoding.startswith("utf-16")
    declaration = "<!DOCTYPE".encode(encoding) if wide else b"<!DOCTYPE"
    if declaration not in data:
        return
    text = data.decode(encoding, "replace").lstrip("\ufeff\u00ef\u00bb\u00bf")
    before = _BEFORE_ROOT.match(text)
    if text.startswith("<!", before.end() if before else 0):
        raise UnreadableDocument("unsafe_xml", f"{part} {_UNSAFE}")


def parse(data: bytes, part: str, max_bytes: int) -> Element:
    """The root element of an XML part. Raises UnreadableDocument (``damaged``, ``unsafe_xml``, ``too_large`` or ``too_complex``)."""
    if len(data) > max_bytes:
        raise UnreadableDocument("too_large", f"{part} unpacks to more than {max_bytes:,} bytes")
    refuse_declarations(data, part)
    # huge_tree=False keeps libxml2's own bounds: 256 levels of nesting and 10 MB in one text. collect_ids=False: nobody asks for an
    # element by its id, and that an id stands twice, as office programs write it, is no reason not to read the text.
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, remove_comments=True, remove_pis=True,
        collect_ids=False,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        # The parser's message quotes the text around the fault, so only its number is used.
        if error.code in (etree.ErrorTypes.ERR_NAME_TOO_LONG, etree.ErrorTypes.ERR_RESOURCE_LIMIT):
            raise UnreadableDocument("too_complex", f"{part} is nested or sized beyond what is parsed") from None
        raise UnreadableDocument("damaged", f"{part} is not well-formed XML; save the document anew") from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableDocument("unsafe_xml", f"{part} {_UNSAFE}")
    return root


def rename(root: Element, spaces: Mapping[str, str]) -> None:
    """Put the elements and attributes of a tree from one namespace, "{uri}", into another."""
    if not any(f"{{{uri}}}" in spaces for uri in root.nsmap.values()):
        return
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        element.tag = _renamed(element.tag, spaces)
        for name, value in list(element.attrib.items()):
            renamed = _renamed(str(name), spaces)
            if renamed != name:
                del element.attrib[name]
                element.set(renamed, value)


def _renamed(name: str, spaces: Mapping[str, str]) -> str:
    space, brace, local = name.rpartition("}")
    return spaces.get(space + brace, space + brace) + local


def children(element: Element) -> Iterator[Element]:
    """The child elements, without the unresolved entities that may stand between them."""
    for child in element:
        if isinstance(child.tag, str):
            yield child


def tag(element: Element) -> str:
    """The qualified name of an element that came out of ``children``, "{namespace}name"."""
    return str(element.tag)
