"""What an audit goes through, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reviewer.model import ElementResult, Evidence, Finding, Review, Role, Status, Verdict
from reviewer.report import gaps
from reviewer.report.interface import Guidance
from reviewer.rules import AuditStage, Criterion


class Topic(NamedTuple):
    """One criterion as it comes up in an audit."""

    finding: Finding
    criterion: Criterion | None
    """what the rubric says of it; None where another rubric judged"""

    @property
    def questions(self) -> tuple[str, ...]:
        """What an auditor asks."""
        if self.criterion:
            return self.criterion.auditor_questions
        return (f"Show me where your procedures provide for this, and a record of it: {self.finding.title}.",)

    @property
    def records(self) -> tuple[str, ...]:
        """What to lay on the table."""
        return self.criterion.records if self.criterion else ()

    @property
    def open(self) -> tuple[ElementResult, ...]:
        """Elements that the procedures do not provide for."""
        return tuple(e for e in self.finding.elements if e.status not in {Status.met, Status.not_applicable})

    def answers(self) -> tuple[tuple[ElementResult, Evidence], ...]:
        """Where the procedures answer: each met element with its best statement."""
        found = ((e, next((q for q in e.evidence if q.role is Role.establishes), None)) for e in self.finding.elements)
        return tuple((e, quote) for e, quote in found if e.status is Status.met and quote is not None)

    def asked(self, element: ElementResult) -> str:
        """What an element asks, in words."""
        name = element.id.rpartition("/")[2]
        known = self.criterion.elements.get(name) if self.criterion else None
        return known.meaning if known else name.replace("-", " ")


class Stage(NamedTuple):
    """A part of the rehearsal."""

    title: str
    opening: str
    topics: tuple[Topic, ...]


def stages(review: Review, guidance: Guidance, order: Sequence[AuditStage], *, weak_first: bool = False) -> tuple[Stage, ...]:
    """All criteria that apply: as an audit runs, or those with a gap first, by weight."""
    topics = {
        f.criterion: Topic(f, guidance.criteria.get(f.criterion))
        for f in review.findings
        if f.verdict is not Verdict.not_applicable
    }
    run = [(stage.title, stage.opening, [topics.pop(name) for name in stage.criteria if name in topics]) for stage in order]
    run.append(("Further topics" if order else "Topics", "", list(topics.values())))
    if not weak_first:
        return tuple(Stage(title, opening, tuple(part)) for title, opening, part in run if part)
    every = {topic.finding.criterion: topic for _, _, part in run for topic in part}
    weak = [every.pop(f.criterion) for f in gaps.weightiest(review) if f.criterion in every]
    parts = (
        ("Weak points", "Begin here: this is where the procedures leave something open, the weightiest first.", weak),
        ("What the procedures provide for", "", list(every.values())),
    )
    return tuple(Stage(title, opening, tuple(part)) for title, opening, part in parts if part)
