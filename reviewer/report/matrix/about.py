"""The sheet that says what the workbook is, of what it was made, and how to fill it in: the content of every report, cell by cell."""

from __future__ import annotations

from collections.abc import Iterator

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from reviewer.model import Review
from reviewer.report import words
from reviewer.report.decided import decisions_part, sharing_part
from reviewer.report.detailed.about import about, cover_facts, reading
from reviewer.report.detailed.progress import progress
from reviewer.report.interface import Guidance
from reviewer.report.matrix import columns
from reviewer.report.matrix.sheet import FONT, INK, fit_to_width, height, margins, put
from reviewer.report.paper.content import Block, Bullets, Facts, Heading, Paragraph, Quote, Row, Table, line, plain

_TITLE = Font(FONT, 16, bold=True, color=INK)
_HEADING = {1: Font(FONT, 13, bold=True, color=INK), 2: Font(FONT, 11, bold=True, color=INK)}
_PLAIN = Font(FONT, 10, color=INK)
_BOLD = Font(FONT, 10, bold=True, color=INK)
_BAND = PatternFill("solid", start_color="E9EDF1")
_WIDTHS = (30, 60, 40)

_FILL_IN = f"""
The columns with a light heading are yours: {columns.OWNER} and {columns.DUE} for the work, {columns.DECISION} to {columns.DATE} for your judgement.
{columns.DECISION}: confirm the tool's status; overrule it, and say with which status in {columns.DECIDED}; or not applicable. \
{columns.REASON}, {columns.BY} and {columns.DATE} are needed with it.
An element has a row for each quote; fill in one of them. On the sheet Findings a decision goes for all elements of the criterion that \
have none of their own.
Sort and filter as you like, but leave the columns with ids and the hidden ones as they are. To clear a decision, take it out of decisions.yaml.
Then: reviewer decisions import matrix.xlsx, and reviewer review … --decisions decisions.yaml.
A decision is stale once the status or the text that it rests on has changed. It stays here and does not count. Look again, and give it a new date.
"""


def write(sheet: Worksheet, review: Review, guidance: Guidance) -> None:
    """Fill the sheet."""
    writer = _Writer(sheet)
    writer.text("Traceability matrix of a procedure review", _TITLE)
    for block in _blocks(review, guidance):
        writer.block(block)
    for letter, width in zip("ABC", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.sheet_view.showGridLines = False
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "portrait", "9"
    fit_to_width(sheet)
    margins(sheet)


def _blocks(review: Review, guidance: Guidance) -> Iterator[Block]:
    yield Facts(tuple((name, line(value)) for name, value in cover_facts(review)))
    yield from sharing_part(review)
    yield from decisions_part(review)
    yield Heading("How to fill in the workbook", 1)
    yield Bullets(tuple(line(text) for text in _FILL_IN.strip().splitlines()))
    yield from progress(review, guidance)
    if review.probably_missing:
        yield Heading("Probably missing from the set", 1)
        yield Facts(
            tuple(
                (missing.name, line(f"{words.count(missing.mentions, 'mention')}; {words.place(missing.example)}"))
                for missing in review.probably_missing
            )
        )
    yield from reading()
    yield from about(review)


class _Writer:
    def __init__(self, sheet: Worksheet) -> None:
        self._sheet = sheet
        self._row = 0

    def text(self, text: str, font: Font | None = None) -> None:
        """A text over all columns."""
        self._row += 1
        self._put(1, text, font or _PLAIN)
        self._sheet.merge_cells(start_row=self._row, end_row=self._row, start_column=1, end_column=3)
        # Excel fits no height to merged cells.
        larger = float((font or _PLAIN).size or 10) / 10
        self._sheet.row_dimensions[self._row].height = height([(text, sum(_WIDTHS) / larger)]) * larger

    def block(self, block: Block) -> None:
        """One part of the content. Quotes and pictures have no place on this sheet."""
        match block:
            case Heading():
                self._row += 1
                self.text(block.text, _HEADING[min(2, block.level)])
            case Paragraph():
                self.text(plain(block.line))
            case Bullets():
                for item in block.items:
                    self.text(f"• {plain(item)}")
            case Facts():
                for name, value in block.rows:
                    self._cells((name, plain(value)), first=_BOLD)
            case Table():
                self._cells(tuple(column.title for column in block.columns), first=_BOLD, rest=_BOLD, band=True)
                for row in block.rows:
                    self._table_row(row)
            case Quote():
                self.text(block.place)
            case _:
                pass

    def _put(self, column: int, text: str, font: Font) -> Cell:
        cell = self._sheet.cell(self._row, column)
        assert isinstance(cell, Cell)
        cell.font, cell.alignment = font, Alignment(wrap_text=True, vertical="top")
        put(cell, text)
        return cell

    def _table_row(self, row: Row) -> None:
        self._cells(tuple(plain(cell) for cell in row.cells))

    def _cells(self, values: tuple[str, ...], first: Font | None = None, rest: Font | None = None, *, band: bool = False) -> None:
        self._row += 1
        for number, value in enumerate(values, 1):
            cell = self._put(number, value, (first if number == 1 else rest) or _PLAIN)
            if band:
                cell.fill = _BAND
        if len(values) == 2:
            self._sheet.merge_cells(start_row=self._row, end_row=self._row, start_column=2, end_column=3)
            widths = (_WIDTHS[0], _WIDTHS[1] + _WIDTHS[2])
            self._sheet.row_dimensions[self._row].height = height(zip(values, widths, strict=True))
