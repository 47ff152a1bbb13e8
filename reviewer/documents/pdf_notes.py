"""Footnotes: small type at the foot of a page, under its own number."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.documents.pdf_furniture import PageParts
from reviewer.documents.pdf_lines import Line
from reviewer.documents.pdf_page import Rule
from reviewer.documents.pdf_paragraphs import split_note

_SMALLER = 0.93


def take_footnotes(parts: Sequence[PageParts], rules: dict[int, list[Rule]]) -> list[Line]:
    """Remove the footnotes from the pages and the marks that point to them from the text; returns their lines."""
    sizes: dict[float, int] = {}
    for part in parts:
        for line in part.lines:
            sizes[line.size] = sizes.get(line.size, 0) + len(line.text)
    if not sizes:
        return []
    body = max(sizes, key=lambda s: (sizes[s], -s))
    notes: list[Line] = []
    for part in parts:
        found = _at_foot(part, body, rules.get(part.content.number, []))
        if not found:
            continue
        gone = {id(line) for line in found}
        part.lines = [line for line in part.lines if id(line) not in gone]
        marks = {split_note(line.text)[0] for line in found} - {""}
        for line in part.lines:
            kept = [w for w in line.words if not (w.raised and w.text.strip(",") in marks)]
            line.words = kept or line.words
        notes.extend(found)
    return notes


def _at_foot(part: PageParts, body: float, rules: Sequence[Rule]) -> list[Line]:
    """The last lines of a page, if they are smaller than the text and start with a raised number or under a short rule."""
    found: list[Line] = []
    for line in sorted(part.lines, key=lambda line: -line.base):
        if line.size > _SMALLER * body or line.top < 0.4 * part.content.height:
            break
        found.insert(0, line)
    while found:
        first = found[0]
        under_rule = any(
            first.top - 14 < r.at < first.top + 3 and r.hi - r.lo < 0.6 * part.content.width and r.lo < first.x0 + 4
            for r in rules
        )
        if split_note(first.text)[0] and (first.words[0].raised or under_rule):
            return found
        found.pop(0)
    return []
