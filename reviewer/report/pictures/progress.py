"""Progress against an earlier review: for each standard what was covered then and what is now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reviewer.report import words
from reviewer.report.paper.content import Picture
from reviewer.report.pictures.svg import INK, LINE, SOFT, WIDTH, Drawing, fitted

_FROM, _SHARE = 112.0, 70.0
_NOW, _THEN = "#0a4183", "#ffffff"


@dataclass(frozen=True, slots=True)
class Step:
    """One standard, or all of them: shares of elements met, 0 to 1; None where nothing applied."""

    name: str
    before: float | None
    now: float | None


def progress_picture(steps: Sequence[Step], since: str) -> Picture | None:
    """The picture; None where there is nothing to compare. ``since``: what the earlier review is called, such as its date."""
    shown = [step for step in steps if step.before is not None or step.now is not None]
    if not shown:
        return None
    drawing, said = Drawing(), []
    long = WIDTH - _FROM - _SHARE
    for step in shown:
        y = drawing.height + 4
        drawing.text(0, y + 14, fitted(step.name, _FROM - 6, 9.5), size=9.5, bold=True)
        for share, top, fill in ((step.before, y, _THEN), (step.now, y + 11, _NOW)):
            drawing.rect(_FROM, top, long, 9, stroke=LINE, line=0.7)
            if share:
                drawing.rect(_FROM, top, long * share, 9, fill=fill, stroke=INK if fill == _THEN else "none", line=0.9)
        drawing.text(WIDTH, y + 8, words.percent(step.before), size=9, colour=SOFT, end=True)
        drawing.text(WIDTH, y + 19, words.percent(step.now), size=9.5, bold=True, end=True)
        drawing.height = y + 24
        said.append(f"{step.name}: {words.percent(step.before)} then, {words.percent(step.now)} now.")
    y = drawing.height + 6
    drawing.rect(0, y, 14, 8, fill=_THEN, stroke=INK, line=0.9)
    drawing.text(18, y + 7.5, fitted(f"then ({since})", 220, 8), size=8, colour=SOFT)
    drawing.rect(250, y, 14, 8, fill=_NOW)
    drawing.text(268, y + 7.5, "now", size=8, colour=SOFT)
    drawing.height = y + 12
    alt = " ".join(said)
    return Picture(drawing.svg(alt), alt, "Coverage then and now: share of the elements met, of those asked for.")
