"""Automatic numbers of a .docx, counted as Word counts them: "5.3.1", "a)", "Step 2:"."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from reviewer.documents.docx_parts import W, number, switch, value
from reviewer.documents.docx_styles import Style
from reviewer.documents.markup import Element
from reviewer.documents.numerals import numeral

LEVELS: Final = 9
_LONGEST_TEXT = 100  # characters of a level's pattern, which every paragraph of the list repeats
_PLACE = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of a list is numbered."""

    start: int = 1
    format: str = "decimal"
    text: str = ""
    style: str | None = None  # paragraph style that this level is tied to
    restart: int | None = None  # restarts after this level (from 1); 0 never, None after any level above
    legal: bool = False  # all numbers in arabic figures
    font: str = ""


@dataclass(slots=True)
class _List:
    """A definition with its counters, which all lists that point to it share."""

    levels: dict[int, Level]
    counters: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Num:
    list: _List
    overrides: dict[int, Level]
    starts: dict[int, int]


@dataclass(frozen=True, slots=True)
class Label:
    """The number of a paragraph: its text without a bullet, its depth from 1, and the bullet's sign where it has one."""

    text: str
    depth: int
    bullet: str = ""
    bullet_font: str = ""


class Numbering:
    """Resolves paragraphs to their numbers. Paragraphs must be asked for in document order."""

    def __init__(self, root: Element | None) -> None:
        self._nums: dict[int, _Num] = {}
        self._restarted: set[tuple[int, int]] = set()
        if root is not None:
            self._load(root)

    def _load(self, root: Element) -> None:
        abstracts: dict[int, Element] = {}
        linked: dict[str, Element] = {}  # numbering style -> the definition that belongs to it
        for element in root.iterchildren(W + "abstractNum"):
            abstracts[number(element, "abstractNumId") or 0] = element
            style = value(element.find(W + "styleLink"))
            if style:
                linked[style] = element
        lists: dict[int, _List] = {}
        for element in root.iterchildren(W + "num"):
            abstract = abstracts.get(number(element.find(W + "abstractNumId")) or 0)
            num_id = number(element, "numId")
            if abstract is None or num_id is None:
                continue
            abstract = linked.get(value(abstract.find(W + "numStyleLink")) or "", abstract)
            key = number(abstract, "abstractNumId") or 0
            if key not in lists:
                lists[key] = _List(_levels(abstract))
            self._nums[num_id] = _num(element, lists[key])

    def place(self, style: Style, num_id: int | None, level: int | None) -> tuple[int, int] | None:
        """The list and level of a paragraph, from its own properties and its style; None where it is in none."""
        own = num_id is not None
        num_id = style.num_id if num_id is None else num_id
        if num_id is None or num_id not in self._nums:  # 0 takes a paragraph out of the list of its style
            return None
        if level is None:
            level = self._tied_level(num_id, style)
        if level is None:
            level = 0 if own else style.num_level or 0
        return num_id, min(max(level, 0), LEVELS - 1)

    def next(self, num_id: int, level: int) -> Label:
        """Count a paragraph and give its label."""
        num = self._nums[num_id]
        levels = num.list.levels | num.overrides
        counters = num.list.counters
        for above in range(level):
            # A level that is passed over counts as begun: after an opening "1.1" the next chapter is 2.
            counters.setdefault(above, num.starts.get(above, levels.get(above, Level()).start))
        if level in num.starts and (num_id, level) not in self._restarted:
            self._restarted.add((num_id, level))
            counters[level] = num.starts[level]
        elif level in counters:
            counters[level] += 1
        else:
            counters[level] = num.starts.get(level, levels.get(level, Level()).start)
        for deeper in range(level + 1, LEVELS):
            restart = levels.get(deeper, Level()).restart
            if restart is None or level + 1 <= restart:
                counters.pop(deeper, None)
        own = levels.get(level, Level())
        if own.format == "bullet":
            return Label("", level + 1, own.text, own.font)

        def figure(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            shown = levels.get(index, Level())
            return numeral(counters.get(index, shown.start), "decimal" if own.legal else shown.format)

        return Label(_PLACE.sub(figure, own.text).strip(), level + 1)

    def _tied_level(self, num_id: int, style: Style) -> int | None:
        num = self._nums[num_id]
        levels = num.list.levels | num.overrides
        for style_id in style.chain:
            for index, level in levels.items():
                if level.style == style_id:
                    return index
        return None


def _num(element: Element, definition: _List) -> _Num:
    overrides: dict[int, Level] = {}
    starts: dict[int, int] = {}
    for override in element.iterchildren(W + "lvlOverride"):
        index = number(override, "ilvl") or 0
        level = override.find(W + "lvl")
        if level is not None:
            overrides[index] = _level(level)
        start = number(override.find(W + "startOverride"))
        if start is not None:
            starts[index] = start
            overrides[index] = replace(overrides.get(index, definition.levels.get(index, Level())), start=start)
    return _Num(definition, overrides, starts)


def _levels(abstract: Element) -> dict[int, Level]:
    return {number(level, "ilvl") or 0: _level(level) for level in abstract.iterchildren(W + "lvl")}


def _level(element: Element) -> Level:
    start = number(element.find(W + "start"))
    fonts = element.find(f"{W}rPr/{W}rFonts")
    return Level(
        start=0 if start is None else start,
        format=value(element.find(W + "numFmt")) or "decimal",
        text=(value(element.find(W + "lvlText")) or "")[:_LONGEST_TEXT],
        style=value(element.find(W + "pStyle")),
        restart=number(element.find(W + "lvlRestart")),
        legal=switch(element, "isLgl") is True,
        font=(value(fonts, "ascii") or value(fonts, "hAnsi") or "") if fonts is not None else "",
    )
