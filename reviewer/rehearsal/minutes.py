"""The minutes of a session, as a paper and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from reviewer.model import Review
from reviewer.rehearsal.readiness import RULE, grade, says_something
from reviewer.rehearsal.records import Answer, Grade, Minutes, Session, TopicResult
from reviewer.rehearsal.topics import Topic
from reviewer.report import words
from reviewer.report.anchors import anchor
from reviewer.report.detailed.about import NO_CERTIFICATE, about
from reviewer.report.detailed.looks import VERDICT_TONES
from reviewer.report.interface import Guidance
from reviewer.report.paper import (
    Block,
    Bullets,
    Column,
    Heading,
    Paper,
    Paragraph,
    Row,
    Run,
    SignOff,
    Style,
    Table,
    Tone,
    bold,
    line,
    link,
    soft,
)

TITLE, KIND = "Minutes of an audit rehearsal", "Procedure review: audit rehearsal"
_TONES = {Grade.ready: Tone.good, Grade.nearly: Tone.half, Grade.not_ready: Tone.bad, Grade.not_asked: Tone.soft}


def minutes(review: Review, topics: Sequence[Topic], session: Session, ended_at: str) -> Minutes:
    """What was asked, answered and shown, and how ready each topic is."""
    results = tuple(grade(topic, session.answers) for topic in topics)
    finished = review.run.get("finished_at")
    return Minutes(
        tool=f"{review.tool.name} {review.tool.version}",
        rubric=f"{review.rubric.id} {review.rubric.version} ({review.rubric.sha256})",
        review_finished_at=finished if isinstance(finished, str) else None, rule=RULE, session=session, ended_at=ended_at,
        finished=all(result.grade is not Grade.not_asked for result in results), topics=results,
    )  # fmt: skip


def as_json(held: Minutes) -> bytes:
    """The minutes for other programs."""
    return (json.dumps(held.model_dump(mode="json", exclude_none=True), ensure_ascii=False, indent=1) + "\n").encode()


def headline(results: Sequence[TopicResult]) -> str:
    """How many topics have which grade."""
    counts = [(level, sum(r.grade is level for r in results)) for level in Grade]
    return ", ".join(f"{number} {level.value}" for level, number in counts if number)


def paper(review: Review, guidance: Guidance, held: Minutes) -> Paper:
    """The minutes for people."""
    session = held.session
    return Paper(
        title=TITLE,
        kind=KIND,
        brand=guidance.brand,
        made_at=held.ended_at,
        facts=tuple(
            (name, value)
            for name, value in (
                ("Result", f"{headline(held.topics)}{'' if held.finished else '; stopped before the end'}"),
                ("Held", f"{_moment(session.started_at)} to {_moment(held.ended_at)}"),
                ("Asked by", session.asked_by),
                ("Answered by", session.answered_by),
                (
                    "Review",
                    f"of {held.review_finished_at or 'unknown date'}, by {held.tool}, rubric {review.rubric.id} {review.rubric.version} ({review.rubric.sha256[:12]})",
                ),
                ("What it is not", f"{NO_CERTIFICATE} The grades say how a rehearsal went."),
            )
            if value
        ),
        blocks=(
            *_overview(held),
            *_to_do(held.topics),
            Heading("Questions and answers", 1, "answers"),
            *(block for result in held.topics for block in _topic(result, session.answers)),
            Heading("Sign-off", 1, "sign-off"),
            SignOff(("Asked by", "Answered by", "Quality management")),
            *about(review),
        ),
    )


def _moment(stamp: str) -> str:
    return stamp[:16].replace("T", " ") + (" UTC" if stamp.endswith(("+00:00", "Z")) else "")


def _overview(held: Minutes) -> Iterator[Block]:
    yield Heading("Readiness", 1, "readiness")
    yield Paragraph(line(bold("How it is graded: "), held.rule))
    rows = tuple(
        Row(
            (
                line(link(r.title, f"#{anchor(r.criterion)}")),
                line(f"{words.short(r.standard)} {r.clause}"),
                line(Run(words.VERDICTS[r.verdict], tone=VERDICT_TONES[r.verdict])),
                line(f"{r.answered} of {r.questions}"),
                line(f"{r.shown} of {r.questions}"),
                line(Run(r.grade.value, bold=True, tone=_TONES[r.grade])),
            )
        )
        for r in held.topics
    )
    yield Table(
        "Topics, with questions answered and records shown",
        (
            Column("Topic", 3.2), Column("Clause", 1.6), Column("Procedures", 1.7), Column("Answered", 1.5, number=True),
            Column("Records", 1.3, number=True), Column("Readiness", 1.6),
        ),
        rows,
    )  # fmt: skip


def _to_do(results: Sequence[TopicResult]) -> Iterator[Block]:
    yield Heading("To do before the audit", 1, "to-do")
    open_ones = [r for r in results if r.to_do]
    if not open_ones:
        yield Paragraph(line("Nothing came up in what was asked."))
    for result in open_ones:
        yield Paragraph(line(result.title), Style.label)
        yield Bullets(tuple(line(task) for task in result.to_do))


def _topic(result: TopicResult, answers: Sequence[Answer]) -> Iterator[Block]:
    given = [a for a in answers if a.criterion == result.criterion]
    if not given:
        return
    yield Heading(result.title, 2, anchor(result.criterion))
    yield Paragraph(line(Run(result.grade.value, bold=True, tone=_TONES[result.grade]), f" · {result.because}"), keep=True)
    rows = tuple(
        Row((line(str(a.number)), line(a.question), _said(a.answer, "no answer"), _said(a.record, "none shown"))) for a in given
    )
    yield Table(
        f"Questions and answers: {result.title}",
        (Column("No.", 0.5, number=True), Column("Question", 3), Column("Answer", 3), Column("Record shown", 2)),
        rows,
    )


def _said(text: str, nothing: str) -> tuple[Run, ...]:
    if not says_something(text):
        return line(soft(f"{nothing}{f' (“{text}”)' if text.strip() else ''}"))
    return line(text)
