"""Heading levels from type: headings without a number rank with the numbered ones that are set in the same type."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reviewer.documents.flow_headings import reads_as_sentence
from reviewer.documents.marks import CAPTION
from reviewer.documents.pdf_paragraphs import Group, Measures

_NUMBER = re.compile(r"^(?P<label>\d{1,2}(?:\.\d{1,2}){0,5})\.?\s+(?=\S*[^\W\d_])")
_LARGER = 1.5
_MAX_WORDS = 12
_MAX_LINES = 3

_Type = tuple[float, bool, bool]


def heading_levels(groups: Sequence[Group], usual: Measures) -> dict[int, int]:
    """Levels of the paragraphs that are headings by their type, by the identity of the paragraph.

    Documents without numbered headings, and headings in a type that no numbered one has, are left to be told by their looks.
    """
    candidates: list[tuple[Group, _Type, int]] = []
    for number, group in enumerate(groups):
        text = " ".join(group.texts())
        stands_out = group.size >= usual.size + _LARGER or (group.bold and not usual.mostly_bold)
        if CAPTION.match(text) or not stands_out or group.apart or group.bullet or len(group.lines) > _MAX_LINES:
            continue
        match = _NUMBER.match(text)
        rest = text[match.end() :] if match else text
        if len(rest.split()) > _MAX_WORDS or rest[-1] in ".;,:" or reads_as_sentence(rest) or not any(c.isalpha() for c in rest):
            continue
        if not match and (number == 0 or group.label):
            continue  # the first line may be the title; "a) …" is an item
        depth = re.sub(r"(?:\.0)+$", "", match["label"]).count(".") + 1 if match else 0  # "5.0" is a chapter like "5"
        candidates.append((group, (group.size, group.bold, all(line.italic for line in group.lines)), depth))
    depths: dict[_Type, int] = {}
    for _, kind, depth in candidates:
        if depth:
            depths[kind] = min(depth, depths.get(kind, depth))
    return {id(group): depth or depths[kind] for group, kind, depth in candidates if kind in depths}
