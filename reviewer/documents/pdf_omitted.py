"""What pdfium's text of a page leaves out: which hyphen ends a line, and text that is printed over itself."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from itertools import islice

from reviewer.documents import pdfium
from reviewer.documents.pdf_objects import Objects
from reviewer.documents.pdf_page import Glyph

_SPACE = 32
_MAX_HYPHENS = 200  # on a page; the rest count as hard ones
_NEAR = 8  # text printed again follows after fewer text objects
_NO_ROOM = 1e-4


def mend_hyphens(page: int, objects: Objects, hyphens: Mapping[int, Glyph]) -> None:
    """Tell soft hyphens at line ends from hard ones: alone on the page, the text object ends no line for pdfium."""
    if not hyphens:
        return
    for handle in objects.texts:
        pdfium.set_active(handle, 0)
    for handle, glyph in islice(hyphens.items(), _MAX_HYPHENS):
        pdfium.set_active(handle, 1)
        with pdfium.opened_text(page) as text:
            for index in range(pdfium.count_characters(text) - 1, -1, -1):
                if pdfium.text_object(text, index) == handle and (code := pdfium.unicode_of(text, index)) > _SPACE:
                    glyph.text = chr(code)
                    break
        pdfium.set_active(handle, 0)


def mark_repeated(glyphs: Mapping[int, Sequence[Glyph]], objects: Objects) -> bool:
    """Mark the glyphs over which the same text is printed again: bold type is imitated so. False if other text is missing.

    ``glyphs`` are those of each text object that pdfium tells the characters of.
    """
    complete = True
    near: deque[tuple[int, tuple[float, float, float, float]]] = deque(maxlen=_NEAR)
    for handle, found in objects.texts.items():
        left, bottom, right, top = box = found.matrix.box(*pdfium.bounds(handle))
        if handle in glyphs:
            near.append((handle, box))
            continue
        if right - left < _NO_ROOM and top - bottom < _NO_ROOM:
            complete = False  # letters of a font that it can't load
        if top - bottom < _NO_ROOM:
            continue  # spaces
        under = [other for other, area in near if _overlap(box, area) > (right - left) / 2]
        for glyph in glyphs[under[-1]] if under else ():
            glyph.twice = True
        complete = complete and bool(under)
    return complete


def _overlap(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> float:
    """The width that two boxes share; 0 if they do not meet."""
    if min(one[3], other[3]) < max(one[1], other[1]):
        return 0.0
    return min(one[2], other[2]) - max(one[0], other[0])
