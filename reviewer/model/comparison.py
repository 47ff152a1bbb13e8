"""What has become of the findings since an earlier review."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from reviewer.model.base import Record, Share
from reviewer.model.verdicts import Basis, Evidence, Severity, Status, Verdict


class Turn(StrEnum):
    """What became of one element between two reviews."""

    regressed = "regressed"
    new = "new"
    changed = "changed"
    closed = "closed"
    dropped = "dropped"


class ElementTurn(Record):
    """An element whose status is not what it was."""

    element: str = Field(description="<criterion>/<element>")
    title: str = Field(description="title of its criterion")
    standard: str
    clause: str
    severity: Severity
    basis: Basis
    turn: Turn = Field(
        description="closed: was a gap, is met; regressed: was met, or less open, than now; new: a gap that was not asked for before; "
        "changed: another status or other wording; dropped: no longer asked for"
    )
    before: Status | None = Field(None, description="absent where it was not asked for")
    after: Status | None = Field(None, description="absent where it is no longer asked for")


class Progress(Record):
    """Findings and coverage, compared with an earlier report (``--since``)."""

    rubric: str = Field(description="id, version and the first figures of the hash of the rubric that judged then")
    same_rubric: bool = Field(description="false: another rubric judged then, so that a status may differ though no text does")
    overall_before: Share | None = Field(description="coverage then; null where nothing applied or none was stated")
    coverage_before: dict[str, Share | None] = Field(description="the same by standard")
    statuses_before: dict[str, Status] = Field(default_factory=dict, description="element -> its status then")
    turns: tuple[ElementTurn, ...] = Field(
        (), description="elements with another status; by turn, then in the order of the rubric"
    )


class WordRun(Record):
    """Words that two texts share, or that only one of them has."""

    kind: str = Field(description="same, removed or added")
    text: str


class Wording(Record):
    """The statement that a status rested on then, and the one that it rests on now."""

    before: Evidence | None = None
    after: Evidence | None = None
    words: tuple[WordRun, ...] = Field(
        (), description="from one to the other, word by word; empty where they have too little in common"
    )


class FindingTurn(Record):
    """An element that is not as it was, with its wording."""

    step: ElementTurn
    wording: Wording | None = Field(None, description="where the statement it rests on has changed")
    missing: str | None = Field(None, description="what the procedures do not say now")


class VerdictTurn(Record):
    """A criterion with another verdict."""

    criterion: str
    title: str
    standard: str
    clause: str
    before: Verdict | None = None
    after: Verdict | None = None


class DecidedTurn(Record):
    """An element on which people decided otherwise than the tool, then or now."""

    element: str
    title: str = Field(description="title of its criterion")
    standard: str
    clause: str
    before: Status | None = Field(None, description="the tool's status then; absent where it was not asked for")
    decided_before: Status | None = Field(None, description="with the decisions that counted then")
    after: Status | None = Field(None, description="the tool's status now")
    decided_after: Status | None = Field(None, description="with the decisions that count now")


class ReviewIdentity(Record):
    """Which review it was."""

    report: str = Field(description="the report, as it was named")
    finished_at: str | None = None
    tool_version: str
    rubric_id: str
    rubric_version: str
    rubric_sha256: str
    documents: int = Field(ge=0)
    overall: Share | None
    decided_overall: Share | None = Field(None, description="coverage with people's decisions; absent where the report has none")
    stale: int = Field(0, ge=0, description="decisions that do not count, since what they were made on has changed")
    coverage: dict[str, Share | None]
    unread: tuple[str, ...] = Field((), description="documents that were found and not read")
