"""Progress: what has become of coverage, findings and documents since an earlier review."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.model import ElementTurn, Progress, Review, Turn
from reviewer.report import comparison, words
from reviewer.report.anchors import anchor
from reviewer.report.interface import Guidance
from reviewer.report.paper.content import Block, Bullets, Column, Heading, Paragraph, Row, Table, bold, line, link
from reviewer.report.pictures import Step, progress_picture

NOW = {
    Turn.regressed: "regressed", Turn.new: "new gap", Turn.changed: "changed", Turn.closed: "closed", Turn.dropped: "no longer asked for",
}  # fmt: skip


def headline(progress: Progress) -> str:
    """What became of the findings, in one sentence."""
    counts = {turn: sum(t.turn is turn for t in progress.turns) for turn in Turn}
    told = ", ".join(
        f"{words.count(counts[turn], 'element')} {NOW[turn]}" for turn in (Turn.closed, Turn.regressed) if counts[turn]
    )
    others = ", ".join(f"{counts[turn]} {NOW[turn]}" for turn in (Turn.new, Turn.changed, Turn.dropped) if counts[turn])
    said = "; ".join(part for part in (told, others) if part)
    return f"Since the earlier review: {said}." if said else "Since the earlier review no status has changed."


def progress(review: Review, guidance: Guidance) -> Iterator[Block]:
    """Picture, documents that changed, and every element with another status; nothing where no earlier report was named."""
    changes = review.changes
    if changes is None:
        return
    yield Heading("Since the earlier review", 1, "progress")
    yield Paragraph(
        line(
            f"Compared with {changes.since}: {words.count(len(changes.changed), 'document')} changed, {changes.unchanged} as before."
        ),
        keep=bool(changes.changed),
    )
    if changes.changed:
        yield Bullets(tuple(line(f"{change.name}: {words.CHANGES[change.kind]}") for change in changes.changed))
    known = changes.progress
    if known is None:
        yield Paragraph(line("The earlier report does not hold findings to compare with."))
        return
    yield Paragraph(line(headline(known)))
    if not known.same_rubric:
        yield Paragraph(line(f"Another rubric judged then ({known.rubric}). A status may differ though no text does."))
    picture = progress_picture(steps(review, known), "the earlier review")
    if picture is not None:
        yield picture
    if known.turns:
        columns = (Column("What became of it", 1.1), Column("Element", 3.2), Column("Then", 1), Column("Now", 1))
        yield Table("Elements with another status", columns, tuple(_row(turn, guidance) for turn in known.turns))


def _row(turn: ElementTurn, guidance: Guidance) -> Row:
    criterion, _, name = turn.element.rpartition("/")
    advice = guidance.criteria.get(criterion)
    asked = advice.elements[name].meaning if advice and name in advice.elements else name.replace("-", " ")
    title = link(turn.title, f"#{anchor(criterion)}")
    return Row(
        (
            line(bold(NOW[turn.turn])),
            line(title, f": {asked} ({words.short(turn.standard)}, {turn.clause})"),
            line(comparison.status(turn.before)),
            line(comparison.status(turn.after)),
        )
    )


def steps(review: Review, known: Progress) -> tuple[Step, ...]:
    """Coverage then and now: of all, and of each standard."""
    now = review.scores.by_standard
    names = dict.fromkeys([*known.coverage_before, *now])
    return (
        Step("All standards", known.overall_before, review.scores.overall),
        *(Step(words.short(n), known.coverage_before.get(n), now[n].coverage if n in now else None) for n in names),
    )
