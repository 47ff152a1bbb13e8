"""Where the canonical text of a .docx stands in its markup: from offsets to the ``w:t`` elements that hold the words.

The layout joins, splits and labels paragraphs, so that it keeps no places. But it keeps their order and their words. The text of
each block, without blanks, is looked for among the next few paragraphs of the flow, sign by sign.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from reviewer.documents.builder import fold
from reviewer.documents.docx import walk
from reviewer.documents.docx_parts import W
from reviewer.documents.flow import Footnote, Node, Paragraph, Run, Table, TextBox
from reviewer.documents.interface import Limits
from reviewer.documents.paged import PagedBuilder
from reviewer.model import Document

_AHEAD = 40
"""Paragraphs that may lie between two blocks: empty ones, contents, what was dropped or laid down later."""
_SHORT = 3
"""Signs up to which a text has to be all that its paragraph says, since it would be found anywhere."""


_BLANK_NODES = 4
"""Elements of blanks alone that may stand between two stretches, exclusive."""


class Stretch(NamedTuple):
    """Signs of one ``w:t``: its running number among those of the main part, and a half-open span of its text."""

    node: int
    start: int
    end: int


class _Source(NamedTuple):
    """The signs of a paragraph that are no blanks, and for each the element that holds it with its place there."""

    signs: str
    origins: Sequence[tuple[Any, int] | None]


class Places:
    """The places of a document that was read from these bytes. Raises UnreadableDocument where they cannot be read."""

    def __init__(self, data: bytes, document: Document, limits: Limits) -> None:
        root, _, nodes = walk(data, limits, PagedBuilder(document.name, "docx", limits))
        elements = list(root.iter(W + "t"))
        self._numbers = {element: number for number, element in enumerate(elements)}
        self._contents = [element.text or "" for element in elements]
        self._text = document.text
        self._origins: dict[int, tuple[Any, int]] = {}
        sources = [source for node in nodes for source in _sources(node)]
        at = within = 0
        for start, end in _pieces(document):
            signs = "".join(document.text[start:end].split())
            found = self._find(signs, sources, at, within)
            if found is None:
                continue
            at, first = found
            within = first + len(signs)
            offsets = [i for i in range(start, end) if not document.text[i].isspace()]
            for offset, origin in zip(offsets, sources[at].origins[first:within], strict=True):
                if origin is not None:
                    self._origins[offset] = origin

    def of(self, start: int, end: int) -> tuple[Stretch, ...]:
        """The stretches that hold a span of the canonical text, in reading order; empty where it stands in another part, such as
        a footnote, or was not found. Blanks between the signs belong to it, wherever they stand."""
        found: list[Stretch] = []
        for offset in range(start, min(end, len(self._text))):
            element, place = self._origins.get(offset, (None, 0))
            node = self._numbers.get(element) if element is not None else None
            if node is None:
                continue
            if found and found[-1].node == node and place >= found[-1].end:
                found[-1] = found[-1]._replace(end=place + 1)
            elif not (found and found[-1].node == node and found[-1].start <= place < found[-1].end):
                found.append(Stretch(node, place, place + 1))
        return tuple(self._with_blanks(found))

    def _with_blanks(self, found: list[Stretch]) -> Iterator[Stretch]:
        """The stretches, each grown over the blanks towards its neighbours, and those of nothing but blanks in between."""
        for number, stretch in enumerate(found):
            content, (node, start, end) = self._contents[stretch.node], stretch
            if number:
                start = len(content[:start].rstrip())
            if number < len(found) - 1:
                end = len(content) - len(content[end:].lstrip())
            yield Stretch(node, start, end)
            after = found[number + 1].node if number < len(found) - 1 else node
            between = [(n, self._contents[n]) for n in range(node + 1, min(after, node + _BLANK_NODES))]
            if all(text.isspace() for _, text in between):
                yield from (Stretch(n, 0, len(text)) for n, text in between)

    @staticmethod
    def _find(signs: str, sources: Sequence[_Source], at: int, within: int) -> tuple[int, int] | None:
        for number in range(at, min(at + _AHEAD, len(sources))):
            source = sources[number]
            if len(signs) <= _SHORT and source.signs != signs:
                continue
            place = source.signs.find(signs, within if number == at else 0)
            if place >= 0:
                return number, place
        return None


def _pieces(document: Document) -> Iterator[tuple[int, int]]:
    """Spans of the text that each stand within one paragraph: blocks, and the paragraphs of cells."""
    for block in document.blocks:
        for start, end in [(c.start, c.end) for c in block.cells] or [(block.start, block.end)]:
            for line in document.text[start:end].split("\n"):
                if line.strip():
                    yield start, start + len(line)
                start += len(line) + 1


def _sources(node: Node) -> Iterator[_Source]:
    if isinstance(node, Paragraph):
        yield _source([run for run in node.runs if not run.hidden])
        if any(run.hidden for run in node.runs):
            yield _source([run for run in node.runs if run.hidden])
        for inner in node.anchored:
            yield from _sources(inner)
    elif isinstance(node, Table):
        for row in node.rows:
            for cell in row.cells:
                for inner in cell.nodes:
                    yield from _sources(inner)
    elif isinstance(node, TextBox | Footnote):
        for inner in node.nodes:
            yield from _sources(inner)


def _source(runs: Sequence[Run]) -> _Source:
    """The signs as the builder folds them: composed, without what nobody sees."""
    raw = [(sign, (run.origin, place) if run.origin is not None else None) for run in runs for place, sign in enumerate(run.text)]
    signs: list[str] = []
    origins: list[tuple[Any, int] | None] = []
    at = 0
    while at < len(raw):
        end = at + 1
        while end < len(raw) and unicodedata.combining(raw[end][0]):
            end += 1
        for sign in fold("".join(sign for sign, _ in raw[at:end])):
            if not sign.isspace():
                signs.append(sign)
                origins.append(raw[at][1])
        at = end
    return _Source("".join(signs), origins)
