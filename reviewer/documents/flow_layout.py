"""Lays a flow of paragraphs and tables down as the blocks of a Document."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reviewer.documents.builder import DocumentBuilder, fold
from reviewer.documents.flow import Footnote, Node, Paragraph, Role, Table, TextBox, has_word
from reviewer.documents.flow_paragraphs import settle
from reviewer.documents.flow_tables import column_headers, grid, is_layout, spanned_headers, title_of
from reviewer.documents.marks import CAPTION
from reviewer.model import BlockKind

_LONGEST_CAPTION = 40  # words
# Somebody is to write here or tick: ruled lines, dotted leaders (unless they lead to a page number) and boxes.
_ENTRY = re.compile(r"(?:_{4,}+|\.{6,}+|…{3,}+)(?!\s*\d{1,4}$)|[☐☑☒]")

_RUNNING = (BlockKind.paragraph, BlockKind.heading, BlockKind.title)  # what a text box or note turns into its own kind
_KINDS = {
    Role.body: BlockKind.paragraph,
    Role.clause: BlockKind.paragraph,
    Role.heading: BlockKind.heading,
    Role.main_title: BlockKind.title,
    Role.caption: BlockKind.caption,
    Role.contents: BlockKind.paragraph,
    Role.quotation: BlockKind.quotation,
    Role.code: BlockKind.code,
}


def lay_down(nodes: Sequence[Node], builder: DocumentBuilder) -> None:
    """Add the nodes to the builder, in reading order."""
    _Layout(builder).flow(nodes)


class _Layout:
    """Carries the table numbers that captions were given ahead of their tables."""

    def __init__(self, builder: DocumentBuilder) -> None:
        self._builder = builder
        self._numbers: dict[int, int] = {}  # id of a Table -> its running number

    def flow(self, nodes: Sequence[Node], inside: BlockKind | None = None, label: str = "") -> None:
        """Lay down one flow. ``inside`` is the kind that its plain paragraphs have, where it is a box or note."""
        if inside is None:
            nodes = settle(_without_layout_tables(nodes))
        else:
            nodes = [node for node in _without_layout_tables(nodes) if not isinstance(node, Paragraph) or not node.empty()]
        captions_below = _captions_below(nodes)
        for index, node in enumerate(nodes):
            if isinstance(node, Table):
                self._table(node)
            elif isinstance(node, TextBox):
                self.flow(node.nodes, inside or BlockKind.text_box)
            elif isinstance(node, Footnote):
                self.flow(node.nodes, BlockKind.footnote, node.label)
            else:
                self._paragraph(node, inside, label, self._caption_number(nodes, index, captions_below))
                self._anchored(node.anchored)

    def _anchored(self, nodes: Sequence[Node]) -> None:
        for node in nodes:
            if isinstance(node, TextBox):
                self.flow(node.nodes, BlockKind.text_box)
            elif isinstance(node, Footnote):
                self.flow(node.nodes, BlockKind.footnote, node.label)
            else:
                self.flow([node], BlockKind.paragraph)

    def _paragraph(self, node: Paragraph, inside: BlockKind | None, label: str, table: int | None) -> None:
        kind = _KINDS[node.role]
        if node.listed and node.role is Role.body:
            kind = BlockKind.list_item
        if _is_caption(node):
            kind = BlockKind.caption
        if inside is BlockKind.footnote or (inside is not None and kind in _RUNNING):
            kind = inside
        text, concealed = node.visible(), node.concealed()
        hidden = has_word(concealed) and not has_word(text)
        if hidden:
            text, concealed = concealed, ""
        self._builder.add(
            kind,
            text,
            level=node.level if kind in (BlockKind.heading, BlockKind.list_item) else 0,
            label=node.label or label,
            table=table if kind is BlockKind.caption else None,
            hidden=hidden,
            inserted=node.inserted(),
            form_field=node.form_field or _ENTRY.search(text) is not None,
        )
        self._conceal(concealed, hidden)

    def _conceal(self, concealed: str, whole: bool = False) -> None:
        """Lay down hidden words that stand among visible ones as a block of their own, so that they never enter a quote."""
        if has_word(concealed):
            self._builder.add(BlockKind.paragraph, concealed, hidden=True)
        if whole or has_word(concealed):
            self._builder.remark("hidden_text", "Some of the text is marked as hidden; it is kept apart and marked.")

    # ---- tables ------------------------------------------------------------------------------------------------------

    def _table(self, table: Table) -> None:
        rows = grid(table)
        number = self._number(table)
        if len(rows) > 1 and title_of(rows[0]):
            self._builder.add(BlockKind.caption, rows[0].texts[0], table=number, inserted=rows[0].inserted)
            self._anchored(rows[0].anchored)
            rows = rows[1:]
        headers = column_headers(rows)
        for row in rows:
            self._builder.add_row(
                row.texts,
                table=number,
                headers=() if row.header else spanned_headers(row, headers),
                header_row=row.header,
                label="" if row.header else row.label,
                hidden=row.hidden,
                inserted=row.inserted,
                form_field=row.form_field or any(_ENTRY.search(text) for text in row.texts),
            )
            self._conceal(row.concealed, row.hidden)
            self._anchored(row.anchored)

    def _number(self, table: Table) -> int:
        number = self._numbers.get(id(table))
        if number is None:
            number = self._numbers[id(table)] = self._builder.new_table()
        return number

    def _caption_number(self, nodes: Sequence[Node], index: int, below: bool) -> int | None:
        """Number of the table that a caption stands next to; above it unless the document sets captions below."""
        node = nodes[index]
        if not isinstance(node, Paragraph) or not _is_caption(node) or _names_figure(node):
            return None
        before, after = _neighbours(nodes, index)
        table = (before or after) if below else (after or before)
        return self._number(table) if table is not None else None


def _without_layout_tables(nodes: Sequence[Node]) -> list[Node]:
    flat: list[Node] = []
    for node in nodes:
        if isinstance(node, Table) and is_layout(node):
            for row in node.rows:
                for cell in row.cells:
                    flat.extend(_without_layout_tables(cell.nodes))
        else:
            flat.append(node)
    return flat


# ---- captions --------------------------------------------------------------------------------------------------------


def _is_caption(node: Paragraph) -> bool:
    if node.role not in (Role.body, Role.caption):
        return False
    text = fold(node.visible())
    if len(text.split()) > _LONGEST_CAPTION:
        return False
    return node.role is Role.caption or (not node.listed and CAPTION.match(text) is not None)


def _names_figure(node: Paragraph) -> bool:
    match = CAPTION.match(fold(node.visible()))
    return match is not None and match["what"].lower().startswith(("fig", "abb", "exhibit"))


def _neighbours(nodes: Sequence[Node], index: int) -> tuple[Table | None, Table | None]:
    before = nodes[index - 1] if index else None
    after = nodes[index + 1] if index + 1 < len(nodes) else None
    return before if isinstance(before, Table) else None, after if isinstance(after, Table) else None


def _captions_below(nodes: Sequence[Node]) -> bool:
    """Whether captions stand below their tables, going by those that have a table on one side only."""
    balance = 0
    for index, node in enumerate(nodes):
        if isinstance(node, Paragraph) and _is_caption(node) and not _names_figure(node):
            before, after = _neighbours(nodes, index)
            balance += (before is not None) - (after is not None)
    return balance > 0
