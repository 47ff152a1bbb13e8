"""The styles of a Word file, all of them named, so that whoever edits or brands it changes a style and not a thousand paragraphs."""

from __future__ import annotations

import re
from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor

from reviewer.report.paper.content import Tone

FONT = "Calibri"
TONES = {Tone.soft: "56616D", Tone.good: "14632F", Tone.half: "7D4A00", Tone.bad: "9C1B1F", Tone.clash: "6A1B9A"}
RULE, STRONG_RULE, BAND, INK = "D3D9E0", "8B96A3", "F4F6F8", "17202A"
TABLE = "Report Table"
TOC_LEVELS = 4
_KEPT = re.compile(r"(Light|Medium|Dark|Colorful) ")
"""Names of the table styles of the template that the report has no use for."""


def tone_style(tone: Tone) -> str:
    """Name of the character style of a tone."""
    return f"Report {tone.value.capitalize()}"


def lay_down(document: Document, main: str) -> None:
    """Give a new document its styles. ``main``: the colour of headings, ``#rrggbb``."""
    colour = main.lstrip("#").upper()
    styles = document.styles
    for style in [s for s in styles if s.name and _KEPT.match(s.name)]:
        style.delete()
    _defaults(document)
    _paragraph(document, "Normal", size=10.5, after=5, colour=INK)
    for level, size, before, after in ((1, 17, 20, 7), (2, 13, 15, 5), (3, 11.5, 11, 4), (4, 10.5, 9, 3)):
        heading = _paragraph(
            document, f"Heading {level}", size=size, before=before, after=after, bold=True, colour=colour if level < 3 else INK
        )
        heading.font.italic = False
        heading.paragraph_format.keep_with_next = True
    _paragraph(document, "Title", size=25, before=4, after=12, bold=True, colour=colour, border=False)
    _paragraph(document, "Subtitle", size=11, after=4, colour=TONES[Tone.soft], italic=False)
    _paragraph(document, "TOC Heading", size=17, before=16, after=8, bold=True, colour=colour)
    _outline_off(styles["TOC Heading"])
    for level in range(1, TOC_LEVELS + 1):
        entry = _paragraph(
            document, f"toc {level}", base="Normal", size=10, before=3 if level == 1 else 0, after=1, bold=level == 1
        )
        entry.paragraph_format.left_indent = Pt(14 * (level - 1))
    _paragraph(
        document, "Caption", size=9, before=8, after=4, bold=False, colour=TONES[Tone.soft]
    ).paragraph_format.keep_with_next = True
    _paragraph(document, "Report Lead", base="Normal", size=12, after=8)
    _paragraph(document, "Report Note", base="Normal", size=9, colour=TONES[Tone.soft])
    _paragraph(document, "Report Label", base="Normal", before=8, after=2, bold=True).paragraph_format.keep_with_next = True
    _paragraph(document, "Report Picture", base="Normal", before=4, after=4)
    _paragraph(document, "Report Table Text", base="Normal", size=9.5, before=2, after=2)
    _paragraph(document, "Report Table Small", base="Report Table Text", size=8)
    _paragraph(document, "Report Blank", base="Normal", before=6, after=6, rule="bottom")
    _paragraph(document, "Report Fact", base="Normal", after=3, hanging=120)
    _paragraph(document, "Quote", size=10.5, before=4, after=1, italic=False, colour=INK, indent=10, rule="left")
    context = _paragraph(document, "Report Quote Context", base="Quote", size=9.5, before=6, after=0, colour=TONES[Tone.soft])
    context.paragraph_format.keep_with_next = True
    _paragraph(document, "Report Quote Tight", base="Quote", size=9.5, before=2, after=5)
    _paragraph(document, "Report Quote Place", base="Quote", size=9, before=0, after=8, colour=TONES[Tone.soft])
    _paragraph(document, "Report Wording", base="Normal", before=3, after=3, indent=8, rule="left", band=True)
    for name in ("List Bullet", "List Number"):
        _paragraph(document, name, after=3)
    for tone in TONES:
        style = styles.add_style(tone_style(tone), WD_STYLE_TYPE.CHARACTER)
        style.font.color.rgb = RGBColor.from_string(TONES[tone])
    code = styles.add_style("Report Code", WD_STYLE_TYPE.CHARACTER)
    code.font.name, code.font.size = "Consolas", Pt(8.5)
    link = styles.add_style("Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb, link.font.underline = RGBColor.from_string("0A4F94"), True
    styles.element.append(_table_style())


def _defaults(document: Document) -> None:
    properties = document.styles.element.find(qn("w:docDefaults")).find(qn("w:rPrDefault")).find(qn("w:rPr"))
    fonts = properties.find(qn("w:rFonts"))
    fonts.attrib.clear()
    for name in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{name}"), FONT)
    properties.find(qn("w:lang")).set(qn("w:val"), "en-GB")
    spacing = document.styles.element.find(qn("w:docDefaults")).find(qn("w:pPrDefault")).find(qn("w:pPr")).find(qn("w:spacing"))
    spacing.set(qn("w:line"), "259")


def _paragraph(
    document: Document, name: str, *, base: str | None = None, size: float | None = None, before: float | None = None,
    after: float | None = None, bold: bool | None = None, italic: bool | None = None, colour: str = "", indent: float = 0,
    hanging: float = 0, rule: str = "", band: bool = False, border: bool = True,
) -> Any:  # fmt: skip
    """A paragraph style, changed or made anew; lengths in points, ``rule``: the side on which a line stands."""
    styles = document.styles
    style: Any = styles[name] if name in styles else styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    if base:
        style.base_style = styles[base]
    fonts = style.element.find(qn("w:rPr"))
    if fonts is not None and fonts.find(qn("w:rFonts")) is not None:
        fonts.remove(fonts.find(qn("w:rFonts")))  # the theme's fonts, which are not everywhere
    if size:
        style.font.size = Pt(size)
    if bold is not None:
        style.font.bold = bold
    if italic is not None:
        style.font.italic = style.font.cs_italic = italic
    if colour:
        style.font.color.rgb = RGBColor.from_string(colour)
    layout = style.paragraph_format
    if before is not None:
        layout.space_before = Pt(before)
    if after is not None:
        layout.space_after = Pt(after)
    if indent:
        layout.left_indent = Pt(indent)
    if hanging:
        layout.left_indent, layout.first_line_indent = Pt(hanging), Pt(-hanging)
        layout.tab_stops.add_tab_stop(Pt(hanging))
    _edges(style, rule, band=band, border=border)
    style.hidden, style.quick_style = False, True
    return style


def _edges(style: Any, rule: str, *, band: bool, border: bool) -> None:
    """The line beside a paragraph, and the ground under it."""
    properties = style.element.get_or_add_pPr()
    if not border and properties.find(qn("w:pBdr")) is not None:
        properties.remove(properties.find(qn("w:pBdr")))
    if rule:
        properties.insert_element_before(_border(rule, STRONG_RULE if band else RULE), *_AFTER_BORDER)
    if band:
        shade = OxmlElement("w:shd")
        for key, value in (("val", "clear"), ("color", "auto"), ("fill", BAND)):
            shade.set(qn(f"w:{key}"), value)
        properties.insert_element_before(shade, *_AFTER_BORDER[1:])


_AFTER_BORDER = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:kinsoku", "w:wordWrap", "w:overflowPunct", "w:topLinePunct",
    "w:autoSpaceDE", "w:autoSpaceDN", "w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing",
    "w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment", "w:textboxTightWrap", "w:outlineLvl",
    "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr", "w:pPrChange")  # fmt: skip


