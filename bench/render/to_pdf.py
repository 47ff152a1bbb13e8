"""Writes a PDF: pages with running header and footer, justified text with hyphens, columns, tables that run on, slides."""

from __future__ import annotations

import io
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.lib.units import cm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    CondPageBreak,
    Flowable,
    Frame,
    FrameBreak,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Paragraph,
    Spacer,
    Table,
    TableStyle,
)

from bench.render import blocks
from bench.render.blocks import Block, Caption, Heading, Listing, Source, Spans, plain
from bench.render.columns import shares
from bench.render.pdf_styles import Sheet, Styles, markup
from bench.render.recipes import PdfLook

_Command = tuple[str, tuple[int, int], tuple[int, int], *tuple[Any, ...]]
_GAP = 0.8 * cm  # between columns
_ROOM = 3 * cm  # that a heading needs under it; kept with a table it would take all of it to the next page


def render(source: Source, look: PdfLook, company: str) -> bytes:
    """The document as the bytes of a .pdf file. It is built twice, for "Page 1 of 4" needs the number of pages."""
    pages = _Builder(source, look, company, 0).build()[1]
    return _Builder(source, look, company, pages).build()[0]


class _Builder:
    """One build of one document."""

    def __init__(self, source: Source, look: PdfLook, company: str, pages: int) -> None:
        self._source = source
        self._look = look
        self._company = company
        self._pages = pages
        self._sheet = Sheet.of(look)
        self._styles = Styles(look)
        self._width = self._sheet.text_width

    def build(self) -> tuple[bytes, int]:
        """The bytes and the number of pages."""
        out = io.BytesIO()
        sheet = self._sheet
        template = BaseDocTemplate(
            out,
            pagesize=(sheet.width, sheet.height),
            title=plain(self._source.title),
            author=self._company,
            invariant=1,
            pageCompression=1,
        )
        template.addPageTemplates(self._templates())
        template.build(self._story())
        return out.getvalue(), template.page

    # ---- pages -------------------------------------------------------------------------------------------------------

    def _templates(self) -> list[PageTemplate]:
        sheet, columns = self._sheet, self._look.columns
        if columns == 1:
            return [self._template("all", [self._frame(0, 0, sheet.text_width, sheet.text_height)])]
        width = (sheet.text_width - _GAP * (columns - 1)) / columns
        lefts = [(width + _GAP) * column for column in range(columns)]
        head = self._head_height()
        first = [self._frame(0, sheet.text_height - head, sheet.text_width, head)]
        first += [self._frame(left, 0, width, sheet.text_height - head) for left in lefts]
        return [
            self._template("first", first),
            self._template("later", [self._frame(left, 0, width, sheet.text_height) for left in lefts]),
        ]

    def _template(self, name: str, frames: list[Frame]) -> PageTemplate:
        return PageTemplate(name, frames, onPage=self._header, onPageEnd=self._footer)

    def _frame(self, left: float, bottom: float, width: float, height: float) -> Frame:
        sheet = self._sheet
        return Frame(sheet.margin + left, sheet.bottom + bottom, width, height, 0, 0, 0, 0)

    def _head_height(self) -> float:
        """Height of title and title block, which stand across the columns."""
        height = 0.0
        for flowable in self._head():
            height += flowable.wrap(self._sheet.text_width, self._sheet.text_height)[1] + flowable.getSpaceAfter()
        return height + 10

    def _header(self, canvas: Canvas, _: BaseDocTemplate) -> None:
        if self._look.slides:
            return
        sheet = self._sheet
        canvas.saveState()
        canvas.setFont(self._styles.regular, 8.5)
        top = sheet.height - 1.4 * cm
        canvas.drawString(sheet.margin, top, self._company)
        canvas.drawRightString(sheet.width - sheet.margin, top, self._source.designation())
        canvas.setLineWidth(0.5)
        canvas.line(sheet.margin, top - 4, sheet.width - sheet.margin, top - 4)
        canvas.restoreState()

    def _footer(self, canvas: Canvas, template: BaseDocTemplate) -> None:
        sheet = self._sheet
        shown = str(template.page) if self._look.slides else f"Page {template.page} of {self._pages}"
        canvas.saveState()
        canvas.setFont(self._styles.regular, 8.5)
        canvas.drawString(sheet.margin, 1.1 * cm, self._look.footer)
        canvas.drawRightString(sheet.width - sheet.margin, 1.1 * cm, shown)
        canvas.restoreState()

    # ---- text --------------------------------------------------------------------------------------------------------

    def _head(self) -> list[Flowable]:
        """Title and title block."""
        made: list[Flowable] = [Paragraph(markup(self._source.title), self._styles.title)]
        first = self._source.blocks[0] if self._source.blocks else None
        if isinstance(first, blocks.Table) and first.facts:
            made.append(self._table(first))
        return made

    def _story(self) -> list[Flowable]:
        story = self._head()
        rest = self._source.blocks[1:] if len(story) > 1 else self._source.blocks
        if self._look.columns > 1:
            story += [NextPageTemplate("later"), FrameBreak()]
            self._width = (self._sheet.text_width - _GAP * (self._look.columns - 1)) / self._look.columns
        for block in rest:
            story += self._block(block)
        return story

    def _block(self, block: Block) -> list[Flowable]:
        styles = self._styles
        if isinstance(block, Heading):
            if self._look.slides:
                return [PageBreak(), Paragraph(markup(block.spans), styles.headings[0])]
            typed = f"{block.number} " if block.number else ""
            return [CondPageBreak(_ROOM), Paragraph(typed + markup(block.spans), styles.headings[min(block.level, 2) - 1])]
        if isinstance(block, Caption):
            return [Paragraph(f"Table {block.number}: {markup(block.spans)}", styles.caption)]
        if isinstance(block, blocks.Paragraph):
            typed = f"{block.number} " if block.number else ""
            return [Paragraph(typed + markup(block.spans, self._look.justified), styles.body)]
        if isinstance(block, Listing):
            return self._list(block)
        return [self._table(block), Spacer(1, styles.body.spaceAfter)]

    def _list(self, block: Listing) -> list[Flowable]:
        made: list[Flowable] = []
        for place, item in enumerate(block.items):
            sign = "\u2022" if block.start is None else f"{block.start + place}."
            made.append(Paragraph(markup(item, self._look.justified), self._styles.item, bulletText=sign))
        return [*made, Spacer(1, self._styles.body.spaceAfter / 2)]

    def _table(self, block: blocks.Table) -> Flowable:
        styles = self._styles
        rows = [
            [self._cell(cell, (block.header and index == 0) or (block.facts and place == 0)) for place, cell in enumerate(row)]
            for index, row in enumerate(block.rows)
        ]
        widths = [share * self._width for share in shares(block, self._width / (styles.cell.fontSize * 0.58))]
        table = Table(rows, widths, repeatRows=1 if block.header else 0, hAlign="LEFT", spaceAfter=styles.body.spaceAfter)
        look: list[_Command] = [
            ("GRID", (0, 0), (-1, -1), 0.5, HexColor("#7F7F7F")),
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("TOPPADDING", (0, 0), (-1, -1), 2),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
        ]
        if block.header:
            look.append(("BACKGROUND", (0, 0), (-1, 0), HexColor("#E3E7EE")))
        table.setStyle(TableStyle(look))
        return table

    def _cell(self, spans: Spans, bold: bool) -> Flowable:
        return Paragraph(markup(spans), self._styles.strong_cell if bold else self._styles.cell)
