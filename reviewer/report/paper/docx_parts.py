"""Pieces of a Word file that python-docx has no words for: fields, bookmarks, links, pictures in SVG."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn

_SVG = "http://schemas.microsoft.com/office/drawing/2016/SVG/main"
_SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
"""Id under which Word keeps the SVG of a picture (MS-ODRAWXML, svgBlip)."""
_BOOKMARK_LENGTH = 40
"""Longest name of a bookmark in Word."""


def bookmark_name(anchor: str) -> str:
    """A name for a bookmark: letters, digits and underscores, hidden from the list of bookmarks by its first sign."""
    tail = hashlib.sha256(anchor.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return f"_{re.sub(r'[^A-Za-z0-9]', '_', anchor)[: _BOOKMARK_LENGTH - 10]}_{tail}"


def bookmark(paragraph: Any, anchor: str, number: int) -> None:
    """Make a paragraph the target of links."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for element in (start, end):
        element.set(qn("w:id"), str(number))
    start.set(qn("w:name"), bookmark_name(anchor))
    first = next((child for child in paragraph._p if child.tag != qn("w:pPr")), None)
    if first is None:
        paragraph._p.append(start)
    else:
        first.addprevious(start)
    paragraph._p.append(end)


def hyperlink(paragraph: Any, link: str) -> Any:
    """An element of a paragraph whose runs lead to ``#anchor`` or to a web address."""
    element = OxmlElement("w:hyperlink")
    if link.startswith("#"):
        element.set(qn("w:anchor"), bookmark_name(link[1:]))
    else:
        element.set(qn("r:id"), paragraph.part.relate_to(link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))
    element.set(qn("w:history"), "1")
    paragraph._p.append(element)
    return element


def field(paragraph: Any, code: str, shown: str) -> None:
    """A field with the text that it shows until somebody updates it."""
    begin(paragraph, code)
    paragraph.add_run(shown)
    end(paragraph)


def begin(paragraph: Any, code: str) -> None:
    """The beginning of a field, which may run over several paragraphs."""
    _mark(paragraph, "begin")
    text = OxmlElement("w:instrText")
    text.set(qn("xml:space"), "preserve")
    text.text = f" {code} "
    paragraph.add_run()._r.append(text)
    _mark(paragraph, "separate")


def end(paragraph: Any) -> None:
    """The end of a field."""
    _mark(paragraph, "end")


def _mark(paragraph: Any, kind: str) -> None:
    element = OxmlElement("w:fldChar")
    element.set(qn("w:fldCharType"), kind)
    paragraph.add_run()._r.append(element)


def describe(shape: Any, alt: str, number: int) -> None:
    """Say in words what a picture shows, and number it."""
    properties = shape._inline.docPr
    properties.set("id", str(number))
    properties.set("name", f"Picture {number}")
    properties.set("descr", alt)


def add_svg(document: Document, shape: Any, svg: bytes, number: int) -> None:
    """Put the SVG beside the PNG of a picture: Word draws it, and older programs draw the PNG."""
    package = document.part.package
    assert package is not None
    part = Part(PackURI(f"/word/media/drawing{number}.svg"), "image/svg+xml", svg, package)
    relation = document.part.relate_to(part, RELATIONSHIP_TYPE.IMAGE)
    blip = shape._inline.find(f".//{qn('a:blip')}")
    blip.append(
        parse_xml(
            f'<a:extLst {nsdecls("a")}><a:ext uri="{_SVG_EXTENSION}"><asvg:svgBlip xmlns:asvg="{_SVG}" {nsdecls("r")} '
            f'r:embed="{relation}"/></a:ext></a:extLst>'
        )
    )


def repeat_header(row: Any) -> None:
    """Let a row stand again at the top of every page of its table."""
    element = OxmlElement("w:tblHeader")
    row._tr.get_or_add_trPr().append(element)


def keep_whole(row: Any) -> None:
    """Never part a row between two pages."""
    row._tr.get_or_add_trPr().insert(0, OxmlElement("w:cantSplit"))


def name_table(table: Any, caption: str) -> None:
    """The title of a table for screen readers."""
    element = OxmlElement("w:tblCaption")
    element.set(qn("w:val"), caption[:250])
    table._tbl.tblPr.append(element)


def shade(cell: Any, fill: str) -> None:
    """Colour the ground of a cell."""
    element = OxmlElement("w:shd")
    for key, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
        element.set(qn(f"w:{key}"), value)
    cell._tc.get_or_add_tcPr().append(element)


def right_to_left(paragraph: Any) -> None:
    """Let a paragraph and its words run from right to left."""
    properties = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(
        OxmlElement("w:bidi"), "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing", "w:mirrorIndents",
        "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl", "w:rPr",
    )  # fmt: skip
    layout = paragraph.paragraph_format
    layout.right_indent = paragraph.style.paragraph_format.left_indent  # the sides are exchanged; the line stays on the left
    for run in paragraph.runs:
        run.font.rtl = True


def new_numbering(document: Document, style: str) -> int:
    """A numbering of its own for a list, so that it begins at 1. Returns its id."""
    numbering = document.part.numbering_part.element
    own = document.styles[style].element.pPr.numPr.numId.val
    abstract = numbering.num_having_numId(own).abstractNumId.val
    num = numbering.add_num(abstract)
    num.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(num.numId)
