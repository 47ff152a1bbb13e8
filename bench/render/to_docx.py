"""Writes a Word document with the structure that Word documents have, tidy or not."""

from __future__ import annotations

import io

from docx.document import Document
from docx.shared import Pt
from docx.table import Table as WordTable
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph as WordParagraph

from bench.render.archive import repack
from bench.render.blocks import Block, Caption, Heading, Listing, Paragraph, Source, Span, Spans, Table, plain
from bench.render.columns import shares
from bench.render.docx_marks import Marks, tick_boxes
from bench.render.docx_numbering import Numbering, number_paragraph
from bench.render.docx_page import TEXT_WIDTH, blank_document
from bench.render.docx_xml import element, extend, page_field, run, tab, text
from bench.render.recipes import DocxLook, Headings, Ticked

_BOLD = Span("", bold=True)
_CHARACTERS = 75  # bold ones of 10.5 points on the width of the text


def render(source: Source, look: DocxLook, company: str) -> bytes:
    """The document as the bytes of a .docx file."""
    document = blank_document(source, look, company)
    writer = _Writer(document, look)
    writer.title(source.title)
    for block in source.blocks:
        writer.block(block)
        if isinstance(block, Table) and block.facts:
            writer.front_matter(source)
    writer.marks.finish()
    out = io.BytesIO()
    document.save(out)
    return repack(out.getvalue(), {})


