"""Heat map of clients and criteria: a row for each client, a column for each criterion, the sign of its verdict where they meet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from reviewer.model import ClientResult, PortfolioCriterion, PortfolioReview, Status, Verdict
from reviewer.report import words
from reviewer.report.paper.content import Picture
from reviewer.report.pictures.svg import LETTER, LINE, SOFT, WIDTH, Drawing, fitted
from reviewer.report.portfolio.state import reviewed

COLUMNS = 30
"""Criteria side by side in one picture."""
_LABEL, _HEAD, _ROW, _WIDEST, _SIZE = 120.0, 150.0, 13.0, 20.0, 7.5
_SIGNS = {
    Verdict.covered: Status.met, Verdict.partial: Status.weak, Verdict.missing: Status.unmet, Verdict.conflicting: Status.contradicted,
}  # fmt: skip
_SHADES = {Verdict.covered: "#ffffff", Verdict.partial: "#f6e3b6", Verdict.missing: "#e2a48e", Verdict.conflicting: "#c99ad8"}
"""The darker, the worse."""


def heat_maps(portfolio: PortfolioReview) -> Iterator[Picture]:
    """The map, in as many pictures as its criteria need; none where no client was reviewed."""
    clients, criteria = reviewed(portfolio), portfolio.criteria
    for start in range(0, len(criteria), COLUMNS):
        yield _picture(clients, criteria[start : start + COLUMNS])


def _picture(clients: Sequence[ClientResult], criteria: Sequence[PortfolioCriterion]) -> Picture:
    drawing = Drawing()
    column = min(_WIDEST, (WIDTH - _LABEL) / len(criteria))
    titles = [fitted(criterion.title, _HEAD, 7) for criterion in criteria]
    head = max(len(title) for title in titles) * 7 * LETTER + 20
    x = _LABEL
    for standard, group in groupby(criteria, key=lambda criterion: criterion.standard):
        number = len(list(group))
        drawing.text(x + 1, 9, fitted(words.short(standard), number * column, _SIZE), size=_SIZE, bold=True)
        drawing.path(f"M{x:g} 12H{x + number * column - 2:g}", stroke=SOFT, line=0.7)
        x += number * column
    for place, title in enumerate(titles):
        drawing.text(_LABEL + (place + 0.5) * column + 2.5, head - 4, title, size=7, up=True)
    drawing.height = head
    for client in clients:
        y = drawing.height
        drawing.text(0, y + 9.5, fitted(client.name, _LABEL - 6, _SIZE), size=_SIZE)
        for place, criterion in enumerate(criteria):
            _cell(drawing, client, criterion, _LABEL + place * column, y, column)
        drawing.height += _ROW
    _legend(drawing)
    said = "; ".join(
        f"{words.clean(criterion.title)}: "
        + ", ".join(f"{number} {words.VERDICTS[verdict]}" for verdict, number in criterion.verdicts.items())
        for criterion in criteria
    )
    alt = f"Heat map of {words.count(len(clients), 'client')} and {words.count(len(criteria), 'criterion', 'criteria')}. {said}."
    return Picture(drawing.svg(alt), alt, "Clients and criteria. The workbook has the same with the number of elements met.")


def _cell(drawing: Drawing, client: ClientResult, criterion: PortfolioCriterion, x: float, y: float, width: float) -> None:
    state = client.criteria.get(criterion.id)
    fill = _SHADES.get(state.verdict, "none") if state else "none"
    drawing.rect(x, y, width, _ROW, fill=fill, stroke=LINE, line=0.5)
    sign = _SIGNS.get(state.verdict) if state else None
    if sign is not None:
        size = min(8.0, width - 2)
        drawing.mark(sign, x + (width - size) / 2, y + (_ROW - size) / 2, size)
    elif state is not None:
        drawing.text(x + width / 2, y + 9.5, "–", size=8, colour=SOFT, middle=True)


def _legend(drawing: Drawing) -> None:
    x, y = 0.0, drawing.height + 8
    for verdict, sign in _SIGNS.items():
        drawing.mark(sign, x, y, 9)
        drawing.text(x + 12, y + 7.5, words.VERDICTS[verdict], size=8, colour=SOFT)
        x += 24 + len(words.VERDICTS[verdict]) * 4.4
    drawing.text(x, y + 7.5, "– not applicable; empty: judged by another rubric", size=8, colour=SOFT)
    drawing.height = y + 12
