"""Coverage by standard and clause: one square for each element that counts."""

from __future__ import annotations

from itertools import groupby

from reviewer.model import Basis, Review, Status
from reviewer.report import words
from reviewer.report.coverage import ORDER
from reviewer.report.paper.content import Picture
from reviewer.report.pictures.svg import INK, LINE, SOFT, WIDTH, Drawing, fitted

_CELL, _FROM, _SHARE = 13.0, 112.0, 62.0
_PITCH, _SMALL, _LONG_ROW = 11.4, 10.0, 28
"""Of the squares in the picture without clauses: step, size, and how many stand in a row."""
_IN_A_ROW = int((WIDTH - _FROM - _SHARE) // _CELL)


def coverage_picture(review: Review) -> Picture | None:
    """The picture; None where nothing is in scope."""
    drawing, said = Drawing(), []
    for standard, score in review.scores.by_standard.items():
        y = drawing.height + 13
        drawing.text(0, y, fitted(words.short(standard), 300, 11), size=11, bold=True)
        drawing.text(WIDTH, y, words.percent(score.coverage), size=11, bold=True, end=True)
        drawing.path(f"M0 {y + 4:g}H{WIDTH:g}", stroke=LINE)
        drawing.height = y + 9
        said.append(f"{words.short(standard)}: {words.percent(score.coverage)} covered.")
        clauses = _clauses(review, standard)
        for clause, statuses in clauses:
            _row(drawing, clause, statuses)
            said.append(f"Clause {clause}: {_counted(statuses)}.")
        if not clauses:
            drawing.text(0, drawing.height + 8, "No element of it applies.", colour=SOFT)
            drawing.height += 14
        drawing.height += 5
    if not said:
        return None
    _legend(drawing)
    alt = " ".join(said)
    return Picture(
        drawing.svg(alt),
        alt,
        "Coverage by standard and clause, one square an element. What only auditors look for is counted apart and not drawn.",
    )


def coverage_by_standard(review: Review) -> Picture | None:
    """The same without the clauses, for the summary; None where nothing is in scope."""
    drawing, said = Drawing(), []
    for standard, score in review.scores.by_standard.items():
        statuses = sorted((s for _, found in _clauses(review, standard) for s in found), key=ORDER.index)
        share, top = words.percent(score.coverage), drawing.height
        drawing.text(0, top + 9, fitted(words.short(standard), _FROM - 6, 10), size=10, bold=True)
        drawing.text(WIDTH, top + 9, share, size=11, bold=True, end=True)
        drawing.text(0, top + 19.5, f"{score.met} of {score.applicable} met", size=8, colour=SOFT)
        for place, status in enumerate(statuses):
            drawing.mark(status, _FROM + place % _LONG_ROW * _PITCH, top + place // _LONG_ROW * _PITCH, _SMALL)
        drawing.height = top + max(2, -(-len(statuses) // _LONG_ROW)) * _PITCH + 4
        focus = f"; audit focus, counted apart: {score.audit_focus_met} of {score.audit_focus}" if score.audit_focus else ""
        said.append(
            f"{words.short(standard)}: {share} covered; {_counted(statuses) if statuses else 'no element of it applies'}{focus}."
        )
    if not said:
        return None
    _legend(drawing)
    alt = " ".join(said)
    return Picture(drawing.svg(alt), alt, "One square an element. What only auditors look for is counted apart and not drawn.")


def _clauses(review: Review, standard: str) -> list[tuple[str, list[Status]]]:
    """Statuses of the elements that count, those met first, by the clause as the criteria name it."""
    found = sorted(
        (
            (finding.clause, element.status)
            for finding in review.findings
            if finding.standard == standard
            for element in finding.elements
            if element.basis is not Basis.audit_focus and element.status in ORDER
        ),
        key=lambda pair: (_first_seen(review, standard, pair[0]), ORDER.index(pair[1])),
    )
    return [(clause, [status for _, status in group]) for clause, group in groupby(found, key=lambda pair: pair[0])]


def _first_seen(review: Review, standard: str, clause: str) -> int:
    return next(n for n, finding in enumerate(review.findings) if (finding.standard, finding.clause) == (standard, clause))


def _row(drawing: Drawing, clause: str, statuses: list[Status]) -> None:
    top = drawing.height
    drawing.text(0, top + 9, fitted(clause, _FROM - 6, 9))
    for place, status in enumerate(statuses):
        drawing.mark(status, _FROM + place % _IN_A_ROW * _CELL, top + place // _IN_A_ROW * _CELL)
    met = sum(status is Status.met for status in statuses)
    drawing.text(WIDTH, top + 9, f"{met} of {len(statuses)}", colour=INK, end=True)
    drawing.height = top + ((len(statuses) - 1) // _IN_A_ROW + 1) * _CELL + 3


def _legend(drawing: Drawing) -> None:
    x, y = 0.0, drawing.height + 5
    for status in ORDER:
        name = words.STATUSES[status]
        drawing.mark(status, x, y, 9)
        drawing.text(x + 12, y + 7.5, name, size=8, colour=SOFT)
        x += 24 + len(name) * 8 * 0.5
    drawing.height = y + 12


def _counted(statuses: list[Status]) -> str:
    parts = [(statuses.count(status), words.STATUSES[status]) for status in ORDER if status in statuses]
    return f"of {words.count(len(statuses), 'element')}, {', '.join(f'{number} {name}' for number, name in parts)}"
