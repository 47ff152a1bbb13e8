"""Whether a passage is the one that a label quotes."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz import fuzz

_WORD = re.compile(r"\w+")
# Letters in common, of a hundred, between a quote and the same text as another format has it.
_ALIKE = 85


@lru_cache(maxsize=20_000)
def _plain(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))


def holds(text: str, quotes: Iterable[str]) -> bool:
    """A quote lies in the text, the text in a quote, or they differ by no more than a reading of the same line may."""
    passage = _plain(text)
    for quote in map(_plain, quotes):
        if (
            quote
            and passage
            and (quote in passage or (len(passage) > 20 and passage in quote) or fuzz.ratio(quote, passage) > _ALIKE)
        ):
            return True
    return False
