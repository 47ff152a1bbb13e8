"""The rows of the matrix: one for each element and quote, so that a filter on a document shows all that it bears on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from reviewer.model import Action, ElementResult, Evidence, Finding, Judgement, Review, Status
from reviewer.report import words
from reviewer.report.decided import FRESHNESS
from reviewer.report.html_filters import BASIS_NAMES
from reviewer.report.html_report import web_address
from reviewer.report.interface import Guidance
from reviewer.report.matrix import columns
from reviewer.report.matrix.cells import plain
from reviewer.report.matrix.columns import Cells


@dataclass(frozen=True, slots=True)
class Row:
    """One element with one of its quotes, or with none."""

    finding: Finding
    element: ElementResult
    evidence: Evidence | None
    number: int
    """Which quote of the element, from 1; 0 where it has none."""
    quotes: int
    """How many quotes the element has."""
    opposes: bool
    """The quote speaks against the status."""
    revision: str
    asked: str
    wording: str

    def values(self) -> dict[str, str | int | float | date | None]:
        """Column title -> value, in the order of the columns. Texts are as they come from the documents."""
        finding, element, quote = self.finding, self.element, self.evidence
        return {
            "Standard": words.short(finding.standard),
            "Clause": finding.clause,
            "Criterion": finding.title,
            "Element": self.asked,
            "Weight": words.SEVERITIES[finding.severity],
            "Asked by": BASIS_NAMES[element.basis],
            columns.STATUS: status(element.status),
            "Sure": None if element.status is Status.not_applicable else element.confidence,
            "Confirm": "confirm this" if words.to_confirm(element) else "",
            "Document": quote.name if quote else "",
            "Revision": self.revision,
            "Section": " › ".join(quote.heading_path) if quote else "",
            "Page": quote.page if quote else None,
            "Quote": (quote.quote or words.LEFT_OUT) if quote else "",
            "Context": (quote.context or "") if quote else "",
            "Quote does": self.does,
            "Quote no.": f"{self.number} of {self.quotes}" if quote else "",
            "Link": web_address(quote.link) if quote else "",
            "Gap": self.gap,
            "Remediation": self.wording,
            **self._asked_of_people(),
            "Why this status": words.reason(element.reason),
            "Document id": quote.document if quote else "",
            columns.ELEMENT: element.id,
        }

    def _asked_of_people(self) -> dict[str, str | date | None]:
        """What people have filled in, in the first row of an element alone: an entry is changed in one place."""
        element = self.element
        first = self.number <= 1
        task = element.task if first else None
        told = {columns.OWNER: task.owner if task else "", columns.DUE: task.due if task else None}
        return told | (judged(element.judgement, element.id) if first else {columns.STATE: state(element.judgement, element.id)})

    @property
    def does(self) -> str:
        """What the quote does for the status."""
        if self.evidence is None:
            return ""
        return "says the opposite" if self.opposes else words.ROLES[self.evidence.role]

    @property
    def gap(self) -> str:
        """What the procedures do not say; "" where nothing is missing."""
        return self.element.missing or "" if self.element.status not in {Status.met, Status.not_applicable} else ""


def rows(review: Review, guidance: Guidance) -> Iterator[Row]:
    """All rows, in the order of the rubric."""
    revisions = {entry.id: entry.stated_revision or entry.revision or "" for entry in review.documents}
    for finding in review.findings:
        advice = guidance.criteria.get(finding.criterion)
        for element in finding.elements:
            told = advice.elements.get(element.id.rpartition("/")[2]) if advice else None
            closed = element.status in {Status.met, Status.not_applicable}
            wording = "" if closed else (told.write if told else finding.remediation or "")
            quotes = [(quote, False) for quote in element.evidence] + [(quote, True) for quote in element.conflicts]
            shown: list[tuple[Evidence | None, bool]] = [*quotes] or [(None, False)]
            for number, (quote, opposes) in enumerate(shown, 1):
                yield Row(
                    finding, element, quote, number if quote else 0, len(quotes), opposes,
                    revisions.get(quote.document, "") if quote else "", told.meaning if told else element.id, wording,
                )  # fmt: skip


def status(value: Status) -> str:
    """A status with the sign that repeats it."""
    return f"{words.SIGNS[value.value]} {words.STATUSES[value]}"


def judged(judgement: Judgement | None, on: str) -> dict[str, str | date | None]:
    """The columns of a decision, filled in where it was made ``on`` this very element or criterion."""
    own = judgement if judgement is not None and judgement.id == on else None
    cells = decision_cells(own)
    return {
        columns.DECISION: cells.action,
        columns.DECIDED: cells.status,
        columns.REASON: cells.reason,
        columns.BY: cells.by,
        columns.DATE: own.date if own else None,
        columns.STATE: state(judgement, on),
    }


def state(judgement: Judgement | None, on: str) -> str:
    """Whether a decision counts, and where it was made if not here."""
    if judgement is None:
        return ""
    told = " ".join(filter(None, (FRESHNESS[judgement.freshness] + ("." if judgement.note else ""), judgement.note)))
    return (
        told
        if judgement.id == on
        else f"{words.STATUSES[judgement.status]}, as decided on the criterion by {judgement.by}; {told}"
    )


def decision_cells(judgement: Judgement | None) -> Cells:
    """A decision as its cells say it."""
    if judgement is None:
        return Cells()
    overruled = columns.DECIDABLE.get(judgement.status, "") if judgement.action is Action.overrule else ""
    return Cells(
        columns.ACTIONS[judgement.action], overruled, plain(judgement.reason), plain(judgement.by), judgement.date.isoformat()
    )
