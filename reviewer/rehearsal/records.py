"""What is kept of a rehearsal: the state of a session, which becomes its minutes."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from reviewer.model import Record, Verdict


class Grade(StrEnum):
    """How far a topic is ready for an audit; ``readiness`` states the rule."""

    ready = "ready"
    nearly = "nearly ready"
    not_ready = "not ready"
    not_asked = "not asked"


class Answer(Record):
    """One question with what was answered and shown."""

    criterion: str
    number: int = Field(ge=1, description="of the question within its topic")
    question: str
    answer: str = Field("", description="in the words of whoever kept the minutes; empty where there was none")
    record: str = Field("", description="the record that was shown; empty where there was none")
    answered_at: str = Field(description="ISO 8601")


class TopicResult(Record):
    """A topic with its grade and why."""

    criterion: str
    title: str
    standard: str
    clause: str
    verdict: Verdict = Field(description="what the procedures provide for")
    grade: Grade
    because: str = Field(description="one sentence")
    questions: int = Field(ge=0)
    answered: int = Field(ge=0)
    shown: int = Field(ge=0, description="answers with a record")
    to_do: tuple[str, ...] = Field((), description="before the audit")


class Session(Record):
    """A rehearsal that is going on, or is done: the state file."""

    schema_version: str = "1"
    report_sha256: str = Field(description="of the report without its run: the state belongs to it alone")
    order: tuple[str, ...] = Field(description="criteria in the order in which they are asked")
    asked_by: str = ""
    answered_by: str = ""
    started_at: str
    answers: tuple[Answer, ...] = ()


class Minutes(Record):
    """The minutes as other programs read them."""

    schema_version: str = "1"
    tool: str
    rubric: str
    review_finished_at: str | None = None
    rule: str = Field(description="how readiness is graded")
    session: Session
    ended_at: str
    finished: bool = Field(description="every question was asked")
    topics: tuple[TopicResult, ...]
