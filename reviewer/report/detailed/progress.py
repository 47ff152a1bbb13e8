"""Progress: what has become of coverage, findings and documents since an earlier review."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.model import ElementTurn, Progress, Review, Status
from reviewer.report import progress as said
from reviewer.report import words
from reviewer.report.anchors import anchor
from reviewer.report.interface import Guidance
from reviewer.report.paper.content import Block, Bullets, Column, Heading, Paragraph, Row, Table, line, link
from reviewer.report.pictures import Step, progress_picture


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
    yield Paragraph(line(f"{said.headline(review)}."))
    if said.caution(known):
        yield Paragraph(line(said.caution(known)))
    picture = progress_picture(steps(review, known), "the earlier review")
    if picture is not None:
        yield picture
    if known.turns:
        columns = (Column("Element", 3.6), Column("Then", 1), Column("Now", 1))
        rows: list[Row] = []
        for group in said.groups(known):
            rows.append(Row((line(f"{group.title}: {len(group.steps)}"),), group=True))
            rows += [_row(turn, guidance) for turn in group.steps]
        yield Table("Elements with another status", columns, tuple(rows))


def _row(turn: ElementTurn, guidance: Guidance) -> Row:
    criterion, _, name = turn.element.rpartition("/")
    advice = guidance.criteria.get(criterion)
    asked = advice.elements[name].meaning if advice and name in advice.elements else name.replace("-", " ")
    title = link(turn.title, f"#{anchor(criterion)}")
    return Row(
        (
            line(title, f": {asked} ({words.short(turn.standard)}, {turn.clause})"),
            line(_status(turn.before)),
            line(_status(turn.after)),
        )
    )


def _status(status: Status | None) -> str:
    return "not asked for" if status is None else words.STATUSES[status]


def steps(review: Review, known: Progress) -> tuple[Step, ...]:
    """Coverage then and now: of all, and of each standard."""
    now = review.scores.by_standard
    names = dict.fromkeys([*known.coverage_before, *now])
    return (
        Step("All standards", known.overall_before, review.scores.overall),
        *(Step(words.short(n), known.coverage_before.get(n), now[n].coverage if n in now else None) for n in names),
    )
