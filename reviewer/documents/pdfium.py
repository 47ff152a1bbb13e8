"""Functions of pdfium that are called for every character and every drawn object of a page.

pypdfium2 binds them with pointer types that are made anew at each call. Here handles are plain numbers, the addresses that they
point to, which is several times as fast. Functions that are called for each character take the text page as c_void_p and the rest
as it is, without a prototype by which every argument would be converted: that halves their time again. Their meaning is told by pdfium's public headers fpdf_text.h and
fpdf_edit.h. pdfium is not safe for threads: a document is read by one thread of one process.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import POINTER, byref, c_float, c_int, c_uint, c_ulong, c_void_p
from typing import Any, NamedTuple

import pypdfium2.raw as raw

TEXT, PATH, IMAGE, FORM = raw.FPDF_PAGEOBJ_TEXT, raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM
LINE_TO, BEZIER_TO, MOVE_TO = raw.FPDF_SEGMENT_LINETO, raw.FPDF_SEGMENT_BEZIERTO, raw.FPDF_SEGMENT_MOVETO


class _Matrix(ctypes.Structure):
    _fields_ = [(name, c_float) for name in "abcdef"]


class Rectangle(ctypes.Structure):
    """A box in the space of the page."""

    _fields_ = [(name, c_float) for name in ("left", "top", "right", "bottom")]


def address(handle: Any) -> int:
    """The address of a handle or function of pypdfium2."""
    return int(ctypes.cast(handle, c_void_p).value or 0)


def _bound(function: Any, result: Any, *arguments: Any) -> Any:
    """The function with a prototype of its own; what other code does with pypdfium2 stays as it is."""
    return ctypes.PYFUNCTYPE(result, *arguments)(address(function))


def _direct(function: Any, result: Any) -> Any:
    """The function without a prototype: handles have to be given as c_void_p, numbers as int, results to be filled in by byref."""
    return ctypes.PYFUNCTYPE(result)(address(function))


_floats, _ints = POINTER(c_float), POINTER(c_int)

# Characters: (text page as c_void_p, index).
unicode_of = _direct(raw.FPDFText_GetUnicode, c_uint)
is_unmapped = _direct(raw.FPDFText_HasUnicodeMapError, c_int)
is_generated = _direct(raw.FPDFText_IsGenerated, c_int)
is_hyphen = _direct(raw.FPDFText_IsHyphen, c_int)
text_object = _direct(raw.FPDFText_GetTextObject, c_void_p)
get_origin = _direct(raw.FPDFText_GetCharOrigin, c_int)
get_loose_box = _direct(raw.FPDFText_GetLooseCharBox, c_int)
get_tight_box = _direct(raw.FPDFText_GetCharBox, c_int)
count_characters = _direct(raw.FPDFText_CountChars, c_int)
_get_character_matrix = _direct(raw.FPDFText_GetMatrix, c_int)
load_text = _bound(raw.FPDFText_LoadPage, c_void_p, c_void_p)
close_text = _bound(raw.FPDFText_ClosePage, None, c_void_p)

# Drawn objects.
count_objects = _bound(raw.FPDFPage_CountObjects, c_int, c_void_p)
object_at = _bound(raw.FPDFPage_GetObject, c_void_p, c_void_p, c_int)
count_in_form = _bound(raw.FPDFFormObj_CountObjects, c_int, c_void_p)
object_in_form = _bound(raw.FPDFFormObj_GetObject, c_void_p, c_void_p, c_ulong)
kind_of = _bound(raw.FPDFPageObj_GetType, c_int, c_void_p)
set_active = _bound(raw.FPDFPageObj_SetIsActive, c_int, c_void_p, c_int)
count_marks = _bound(raw.FPDFPageObj_CountMarks, c_int, c_void_p)
mark_at = _bound(raw.FPDFPageObj_GetMark, c_void_p, c_void_p, c_ulong)
remove_mark_entry = _bound(raw.FPDFPageObjMark_RemoveParam, c_int, c_void_p, c_void_p, ctypes.c_char_p)
count_segments = _bound(raw.FPDFPath_CountSegments, c_int, c_void_p)
segment_at = _direct(raw.FPDFPath_GetPathSegment, c_void_p)
segment_kind = _direct(raw.FPDFPathSegment_GetType, c_int)
get_point = _direct(raw.FPDFPathSegment_GetPoint, c_int)
font_of = _bound(raw.FPDFTextObj_GetFont, c_void_p, c_void_p)
_get_name = _bound(raw.FPDFPageObjMark_GetName, c_int, c_void_p, c_void_p, c_ulong, POINTER(c_ulong))
_get_object_matrix = _bound(raw.FPDFPageObj_GetMatrix, c_int, c_void_p, POINTER(_Matrix))
_get_bounds = _bound(raw.FPDFPageObj_GetBounds, c_int, c_void_p, _floats, _floats, _floats, _floats)
_get_draw_mode = _bound(raw.FPDFPath_GetDrawMode, c_int, c_void_p, _ints, _ints)
_get_fill = _bound(raw.FPDFPageObj_GetFillColor, c_int, c_void_p, *[POINTER(c_uint)] * 4)
_get_stroke = _bound(raw.FPDFPageObj_GetStrokeColor, c_int, c_void_p, *[POINTER(c_uint)] * 4)
_get_font_size = _bound(raw.FPDFTextObj_GetFontSize, c_int, c_void_p, _floats)
_get_font_name = _bound(raw.FPDFFont_GetBaseFontName, ctypes.c_size_t, c_void_p, c_void_p, ctypes.c_size_t)
_get_width = _bound(raw.FPDFFont_GetGlyphWidth, c_int, c_void_p, c_uint, c_float, _floats)
_get_descent = _bound(raw.FPDFFont_GetDescent, c_int, c_void_p, c_float, _floats)

# What pdfium puts for a hyphen, soft or not, that a line ends with.
HYPHEN_AT_END = 2
_MOST_NAME = 256


@contextmanager
def opened_text(page: int, most: int | None = None) -> Iterator[c_void_p]:
    """The text page of a page. Raises OverflowError if it has more than ``most`` characters."""
    text = c_void_p(load_text(page))
    if text.value is None:
        raise ValueError("no text page")
    try:
        if most is not None and count_characters(text) > most:
            raise OverflowError
        yield text
    finally:
        close_text(text)


class Matrix(NamedTuple):
    """A transformation: x' = a x + c y + e, y' = b x + d y + f."""

    a: float = 1.0
    b: float = 0.0
    c: float = 0.0
    d: float = 1.0
    e: float = 0.0
    f: float = 0.0

    def then(self, other: Matrix) -> Matrix:
        """This transformation and after it the other one."""
        a, b, c, d, e, f = self
        k, m, n, p, q, r = other
        return Matrix(a * k + b * n, a * m + b * p, c * k + d * n, c * m + d * p, e * k + f * n + q, e * m + f * p + r)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """Where a point goes."""
        return self.a * x + self.c * y + self.e, self.b * x + self.d * y + self.f

    def box(self, x0: float, y0: float, x1: float, y1: float) -> tuple[float, float, float, float]:
        """Least and greatest x and y that a rectangle goes to, as x0, y0, x1, y1."""
        points = [self.point(x, y) for x in (x0, x1) for y in (y0, y1)]
        xs, ys = [x for x, _ in points], [y for _, y in points]
        return min(xs), min(ys), max(xs), max(ys)


def placement(page: Any) -> tuple[Matrix, float, float]:
    """The transformation to points from the upper left corner of what is shown of a page, and its width and height."""
    area = raw.FS_RECTF()
    if not raw.FPDF_GetPageBoundingBox(page, area):
        raise ValueError("a page without a place")
    left, bottom, right, top = area.left, area.bottom, area.right, area.top
    width, height = right - left, top - bottom
    if not math.isfinite(width + height):
        raise ValueError("a page without measures")
    turns = raw.FPDFPage_GetRotation(page) % 4
    if turns == 1:
        return Matrix(0, 1, 1, 0, -bottom, -left), height, width
    if turns == 2:
        return Matrix(-1, 0, 0, 1, right, -bottom), width, height
    if turns == 3:
        return Matrix(0, -1, -1, 0, top, right), height, width
    return Matrix(1, 0, 0, -1, -left, top), width, height


def character_matrix(text: c_void_p, index: int) -> Matrix:
    """The transformation from text space to the page."""
    found = _Matrix()
    _get_character_matrix(text, index, byref(found))
    return Matrix(found.a, found.b, found.c, found.d, found.e, found.f)


def object_matrix(handle: int) -> Matrix:
    """The transformation from the space of a path, a picture or a form to what holds it."""
    found = _Matrix()
    if not _get_object_matrix(handle, byref(found)):
        return Matrix()
    return Matrix(found.a, found.b, found.c, found.d, found.e, found.f)


def bounds(handle: int) -> tuple[float, float, float, float]:
    """Left, bottom, right, top in the space of what holds the object."""
    left, bottom, right, top = c_float(), c_float(), c_float(), c_float()
    _get_bounds(handle, byref(left), byref(bottom), byref(right), byref(top))
    return left.value, bottom.value, right.value, top.value


def draw_mode(path: int) -> tuple[bool, bool]:
    """Whether a path is filled, and whether it is stroked."""
    fill, stroke = c_int(), c_int()
    _get_draw_mode(path, byref(fill), byref(stroke))
    return fill.value != 0, stroke.value != 0


def fill_colour(handle: int) -> tuple[int, int, int, int]:
    """Red, green, blue and opacity, each 0 to 255."""
    return _colour(_get_fill, handle)


def stroke_colour(handle: int) -> tuple[int, int, int, int]:
    """As above, of the line around it."""
    return _colour(_get_stroke, handle)


def _colour(function: Any, handle: int) -> tuple[int, int, int, int]:
    parts = [c_uint() for _ in range(4)]
    if not function(handle, *(byref(part) for part in parts)):
        return 0, 0, 0, 255
    return parts[0].value, parts[1].value, parts[2].value, parts[3].value


def mark_name(mark: int) -> str:
    """The name of the marked content that an object stands in; empty for a very long one."""
    buffer, length = ctypes.create_string_buffer(_MOST_NAME), c_ulong()
    if not _get_name(mark, buffer, _MOST_NAME, byref(length)) or length.value > _MOST_NAME:
        return ""
    return buffer.raw[: max(0, length.value - 2)].decode("utf-16-le", "replace")


def font_size(handle: int) -> float:
    """The size of the type of a text object before any transformation."""
    found = c_float()
    _get_font_size(handle, byref(found))
    return float(found.value)


def font_name(font: int) -> str:
    """The name of a font, with the prefix of a subset."""
    buffer = ctypes.create_string_buffer(_MOST_NAME)
    length = _get_font_name(font, buffer, _MOST_NAME)
    return buffer.raw[: max(0, length - 1)].decode("utf-8", "replace") if length <= _MOST_NAME else ""


def descent(font: int) -> float:
    """How far letters reach below the baseline, as a share of the type size; negative."""
    found = c_float()
    _get_descent(font, 1000.0, byref(found))
    return float(found.value) / 1000


def width_of(font: int, code: int) -> float:
    """The width of the character at a place of a font, as a share of the type size; 0 where the font doesn't say."""
    found = c_float()
    _get_width(font, code, 1000.0, byref(found))
    return float(found.value) / 1000
