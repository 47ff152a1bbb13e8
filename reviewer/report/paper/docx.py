"""A paper as a Word file that people can edit and brand: real styles, headings, contents, captions, fields, links.

The list of contents is filled in, with links; Word adds page numbers to it when asked to update it (F9), since only a program that has
laid out the pages knows them. The same paper gives the same bytes.
"""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any, cast

import docx as python_docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Emu, Mm, Pt
from docx.text.paragraph import Paragraph as WordParagraph
from docx.text.run import Run as WordRun

from reviewer.report import raster
from reviewer.report.paper import docx_page as page
from reviewer.report.paper import docx_parts as parts
from reviewer.report.paper import docx_styles as styles
from reviewer.report.paper import zipped
from reviewer.report.paper.content import (
    Block,
    Bullets,
    Columns,
    Contents,
    Facts,
    Fields,
    Heading,
    Line,
    PageBreak,
    Paper,
    Paragraph,
    Picture,
    Quote,
    Run,
    SignOff,
    Style,
    Table,
    Tone,
    Wording,
    bold,
)
from reviewer.report.paper.text import clean, is_rtl, target

_STYLES = {Style.normal: "Normal", Style.lead: "Report Lead", Style.note: "Report Note", Style.label: "Report Label"}
_MANY_COLUMNS, _SHORT_TABLE, _FIRST_ROWS = 7, 8, 4
"""More columns are set smaller; fewer rows are kept on one page; of a longer table the first ones are kept with its header."""
_SHORT_LIST = 15
"""Contents with no more entries than these have room on the first page."""
_SPLIT_BEYOND = 600
"""A row with more characters than this in a cell may run over a page."""


def docx(paper: Paper) -> bytes:
    """The file."""
    return _Writer(paper).write()


