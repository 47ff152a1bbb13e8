"""Statuses, verdicts, and the evidence they rest on."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

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


class Candidate(Record):
    """A passage that was considered for an element, and what came of it."""

    element: str = Field(description="<criterion>/<element>")
    document: str
    passage: int = Field(ge=0, description="index of the passage within its document")
    role: Role
    discarded: str | None = Field(None, description="why it counts for nothing; None where it counts in its role")
    frame: str = Field(description="id of the evidence rule")
    found: tuple[str, ...] = Field((), description="concepts found, as concept=words")
    lacking: tuple[str, ...] = Field((), description="concepts looked for and not found")
    weight: Share = Field(description="probability that the passage speaks of the element, by rules and models together")
    wording: Share = Field(0.0, description="the same by its words alone")
    meaning: Share = Field(0.0, description="the same by the encoder of meaning alone; 0 where it was not asked")
    refers_to: str | None = Field(None, description="document or process that the passage sends its reader to")
    dead_end: str | None = Field(None, description="document of the set that it points to")


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
    trace: tuple[TraceStep, ...] = ()


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
