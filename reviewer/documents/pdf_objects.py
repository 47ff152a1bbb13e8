"""What is drawn on a PDF page, as pdfium lists it: ruling lines, areas, pictures, and the text objects with their marks."""

from __future__ import annotations

import math
from collections.abc import Iterator
from ctypes import byref, c_float, c_void_p
from dataclasses import dataclass, field

from reviewer.documents import pdfium
from reviewer.documents.pdf_page import Area, PageContent, Shape, add_shape
from reviewer.documents.pdfium import Matrix

_MAX_FORM_DEPTH = 8
_WHITE = 252  # of 255, in red, green and blue
_SQUARE = 0.01  # points by which the sides of a rectangle may be off the square
_STRAIGHT = 1e-4  # by how much a page that was slanted is off the straight by rounding
_ARTIFACT = "Artifact"
_ACTUAL_TEXT = b"ActualText"

_Point = tuple[float, float]


@dataclass(slots=True)
class TextObject:
    """A run of text that was printed at once. ``matrix`` leads from the form that holds it to the place on the page."""

    handle: int
    matrix: Matrix
    artifact: bool


@dataclass(slots=True)
class Objects:
    """The objects of one page by their address; valid as long as the page is open."""

    texts: dict[int, TextObject] = field(default_factory=dict)
    _artifacts: dict[int, bool] = field(default_factory=dict)

    def is_artifact(self, handle: int) -> bool:
        """Whether an object is marked as furniture of the page.

        Text that the file says in place of its glyphs ("ActualText") is dropped beside: pdfium gives it without the places of its
        characters, and it may say anything but what people see.
        """
        found = False
        for number in range(pdfium.count_marks(handle)):
            mark = pdfium.mark_at(handle, number)
            if mark is None:
                continue
            if mark not in self._artifacts:
                self._artifacts[mark] = pdfium.mark_name(mark) == _ARTIFACT
                pdfium.remove_mark_entry(handle, mark, _ACTUAL_TEXT)
            found = found or self._artifacts[mark]
        return found


def add_objects(content: PageContent, page: int, place: Matrix) -> Objects:
    """Add what is drawn on a page (its address) to ``content``; ``place`` leads from its space to points from the upper left corner."""
    found = Objects()
    for handle in (pdfium.object_at(page, i) for i in range(pdfium.count_objects(page))):
        _add(content, found, handle, place, False, 0)
    return found


def _add(content: PageContent, found: Objects, handle: int | None, place: Matrix, artifact: bool, depth: int) -> None:
    if handle is None:
        return
    kind = pdfium.kind_of(handle)
    if kind == pdfium.TEXT:
        found.texts[handle] = TextObject(handle, place, found.is_artifact(handle) or artifact)
    elif kind == pdfium.PATH:
        _add_path(content, handle, place)
    elif kind == pdfium.IMAGE:
        x0, top, x1, bottom = place.box(*pdfium.bounds(handle))
        if math.isfinite(x0 + top + x1 + bottom):
            content.pictures.append(Area(x0, top, x1, bottom))
    elif kind == pdfium.FORM and depth < _MAX_FORM_DEPTH:
        inner = pdfium.object_matrix(handle).then(place)
        artifact = found.is_artifact(handle) or artifact
        for i in range(pdfium.count_in_form(handle)):
            _add(content, found, pdfium.object_in_form(handle, i), inner, artifact, depth + 1)


def _add_path(content: PageContent, handle: int, place: Matrix) -> None:
    fill, stroked = pdfium.draw_mode(handle)
    filled = fill and _is_visible(pdfium.fill_colour(handle))
    framed = stroked and _is_visible(pdfium.stroke_colour(handle))
    matrix = pdfium.object_matrix(handle).then(place)
    straight = (abs(matrix.b) + abs(matrix.c) < _STRAIGHT) or (abs(matrix.a) + abs(matrix.d) < _STRAIGHT)
    for points, curved in _subpaths(handle):
        if len(points) < 2:
            continue
        if curved:
            shape = Shape.curve
        elif len(points) == 2 or (len(points) == 3 and points[0] == points[2]):
            shape = Shape.line
        else:
            shape = Shape.rectangle if straight and _is_rectangle(points) else Shape.curve
        placed = [matrix.point(x, y) for x, y in points]
        xs, ys = [x for x, _ in placed], [y for _, y in placed]
        area = Area(min(xs), min(ys), max(xs), max(ys))
        if math.isfinite(area.x0 + area.top + area.x1 + area.bottom):
            add_shape(content, shape, area, filled=filled, stroked=stroked, framed=framed)


def _subpaths(handle: int) -> Iterator[tuple[list[_Point], bool]]:
    """The parts of a path that the pen draws without being lifted: the ends of their segments, and whether any is a curve."""
    x, y = c_float(), c_float()
    to_x, to_y = byref(x), byref(y)
    points: list[_Point] = []
    curved, bend = False, 0
    segment_at, segment_kind, get_point = pdfium.segment_at, pdfium.segment_kind, pdfium.get_point
    path = c_void_p(handle)
    for i in range(pdfium.count_segments(handle)):
        segment = c_void_p(segment_at(path, i))
        kind = segment_kind(segment)
        if kind == pdfium.MOVE_TO:
            if points:
                yield points, curved
            points, curved, bend = [], False, 0
        elif kind == pdfium.BEZIER_TO:
            curved, bend = True, bend + 1
            if bend % 3:
                continue  # two points that pull the curve stand before its end
        get_point(segment, to_x, to_y)
        points.append((x.value, y.value))
    if points:
        yield points, curved


def _is_rectangle(points: list[_Point]) -> bool:
    """Four corners and the first again, with sides along the axes."""
    if len(points) != 5 or points[0] != points[4]:
        return False
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = points[:4]

    def same(*pairs: tuple[float, float]) -> bool:
        return all(abs(a - b) < _SQUARE for a, b in pairs)

    return same((x0, x1), (y1, y2), (x2, x3), (y3, y0)) or same((y0, y1), (x1, x2), (y2, y3), (x3, x0))


def _is_visible(colour: tuple[int, int, int, int]) -> bool:
    """False for white, and for what can be looked through."""
    return colour[3] > 0 and min(colour[:3]) < _WHITE
