"""Text with case, accents and invisible characters folded away, and the way back to where each character stood."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple


class Folded(NamedTuple):
    """A folded text; ``places[i]`` is where its character i stands in the text it was made of."""

    text: str
    places: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The span in the original text of a non-empty span of the folded one."""
        return self.places[start], self.places[end - 1] + 1


def fold(text: str) -> Folded:
    """ "Zoë\\u00adLOFTHUS" becomes "zoelofthus"."""
    if text.isascii():
        return Folded(text.lower(), tuple(range(len(text))))
    letters, places = [], []
    for place, char in enumerate(text):
        for part in unicodedata.normalize("NFKD", char).casefold():
            if unicodedata.category(part) not in {"Mn", "Cf"}:
                letters.append(part)
                places.append(place)
    return Folded("".join(letters), tuple(places))
