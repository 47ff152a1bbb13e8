"""How a page has to be turned so that most of its text is level."""

from __future__ import annotations

import math
from collections.abc import Sequence

from reviewer.documents.pdf_page import PageContent
from reviewer.documents.pdf_type import LEVEL, MOST_SKEW
from reviewer.documents.pdfium import Matrix

_MOST = 0.7  # share of the letters that run in one direction where the page is meant to be read in it
_ALIKE = 0.5  # degrees by which the lines of a scan differ
# A scan with less text than this has nothing but a stamp for text.
_SCAN = 0.6
_STAMP = 100
_PROSE = 300  # letters; less text that runs neither level nor upright is a watermark


def turn_of(content: PageContent, weights: Sequence[tuple[float, int]]) -> float:
    """The direction in degrees, against the clock, in which most text of a page runs; 0 where it needs no turning.

    ``weights``: directions of text, and how many letters run in them.
    """
    if not any(abs(angle) >= LEVEL for angle, _ in weights):
        return 0.0
    letters = sum(weight for _, weight in weights)
    if not letters or (letters < _STAMP and content.covered > _SCAN):
        return 0.0
    for quarter in (0.0, 90.0, 180.0, -90.0):
        # -179 and 179 degrees are near each other.
        near = sorted((_off(angle, quarter), weight) for angle, weight in weights if abs(_off(angle, quarter)) <= MOST_SKEW)
        skew = _middle(near)
        if sum(weight for off, weight in near if abs(off - skew) <= _ALIKE) < _MOST * letters:
            continue
        return quarter + (skew if abs(skew) >= LEVEL else 0.0)
    if letters < _PROSE or content.covered > _SCAN:
        return 0.0
    shares: dict[float, int] = {}
    for angle, weight in weights:
        shares[round(angle, 1)] = shares.get(round(angle, 1), 0) + weight
    most = max(shares, key=lambda angle: shares[angle])
    return most if shares[most] >= _MOST * letters else 0.0


def turned(place: Matrix, width: float, height: float, angle: float) -> tuple[Matrix, float, float]:
    """Where a page lies that is turned so that text in that direction becomes level, and its width and height."""
    quarter = round(angle / 90) * 90
    matrix = Matrix(*(float(v) for v in _QUARTERS[quarter % 360]))
    skew = math.radians(angle - quarter)
    if skew:
        matrix = matrix.then(Matrix(math.cos(skew), math.sin(skew), -math.sin(skew), math.cos(skew)))
    x0, top, x1, bottom = matrix.box(0, 0, width, height)
    return place.then(matrix).then(Matrix(e=-x0, f=-top)), x1 - x0, bottom - top


_QUARTERS = {0: (1, 0, 0, 1), 90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}


def _off(angle: float, quarter: float) -> float:
    return (angle - quarter + 180) % 360 - 180


def _middle(weights: Sequence[tuple[float, int]]) -> float:
    """The value that half of the weight lies below."""
    left = sum(weight for _, weight in weights) / 2
    for value, weight in weights:
        left -= weight
        if left <= 0:
            return value
    return 0.0
