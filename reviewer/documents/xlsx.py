"""Spreadsheets: responsibility matrices and process tables, sheet by sheet, with the header of each column."""

from __future__ import annotations

import datetime as dt
import io
import warnings
from collections.abc import Iterator, Sequence

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from reviewer.documents.builder import DocumentBuilder
from reviewer.documents.interface import Limits
from reviewer.documents.marks import reads_as_header_row
from reviewer.errors import UnreadableDocument
from reviewer.model import BlockKind, Document

_HIDDEN_REMARK = "Hidden sheets or rows are in the file; they are listed as hidden and establish nothing."
Line = tuple[int, list[str]]


def read(data: bytes, name: str, limits: Limits) -> Document:
    """Read a workbook: a heading for each sheet, then its tables. Formulas count with the value that was last computed.

    Raises UnreadableDocument where openpyxl cannot make anything of the file.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of drop-down lists and styles that nobody reads here
            workbook = load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
    except Exception as error:
        raise UnreadableDocument("damaged", "the workbook could not be opened; save it anew as .xlsx") from error
    builder = DocumentBuilder(name, "xlsx", limits)
    for sheet in workbook.worksheets:
        hidden = sheet.sheet_state != "visible"
        if hidden:
            builder.remark("hidden_text", _HIDDEN_REMARK)
        builder.add(BlockKind.heading, sheet.title, level=1, hidden=hidden)
        for lines in _areas(sheet):
            _table(builder, sheet, lines, hidden)
    return builder.build(title=str(workbook.properties.title or ""))


def _areas(sheet: Worksheet) -> Iterator[list[Line]]:
    """Runs of filled rows, separated by empty ones, as (row number, texts of the columns that are used)."""
    run: list[Line] = []
    for number, row in enumerate(sheet.iter_rows(values_only=True), start=1):
        texts = [_text(value) for value in row]
        if any(texts):
            run.append((number, texts))
        elif run:
            yield _trimmed(run)
            run = []
    if run:
        yield _trimmed(run)


def _trimmed(lines: Sequence[Line]) -> list[Line]:
    used = [any(texts[i] for _, texts in lines) for i in range(len(lines[0][1]))]
    return [(number, [t for t, keep in zip(texts, used, strict=True) if keep]) for number, texts in lines]


def _table(builder: DocumentBuilder, sheet: Worksheet, lines: list[Line], hidden: bool) -> None:
    while lines and sum(map(bool, lines[0][1])) == 1 and len(lines[0][1]) > 1:
        builder.add(BlockKind.paragraph, " ".join(filter(None, lines[0][1])), hidden=hidden)
        lines = lines[1:]
    if not lines:
        return
    if len(lines[0][1]) == 1:
        for _, texts in lines:
            builder.add(BlockKind.paragraph, texts[0], hidden=hidden)
        return
    table = builder.new_table()
    headers: list[str] = []
    for position, (number, texts) in enumerate(lines):
        if position == 0 and len(lines) > 1 and _names_columns(texts, lines[1:]):
            headers = texts
            builder.add_row(texts, table=table, header_row=True, hidden=hidden)
            continue
        unseen = hidden or bool(sheet.row_dimensions[number].hidden)
        if unseen:
            builder.remark("hidden_text", _HIDDEN_REMARK)
        builder.add_row(texts, table=table, headers=headers, hidden=unseen)


def _names_columns(first: Sequence[str], below: Sequence[Line]) -> bool:
    """The first row of a sheet names its columns where it reads so, or where it is filled, short and unlike the rows below."""
    if reads_as_header_row(first):
        return True
    if len(first) < 3 or not all(first) or any(len(t.split()) > 4 or any(c.isdigit() for c in t) for t in first):
        return False
    longest = max(len(t.split()) for _, texts in below for t in texts)
    return longest > 2 * max(len(t.split()) for t in first)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
