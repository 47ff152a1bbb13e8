"""A word-processing document as a flow of paragraphs and tables: what .docx and .odt are read into before they are laid down.

The readers of the formats fill these records with what the markup says; ``flow_paragraphs``, ``flow_tables`` and
``flow_layout`` decide what it means (fake headings, header rows, layout tables) and lay it down, alike for both formats.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias


class Role(StrEnum):
    """What the markup of a paragraph declares it to be."""

    body = "body"
    clause = "clause"  # text that carries a heading's style for the sake of its number
    heading = "heading"
    main_title = "title"
    caption = "caption"
    contents = "contents"
    quotation = "quotation"
    code = "code"


@dataclass(slots=True)
class Run:
    """A piece of text of one look. A line break is "\\n", a tab is "\\t"."""

    text: str
    strong: bool = False  # bold, underlined or set in capitals
    size: float = 0.0  # in points, 0 if unknown
    hidden: bool = False
    inserted: bool = False
    origin: Any = field(default=None, compare=False, repr=False)  # element of the markup that holds the text, sign for sign


@dataclass(slots=True)
class Paragraph:
    """A paragraph with its generated label. ``level`` is that of a heading or the depth of a list item, else 0."""

    runs: list[Run] = field(default_factory=list)
    role: Role = Role.body
    level: int = 0
    listed: bool = False
    label: str = ""
    form_field: bool = False
    anchored: list[Node] = field(default_factory=list)  # footnotes and text boxes that hang on it

    def visible(self) -> str:
        """The text a reader sees."""
        return "".join(run.text for run in self.runs if not run.hidden)

    def concealed(self) -> str:
        """The text that is marked as hidden."""
        return " ".join(run.text for run in self.runs if run.hidden)

    def inserted(self) -> bool:
        """Whether a word of it stands in a tracked insertion."""
        return any(run.inserted and has_word(run.text) for run in self.runs)

    def strong(self) -> bool:
        """Whether all its visible words are emphasised."""
        words = [run for run in self.runs if has_word(run.text) and not run.hidden]
        return bool(words) and all(run.strong for run in words)

    def size(self) -> float:
        """The smallest font size among its visible words, 0 if unknown."""
        return min((run.size for run in self.runs if has_word(run.text) and not run.hidden), default=0.0)

    def empty(self) -> bool:
        """Whether nothing at all stands in it."""
        return not self.anchored and not any(run.text.strip() for run in self.runs)


@dataclass(slots=True)
class Cell:
    """A table cell. One that a merged cell above continues into has no nodes."""

    nodes: list[Node] = field(default_factory=list)
    span: int = 1
    shaded: bool = False


@dataclass(slots=True)
class Row:
    """A table row. ``header`` is what the markup says, not what it looks like."""

    cells: list[Cell] = field(default_factory=list)
    header: bool = False


@dataclass(slots=True)
class Table:
    """A table. ``first_row_styled``: its style sets the first row apart."""

    rows: list[Row] = field(default_factory=list)
    first_row_styled: bool = False


@dataclass(slots=True)
class TextBox:
    """Text in a frame that floats beside the text it is anchored in."""

    nodes: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Footnote:
    """A footnote or endnote with its number."""

    label: str
    nodes: list[Node] = field(default_factory=list)


Node: TypeAlias = Paragraph | Table | TextBox | Footnote


def has_word(text: str) -> bool:
    """Whether a letter or digit stands in the text."""
    return any(character.isalnum() for character in text)


def plain_text(nodes: Sequence[Node]) -> list[str]:
    """The visible lines of some nodes, a table row a line: for headers and footers, which are kept apart from the text."""
    lines: list[str] = []
    for node in nodes:
        if isinstance(node, Paragraph):
            lines.append(node.visible())
            lines.extend(plain_text(node.anchored))
        elif isinstance(node, Table):
            for row in node.rows:
                cells = (" ".join(line for line in plain_text(cell.nodes) if line.strip()) for cell in row.cells)
                lines.append(" | ".join(cell for cell in cells if cell.strip()))
        else:
            lines.extend(plain_text(node.nodes))
    return lines
