"""Puts words together again that a line end split, and leaves real hyphens alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence

_HYPHENS = "-\u2010"
_SOFT_HYPHEN = "\u00ad"
_STRIP = "\"'“”‘’„()[]{}<>,.;:!?*"
# "pre- and post-market": the hyphen stands for a part of the word that is said later.
_SUSPENDED = frozenset({"and", "or", "to", "und", "oder", "bis", "et", "ou", "y", "o"})
_COMPOUNDING = frozenset({"non", "self", "cross", "third"})
# Second halves of compounds. Hyphenation leaves three letters at least, so that "set-up" and "built-in" need no entry.
_SECOND_HALVES = frozenset({
    "aided", "alone", "assisted", "based", "compliant", "critical", "driven", "free", "generated", "level", "life", "like",
    "making", "market", "off", "oriented", "party", "related", "relevant", "shelf", "source", "specific", "term", "the",
    "user", "wide",
})  # fmt: skip
_ADDRESS = re.compile(r"(?:https?://|www\.)\S*$")


class Vocabulary:
    """The words of a document, by which split words are recognised."""

    def __init__(self, lines: Iterable[Sequence[str]]) -> None:
        """``lines`` are the lines of each paragraph or cell, since a word at a line end may be a part only."""
        self._words: Counter[str] = Counter()
        for group in lines:
            for number, line in enumerate(group):
                words = line.split()
                if number and group[number - 1].rstrip()[-1:] in (*_HYPHENS, _SOFT_HYPHEN):
                    words = words[1:]
                if words and words[-1][-1] in (*_HYPHENS, _SOFT_HYPHEN) and number + 1 < len(group):
                    words = words[:-1]
                self._words.update(_bare(word) for word in words)

    def __contains__(self, word: str) -> bool:
        return _bare(word) in self._words

    def join(self, left: str, right: str, *, cut: bool = False) -> str:
        """``left`` and ``right`` as one line. ``cut``: the line is full to its last point and may end in half a word."""
        if not left or not right:
            return left + right
        if left[-1] == _SOFT_HYPHEN:
            return left[:-1] + right
        last, first = left.split()[-1], right.split()[0]
        if left[-1] in _HYPHENS and len(last) > 1 and last[-2].isalnum():
            return self._join_hyphen(left, right, last[:-1], first)
        if left[-1] in "/—" and len(last) > 1:
            return left + right
        if _ADDRESS.search(left) and left[-1] in "_.?=&%" and not first[0].isupper():
            return left + right
        if cut and first[0].islower() and last[-1].isalpha() and self._is_cut(last, first):
            return left + right
        if cut and last.isupper() and first.isupper() and self._is_cut(last, first):
            return left + right  # an abbreviation in a column too narrow for it
        return f"{left} {right}"

    def join_all(self, lines: Sequence[str]) -> str:
        """Several lines as one."""
        text = ""
        for line in lines:
            text = self.join(text, line)
        return text

    def _join_hyphen(self, left: str, right: str, head: str, first: str) -> str:
        tail = _bare(first)
        if tail in _SUSPENDED:
            return f"{left} {right}"
        if not first[0].islower() or not head[-1].isalpha():
            return left + right
        head = _bare(head)
        joined, hyphened = self._words[head + tail], self._words[f"{head}-{tail}"]
        if joined != hyphened:
            keep = hyphened > joined
        else:
            # Nothing decides it but the halves: two words of the document make a compound, fragments do not.
            keep = (
                "-" in head or "-" in tail or head in _COMPOUNDING or len(tail) < 3 or (tail in _SECOND_HALVES and len(head) > 2)
            )
            keep = keep or (head in self._words and tail in self._words and len(tail) > 3)
        return left + right if keep else left[:-1] + right

    def _is_cut(self, last: str, first: str) -> bool:
        """A narrow table cell cuts a long word wherever it is full."""
        if _bare(last + first) in self._words:
            return True
        rare = self._words[_bare(last)] <= 1 and self._words[_bare(first)] <= 1
        return rare and min(len(first), len(last)) <= 3


def _bare(word: str) -> str:
    return word.strip(_STRIP).casefold()
