"""Paragraphs rebuilt from lines: which line goes on with the one before it, and which starts anew."""

from __future__ import annotations

import re
import statistics
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from reviewer.documents.builder import split_label
from reviewer.documents.hyphens import Vocabulary
from reviewer.documents.marks import is_contents_entry, split_bullet
from reviewer.documents.pdf_lines import Line, TableCell, group_lines
from reviewer.documents.pdf_page import Word
from reviewer.model import BlockKind

_SPACE = 0.25  # width of a word space, in type sizes
_LEADING = 1.2  # distance of base lines where nothing can be measured, in type sizes
_LARGE = 1.15  # type this much larger than the body is a heading's
_NOTE = re.compile(r"^(?P<mark>\d{1,3}|[*†‡§]{1,3})[.)]?\s*(?=\S)")


@dataclass(slots=True)
class Measures:
    """What is usual in a document: type size, distance of lines, share of bold."""

    size: float
    leading: float
    mostly_bold: bool


@dataclass(slots=True)
class Group:
    """The lines of one paragraph.

    ``text_x`` is where its text starts, behind a bullet or number; ``detached``: the number is a bare figure that white
    parts from the text.
    """

    lines: list[Line]
    bullet: bool = False
    label: str = ""
    detached: bool = False
    text_x: float = 0.0
    breaks: list[bool] = field(default_factory=list)  # for each line but the first: the line before was full to its last point
    apart: BlockKind | None = None  # it stands apart from the running text, as a box or a footnote

    @property
    def page(self) -> int:
        return self.lines[0].page

    @property
    def bold(self) -> bool:
        return all(line.bold for line in self.lines if any(c.isalpha() for c in line.text))

    @property
    def size(self) -> float:
        return self.lines[0].size

    def texts(self) -> list[str]:
        """Its lines, the first without its bullet."""
        texts = [line.text for line in self.lines]
        if self.bullet:
            texts[0] = split_bullet(texts[0]) or texts[0]
        return texts

    def whole_lines(self) -> list[str]:
        """Its lines but for those that begin or end with half a word, as far as can be seen."""
        cut = [*self.breaks, False]
        return [text for i, text in enumerate(self.texts()) if not cut[i] and not (i and cut[i - 1])]

    def rest(self) -> str:
        """Its first line without number and bullet."""
        first = self.texts()[0]
        return first[len(self.label) :].lstrip() if self.label else first

    def text(self, words: Vocabulary) -> str:
        """Its lines as one text, with split words mended."""
        texts = self.texts()
        whole = texts[0]
        for cut, text in zip(self.breaks, texts[1:], strict=True):
            whole = words.join(whole, text, cut=cut)
        return whole


def measure(lines: Sequence[Line], in_tables: Sequence[Word]) -> Measures:
    """What is usual among the lines of a document. The words in its tables count for size and weight."""
    sizes: dict[float, int] = defaultdict(int)
    steps: list[float] = []
    bold = total = 0
    for line in lines:
        sizes[line.size] += len(line.text)
        total += len(line.text)
        bold += len(line.text) * line.bold
    for word in in_tables:
        sizes[round(word.size, 1)] += len(word.text)
        total += len(word.text)
        bold += len(word.text) * word.bold
    for before, line in pairwise(lines):
        ratio = (line.base - before.base) / line.size
        # A line that starts in lower case after one without an end goes on with it for certain.
        if before.region == line.region and 0.8 < ratio < 3 and line.text[0].islower() and before.text[-1] not in ".;:!?":
            steps.append(ratio)
    size = max(sizes, key=lambda s: (sizes[s], -s)) if sizes else 10.0
    return Measures(size, statistics.median(steps) if steps else _LEADING, total > 0 and bold > 0.6 * total)