class _Writer:
    """Writes one paper, block by block."""

    def __init__(self, paper: Paper) -> None:
        self._paper = paper
        self._anchors = paper.anchors | {_entry(number) for number in range(len(paper.headings))}
        self._document: Any = python_docx.Document()
        self._body = cast("Any", self._document._body)
        self._end = self._body._element.get_or_add_sectPr()
        self._bookmarks = self._pictures = self._headings = 0
        self._counts = {"Table": 0, "Figure": 0}
        self._new_page = False

    def write(self) -> bytes:
        styles.lay_down(self._document, self._paper.brand.main)
        self._style_ids = {style.name: style.style_id for style in self._document.styles}
        page.set_properties(self._document, self._paper)
        page.set_page(self._document, self._paper)
        self._first_page()
        for block in self._paper.blocks:
            self._block(block)
        buffer = io.BytesIO()
        self._document.save(buffer)
        return zipped.settled(buffer.getvalue())

    def _first_page(self) -> None:
        paper = self._paper
        if paper.brand.logo is not None:
            self._pictures += 1
            page.add_logo(self._document, self._paragraph("Report Picture"), paper.brand, self._pictures)
        self._add((Run(" · ".join(filter(None, (paper.brand.name, paper.kind)))),), "Subtitle")
        self._add((Run(paper.title),), "Title")
        if paper.facts:
            self._block(Facts(tuple((name, (Run(value),)) for name, value in paper.facts)))
        if paper.cover and not self._begins_with_a_short_list():
            self._block(PageBreak())

    def _begins_with_a_short_list(self) -> bool:
        first = next(iter(self._paper.blocks), None)
        return isinstance(first, Contents) and sum(h.level <= first.level for h in self._paper.headings) <= _SHORT_LIST

    def _add(self, line: Line, style: str, anchor: str = "") -> Any:
        paragraph = self._paragraph(style)
        self._runs(paragraph, line)
        if anchor:
            self._bookmarks += 1
            parts.bookmark(paragraph, anchor, self._bookmarks)
        if is_rtl("".join(run.text for run in line)):
            parts.right_to_left(paragraph)
        return paragraph

    def _runs(self, paragraph: Any, line: Line) -> None:
        for run in line:
            link = target(run.link, self._anchors)
            written = paragraph.add_run(clean(run.text))
            if link:
                parts.hyperlink(paragraph, link).append(written._r)
            written.bold, written.italic = run.bold or None, run.italic or None
            style = styles.tone_style(run.tone) if run.tone is not Tone.none else ""
            if run.code:
                style = "Report Code"
            elif link and not link.startswith("#"):
                style = "Hyperlink"
            if style:
                written._r.style = self._style_ids[style]

    def _block(self, block: Block) -> None:  # noqa: C901 -- one case for each kind of block
        match block:
            case Heading():
                paragraph = self._add((Run(block.text),), f"Heading {block.level}", block.anchor)
                self._bookmarks += 1
                parts.bookmark(paragraph, _entry(self._headings), self._bookmarks)
                self._headings += 1
            case Paragraph():
                paragraph = self._add(block.line, _STYLES[block.style], block.anchor)
                if block.style is Style.label:
                    _lighten(paragraph, block.line)
                if block.keep:
                    paragraph.paragraph_format.keep_with_next = True
            case Quote():
                self._quote(block)
            case Wording():
                lines = [text for text in block.lines if text.strip()] or [""]
                for number, text in enumerate(lines):
                    lead = (bold(f"{block.label} "),) if block.label and not number else ()
                    self._add((*lead, Run(text)), "Report Wording")
            case Table():
                self._table(block)
            case Bullets():
                numbering = parts.new_numbering(self._document, "List Number") if block.numbered else 0
                for item in block.items:
                    paragraph = self._add(item, "List Number" if block.numbered else "List Bullet")
                    if numbering:
                        paragraph._p.get_or_add_pPr().get_or_add_numPr().get_or_add_numId().val = numbering
            case Facts():
                for name, value in block.rows:
                    paragraph = self._add((bold(name),), "Report Fact")
                    paragraph.add_run("\t")
                    self._runs(paragraph, value)
            case Picture():
                self._picture(block)
            case PageBreak():
                self._new_page = True
            case Columns():
                pass  # one column is easier to edit
            case Fields():
                for label in block.labels:
                    self._add((bold(label),), "Report Label")
                    for _ in range(block.lines):
                        self._add((), "Report Blank")
            case SignOff():
                self._sign_off(block)
            case Contents():
                self._contents(block)

    def _paragraph(self, style: str) -> Any:
        """A new paragraph; on a new page, where one was asked for."""
        paragraph = self._new_paragraph()
        paragraph._p.style = self._style_ids[style]  # by its id: the library looks through all styles for a name
        if self._new_page:
            paragraph.paragraph_format.page_break_before = True
            self._new_page = False
        return paragraph

    def _quote(self, quote: Quote) -> None:
        if quote.context:
            self._add((Run(quote.context),), "Report Quote Context")
        label = (Run(quote.label, bold=True), Run(" · " if quote.place else "")) if quote.label else ()
        words = Run(f"“{clean(quote.text)}”")
        if quote.tight:
            place = (*label, Run(quote.place, link=quote.link))
            self._add((words, Run(" "), *(replace(run, tone=Tone.soft) for run in place)), "Report Quote Tight")
            return
        said = self._add((words,), "Quote")
        said.paragraph_format.keep_with_next = True
        self._add((*label, Run(quote.place, link=quote.link)), "Report Quote Place")

    def _caption(self, kind: str, text: str) -> None:
        self._counts[kind] += 1
        paragraph = self._paragraph("Caption")
        paragraph.add_run(f"{kind} ")
        parts.field(paragraph, f"SEQ {kind} \\* ARABIC", str(self._counts[kind]))
        paragraph.add_run(f": {clean(text)}")
        if kind == "Figure":
            paragraph.paragraph_format.keep_with_next = False

    def _grid(self, caption: str, widths: list[float], rows: int) -> Any:
        self._caption("Table", caption)
        table = self._document.add_table(rows=rows, cols=len(widths), style=styles.TABLE)
        table.alignment, table.autofit = WD_TABLE_ALIGNMENT.LEFT, False
        parts.name_table(table, clean(caption))
        whole = sum(widths)
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Emu(int(page.TEXT_WIDTH * width / whole))
            for cell in column.cells:
                cell.width = column.width
        parts.repeat_header(table.rows[0])
        parts.keep_whole(table.rows[0])
        return table

    def _cell(self, cell: Any, line: Line, *, number: bool = False, keep: bool = False, small: bool = False) -> None:
        paragraph = cell.paragraphs[0]
        paragraph._p.style = self._style_ids["Report Table Small" if small else "Report Table Text"]
        self._runs(paragraph, line)
        if number:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        elif is_rtl("".join(run.text for run in line)):
            parts.right_to_left(paragraph)
        paragraph.paragraph_format.keep_with_next = keep or None

    def _table(self, table: Table) -> None:
        grid = self._grid(table.caption, [column.width for column in table.columns], 1 + len(table.rows))
        grid_rows = list(grid.rows)
        many = len(table.columns) > _MANY_COLUMNS
        short = len(table.rows) <= _SHORT_TABLE
        for cell, column in zip(grid_rows[0].cells, table.columns, strict=True):
            self._cell(cell, (bold(column.title),), number=column.number, keep=True, small=many)
        for number, (shown, row) in enumerate(zip(grid_rows[1:], table.rows, strict=True)):
            cells = list(shown.cells)
            if row.group:
                merged = cells[0].merge(cells[-1])
                parts.shade(merged, styles.BAND)
                self._cell(merged, tuple(Run(r.text, True, r.italic, r.code, r.tone, r.link) for r in row.cells[0]), keep=True)
            else:
                keep = (short or number < _FIRST_ROWS) and row is not table.rows[-1]
                for cell, line, column in zip(cells, row.cells, table.columns, strict=True):
                    self._cell(cell, line, number=column.number, small=many, keep=keep)
            if row.anchor:
                self._bookmarks += 1
                parts.bookmark(cells[0].paragraphs[0], row.anchor, self._bookmarks)
            if all(len("".join(run.text for run in line)) <= _SPLIT_BEYOND for line in row.cells):
                parts.keep_whole(shown)
        self._after_table()

    def _new_paragraph(self) -> Any:
        # The library looks through the whole body for its end each time: minutes in the report of a thousand documents.
        element = cast("Any", OxmlElement("w:p"))
        self._end.addprevious(element)
        return WordParagraph(element, self._body)

    def _after_table(self) -> None:
        paragraph = self._new_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.paragraph_format.line_spacing = Pt(6)

    def _sign_off(self, block: SignOff) -> None:
        grid = self._grid(block.caption, [1.2, 1.6, 1.4, 1], 1 + len(block.roles))
        grid.style = "Table Grid"
        for cell, title in zip(grid.rows[0].cells, ("Role", "Name", "Signature", "Date"), strict=True):
            self._cell(cell, (bold(title),), keep=True)
        for row, role in zip(list(grid.rows)[1:], block.roles, strict=True):
            row.height = Mm(12)
            self._cell(row.cells[0], (Run(role),), keep=role != block.roles[-1])
        self._after_table()

    def _picture(self, picture: Picture) -> None:
        paragraph = self._paragraph("Report Picture")
        width = Emu(int(page.TEXT_WIDTH * picture.width))
        svg = picture.svg.encode("utf-8")
        shape = paragraph.add_run().add_picture(io.BytesIO(raster.png(svg, width=width.pt)), width=width)
        self._pictures += 1
        parts.describe(shape, clean(picture.alt), self._pictures)
        parts.add_svg(self._document, shape, svg, self._pictures)
        if picture.caption:
            paragraph.paragraph_format.keep_with_next = True
            self._caption("Figure", picture.caption)

    def _contents(self, contents: Contents) -> None:
        self._paragraph("TOC Heading").add_run(clean(contents.title))
        listed = [(number, h) for number, h in enumerate(self._paper.headings) if h.level <= contents.level]
        for place, (number, heading) in enumerate(listed):
            paragraph = self._paragraph(f"toc {heading.level}")
            if place == 0:
                parts.begin(paragraph, f'TOC \\o "1-{contents.level}" \\h \\z \\u')
            link = parts.hyperlink(paragraph, f"#{_entry(number)}")
            run = paragraph.add_run(clean(heading.text))
            link.append(run._r)
            if place == len(listed) - 1:
                parts.end(paragraph)


def _lighten(paragraph: Any, line: Line) -> None:
    """In a label, what stands back is not bold."""
    for run, written in zip(line, paragraph._p.iter(qn("w:r")), strict=True):
        if run.tone is Tone.soft:
            WordRun(written, paragraph).bold = False


def _entry(number: int) -> str:
    """Anchor of a heading for the list of contents."""
    return f"contents-{number}"
