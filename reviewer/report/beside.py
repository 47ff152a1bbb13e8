"""What stands beside the tool's own verdicts, in a sentence each: decisions of people, progress, document health."""

from __future__ import annotations

from reviewer.model import Review
from reviewer.report import health, progress, words


def sentences(review: Review) -> tuple[str, ...]:
    """One sentence for each that the review has."""
    said = []
    decisions = review.decisions
    if decisions is not None:
        stale = (
            f"; {words.count(decisions.stale, 'decision is', 'decisions are')} stale and not counted" if decisions.stale else ""
        )
        said.append(
            f"With the decisions of people, coverage is {words.percent(decisions.scores.overall)} "
            f"({words.count(decisions.counted, 'status', 'statuses')} decided{stale}); without, {words.percent(review.scores.overall)}."
        )
    if progress.headline(review):
        said.append(f"{progress.headline(review)}.")
    if review.health is not None:
        said.append(f"{health.headline(review.health)}.")
    return tuple(said)
