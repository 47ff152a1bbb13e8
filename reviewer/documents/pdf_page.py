"""What one PDF page shows: words with their place and type, ruling lines, shaded areas, pictures.

Coordinates are points from the upper left corner. What the libraries report becomes these records in ``pdf_glyphs`` and
``pdf_objects`` (pdfium) and in ``pdf_miner`` (pdfminer).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import Enum

# A gap wider than this share of the type size parts two words even where the file has no space between them.
WORD_GAP = 0.17
# A filled shape thinner than this is a ruling line.
THIN = 3.0
_INVISIBLE = 0.5  # type smaller than this cannot be seen
_BOLD = re.compile(r"bold|black|heavy|demi|semibd|[-,]bd?$|cmbx|sfbx", re.IGNORECASE)
_ITALIC = re.compile(r"italic|oblique|[-,]it?$", re.IGNORECASE)


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
    """All that one page shows. ``turn``: by how many degrees, with the clock, it was turned to be read."""

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
    comments: int = 0
    fields: bool = False
    lost_fields: bool = False
    turn: float = 0.0

    @property
    def covered(self) -> float:
        """Share of the page under its largest picture."""
        areas = [(min(p.x1, self.width) - max(p.x0, 0)) * (min(p.bottom, self.height) - max(p.top, 0)) for p in self.pictures]
        return max(areas, default=0.0) / max(self.width * self.height, 1.0)


@dataclass(slots=True)
class Glyph:
    """A character as it is printed, or several that one sign stands for. ``twice``: it is printed again at the same place."""

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
    twice: bool = False


class Shape(Enum):
    """What a drawn path is."""

    line = 1
    rectangle = 2
    curve = 3


def is_bold(font: str) -> bool:
    """Whether the name of a font says that it is bold."""
    return _BOLD.search(font) is not None


def is_italic(font: str) -> bool:
    """Whether the name of a font says that it is italic."""
    return _ITALIC.search(font) is not None


def is_seen(content: PageContent, x0: float, top: float, x1: float, bottom: float, size: float) -> bool:
    """Whether something of that size stands on the page; not so at a place that is no number."""
    return size >= _INVISIBLE and x1 >= -1 and bottom >= -1 and x0 <= content.width + 1 and top <= content.height + 1


def add_shape(content: PageContent, shape: Shape, area: Area, *, filled: bool, stroked: bool, framed: bool) -> None:
    """Sort a drawn path into ruling lines, shaded areas and frames.

    ``filled`` and ``framed``: its inside, its outline has a colour that is not white; ``stroked``: it has an outline at all.
    """
    content.strokes += 1
    width, height = area.x1 - area.x0, area.bottom - area.top
    if shape is Shape.line or ((stroked or filled) and min(width, height) < THIN):
        if height < THIN and width > THIN:
            content.rules.append(Rule(True, (area.top + area.bottom) / 2, area.x0, area.x1))
        elif width < THIN and height > THIN:
            content.rules.append(Rule(False, (area.x0 + area.x1) / 2, area.top, area.bottom))
    elif shape is Shape.rectangle:
        if framed:
            content.frames.append(area)
        if filled:
            content.fills.append(area)
