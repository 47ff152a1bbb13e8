"""Two reviews compared: which gaps were closed, which are new, and what has got worse."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

from reviewer.changes.documents import document_changes
from reviewer.changes.earlier import Earlier
from reviewer.changes.wording import wording
from reviewer.model import (
    Changes,
    Comparison,
    DecidedTurn,
    ElementResult,
    ElementTurn,
    Evidence,
    Finding,
    FindingTurn,
    Progress,
    ReadStatus,
    Review,
    ReviewIdentity,
    Role,
    Status,
    Turn,
    VerdictTurn,
    Wording,
)

_RANK = {Status.met: 3, Status.weak: 2, Status.deferred: 2, Status.unmet: 1, Status.contradicted: 0}
"""How far a status is from what is asked; not binding and left to another document are equally far."""
_HASH = 12


T = TypeVar("T")


def _in_order(items: Sequence[T], turn: Callable[[T], Turn]) -> list[T]:
    order = list(Turn)
    return sorted(items, key=lambda item: order.index(turn(item)))


def changes(earlier: Earlier, now: Review, report: str) -> Changes:
    """What has changed since an earlier report, for the report of a review. ``report``: as it was named."""
    asked = {e.id: (f, e.status) for f in now.findings for e in f.elements}
    turns = [
        step
        for element, (finding, status) in asked.items()
        if (step := _turn(element, finding, earlier.statuses.get(element), status, other_wording=False))
    ]
    rubric = earlier.rubric
    known = bool(earlier.statuses)
    progress = Progress(
        rubric=f"{rubric['id']} {rubric['version']} ({rubric['sha256'][:_HASH]})",
        same_rubric=rubric["sha256"] == now.rubric.sha256,
        overall_before=earlier.overall, coverage_before=dict(earlier.coverage), statuses_before=dict(earlier.statuses),
        turns=tuple(_in_order(turns, lambda step: step.turn)),
    ) if known else None  # fmt: skip
    return document_changes(earlier.documents, now.documents, report).model_copy(update={"progress": progress})


def compare(before: Review, after: Review, names: tuple[str, str]) -> Comparison:
    """Two reviews, finding by finding. ``names``: of their reports."""
    then = {e.id: (f, e) for f in before.findings for e in f.elements}
    now = {e.id: (f, e) for f in after.findings for e in f.elements}
    turns: list[FindingTurn] = []
    unchanged = 0
    for element in _order(after.findings, before.findings):
        step = _finding_turn(element, then.get(element), now.get(element))
        if step is None:
            unchanged += 1
        else:
            turns.append(step)
    entries = [entry.model_dump(mode="json") for entry in before.documents]
    return Comparison(
        before=_identity(before, names[0]), after=_identity(after, names[1]),
        same_rubric=before.rubric.sha256 == after.rubric.sha256,
        same_tool=before.tool == after.tool,
        documents=document_changes(entries, after.documents, names[0]),
        verdicts=tuple(_verdicts(before.findings, after.findings)),
        findings=tuple(_in_order(turns, lambda turn: turn.step.turn)),
        decided=tuple(_decided(_order(after.findings, before.findings), then, now)),
        unchanged=unchanged,
    )  # fmt: skip


def _decided(
    order: Sequence[str],
    then: Mapping[str, tuple[Finding, ElementResult]],
    now: Mapping[str, tuple[Finding, ElementResult]],
) -> Iterator[DecidedTurn]:
    for name in order:
        known = [found for found in (now.get(name), then.get(name)) if found]
        if all(element.decided is element.status for _, element in known):
            continue
        finding = known[0][0]
        old, new = (found[1] if found else None for found in (then.get(name), now.get(name)))
        yield DecidedTurn(
            element=name, title=finding.title, standard=finding.standard, clause=finding.clause,
            before=old.status if old else None, decided_before=old.decided if old else None,
            after=new.status if new else None, decided_after=new.decided if new else None,
        )  # fmt: skip


def _finding_turn(
    element: str, then: tuple[Finding, ElementResult] | None, now: tuple[Finding, ElementResult] | None
) -> FindingTurn | None:
    old, new = (then[1] if then else None), (now[1] if now else None)
    words = _wording(old, new)
    finding = now[0] if now else then[0] if then else None
    assert finding is not None
    step = _turn(element, finding, old.status if old else None, new.status if new else None, other_wording=words is not None)
    if step is None:
        return None
    gap = new is not None and new.status not in {Status.met, Status.not_applicable}
    return FindingTurn(step=step, wording=words, missing=new.missing if new and gap else None)


def _turn(
    element: str, finding: Finding, before: Status | None, after: Status | None, *, other_wording: bool
) -> ElementTurn | None:
    """What became of an element; None where nothing did. What does not apply counts as not asked for."""
    old = None if before is Status.not_applicable else before
    new = None if after is Status.not_applicable else after
    if old is new and (new is None or not other_wording):
        return None
    if new is None:
        turn = Turn.dropped
    elif old is None:
        turn = Turn.changed if new is Status.met else Turn.new
    elif old is not Status.met and new is Status.met:
        turn = Turn.closed
    else:
        turn = Turn.regressed if _RANK[new] < _RANK[old] else Turn.changed
    return ElementTurn(
        element=element, title=finding.title, standard=finding.standard, clause=finding.clause, severity=finding.severity,
        basis=finding.basis, turn=turn, before=before, after=after,
    )  # fmt: skip


def _wording(before: ElementResult | None, after: ElementResult | None) -> Wording | None:
    """The statements that the statuses rest on, where the one of then is no longer among those of now."""
    old, new = _leading(before), _leading(after)
    if old is None and new is None:
        return None
    kept = (
        after is not None and old is not None and any(e.quote == old.quote and e.document == old.document for e in after.evidence)
    )
    if kept and before is not None and after is not None and before.status is after.status:
        return None
    if old and new and old.quote == new.quote:
        return None
    return wording(old, new)


def _leading(result: ElementResult | None) -> Evidence | None:
    """The statement that a status rests on; the nearest text is not one."""
    return next((e for e in result.evidence if e.role is not Role.nearest), None) if result else None


def _order(*findings: Sequence[Finding]) -> list[str]:
    return list(dict.fromkeys(e.id for group in findings for f in group for e in f.elements))


def _verdicts(before: Sequence[Finding], after: Sequence[Finding]) -> Iterator[VerdictTurn]:
    then, now = {f.criterion: f for f in before}, {f.criterion: f for f in after}
    for criterion in dict.fromkeys([*now, *then]):
        old, new = then.get(criterion), now.get(criterion)
        finding = new or old
        if finding is not None and (old and old.verdict) is not (new and new.verdict):
            yield VerdictTurn(
                criterion=criterion, title=finding.title, standard=finding.standard, clause=finding.clause,
                before=old.verdict if old else None, after=new.verdict if new else None,
            )  # fmt: skip


def _identity(review: Review, name: str) -> ReviewIdentity:
    finished = review.run.get("finished_at")
    return ReviewIdentity(
        report=name, finished_at=finished if isinstance(finished, str) else None, tool_version=review.tool.version,
        rubric_id=review.rubric.id, rubric_version=review.rubric.version, rubric_sha256=review.rubric.sha256,
        documents=len(review.documents), overall=review.scores.overall,
        decided_overall=review.decisions.scores.overall if review.decisions else None,
        stale=review.decisions.stale if review.decisions else 0,
        coverage={name: score.coverage for name, score in review.scores.by_standard.items()},
        unread=tuple(d.id for d in review.documents if d.status in {ReadStatus.unreadable, ReadStatus.skipped}),
    )  # fmt: skip
