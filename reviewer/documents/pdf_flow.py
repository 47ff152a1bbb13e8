"""The items of all pages as one flow of paragraphs and tables."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.documents.flow import Cell, Footnote, Node, Paragraph, Role, Row, Run, Table, TextBox
from reviewer.documents.hyphens import Vocabulary
from reviewer.documents.marks import invites_entry, is_contents_entry
from reviewer.documents.paged import PagedParagraph, PagedRow
from reviewer.documents.pdf_headings import heading_levels
from reviewer.documents.pdf_lines import Box, Item, Line, TableCell
from reviewer.documents.pdf_lines import Table as PageTable
from reviewer.documents.pdf_paragraphs import (
    Group,
    Measures,
    carries_over,
    cell_groups,
    group_paragraphs,
    is_torn,
    measure,
    set_margins,
    split_note,
)
from reviewer.model import BlockKind

_COLUMN_DRIFT = 8.0  # points by which the columns of a table may shift from page to page


_Piece = Group | list[PageTable]


def to_flow(items: Sequence[Item], notes: Sequence[Line], widths: dict[int, float]) -> list[Node]:
    """One flow from the items of all pages. ``notes`` are the lines of footnotes, which come last on their page."""
    lines = [item for item in items if isinstance(item, Line)]
    set_margins([*lines, *notes], widths)
    in_tables = [cell for item in items if isinstance(item, PageTable) for row in item.rows for cell in row]
    usual = measure(lines, [word for cell in in_tables for word in cell.words])
    pieces: list[_Piece] = _pieces(items, usual)
    cells = {
        id(cell): cell_groups(cell, table.page, usual)
        for piece in pieces if isinstance(piece, list) for table in piece for row in table.rows for cell in row
    }  # fmt: skip
    footnotes = group_paragraphs(notes, usual)
    for note in footnotes:
        note.apart = BlockKind.footnote
    groups = [*(p for p in pieces if isinstance(p, Group)), *footnotes, *(g for cell in cells.values() for g in cell)]
    words = Vocabulary(group.whole_lines() for group in groups)
    levels = heading_levels([piece for piece in pieces if isinstance(piece, Group)], usual)
    return _Flow(usual, words, cells, levels).nodes(_with_footnotes(pieces, footnotes))


def _pieces(items: Sequence[Item], usual: Measures) -> list[_Piece]:
    """Paragraphs and whole tables, put together across columns and pages."""
    pieces: list[_Piece] = []
    run: list[Line] = []
    for item in [*items, None]:
        if isinstance(item, Line):
            run.append(item)
            continue
        for group in group_paragraphs(run, usual):
            last = pieces[-1] if pieces else None
            if isinstance(last, Group) and last.apart is None and _may_carry(last, group) and carries_over(last, group, usual):
                last.lines += group.lines
                last.breaks += [False, *group.breaks]
            else:
                pieces.append(group)
        run = []
        if isinstance(item, Box):
            pieces.extend(_box_groups(item, usual))
        elif isinstance(item, PageTable):
            last = pieces[-1] if pieces else None
            if isinstance(last, list) and last[-1].page < item.page and _same_columns(last[-1], item):
                last.append(item)
            else:
                pieces.append([item])
    return pieces


def _may_carry(before: Group, after: Group) -> bool:
    return before.lines[-1].region != after.lines[0].region


def _box_groups(box: Box, usual: Measures) -> list[Group]:
    groups = cell_groups(TableCell(box.area, box.words), box.page, usual)
    for group in groups:
        group.apart = BlockKind.text_box
    return groups


def _same_columns(a: PageTable, b: PageTable) -> bool:
    return len(a.columns) == len(b.columns) and all(
        abs(x - y) <= _COLUMN_DRIFT for x, y in zip(a.columns, b.columns, strict=True)
    )


def _with_footnotes(pieces: Sequence[_Piece], footnotes: Sequence[Group]) -> list[_Piece]:
    """Footnotes behind what else starts on their page."""
    ordered = list(pieces)
    for note in footnotes:
        later = (i for i, piece in enumerate(ordered) if _page(piece) > note.page)
        ordered.insert(next(later, len(ordered)), note)
    return ordered


def _page(piece: _Piece) -> int:
    return piece.page if isinstance(piece, Group) else piece[0].page


class _Flow:
    """Makes the nodes of the flow."""

    def __init__(self, usual: Measures, words: Vocabulary, cells: dict[int, list[Group]], levels: dict[int, int]) -> None:
        self._usual = usual
        self._words = words
        self._cells = cells
        self._levels = levels
        self._indents: list[float] = []

    def nodes(self, pieces: Sequence[_Piece]) -> list[Node]:
        """The nodes of some pieces, in order."""
        nodes: list[Node] = []
        for piece in pieces:
            if isinstance(piece, list):
                nodes.append(self._table(piece))
                self._indents.clear()
                continue
            paragraph = self._paragraph(piece)
            if piece.apart is BlockKind.text_box:
                nodes.append(TextBox([paragraph]))
            elif piece.apart is BlockKind.footnote:
                label, rest = split_note(paragraph.visible())
                paragraph.runs[0].text = rest
                nodes.append(Footnote(label, [paragraph]))
            else:
                if id(piece) in self._levels:
                    paragraph.role, paragraph.level = Role.heading, self._levels[id(piece)]
                self._set_depth(paragraph, piece)
                nodes.append(paragraph)
        return nodes

    def _paragraph(self, group: Group) -> PagedParagraph:
        text = group.text(self._words)
        paragraph = PagedParagraph(page=group.page)
        paragraph.runs.append(Run(text, strong=group.bold and not self._usual.mostly_bold, size=round(group.size, 1)))
        paragraph.form_field = invites_entry(text) or any(w.entry for line in group.lines for w in line.words)
        if is_contents_entry(text) or any(line.contents for line in group.lines):
            paragraph.role = Role.contents
        return paragraph

    def _set_depth(self, paragraph: PagedParagraph, group: Group) -> None:
        """The depth of a bulleted item from its indent, against the items above it."""
        x = group.lines[0].x0
        if not group.bullet and not group.label:
            if self._indents and x <= self._indents[0] + 2:
                self._indents.clear()
            return
        while self._indents and x < self._indents[-1] - 4:
            self._indents.pop()
        if not self._indents or x > self._indents[-1] + 4:
            self._indents.append(x)
        if group.bullet:
            paragraph.listed, paragraph.level = True, len(self._indents)
        elif group.detached and paragraph.role is Role.body:
            paragraph.listed, paragraph.level, paragraph.label = True, len(self._indents), group.label
            paragraph.runs[0].text = paragraph.runs[0].text.removeprefix(group.label).lstrip()

    def _table(self, parts: Sequence[PageTable]) -> Table:
        rows: list[tuple[int, list[TableCell]]] = []
        repeated = 0
        for number, part in enumerate(parts):
            made = list(part.rows)
            if number:
                same = self._repeated(rows, made)
                repeated = max(repeated, same or self._strip_header(rows[0][1], made[0]))
                made = made[same:]
                if made and rows and self._is_rest(rows[-1][1], made[0]):
                    self._append(rows[-1][1], made.pop(0))
            rows.extend((part.page, row) for row in made)
        header = [self._said(row) for _, row in rows[:repeated]]
        rows = rows[:repeated] + [(page, row) for page, row in rows[repeated:] if self._said(row) not in header]
        built = [PagedRow([self._cell(cell) for cell in row], page=page) for page, row in rows]
        _mark_header(built, repeated or int(parts[0].headed))
        return Table(list(built))

    def _cell(self, cell: TableCell) -> Cell:
        return Cell([self._paragraph(group) for group in self._cells[id(cell)]], span=cell.span, shaded=cell.shaded)

    def _repeated(self, rows: Sequence[tuple[int, list[TableCell]]], more: Sequence[list[TableCell]]) -> int:
        """How many rows at the top of a continued table are its heading rows printed again."""
        same = 0
        while same < min(len(rows), len(more), 3) and self._said(rows[same][1]) == self._said(more[same]):
            same += 1
        return same

    def _strip_header(self, header: Sequence[TableCell], row: Sequence[TableCell]) -> int:
        """Take the headings out of a first row in which they stand above its text, with no line between; 1 if they did."""
        pairs = [(self._cells[id(a)], self._cells[id(b)]) for a, b in zip(header, row, strict=False)]
        if len(header) != len(row) or not all(a and len(b) >= len(a) for a, b in pairs):
            return 0
        if any([g.text(self._words) for g in a] != [g.text(self._words) for g in b[: len(a)]] for a, b in pairs):
            return 0
        for a, b in pairs:
            del b[: len(a)]
        return 1

    def _said(self, row: Sequence[TableCell]) -> list[str]:
        return [" ".join(group.text(self._words) for group in self._cells[id(cell)]) for cell in row]

    def _is_rest(self, last: Sequence[TableCell], row: Sequence[TableCell]) -> bool:
        """True if a row at the top of a page is the rest of the row that the page end cut."""
        pairs = [(self._cells[id(a)], self._cells[id(b)]) for a, b in zip(last, row, strict=False)]
        going_on = [(a, b) for a, b in pairs if b]
        if len(last) != len(row) or not all(a and is_torn(a[-1], b[0]) for a, b in going_on):
            return False
        return any(a and not b for a, b in pairs) or all(b[0].lines[0].text[0].islower() for _, b in going_on)

    def _append(self, last: Sequence[TableCell], row: Sequence[TableCell]) -> None:
        for cell, rest in zip(last, row, strict=True):
            groups, more = self._cells[id(cell)], self._cells[id(rest)]
            if groups and more:
                groups[-1].lines += more[0].lines
                groups[-1].breaks += [False, *more[0].breaks]
                groups += more[1:]


def _mark_header(rows: Sequence[Row], repeated: int) -> None:
    """Mark the rows that are printed again on each page, or else a first row that alone is shaded, as naming the columns."""
    if not repeated and len(rows) > 1:
        filled = [[cell for cell in row.cells if cell.nodes] for row in rows[:3]]
        shaded = [bool(cells) and all(cell.shaded for cell in cells) for cells in filled]
        repeated = int(shaded[0] and len(filled[0]) > 1 and not any(shaded[1:]))
        if repeated and any(c.isdigit() for cell in filled[0] for c in _text(cell)):
            # "Document no. | SOP-7 | Revision | 3": the first line of a list of facts, shaded or not.
            repeated = 0
            for cell in filled[0]:
                cell.shaded = False
    for row in rows[:repeated]:
        row.header = True


def _text(cell: Cell) -> str:
    return " ".join(node.visible() for node in cell.nodes if isinstance(node, Paragraph))
