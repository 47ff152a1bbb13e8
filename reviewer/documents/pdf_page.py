"""What one PDF page shows: words with their place and type, ruling lines, shaded areas, pictures.

The only module that knows how the PDF library reports its objects. Coordinates are points from the upper left corner.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from pdfminer.layout import LTChar, LTCurve, LTFigure, LTImage, LTItem, LTLine, LTRect
from pdfplumber.page import Page

from reviewer.documents.symbols import symbol

# A gap wider than this share of the type size parts two words even where the file has no space between them.
WORD_GAP = 0.17
# A filled shape thinner than this is a ruling line.
THIN = 3.0
_INVISIBLE = 0.5  # type smaller than this cannot be seen
_MAX_FIGURE_DEPTH = 8
_BOLD = re.compile(r"bold|black|heavy|demi|semibd|[-,]bd?$|cmbx|sfbx", re.IGNORECASE)
_ITALIC = re.compile(r"italic|oblique|[-,]it?$", re.IGNORECASE)
# Writers that set a bullet at a place of the standard encoding that has no meaning.
_BULLETS = {"(cid:127)": "•", "(cid:149)": "•"}
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})


@dataclass(slots=True)
class Word:
    """A run of characters without a gap. ``raised``: it is a small superscript of its line."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    size: float
    bold: bool = False
    italic: bool = False
    artifact: bool = False
    upright: bool = True
    raised: bool = False
    entry: bool = False


@dataclass(slots=True)
class Rule:
    """A horizontal (``at`` is y) or vertical (``at`` is x) ruling line."""

    horizontal: bool
    at: float
    lo: float
    hi: float


@dataclass(slots=True)
class Area:
    """A rectangle: a shaded area, a picture, a frame."""

    x0: float
    top: float
    x1: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        """True if the point lies in it."""
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom


@dataclass(slots=True)
class PageContent:
    """All that one page shows."""

    number: int
    width: float
    height: float
    words: list[Word] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    fills: list[Area] = field(default_factory=list)
    frames: list[Area] = field(default_factory=list)
    pictures: list[Area] = field(default_factory=list)
    watermark: str = ""
    characters: int = 0
    unmapped: int = 0
    outside: int = 0
    strokes: int = 0


@dataclass(slots=True)
class _Glyph:
    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    size: float
    font: str
    artifact: bool


def page_content(page: Page) -> PageContent:
    """Collect what the page shows. May raise whatever the PDF library raises on a damaged page."""
    width, height = float(page.width), float(page.height)
    content = PageContent(number=page.page_number, width=width, height=height)
    level: list[_Glyph] = []
    turned: dict[int, list[_Glyph]] = {90: [], 270: []}
    slanted: list[str] = []
    # The library lays a page out from its media box; what lies outside the crop box is not shown.
    dx, dy = float(page.cropbox[0] - page.mediabox[0]), float(page.cropbox[1] - page.mediabox[1])
    full = float(page.mediabox[3] - page.mediabox[1])
    for item in _items(page.layout, 0):
        x0, x1 = item.x0 - dx, item.x1 - dx
        top, bottom = full - item.y1 - dy, full - item.y0 - dy
        if isinstance(item, LTChar):
            text = item.get_text().translate(_LIGATURES)
            if "\ue000" <= text[:1] <= "\uf8ff":
                text = symbol(ord(text[0]), item.fontname.rpartition("+")[2].partition("-")[0]) or text
            content.characters += 1
            if text.startswith("(cid:"):
                content.unmapped += 1
                text = _BULLETS.get(text, "\ufffd")
            if item.size < _INVISIBLE or x1 < -1 or bottom < -1 or x0 > width + 1 or top > height + 1:
                content.outside += bool(text.strip())
                continue
            a, b, _, _, _, f = item.matrix
            artifact = getattr(item, "tag", None) == "Artifact"
            glyph = _Glyph(text, x0, x1, top, bottom, full - f - dy, item.size, item.fontname, artifact)
            if abs(b) <= abs(a) * 0.05:
                level.append(glyph)
            elif abs(a) <= abs(b) * 0.05:
                turned[90 if b > 0 else 270].append(glyph)
            else:
                slanted.append(text)
        elif isinstance(item, LTImage):
            content.pictures.append(Area(x0, top, x1, bottom))
        elif isinstance(item, LTCurve):
            _shape(content, item, Area(x0, top, x1, bottom))
    content.words = _words(level) + _turned_words(turned[90], upwards=True) + _turned_words(turned[270], upwards=False)
    content.watermark = "".join(slanted).strip()
    return content


def _items(container: Iterable[LTItem], depth: int) -> Iterator[LTChar | LTCurve | LTImage]:
    for item in container:
        if isinstance(item, LTChar | LTCurve | LTImage):
            yield item
        elif isinstance(item, LTFigure) and depth < _MAX_FIGURE_DEPTH:
            yield from _items(item, depth + 1)


