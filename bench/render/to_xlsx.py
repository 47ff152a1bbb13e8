"""Writes workbooks: a sheet for each of *.sheets.yaml, or a whole document typed into one sheet, as checklists are."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from datetime import datetime

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from bench.render.archive import repack
from bench.render.blocks import Caption, Heading, Listing, Source, Table, plain
from bench.render.columns import shares
from bench.render.sheets_source import TITLE_SHEET, Sheet

_DATE = datetime(2025, 6, 2, 8)  # noqa: DTZ001 - openpyxl writes naive dates only
_CORE = "docProps/core.xml"
_WIDTH = 110  # characters over all columns
_WIDEST = 50  # characters in one column
_THIN = Side(style="thin", color="999999")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_BOLD = Font("Calibri", 11, bold=True)
_FILL = PatternFill("solid", fgColor="D9D9D9")


def render_sheets(sheets: Sequence[Sheet], company: str) -> bytes:
    """The sheets as the bytes of an .xlsx file."""
    book = _book(company, sheets[0].rows[0][-1])
    for sheet in sheets:
        page = book.create_sheet(sheet.name)
        facts = sheet.name == TITLE_SHEET
        for index, row in enumerate(sheet.rows, start=1):
            _row(page, index, row, bold=() if facts else range(len(row)) if index == 1 else (), header=index == 1 and not facts)
            if facts:
                page.cell(index, 1).font = _BOLD
        _set_widths(page, sheet.rows)
        if not facts:
            page.freeze_panes = "A2"
            page.print_title_rows = "1:1"
    return _saved(book)


def render(source: Source, company: str) -> bytes:
    """A document as the bytes of an .xlsx file of one sheet."""
    book = _book(company, plain(source.title))
    page = book.create_sheet("Sheet1")
    tables = [block for block in source.blocks if isinstance(block, Table)]
    widest = max(tables, key=lambda table: len(table.rows[0]), default=None)
    columns = len(widest.rows[0]) if widest else 2
    if widest:
        for place, share in enumerate(shares(widest, _WIDTH), start=1):
            page.column_dimensions[get_column_letter(place)].width = max(round(share * _WIDTH, 1), 14)
    _line(page, 1, plain(source.title), columns, Font("Calibri", 14, bold=True))
    line = 3
    for block in source.blocks:
        if isinstance(block, Table):
            for index, row in enumerate(block.rows):
                header = block.header and index == 0
                bold = range(len(row) if header else 1 if block.facts else 0)
                _row(page, line, [plain(cell) for cell in row], bold, header)
                line += 1
            line += 1
        elif isinstance(block, Listing):
            for place, item in enumerate(block.items):
                sign = "-" if block.start is None else f"{block.start + place}."
                _line(page, line, f"{sign} {plain(item)}", columns)
                line += 1
        else:
            label = f"Table {block.number}:" if isinstance(block, Caption) else block.number
            font = _BOLD if isinstance(block, Heading) else None
            _line(page, line, f"{label} {plain(block.spans)}".strip(), columns, font)
            line += 1
    return _saved(book)


def _book(company: str, title: str) -> Workbook:
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = book.properties.lastModifiedBy = company
    book.properties.title = title
    book.properties.created = _DATE
    return book


def _saved(book: Workbook) -> bytes:
    for page in book.worksheets:
        page.page_setup.orientation, page.page_setup.paperSize = "landscape", "9"
        page.page_setup.fitToHeight = 0
        page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    out = io.BytesIO()
    book.save(out)
    with zipfile.ZipFile(out) as archive:
        core = archive.read(_CORE).decode()
    dated = re.sub(r"(<dcterms:modified[^>]*>)[^<]*", rf"\g<1>{_DATE.isoformat()}Z", core)  # it writes the time of saving
    return repack(out.getvalue(), {_CORE: dated.encode()})


def _row(page: Worksheet, line: int, cells: Sequence[str], bold: Sequence[int], header: bool) -> None:
    for place, words in enumerate(cells):
        cell = page.cell(line, place + 1, words or None)
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.border = _GRID
        if place in bold:
            cell.font = _BOLD
        if header:
            cell.fill = _FILL


def _line(page: Worksheet, line: int, words: str, columns: int, font: Font | None = None) -> None:
    """Words over the whole width of the sheet."""
    cell = page.cell(line, 1, words)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if font is not None:
        cell.font = font
    page.merge_cells(start_row=line, start_column=1, end_row=line, end_column=columns)
    page.row_dimensions[line].height = 15.0 * (1 + len(words) // _WIDTH)


def _set_widths(page: Worksheet, rows: Sequence[Sequence[str]]) -> None:
    for place in range(max(len(row) for row in rows)):
        longest = max((len(row[place]) for row in rows if place < len(row)), default=0)
        page.column_dimensions[get_column_letter(place + 1)].width = min(max(longest + 2, 8), _WIDEST)
    for line, row in enumerate(rows, start=1):
        page.row_dimensions[line].height = 15.0 * max(1 + len(words) // (_WIDEST - 5) for words in row)
