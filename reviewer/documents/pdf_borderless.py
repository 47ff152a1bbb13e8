"""Tables without vertical lines: rows of words that keep to the same columns with white between them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from reviewer.documents.builder import split_label
from reviewer.documents.marks import is_contents_entry, split_bullet
from reviewer.documents.pdf_lines import Item, Line, Table, TableCell
from reviewer.documents.pdf_page import Area, PageContent, Rule, Word

_GAP = 1.4  # white between cells, in type sizes
_MIN_GAP = 8.0
_TIGHT = 0.45  # white before a word at the edge of a known column, in type sizes: more than a word space
_MAX_COLUMNS = 12
_PAGE_NUMBER = re.compile(r"^(?:\d{1,4}|[ivxl]{1,6})$")

_Span = list[float]  # left and right edge of a column


def find_borderless(items: Sequence[Item], page: PageContent, rules: Sequence[Rule]) -> list[Item]:
    """The items with runs of aligned lines replaced by tables, and lines of an unleadered table of contents marked as such."""
    found: list[Item] = []
    i = 0
    while i < len(items):
        item = items[i]
        run = _run(items, i) if isinstance(item, Line) else []
        if run and _is_contents(run):
            for line in run:
                line.contents = True
            found.extend(run)
            i += len(run)
        elif run and _is_table(run, spans := _columns(run), rules):
            found.append(_table(run, spans, page, rules))
            i += len(run)
        else:
            found.append(item)
            i += 1
    return found


def _cells(line: Line, spans: Sequence[_Span] = ()) -> list[list[Word]]:
    """The parts of a line, cut at wide white and at known columns. A bullet or number belongs to the text behind it."""
    parts = [[line.words[0]]]
    size, right = line.size, line.words[0].x1
    wide = max(_MIN_GAP, _GAP * size)
    for word in line.words[1:]:
        gap = word.x0 - right
        right = max(right, word.x1)
        at_column = gap > _TIGHT * size and any(abs(word.x0 - span[0]) < 2 for span in spans)
        if at_column or gap > wide:
            parts.append([])
            right = word.x1
        parts[-1].append(word)
    if not spans and len(parts) == 2 and _is_marker(" ".join(w.text for w in parts[0])):
        return [parts[0] + parts[1]]
    return parts


def _is_marker(text: str) -> bool:
    return split_bullet(text + " X") == "X" or split_label(text + " X")[1] == "X" or re.fullmatch(r"\d{1,3}", text) is not None


def _run(items: Sequence[Item], start: int) -> list[Line]:
    """Consecutive lines from ``start`` whose words keep to common columns."""
    first = items[start]
    if not isinstance(first, Line) or len(_cells(first)) < 2 or is_contents_entry(first.text):
        return []
    spans = _spans(_cells(first))
    run = [first]
    for item in items[start + 1 :]:
        if not isinstance(item, Line) or item.region != first.region or item.base - run[-1].base > 3.2 * first.size:
            break
        if abs(item.size - run[-1].size) > 0.15 * first.size or is_contents_entry(item.text):
            break
        widened = _widen(spans, _spans(_cells(item, spans)))
        if widened is None:
            break
        spans = widened
        run.append(item)
    # A line under the first column alone is more likely the text that follows the table.
    while len(run) > 1 and len(_cells(run[-1], spans)) == 1 and run[-1].x0 < spans[0][1]:
        run.pop()
    return run


def _spans(cells: Sequence[Sequence[Word]]) -> list[_Span]:
    return [[cell[0].x0, max(w.x1 for w in cell)] for cell in cells]


def _widen(spans: list[_Span], more: list[_Span]) -> list[_Span] | None:
    """The columns with another line in them, or None if that line runs across two of them."""
    widened = [list(span) for span in spans]
    for lo, hi in more:
        touched = [span for span in widened if lo < span[1] + 2 and hi > span[0] - 2]
        if len(touched) > 1:
            return None
        if touched:
            touched[0][0], touched[0][1] = min(touched[0][0], lo), max(touched[0][1], hi)
        elif len(widened) < _MAX_COLUMNS and len(more) > 1:
            widened.append([lo, hi])
        else:
            return None
    widened.sort()
    if any(b[0] - a[1] < 5 for a, b in pairwise(widened)):
        return None
    return widened


def _columns(run: Sequence[Line]) -> list[_Span]:
    spans = _spans(_cells(run[0]))
    for line in run[1:]:
        spans = _widen(spans, _spans(_cells(line, spans))) or spans
    return spans


def _is_table(run: Sequence[Line], spans: Sequence[_Span], rules: Sequence[Rule]) -> bool:
    rows = [line for line in run if len(_cells(line, spans)) >= 2]
    if len(rows) < 0.4 * len(run):
        return False
    drawn = sum(run[0].top - 8 <= r.at <= run[-1].bottom + 8 and r.lo <= run[0].x0 + 4 and r.hi - r.lo > 100 for r in rules)
    headed = (run[0].bold and not run[-1].bold) or drawn >= 2
    return len(rows) >= (2 if headed else 3)


def _is_contents(run: Sequence[Line]) -> bool:
    """True for entries of a table of contents without dots: each ends in a page number, and the numbers never fall."""
    last = [line.words[-1].text for line in run if len(_cells(line)) >= 2]
    if len(last) < 3 or not all(_PAGE_NUMBER.match(text) for text in last):
        return False
    pages = [int(text) for text in last if text.isdigit()]
    ends = [line.x1 for line in run]
    return pages == sorted(pages) and max(ends) - min(ends) < 4 and all(len(_cells(line)) == 2 for line in run)


def _table(run: Sequence[Line], spans: Sequence[_Span], page: PageContent, rules: Sequence[Rule]) -> Table:
    starts = _row_starts(run, spans)
    edges = [span[0] for span in spans] + [max(span[1] for span in spans) + 2]
    rows: list[list[TableCell]] = []
    for at, start in enumerate(starts):
        lines = run[start : starts[at + 1] if at + 1 < len(starts) else len(run)]
        top, bottom = min(line.top for line in lines), max(line.bottom for line in lines)
        shaded = any(f.holds((edges[0] + edges[-1]) / 2, (top + bottom) / 2) and f.bottom - f.top < 60 for f in page.fills)
        row = [TableCell(Area(a, top, b, bottom), shaded=shaded) for a, b in pairwise(edges)]
        for line in lines:
            for cell in _cells(line, spans):
                column = max(i for i, edge in enumerate(edges[:-1]) if edge <= cell[0].x0 + 3)
                row[column].words.extend(cell)
        rows.append(row)
    area = Area(edges[0], run[0].top, edges[-1], run[-1].bottom)
    return Table(area, page.number, rows, headed=_is_headed(rows, edges, rules))


def _is_headed(rows: Sequence[Sequence[TableCell]], edges: Sequence[float], rules: Sequence[Rule]) -> bool:
    """True if a rule runs below the first row, and none below the next ones."""

    def ruled(index: int) -> bool:
        if index + 1 >= len(rows):
            return False
        above, below = rows[index][0].area, rows[index + 1][0].area
        inside = [r for r in rules if r.lo <= edges[0] + 6 and r.hi - r.lo > 0.6 * (edges[-1] - edges[0])]
        return any((above.top + above.bottom) / 2 < r.at < (below.top + below.bottom) / 2 for r in inside)

    return len(rows) > 2 and ruled(0) and not ruled(1)


def _row_starts(run: Sequence[Line], spans: Sequence[_Span]) -> list[int]:
    """Indices of the lines that begin a row: after extra white where that parts rows, else where the first column has text."""
    steps = [b.base - a.base for a, b in pairwise(run)]
    tight = sorted(steps)[len(steps) // 5] if steps else 0.0
    apart = [step > 1.25 * tight for step in steps]
    full = sum(len(_cells(line, spans)) >= 2 for line in run) - 1
    padded = sum(apart) >= 2 and sum(apart) >= 0.4 * full
    starts = [0]
    for i, line in enumerate(run[1:], start=1):
        in_first = line.x0 < spans[0][1]
        if apart[i - 1] or (in_first and not padded):
            starts.append(i)
    return starts
