"""Numbers of lists and headings of an .odt."""

from __future__ import annotations

from dataclasses import dataclass, field

from reviewer.documents.markup import Element, children, tag
from reviewer.documents.numerals import numeral
from reviewer.documents.odt_styles import STYLE, TEXT

_FIGURES = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_MAX_LEVEL = 10
_LONGEST_AFFIX = 50  # characters before or after a number, which every item of the list repeats


@dataclass(frozen=True, slots=True)
class Level:
    """How one level is numbered; ``figures`` is empty for bullets and unnumbered levels."""

    figures: str = ""
    prefix: str = ""
    suffix: str = ""
    start: int = 1
    shown: int = 1  # how many levels its number shows
    bullet: str = ""
    pattern: str | None = None  # "%1%.%2%", where LibreOffice has written one


@dataclass(slots=True)
class Counter:
    """The counters of one list, by level from 1."""

    levels: dict[int, Level]
    counts: dict[int, int] = field(default_factory=dict)

    def next(self, level: int, start: int | None = None, counted: bool = True) -> str:
        """Count an item at this level, or restart there at ``start``, and give its label."""
        own = self.levels.get(level, Level())
        if not counted:
            return ""
        for above in range(1, level):
            self.counts.setdefault(above, self.levels.get(above, Level()).start)
        if start is not None:
            self.counts[level] = start
        elif level in self.counts:
            self.counts[level] += 1
        else:
            self.counts[level] = own.start
        for deeper in [key for key in self.counts if key > level]:
            del self.counts[deeper]
        if not own.figures:
            return ""
        if own.pattern is not None:
            label = own.pattern
            for index in range(1, level + 1):
                label = label.replace(f"%{index}%", self._figure(index))
            return label.strip()
        first = max(1, level - own.shown + 1)
        parts = (self._figure(index) for index in range(first, level + 1))
        return f"{own.prefix}{'.'.join(part for part in parts if part)}{own.suffix}".strip()

    def _figure(self, index: int) -> str:
        level = self.levels.get(index, Level())
        return numeral(self.counts[index], _FIGURES.get(level.figures, "none"))


class Lists:
    """All list styles of a document, and the lists that are being counted."""

    def __init__(self, *roots: Element | None) -> None:
        self._styles: dict[str, dict[int, Level]] = {}
        self._by_id: dict[str, Counter] = {}
        self._by_style: dict[str, Counter] = {}
        self.outline = Counter({})
        for root in roots:
            if root is None:
                continue
            for element in root.iter(TEXT + "list-style"):
                self._styles.setdefault(element.get(STYLE + "name", ""), _levels(element))
            for element in root.iter(TEXT + "outline-style"):
                self.outline = Counter(_levels(element))

    def open(self, style: str | None, list_id: str | None, continues: str | None, *, goes_on: bool) -> Counter:
        """The counter for a list that begins: a new one, or that of the list which it continues."""
        counter = self._by_id.get(continues or "")
        if counter is None and goes_on and style is not None:
            counter = self._by_style.get(style)
        if counter is None:
            counter = Counter(self._styles.get(style or "", {}))
        if list_id:
            self._by_id[list_id] = counter
        if style is not None:
            self._by_style[style] = counter
        return counter

    def levels(self, style: str) -> dict[int, Level] | None:
        """The levels of a list style; None for an unknown one."""
        return self._styles.get(style)


def _levels(element: Element) -> dict[int, Level]:
    levels: dict[int, Level] = {}
    for child in children(element):
        index = _whole(child.get(TEXT + "level"), 1)
        if not 1 <= index <= _MAX_LEVEL:
            continue
        if tag(child) in (TEXT + "list-level-style-number", TEXT + "outline-level-style"):
            levels[index] = Level(
                figures=child.get(STYLE + "num-format") or "",
                prefix=(child.get(STYLE + "num-prefix") or "")[:_LONGEST_AFFIX],
                suffix=(child.get(STYLE + "num-suffix") or "")[:_LONGEST_AFFIX],
                start=_whole(child.get(TEXT + "start-value"), 1),
                shown=_whole(child.get(TEXT + "display-levels"), 1),
                pattern=next(
                    (str(text)[:100] for name, text in child.attrib.items() if str(name).endswith("}num-list-format")), None
                ),
            )
        elif tag(child) == TEXT + "list-level-style-bullet":
            levels[index] = Level(bullet=child.get(TEXT + "bullet-char") or "•")
    return levels


def _whole(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.isdigit() and len(text) < 9 else default
