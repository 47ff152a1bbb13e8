"""The pages of paragraphs and rows, which the layout of a flow does not carry."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from reviewer.documents.builder import DocumentBuilder, fold
from reviewer.documents.flow import Footnote, Node, Paragraph, Row, Table, TextBox
from reviewer.documents.interface import Limits
from reviewer.model import BlockKind


@dataclass(slots=True)
class PagedParagraph(Paragraph):
    """A paragraph with the page it starts on."""

    page: int = 1


@dataclass(slots=True)
class PagedRow(Row):
    """A table row with the page it starts on."""

    page: int = 1


class PagedBuilder(DocumentBuilder):
    """A builder that knows the pages of what is laid down.

    The layout of a flow knows no pages, but it keeps to the order of the nodes and to their words: the page of a block is
    that of the next paragraph or row that contains its text.
    """

    _AHEAD = 12  # empty or dropped nodes that may lie between two blocks

    def __init__(self, name: str, format: str, limits: Limits, nodes: Sequence[Node] = ()) -> None:
        super().__init__(name, format, limits)
        self._places = list(_places(nodes))
        self._at = 0

    def follow(self, nodes: Sequence[Node]) -> None:
        """Take the pages of these nodes, before they are laid down."""
        self._places, self._at = list(_places(nodes)), 0

    def add(self, kind: BlockKind, text: str, *, page: int | None = None, **rest: Any) -> None:
        """Add one block of running text, with its page."""
        super().add(kind, text, page=page or self._find(text), **rest)

    def add_row(self, cells: Sequence[str], *, page: int | None = None, **rest: Any) -> None:
        """Add a table row, with its page."""
        super().add_row(cells, page=page or self._find("".join(cells)), **rest)

    def _find(self, text: str) -> int | None:
        wanted = _squash(text)
        for i in range(self._at, min(self._at + self._AHEAD, len(self._places))):
            if wanted in self._places[i][1]:
                self._at = i
                break
        return self._places[self._at][0] if self._places else None


def _places(nodes: Iterable[Node]) -> Iterator[tuple[int, str]]:
    """Page and words of each paragraph and table row, in order."""
    for node in nodes:
        if isinstance(node, PagedParagraph):
            yield node.page, _squash(node.visible())
        elif isinstance(node, Table):
            for row in node.rows:
                if isinstance(row, PagedRow):
                    yield row.page, _squash("".join(_words(row)))
        elif isinstance(node, TextBox | Footnote):
            yield from _places(node.nodes)


def _squash(text: str) -> str:
    return "".join(fold(text).split())


def _words(row: Row) -> Iterator[str]:
    for cell in row.cells:
        for node in cell.nodes:
            if isinstance(node, Paragraph):
                yield node.visible()
