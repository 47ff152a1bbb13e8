"""How the text of a PDF page is set: its font, size and direction, as pdfium tells them of a text object."""

from __future__ import annotations

import math
from ctypes import c_void_p
from dataclasses import dataclass, field
from typing import Any

from reviewer.documents import pdfium
from reviewer.documents.pdf_page import is_bold, is_italic
from reviewer.documents.pdfium import HYPHEN_AT_END, Matrix

_SKEW = 0.05  # text turned by less counts as level
LEVEL = 0.1  # degrees; a line of text wanders by less than a point
MOST_SKEW = 15.0  # degrees by which scans and the text laid over them lie askew; beyond is a watermark
_MOST_TOLD = 40.0  # degrees; near half a right angle the box tells no width
_LAST_PLACE = 255  # of fonts whose characters are one byte
_ENOUGH = 8
_SAME_WIDTH = 0.004  # widths are whole thousandths


@dataclass(slots=True)
class Font:
    """A font of the page. ``widths``: of characters drawn wider than the file says, what it says, as a share of the type size.

    pdfium tells widths by the place in the font, not by the character: they are of use where both are the same, which none of
    several characters ``asked`` about denies by being drawn narrower.
    """

    handle: int
    name: str
    bold: bool
    italic: bool
    descent: float
    widths: dict[int, float] = field(default_factory=lambda: {HYPHEN_AT_END: 0.0})
    asked: int = 0
    denied: bool = False

    @property
    def coded(self) -> bool:
        """Whether places in the font are characters."""
        return self.asked >= _ENOUGH and not self.denied

    def width(self, code: int, drawn: float) -> float:
        """What ``widths`` shall say of a character that is ``drawn`` so wide, 0 for nothing."""
        width = pdfium.width_of(self.handle, code) if code <= _LAST_PLACE else 0.0
        self.asked += width > 0
        self.denied = self.denied or width > drawn + _SAME_WIDTH
        return width if 0 < width < drawn - _SAME_WIDTH else 0.0


@dataclass(slots=True)
class Type:
    """How the glyphs of one text object are set. ``matrix`` leads from text space to points from the upper left corner.

    ``across``: the width of a glyph that is as wide as its type size; ``plain``: they stand upright on level lines on a page that isn't turned; ``turn``: 0 for level text, 90 for text that runs
    up, 180 for text upside down, 270 for text that runs down, None for text in between; ``angle``: the same in degrees, as it is,
    0 for mirrored text; ``skew``: by how many degrees it is off the next side of the page as the file has it, and whether that is
    an upright side.
    """

    font: Font
    size: float
    across: float
    matrix: Matrix
    plain: bool
    turn: int | None
    artifact: bool
    angle: float = 0.0
    skew: tuple[float, bool] = (0.0, False)


NOTHING = Type(Font(0, "", False, False, 0.0), 0.0, 0.0, Matrix(), False, None, False)


def type_of(text: c_void_p, index: int, handle: int, place: Matrix, fonts: dict[int, Font], *, artifact: bool) -> Type:
    """How a text object is set whose first character has that index in the text page. ``fonts`` are those met on the page."""
    face = pdfium.font_of(handle) or 0
    font = fonts.get(face)
    if font is None:
        name = pdfium.font_name(face)
        font = fonts[face] = Font(face, name, is_bold(name), is_italic(name), pdfium.descent(face))
    size, set_in_file = pdfium.font_size(handle), pdfium.character_matrix(text, index)
    matrix = set_in_file.then(place)
    if size < 0:  # some writers turn text over twice
        size, matrix = -size, Matrix(-matrix.a, -matrix.b, -matrix.c, -matrix.d, matrix.e, matrix.f)
    a, b, c, d, _, _ = matrix
    turn = 0 if abs(b) <= abs(a) * _SKEW else (90 if b < 0 else 270) if abs(a) <= abs(b) * _SKEW else None
    angle = 0.0
    if (b or a < 0) and a * d - b * c < 0:
        angle = math.degrees(math.atan2(-b, a))
        turn = 180 if turn == 0 and a < 0 else turn
    upright = place.a == 1 and turn == 0 and a > 0 > d
    high = size * (abs(d) if turn == 0 and abs(angle) < LEVEL else math.hypot(c, d))
    return Type(font, high, size * a, matrix, upright, turn, artifact, angle, _skew(set_in_file))


def _skew(matrix: Matrix) -> tuple[float, bool]:
    if not matrix.b or not matrix.a:
        return 0.0, False
    upright = abs(matrix.b) > abs(matrix.a)
    along, off = (matrix.b, matrix.a) if upright else (matrix.a, matrix.b)
    return math.degrees(math.atan(abs(off / along))), upright


def turned_box(kind: Type, place: Matrix, x: float, y: float, box: Any) -> tuple[float, float, float, float, float]:
    """Least x, top, greatest x, bottom and base of a glyph that is turned, or stands on a page that is turned.

    It starts at the point x, y of the space of the page, and ``box`` is the one that pdfium tells.
    """
    a, b, c, d, _, _ = kind.matrix
    x0, base = place.point(x, y)
    corners = [place.point(left, low) for left in (box.left, box.right) for low in (box.bottom, box.top)]
    length = math.hypot(a, b) or 1.0
    # How far the glyph goes along its line, and how far up from it.
    along = max(0.0, *(((cx - x0) * a + (cy - base) * b) / length for cx, cy in corners))
    skew, upright = kind.skew
    if LEVEL <= skew <= _MOST_TOLD:
        # The box stands straight around a slanted glyph, and is wider than it.
        wide, high = box.right - box.left, box.top - box.bottom
        wide, high = (high, wide) if upright else (wide, high)
        sine, cosine = math.sin(math.radians(skew)), math.cos(math.radians(skew))
        along = max(0.0, (wide * cosine - high * sine) / (cosine * cosine - sine * sine))
    up = (c / (math.hypot(c, d) or 1.0) * kind.size, d / (math.hypot(c, d) or 1.0) * kind.size)
    points = [
        (x0 + share * along * a / length + rise * up[0], base + share * along * b / length + rise * up[1])
        for share in (0.0, 1.0)
        for rise in (kind.font.descent, kind.font.descent + 1)
    ]
    xs, ys = [px for px, _ in points], [py for _, py in points]
    return min(xs), min(ys), max(xs), max(ys), base