def _border(side: str, colour: str) -> Any:
    size, space = ("18", "7") if side == "left" else ("6", "1")
    line = f'w:val="single" w:sz="{size}" w:space="{space}" w:color="{colour}"'
    between = f"<w:between {line}/>" if side == "bottom" else ""  # paragraphs with the same border are drawn as one
    return parse_xml(f"<w:pBdr {nsdecls('w')}><w:{side} {line}/>{between}</w:pBdr>")


def _outline_off(style: Any) -> None:
    """The title of the contents is not one of its entries."""
    level = style.element.get_or_add_pPr().find(qn("w:outlineLvl"))
    if level is not None:
        level.set(qn("w:val"), "9")


def _table_style() -> Any:
    """Lines between rows, a bold header, nothing else."""
    return parse_xml(
        f"""<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="ReportTable"><w:name w:val="{TABLE}"/>
<w:basedOn w:val="TableNormal"/><w:uiPriority w:val="59"/><w:qFormat/>
<w:tblPr><w:tblBorders><w:top w:val="nil"/><w:bottom w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/>
<w:insideH w:val="single" w:sz="4" w:space="0" w:color="{RULE}"/></w:tblBorders>
<w:tblCellMar><w:left w:w="70" w:type="dxa"/><w:right w:w="70" w:type="dxa"/></w:tblCellMar></w:tblPr>
<w:tblStylePr w:type="firstRow"><w:rPr><w:b/><w:bCs/></w:rPr><w:tcPr><w:tcBorders>
<w:bottom w:val="single" w:sz="8" w:space="0" w:color="{STRONG_RULE}"/></w:tcBorders><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr>
</w:style>"""
    )
