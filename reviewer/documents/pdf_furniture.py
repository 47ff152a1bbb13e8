"""Running headers and footers: what repeats at the edge of the pages, apart from the page number in it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from reviewer.documents.marks import is_contents_entry
from reviewer.documents.pdf_lines import Box, Item, Line, Table, item_area
from reviewer.documents.pdf_page import Area, PageContent, Word

_ZONE = 0.3  # furniture stands in this share of the page at its top or bottom
_EDGE = 0.1  # a page number on a single page stands this near to the edge
_SAME_HEIGHT = 8.0  # points by which a repeated line may wander
_LEAST_LEFT = 0.1  # share of the letters that is left where furniture is furniture
_NUMBER = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"(?:\bpage|\bpg\.?|\bp\.|\bseite|\bblatt|\bsheet)\s*:?\s*\d{1,4}(?:\s*(?:/|of|von|\|)\s*\d{1,4})?$"
    r"|^\W*\d{1,4}\s*(?:/|of|von)\s*\d{1,4}\W*$",
    re.IGNORECASE,
)
_ALONE = re.compile(r"^\W*(?:\d{1,4}|[ivxl]{1,7})\W*$")


@dataclass(slots=True)
class PageParts:
    """A page on its way: what it shows, its full lines, what its ruling lines enclose, and text turned on its side."""

    content: PageContent
    lines: list[Line]
    tables: list[Table]
    boxes: list[Box]
    turned: list[Word] = field(default_factory=list)

    def items(self) -> list[Item]:
        """Its lines, tables and boxes."""
        return [*self.lines, *self.tables, *self.boxes]


@dataclass(slots=True)
class _Strip:
    """A line or a whole table near the edge of a page."""

    item: Item
    area: Area
    text: str
    key: str
    numbers: tuple[int, ...]
    page: int
    distance: float
    artifact: bool


def take_furniture(pages: Sequence[PageParts]) -> list[str]:
    """Remove running headers and footers from the pages; returns each of them once.

    Pages that are all alike would lose all their text, or all but a little: then nothing is removed.
    """
    before = [(part.lines, part.tables, part.boxes) for part in pages]
    letters = _letters(pages)
    texts = _take(pages)
    if texts and _letters(pages) <= _LEAST_LEFT * letters:
        for part, (lines, tables, boxes) in zip(pages, before, strict=True):
            part.lines, part.tables, part.boxes = lines, tables, boxes
        return []
    return texts


def _letters(pages: Sequence[PageParts]) -> int:
    return sum(c.isalnum() for part in pages for item in part.items() for c in _text(item))


def _take(pages: Sequence[PageParts]) -> list[str]:
    texts: list[str] = []
    for top in (True, False):
        columns = {part.content.number: _strips(part, top=top) for part in pages}
        repeated = _repeated(list(columns.values()), len(pages))
        for part in pages:
            strips = columns[part.content.number]
            if top and len(pages) == 1:
                repeated |= {id(strip.item) for strip in strips[:1] if _is_spread(part, strip)}
            count = _depth(part, strips, repeated, top=top)
            gone = {id(strip.item) for strip in strips[:count]}
            part.lines = [line for line in part.lines if id(line) not in gone]
            part.tables = [table for table in part.tables if id(table) not in gone]
            part.boxes = [box for box in part.boxes if id(box) not in gone]
            texts += _first_of_each(strips[:count], texts)
    return texts


def _first_of_each(strips: Sequence[_Strip], known: Sequence[str]) -> list[str]:
    keys = {repeated_key(text) for text in known}
    return [strip.text for strip in strips if strip.key not in keys]


def repeated_key(text: str) -> str:
    """The text with its numbers hidden, so that page 3 and page 4 are alike."""
    return _NUMBER.sub("#", " ".join(text.casefold().split()))


def _strips(part: PageParts, *, top: bool) -> list[_Strip]:
    """What stands in the top or bottom zone, from the edge inwards; the last one bounds the body."""
    height = part.content.height
    strips = []
    for item in part.items():
        area = item_area(item)
        distance = area.top if top else height - area.bottom
        if (area.bottom if top else height - area.top) > _ZONE * height:
            continue
        text = _text(item)
        artifact = isinstance(item, Line) and all(w.artifact for w in item.words)
        numbers = tuple(int(n) for n in _NUMBER.findall(text) if len(n) < 6)
        strips.append(_Strip(item, area, text, repeated_key(text), numbers, part.content.number, distance, artifact))
    return sorted(strips, key=lambda s: s.distance)


def _text(item: Item) -> str:
    if isinstance(item, Line):
        return item.text
    words = item.words if isinstance(item, Box) else [w for row in item.rows for cell in row for w in cell.words]
    return " ".join(w.text for w in words)


def _repeated(columns: Sequence[Sequence[_Strip]], pages: int) -> set[int]:
    """Identities of the items that recur at the same height with the same words, page numbers aside."""
    groups: dict[str, list[_Strip]] = defaultdict(list)
    for strips in columns:
        for strip in strips:
            groups[strip.key].append(strip)
    found: set[int] = set()
    for group in groups.values():
        for near in _same_height(group):
            on = {strip.page for strip in near}
            if len(on) >= 2 and (len(on) >= 3 or len(on) * 2 >= pages) and _counts_pages(near):
                found.update(id(strip.item) for strip in near)
    for strips in columns:
        found.update(id(strip.item) for strip in strips if strip.artifact)
    return found


def _same_height(group: Sequence[_Strip]) -> list[list[_Strip]]:
    runs: list[list[_Strip]] = []
    for strip in sorted(group, key=lambda s: s.distance):
        if runs and strip.distance - runs[-1][0].distance <= _SAME_HEIGHT:
            runs[-1].append(strip)
        else:
            runs.append([strip])
    return runs


def _counts_pages(strips: Sequence[_Strip]) -> bool:
    """True if every number in the repeated line stays the same or runs with the pages; section numbers do neither."""
    for values in zip(*(strip.numbers for strip in strips), strict=False):
        if len(set(values)) == 1:
            continue
        offsets = [value - strip.page for value, strip in zip(values, strips, strict=True)]
        commonest = max(offsets.count(offset) for offset in set(offsets))
        if commonest < 0.7 * len(offsets):
            return False
    return True


def _depth(part: PageParts, strips: Sequence[_Strip], repeated: set[int], *, top: bool) -> int:
    """How many strips, counted from the edge, are furniture on this page."""
    depth = 0
    while depth < len(strips) and (id(strips[depth].item) in repeated or _is_edge_line(part, strips, depth, top=top)):
        depth += 1
    # White parts a header from the text below it. The repeated heading row of a table has little, and stays.
    whites = [_white(part, strips, count, top=top) for count in range(1, depth + 1)]
    for count in range(depth, 0, -1):
        strip = strips[count - 1]
        clear = whites[count - 1] > 0.7 * _line_height(strip) and whites[count - 1] >= 0.5 * max(whites)
        if strip.artifact or isinstance(strip.item, Table) or (clear and not (top and _heads_columns(part, strip))):
            return count
    return depth if depth and all(_PAGE_NUMBER.search(strip.text) for strip in strips[:depth]) else 0


def _line_height(strip: _Strip) -> float:
    return strip.item.size if isinstance(strip.item, Line) else 10.0


def _white(part: PageParts, strips: Sequence[_Strip], count: int, *, top: bool) -> float:
    """Height of the white between the furniture and what comes next inwards."""
    edge = strips[count - 1].area.bottom if top else strips[count - 1].area.top
    gone = {id(strip.item) for strip in strips[:count]}
    white = part.content.height
    for item in part.items():
        if id(item) not in gone:
            area = item_area(item)
            white = min(white, area.top - edge if top else edge - area.bottom)
    return white


def _is_edge_line(part: PageParts, strips: Sequence[_Strip], index: int, *, top: bool) -> bool:
    """True for a line at the very edge with a page number or the title in it, even where one page only lets nothing repeat."""
    strip = strips[index]
    if not isinstance(strip.item, Line) or strip.distance > _EDGE * part.content.height:
        return False
    if _PAGE_NUMBER.search(strip.text) or (index == 0 and _repeats_title(part, strip.item)):
        return True
    own = str(part.content.number)
    return _ALONE.match(strip.text) is not None and strip.text.strip(" -–—|.") == own and not top


def _is_spread(part: PageParts, strip: _Strip) -> bool:
    """True for a line at the very top with words at the left and at the right and nothing between: the header of a lone page."""
    if not isinstance(strip.item, Line) or strip.distance > _EDGE * part.content.height:
        return False
    usual = sorted(line.size for line in part.lines)[len(part.lines) // 2]
    return strip.item.size <= usual and len(strip.item.segments(0.2 * part.content.width)) == 2


def _repeats_title(part: PageParts, line: Line) -> bool:
    """True if the line holds the title of the page, its largest line, and little beside it."""
    title = max(part.lines, key=lambda other: other.size)
    little = len(title.words) > 1 and len(line.words) <= len(title.words) + 4 and not is_contents_entry(line.text)
    return little and title.size > 1.1 * line.size and title.text.casefold() in line.text.casefold()


def _heads_columns(part: PageParts, strip: _Strip) -> bool:
    """True for a row of words that the lines below it keep to: the heading row of a table without lines, printed again."""
    if not isinstance(strip.item, Line):
        return False
    columns = [words[0].x0 for words in strip.item.segments(8.0)]
    below = [line for line in part.lines if line.base > strip.item.base][:3]
    return len(columns) > 1 and any(all(_starts_at(line, x) for x in columns) for line in below)


def _starts_at(line: Line, x: float) -> bool:
    """True if a word stands at ``x`` with white before it."""
    ends = [word.x1 for word in line.words if word.x0 < x - 2]
    gap = x - max(ends, default=0.0)
    return gap > 0.45 * line.size and any(abs(word.x0 - x) < 2 for word in line.words)
