"""Tables drawn with ruling lines: the grid that the lines make, its merged cells, and boxes that are no table."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reviewer.documents.flow_tables import MAX_COLUMNS
from reviewer.documents.pdf_lines import Box, Table, TableCell
from reviewer.documents.pdf_page import Area, PageContent, Rule, Word

_SNAP = 2.5  # lines closer than this are one line drawn twice
_REACH = 3.5  # lines that end this near to each other meet
_MAX_CROSSINGS = 4_000_000  # beyond this a page is a drawing, not a table
_MAX_SLOTS = 40_000
_PAGE_SHARE = 0.5  # a cell taller than this share of the page is a frame around running text


@dataclass(slots=True)
class Ruled:
    """What the ruling lines of a page enclose, and the words that are left for running text."""

    tables: list[Table]
    boxes: list[Box]
    words: list[Word]
    loose: list[Rule]
    too_complex: bool = False


def ruled_tables(page: PageContent) -> Ruled:
    """Find the drawn tables and boxes of a page and take their words out of the running text."""
    horizontal, vertical = _edges(page)
    if len(horizontal) * len(vertical) > _MAX_CROSSINGS:
        return Ruled([], [], list(page.words), [], too_complex=True)
    found = Ruled([], [], list(page.words), [])
    grids: list[_Grid] = []
    for rules_h, rules_v in _components(horizontal, vertical):
        if len(rules_h) >= 2 and len(rules_v) >= 2:
            grid = _Grid(rules_h, rules_v)
            if grid.slots <= _MAX_SLOTS:
                grids.append(grid)
            else:
                found.too_complex = True
        else:
            found.loose.extend(r for r in rules_h if not rules_v)
    grids.sort(key=lambda g: -(g.area.x1 - g.area.x0) * (g.area.bottom - g.area.top))
    taken: list[Area] = []
    for grid in grids:
        middle = ((grid.area.x0 + grid.area.x1) / 2, (grid.area.top + grid.area.bottom) / 2)
        if any(area.holds(*middle) for area in taken):
            continue  # a table inside a cell: its words belong to that cell
        taken.extend(_take(page, grid, found))
    found.words = _left_over(found)
    return found


def _take(page: PageContent, grid: _Grid, found: Ruled) -> list[Area]:
    """Add what a grid encloses to ``found``; the areas it occupies."""
    cells = grid.cells()
    frames = {
        cell.rows[0] for cell in cells
        if cell.area.bottom - cell.area.top > _PAGE_SHARE * page.height and cell.area.x1 - cell.area.x0 > _PAGE_SHARE * page.width
    }  # fmt: skip
    inside = [w for w in page.words if grid.area.holds((w.x0 + w.x1) / 2, (w.top + w.bottom) / 2)]
    placed = [(cell, [w for w in inside if cell.area.holds((w.x0 + w.x1) / 2, (w.top + w.bottom) / 2)]) for cell in cells]
    placed = [(cell, words) for cell, words in placed if cell.rows[0] not in frames]
    filled = [cell for cell, words in placed if words]
    enclosed = sum((c.area.x1 - c.area.x0) * (c.area.bottom - c.area.top) for c in cells)
    whole = (grid.area.x1 - grid.area.x0) * (grid.area.bottom - grid.area.top)
    columns = {cell.columns[0] for cell, _ in placed}
    if len(columns) >= 2 and filled and enclosed >= 0.8 * whole:
        for part in _between(sorted({c.rows[0] for c, _ in placed}), frames):
            rows = _rows(page, [(c, w) for c, w in placed if c.rows[0] in part], grid)
            if max((sum(cell.span for cell in row) for row in rows), default=0) > MAX_COLUMNS:
                found.too_complex = True  # the lines of a chart
            elif any(cell.words for row in rows for cell in row):
                area = Area(grid.area.x0, grid.ys[min(part)], grid.area.x1, grid.ys[max(part) + 1])
                turned = len(rows) > 1 and any(not w.upright for cell in rows[0] for w in cell.words)
                found.tables.append(Table(area, page.number, rows, headed=turned))
        return [cell.area for cell, _ in placed]
    boxes = [(cell, words) for cell, words in placed if words and cell.area.x1 - cell.area.x0 < 0.6 * _text_width(page)]
    found.boxes.extend(Box(cell.area, page.number, words) for cell, words in boxes)
    return [cell.area for cell, _ in boxes]


def _between(rows: Sequence[int], gaps: set[int]) -> list[list[int]]:
    """Runs of row numbers that no removed row interrupts."""
    runs: list[list[int]] = []
    for row in rows:
        if not runs or any(runs[-1][-1] < gap < row for gap in gaps):
            runs.append([])
        runs[-1].append(row)
    return runs


def _rows(page: PageContent, placed: Sequence[tuple[_Cell, list[Word]]], grid: _Grid) -> list[list[TableCell]]:
    """Table rows in which every column of the grid is accounted for; columns without any words at all are left out."""
    used = sorted({c.columns[0] for c, _ in placed if c.area.x1 - c.area.x0 > 5})
    by_place = {(row, c.columns[0]): (c, words) for c, words in placed for row in range(c.rows[0], c.rows[1] + 1)}
    rows = []
    for row in sorted({r for r, _ in by_place}):
        if grid.ys[row + 1] - grid.ys[row] < 4:
            continue  # the white between two lines of a double line
        cells: list[TableCell] = []
        for column in used:
            entry = by_place.get((row, column))
            if entry is None:
                # Covered by a cell that starts further left, else a hole in the grid.
                covered = any(c.rows[0] <= row <= c.rows[1] and c.columns[0] < column <= c.columns[1] for c, _ in placed)
                if not covered:
                    cells.append(TableCell(Area(grid.xs[column], grid.ys[row], grid.xs[column + 1], grid.ys[row + 1])))
                continue
            cell, words = entry
            span = sum(cell.columns[0] <= c <= cell.columns[1] for c in used)
            first = row == cell.rows[0]
            cells.append(TableCell(cell.area, words if first else [], span, _shaded(page, cell.area)))
        rows.append(cells)
    return rows


def _shaded(page: PageContent, area: Area) -> bool:
    x, y = (area.x0 + area.x1) / 2, (area.top + area.bottom) / 2
    return any(fill.holds(x, y) and fill.bottom - fill.top < 0.4 * page.height for fill in page.fills)


def _text_width(page: PageContent) -> float:
    return max((w.x1 for w in page.words), default=page.width) - min((w.x0 for w in page.words), default=0.0)


def _left_over(found: Ruled) -> list[Word]:
    used = {id(w) for table in found.tables for row in table.rows for cell in row for w in cell.words}
    used |= {id(w) for box in found.boxes for w in box.words}
    return [w for w in found.words if id(w) not in used]


# ---- lines -----------------------------------------------------------------------------------------------------------


def _edges(page: PageContent) -> tuple[list[Rule], list[Rule]]:
    """All horizontal and vertical lines: drawn ones, and the edges of frames and shaded areas."""
    rules = list(page.rules)
    for area in [*page.frames, *(f for f in page.fills if f.bottom - f.top < 0.9 * page.height)]:
        rules.append(Rule(True, area.top, area.x0, area.x1))
        rules.append(Rule(True, area.bottom, area.x0, area.x1))
        rules.append(Rule(False, area.x0, area.top, area.bottom))
        rules.append(Rule(False, area.x1, area.top, area.bottom))
    return _merge(r for r in rules if r.horizontal), _merge(r for r in rules if not r.horizontal)


def _merge(rules: Iterable[Rule]) -> list[Rule]:
    """Join lines on the same track that touch: borders are often drawn cell by cell."""
    tracks: list[list[Rule]] = []
    for rule in sorted(rules, key=lambda r: r.at):
        if tracks and rule.at - tracks[-1][0].at <= _SNAP:
            tracks[-1].append(rule)
        else:
            tracks.append([rule])
    merged: list[Rule] = []
    for track in tracks:
        at = sum(r.at for r in track) / len(track)
        run: Rule | None = None
        for rule in sorted(track, key=lambda r: r.lo):
            if run is not None and rule.lo <= run.hi + _REACH:
                run.hi = max(run.hi, rule.hi)
            else:
                run = Rule(rule.horizontal, at, rule.lo, rule.hi)
                merged.append(run)
    return merged


def _components(horizontal: list[Rule], vertical: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Groups of lines that meet each other."""
    parent = list(range(len(horizontal) + len(vertical)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for i, h in enumerate(horizontal):
        for j, v in enumerate(vertical, start=len(horizontal)):
            if h.lo - _REACH <= v.at <= h.hi + _REACH and v.lo - _REACH <= h.at <= v.hi + _REACH:
                parent[root(i)] = root(j)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for i, rule in enumerate([*horizontal, *vertical]):
        groups[root(i)][0 if rule.horizontal else 1].append(rule)
    return list(groups.values())


# ---- grid ------------------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Cell:
    """Slots of the grid that no line parts; ``rows`` and ``columns`` are first and last."""

    area: Area
    rows: tuple[int, int]
    columns: tuple[int, int]


class _Grid:
    """The slots between the lines of one group, and which of their sides are drawn."""

    def __init__(self, horizontal: list[Rule], vertical: list[Rule]) -> None:
        self._h, self._v = horizontal, vertical
        self.xs = _tracks([v.at for v in vertical])
        self.ys = _tracks([h.at for h in horizontal])
        # Many tables leave their outer sides open: where all lines run on to the same place, a side is imagined there.
        lo, hi = min(h.lo for h in horizontal), max(h.hi for h in horizontal)
        self._open_left = lo < self.xs[0] - _REACH and all(abs(h.lo - lo) < _REACH for h in horizontal)
        self._open_right = hi > self.xs[-1] + _REACH and all(abs(h.hi - hi) < _REACH for h in horizontal)
        self.xs = [lo] * self._open_left + self.xs + [hi] * self._open_right
        top, bottom = min(v.lo for v in vertical), max(v.hi for v in vertical)
        self._open_top = top < self.ys[0] - _REACH and all(abs(v.lo - top) < _REACH for v in vertical)
        self._open_bottom = bottom > self.ys[-1] + _REACH and all(abs(v.hi - bottom) < _REACH for v in vertical)
        self.ys = [top] * self._open_top + self.ys + [bottom] * self._open_bottom
        self.area = Area(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])
        self.slots = (len(self.xs) - 1) * (len(self.ys) - 1)

    def cells(self) -> list[_Cell]:
        """The enclosed cells. Slots that are open to the outside belong to none."""
        columns, rows = len(self.xs) - 1, len(self.ys) - 1
        seen: set[tuple[int, int]] = set()
        cells: list[_Cell] = []
        for start in ((r, c) for r in range(rows) for c in range(columns)):
            if start in seen:
                continue
            seen.add(start)
            group, stack, leaks = [start], [start], False
            while stack:
                r, c = stack.pop()
                for dr, dc in ((0, 1), (0, -1), (1, 0), (-1, 0)):
                    if self._wall(r, c, dr, dc):
                        continue
                    step = (r + dr, c + dc)
                    if not (0 <= step[0] < rows and 0 <= step[1] < columns):
                        leaks = True
                    elif step not in seen:
                        seen.add(step)
                        group.append(step)
                        stack.append(step)
            if not leaks:
                rs, cs = [r for r, _ in group], [c for _, c in group]
                area = Area(self.xs[min(cs)], self.ys[min(rs)], self.xs[max(cs) + 1], self.ys[max(rs) + 1])
                cells.append(_Cell(area, (min(rs), max(rs)), (min(cs), max(cs))))
        return cells

    def _wall(self, r: int, c: int, dr: int, dc: int) -> bool:
        if dc:
            column = c + (dc > 0)
            if (column == 0 and self._open_left) or (column == len(self.xs) - 1 and self._open_right):
                return True
            return _covered(self._v, self.xs[column], self.ys[r], self.ys[r + 1])
        row = r + (dr > 0)
        if (row == 0 and self._open_top) or (row == len(self.ys) - 1 and self._open_bottom):
            return True
        return _covered(self._h, self.ys[row], self.xs[c], self.xs[c + 1])


def _tracks(values: list[float]) -> list[float]:
    tracks: list[float] = []
    for value in sorted(values):
        if not tracks or value - tracks[-1] > _SNAP:
            tracks.append(value)
    return tracks


def _covered(rules: list[Rule], at: float, lo: float, hi: float) -> bool:
    """True if lines on this track run along most of the stretch."""
    drawn = sum(max(0.0, min(r.hi, hi) - max(r.lo, lo)) for r in rules if abs(r.at - at) <= _SNAP)
    return drawn >= 0.6 * (hi - lo)
