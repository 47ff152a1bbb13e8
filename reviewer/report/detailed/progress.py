"""Progress against the last review on paper."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.model import Review
from reviewer.report import progress as said
from reviewer.report import words
from reviewer.report.anchors import anchor
from reviewer.report.paper.content import Block, Bullets, Column, Heading, Paragraph, Row, Style, Table, line, link, soft


def progress(review: Review) -> Iterator[Block]:
    """What was closed, is new and has got worse; nothing where no earlier report was named."""
    if review.changes is None:
        return
    yield Heading("Progress since the last review", 1, "progress")
    yield Paragraph(line(f"Compared with {review.changes.since}."), Style.note, keep=True)
    before = review.changes.progress
    if before is None:
        yield Paragraph(line("The earlier report holds no findings that could be compared."))
    else:
        yield Paragraph(line(f"{said.headline(review)}."), Style.lead)
        if said.caution(before):
            yield Paragraph(line(said.caution(before)))
        yield Table(
            "Coverage then and now",
            (Column("Standard", 3), Column("Then", 1, number=True), Column("Now", 1, number=True)),
            tuple(Row((line(name), line(then), line(now))) for name, then, now in said.coverage(review, before)),
        )
        for group in said.groups(before):
            yield Paragraph(line(f"{group.title} ({len(group.steps)})"), Style.label)
            yield Bullets(
                tuple(
                    line(
                        link(
                            f"{turn.title}: {turn.element.rpartition('/')[2].replace('-', ' ')}", f"#{anchor(turn.element, 'e')}"
                        ),
                        f" {said.step(turn)} ",
                        soft(f"({words.short(turn.standard)} {turn.clause})"),
                    )
                    for turn in group.steps
                )
            )
    changed = review.changes.changed
    yield Paragraph(line(f"Documents: {len(changed)} changed, {review.changes.unchanged} as before"), Style.label)
    yield Bullets(tuple(line(f"{change.name}: {words.CHANGES[change.kind]}") for change in changed))
