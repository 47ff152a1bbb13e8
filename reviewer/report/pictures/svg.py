"""Drawing in SVG: shapes and text with attributes alone, which browsers, Word and typst all understand."""

from __future__ import annotations

from xml.sax.saxutils import escape as escape_xml
from xml.sax.saxutils import quoteattr

from reviewer.model import Status
from reviewer.report import words
from reviewer.report.paper.text import clean

WIDTH = 470.0
"""Width of a picture over the whole text, in points, so that a size of letters is what it says."""
FONTS = "'Libertinus Serif', Calibri, 'Segoe UI', 'Liberation Sans', sans-serif"
LETTER = 0.56
"""Width of a letter, in ems, in the widest of these fonts on average."""
INK, SOFT, LINE = "#17202a", "#56616d", "#d3d9e0"
COLOURS = {
    Status.met: "#14632f", Status.weak: "#7d4a00", Status.deferred: "#7d4a00", Status.contradicted: "#6a1b9a", Status.unmet: "#9c1b1f",
}  # fmt: skip


class Drawing:
    """A picture that grows downwards."""

    def __init__(self, width: float = WIDTH) -> None:
        self.width = width
        self.height = 0.0
        self._parts: list[str] = []

    def text(
        self, x: float, y: float, said: str, *, size: float = 9, colour: str = INK, bold: bool = False, end: bool = False,
        middle: bool = False, up: bool = False,
    ) -> None:  # fmt: skip
        """Words on a line; from, to (``end``) or around (``middle``) a place; ``up``: rising steeply."""
        anchor = ' text-anchor="end"' if end else ' text-anchor="middle"' if middle else ""
        weight = ' font-weight="bold"' if bold else ""
        turned = f' transform="rotate(-90 {number(x)} {number(y)})"' if up else ""
        self._parts.append(
            f'<text x="{number(x)}" y="{number(y)}" font-size="{number(size)}" fill="{colour}"{anchor}{weight}{turned}>'
            f"{escape_xml(clean(said))}</text>"
        )

    def rect(
        self, x: float, y: float, width: float, height: float, fill: str = "none", stroke: str = "none", line: float = 1
    ) -> None:
        """A rectangle."""
        edge = f' stroke="{stroke}" stroke-width="{number(line)}"' if stroke != "none" else ""
        self._parts.append(
            f'<rect x="{number(x)}" y="{number(y)}" width="{number(width)}" height="{number(height)}" fill="{fill}"{edge}/>'
        )

    def path(self, d: str, *, stroke: str, line: float = 1, fill: str = "none") -> None:
        """A path, as SVG writes it."""
        self._parts.append(
            f'<path d="{d}" fill="{fill}" stroke="{stroke}" stroke-width="{number(line)}" stroke-linecap="round" stroke-linejoin="round"/>'
        )

    def mark(self, status: Status, x: float, y: float, size: float = 11) -> None:
        """The sign of a status: full with a tick, half, arrow, cross, empty; told apart without colour."""
        colour, unit = COLOURS[status], size / 12

        def at(px: float, py: float) -> str:
            return f"{number(x + px * unit)} {number(y + py * unit)}"

        if status is Status.met:
            self.rect(x + 0.5 * unit, y + 0.5 * unit, 11 * unit, 11 * unit, fill=colour)
            self.path(f"M{at(3, 6.2)}L{at(5.2, 8.4)}L{at(9.2, 3.8)}", stroke="#ffffff", line=1.5 * unit)
            return
        self.rect(x + unit, y + unit, 10 * unit, 10 * unit, fill="#ffffff", stroke=colour, line=1.2 * unit)
        if status is Status.weak:
            self.path(f"M{at(1, 1)}L{at(11, 11)}L{at(1, 11)}Z", stroke="none", fill=colour)
        elif status is Status.deferred:
            self.path(f"M{at(3, 6)}L{at(8.6, 6)}M{at(6.3, 3.6)}L{at(8.8, 6)}L{at(6.3, 8.4)}", stroke=colour, line=1.2 * unit)
        elif status is Status.contradicted:
            self.path(f"M{at(3.3, 3.3)}L{at(8.7, 8.7)}M{at(8.7, 3.3)}L{at(3.3, 8.7)}", stroke=colour, line=1.9 * unit)

    def svg(self, alt: str) -> str:
        """The picture as a file, with its words for screen readers."""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {number(self.width)} {number(self.height)}" '
            f"font-family={quoteattr(FONTS)}><title>{escape_xml(clean(alt))}</title>{''.join(self._parts)}</svg>"
        )


def number(value: float) -> str:
    """A number in few digits, the same on every machine."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def fitted(text: str, width: float, size: float) -> str:
    """A text cut so that it is about so many points wide at most; its end, which often tells names apart, is kept."""
    return words.brief(text, max(4, int(width / (size * LETTER))))
