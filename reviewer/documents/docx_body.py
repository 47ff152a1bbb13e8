"""Walks the block content of a .docx into a flow: paragraphs with their numbers, tables, boxes, notes and controls."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain

from reviewer.documents.docx_inline import AnchorKind, InlineReader, is_entry, tick_state
from reviewer.documents.docx_numbering import Numbering
from reviewer.documents.docx_parts import DIAGRAM, DRAWING, MC, Package, W, number, switch, value
from reviewer.documents.docx_styles import Style, Styles, is_shade, numbering_of, outline_level, run_look
from reviewer.documents.flow import Cell, Footnote, Node, Paragraph, Role, Row, Run, Table, TextBox
from reviewer.documents.markup import Element, children
from reviewer.documents.numerals import numeral
from reviewer.documents.paged import PagedParagraph, PagedRow
from reviewer.documents.remarks import Tally
from reviewer.documents.symbols import BOX, TICKED, symbol
from reviewer.errors import UnreadableDocument

_WRAPPERS = {W + name for name in ("customXml", "smartTag", "ins", "moveTo", "dir", "bdo")}
_REMOVED = {W + "del", W + "moveFrom"}
_MAX_SPAN = 63  # columns of a Word table


@dataclass(slots=True)
class Story:
    """What all parts of a document share while it is read."""

    package: Package
    styles: Styles
    numbering: Numbering
    max_depth: int
    tally: Tally = field(default_factory=Tally)
    notes: dict[AnchorKind, dict[str, Element]] = field(default_factory=dict)
    diagrams: dict[str, str] = field(default_factory=dict)
    counts: dict[AnchorKind, int] = field(default_factory=dict)
    page: int | None = None  # that is being read; None where Word left no page breaks

    def turn_pages(self, count: int) -> None:
        """Go on by so many pages."""
        if self.page is not None:
            self.page += count


class BlockReader:
    """Reads one story: the body, a note, a text box, a header. ``depth`` counts the containers around it."""

    def __init__(self, story: Story, depth: int = 0) -> None:
        self._story = story
        self._depth = depth
        self._inline = InlineReader(story.styles, story.tally)
        self._carried: list[Run] = []  # text before a deleted paragraph mark, which goes on in the next paragraph
        self._contents = False

    def read(self, parent: Element, inserted: bool = False, entry: bool = False) -> list[Node]:
        """The nodes of a container, in reading order."""
        self._depth += 1
        if self._depth > self._story.max_depth:
            raise UnreadableDocument(
                "too_complex", f"tables, boxes or controls are nested more than {self._story.max_depth} deep"
            )
        nodes: list[Node] = []
        for child in children(parent):
            if child.tag == W + "tbl":
                nodes += self._left_over()
            nodes += self._block(child, inserted, entry)
        nodes += self._left_over()
        self._depth -= 1
        return nodes

    def _left_over(self) -> list[Node]:
        """Text whose paragraph mark was deleted and that has no paragraph to run on into."""
        carried, self._carried = self._carried, []
        return [Paragraph(carried)] if carried else []

    def _block(self, child: Element, inserted: bool, entry: bool) -> list[Node]:
        tag = child.tag
        if tag == W + "p":
            paragraph = self._paragraph(child, inserted, entry)
            return [] if paragraph is None else [paragraph]
        if tag == W + "tbl":
            return [self._table(child, inserted)]
        if tag == W + "sdt":
            return self._control(child, inserted)
        if tag in _WRAPPERS:
            return self.read(child, inserted or tag in (W + "ins", W + "moveTo"), entry)
        if tag in _REMOVED:
            self._story.tally.deletions += 1
        elif tag == MC + "AlternateContent":
            for version in child.iterchildren(MC + "Choice", MC + "Fallback"):
                nodes = self.read(version, inserted, entry)
                if nodes:
                    return nodes
        elif tag in (W + "altChunk", W + "subDoc"):
            self._story.tally.unread_parts += 1
        return []

    def _control(self, control: Element, inserted: bool) -> list[Node]:
        ticked = tick_state(control)
        if ticked is not None:
            return [Paragraph([Run(TICKED if ticked else BOX, inserted=inserted)], form_field=True)]
        gallery = control.find(f"{W}sdtPr/{W}docPartObj/{W}docPartGallery")
        outer, self._contents = self._contents, self._contents or value(gallery) == "Table of Contents"
        nodes: list[Node] = []
        for content in control.iterchildren(W + "sdtContent"):
            nodes += self.read(content, inserted, is_entry(control))
        self._contents = outer
        return nodes

    # ---- paragraphs --------------------------------------------------------------------------------------------------

    def _paragraph(self, element: Element, inserted: bool, entry: bool) -> Paragraph | None:
        story = self._story
        properties = element.find(W + "pPr")
        style = story.styles.of(value(properties.find(W + "pStyle")) if properties is not None else None)
        mark = properties.find(W + "rPr") if properties is not None else None
        inline = self._inline.read(element, style.look, inserted)
        story.turn_pages(inline.breaks_before)
        unmarked = mark is not None and any(mark.find(name) is not None for name in _REMOVED)
        merged = unmarked or _is_drop_cap(properties)
        if merged:
            # Without its mark the paragraph runs on into the next one, whose style and number it then has. An initial that is
            # set large stands in a paragraph of its own before the rest of its word.
            story.tally.deletions += unmarked
            self._carried += inline.runs
            if not inline.anchors:
                story.turn_pages(inline.breaks_within)
                return None
            inline.runs = []
        else:
            inline.runs, self._carried = self._carried + inline.runs, []
        paragraph = self._new_paragraph(inline.runs, inline.form_field or entry)
        paragraph.role, paragraph.level = _role(properties, style)
        in_contents = (inline.contents or self._contents) and style.name not in ("toc heading", "contents heading")
        if in_contents:
            paragraph.role, paragraph.level = Role.contents, 0
        hidden = (
            mark is not None and run_look(mark).hidden and not any(not run.hidden and run.text.strip() for run in inline.runs)
        )
        if not hidden and inline.runs == [] and inline.anchors and self._carried:
            hidden = True
        if not hidden:
            self._number(paragraph, properties, style)
        paragraph.anchored = list(chain.from_iterable(self._anchored(kind, what) for kind, what in inline.anchors))
        story.turn_pages(inline.breaks_within)
        return paragraph

    def _new_paragraph(self, runs: list[Run], form_field: bool) -> Paragraph:
        page = self._story.page
        return Paragraph(runs, form_field=form_field) if page is None else PagedParagraph(runs, form_field=form_field, page=page)

    def _number(self, paragraph: Paragraph, properties: Element | None, style: Style) -> None:
        place = self._story.numbering.place(style, *numbering_of(properties))
        if place is None:
            return
        label = self._story.numbering.next(*place)
        paragraph.label = label.text
        if paragraph.role is Role.body and (label.text or label.bullet):
            paragraph.listed, paragraph.level = True, label.depth
        if label.bullet and symbol(ord(label.bullet[0]), label.bullet_font) in (BOX, TICKED):
            paragraph.form_field = True

    def _anchored(self, kind: AnchorKind, what: str | Element) -> list[Node]:
        story = self._story
        inner = BlockReader(story, self._depth)
        if not isinstance(what, str):
            return [TextBox(inner.read(what))]
        if kind == "art":
            return [TextBox([Paragraph([Run(what)])])]
        if kind == "diagram":
            part = story.package.part(story.diagrams[what]) if what in story.diagrams else None
            return [TextBox(_diagram(part))] if part is not None else []
        note = story.notes.get(kind, {}).pop(what, None)  # popped: a note is laid down once, and can't hold itself
        if note is None:
            return []
        count = story.counts[kind] = story.counts.get(kind, 0) + 1
        return [Footnote(str(count) if kind == "footnote" else numeral(count, "lowerRoman"), inner.read(note))]

    # ---- tables ------------------------------------------------------------------------------------------------------

    def _table(self, element: Element, inserted: bool) -> Table:
        properties = element.find(W + "tblPr")
        style_id = value(properties.find(W + "tblStyle")) if properties is not None else None
        look = properties.find(W + "tblLook") if properties is not None else None
        styled = style_id is not None and self._story.styles.of(style_id).first_row and _first_row_on(look)
        table = Table(first_row_styled=styled)
        for row in self._unwrap(element, W + "tr"):
            read = self._row(row, inserted)
            if read is not None:
                table.rows.append(read)
        return table

    def _row(self, element: Element, inserted: bool) -> Row | None:
        properties = element.find(W + "trPr")
        if properties is not None and properties.find(W + "del") is not None:
            self._story.tally.deletions += 1
            return None
        if properties is not None and properties.find(W + "ins") is not None:
            self._story.tally.insertions += 1
            inserted = True
        header = switch(properties, "tblHeader") is True
        row = Row(header=header) if self._story.page is None else PagedRow(header=header, page=self._story.page)
        row.cells += _blank(properties, "gridBefore")
        for cell in self._unwrap(element, W + "tc"):
            row.cells.append(self._cell(cell, inserted))
        if isinstance(row, PagedRow):
            # A break ahead of its first words puts the row on the next page.
            starts = [n.page for cell in row.cells for n in cell.nodes if isinstance(n, PagedParagraph) and n.visible().strip()]
            row.page = min(starts, default=row.page)
        return row

    def _cell(self, element: Element, inserted: bool) -> Cell:
        properties = element.find(W + "tcPr")
        cell = Cell()
        merged = None
        if properties is not None:
            cell.span = min(max(number(properties.find(W + "gridSpan")) or 1, 1), _MAX_SPAN)
            cell.shaded = is_shade(properties.find(W + "shd"))
            merged = properties.find(W + "vMerge")
            if properties.find(W + "cellDel") is not None:
                self._story.tally.deletions += 1
                return cell
        nodes = BlockReader(self._story, self._depth).read(element, inserted, _in_entry_control(element))
        # A cell that continues the one above shows nothing of its own; Word keeps an empty paragraph in it.
        if merged is None or value(merged) == "restart":
            cell.nodes = nodes
        return cell

    def _unwrap(self, parent: Element, wanted: str) -> list[Element]:
        """Rows of a table or cells of a row, also those inside content controls and change marks."""
        found: list[Element] = []
        for child in children(parent):
            if child.tag == wanted:
                found.append(child)
            elif child.tag == W + "sdt":
                for content in child.iterchildren(W + "sdtContent"):
                    found += self._unwrap(content, wanted)
            elif child.tag in _WRAPPERS:
                found += self._unwrap(child, wanted)
        return found


def _role(properties: Element | None, style: Style) -> tuple[Role, int]:
    """Role and heading level of a paragraph, whose own outline level goes before that of its style."""
    outline = outline_level(properties)
    if outline is None or style.role not in (Role.body, Role.heading):
        return style.role, style.level
    return (Role.heading, outline) if outline else (Role.body, 0)


def _is_drop_cap(properties: Element | None) -> bool:
    frame = properties.find(W + "framePr") if properties is not None else None
    return value(frame, "dropCap") in ("drop", "margin")


def _blank(properties: Element | None, name: str) -> list[Cell]:
    width = number(properties.find(W + name)) if properties is not None else None
    return [Cell(span=min(width, _MAX_SPAN))] if width and width > 0 else []


def _first_row_on(look: Element | None) -> bool:
    if look is None:
        return True
    flag = value(look, "firstRow")
    if flag is not None:
        return flag in ("1", "true", "on")
    bits = value(look) or ""
    return bool(int(bits, 16) & 0x20) if bits and all(sign in "0123456789abcdefABCDEF" for sign in bits) else True


def _in_entry_control(cell: Element) -> bool:
    content = cell.getparent()
    control = content.getparent() if content is not None and content.tag == W + "sdtContent" else None
    return control is not None and is_entry(control)


def _diagram(part: Element) -> list[Node]:
    """The texts of a SmartArt drawing, shape by shape."""
    nodes: list[Node] = []
    for point in part.iter(DIAGRAM + "pt"):
        lines = point.iterfind(f"{DIAGRAM}t/{DRAWING}p")
        nodes += [Paragraph([Run("".join(text.text or "" for text in line.iter(DRAWING + "t")))]) for line in lines]
    return nodes
