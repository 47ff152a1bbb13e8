"""Which findings are gaps, and which of them weigh most."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from reviewer.model import Basis, DocumentEntry, Finding, ReadStatus, Review, Severity, Status, Verdict

BASIS_ORDER = {Basis.requirement: 0, Basis.adjacent: 1, Basis.audit_focus: 2}
_SEVERITY = {Severity.major: 0, Severity.minor: 1}
_VERDICT = {Verdict.conflicting: 0, Verdict.missing: 1, Verdict.partial: 2}


def is_gap(finding: Finding) -> bool:
    """Whether anything is left to do."""
    return finding.verdict not in {Verdict.covered, Verdict.not_applicable}


def is_open(finding: Finding) -> bool:
    """Whether anything is left to do when the decisions of people count."""
    return (finding.decided_verdict or finding.verdict) not in {Verdict.covered, Verdict.not_applicable}


def weightiest(review: Review, limit: int | None = None) -> tuple[Finding, ...]:
    """The gaps, those first that a clause asks for, then by severity, verdict and share of elements that are not met.

    Gaps of a standard that the documents do not seem to be about come last: they probably stand elsewhere.
    """
    elsewhere = {standard for standard, score in review.scores.by_standard.items() if not score.addressed}

    def weight(finding: Finding) -> tuple[bool, int, int, int, float]:
        applicable = [e for e in finding.elements if e.status is not Status.not_applicable]
        met = sum(e.status is Status.met for e in applicable)
        share = met / max(1, len(applicable))
        return (
            finding.standard in elsewhere,
            BASIS_ORDER[finding.basis],
            _SEVERITY[finding.severity],
            _VERDICT[finding.verdict],
            share,
        )

    return tuple(sorted((finding for finding in review.findings if is_gap(finding)), key=weight)[:limit])


def fails(review: Review, severity: Severity, bases: AbstractSet[Basis]) -> bool:
    """Whether a gap at or above a severity, of one of some bases, was found and not decided away: what ``--fail-on`` asks."""
    return any(is_open(f) and f.basis in bases and _SEVERITY[f.severity] <= _SEVERITY[severity] for f in review.findings)


def widened(basis: Basis) -> frozenset[Basis]:
    """The basis with all that are more binding: what ``--fail-on-basis`` names."""
    return frozenset(other for other in Basis if BASIS_ORDER[other] <= BASIS_ORDER[basis])


def unread(review: Review) -> tuple[DocumentEntry, ...]:
    """Documents that were found and not, or not wholly, read."""
    return tuple(entry for entry in review.documents if entry.status is not ReadStatus.read)