def _shape(content: PageContent, item: LTCurve, area: Area) -> None:
    """Sort a drawn path into ruling lines, shaded areas and frames."""
    content.strokes += 1
    width, height = area.x1 - area.x0, area.bottom - area.top
    visible_fill = bool(item.fill) and not _is_white(item.non_stroking_color)
    if isinstance(item, LTLine) or ((item.stroke or visible_fill) and min(width, height) < THIN):
        if height < THIN and width > THIN:
            content.rules.append(Rule(True, (area.top + area.bottom) / 2, area.x0, area.x1))
        elif width < THIN and height > THIN:
            content.rules.append(Rule(False, (area.x0 + area.x1) / 2, area.top, area.bottom))
    elif isinstance(item, LTRect):
        if item.stroke and not _is_white(item.stroking_color):
            content.frames.append(area)
        if visible_fill:
            content.fills.append(area)


def _is_white(colour: object) -> bool:
    """True for white in gray, RGB or CMYK; a pattern or an unknown colour is not white."""
    values = colour if isinstance(colour, tuple | list) else (colour,)
    if not values or not all(isinstance(v, int | float) for v in values):
        return False
    numbers = [float(v) for v in values if isinstance(v, int | float)]
    return all(v < 0.01 for v in numbers) if len(numbers) == 4 else all(v > 0.99 for v in numbers)


def _words(glyphs: list[_Glyph]) -> list[Word]:
    """Join glyphs of one baseline into words."""
    words: list[Word] = []
    glyphs.sort(key=lambda g: g.base)
    start = 0
    for i in range(1, len(glyphs) + 1):
        # Glyphs of one line share a baseline up to rounding; a superscript has its own.
        if i == len(glyphs) or glyphs[i].base - glyphs[i - 1].base > 0.6:
            words.extend(_line_words(sorted(glyphs[start:i], key=lambda g: g.x0)))
            start = i
    return words


def _line_words(glyphs: list[_Glyph]) -> Iterator[Word]:
    run: list[_Glyph] = []
    struck_twice = 0
    for glyph in glyphs:
        if not glyph.text.strip():
            if run:
                yield _word(run, struck_twice)
            run, struck_twice = [], 0
            continue
        if run:
            last = run[-1]
            if glyph.text == last.text and abs(glyph.x0 - last.x0) < 0.25 * max(last.x1 - last.x0, 0.1):
                struck_twice += 1  # bold imitated by printing a glyph twice
                continue
            if glyph.x0 - last.x1 > WORD_GAP * max(glyph.size, last.size):
                yield _word(run, struck_twice)
                run, struck_twice = [], 0
        run.append(glyph)
    if run:
        yield _word(run, struck_twice)


def _word(run: list[_Glyph], struck_twice: int = 0) -> Word:
    bold = sum(bool(_BOLD.search(g.font)) for g in run) * 2 > len(run)
    return Word(
        text="".join(g.text for g in run),
        x0=run[0].x0,
        x1=max(g.x1 for g in run),
        top=min(g.top for g in run),
        bottom=max(g.bottom for g in run),
        base=run[0].base,
        size=max(g.size for g in run),
        bold=bold or struck_twice * 2 > len(run),
        italic=sum(bool(_ITALIC.search(g.font)) for g in run) * 2 > len(run),
        artifact=all(g.artifact for g in run),
    )


def _turned_words(glyphs: list[_Glyph], *, upwards: bool) -> list[Word]:
    """Text turned by a right angle, one Word for a whole line of it: it heads the narrow columns of a matrix."""
    lines: dict[int, list[_Glyph]] = {}
    for glyph in glyphs:
        lines.setdefault(round((glyph.x0 + glyph.x1) / 2 / max(glyph.x1 - glyph.x0, 1)), []).append(glyph)
    words = []
    for line in lines.values():
        line.sort(key=lambda g: -g.bottom if upwards else g.top)
        parts: list[list[_Glyph]] = []
        for glyph in line:
            size = max(glyph.x1 - glyph.x0, 1.0)
            gap = math.inf
            if parts:
                gap = parts[-1][-1].top - glyph.bottom if upwards else glyph.top - parts[-1][-1].bottom
            if gap > 2 * size:
                parts.append([])
            elif gap > WORD_GAP * size and parts[-1][-1].text.strip():
                parts[-1].append(_Glyph(" ", glyph.x0, glyph.x1, glyph.top, glyph.bottom, glyph.base, glyph.size, "", False))
            parts[-1].append(glyph)
        for part in parts:
            word = _word(part)
            if word.text.strip():
                word.upright = False
                word.x0 = min(g.x0 for g in part)
                word.size = word.x1 - word.x0
                words.append(word)
    return words
