"""What people decide about the tool's statuses, as it stands in decisions.yaml."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable
from typing import Annotated, Self

from pydantic import Field, StringConstraints, model_validator

from reviewer.model.base import Record
from reviewer.model.verdicts import Action, ElementResult, Seen, Status, Task

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Decision(Record):
    """One decision of a person. That on an element goes before that on its criterion, which goes for all its other elements."""

    id: Words = Field(description="id of an element or criterion")
    action: Action
    status: Status | None = Field(None, description="where the tool is overruled: the status in the person's judgement")
    reason: Words
    by: Words = Field(description="name of the person")
    date: dt.date
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

    id: Words = Field(description="id of an element or criterion")


class DecisionFile(Record):
    """All of a decisions.yaml. No id stands twice in either list."""

    decisions: tuple[Decision, ...] = ()
    tasks: tuple[TaskEntry, ...] = ()


def seen_of(elements: Iterable[ElementResult], status: str) -> Seen | None:
    """What somebody sees who decides on some elements; None where a report does not tell their evidence."""
    digests = [element.evidence_sha256 for element in elements]
    known = [digest for digest in digests if digest is not None]
    if len(known) < len(digests):
        return None
    # That of a single element as it stands in report.json, so that it can be compared by hand.
    whole = known[0] if len(known) == 1 else hashlib.sha256("\n".join(known).encode("ascii")).hexdigest()
    return Seen(status=status, sha256=whole)
