"""The characters of a PDF page, as pdfium tells them, to glyphs with place and type, and these to words.

pdfium's text is made for searching: it adds spaces and line ends of its own, leaves out what is printed twice at one place, puts a
sign of its own for a hyphen at a line end, and takes ligatures apart. Here the glyphs are wanted as they stand on the page.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from ctypes import byref, c_double, c_void_p
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from reviewer.documents import pdfium
from reviewer.documents.pdf_objects import Objects
from reviewer.documents.pdf_page import WORD_GAP, Glyph, PageContent, is_bold, is_italic, is_seen
from reviewer.documents.pdf_signs import BULLET_PLACES, NO_MEANING, plain
from reviewer.documents.pdf_words import level_words, turned_words
from reviewer.documents.pdfium import Matrix

_SPACE = 32
_FIRST_PRIVATE, _LAST = 0xE000, 0x10FFFF
_HYPHEN_AT_END = 2  # what pdfium puts for a hyphen, soft or not, that a line ends with
_MAX_HYPHENS = 200  # on a page; the rest count as hard ones
_SKEW = 0.05  # text turned by less counts as level
_NEAR = 8  # text printed again follows after fewer text objects
_NO_ROOM = 1e-4
_LAST_PLACE = 255  # of fonts whose characters are one byte
_ENOUGH = 8
_SAME_WIDTH = 0.004  # widths are whole thousandths


@dataclass(slots=True)
class _Font:
    """A font of the page. ``widths``: of characters drawn wider than the file says, what it says, as a share of the type size.

    pdfium tells widths by the place in the font, not by the character: they are of use where both are the same, which none of
    several characters ``asked`` about denies by being drawn narrower.
    """

    handle: int
    name: str
    bold: bool
    italic: bool
    descent: float
    widths: dict[int, float] = field(default_factory=lambda: {_HYPHEN_AT_END: 0.0})
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
class _Type:
    """How the glyphs of one text object are set. ``matrix`` leads from text space to points from the upper left corner.

    ``across``: the width of a glyph that is as wide as its type size; ``plain``: they stand upright on level lines on a page that isn't turned; ``turn``: 0 for level text, 90 for text that runs
    up, 270 for text that runs down, None for text in between.
    """

    font: _Font
    size: float
    across: float
    matrix: Matrix
    plain: bool
    turn: int | None
    artifact: bool


_NOTHING = _Type(_Font(0, "", False, False, 0.0), 0.0, 0.0, Matrix(), False, None, False)


@contextmanager
def opened_text(page: int, most: int | None = None) -> Iterator[c_void_p]:
    """The text page of a page. Raises OverflowError if it has more than ``most`` characters."""
    text = c_void_p(pdfium.load_text(page))
    if not text:
        raise ValueError("no text page")
    try:
        if most is not None and pdfium.count_characters(text) > most:
            raise OverflowError
        yield text
    finally:
        pdfium.close_text(text)


def add_words(content: PageContent, page: int, objects: Objects, place: Matrix, most: int) -> bool:
    """Add the words of a page (its address) to ``content``. False if pdfium leaves out text that is no repetition of other text.

    Raises OverflowError beyond ``most`` characters.
    """
    reader = _Reader(content, objects, place)
    with opened_text(page, most) as text:
        reader.read(text)
    _mend_hyphens(page, objects, reader.hyphens)
    complete = _mark_repeated(reader, objects)
    content.words = level_words(reader.level)
    content.words += turned_words(reader.turned[90], upwards=True) + turned_words(reader.turned[270], upwards=False)
    content.watermark = "".join(reader.slanted).strip()
    return complete


class _Reader:
    """Takes the glyphs of one page from its text page."""

    def __init__(self, content: PageContent, objects: Objects, place: Matrix) -> None:
        self._content, self._objects, self._place = content, objects, place
        self._upright = place.b == 0 and place.a == 1
        self._fonts: dict[int, _Font] = {}
        self.level: list[Glyph] = []
        self.turned: dict[int, list[Glyph]] = {90: [], 270: []}
        self.slanted: list[str] = []
        self.of_object: dict[int, list[Glyph]] = {}
        self._nowhere: list[Glyph] = []
        self._wide: list[tuple[_Type, float, Glyph]] = []
        # Glyphs that end a line with a hyphen, by their text object.
        self.hyphens: dict[int, Glyph] = {}

    def read(self, text: c_void_p) -> None:
        """Read all characters."""
        content, dx, dy = self._content, self._place.e, self._place.f
        x, y, box = c_double(), c_double(), pdfium.Rectangle()
        to_x, to_y, to_box = byref(x), byref(y), byref(box)
        unicode_of, text_object, get_origin = pdfium.unicode_of, pdfium.text_object, pdfium.get_origin
        get_loose_box, is_unmapped = pdfium.get_loose_box, pdfium.is_unmapped
        current, kind, glyphs = 0, _NOTHING, self._nowhere
        last, last_x, last_y = Glyph("", 0, 0, 0, 0, 0, 0), 0.0, 0.0
        spaced = False  # pdfium sees white before the character
        for index in range(pdfium.count_characters(text)):
            code, handle = unicode_of(text, index), text_object(text, index)
            if handle is None or (code == _SPACE and pdfium.is_generated(text, index)):
                spaced = True
                continue
            begins = handle != current
            if begins:
                current, kind = handle, self._type(text, index, handle)
                glyphs = self.of_object.setdefault(handle, [])
            get_origin(text, index, to_x, to_y)
            get_loose_box(text, index, to_box)
            content.characters += 1
            if code == 0 or (is_unmapped(text, index) and code != _SPACE):
                content.unmapped += 1
                said = BULLET_PLACES.get(code, NO_MEANING)
            elif code < _FIRST_PRIVATE:
                said = chr(code)
            else:
                said = plain(chr(code), kind.font.name) if code <= _LAST else NO_MEANING
            size, origin_x, origin_y = kind.size, x.value, y.value
            if kind.plain:
                base = dy - origin_y
                bottom = base - kind.font.descent * size
                x0, x1, top = origin_x + dx, box.right + dx, bottom - size
                width = kind.font.widths.get(code)
                if width is None:
                    width = kind.font.widths[code] = kind.font.width(code, (x1 - x0) / kind.across if kind.across else 0.0)
            else:
                width = 0.0
                x0, top, x1, bottom, base = self._turned_box(kind, origin_x, origin_y, box)
            if not begins and origin_x == last_x and origin_y == last_y:
                # One sign of the file that stands for several characters, or a mark that takes no room and what follows it.
                last.text, last.x1 = _joined(last.text, said), max(last.x1, x1)
                if self._wide and self._wide[-1][2] is last:
                    self._wide.pop()
                continue
            glyph = Glyph(said, x0, x1, top, bottom, base, size, kind.font.bold, kind.font.italic, kind.artifact)
            if not is_seen(content, x0, top, x1, bottom, size):
                content.outside += bool(said.strip())
            elif kind.turn == 0:
                if spaced and self.level and self.level[-1] is last:
                    _draw_in(last, glyph, text, index)
                self.level.append(glyph)
                if width:
                    self._wide.append((kind, width, glyph))
                if code == _HYPHEN_AT_END and pdfium.is_hyphen(text, index):
                    glyph.text, self.hyphens[handle] = "-", glyph
            elif kind.turn is None:
                self.slanted.append(said)
            else:
                self.turned[kind.turn].append(glyph)
            glyphs.append(glyph)
            last, last_x, last_y, spaced = glyph, origin_x, origin_y, False
        for kind, width, glyph in self._wide:
            if kind.font.coded:
                glyph.x1 = min(glyph.x1, glyph.x0 + width * kind.across)

    def _type(self, text: c_void_p, index: int, handle: int) -> _Type:
        face = pdfium.font_of(handle) or 0
        font = self._fonts.get(face)
        if font is None:
            name = pdfium.font_name(face)
            font = self._fonts[face] = _Font(face, name, is_bold(name), is_italic(name), pdfium.descent(face))
        known = self._objects.texts.get(handle)
        matrix = pdfium.character_matrix(text, index).then(self._place)
        size = pdfium.font_size(handle)
        if size < 0:  # some writers turn text over twice
            size, matrix = -size, Matrix(-matrix.a, -matrix.b, -matrix.c, -matrix.d, matrix.e, matrix.f)
        a, b, c, d, _, _ = matrix
        turn = 0 if abs(b) <= abs(a) * _SKEW else (90 if b < 0 else 270) if abs(a) <= abs(b) * _SKEW else None
        upright = self._upright and turn == 0 and a > 0 > d
        high = size * (abs(d) if turn == 0 else math.hypot(c, d))
        return _Type(font, high, size * a, matrix, upright, turn, known is not None and known.artifact)

    def _turned_box(self, kind: _Type, x: float, y: float, box: Any) -> tuple[float, float, float, float, float]:
        """Least x, top, greatest x, bottom and base of a glyph that is turned, or stands on a page that is turned."""
        place, (a, b, c, d, _, _) = self._place, kind.matrix
        x0, base = place.point(x, y)
        corners = [place.point(left, low) for left in (box.left, box.right) for low in (box.bottom, box.top)]
        length = math.hypot(a, b) or 1.0
        # How far the glyph goes along its line, and how far up from it.
        along = max(0.0, *(((cx - x0) * a + (cy - base) * b) / length for cx, cy in corners))
        up = (c / (math.hypot(c, d) or 1.0) * kind.size, d / (math.hypot(c, d) or 1.0) * kind.size)
        points = [
            (x0 + share * along * a / length + rise * up[0], base + share * along * b / length + rise * up[1])
            for share in (0.0, 1.0)
            for rise in (kind.font.descent, kind.font.descent + 1)
        ]
        xs, ys = [px for px, _ in points], [py for _, py in points]
        return min(xs), min(ys), max(xs), max(ys), base


def _joined(text: str, more: str) -> str:
    """Characters that one sign stands for; a sign beyond 16 bits may come in two halves."""
    if text and "\ud800" <= text[-1] <= "\udbff" and "\udc00" <= more[:1] <= "\udfff":
        return (text + more).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text + more


def _draw_in(last: Glyph, glyph: Glyph, text: c_void_p, index: int) -> None:
    """Take the part of a glyph that hangs over its width away where it fills the white between two words.

    pdfium tells the box of a glyph as wide as it is drawn, which is wider than the file says where another font stands in for
    the one that was meant.
    """
    least = WORD_GAP * max(glyph.size, last.size)
    if glyph.x0 - last.x1 > least or glyph.x0 - last.x0 < least or abs(glyph.base - last.base) > 0.1 * last.size:
        return
    edges = [c_double() for _ in range(4)]
    loose = pdfium.Rectangle()
    before = index - 1
    while before > 0 and pdfium.is_generated(text, before):
        before -= 1
    pdfium.get_tight_box(text, before, *(byref(edge) for edge in edges))
    pdfium.get_loose_box(text, before, byref(loose))
    if edges[1].value >= loose.right:
        last.x1 = max(last.x0, glyph.x0 - 1.01 * least)


# ---- what pdfium leaves out ------------------------------------------------------------------------------------------


def _mend_hyphens(page: int, objects: Objects, hyphens: Mapping[int, Glyph]) -> None:
    """Tell soft hyphens at line ends from hard ones: alone on the page, the text object ends no line for pdfium."""
    if not hyphens:
        return
    for handle in objects.texts:
        pdfium.set_active(handle, 0)
    for handle, glyph in islice(hyphens.items(), _MAX_HYPHENS):
        pdfium.set_active(handle, 1)
        with opened_text(page) as text:
            for index in range(pdfium.count_characters(text) - 1, -1, -1):
                if pdfium.text_object(text, index) == handle and (code := pdfium.unicode_of(text, index)) > _SPACE:
                    glyph.text = chr(code)
                    break
        pdfium.set_active(handle, 0)


def _mark_repeated(reader: _Reader, objects: Objects) -> bool:
    """Mark the glyphs over which the same text is printed again: bold type is imitated so. False if other text is missing."""
    complete = True
    near: deque[tuple[int, tuple[float, float, float, float]]] = deque(maxlen=_NEAR)
    for handle, found in objects.texts.items():
        left, bottom, right, top = box = found.matrix.box(*pdfium.bounds(handle))
        if handle in reader.of_object:
            near.append((handle, box))
            continue
        if right - left < _NO_ROOM and top - bottom < _NO_ROOM:
            complete = False  # letters of a font that it can't load
        if top - bottom < _NO_ROOM:
            continue  # spaces
        under = [other for other, area in near if _overlap(box, area) > (right - left) / 2]
        for glyph in reader.of_object[under[-1]] if under else ():
            glyph.twice = True
        complete = complete and bool(under)
    return complete


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> float:
    """The width that two boxes share; 0 if they do not meet."""
    if min(one[3], other[3]) < max(one[1], other[1]):
        return 0.0
    return min(one[2], other[2]) - max(one[0], other[0])
