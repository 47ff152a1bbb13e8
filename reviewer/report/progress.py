"""Progress against the last review as reports say it."""

from __future__ import annotations

from typing import NamedTuple

from reviewer.model import ElementTurn, Progress, Review, Turn
from reviewer.report import words

TITLES = {
    Turn.regressed: "Regressed",
    Turn.new: "New gaps",
    Turn.changed: "Changed, and still open",
    Turn.closed: "Closed",
    Turn.dropped: "No longer asked for",
}


class Group(NamedTuple):
    """The elements of one turn."""

    turn: Turn
    title: str
    steps: tuple[ElementTurn, ...]


def groups(progress: Progress) -> tuple[Group, ...]:
    """The elements with another status, the worst first; turns without an element are left out."""
    found = ((turn, tuple(step for step in progress.turns if step.turn is turn)) for turn in Turn)
    return tuple(Group(turn, TITLES[turn], steps) for turn, steps in found if steps)


def headline(review: Review) -> str:
    """What has become of the findings since the earlier report, in one line; "" where that is not known."""
    progress = review.changes.progress if review.changes else None
    if progress is None:
        return ""
    counts = {turn: sum(step.turn is turn for step in progress.turns) for turn in Turn}
    parts = [f"{counts[turn]} {word}" for turn, word in _WORDS if counts[turn] or turn in {Turn.closed, Turn.regressed}]
    coverage = f"coverage {words.percent(progress.overall_before)} then, {words.percent(review.scores.overall)} now"
    return f"Since the earlier review: {', '.join(parts)}; {coverage}"


def caution(progress: Progress) -> str:
    """That another rubric judged then; "" where it is the same."""
    if progress.same_rubric:
        return ""
    return f"Another rubric judged then ({progress.rubric}): a status may differ though no text does."


def coverage(review: Review, progress: Progress) -> tuple[tuple[str, str, str], ...]:
    """Coverage of each standard, and of all, then and now."""
    now = {name: score.coverage for name, score in review.scores.by_standard.items()}
    rows = [
        (words.short(name), words.percent(progress.coverage_before.get(name)), words.percent(now.get(name)))
        for name in dict.fromkeys([*now, *progress.coverage_before])
    ]
    return (*rows, ("All standards", words.percent(progress.overall_before), words.percent(review.scores.overall)))


def step(turn: ElementTurn) -> str:
    """From one status to the other, in words."""
    then, now = ("not asked for" if s is None else words.STATUSES[s] for s in (turn.before, turn.after))
    return f"{then} → {now}"


_WORDS = ((Turn.closed, "closed"), (Turn.new, "new"), (Turn.changed, "changed"), (Turn.regressed, "regressed"), (Turn.dropped, "no longer asked for"))  # fmt: skip
