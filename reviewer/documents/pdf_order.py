"""Reading order of a page: what stands across it parts it into bands; in a band, columns are read from left to right."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from reviewer.documents.pdf_lines import Box, Item, Line, Table, group_lines, item_area
from reviewer.documents.pdf_page import Area, Word

_STAND_IN = 12.0  # points of height that a line of text takes
# Two columns of prose: each side must hold this many lines and this share of the width.
_MIN_COLUMN_LINES = 3
_MIN_COLUMN_SHARE = 0.25
_MIN_COLUMN_WORDS = 5 * _MIN_COLUMN_LINES  # three to a line of one column; the other may be two columns again
# Words that are looked at in search of columns, over and over: more than this only where a drawing is full of words.
_MAX_LOOKS = 1_000_000


class _TooIntricate(Exception):
    """Columns are not to be found within bearable time."""


@dataclass(slots=True)
class _Looks:
    """How many more words may be looked at."""

    left: int

    def take(self, words: int) -> None:
        """Raises _TooIntricate where there are not as many left."""
        self.left -= words
        if self.left < 0:
            raise _TooIntricate


def reading_order(words: Sequence[Word], others: Sequence[Table | Box], page: int) -> list[Item]:
    """All items of a page in reading order: columns of prose one after the other, the rest from top to bottom.

    A page in which columns are not found within bearable time is read from top to bottom as a whole.
    """
    items: list[Item] = []
    try:
        regions = _regions(list(words), list(others), 0, _Looks(_MAX_LOOKS))
    except _TooIntricate:
        regions = [(list(words), list(others), 0)]
    for number, (region, blocks, depth) in enumerate(regions):
        lines = group_lines(region, page)
        for line in lines:
            line.region, line.column = (page, number), depth > 0
        items.extend(sorted([*lines, *blocks], key=lambda item: (item_area(item).top, item_area(item).x0)))
    return items


def _regions(
    words: list[Word], others: list[Table | Box], depth: int, looks: _Looks
) -> list[tuple[list[Word], list[Table | Box], int]]:
    """Cut the page at column gutters, top to bottom and left to right. ``depth`` counts the gutters around a part."""
    filled = [*words, *_stand_ins(others)]
    gutter = _gutter(filled, looks) if len(filled) >= 12 and depth <= 2 else None
    if gutter is None:
        return [(words, others, depth)]
    x, top, bottom = gutter

    def side(area: Word | Area) -> int:
        middle = (area.top + area.bottom) / 2
        if middle < top or middle > bottom:
            return 0 if middle < top else 3
        return 1 if (area.x0 + area.x1) / 2 < x else 2

    parts = []
    for number, inner in enumerate((depth, depth + 1, depth + 1, depth)):
        part = [w for w in words if side(w) == number]
        blocks = [o for o in others if side(o.area) == number]
        if part or blocks:
            parts.extend(_regions(part, blocks, inner, looks))
    return parts


def _stand_ins(others: Sequence[Table | Box]) -> list[Word]:
    """Words without text in place of tables and boxes: one within a column fills it like prose, one across the page ends the columns."""
    made: list[Word] = []
    for other in others:
        area = other.area
        lines = max(1, round((area.bottom - area.top) / _STAND_IN))
        height, width = (area.bottom - area.top) / lines, area.x1 - area.x0
        for number in range(lines):
            top = area.top + number * height
            base = top + 0.8 * height
            # They overlap, so that no gutter runs between them.
            made += [
                Word("", area.x0 + a * width, area.x0 + b * width, top, top + height, base, min(height, 10.0))
                for a, b in ((0.0, 0.4), (0.3, 0.7), (0.6, 1.0))
            ]
    return made


def _gutter(words: list[Word], looks: _Looks) -> tuple[float, float, float] | None:
    """The best white strip between two columns of prose: its x, and the height over which it holds."""
    if len(words) < 2 * _MIN_COLUMN_LINES:
        return None
    lo, hi = min(w.x0 for w in words), max(w.x1 for w in words)
    width = hi - lo
    # Tables across the page end the columns, however many they are; lines of text across it are no columns.
    said = [word for word in words if word.text]
    rows = max(1, len({round(w.base) for w in said}))
    size = int(width) + 2
    steps = [0] * (size + 1)
    for word in said:
        begin, end = max(0, int(word.x0 - lo)), min(size, int(word.x1 - lo) + 1)
        if begin < end:
            steps[begin] += 1
            steps[end] -= 1
    crossing = list(accumulate(steps))[:size]
    by_height = sorted(((w.top + w.bottom) / 2, i) for i, w in enumerate(words))
    best: tuple[float, tuple[float, float, float]] | None = None
    first, last = int(width * _MIN_COLUMN_SHARE), int(width * (1 - _MIN_COLUMN_SHARE))
    for x in range(first, last, 2):
        if crossing[x] > 0.6 * rows or crossing[x] > min(crossing[max(0, x - 2) : x + 3]):
            continue
        found = _column_band(words, by_height, lo + x, lo, hi, looks)
        if found is not None and (best is None or found[0] > best[0]):
            best = found
    return None if best is None else best[1]


def _column_band(
    words: list[Word], by_height: list[tuple[float, int]], x: float, lo: float, hi: float, looks: _Looks
) -> tuple[float, tuple[float, float, float]] | None:
    """The tallest stretch in which no word crosses ``x`` and both sides read like columns of prose.

    ``by_height``: the heights of the middles of the words, and their places in ``words``, in order.
    """
    looks.take(len(words))
    crossers = sorted([(w.top, w.bottom) for w in words if w.x0 < x < w.x1])
    tops = sorted([max(w.bottom for w in words) + 1, *(t for t, _ in crossers)])
    edges = sorted({min(w.top for w in words) - 1, *(b for _, b in crossers)})
    best: tuple[float, tuple[float, float, float]] | None = None
    for edge in edges:
        after = bisect_left(tops, edge - 1)
        end = tops[after] if after < len(tops) else edge
        first, last = bisect_left(by_height, (edge - 1, -1)), bisect_right(by_height, (end, len(words)))
        mass = float(last - first)
        # Of three columns, cut at the first gutter: what is right of it is cut again.
        if mass < _MIN_COLUMN_WORDS or (best is not None and mass <= best[0]):
            continue
        looks.take(last - first)
        left: list[Word] = []
        right: list[Word] = []
        for i in sorted(i for _, i in by_height[first:last]):
            (left if words[i].x1 <= x else right).append(words[i])
        if _is_prose(left, x - lo) and (_is_prose(right, hi - x) or _gutter(right, looks) is not None):
            gap = min(w.x0 for w in right) - max(w.x1 for w in left)
            if gap >= 0.8 * right[0].size and not _rows_agree(left, right):
                best = (mass + gap / 1000, (x, edge, min(end, _column_end(left, right))))
    return best


def _column_end(left: list[Word], right: list[Word]) -> float:
    """Where balanced columns end: a heading below both of them stands at the left, but belongs to what comes next."""
    lines = group_lines(left, 0)
    sizes = sorted(w.size for w in left)
    usual, mostly_bold = sizes[len(sizes) // 2], sum(w.bold for w in left) * 2 > len(left)
    foot = max(w.bottom for w in right)
    while len(lines) > 1 and lines[-1].top > foot and (lines[-1].size > 1.1 * usual or (lines[-1].bold and not mostly_bold)):
        lines.pop()
    return max(foot, lines[-1].bottom) + 1


def _is_prose(words: list[Word], width: float) -> bool:
    """Lines of several words that mostly run to the edge of their column, unlike the cells of a table or a row of labels."""
    if len(words) < 3 * _MIN_COLUMN_LINES:
        return False
    span = max([w.x1 for w in words]) - min([w.x0 for w in words])
    if span <= 0.55 * width:
        return False
    lines = group_lines(words, 0)
    if len(lines) < _MIN_COLUMN_LINES or len(words) / len(lines) < 2.5:
        return False
    return sum(line.x1 - line.x0 > 0.7 * span for line in lines) >= 0.4 * len(lines)


def _rows_agree(left: list[Word], right: list[Word]) -> bool:
    """True if the paragraphs on both sides start at the same heights, as the cells of table rows do."""
    starts = [_paragraph_starts(group_lines(side, 0)) for side in (left, right)]
    few, many = sorted(starts, key=len)
    return len(few) >= 2 and sum(any(abs(a - b) < 2 for b in many) for a in few) >= 0.8 * len(few)


def _paragraph_starts(lines: list[Line]) -> list[float]:
    steps = sorted(b.base - a.base for a, b in pairwise(lines))
    if not steps:
        return []
    leading = steps[len(steps) // 4]
    if leading < 0.8 * lines[0].size:
        return []  # lines of several columns lie between each other
    return [b.base for a, b in pairwise(lines) if b.base - a.base > 1.25 * leading]
