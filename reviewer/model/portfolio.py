"""Many clients, reviewed alike: what the portfolio report is made of. No text of a document is in it."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import Field

from reviewer.model.base import Record, Share
from reviewer.model.verdicts import Basis, Severity, Verdict


class Standing(StrEnum):
    """What became of a client in this run."""

    first = "first"
    again = "again"
    unchanged = "unchanged"
    failed = "failed"


class Steps(Record):
    """Elements whose status is another one than before, by what became of them."""

    closed: int = Field(0, ge=0)
    regressed: int = Field(0, ge=0)
    new: int = Field(0, ge=0)
    changed: int = Field(0, ge=0)
    dropped: int = Field(0, ge=0)


class ClientChanges(Record):
    """What has changed since the reports of an earlier run."""

    overall_before: Share | None = Field(None, description="coverage then")
    same_rubric: bool = Field(
        True, description="false: another rubric or program judged then, so that a status may differ though no text does"
    )
    steps: Steps = Steps()
    regressed: tuple[str, ...] = Field((), description="ids of the elements that got worse")
    closed: tuple[str, ...] = Field((), description="ids of the elements that are met now")
    documents: int | None = Field(
        None, ge=0, description="documents that are new, changed or gone; absent where names were replaced"
    )


class UnreadDocument(Record):
    """A document that could not be read, or not wholly."""

    name: str
    code: str = Field("", description="error code; empty where a part of it was read")
    reason: str = ""


class CriterionState(Record):
    """One criterion of one client."""

    verdict: Verdict
    met: int = Field(ge=0)
    asked: int = Field(ge=0, description="elements that apply")


class ClientResult(Record):
    """One client."""

    name: str
    folder: str = Field(description="where its reports lie, under clients/")
    standing: Standing
    code: str | None = Field(None, description="where it failed: a short stable word")
    reason: str | None = Field(None, description="where it failed: why")
    advice: str | None = Field(None, description="where it failed: what to do")
    earlier: bool = Field(False, description="it failed now, and the reports of an earlier run still lie there")
    pages: tuple[str, ...] = Field((), description="names of its reports that a browser opens")
    headline: str | None = None
    overall: Share | None = Field(None, description="coverage; null where nothing applies or nothing was reviewed")
    decided: Share | None = Field(None, description="coverage with the decisions of people, where there are any")
    coverage: dict[str, Share | None] = Field(default_factory=dict, description="by standard")
    major: int = Field(0, ge=0, description="gaps against a clause in scope")
    minor: int = Field(0, ge=0, description="gaps against a clause in scope")
    documents: int = Field(0, ge=0)
    counting: int = Field(0, ge=0, description="documents that may establish something")
    unread: tuple[UnreadDocument, ...] = ()
    criteria: dict[str, CriterionState] = Field(default_factory=dict)
    changes: ClientChanges | None = None


class PortfolioCriterion(Record):
    """One criterion over all clients that were judged by it, and to whom it applies."""

    id: str
    title: str
    standard: str
    clause: str
    severity: Severity
    basis: Basis
    verdicts: dict[Verdict, int] = Field(description="clients by verdict")


class CommonGap(Record):
    """An element that is a gap of several clients."""

    element: str
    criterion: str
    title: str = Field(description="of its criterion")
    asks: str = Field("", description="what the element asks, where the rubric that ships says so")
    standard: str
    clause: str
    severity: Severity
    basis: Basis
    clients: tuple[str, ...] = Field(description="names of those that have it")
    asked: int = Field(ge=1, description="clients to whom it applies")


class PortfolioReview(Record):
    """The portfolio report. The same input, rubric, options and earlier run give the same, outside ``run``."""

    schema_version: str = "1"
    tool: dict[str, str] = Field(description="name and version")
    clients: tuple[ClientResult, ...]
    criteria: tuple[PortfolioCriterion, ...]
    common_gaps: tuple[CommonGap, ...]
    removed: tuple[str, ...] = Field((), description="clients of the last run that the portfolio no longer names")
    left_out: tuple[str, ...] = Field((), description="what lies in the folder of clients and is no folder")
    run: dict[str, Any] = Field(default_factory=dict, description="the only part that may differ between two runs")
