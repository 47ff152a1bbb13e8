"""What surrounds the text of a Word document: page, styles, header and footer, properties."""

from __future__ import annotations

from datetime import UTC, datetime
from xml.sax.saxutils import quoteattr

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_TAB_ALIGNMENT, WD_TAB_LEADER
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from bench.render.blocks import Source, plain
from bench.render.docx_xml import Element, element, extend, page_field, parsed, run, tab, text
from bench.render.recipes import DocxLook

TEXT_WIDTH = Cm(16.5)
_TWIPS = TEXT_WIDTH.twips
_DATE = datetime(2025, 6, 2, 8, tzinfo=UTC)
_KEPT = {
    "Normal", "Header", "Header Char", "Footer", "Footer Char", "Title", "Title Char", "Heading 1", "Heading 1 Char", "Heading 2",
    "Heading 2 Char", "Heading 3", "Heading 3 Char", "Default Paragraph Font", "Normal Table", "No List", "List Bullet",
    "List Number", "Caption", "Table Grid", "TOC Heading",
}  # fmt: skip
_DROPPED = ("stylesWithEffects", "thumbnail", "customXml")


def blank_document(source: Source, look: DocxLook, company: str) -> Document:
    """An empty document with the page, the styles and the properties of its company."""
    document = docx.Document()
    _slim_down(document)
    _set_styles(document, look)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin, section.right_margin = Cm(2.5), Cm(2)
    section.top_margin, section.bottom_margin = Cm(2.8), Cm(2.2)
    _fill_header(section.header.paragraphs[0], source, look, company)
    _fill_footer(section.footer.paragraphs[0], look)
    properties = document.core_properties
    properties.title, properties.author, properties.last_modified_by = plain(source.title), company, company
    properties.created = properties.modified = _DATE
    properties.comments, properties.language, properties.revision = "", look.language, 1
    return document


def _slim_down(document: Document) -> None:
    """Take out what python-docx's template carries along: hundreds of styles, a thumbnail, parts for old versions of Word."""
    styles = document.styles
    for style in list(styles):
        if style.name not in _KEPT:
            styles.element.remove(style.element)
    for rels in (document.part.rels, document.part.package.rels):
        for key in [key for key, rel in rels.items() if rel.reltype.endswith(_DROPPED)]:
            del rels[key]


def _set_styles(document: Document, look: DocxLook) -> None:
    styles = document.styles
    sizes = {"Normal": 10.5, "Title": 18, "Heading 1": 14, "Heading 2": 12, "Heading 3": 11, "Caption": 9.5}
    for name, size in sizes.items():
        style = styles[name]
        style.font.size, style.font.name = Pt(size), look.font
        for attribute in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            style.element.rPr.rFonts.attrib.pop(qn(f"w:{attribute}"), None)
        if name != "Normal":
            style.font.color.rgb = RGBColor.from_string(look.colour)
    styles["Normal"].element.get_or_add_rPr().append(element("lang", val=look.language))
    for name, basis in (("Clause", "Normal"), ("footnote text", "Normal"), ("toc 1", "Normal"), ("toc 2", "Normal")):
        added = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        added.base_style = styles[basis]
        if name.startswith("toc"):
            added.paragraph_format.left_indent = Cm(0.6 if name.endswith("2") else 0)
            added.paragraph_format.space_after = Pt(2)
            added.paragraph_format.tab_stops.add_tab_stop(TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT, WD_TAB_LEADER.DOTS)
        elif name == "footnote text":
            added.font.size = Pt(8.5)
    if styles["footnote text"].style_id != "FootnoteText":
        styles["footnote text"].element.set(qn("w:styleId"), "FootnoteText")


def _fill_header(paragraph: Paragraph, source: Source, look: DocxLook, company: str) -> None:
    _tabs(paragraph)
    extend(paragraph._p, run(text(company)), tab(), tab(), run(text(source.designation())))
    if look.watermark:
        extend(paragraph._p, _watermark(look))


def _fill_footer(paragraph: Paragraph, look: DocxLook) -> None:
    _tabs(paragraph)
    page, of = ("Seite ", " von ") if look.language == "de-DE" else ("Page ", " of ")
    numbers = [run(text(page)), *page_field("PAGE", "1"), run(text(of)), *page_field("NUMPAGES", "4")]
    extend(paragraph._p, tab(), tab(), *numbers)


def _tabs(paragraph: Paragraph) -> None:
    properties = paragraph._p.get_or_add_pPr()
    stops = [("center", _TWIPS // 2), ("clear", 4680), ("right", _TWIPS), ("clear", 9360)]  # the style has stops for Letter paper
    extend(properties, element("tabs", [element("tab", val=kind, pos=place) for kind, place in stops]))


def _watermark(look: DocxLook) -> Element:
    place = "".join(f"mso-position-{way}:center;mso-position-{way}-relative:margin;" for way in ("horizontal", "vertical"))
    return parsed(
        '<w:r><w:pict><v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
        'path="m@7,l@8,m@5,21600l@6,21600e"><v:textpath on="t" fitshape="t"/></v:shapetype>'
        '<v:shape id="PowerPlusWaterMarkObject1" type="#_x0000_t136" fillcolor="silver" stroked="f" '
        f'style="position:absolute;width:400pt;height:133pt;rotation:315;z-index:-251658752;{place}">'
        f'<v:fill opacity=".5"/><v:textpath style="font-family:&quot;{look.font}&quot;;font-size:1pt" '
        f"string={quoteattr(look.watermark)}/></v:shape></w:pict></w:r>"
    )
