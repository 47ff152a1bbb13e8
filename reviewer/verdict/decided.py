"""People's decisions beside the tool's statuses, and the scores with them. The tool's own statuses stay as they are."""

from __future__ import annotations

from reviewer.errors import ReviewerError
from reviewer.model import (
    Action,
    Decision,
    DecisionFile,
    Decisions,
    ElementResult,
    Finding,
    Freshness,
    Judgement,
    Review,
    Seen,
    Status,
    Task,
    seen_of,
)
from reviewer.verdict.findings import criterion_verdict, scores


def decide(review: Review, file: DecisionFile, name: str) -> Review:
    """The review with the decisions and tasks of a file. ``name``: the file, as the user named it.

    Raises ReviewerError for an id that no criterion or element has.
    """
    _check(review, file, name)
    decisions = {decision.id: decision for decision in file.decisions}
    tasks = {task.id: Task(owner=task.owner, due=task.due) for task in file.tasks}
    findings = tuple(_decided(finding, decisions, tasks) for finding in review.findings)
    judged = [e.judgement for f in findings if f.standard in review.standards for e in f.elements if e.judgement]
    addressed = {s: (score.addressed, score.addressed_reason) for s, score in review.scores.by_standard.items()}
    told = Decisions(
        file=name,
        counted=sum(judgement.counts for judgement in judged),
        stale=sum(judgement.freshness is Freshness.stale for judgement in judged),
        unchecked=sum(judgement.freshness is Freshness.unchecked for judgement in judged),
        scores=scores([_as_decided(f) for f in findings], review.standards, addressed, review.scores.stated_without),
    )
    return review.model_copy(update={"findings": findings, "decisions": told})


def seen_now(review: Review, name: str) -> Seen | None:
    """What somebody sees who decides on an element or criterion of this review; None where its text was left out of the report."""
    for finding in review.findings:
        if finding.criterion == name:
            return seen_of(finding.elements, finding.verdict.value)
        for element in finding.elements:
            if element.id == name:
                return seen_of((element,), element.status.value)
    return None


def stamp(review: Review, file: DecisionFile, name: str) -> DecisionFile:
    """The file with a note of what is to be seen in the review, for decisions that have none. Raises ReviewerError as ``decide``."""
    _check(review, file, name)
    return file.model_copy(
        update={
            "decisions": tuple(d if d.seen else d.model_copy(update={"seen": seen_now(review, d.id)}) for d in file.decisions)
        }
    )


def _check(review: Review, file: DecisionFile, name: str) -> None:
    known = {f.criterion for f in review.findings} | {e.id for f in review.findings for e in f.elements}
    for wanted in (*(d.id for d in file.decisions), *(t.id for t in file.tasks)):
        if wanted not in known:
            raise ReviewerError(name, f"there is no criterion or element {wanted!r}", "see `reviewer explain`")


def _decided(finding: Finding, decisions: dict[str, Decision], tasks: dict[str, Task]) -> Finding:
    whole = decisions.get(finding.criterion)
    elements = []
    for element in finding.elements:
        own = decisions.get(element.id)
        judgement = None
        if own is not None:
            judgement = _judgement(own, element, seen_of((element,), element.status.value))
        elif whole is not None:
            judgement = _judgement(whole, element, seen_of(finding.elements, finding.verdict.value))
        task = tasks.get(element.id) or tasks.get(finding.criterion)
        elements.append(element.model_copy(update={"judgement": judgement, "task": task}))
    verdict = criterion_verdict(e.decided for e in elements) if any(e.judgement for e in elements) else None
    return finding.model_copy(update={"elements": tuple(elements), "decided_verdict": verdict})


def _judgement(decision: Decision, element: ElementResult, now: Seen | None) -> Judgement:
    then = decision.seen
    note = None
    freshness = Freshness.current
    if then is None or now is None:
        freshness = Freshness.unchecked
    elif then != now:
        freshness = Freshness.stale
        what = [
            *(["the tool has come to another status"] if then.status != now.status else []),
            *(["the evidence has other words"] if then.sha256 != now.sha256 else []),
        ]
        note = f"Since the decision, {' and '.join(what)}."
    status = {Action.confirm: element.status, Action.not_applicable: Status.not_applicable}.get(decision.action)
    return Judgement(
        id=decision.id, action=decision.action, status=status or decision.status or element.status, reason=decision.reason,
        by=decision.by, date=decision.date, freshness=freshness, note=note, seen=then,
    )  # fmt: skip


def _as_decided(finding: Finding) -> Finding:
    """The finding as it would be if the person's statuses were the tool's."""
    elements = tuple(element.model_copy(update={"status": element.decided}) for element in finding.elements)
    return finding.model_copy(update={"elements": elements, "verdict": finding.decided_verdict or finding.verdict})
