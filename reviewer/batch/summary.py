"""The portfolio report's content, from the ``report.json`` of each client that lies in its folder."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from reviewer import __version__
from reviewer.batch.folders import Folders
from reviewer.batch.portfolio import Client, Portfolio
from reviewer.changes import compare, read_review
from reviewer.errors import ReviewerError
from reviewer.model import (
    ClientChanges,
    ClientResult,
    CommonGap,
    CriterionState,
    ElementResult,
    Finding,
    PortfolioCriterion,
    PortfolioReview,
    ReadStatus,
    Review,
    Severity,
    Standing,
    Status,
    Steps,
    Turn,
    UnreadDocument,
    Verdict,
)
from reviewer.pipeline import NAME
from reviewer.report import coverage, gaps
from reviewer.report.interface import Guidance
from reviewer.report.json_report import NAME as REPORT

_PAGES = ("summary.html", "detailed.html", "summary.pdf", "detailed.pdf")
_SEVERITY = list(Severity)


def changes_since(earlier: Path, now: Review) -> ClientChanges | None:
    """What has changed since an earlier report; None where there is none that can be read."""
    if not earlier.is_file():
        return None
    try:
        before = read_review(earlier, "the earlier report")
    except ReviewerError:
        return None
    found = compare(before, now, ("then", "now"))
    # Other wording under the same status is no step.
    steps = [f.step for f in found.findings if f.step.before is not f.step.after]
    counts = Counter(step.turn.value for step in steps)
    return ClientChanges(
        overall_before=before.scores.overall,
        same_rubric=found.same_rubric and found.same_tool,
        steps=Steps(**counts),
        regressed=tuple(step.element for step in steps if step.turn is Turn.regressed),
        closed=tuple(step.element for step in steps if step.turn is Turn.closed),
        documents=None if before.redaction or now.redaction else len(found.documents.changed),
    )


def reviews_of(portfolio: Portfolio, folders: Folders, failures: Mapping[str, object]) -> dict[str, Review]:
    """The review of each client that did not fail, from its folder."""
    places = {client.name: folders.of(client.folder) for client in portfolio.clients if client.name not in failures}
    return {name: read_review(place, str(place)) for name, place in places.items()}


def summarise(
    portfolio: Portfolio,
    folders: Folders,
    reviews: Mapping[str, Review],
    guidance: Guidance,
    standings: Mapping[str, Standing],
    changes: Mapping[str, ClientChanges | None],
    failures: Mapping[str, tuple[str, str, str]],
    removed: Sequence[str],
) -> PortfolioReview:
    """The portfolio report. ``failures``: code, reason and advice of each client that failed; ``changes``: of those reviewed in this run."""
    clients: list[ClientResult] = []
    findings = {name: review.findings for name, review in reviews.items()}
    for client in portfolio.clients:
        place = folders.of(client.folder)
        if client.name in failures:
            code, reason, advice = failures[client.name]
            clients.append(
                ClientResult(
                    name=client.name, folder=client.folder, standing=Standing.failed, code=code, reason=reason, advice=advice or None,
                    earlier=(place / REPORT).is_file(),
                )
            )  # fmt: skip
            continue
        clients.append(_result(client, reviews[client.name], place, standings[client.name], changes.get(client.name)))
    return PortfolioReview(
        tool={"name": NAME, "version": __version__},
        clients=tuple(clients),
        criteria=tuple(_criteria(findings)),
        common_gaps=tuple(_common_gaps(findings, guidance)),
        removed=tuple(removed),
        left_out=portfolio.left_out,
    )


def _result(client: Client, review: Review, place: Path, standing: Standing, changes: ClientChanges | None) -> ClientResult:
    required = coverage.gaps_by_basis(review)[0]
    return ClientResult(
        name=client.name, folder=client.folder, standing=standing,
        pages=tuple(name for name in _PAGES if (place / name).is_file()),
        headline=coverage.headline(review),
        overall=review.scores.overall,
        decided=review.decisions.scores.overall if review.decisions else None,
        coverage={name: score.coverage for name, score in review.scores.by_standard.items()},
        major=required.major, minor=required.minor,
        documents=len(review.documents), counting=sum(entry.establishes for entry in review.documents),
        unread=tuple(
            UnreadDocument(name=entry.name, code=entry.error_code or "", reason=entry.reason or "")
            for entry in review.documents if entry.status is not ReadStatus.read
        ),
        criteria={finding.criterion: _state(finding) for finding in review.findings},
        changes=changes,
    )  # fmt: skip


def _state(finding: Finding) -> CriterionState:
    asked = [element for element in finding.elements if element.status is not Status.not_applicable]
    return CriterionState(verdict=finding.verdict, met=sum(e.status is Status.met for e in asked), asked=len(asked))


def _criteria(findings: Mapping[str, Sequence[Finding]]) -> Iterator[PortfolioCriterion]:
    """All criteria, in the order of the rubric; those of other rubrics after them."""
    for criterion, found in _by_criterion(findings).items():
        first = found[0]
        counts = Counter(finding.verdict for finding in found)
        yield PortfolioCriterion(
            id=criterion, title=first.title, standard=first.standard, clause=first.clause, severity=first.severity, basis=first.basis,
            verdicts={verdict: counts[verdict] for verdict in Verdict if counts[verdict]},
        )  # fmt: skip


def _by_criterion(findings: Mapping[str, Sequence[Finding]]) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for group in findings.values():
        for finding in group:
            found.setdefault(finding.criterion, []).append(finding)
    return found


def _common_gaps(findings: Mapping[str, Sequence[Finding]], guidance: Guidance) -> list[CommonGap]:
    """Elements that are open, the commonest first; with equally many clients, the weightier first."""
    asked: Counter[str] = Counter()
    open_for: dict[str, list[str]] = {}
    about: dict[str, tuple[Finding, ElementResult]] = {}
    for client, group in findings.items():
        for finding, element in ((f, e) for f in group for e in f.elements):
            if element.status is Status.not_applicable:
                continue
            asked[element.id] += 1
            about.setdefault(element.id, (finding, element))
            if element.decided not in {Status.met, Status.not_applicable}:
                open_for.setdefault(element.id, []).append(client)
    order = {element: place for place, element in enumerate(about)}

    def weight(element: str) -> tuple[int, int, int, int]:
        finding, result = about[element]
        return -len(open_for[element]), gaps.BASIS_ORDER[result.basis], _SEVERITY.index(finding.severity), order[element]

    return [
        CommonGap(
            element=element, criterion=finding.criterion, title=finding.title, asks=_asks(finding.criterion, element, guidance),
            standard=finding.standard, clause=finding.clause, severity=finding.severity, basis=result.basis,
            clients=tuple(open_for[element]), asked=asked[element],
        )
        for element in sorted(open_for, key=weight) for finding, result in [about[element]]
    ]  # fmt: skip


def _asks(criterion: str, element: str, guidance: Guidance) -> str:
    known = guidance.criteria.get(criterion)
    found = known.elements.get(element.partition("/")[2]) if known else None
    return found.meaning if found else ""
