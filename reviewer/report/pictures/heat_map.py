"""Heat map of criteria and documents: who covers what. The darker, the more elements a document establishes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from reviewer.model import Review, Role, SourceKind, Status
from reviewer.report import document_map, words
from reviewer.report.document_map import Contribution, DocumentUse
from reviewer.report.paper.content import Picture
from reviewer.report.pictures.svg import LETTER, LINE, SOFT, WIDTH, Drawing, fitted

COLUMNS = 14
"""Documents side by side in one picture."""
_SHADES = ("#d3e3f3", "#86b3dd", "#3576b5", "#0a4183")
"""For 1, 2, 3, and 4 or more elements; lightness alone tells them apart."""
_LEAST_LABEL, _ROW, _MOST_HEAD, _COLUMN = 190.0, 14.0, 104.0, 22.0
_SIGNS = {Role.excludes: Status.contradicted, Role.defers: Status.deferred, Role.weakens: Status.weak}


def heat_maps(review: Review) -> tuple[Picture, ...]:
    """The map, in as many pictures as its documents need; none where no document bears on a criterion."""
    useful = [use for use in document_map.uses(review) if use.contributions]
    parts = [useful[i : i + COLUMNS] for i in range(0, len(useful), COLUMNS)]
    return tuple(_picture(review, part, number * COLUMNS, len(useful)) for number, part in enumerate(parts))


def name_of(use: DocumentUse) -> str:
    """Name of a document in a list: where it lies, where that tells more."""
    return use.entry.id if use.entry.source is SourceKind.local else use.entry.name


def _picture(review: Review, uses: Sequence[DocumentUse], first: int, whole: int) -> Picture:
    drawing = Drawing()
    column = min(_COLUMN, (WIDTH - _LEAST_LABEL) / len(uses))
    label = WIDTH - column * len(uses)
    names = [fitted(name_of(use), _MOST_HEAD - 6, 7.5) for use in uses]
    head = max(len(name) for name in names) * 7.5 * LETTER + 8
    for place, name in enumerate(names):
        drawing.text(label + (place + 0.5) * column + 2.5, head - 4, name, size=7.5, up=True)
    drawing.height = head
    for standard, group in groupby(review.findings, key=lambda finding: finding.standard):
        drawing.text(0, drawing.height + 11, words.short(standard), size=8.5, bold=True)
        drawing.height += 15
        for finding in group:
            y = drawing.height
            drawing.text(0, y + 9.5, fitted(finding.title, label - 8, 7.5), size=7.5)
            drawing.path(f"M0 {y + _ROW:g}H{WIDTH:g}", stroke=LINE, line=0.5)
            for place, use in enumerate(uses):
                drawing.rect(label + place * column, y, column, _ROW, stroke=LINE, line=0.5)
                part = use.to(finding)
                if part is not None:
                    _cell(drawing, part, label + place * column, y, column)
            drawing.height += _ROW
    _legend(drawing)
    numbers = f"documents {first + 1} to {first + len(uses)} of {whole} that bear on a criterion" if whole > len(uses) else ""
    said = "; ".join(
        f"{words.clean(name_of(use))} establishes {words.count(use.established, 'element')} and bears on "
        f"{words.count(len(use.contributions), 'criterion', 'criteria')}"
        for use in uses
    )
    alt = f"Heat map of {len(review.findings)} criteria and {words.count(len(uses), 'document')}. {said}. The table below says it in words."
    return Picture(drawing.svg(alt), alt, f"Who covers what{': ' + numbers if numbers else ''}. A number counts elements.")


def _cell(drawing: Drawing, part: Contribution, x: float, y: float, width: float) -> None:
    counts = dict(part.roles)
    established = counts.get(Role.establishes, 0)
    other = next((role for role in _SIGNS if role in counts), None)
    if established:
        shade = min(established, len(_SHADES)) - 1
        drawing.rect(x + 0.5, y + 0.5, width - 1, _ROW - 1, fill=_SHADES[shade])
        middle = x + width / 2 - (3.5 if other else 0)
        drawing.text(
            middle, y + 10, str(established), size=8, bold=True, middle=True, colour="#ffffff" if shade > 1 else "#17202a"
        )
    if other:
        size = 7.0
        left = x + width - size - 1.5 if established else x + (width - size) / 2 - (3 if counts[other] > 1 else 0)
        drawing.mark(_SIGNS[other], left, y + (_ROW - size) / 2, size)
        if not established and counts[other] > 1:
            drawing.text(left + size + 1.5, y + 10, str(counts[other]), size=8)


def _legend(drawing: Drawing) -> None:
    x, y = 0.0, drawing.height + 8
    for shade, text in zip(_SHADES, ("1 element", "2", "3", "4 or more"), strict=True):
        drawing.rect(x, y, 9, 9, fill=shade)
        drawing.text(x + 12, y + 7.5, text, size=8, colour=SOFT)
        x += 18 + len(text) * 4.2
    drawing.text(x, y + 7.5, "established", size=8, colour=SOFT)
    x += 58
    for role, name in (
        (Role.weakens, "not binding"),
        (Role.defers, "sends elsewhere"),
        (Role.excludes, "excludes, says the opposite"),
    ):
        drawing.mark(_SIGNS[role], x, y, 9)
        drawing.text(x + 12, y + 7.5, name, size=8, colour=SOFT)
        x += 22 + len(name) * 4
    drawing.height = y + 12
