"""Statuses, verdicts, and the evidence they rest on."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, NamedTuple

from pydantic import Field, StringConstraints

from reviewer.model.base import Offset, Record, Share


class Severity(StrEnum):
    """How much a gap against the criterion weighs."""

    major = "major"
    minor = "minor"


class Basis(StrEnum):
    """Why it is asked: by the clause, by a neighbouring clause, or by auditors only."""

    requirement = "requirement"
    adjacent = "adjacent"
    audit_focus = "audit-focus"


class Status(StrEnum):
    """Status of one element over the whole set of documents; see rubric/README.md for the meaning of each."""

    met = "met"
    contradicted = "contradicted"
    deferred = "deferred"
    weak = "weak"
    unmet = "unmet"
    not_applicable = "not_applicable"


class Verdict(StrEnum):
    """Verdict on a criterion, which follows from the statuses of its elements."""

    covered = "covered"
    partial = "partial"
    missing = "missing"
    conflicting = "conflicting"
    not_applicable = "not_applicable"


class Role(StrEnum):
    """What a quote does for the status of an element."""

    establishes = "establishes"
    weakens = "weakens"
    excludes = "excludes"
    defers = "defers"
    nearest = "nearest"


class Evidence(Record):
    """A quote with its place: one contiguous run of the document's own words."""

    document: str = Field(description="document id")
    name: str = Field(description="document name")
    quote: str = Field(description="text[start:end] with white space folded")
    context: str | None = Field(None, description="lead-in, column headers or neighbours that give the quote its meaning")
    role: Role
    page: int | None = Field(None, ge=1)
    heading_path: tuple[str, ...] = ()
    start: Offset
    end: Offset
    link: str | None = Field(None, description="Drive: address to open the document")
    revision: str | None = Field(None, description="Drive: the state of the document that is quoted")
    paths: tuple[str, ...] | None = Field(None, description="Drive: every way that leads to the document")


GENERAL_PROCESS = "topic (general process)"
"""What a candidate lacks that counts only where the set sends security issues into its general process."""


class Candidate(NamedTuple):
    """A passage that was considered for an element, and what came of it. Shares are 0 to 1.

    No Record: there are hundreds of thousands of them in a large set, most of which are soon forgotten.
    """

    element: str
    """<criterion>/<element>"""
    document: str
    passage: int
    """index of the passage within its document"""
    role: Role
    frame: str
    """id of the evidence rule"""
    weight: float
    """probability that the passage speaks of the element, by rules and models together"""
    discarded: str | None = None
    """why it counts for nothing; None where it counts in its role"""
    found: tuple[str, ...] = ()
    """concepts found, as concept=words"""
    lacking: tuple[str, ...] = ()
    """concepts looked for and not found"""
    wording: float = 0.0
    """the same probability by its words alone"""
    meaning: float = 0.0
    """the same by the encoder of meaning alone; 0 where it was not asked"""
    refers_to: str | None = None
    """document or process that the passage sends its reader to"""
    dead_end: str | None = None
    """document of the set that it points to"""


class Mention(NamedTuple):
    """A document or process that the set names and that is not in it, under one of its names."""

    name: str
    times: int
    document: str
    """that names it first, in the order of the set"""
    passage: int
    """where it does, by index"""


class Referral(Record):
    """Where a deferring text sends its reader."""

    name: str = Field(description="the document or process as the text names it")
    document: str | None = Field(None, description="id, if it is in the set but could not be read")


class TraceStep(Record):
    """A passage that was considered for an element, and what came of it."""

    document: str
    start: Offset
    end: Offset
    quote: str
    frame: str = Field(description="id of the evidence rule that fired or came nearest")
    found: tuple[str, ...] = Field((), description="concepts found, as concept=words")
    lacking: tuple[str, ...] = Field((), description="concepts that were looked for and not found")
    outcome: str = Field(description="establishes, weakens, excludes, defers, or discarded: reason")
    weight: Share = Field(description="probability that the passage speaks of the element, by rules and models together")
    wording: Share = Field(0.0, description="the same by its words alone")
    meaning: Share = Field(0.0, description="the same by the encoder of meaning alone; 0 where it was not asked")


