"""The characters of a PDF page, as pdfium tells them, to glyphs with place and type, and these to words.

pdfium's text is made for searching: it adds spaces and line ends of its own, leaves out what is printed twice at one place, puts a
sign of its own for a hyphen at a line end, and takes ligatures apart. Here the glyphs are wanted as they stand on the page.
"""

from __future__ import annotations

import re
from ctypes import byref, c_double, c_void_p

from reviewer.documents import pdfium
from reviewer.documents.pdf_objects import Objects
from reviewer.documents.pdf_omitted import mark_repeated, mend_hyphens
from reviewer.documents.pdf_page import WORD_GAP, Glyph, PageContent, is_seen
from reviewer.documents.pdf_signs import BULLET_PLACES, NO_MEANING, plain
from reviewer.documents.pdf_turn import turn_of
from reviewer.documents.pdf_type import NOTHING, Font, Type, turned_box, type_of
from reviewer.documents.pdf_words import level_words, overturned_words, turned_words
from reviewer.documents.pdfium import HYPHEN_AT_END, Matrix

_SPACE = 32
_FIRST_PRIVATE, _LAST = 0xE000, 0x10FFFF
_HALF = re.compile("[\ud800-\udfff]")  # half of a sign beyond 16 bits whose other half is missing


def add_words(content: PageContent, page: int, objects: Objects, place: Matrix, most: int) -> tuple[bool, float]:
    """Add the words of a page (its address) to ``content``.

    Returns False if pdfium leaves out text that is no repetition of other text, and the direction of most of the text as ``turn_of``
    tells it. Raises OverflowError beyond ``most`` characters.
    """
    reader = _Reader(content, objects, place)
    with pdfium.opened_text(page, most) as text:
        reader.read(text)
    turn = turn_of(content, reader.directions())
    mend_hyphens(page, objects, reader.hyphens)
    complete = mark_repeated(reader.of_object, objects)
    content.words = level_words(reader.level)
    content.words += turned_words(reader.turned[90], upwards=True) + turned_words(reader.turned[270], upwards=False)
    content.words += overturned_words(reader.turned[180])
    for word in content.words:
        if not word.text.isascii():
            word.text = _HALF.sub(NO_MEANING, word.text)
    content.watermark = _HALF.sub(NO_MEANING, "".join(glyph.text for glyph in reader.slanted)).strip()
    return complete, turn


class _Reader:
    """Takes the glyphs of one page from its text page."""

    def __init__(self, content: PageContent, objects: Objects, place: Matrix) -> None:
        self._content, self._objects, self._place = content, objects, place
        self._fonts: dict[int, Font] = {}
        self.level: list[Glyph] = []
        self.turned: dict[int, list[Glyph]] = {90: [], 180: [], 270: []}
        self.slanted: list[Glyph] = []
        self.of_object: dict[int, list[Glyph]] = {}
        self.angles: dict[int, float] = {}
        self._nowhere: list[Glyph] = []
        self._wide: list[tuple[Type, float, Glyph]] = []
        # Glyphs that end a line with a hyphen, by their text object.
        self.hyphens: dict[int, Glyph] = {}

    def read(self, text: c_void_p) -> None:
        """Read all characters."""
        content, dx, dy = self._content, self._place.e, self._place.f
        x, y, box = c_double(), c_double(), pdfium.Rectangle()
        to_x, to_y, to_box = byref(x), byref(y), byref(box)
        unicode_of, text_object, get_origin = pdfium.unicode_of, pdfium.text_object, pdfium.get_origin
        get_loose_box, is_unmapped = pdfium.get_loose_box, pdfium.is_unmapped
        current, kind, glyphs = 0, NOTHING, self._nowhere
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
                self.angles[handle] = kind.angle
            get_origin(text, index, to_x, to_y)
            get_loose_box(text, index, to_box)
            content.characters += 1
            if code == 0 or (is_unmapped(text, index) and code != _SPACE):
                content.unmapped += 1
                said = BULLET_PLACES.get(code, NO_MEANING)
            else:
                said = chr(code) if code < _FIRST_PRIVATE else _sign(code, kind.font)
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
                x0, top, x1, bottom, base = turned_box(kind, self._place, origin_x, origin_y, box)
            if not begins and origin_x == last_x and origin_y == last_y:
                # One sign of the file that stands for several characters, or a mark that takes no room and what follows it.
                last.text, last.x1 = _joined(last.text, said), max(last.x1, x1)
                if self._wide and self._wide[-1][2] is last:
                    self._wide.pop()
                continue
            glyph = Glyph(said, x0, x1, top, bottom, base, size, kind.font.bold, kind.font.italic, kind.artifact)
            self._sort_in(glyph, kind, width)
            if kind.turn == 0:
                if spaced:
                    _draw_in(last, glyph, text, index)
                if code == HYPHEN_AT_END and pdfium.is_hyphen(text, index):
                    glyph.text, self.hyphens[handle] = "-", glyph
            glyphs.append(glyph)
            last, last_x, last_y, spaced = glyph, origin_x, origin_y, False
        for kind, width, glyph in self._wide:
            if kind.font.coded:
                glyph.x1 = min(glyph.x1, glyph.x0 + width * kind.across)

    def directions(self) -> list[tuple[float, int]]:
        """The directions of text objects and how many letters they have; nothing where all text is level."""
        if not any(self.angles.values()):
            return []
        return [
            (angle, sum(bool(glyph.text.strip()) for glyph in self.of_object[handle])) for handle, angle in self.angles.items()
        ]

    def _sort_in(self, glyph: Glyph, kind: Type, width: float) -> None:
        if not is_seen(self._content, glyph.x0, glyph.top, glyph.x1, glyph.bottom, glyph.size):
            self._content.outside += bool(glyph.text.strip())
        elif kind.turn is None:
            self.slanted.append(glyph)
        elif kind.turn:
            self.turned[kind.turn].append(glyph)
        else:
            self.level.append(glyph)
            if width:
                self._wide.append((kind, width, glyph))

    def _type(self, text: c_void_p, index: int, handle: int) -> Type:
        known = self._objects.texts.get(handle)
        return type_of(text, index, handle, self._place, self._fonts, artifact=known is not None and known.artifact)


def _sign(code: int, font: Font) -> str:
    return plain(chr(code), font.name) if code <= _LAST else NO_MEANING


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
