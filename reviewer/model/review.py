"""The review: everything a report is made of."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from reviewer.model.base import Record, Share
from reviewer.model.comparison import DecidedTurn, FindingTurn, Progress, ReviewIdentity, VerdictTurn
from reviewer.model.documents import DocumentEntry
from reviewer.model.health import Health
from reviewer.model.verdicts import Evidence, Finding


class StandardScore(Record):
    """Coverage of one standard: elements met of its applicable elements of basis requirement or adjacent."""

    coverage: Share | None = Field(description="met / applicable; null where nothing applies")
    met: int = Field(ge=0)
    applicable: int = Field(ge=0)
    weak: int = Field(0, ge=0, description="elements with non-binding text only")
    deferred: int = Field(0, ge=0, description="elements left to documents outside the set")
    covered: int = Field(0, ge=0, description="criteria")
    partial: int = Field(0, ge=0, description="criteria")
    missing: int = Field(0, ge=0, description="criteria")
    conflicting: int = Field(0, ge=0, description="criteria")
    audit_focus_met: int = Field(0, ge=0)
    audit_focus: int = Field(0, ge=0, description="applicable elements of basis audit-focus, counted apart")
    addressed: bool = Field(True, description="false where the set does not seem to be about this standard at all")
    addressed_reason: str | None = None


class Scores(Record):
    """Scores of a review, as the report contract defines them."""

    overall: Share | None
    by_standard: dict[str, StandardScore]
    stated_without: tuple[str, ...] = Field(
        (), description="documents that were found but not read; coverage is stated without them"
    )


class ToolInfo(Record):
    """What made the report: the program and every data file a verdict depends on."""

    name: str
    version: str
    data: tuple[dict[str, str], ...] = Field((), description="models and data files: name, version, sha256")


class RubricInfo(Record):
    """Which rubric judged."""

    id: str
    version: str
    sha256: str = Field(description="over the rubric and clause data that was used")


class MissingDocument(Record):
    """A document or process that the set names and that is not in it."""

    name: str
    mentions: int = Field(ge=1)
    example: Evidence


class ChangeKind(StrEnum):
    """What became of a document since an earlier report."""

    added = "added"
    text = "text"
    revision = "revision"
    readable_now = "readable_now"
    unreadable_now = "unreadable_now"
    removed = "removed"


class Change(Record):
    """A document that is not as it was."""

    document: str = Field(description="document id")
    name: str
    kind: ChangeKind = Field(description="text: other words; revision: another revision or other bytes with the same words")


class Changes(Record):
    """The documents, compared with those of an earlier report (``--since``)."""

    since: str = Field(description="the earlier report, as it was named")
    changed: tuple[Change, ...] = Field(description="by kind, then by name")
    unchanged: int = Field(ge=0, description="documents that are as they were")
    progress: Progress | None = Field(None, description="of the findings, where the earlier report holds them")


CompanyNames = Annotated[tuple[str, ...], BeforeValidator(lambda value: (value,) if isinstance(value, str) else value)]


class Profile(Record):
    """What the user said of the manufacturer before the review (reviewer.yaml)."""

    safety_class: str | None = Field(None, description="software safety class A, B or C")
    third_party_code: bool | None = Field(None, description="false: no third-party code is used")
    software_only: bool | None = Field(None, description="true: no hardware is made")
    company: CompanyNames = Field((), description="names of the manufacturer, which --redact replaces")
    not_applicable: dict[str, str] = Field(default_factory=dict, description="element or criterion id -> reason")


class Decisions(Record):
    """What the decisions of people make of the review."""

    file: str = Field(description="the decisions.yaml, as it was named")
    counted: int = Field(ge=0, description="elements whose decision counts")
    stale: int = Field(
        ge=0, description="elements whose decision was made on other evidence and does not count until it is renewed"
    )
    unchecked: int = Field(
        ge=0, description="of those that count, elements whose decision does not note the evidence, so that nobody can tell"
    )
    scores: Scores = Field(description="the scores with the decisions that count; those of the review are without")


class Redaction(Record):
    """What was replaced in a redacted report, in numbers of different names and addresses."""

    people: int = Field(ge=0)
    companies: int = Field(ge=0)
    others: int = Field(0, ge=0, description="other names that the user gave")
    e_mails: int = Field(ge=0)
    phones: int = Field(ge=0)
    addresses: int = Field(ge=0, description="web addresses with the name of a company")
    given: int = Field(ge=0, description="names that the user gave; the others were found in the documents")
    statement: str = Field(description="what was done, and what it cannot promise")


class Review(Record):
    """Everything a report is made of. The same input, rubric and options give the same review."""

    schema_version: str = "1"
    tool: ToolInfo
    rubric: RubricInfo
    standards: tuple[str, ...] = Field(description="standards in scope")
    profile: Profile
    documents: tuple[DocumentEntry, ...]
    scores: Scores
    findings: tuple[Finding, ...]
    probably_missing: tuple[MissingDocument, ...] = ()
    health: Health | None = Field(None, description="what an auditor sees of the documents themselves")
    changes: Changes | None = Field(None, description="since an earlier report, where one was named")
    decisions: Decisions | None = Field(None, description="of people, where a decisions.yaml was named")
    redaction: Redaction | None = Field(None, description="where names were replaced: offsets are 0, hashes and links are absent")
    quotes_left_out: bool = Field(False, description="the text of quotes was left out on request")
    run: dict[str, Any] = Field(default_factory=dict, description="the only part that may differ between two runs")


class Comparison(Record):
    """Two reviews, finding by finding."""

    schema_version: str = "1"
    before: ReviewIdentity
    after: ReviewIdentity
    same_rubric: bool
    same_tool: bool
    documents: Changes = Field(description="the documents of the two reviews")
    verdicts: tuple[VerdictTurn, ...] = Field((), description="criteria with another verdict, in the order of the rubric")
    findings: tuple[FindingTurn, ...] = Field((), description="by turn, then in the order of the rubric")
    decided: tuple[DecidedTurn, ...] = Field(
        (),
        description="where people decided otherwise than the tool, whose statuses the findings go by; in the order of the rubric",
    )
    unchanged: int = Field(ge=0, description="elements with the same status on the same wording")