class Action(StrEnum):
    """What a person decides about the tool's status of an element."""

    confirm = "confirm"
    overrule = "overrule"
    not_applicable = "not_applicable"


class Freshness(StrEnum):
    """Whether what a decision rests on is still as the person saw it."""

    current = "current"
    stale = "stale"
    unchecked = "unchecked"


Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Seen(Record):
    """What the person saw when deciding."""

    status: str = Field(description="the tool's status of the element, or its verdict on the criterion")
    sha256: Digest = Field(
        description="evidence_sha256 of the element in report.json; of a criterion, over those of its elements"
    )


class Judgement(Record):
    """What a person decided about an element, beside the tool's status (decisions.yaml)."""

    id: str = Field(description="of what was decided on: the element, or its criterion as a whole")
    action: Action
    status: Status = Field(description="the status in the person's judgement")
    reason: str
    by: str = Field(description="name of the person")
    date: dt.date = Field(description="day of the decision")
    freshness: Freshness = Field(
        description="stale: the status or the quotes are no longer those that the person saw; unchecked: what they saw was not noted"
    )
    note: str | None = Field(None, description="what has changed since, where it is stale")
    seen: Seen | None = Field(None, description="what the person saw, where that was noted")

    @property
    def counts(self) -> bool:
        """Whether it enters the scores with decisions: a stale one does not, until somebody has decided again."""
        return self.freshness is not Freshness.stale


class Task(Record):
    """Who closes a gap, and by when (decisions.yaml)."""

    owner: str | None = Field(None, description="who closes the gap")
    due: dt.date | None = Field(None, description="by when")


class ElementResult(Record):
    """Status of one element, with the quotes it rests on and the way it was reached."""

    id: str = Field(description="<criterion>/<element>")
    basis: Basis
    status: Status
    confidence: Share = Field(description="probability that the met / not-met side of the status is right")
    reason: str = Field(description="one plain sentence")
    missing: str | None = Field(None, description="what the procedures do not say, where the status is not met")
    evidence: tuple[Evidence, ...] = Field((), description="best first, at most three")
    conflicts: tuple[Evidence, ...] = Field((), description="text elsewhere in the set that says the opposite")
    refers_to: tuple[Referral, ...] = ()
    evidence_sha256: str | None = Field(
        None, description="over the text of evidence and conflicts: a decision is stale once it is another; absent where redacted"
    )
    judgement: Judgement | None = Field(None, description="what a person decided, where somebody has")
    task: Task | None = Field(None, description="who closes the gap, where somebody was named")
    trace: tuple[TraceStep, ...] = ()

    @property
    def decided(self) -> Status:
        """The status with the person's decision, where one counts; else the tool's."""
        return self.judgement.status if self.judgement is not None and self.judgement.counts else self.status


class Finding(Record):
    """Verdict on one criterion."""

    criterion: str
    standard: str
    clause: str
    title: str
    severity: Severity
    basis: Basis
    verdict: Verdict
    elements: tuple[ElementResult, ...]
    remediation: str | None = Field(None, description="what to write or do; absent where covered or not applicable")
    decided_verdict: Verdict | None = Field(
        None, description="verdict with the decisions that count; absent where none was made about it"
    )


def fingerprint(evidence: Iterable[Evidence], conflicts: Iterable[Evidence] = ()) -> str:
    """SHA-256 over the text that a status rests on: quotes with role and context, whatever their order and place."""
    shown = sorted([e.role.value, e.quote, e.context or ""] for e in (*evidence, *conflicts))
    return hashlib.sha256(json.dumps(shown).encode("utf-8")).hexdigest()
