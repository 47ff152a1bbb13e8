"""Walks the block content of an .odt into a flow: headings, paragraphs, lists, sections, tables, notes and boxes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from reviewer.documents.flow import Cell, Footnote, Node, Paragraph, Role, Row, Table, TextBox
from reviewer.documents.markup import Element, children, tag
from reviewer.documents.odt_inline import InlineReader, holds_text
from reviewer.documents.odt_numbering import Counter, Lists
from reviewer.documents.odt_styles import DRAW, OFFICE, TABLE, TEXT, XML, Look, Styles
from reviewer.documents.remarks import Tally
from reviewer.documents.symbols import BOX, TICKED, symbol
from reviewer.errors import UnreadableDocument

_INDEXES = {
    TEXT + name
    for name in ("table-of-content", "illustration-index", "table-index", "object-index", "user-index", "alphabetical-index")
}
_ROW_GROUPS = {TABLE + name for name in ("table-header-rows", "table-rows", "table-row-group")}
_SKIPPED = {TEXT + "tracked-changes", TEXT + "sequence-decls", TEXT + "variable-decls", OFFICE + "forms", OFFICE + "annotation"}
_MAX_SPAN = 200


@dataclass(slots=True)
class Story:
    """What all parts of a document share while it is read."""

    styles: Styles
    lists: Lists
    max_depth: int
    insertions: set[str] = field(default_factory=set)
    controls: Mapping[str, Element] = field(default_factory=dict)
    tally: Tally = field(default_factory=Tally)


@dataclass(slots=True)
class _Place:
    """Where in a list a paragraph stands: its counter and level, until the label has been given."""

    counter: Counter
    level: int
    start: int | None = None
    counted: bool = True
    used: bool = False


class BlockReader:
    """Reads one story: the body, a note, a box, a header."""

    def __init__(self, story: Story, depth: int = 0, *, hidden: bool = False, contents: bool = False) -> None:
        self._story = story
        self._depth = depth
        self._hidden = hidden
        self._contents = contents
        self._inline = InlineReader(story.styles, story.insertions, story.controls, story.tally)

    def read(self, parent: Element) -> list[Node]:
        """The nodes of a container, in reading order."""
        self._enter()
        nodes: list[Node] = []
        for child in children(parent):
            nodes += self._block(child)
        self._depth -= 1
        return nodes

    def _enter(self) -> None:
        self._depth += 1
        if self._depth > self._story.max_depth:
            raise UnreadableDocument(
                "too_complex", f"lists, tables or sections are nested more than {self._story.max_depth} deep"
            )

    def _block(self, child: Element, place: _Place | None = None) -> list[Node]:
        name = tag(child)
        if name in (TEXT + "p", TEXT + "h"):
            return [self._paragraph(child, place)]
        if name == TEXT + "list":
            return self._list(child, None)
        if name == TABLE + "table":
            return [self._table(child)]
        if name == TEXT + "section":
            return self._section(child)
        if name in _INDEXES:
            return self._index(child)
        if name == TEXT + "numbered-paragraph":
            return [node for inner in children(child) for node in self._block(inner, self._numbered(child))]
        if name in (TEXT + "change-start", TEXT + "change-end"):
            self._inline.change(child)
        elif name.startswith(DRAW):
            return self._anchored([child]) if holds_text(child) else []
        elif name not in _SKIPPED:
            return self.read(child)
        return []

    def _section(self, section: Element) -> list[Node]:
        hidden = section.get(TEXT + "display") == "none" or self._story.styles.hides_section(section.get(TEXT + "style-name"))
        outer, self._hidden = self._hidden, self._hidden or hidden
        nodes = self.read(section)
        self._hidden = outer
        return nodes

    def _index(self, index: Element) -> list[Node]:
        """A table of contents: its title is a heading, its entries are no headings."""
        nodes: list[Node] = []
        outer, self._contents = self._contents, True
        for body in index.iterchildren(TEXT + "index-body"):
            nodes += self.read(body)
        self._contents = outer
        for title in index.iter(TEXT + "index-title"):
            words = {"".join(map(str, line.itertext())) for line in title.iter(TEXT + "p")}
            for node in nodes:
                if isinstance(node, Paragraph) and node.visible() in words:
                    node.role, node.level = Role.heading, 1
        return nodes

    # ---- paragraphs and lists ----------------------------------------------------------------------------------------

    def _paragraph(self, element: Element, place: _Place | None) -> Paragraph:
        look = self._story.styles.look("paragraph", element.get(TEXT + "style-name"))
        inline = self._inline.read(element, Look(hidden=True).over(look) if self._hidden else look)
        paragraph = Paragraph(inline.runs, look.role, look.level, form_field=inline.form_field)
        if tag(element) == TEXT + "h":
            level = element.get(TEXT + "outline-level", "1")
            paragraph.role, paragraph.level = Role.heading, int(level) if level.isdigit() and len(level) < 3 else 1
            place = place or self._outline(element, look, paragraph.level)
        elif paragraph.role is Role.heading and look.list_style:
            place = place or self._outline(element, look, paragraph.level)
        if self._contents:
            paragraph.role, paragraph.level = Role.contents, 0
        if place is not None and not place.used:
            place.used = True
            self._number(paragraph, place, look)
        paragraph.anchored = self._anchored(inline.anchors)
        return paragraph

    def _number(self, paragraph: Paragraph, place: _Place, look: Look) -> None:
        if not place.counter.levels and look.list_style:
            place.counter.levels = self._story.lists.levels(look.list_style) or {}
        paragraph.label = place.counter.next(place.level, place.start, place.counted)
        bullet = place.counter.levels[place.level].bullet if place.level in place.counter.levels else ""
        if paragraph.role is Role.body and place.counted and (paragraph.label or bullet):
            paragraph.listed, paragraph.level = True, place.level
        if bullet and symbol(ord(bullet[0]), None) in (BOX, TICKED):
            paragraph.form_field = True

    def _outline(self, element: Element, look: Look, level: int) -> _Place | None:
        """The place of a heading outside any list: in the outline, unless its style names a list or none at all."""
        if look.list_style == "" or element.get(TEXT + "is-list-header") == "true":
            return None
        lists = self._story.lists
        counter = lists.outline
        if look.list_style and look.list_style != "Outline" and lists.levels(look.list_style) is not None:
            counter = lists.open(look.list_style, None, None, goes_on=True)
        start = element.get(TEXT + "start-value", "")
        restarts = element.get(TEXT + "restart-numbering") == "true"
        return _Place(counter, level, int(start) if start.isdigit() and len(start) < 9 else 1 if restarts else None)

    def _numbered(self, element: Element) -> _Place:
        style, level = element.get(TEXT + "style-name"), element.get(TEXT + "level", "1")
        counter = self._story.lists.open(style, None, element.get(TEXT + "list-id"), goes_on=True)
        return _Place(counter, min(int(level), 10) if level.isdigit() else 1)

    def _list(self, element: Element, outer: tuple[Counter, int] | None) -> list[Node]:
        self._enter()
        style = element.get(TEXT + "style-name")
        if outer is not None and (style is None or not self._story.lists.levels(style)):
            counter, level = outer[0], outer[1] + 1
        else:
            level = 1 if outer is None else outer[1] + 1
            continues = element.get(TEXT + "continue-list")
            goes_on = element.get(TEXT + "continue-numbering") == "true"
            if style == "Outline":
                counter = self._story.lists.outline
            elif outer is not None and self._story.lists.levels(style or "") is outer[0].levels:
                counter = outer[0]  # the same style named again is the same list
            else:
                counter = self._story.lists.open(style, element.get(XML + "id"), continues, goes_on=goes_on)
        nodes: list[Node] = []
        for item in children(element):
            start = item.get(TEXT + "start-value", "")
            counted = tag(item) == TEXT + "list-item"
            place = _Place(counter, level, int(start) if start.isdigit() and len(start) < 9 else None, counted)
            for child in children(item):
                if tag(child) == TEXT + "list":
                    nodes += self._list(child, (counter, level))
                else:
                    nodes += self._block(child, place)
        self._depth -= 1
        return nodes

    # ---- notes and boxes ---------------------------------------------------------------------------------------------

    def _anchored(self, elements: list[Element]) -> list[Node]:
        nodes: list[Node] = []
        for element in elements:
            inner = BlockReader(self._story, self._depth, hidden=self._hidden)
            if tag(element) == TEXT + "note":
                body = element.find(TEXT + "note-body")
                label = element.findtext(TEXT + "note-citation") or ""
                if body is not None:
                    nodes.append(Footnote(label, inner.read(body)))
            else:
                nodes.append(TextBox(inner.drawing(element)))
        return nodes

    def drawing(self, element: Element) -> list[Node]:
        """The text of a drawing: a shape has paragraphs itself, a frame in its text box, a group in its members."""
        self._enter()
        nodes: list[Node] = []
        for child in children(element):
            name = tag(child)
            if name.startswith(DRAW):
                nodes += self.drawing(child)
            elif name.startswith((TEXT, TABLE)):
                nodes += self._block(child)
        self._depth -= 1
        return nodes

    # ---- tables ------------------------------------------------------------------------------------------------------

    def _table(self, element: Element) -> Table:
        self._enter()
        table = Table()
        self._rows(element, table, header=False)
        self._depth -= 1
        return table

    def _rows(self, parent: Element, table: Table, *, header: bool) -> None:
        for child in children(parent):
            name = tag(child)
            if name in _ROW_GROUPS:
                self._rows(child, table, header=header or name == TABLE + "table-header-rows")
            elif name == TABLE + "table-row":
                table.rows.append(Row(self._cells(child), header))  # a repeated row says the same again, and is read once

    def _cells(self, row: Element) -> list[Cell]:
        cells: list[Cell] = []
        covered = 0
        for child in children(row):
            repeated = _count(child.get(TABLE + "number-columns-repeated"), _MAX_SPAN)
            if tag(child) == TABLE + "covered-table-cell":
                # Those behind a wide cell are part of its span; the others continue a cell of a row above.
                inside = min(covered, repeated)
                covered -= inside
                cells += [Cell() for _ in range(repeated - inside)]
            elif tag(child) == TABLE + "table-cell":
                shaded = self._story.styles.look("table-cell", child.get(TABLE + "style-name")).shaded
                span = _count(child.get(TABLE + "number-columns-spanned"), _MAX_SPAN)
                nodes = BlockReader(self._story, self._depth, hidden=self._hidden).read(child)
                again = nodes if all(isinstance(node, Paragraph) and not node.anchored for node in nodes) else []
                cells += [Cell(nodes, span, shaded), *[Cell(again, span, shaded) for _ in range(repeated - 1)]]
                covered = span - 1
        return cells


def _count(text: str | None, most: int) -> int:
    """A number from 1, bounded, for attributes that say how often or how wide."""
    return min(max(int(text), 1), most) if text is not None and text.isdigit() and len(text) < 9 else 1
