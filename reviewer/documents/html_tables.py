"""The grid of a table in a web page: spans resolved, header rows as the tags say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from lxml import html as lxml_html

from reviewer.documents.flow import Cell, Node, Row
from reviewer.documents.flow_tables import MAX_COLUMNS
from reviewer.errors import UnreadableDocument

_MAX_SPAN = 100
_SHADE = re.compile(r"background(?:-color)?:(?!white|#fff(?:fff)?\b|transparent|none|inherit|initial)")
_Read = Callable[[lxml_html.HtmlElement], list[Node]]


def table_rows(table: lxml_html.HtmlElement, is_hidden: Callable[[lxml_html.HtmlElement], bool], read: _Read) -> list[Row]:
    """The rows of a table; ``read`` makes the nodes of a cell. Raises UnreadableDocument (``too_complex``)."""
    rows: list[Row] = []
    below: list[int] = []  # for each column, how many rows further down a cell above still covers
    heads = set(table.iterfind("thead/tr"))
    for line in _lines(table):
        if is_hidden(line):
            continue
        cells = [cell for cell in line if cell.tag in ("td", "th") and not is_hidden(cell)]
        named = bool(cells) and all(cell.tag == "th" for cell in cells) and len(cells) > 1
        row = Row(header=named or line in heads)
        column = 0
        for cell in cells:
            column = _fill(row, below, column)
            span, height = _span(cell, "colspan"), _span(cell, "rowspan")
            if column + span > MAX_COLUMNS:
                raise UnreadableDocument("too_complex", f"a table has more than {MAX_COLUMNS} columns")
            row.cells.append(Cell(read(cell), span=span, shaded=_is_shaded(cell)))
            below += [0] * (column + span - len(below))
            below[column : column + span] = [height - 1] * span
            column += span
        _fill(row, below, column, to_end=True)
        if row.cells:
            rows.append(row)
    return rows


def definition_rows(element: lxml_html.HtmlElement, read: _Read) -> list[Row]:
    """A list of terms with their definitions as rows: the term, then what is said of it."""
    rows: list[Row] = []
    terms: list[Node] = []
    for part in element.iter("dt", "dd"):
        if next(part.iterancestors("dl")) is not element:
            continue
        if part.tag == "dt":
            terms += read(part)
        else:
            rows.append(Row([Cell(terms), Cell(read(part))]))
            terms = []
    return [*rows, Row([Cell(terms), Cell()])] if terms else rows


def _lines(table: lxml_html.HtmlElement) -> Iterable[lxml_html.HtmlElement]:
    """The rows of the table itself, not those of tables in its cells."""
    for part in table:
        if part.tag == "tr":
            yield part
        elif part.tag in ("thead", "tbody", "tfoot"):
            yield from part.iterchildren("tr")


def _fill(row: Row, below: list[int], column: int, *, to_end: bool = False) -> int:
    """Empty cells where one from a row above reaches down; the next free column."""
    while column < len(below) and below[column] > 0:
        below[column] -= 1
        row.cells.append(Cell())
        column += 1
    if to_end:
        for later in range(column, len(below)):
            below[later] = max(below[later] - 1, 0)
    return column


def _is_shaded(cell: lxml_html.HtmlElement) -> bool:
    style = "".join(str(cell.get("style") or "").lower().split())
    return bool(cell.get("bgcolor") or cell.get("data-highlight-colour")) or _SHADE.search(style) is not None


def _span(cell: lxml_html.HtmlElement, name: str) -> int:
    value = str(cell.get(name) or "1")
    return min(_MAX_SPAN, max(1, int(value))) if value.isdecimal() and value.isascii() else 1
