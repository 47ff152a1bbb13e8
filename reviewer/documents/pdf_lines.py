"""Words to lines, and the items that a page is made of: lines, tables, boxes."""

from __future__ import annotations

import math
from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise

from reviewer.documents.pdf_page import WORD_GAP, Area, Word

_SAME_SIZE = 0.25  # points by which the sizes of one type differ, as they are measured


@dataclass(slots=True)
class Line:
    """Words on one baseline, from left to right.

    ``region`` numbers the part of the page it was read in; ``column``: that part is one of several columns; ``right`` is
    the margin up to which text may run there; ``contents``: it is an entry of a table of contents.
    """

    words: list[Word]
    page: int
    region: tuple[int, int] = (0, 0)
    column: bool = False
    right: float = 0.0
    contents: bool = False

    @property
    def x0(self) -> float:
        return self.words[0].x0

    @property
    def x1(self) -> float:
        return max([w.x1 for w in self.words])

    @property
    def top(self) -> float:
        return min([w.top for w in self.words])

    @property
    def bottom(self) -> float:
        return max([w.bottom for w in self.words])

    @property
    def base(self) -> float:
        return max(self.words, key=lambda w: w.size * len(w.text)).base

    @property
    def size(self) -> float:
        """Type size of most of its characters."""
        first = self.words[0].size
        if all(w.size == first for w in self.words):
            return round(first, 1)
        sizes: dict[float, int] = {}
        for word in self.words:
            sizes[round(word.size, 1)] = sizes.get(round(word.size, 1), 0) + len(word.text)
        return max(sizes, key=lambda s: (sizes[s], s))

    @property
    def text(self) -> str:
        parts = [self.words[0].text]
        for before, word in pairwise(self.words):
            close = word.raised != before.raised and word.x0 - before.x1 < WORD_GAP * max(word.size, before.size)
            parts.append(word.text if close else " " + word.text)
        return "".join(parts)

    @property
    def bold(self) -> bool:
        """All of it but bullets and punctuation is bold."""
        said = [w for w in self.words if any(c.isalpha() for c in w.text)]
        return bool(said) and all(w.bold for w in said)

    @property
    def italic(self) -> bool:
        return all(w.italic for w in self.words)

    def segments(self, gap: float) -> list[list[Word]]:
        """Its words, parted where the white between them is wider than ``gap``."""
        parts = [[self.words[0]]]
        right = self.words[0].x1
        for word in self.words[1:]:
            if word.x0 - right > gap:
                parts.append([])
                right = word.x1
            right = max(right, word.x1)
            parts[-1].append(word)
        return parts


@dataclass(slots=True)
class TableCell:
    """A cell with its words. One that a merged cell above or to the left covers is not listed again, or listed without words."""

    area: Area
    words: list[Word] = field(default_factory=list)
    span: int = 1
    shaded: bool = False


@dataclass(slots=True)
class Table:
    """Rows of cells found on a page. ``headed``: a rule or text turned on its side sets the first row apart."""

    area: Area
    page: int
    rows: list[list[TableCell]]
    headed: bool = False

    @property
    def columns(self) -> list[float]:
        """Left edges of the columns."""
        return sorted({round(cell.area.x0) for row in self.rows for cell in row})


@dataclass(slots=True)
class Box:
    """Text inside a drawn box that is no table: a box of a flow chart, a call-out."""

    area: Area
    page: int
    words: list[Word]


Item = Line | Table | Box


def group_lines(words: Sequence[Word], page: int) -> list[Line]:
    """Group words into lines by their overlap in height, so that a superscript stays on its line."""
    lines: list[list[Word]] = []
    extents: list[tuple[float, float]] = []
    # The lines by height, so that only those near a word are looked at.
    heights: list[tuple[float, int]] = []
    ordered = sorted(words, key=lambda w: (-w.size, w.base))
    largest = ordered[0].size if ordered else 0.0
    for word in ordered:
        middle = (word.top + word.bottom) / 2
        best, distance = -1, 1e9
        start = bisect_left(heights, (min(word.base - 0.3 * largest, middle - 0.15 * largest), -1))
        end = max(word.base + 0.3 * largest, middle + largest)
        for height, i in islice(heights, start, None):
            if height > end:
                break
            base, size = extents[i]
            off = abs(word.base - base)
            # A raised or lowered figure is small and its middle lies within the line it belongs to.
            near = off < 0.3 * min(size, word.size) or (word.size < 0.85 * size and base - size < middle < base + 0.15 * size)
            if near and (off, i) < (distance, best):
                best, distance = i, off
        if best < 0:
            insort(heights, (word.base, len(lines)))
            lines.append([word])
            extents.append((word.base, word.size))
        else:
            base, size = extents[best]
            word.raised = word.size < 0.85 * size and word.base < base - 0.15 * size
            lines[best].append(word)
    made = [Line(sorted(group, key=lambda w: w.x0), page) for group in lines]
    made.sort(key=lambda line: (line.base, line.x0))
    return made


def even_out_sizes(words: Sequence[Word]) -> None:
    """Give words whose type sizes differ by a rounding error the size that most of them have."""
    counts = Counter(word.size for word in words)
    meant: dict[float, float] = {}
    run: list[float] = []
    for size in [*sorted(counts), math.inf]:
        if run and size - run[0] > _SAME_SIZE:
            usual = max(run, key=lambda s: counts[s])
            meant.update(dict.fromkeys(run, usual))
            run = []
        run.append(size)
    for word in words:
        word.size = meant[word.size]


def item_area(item: Item) -> Area:
    """Where an item stands."""
    if isinstance(item, Line):
        return Area(item.x0, item.top, item.x1, item.bottom)
    return item.area
