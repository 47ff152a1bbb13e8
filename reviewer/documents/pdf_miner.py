"""A PDF as pdfminer reads it: pages that pdfium fails on, letters that it knows no meaning of, and the fields of forms.

It needs ten times as long as pdfium, and is loaded and opened when it is first asked.
"""

from __future__ import annotations

import io
import logging
import math
from collections.abc import Iterable, Iterator
from typing import Any

import pdfplumber
from pdfminer.layout import LTChar, LTCurve, LTFigure, LTImage, LTItem, LTLine, LTRect
from pdfminer.utils import decode_text
from pdfplumber.page import Page
from pdfplumber.utils.pdfinternals import resolve_all

from reviewer.documents.pdf_page import Area, Glyph, PageContent, Shape, add_shape, is_bold, is_italic, is_seen
from reviewer.documents.pdf_signs import BULLET_PLACES, NO_MEANING, plain
from reviewer.documents.pdf_turn import turn_of, turned
from reviewer.documents.pdf_words import level_words, overturned_words, turned_words
from reviewer.documents.pdfium import Matrix

# pdfminer warns of every oddity of a file on the terminal of the user.
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)

_MAX_FIGURE_DEPTH = 8


def open_pages(data: bytes) -> list[Page]:
    """The pages of a file. May raise whatever a damaged file leads to."""
    return list(pdfplumber.open(io.BytesIO(data), laparams=None).pages)


def page_content(page: Page) -> PageContent:
    """Collect what the page shows. May raise whatever the library raises on a damaged page."""
    # The library lays a page out from its media box; what lies outside the crop box is not shown.
    dx, dy = float(page.cropbox[0] - page.mediabox[0]), float(page.cropbox[1] - page.mediabox[1])
    full = float(page.mediabox[3] - page.mediabox[1])
    width, height = float(page.cropbox[2] - page.cropbox[0]), float(page.cropbox[3] - page.cropbox[1])
    place = Matrix(1, 0, 0, -1, -dx, full - dy)
    items = list(_items(page.layout, 0))
    turn = _turn(items, place, width, height)
    place, width, height = turned(place, width, height, turn)
    content = PageContent(number=page.page_number, width=width, height=height, turn=turn)
    level: list[Glyph] = []
    aside: dict[int, list[Glyph]] = {90: [], 180: [], 270: []}
    slanted: list[str] = []
    for item in items:
        area = Area(*place.box(item.x0, item.y0, item.x1, item.y1))
        if isinstance(item, LTChar):
            text = _text(item)
            content.characters += 1
            if text.startswith("(cid:"):
                content.unmapped += 1
                text = BULLET_PLACES.get(int(text[5:-1]), NO_MEANING)
            size = area.bottom - area.top if turn else item.size
            if not is_seen(content, area.x0, area.top, area.x1, area.bottom, size):
                content.outside += bool(text.strip())
                continue
            a, b, _, d, _, f = Matrix(*item.matrix).then(place)
            bold, italic, artifact = is_bold(item.fontname), is_italic(item.fontname), getattr(item, "tag", None) == "Artifact"
            glyph = Glyph(text, area.x0, area.x1, area.top, area.bottom, f, size, bold, italic, artifact)
            if abs(b) <= abs(a) * 0.05:
                (aside[180] if a < 0 < d else level).append(glyph)
            elif abs(a) <= abs(b) * 0.05:
                aside[90 if b < 0 else 270].append(glyph)
            else:
                slanted.append(text)
        elif isinstance(item, LTImage):
            content.pictures.append(area)
        elif isinstance(item, LTCurve):
            shape = Shape.line if isinstance(item, LTLine) else Shape.rectangle if isinstance(item, LTRect) else Shape.curve
            filled = bool(item.fill) and not _is_white(item.non_stroking_color)
            framed = bool(item.stroke) and not _is_white(item.stroking_color)
            add_shape(content, shape, area, filled=filled, stroked=bool(item.stroke), framed=framed)
    content.words = level_words(level) + turned_words(aside[90], upwards=True) + turned_words(aside[270], upwards=False)
    content.words += overturned_words(aside[180])
    content.watermark = "".join(slanted).strip()
    return content


def _turn(items: Iterable[LTItem], place: Matrix, width: float, height: float) -> float:
    """The direction of most of the text, 0 where it is no right angle: the boxes of slanted letters tell too little."""
    pictures = [Area(*place.box(item.x0, item.y0, item.x1, item.y1)) for item in items if isinstance(item, LTImage)]
    directions = [
        (math.degrees(math.atan2(item.matrix[1], item.matrix[0])), 1)
        for item in items
        if isinstance(item, LTChar)
        and item.get_text().strip()
        and item.matrix[0] * item.matrix[3] > item.matrix[1] * item.matrix[2]
    ]
    turn = turn_of(PageContent(0, width, height, pictures=pictures), directions)
    return turn if turn % 90 == 0 else 0.0


def _text(item: LTChar) -> str:
    return plain(item.get_text(), item.fontname)


def _items(container: Iterable[LTItem], depth: int) -> Iterator[LTChar | LTCurve | LTImage]:
    for item in container:
        if isinstance(item, LTChar | LTCurve | LTImage):
            yield item
        elif isinstance(item, LTFigure) and depth < _MAX_FIGURE_DEPTH:
            yield from _items(item, depth + 1)


def _is_white(colour: object) -> bool:
    """True for white in gray, RGB or CMYK; a pattern or an unknown colour is not white."""
    values = colour if isinstance(colour, tuple | list) else (colour,)
    if not values or not all(isinstance(v, int | float) for v in values):
        return False
    numbers = [float(v) for v in values if isinstance(v, int | float)]
    return all(v < 0.01 for v in numbers) if len(numbers) == 4 else all(v > 0.99 for v in numbers)


# ---- form fields -----------------------------------------------------------------------------------------------------


def entered(page: Page) -> Iterator[tuple[tuple[float, float, float, float], list[str]]]:
    """The fields of forms on a page: their rectangles in the space of the page, and the words entered. May raise anything."""
    for data in resolve_all(page.page_obj.annots) or []:
        if isinstance(data, dict) and _name(data.get("Subtype")) == "Widget":
            x0, y0, x1, y1 = (float(value) for value in data["Rect"])
            yield (x0, y0, x1, y1), list(_entered(data))


def _entered(data: dict[str, Any]) -> Iterator[str]:
    parent = data.get("Parent")
    chain = [data, parent] if isinstance(parent, dict) else [data]
    kind = next((_name(d["FT"]) for d in chain if "FT" in d), "")
    value = next((d["V"] for d in chain if "V" in d), None)
    if kind == "Btn":
        if value is not None or "AS" in data:
            yield "☒" if _name(data.get("AS", value)) not in ("", "Off") else "☐"
    elif isinstance(value, bytes):
        yield from decode_text(value).split()
    elif isinstance(value, str):
        yield from value.split()


def _name(value: object) -> str:
    """A PDF name as text."""
    name = getattr(value, "name", value)
    return name.decode("latin-1") if isinstance(name, bytes) else str(name or "")