def set_margins(lines: Sequence[Line], widths: dict[int, float]) -> None:
    """Give each line the right margin of its column. ``widths``: of the pages, since a page on its side has its own margin."""
    groups: dict[tuple[object, ...], list[Line]] = defaultdict(list)
    for line in lines:
        groups[(line.region, True) if line.column else (round(widths[line.page] / 20), False)].append(line)
    for group in groups.values():
        ends = sorted(line.x1 for line in group)
        # One line that sticks out must not widen the margin for all the others.
        right = ends[min(len(ends) - 1, int(0.97 * len(ends)))] if len(ends) > 30 else ends[-1]
        for line in group:
            line.right = max(right, line.x1)
    _narrow_lone_columns(lines)


def _narrow_lone_columns(lines: Sequence[Line]) -> None:
    """Give lines that fill the first column only of a page set in columns, as on the last one, the margin of that column."""
    columns = {(round(line.x0), line.right) for line in lines if line.column}
    lone: dict[tuple[int, int], list[Line]] = defaultdict(list)
    for line in lines:
        if not line.column:
            lone[line.region].append(line)
    for group in lone.values():
        left, end = min(line.x0 for line in group), max(line.x1 for line in group)
        rights = [right for x0, right in columns if x0 <= left + 3 and left < right and end <= right + 3]
        for line in group if rights else ():
            line.right = max(min(rights), line.x1)


def group_paragraphs(lines: Iterable[Line], usual: Measures) -> list[Group]:
    """The lines of one stretch of text, put together to paragraphs."""
    groups: list[Group] = []
    for line in lines:
        if groups and _goes_on(groups[-1], line, usual, groups):
            groups[-1].breaks.append(_cut(groups[-1].lines[-1], line))
            groups[-1].lines.append(line)
        else:
            groups.append(_start(line))
    return groups


def cell_groups(cell: TableCell, page: int, usual: Measures) -> list[Group]:
    """The paragraphs in a table cell."""
    lines = group_lines([w for w in cell.words if w.upright], page)
    turned = sorted((w for w in cell.words if not w.upright), key=lambda w: w.x0)
    if turned:
        lines.append(Line(turned, page))
    if not lines:
        return []
    padding = min(max(min(line.x0 for line in lines) - cell.area.x0, 0.0), 12.0)
    for line in lines:
        line.right = max(cell.area.x1 - padding, line.x1)
    return group_paragraphs(lines, usual)


def carries_over(before: Group, after: Group, usual: Measures) -> bool:
    """True if a paragraph goes on in the next column or on the next page."""
    last, first = before.lines[-1], after.lines[0]
    if after.bullet or _is_number(after) or abs(last.size - first.size) > 0.12 * last.size or last.bold != first.bold:
        return False
    if before.size > _LARGE * usual.size or is_contents_entry(last.text) or is_contents_entry(first.text) or last.contents:
        return False
    if last.text[-1] in "-\u00ad" and first.text[0].islower():
        return True
    if _ends_sentence(last.text):
        return False
    return first.text[0].islower() or not _would_fit(last, first)


def is_torn(before: Group, after: Group) -> bool:
    """True if the text of a table cell breaks off at the end of a page and goes on at the top of the next."""
    last, first = before.lines[-1], after.lines[0]
    return not after.bullet and last.text[-1] not in ".;!?" and not _would_fit(last, first)


def _start(line: Line) -> Group:
    group = Group([line], text_x=line.x0)
    rest = split_bullet(line.text)
    if rest is not None and rest != line.text:
        group.bullet = True
    else:
        group.label, rest = split_label(line.text)
        if not group.label and len(line.words) > 1 and re.fullmatch(r"\d{1,2}", line.words[0].text):
            group.detached = line.words[1].x0 - line.words[0].x1 > 0.5 * line.size and line.words[1].text[0].isupper()
            if group.detached:
                group.label, rest = line.words[0].text, line.text[len(line.words[0].text) + 1 :]
    if group.bullet or group.label:
        # The text starts at the first word that is not part of the mark.
        behind = [w for w in line.words if rest.startswith(w.text)]
        group.text_x = behind[0].x0 if behind else line.x0
    return group


