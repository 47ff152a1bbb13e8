"""Parses *.sheets.yaml: a workbook as lists of rows, one key per sheet."""

from __future__ import annotations

from dataclasses import dataclass

import yaml

from bench.render.blocks import Block, Heading, RenderError, Source, Span, Spans, Table

TITLE_SHEET = "Title"  # key and value in each row; its first row names the company and the document


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet; all cells are text, rows may differ in width."""

    name: str
    rows: tuple[tuple[str, ...], ...]


def parse_sheets(text: str, stem: str) -> tuple[Sheet, ...]:
    """Parse one workbook."""
    data = yaml.safe_load(text)
    if not isinstance(data, dict) or not data or not all(isinstance(rows, list) and rows for rows in data.values()):
        raise RenderError(f"{stem}.sheets.yaml: not a mapping of sheet names to rows; write 'Name:' and one list for each row")
    return tuple(Sheet(str(name), tuple(tuple(str(cell) for cell in row) for row in rows)) for name, rows in data.items())


def as_source(sheets: tuple[Sheet, ...], stem: str) -> Source:
    """The workbook as a document, for the formats that have no sheets."""
    first, *others = sheets
    title = first.rows[0][-1]
    blocks: list[Block] = [Table(_rows(first.rows), header=False, facts=True)]
    for sheet in others:
        blocks += [Heading(1, "", (Span(sheet.name),)), Table(_rows(sheet.rows))]
    return Source(stem, (Span(title),), tuple(blocks))


def _rows(rows: tuple[tuple[str, ...], ...]) -> tuple[tuple[Spans, ...], ...]:
    width = max(len(row) for row in rows)
    return tuple(tuple((Span(cell),) if cell else () for cell in (*row, *[""] * (width - len(row)))) for row in rows)
