"""Which characters the fonts at hand can show. A PDF for screen readers (PDF/UA) must not hold any other.

The fonts are those inside typst (Latin, Greek, Cyrillic, Hebrew, some Arabic, signs); a font of the machine is asked only for what
they lack. So a report comes out the same on every machine, unless its documents use other scripts.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

import typst

UNSHOWN = "\u25a1"
"""Stands for a character that no font can show: a white square."""

_SENTINEL = "\U000ffffd"
_EVERYWHERE = re.compile(
    "[\u0020-\u007e\u00a0-\u00ac\u00ae-\u017f\u0391-\u03a1\u03a3-\u03c9\u0410-\u044f\u2010-\u2014\u2018-\u201e\u2022\u2026\u203a\u20ac\u2190-\u2193\u2200\u2260\u2264\u2265\u25a1\u200b]*"
)
"""Characters that the fonts inside typst are known to show."""
_PROBE = """
#set page(width: 200pt, height: auto, margin: (top: 25pt), fill: none)
#set text(font: "Libertinus Serif")
#for c in json(bytes(sys.inputs.chars)) { block(height: 20pt, spacing: 0pt, breakable: false, c) }
"""
_STEP = 20
_JOINERS = "\u200c\u200d\ufe0e\ufe0f"


def doubtful(texts: Iterable[str]) -> str:
    """The characters of some texts that are not known to be shown everywhere, in order of their numbers."""
    chars = set[str]()
    for text in texts:
        if not _EVERYWHERE.fullmatch(text):
            chars.update(text)
    return "".join(sorted(c for c in chars if not _EVERYWHERE.fullmatch(c) and c not in _JOINERS))


def unshown(chars: str, *, system: bool) -> str:
    """Those of some characters that neither the fonts inside typst nor, with ``system``, those of the machine can show."""
    if not chars:
        return ""
    drawn = typst.compile(
        _PROBE.encode(), format="svg", sys_inputs={"chars": json.dumps([*_SENTINEL, *chars])}, ignore_system_fonts=not system
    ).decode()
    # Every character is drawn by the names of its shapes, at a height of its own; what cannot be shown has the shape of the sentinel.
    shapes: dict[int, set[str]] = {}
    for group in re.split(r'<g transform="translate\(', drawn.partition("<defs")[0])[1:]:
        height = re.match(r"\S+ ([\d.]+)\)", group)
        if height:
            shapes.setdefault(int(float(height[1]) // _STEP), set()).update(re.findall(r'xlink:href="#(\w+)"', group))
    missing = shapes.get(1, set())
    return "".join(char for number, char in enumerate(chars, 2) if missing & shapes.get(number, set()))


def without(text: str, chars: frozenset[str]) -> str:
    """A text with a white square for each of some characters."""
    if not chars or chars.isdisjoint(text):
        return text
    kept = "".join(UNSHOWN if char in chars else char for char in text)
    return re.sub(rf"(?<={UNSHOWN})[{_JOINERS}]+|[{_JOINERS}]+(?={UNSHOWN})", "", kept)
