"""Verdict on each criterion and the scores, as the report contract defines them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from reviewer.model import Basis, ElementResult, Finding, Scores, StandardScore, Status, Verdict
from reviewer.rules import Criterion, Rubric

_TOUCHED = {Status.met, Status.weak, Status.deferred}


def criterion_verdict(statuses: Iterable[Status]) -> Verdict:
    """conflicting: any contradicted; covered: all met; partial: some met, weak or deferred; missing: none. What does not apply is left out."""
    applicable = [s for s in statuses if s is not Status.not_applicable]
    if not applicable:
        return Verdict.not_applicable
    if Status.contradicted in applicable:
        return Verdict.conflicting
    if all(s is Status.met for s in applicable):
        return Verdict.covered
    return Verdict.partial if _TOUCHED & set(applicable) else Verdict.missing


def findings(rubric: Rubric, results: Mapping[str, ElementResult]) -> tuple[Finding, ...]:
    """One finding for each criterion, in the order of the rubric."""
    return tuple(_finding(c, [results[f"{c.id}/{e}"] for e in c.elements]) for c in rubric.criteria)


def _finding(criterion: Criterion, elements: Sequence[ElementResult]) -> Finding:
    verdict = criterion_verdict(e.status for e in elements)
    return Finding(
        criterion=criterion.id, standard=criterion.standard, clause=criterion.clause, title=criterion.title, severity=criterion.severity,
        basis=criterion.basis, verdict=verdict, elements=tuple(elements),
        remediation=None if verdict in {Verdict.covered, Verdict.not_applicable} else _remediation(criterion, elements),
    )  # fmt: skip


def _remediation(criterion: Criterion, elements: Sequence[ElementResult]) -> str:
    """What to write for each element that is not met."""
    open_elements = [e.id.split("/")[1] for e in elements if e.status not in {Status.met, Status.not_applicable}]
    return " ".join(criterion.elements[name].write.strip() for name in open_elements)


def scores(
    found: Sequence[Finding],
    standards: Sequence[str],
    addressed: Mapping[str, tuple[bool, str | None]],
    not_read: Collection[str],
) -> Scores:
    """Scores by standard in scope and overall. ``addressed``: standard -> whether the set seems to speak of it, and why not."""
    by_standard = {s: _score([f for f in found if f.standard == s], *addressed.get(s, (True, None))) for s in standards}
    met = sum(s.met for s in by_standard.values())
    applicable = sum(s.applicable for s in by_standard.values())
    return Scores(
        overall=round(met / applicable, 4) if applicable else None,
        by_standard=by_standard,
        stated_without=tuple(sorted(not_read)),
    )


def _score(found: Sequence[Finding], addressed: bool, reason: str | None) -> StandardScore:
    elements = [e for f in found for e in f.elements if e.status is not Status.not_applicable]
    counted = [e for e in elements if e.basis is not Basis.audit_focus]
    focus = [e for e in elements if e.basis is Basis.audit_focus]
    statuses = Counter(e.status for e in counted)
    verdicts = Counter(f.verdict for f in found)
    return StandardScore(
        coverage=round(statuses[Status.met] / len(counted), 4) if counted else None, met=statuses[Status.met], applicable=len(counted),
        weak=statuses[Status.weak], deferred=statuses[Status.deferred], covered=verdicts[Verdict.covered], partial=verdicts[Verdict.partial],
        missing=verdicts[Verdict.missing], conflicting=verdicts[Verdict.conflicting],
        audit_focus_met=sum(e.status is Status.met for e in focus), audit_focus=len(focus), addressed=addressed, addressed_reason=reason,
    )  # fmt: skip
