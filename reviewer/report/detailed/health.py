"""Document health on paper: what an auditor sees of the documents before asking what they provide for."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.model import Health, HealthRemark, Review
from reviewer.report import health, words
from reviewer.report.paper.content import Block, Heading, Paragraph, Quote, Style, bold, line, soft


def document_health(review: Review) -> Iterator[Block]:
    """All remarks by kind; nothing where the report knows of no health, as those of earlier versions."""
    if review.health is None:
        return
    yield Heading("Document health", 1, "health")
    yield Paragraph(line(looked_at(review.health)), Style.note, keep=True)
    if not review.health.remarks:
        yield Paragraph(line("Nothing is to be remarked."))
    for group in health.groups(review.health):
        yield Heading(f"{group.title} ({len(group.remarks)})", 2)
        if group.advice or group.source:
            yield Paragraph(line(group.advice, soft(f" Basis: {group.source}." if group.source else "")), Style.note, keep=True)
        for remark in group.remarks:
            yield from _remark(remark, group)


def looked_at(checked: Health) -> str:
    """What was looked at, in one sentence."""
    return (
        f"What an auditor sees of the documents before asking what they provide for. Of {words.count(len(checked.checked), 'document')} "
        f"whose text counts, {words.count(len(checked.controlled), 'is a procedure, plan or policy whose', 'are procedures, plans or policies whose')} "
        "title block was looked at as well. No status and no score depends on it."
    )


def _remark(remark: HealthRemark, group: health.Group) -> Iterator[Block]:
    more = [
        "" if group.advice else f" {remark.advice}",
        f" Looked at: {remark.looked_at}." if remark.looked_at else "",
        f" Source: {remark.source}." if remark.source and not group.source else "",
    ]
    yield Paragraph(line(bold(f"{remark.name}: "), remark.text, soft("".join(more))), keep=bool(remark.places))
    for number, place in enumerate(remark.places):
        yield Quote(text=words.cut(place.quote, health.LONGEST_QUOTE) or words.LEFT_OUT, place=health.place(remark, number))
    if remark.count > len(remark.places) > 0:
        yield Paragraph(line(f"{words.count(remark.count, 'place')} in all."), Style.note)