class _Writer:
    """Appends blocks to the body of a document."""

    def __init__(self, document: Document, look: DocxLook) -> None:
        self.marks = Marks(document, look.extras)
        self._document = document
        self._look = look
        self._automatic = look.headings is Headings.automatic
        self._numbering = Numbering(document, self._automatic)
        self._heading = ""

    def title(self, spans: Spans) -> None:
        """The title: in its style, or large and bold where headings are fakes."""
        if self._look.headings is Headings.fake:
            self._fill(self._paragraph(), spans, _BOLD, 16)
        else:
            self._fill(self._paragraph("Title"), spans)

    def front_matter(self, source: Source) -> None:
        """What comes between the title block and the text: tick boxes, a table of contents."""
        for extra in self._look.extras:
            if isinstance(extra, Ticked):
                line = self._paragraph()
                line.paragraph_format.space_before = Pt(6)
                extend(line._p, *tick_boxes(extra))
        if self._look.contents:
            self._contents([block for block in source.blocks if isinstance(block, Heading)])

    def block(self, block: Block) -> None:
        """One block."""
        if isinstance(block, Heading):
            self._heading = plain(block.spans)
            self._add_heading(block)
        elif isinstance(block, Paragraph):
            self._add_paragraph(block)
        elif isinstance(block, Caption):
            caption = self._paragraph("Caption")
            caption.paragraph_format.keep_with_next = True
            number = page_field(f"SEQ Table \\* ARABIC \\r {block.number}", block.number)
            extend(caption._p, run(text("Table ")), *number, run(text(": ")))
            self._fill(caption, block.spans)
        elif isinstance(block, Listing):
            self._add_list(block)
        else:
            self._add_table(block)

    def _paragraph(self, style: str = "Normal") -> WordParagraph:
        return self._document.add_paragraph(style=style)

    def _fill(self, paragraph: WordParagraph, spans: Spans, look: Span | None = None, size: float = 0) -> None:
        extend(paragraph._p, *self.marks.runs(spans, look))
        for made in paragraph.runs if size else ():
            made.font.size = Pt(size)

    def _add_heading(self, block: Heading) -> None:
        typed = (Span(f"{block.number} "), *block.spans) if block.number else block.spans
        if self._look.headings is Headings.fake:
            paragraph = self._paragraph()
            paragraph.paragraph_format.space_before = Pt(12 if block.level == 1 else 8)
            self._fill(paragraph, typed, _BOLD, 12 if block.level == 1 else 0)
            return
        paragraph = self._paragraph(f"Heading {block.level}")
        if self._automatic and block.number:
            self._numbering.clause(block.number)  # the style numbers it
        elif self._automatic:
            number_paragraph(paragraph._p, 0, list_id=0)
        self._fill(paragraph, block.spans if self._automatic else typed)

    def _add_paragraph(self, block: Paragraph) -> None:
        if not block.number:
            self._fill(self._paragraph(), block.spans)
            return
        paragraph = self._paragraph("Clause")
        if self._automatic:
            number_paragraph(paragraph._p, self._numbering.clause(block.number))
        else:
            extend(paragraph._p, run(text(block.number)), tab() if self._look.headings is Headings.fake else run(text(" ")))
        self._fill(paragraph, block.spans)

    def _add_list(self, block: Listing) -> None:
        list_id = None if block.start is None else self._numbering.new_list(block.start)
        for item in block.items:
            paragraph = self._paragraph("List Bullet" if list_id is None else "List Number")
            if list_id is not None:
                number_paragraph(paragraph._p, 0, list_id)
            self._fill(paragraph, item)

    def _contents(self, headings: list[Heading]) -> None:
        title = self._paragraph("TOC Heading")
        number_paragraph(title._p, 0, list_id=0)  # its style is made from that of numbered headings
        self._fill(title, (Span("Contents"),))
        begin, code, separate, _, end = page_field('TOC \\o "1-2" \\h', "")
        for place, heading in enumerate(headings):
            line = self._paragraph(f"toc {min(heading.level, 2)}")
            if place == 0:
                extend(line._p, begin, code, separate)
            page = str(1 + place * 3 // len(headings))
            label = [run(text(heading.number)), run(text(" "))] if heading.number else []
            extend(line._p, *label, run(text(plain(heading.spans))), tab(), run(text(page)))
            if place == len(headings) - 1:
                extend(line._p, end)

    # ---- tables ------------------------------------------------------------------------------------------------------

    def _add_table(self, block: Table) -> None:
        widths = shares(block, _CHARACTERS)
        logo = self._look.logo_cell if block.facts else ""
        if logo:
            widths = [0.24, *(share * 0.76 for share in widths)]
        table = self._document.add_table(len(block.rows), len(widths), "Table Grid")
        table.autofit = False
        for column, share in zip(table.columns, widths, strict=True):
            column.width = int(TEXT_WIDTH * share)
        for index, (row, cells) in enumerate(zip(table.rows, block.rows, strict=True)):
            header = block.header and index == 0
            _dress(row, header)
            for place, cell in enumerate(row.cells):
                cell.width = int(TEXT_WIDTH * widths[place])
            for place, (cell, spans) in enumerate(zip(row.cells[1 if logo else 0 :], cells, strict=True)):
                bold = header or (block.facts and place == 0)
                self._fill_cell(cell, spans, _BOLD if bold else None)
        if logo:
            self._fill_cell(_merged(table, 0, 0, len(block.rows) - 1), (Span(logo),), _BOLD)
        if self._heading in self._look.merged and not block.facts:
            _merge_equal(table, block)
        self._paragraph().paragraph_format.space_after = Pt(2)

    def _fill_cell(self, cell: _Cell, spans: Spans, look: Span | None) -> None:
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(2)
        self._fill(paragraph, spans, look)


def _dress(row: _Row, header: bool) -> None:
    properties = row._tr.get_or_add_trPr()
    extend(properties, element("cantSplit"))
    if header:
        extend(properties, element("tblHeader"))
        for cell in row.cells:
            extend(cell._tc.get_or_add_tcPr(), element("shd", val="clear", color="auto", fill="D9E2F3"))


def _merged(table: WordTable, column: int, first: int, last: int) -> _Cell:
    merged: _Cell = table.cell(first, column).merge(table.cell(last, column))
    return merged


def _merge_equal(table: WordTable, block: Table) -> None:
    """Merge runs of equal words in the last column, as people do by hand."""
    column, first = len(block.rows[0]) - 1, 1
    for index in range(2, len(block.rows) + 1):
        if index < len(block.rows) and block.rows[index][column] == block.rows[first][column]:
            continue
        for again in range(first + 1, index):
            repeated = table.cell(again, column).paragraphs[0]._p
            for made in list(repeated.r_lst):
                repeated.remove(made)
        if index - first > 1:
            _merged(table, column, first, index - 1)
        first = index