def _is_number(group: Group) -> bool:
    """True for a paragraph under a number or letter of its own, rather than one that starts with a figure of its sentence."""
    if not group.label:
        return False
    return not group.rest()[:1].islower() or group.label[-1] in ").]"


def _goes_on(group: Group, line: Line, usual: Measures, groups: Sequence[Group]) -> bool:
    """True if the line belongs to the paragraph above it."""
    before = group.lines[-1]
    if line.region != before.region or line.contents or before.contents:
        return False
    if is_contents_entry(before.text) or (is_contents_entry(line.text) and group.label and line.x0 <= group.lines[0].x0):
        return False
    if abs(line.size - before.size) > 0.12 * before.size or not _is_near(group, line, usual):
        return False
    begun = _start(line)
    if begun.bullet or (_is_number(begun) and _in_sequence(begun, group, line, groups)):
        return False
    if _changes_face(before, line):
        return False
    if before.size > _LARGE * usual.size and not begun.label:
        return True  # a heading over two lines is broken by hand as often as not
    if _would_fit(before, line):
        return line.text[0].islower() and not _ends_sentence(before.text) and abs(line.x0 - group.text_x) < 3 * line.size
    if min(abs(line.x0 - before.x0), abs(line.x0 - group.text_x)) < 0.3 * line.size:
        return True
    return line.text[0].islower() or not _ends_sentence(before.text) or len(group.lines) == 1


def _is_near(group: Group, line: Line, usual: Measures) -> bool:
    step = line.base - group.lines[-1].base
    if step < 0.3 * line.size:
        return False
    if len(group.lines) > 1:
        return step <= 1.2 * (group.lines[-1].base - group.lines[-2].base) + 0.5
    return step <= 1.3 * max(usual.leading, 1.0) * line.size + 0.5


def _in_sequence(begun: Group, group: Group, line: Line, groups: Sequence[Group]) -> bool:
    """True if a line that starts with a number starts a numbered paragraph, and not with a figure that wrapped there."""
    before = group.lines[-1]
    full = not _would_fit(before, line)
    if not full or _ends_sentence(before.text) or abs(line.x0 - before.x0) > 0.3 * line.size:
        return True
    # In the middle of a sentence only the next number of the list counts: "… as described in / 5.2.1 The tools of".
    labels = [g.label for g in groups if g.label]
    return bool(labels) and _follows(labels[-1], begun.label)


def _follows(last: str, label: str) -> bool:
    a, b = last.strip("().").split("."), label.strip("().").split(".")
    if len(a) != len(b) or a[:-1] != b[:-1]:
        return False
    if a[-1].isdigit() and b[-1].isdigit():
        return int(b[-1]) == int(a[-1]) + 1
    return len(a[-1]) == len(b[-1]) == 1 and ord(b[-1]) == ord(a[-1]) + 1


def _changes_face(before: Line, line: Line) -> bool:
    """True if bold lines end or begin here. A bold phrase that runs across the line end is no change."""
    if before.bold == line.bold:
        return False
    return before.words[-1].bold != line.words[0].bold


def _would_fit(before: Line, line: Line) -> bool:
    """True if the first word of ``line`` had room at the end of the line before: then the break was meant."""
    first = line.words[0]
    return before.right - before.x1 > first.x1 - first.x0 + _SPACE * line.size + 2


def _cut(line: Line, following: Line) -> bool:
    """True if a line of one word is so full that not one more letter, as wide as those that follow, had room."""
    first = following.words[0]
    return len(line.words) == 1 and line.right - line.x1 < 1.2 * (first.x1 - first.x0) / len(first.text)


def _ends_sentence(text: str) -> bool:
    return text.rstrip("\"'”’)»]")[-1:] in (".", ":", ";", "!", "?")


def split_note(text: str) -> tuple[str, str]:
    """The number or sign of a footnote and its text."""
    match = _NOTE.match(text)
    return (match["mark"], text[match.end() :]) if match else ("", text)
