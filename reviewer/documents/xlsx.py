"""Spreadsheets: responsibility matrices and process tables, sheet by sheet, with the header of each column."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from reviewer.documents.builder import DocumentBuilder, split_label
from reviewer.documents.interface import Limits
from reviewer.documents.marks import reads_as_header_row
from reviewer.documents.remarks import Tally
from reviewer.documents.xlsx_package import open_workbook
from reviewer.model import BlockKind, Document

_HIDDEN_REMARK = "Hidden sheets, rows or columns are in the file; they are listed as hidden and establish nothing."
_MAX_COLUMNS = 512
_SHORT = 6  # words of a cell that may name a column
_TITLE_LINES = 4  # lines among which the one that names the columns is looked for
_LETTER = re.compile(r"[-–—xX✓●]|[RACISQVDE](?:\s*[/,+]?\s*[RACISQVDE]){0,3}")
_LEGEND = re.compile(r"(?:legend|key|notes?)\b", re.IGNORECASE)
Line = tuple[int, dict[int, str]]  # row number, column number -> text of the cells that are filled


def read(data: bytes, name: str, limits: Limits) -> Document:
    """Read a workbook: a heading for each sheet, then its tables. Formulas count with the value that was last computed.

    Raises UnreadableDocument where nothing can be made of the file.
    """
    tally = Tally()
    builder = DocumentBuilder(name, "xlsx", limits)
    workbook = open_workbook(data, limits, builder, tally)
    for sheet in workbook.worksheets:
        _Sheet(builder, sheet).lay_down()
    if workbook.chartsheets:
        builder.remark("embedded_objects", f"{len(workbook.chartsheets)} sheets that are charts; words in them are not read.")
    tally.remark(builder)
    return builder.build(title=str(workbook.properties.title or ""))


class _Sheet:
    """Lays down one sheet. Its tables are told apart by the empty rows between them."""

    def __init__(self, builder: DocumentBuilder, sheet: Worksheet) -> None:
        self._builder = builder
        self._sheet = sheet
        self._hidden = sheet.sheet_state != "visible"
        self._hidden_rows = {number for number, row in sheet.row_dimensions.items() if row.hidden}
        # One entry may stand for a range of columns.
        self._hidden_columns = [(c.min or 0, c.max or 0) for c in sheet.column_dimensions.values() if c.hidden]
        self._merged = {(m.min_row, m.min_col): (m.max_row, m.max_col) for m in sheet.merged_cells.ranges}
        self._last: tuple[int, list[int], list[str]] | None = None  # the table before: number, columns, headers

    def lay_down(self) -> None:
        """Heading, paragraphs and tables of the sheet."""
        if self._hidden:
            self._builder.remark("hidden_text", _HIDDEN_REMARK)
        label, title = split_label(self._sheet.title)
        self._builder.add(BlockKind.heading, title, label=label, level=1, hidden=self._hidden)
        for lines in self._areas():
            self._area(lines)

    def _areas(self) -> Iterator[list[Line]]:
        """Runs of filled rows, separated by empty ones."""
        # By the cells that exist: a single one in the last corner of the sheet would have openpyxl make 17 billion on the way.
        filled: dict[int, dict[int, str]] = {}
        for (number, column), cell in sorted(self._sheet._cells.items()):
            text = _text(cell)
            if text:
                filled.setdefault(number, {})[column] = text
        run: list[Line] = []
        reach = 0
        for number, texts in filled.items():
            if run and number > reach + 1:
                yield run
                run = []
            run.append((number, texts))
            # An empty row under a cell that is merged downwards is no gap.
            reach = max(number, *(self._merged.get((number, column), (0, 0))[0] for column in texts))
        if run:
            yield run

    def _area(self, lines: list[Line]) -> None:
        wide = len({column for _, texts in lines for column in texts}) > 1
        first = next((i for i, (_, texts) in enumerate(lines) if wide and len(texts) > 1), len(lines))
        for number, texts in lines[:first]:
            for column, text in texts.items():
                self._paragraph(number, column, text)
        if first < len(lines):
            self._table(lines[first:])

    def _paragraph(self, number: int, column: int, text: str) -> None:
        for part in text.split("\n"):
            label, rest = split_label(part.strip())
            self._builder.add(BlockKind.paragraph, rest, label=label, hidden=self._unseen(number) or self._unseen_column(column))

    def _table(self, lines: list[Line]) -> None:
        columns = sorted({column for _, texts in lines for column in texts})
        if len(columns) > _MAX_COLUMNS:
            self._builder.remark(
                "truncated", f"A table has more than {_MAX_COLUMNS} columns; those after them are not read. Split the table."
            )
            columns = columns[:_MAX_COLUMNS]
            cut = [(number, {c: t for c, t in texts.items() if c <= columns[-1]}) for number, texts in lines]
            lines = [(number, texts) for number, texts in cut if texts]
        start = self._header(lines, columns)
        body = len(lines)
        headers = [""] * len(columns)
        if start is not None:
            body = self._header_end(lines, start)
            headers = self._column_headers(lines[start:body], columns)
        if start is None and self._last is not None and self._last[1] == columns:
            table, _, headers = self._last  # the table goes on after an empty row
        else:
            table = self._builder.new_table()
        for position, (number, texts) in enumerate(lines):
            naming = start is not None and start <= position < body
            plain = naming or (start is not None and position < start) or _LEGEND.match(texts.get(columns[0], "")) is not None
            self._row(number, [(c, texts.get(c, "")) for c in columns], table, () if plain else headers, naming)
        self._last = (table, columns, headers)

    def _row(self, number: int, cells: list[tuple[int, str]], table: int, headers: Sequence[str], naming: bool) -> None:
        unseen = self._unseen(number)
        seen = [text if unseen or not self._unseen_column(column) else "" for column, text in cells]
        self._builder.add_row(seen, table=table, headers=headers, header_row=naming, hidden=unseen)
        # Cells of hidden columns follow as a row of their own, for a block is hidden as a whole or not at all.
        rest = [text if text != visible else "" for (_, text), visible in zip(cells, seen, strict=True)]
        self._builder.add_row(rest, table=table, headers=headers, header_row=naming, hidden=True)

    def _unseen(self, number: int) -> bool:
        if number in self._hidden_rows:
            self._builder.remark("hidden_text", _HIDDEN_REMARK)
        return self._hidden or number in self._hidden_rows

    def _unseen_column(self, column: int) -> bool:
        unseen = any(first <= column <= last for first, last in self._hidden_columns)
        if unseen:
            self._builder.remark("hidden_text", _HIDDEN_REMARK)
        return self._hidden or unseen

    # ---- header rows ------------------------------------------------------------------------------------------------

    def _header(self, lines: list[Line], columns: list[int]) -> int | None:
        """The line that names the columns: by its look, with title lines above it, or else the first by its wording."""
        for index, (number, texts) in enumerate(lines[:_TITLE_LINES]):
            below = lines[index + 1 :]
            if below and _short(texts, columns) and self._stands_out(number, texts) and not self._stands_out(*below[-1]):
                return index
        texts = lines[0][1]
        # A line of letters is one of the matrix itself.
        if len(lines) < 2 or not _short(texts, columns) or any(map(_LETTER.fullmatch, texts.values())):
            return None
        worded = reads_as_header_row([texts.get(column, "") for column in columns])
        return 0 if worded or _is_matrix_line(lines[1][1]) or _unlike(lines, columns) else None

    def _stands_out(self, number: int, texts: dict[int, str]) -> bool:
        return all(bool(self._sheet._cells[number, column].font.b) for column in texts)

    def _header_end(self, lines: list[Line], start: int) -> int:
        """The line after the header, which is of two or more lines where a cell of it is merged."""
        number, texts = lines[start]
        bottom = number
        for column in texts:
            last_row, last_column = self._merged.get((number, column), (number, column))
            bottom = max(bottom, last_row, number + 1 if last_column > column else number)
        end = start + 1
        while end < len(lines) - 1 and lines[end][0] <= bottom:
            end += 1
        return end

    def _column_headers(self, lines: list[Line], columns: list[int]) -> list[str]:
        names: dict[int, list[str]] = {column: [] for column in columns}
        for number, texts in lines:
            for column, text in texts.items():
                last = self._merged.get((number, column), (0, column))[1]
                for covered in (c for c in columns if column <= c <= last):
                    names[covered].append(text)
        return [" / ".join(dict.fromkeys(names[column])) for column in columns]


def _short(texts: dict[int, str], columns: list[int]) -> bool:
    """Whether the cells of a line may name columns: the corner of a matrix may be empty, and all the others are filled."""
    return len(texts) > 1 and len(texts) * 2 >= len(columns) and all(len(t.split()) <= _SHORT for t in texts.values())


def _is_matrix_line(texts: dict[int, str]) -> bool:
    _, *marks = texts.values()
    return len(marks) > 1 and all(_LETTER.fullmatch(mark) for mark in marks)


def _unlike(lines: list[Line], columns: list[int]) -> bool:
    """Whether the first line is filled, wordy in no cell, and short beside what stands below it."""
    first = lines[0][1].values()
    if len(columns) < 3 or len(first) < len(columns) or any(any(c.isdigit() for c in text) for text in first):
        return False
    longest = max(len(text.split()) for _, texts in lines[1:] for text in texts.values())
    return longest > 2 * max(len(text.split()) for text in first)


def _text(cell: object) -> str:
    """The value of a cell as it is read on the sheet. All but the first cell of a merged range are of another class."""
    value = cell.value if isinstance(cell, Cell) else None
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ")
    if isinstance(value, int | float):
        percent = isinstance(cell, Cell) and "%" in cell.number_format
        return f"{value * 100:.15g}%" if percent else f"{value:.15g}"
    return str(value).strip()
