"""The audit pack: for each topic what is asked, where the procedures answer, what to lay on the table, which gap to expect."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reviewer.model import HealthKind, Review, Status
from reviewer.rehearsal.topics import Stage, Topic
from reviewer.report import health as document_health
from reviewer.report import words
from reviewer.report.anchors import anchor
from reviewer.report.detailed import looks
from reviewer.report.detailed.about import about, cover_facts, reading
from reviewer.report.detailed.documents import checksums
from reviewer.report.detailed.findings import quote
from reviewer.report.interface import Guidance
from reviewer.report.paper import (
    Block,
    Bullets,
    Column,
    Contents,
    Facts,
    Fields,
    Heading,
    PageBreak,
    Paper,
    Paragraph,
    Row,
    Style,
    Table,
    Wording,
    bold,
    line,
    link,
    soft,
)

TITLE = "Audit rehearsal pack"
KIND = "Procedure review: audit rehearsal"
_ANSWERS = 4
"""Statements shown where the procedures answer; the rest is named by its place."""


def pack(review: Review, guidance: Guidance, parts: Sequence[Stage]) -> Paper:
    """The pack for a review. ``parts``: its topics in the order in which they are rehearsed."""
    return Paper(
        title=TITLE,
        kind=KIND,
        facts=cover_facts(review),
        brand=guidance.brand,
        made_at=str(review.run.get("started_at", "")),
        blocks=(
            Contents(2),
            PageBreak(),
            *_use(),
            *_glance(parts),
            *_documents_first(review),
            *(block for part in parts for block in _stage(part)),
            Heading("Documents of this review", 1, "documents"),
            checksums(review),
            *reading(),
            *about(review),
        ),
    )


def _use() -> Iterator[Block]:
    yield Heading("How to use this pack", 1, "use")
    yield Bullets(
        (
            line("One person asks the questions, those who do the work answer. Answer with the procedure and the record, not from memory."),
            line("Lay the records on the table before the topic begins; a record that has to be searched for counts as missing."),
            line("Where a gap is to be expected, say so first, with the action that closes it and its date."),
            line(
                "The questions are our own words for what auditors ask, and no list is complete. ",
                bold("reviewer rehearse --interactive"), " takes you through them and writes minutes.",
            ),
        )
    )  # fmt: skip


def _glance(parts: Sequence[Stage]) -> Iterator[Block]:
    yield Heading("All topics at a glance", 1, "glance")
    rows: list[Row] = []
    for part in parts:
        rows.append(Row((line(part.title),), group=True))
        for topic in part.topics:
            finding = topic.finding
            rows.append(
                Row(
                    (
                        line(link(finding.title, f"#{anchor(finding.criterion)}")),
                        line(f"{words.short(finding.standard)} {finding.clause}"),
                        line(looks.verdict(finding)),
                        line(str(len(topic.open))),
                        line(str(len(topic.records))),
                    )
                )
            )
    yield Table(
        "Topics, what the procedures provide for, open points to expect, and kinds of record to have at hand",
        (
            Column("Topic", 4),
            Column("Clause", 1.8),
            Column("Procedures", 1.5),
            Column("Open", 0.8, number=True),
            Column("Records", 1.2, number=True),
        ),
        tuple(rows),
    )


def _documents_first(review: Review) -> Iterator[Block]:
    """An audit opens with the documents themselves."""
    if review.health is None:
        return
    yield Heading("The documents themselves", 1, "health")
    yield Paragraph(line("An auditor opens with these, before any topic."), Style.note, keep=True)
    if not review.health.remarks:
        yield Paragraph(line("Nothing was seen that an auditor would remark on them."))
        return
    for group in document_health.groups(review.health):
        yield Paragraph(line(f"{group.title} ({len(group.remarks)})"), Style.label)
        if group.kind is HealthKind.missing_reference:
            yield Paragraph(line("Have at hand: ", ", ".join(sorted({r.subject for r in group.remarks})), "."))
        else:
            yield Bullets(tuple(line(bold(f"{r.name}: "), r.text, " ", soft(r.advice)) for r in group.remarks))


def _stage(part: Stage) -> Iterator[Block]:
    yield Heading(part.title, 1, anchor(part.title, "s"))
    if part.opening:
        yield Paragraph(line(part.opening), Style.lead, keep=True)
    for topic in part.topics:
        yield from _topic(topic)


def _topic(topic: Topic) -> Iterator[Block]:
    finding = topic.finding
    yield Heading(finding.title, 2, anchor(finding.criterion))
    yield Paragraph(line(looks.verdict(finding), f" · {looks.met(finding)} elements met · ", looks.facts(finding)), keep=True)
    yield Paragraph(line("The auditor asks"), Style.label)
    yield Bullets(tuple(line(question) for question in topic.questions), numbered=True)
    answers = topic.answers()
    yield Paragraph(line("Where the procedures answer"), Style.label)
    if not answers:
        yield Paragraph(line("Nowhere: no binding statement was found."))
    for element, evidence in answers[:_ANSWERS]:
        yield Paragraph(line(looks.sentence(topic.asked(element))), Style.note, keep=True)
        yield quote(evidence)
    if len(answers) > _ANSWERS:
        yield Paragraph(line("Also:"), Style.note, keep=True)
        yield Bullets(tuple(line(f"{looks.sentence(topic.asked(e))}: ", soft(words.place(q))) for e, q in answers[_ANSWERS:]))
    if topic.records:
        yield Paragraph(line("Lay on the table"), Style.label)
        yield Bullets(tuple(line(record) for record in topic.records))
    yield from _gap(topic)
    yield Fields(("Notes",), 2)


def _gap(topic: Topic) -> Iterator[Block]:
    yield Paragraph(line("The gap to expect"), Style.label)
    if not topic.open:
        missed = topic.criterion.usually_missed.strip() if topic.criterion else ""
        yield Paragraph(line("None in the procedures. ", soft(f"Elsewhere it is often missed: {missed}") if missed else ""))
        return
    rows = []
    for element in topic.open:
        said = element.missing or words.reason(element.reason)
        if element.status is Status.deferred and element.refers_to:
            said = f"{said} The text sends the reader to {', '.join(r.name for r in element.refers_to)}: bring it."
        sure = f" (Confirm this: {words.percent(element.confidence)} sure.)" if words.to_confirm(element) else ""
        rows.append((words.STATUSES[element.status], line(said, soft(sure))))
    yield Facts(tuple(rows))
    writes = [
        topic.criterion.elements[name].write.strip()
        for e in topic.open
        if topic.criterion and (name := e.id.rpartition("/")[2]) in topic.criterion.elements
    ]
    if writes:
        yield Wording("To close it, write:", tuple(writes))
