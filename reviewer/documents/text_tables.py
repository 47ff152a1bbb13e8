"""Tables drawn in plain text: with bars, with tabs, or in columns of blanks."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from reviewer.documents.flow import Cell, Paragraph, Row, Run, Table
from reviewer.documents.flow_items import typed_label
from reviewer.documents.marks import split_bullet

_RULE = re.compile(r"(?=.*[-=]{2})[\s|+:=-]+")
_FRAME = re.compile(r"^\s*\+[-=+]+\+\s*$")
_GAP = re.compile(r"(?<=\S) {2,}(?=\S)")
_Row = list[tuple[int, str]]  # place (-1 where it does not matter) and text of each cell
_FEWEST_LINES = 3  # of a table that only blanks make


class Taken(NamedTuple):
    """A table, and the number of the first line behind it."""

    table: Table
    end: int


def is_rule(line: str) -> bool:
    """Whether a line only draws a rule of a table: "|---|---|", "+----+----+", "----  ----"."""
    return _RULE.fullmatch(line) is not None and ("|" in line or "+" in line or " " in line.strip())


def take_table(lines: Sequence[str], at: int) -> Taken | None:
    """The table that starts at a line, or None."""
    return _barred(lines, at) or _split(lines, at, _tabbed, 2) or _split(lines, at, _aligned, _FEWEST_LINES)


def _barred(lines: Sequence[str], at: int) -> Taken | None:
    """A table with "|" between its cells. Between the rules of a drawn frame several lines make one row."""
    end = at
    while end < len(lines) and (_is_barred(lines[end]) or is_rule(lines[end])):
        end += 1
    if not any(_is_barred(line) for line in lines[at:end]) or (end - at < 2 and not lines[at].strip().startswith("|")):
        return None
    framed = sum(_FRAME.match(line) is not None for line in lines[at:end]) > 2
    rows: list[list[str]] = []
    headed = 0
    fresh = True
    for line in lines[at:end]:
        if is_rule(line):
            headed = len(rows) if len(rows) and ("=" in line or not framed) and not headed else headed
            fresh = True
            continue
        cells = [cell.strip() for cell in line.strip().removeprefix("|").removesuffix("|").split("|")]
        if framed and not fresh and rows and len(cells) == len(rows[-1]):
            rows[-1] = [f"{above} {cell}".strip() for above, cell in zip(rows[-1], cells, strict=True)]
        else:
            rows.append(cells)
        fresh = False
    return Taken(_table(rows, headed if headed == 1 else 0), end)


def _is_barred(line: str) -> bool:
    return line.count("|") >= 2 or " | " in line


def _split(lines: Sequence[str], at: int, cells_of: Callable[[str], _Row | None], fewest: int) -> Taken | None:
    """Lines next to each other with as many cells at the same places."""
    first = cells_of(lines[at])
    if first is None:
        return None
    rows, headed, end = [first], 0, at + 1
    while end < len(lines):
        if is_rule(lines[end]) and not headed:
            headed = len(rows)
        elif (cells := cells_of(lines[end])) is None or not _agree(first, cells):
            break
        else:
            rows.append(cells)
        end += 1
    if len(rows) < (2 if headed else fewest) or _is_list(rows):
        return None
    return Taken(_table([[text for _, text in row] for row in rows], headed if headed == 1 else 0), end)


def _tabbed(line: str) -> _Row | None:
    cells = [cell.strip() for cell in line.strip().split("\t")]
    return [(-1, cell) for cell in cells] if len(cells) > 1 else None


def _aligned(line: str) -> _Row | None:
    starts = [0, *(gap.end() for gap in _GAP.finditer(line))]
    if len(starts) < 2:
        return None
    return [(start, line[start:end].strip()) for start, end in zip(starts, [*starts[1:], len(line)], strict=True)]


def _agree(first: _Row, row: _Row) -> bool:
    return len(first) == len(row) and all(a[0] == b[0] for a, b in zip(first, row, strict=True))


def _is_list(rows: Sequence[_Row]) -> bool:
    """Whether the first cells are the bullets or numbers of a list, and each line is an item of it."""
    marks = [row[0][1] for row in rows]
    return len(rows[0]) == 2 and all(split_bullet(f"{mark} x") is not None or typed_label(f"{mark} X")[0] for mark in marks)


def _table(rows: Sequence[Sequence[str]], headed: int) -> Table:
    made = [Row([Cell([Paragraph([Run(cell)])]) for cell in row], header=index < headed) for index, row in enumerate(rows)]
    return Table(made)
