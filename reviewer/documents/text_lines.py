"""Lines of plain text to a flow: what a line end means is told by the width at which the lines are wrapped."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reviewer.documents.flow import Node, Paragraph, Role, Run
from reviewer.documents.flow_items import typed_label
from reviewer.documents.marks import split_bullet
from reviewer.documents.text_tables import is_rule, take_table

_UNDERLINE = re.compile(r"^\s*(?P<sign>[=~*#^-])(?P=sign){2,}\s*$")
_LEVELS = {"=": 1, "#": 1, "*": 1, "-": 2, "~": 3, "^": 4}
_NUMBERED = re.compile(r"^\d{1,2}(?:\.\d{1,2}){0,4}\.?\s+(?P<initial>[^\W\d_])")
_PLAIN_NUMBER = re.compile(r"^\d{1,3}(?:\.\d{1,3})*\.?\s")
_ENDED = re.compile(r"[.:;!?][\"'”’)\]]*$")
_WIDEST_WRAP = 120  # characters; people and programs wrap text before that, or not at all
_TITLE_WORDS = 12  # of a line that may be underlined as a heading
_EXACT = 2  # signs by which an underline may be longer or shorter than what it underlines
_TAB = 4  # blanks that a tab at the start of a line stands for


def to_flow(lines: Sequence[str]) -> list[Node]:
    """The paragraphs, headings, items and tables of a text, in order."""
    return _Walk(lines).nodes()


class _Walk:
    """Walks the lines and holds the paragraph that is being put together."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = [line.rstrip() for line in lines]
        self._width = _wrap_width(self._lines)
        self._nodes: list[Node] = []
        self._open: list[str] = []
        self._indents: list[int] = []  # of the items above, the outermost first

    def nodes(self) -> list[Node]:
        """The flow of the text."""
        at = 0
        while at < len(self._lines):
            line = self._lines[at]
            if not line.strip():
                self._close()
            elif taken := take_table(self._lines, at):
                self._close()
                self._nodes.append(taken.table)
                at = taken.end
                continue
            elif mark := _UNDERLINE.match(line):
                self._underline(mark["sign"], len(line.strip()))
            elif not is_rule(line):
                if self._open and not self._goes_on(line):
                    self._close()
                self._open.append(line)
            at += 1
        self._close()
        return self._nodes

    def _underline(self, sign: str, length: int) -> None:
        """A line of signs makes a heading of a single line above it; elsewhere it only parts the text."""
        text = self._open[-1].strip() if self._open else ""
        heads = len(text.split()) <= _TITLE_WORDS and 2 * length >= len(text) and not text.endswith((".", ";", ","))
        above = self._open[-2] if len(self._open) > 1 else ""
        alone = not above or self._would_fit(above, text) or (above.endswith(".") and abs(length - len(text)) <= _EXACT)
        if text and heads and alone:
            self._open.pop()
            self._close()
            self._nodes.append(Paragraph([Run(text)], role=Role.heading, level=_LEVELS[sign]))
            self._indents.clear()
        self._close()

    def _goes_on(self, line: str) -> bool:
        """Whether a line belongs to the paragraph above it."""
        before, text = self._open[-1], line.strip()
        full = not self._would_fit(before, text)
        if _is_marked(text):
            # In the middle of a sentence a number is a figure that wrapped there: "as laid down in / 5.2 of the manual".
            return full and not _ENDED.search(before) and _PLAIN_NUMBER.match(text) is not None and not _is_marked(self._open[0])
        if _is_marked(self._open[0]) and _indent(line) > _indent(self._open[0]):
            return True
        if self._width == 0:
            return text[0].islower() and not _ENDED.search(before)
        return full or (text[0].islower() and not _ENDED.search(before))

    def _would_fit(self, before: str, text: str) -> bool:
        """Whether the first word of a line had room at the end of the line before: then the break was meant."""
        return len(before) + 1 + len(text.split()[0]) <= self._width or self._width == 0

    def _close(self) -> None:
        """Lay down the paragraph that is open."""
        if not self._open:
            return
        first = self._open[0]
        paragraph = Paragraph([Run(" ".join(line.strip() for line in self._open))])
        if _is_marked(first.strip()):
            paragraph.level = self._depth(_indent(first))
        elif self._indents and _indent(first) <= self._indents[0]:
            self._indents.clear()
        self._nodes.append(paragraph)
        self._open = []

    def _depth(self, indent: int) -> int:
        while self._indents and indent < self._indents[-1]:
            self._indents.pop()
        if not self._indents or indent > self._indents[-1]:
            self._indents.append(indent)
        return len(self._indents)


def _is_marked(text: str) -> bool:
    """Whether a line starts with a bullet, number or letter."""
    numbered = _NUMBERED.match(text)
    # "12 months" is no item, "12 Months" may be a heading.
    return (
        split_bullet(text) is not None or bool(typed_label(text)[0]) or (numbered is not None and numbered["initial"].isupper())
    )


def _indent(line: str) -> int:
    line = line.replace("\t", " " * _TAB)
    return len(line) - len(line.lstrip())


def _wrap_width(lines: Sequence[str]) -> int:
    """The width at which running lines are wrapped; 0 where each paragraph is one line, as programs save it."""
    lengths = sorted(len(line) for line in lines if "|" not in line and "\t" not in line.strip() and line.strip())
    if not lengths:
        return 0
    longest = lengths[min(len(lengths) - 1, int(0.97 * len(lengths)))]
    return longest if longest <= _WIDEST_WRAP else 0
