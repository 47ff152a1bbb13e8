"""What people decide about the tool's statuses, as it stands in decisions.yaml."""

from __future__ import annotations

from datetime import date as Date
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from reviewer.model.base import Record
from reviewer.model.verdicts import Action, Status, Task

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Seen(Record):
    """What the person saw when deciding."""

    status: str = Field(description="the tool's status of the element, or its verdict on the criterion")
    sha256: Digest = Field(
        description="evidence_sha256 of the element in report.json; of a criterion, over those of its elements"
    )


class Decision(Record):
    """One decision of a person. That on an element goes before that on its criterion, which goes for all its other elements."""

    on: Words = Field(description="id of an element or criterion")
    action: Action
    status: Status | None = Field(None, description="where the tool is overruled: the status in the person's judgement")
    reason: Words
    by: Words = Field(description="name of the person")
    date: Date
    seen: Seen | None = Field(None, description="what the person saw; whether it has changed cannot be told without")

    @model_validator(mode="after")
    def _status_fits(self) -> Self:
        if (self.action is Action.overrule) != (self.status is not None):
            raise ValueError("a status is for the action overrule, and has to be named there")
        if self.status is Status.not_applicable:
            raise ValueError("for this status there is the action not_applicable")
        return self


class TaskEntry(Task):
    """Who closes the gap in an element or criterion, and by when."""

    on: Words = Field(description="id of an element or criterion")


class DecisionFile(Record):
    """All of a decisions.yaml. No id stands twice in either list."""

    decisions: tuple[Decision, ...] = ()
    tasks: tuple[TaskEntry, ...] = ()
