"""What to do first: the few steps that a manager should take, by weight and then by effort, each with its reason."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from reviewer.model import Basis, Finding, ReadStatus, Review, Severity, Status, Verdict
from reviewer.report import gaps, words
from reviewer.report.interface import Guidance

FIRST = 5
NAMED = 3
"""Names that an action lists before it says how many more there are."""

EFFORTS = ("small", "medium", "large")
_BASIS = tuple(Basis)
_SEVERITY = tuple(Severity)


@dataclass(frozen=True, slots=True)
class Action:
    """One thing to do. Of a finding, or (``finding`` None) about the set of documents as a whole."""

    title: str
    points: tuple[str, ...]
    """What is missing or in the way, one sentence each."""
    why: str
    effort: str
    """small, medium or large; "" where the rubric does not say."""
    finding: Finding | None = None
    more: int = 0
    """Points left out."""


def first_actions(review: Review, guidance: Guidance, limit: int = FIRST) -> tuple[Action, ...]:
    """The actions to begin with, most urgent first.

    A set with holes comes before everything else: it costs least to close, and every verdict rests on it. Then the gaps: those
    of standards that the set speaks of at all, by basis, severity, and open contradictions; among equals the least effort first.
    """
    whole = _complete_the_set(review)
    found = sorted(gaps.weightiest(review), key=lambda finding: _rank(finding, review, guidance))
    return (*whole, *(_close(finding, guidance) for finding in found))[:limit]


def effort(finding: Finding, guidance: Guidance) -> str:
    """The largest effort among the open elements; "" where the rubric does not say."""
    advice = guidance.criteria.get(finding.criterion)
    sizes = [advice.elements[name].effort for name in _open(finding) if name in advice.elements] if advice else []
    return max(sizes, key=_size) if sizes else ""


def writings(finding: Finding, guidance: Guidance) -> str:
    """The wording that stands with the open elements of a finding, in one text."""
    advice = guidance.criteria.get(finding.criterion)
    return " ".join(advice.elements[name].write.strip() for name in _open(finding) if name in advice.elements) if advice else ""


def open_elements(finding: Finding) -> int:
    """Number of elements that are applicable and not met."""
    return len(_open(finding))


def _open(finding: Finding) -> list[str]:
    return [e.id.rpartition("/")[2] for e in finding.elements if e.status not in {Status.met, Status.not_applicable}]


def _size(effort: str) -> int:
    return EFFORTS.index(effort) if effort in EFFORTS else len(EFFORTS)


def _rank(finding: Finding, review: Review, guidance: Guidance) -> tuple[bool, int, int, bool, int]:
    score = review.scores.by_standard.get(finding.standard)
    return (
        score is not None and not score.addressed,
        _BASIS.index(finding.basis),
        _SEVERITY.index(finding.severity),
        finding.verdict is not Verdict.conflicting,
        _size(effort(finding, guidance)),
    )


def _close(finding: Finding, guidance: Guidance) -> Action:
    advice = guidance.criteria.get(finding.criterion)
    # What a text rules out comes first, and where it does so says more than that it is missing.
    ordered = sorted(finding.elements, key=lambda element: element.status is not Status.contradicted)
    points = [
        element.reason if element.status is Status.contradicted else element.missing
        for element in ordered
        if element.missing and element.status is not Status.met
    ]
    return Action(
        title=f"{_verb(finding)}: {finding.title}",
        points=tuple(points[:1]),
        more=max(0, len(points) - 1),
        why=_first_sentence(advice.why) if advice else "",
        effort=effort(finding, guidance),
        finding=finding,
    )


def _verb(finding: Finding) -> str:
    if finding.verdict is Verdict.conflicting:
        return "Put right"
    if finding.basis is Basis.audit_focus:
        return "Be ready to answer"
    return "Complete" if finding.verdict is Verdict.partial else "Provide for"


def _first_sentence(text: str) -> str:
    return re.split(r"(?<=[.!?])\s+(?=[A-Z])", text.strip(), maxsplit=1)[0]


def _complete_the_set(review: Review) -> tuple[Action, ...]:
    """One action for all that the set lacks, or none."""
    points = []
    if not any(entry.establishes for entry in review.documents):
        points.append("No document of the set counts as a current procedure, plan, policy or form of the organisation.")
    for standard, score in review.scores.by_standard.items():
        if not score.addressed:
            reason = score.addressed_reason or "the documents do not seem to be about it"
            points.append(f"{words.short(standard)}: {words.clean(reason).rstrip('.')}.")
    unread = [entry for entry in gaps.unread(review) if entry.status is not ReadStatus.skipped or entry.error_code == "language"]
    if unread:
        points.append(f"{words.count(len(unread), 'file')} could not be read: {_names(entry.name for entry in unread)}.")
    absent = [
        referral.name
        for finding in review.findings
        for element in finding.elements
        if element.status is Status.deferred
        for referral in element.refers_to
        if referral.document is None
    ]
    if absent:
        # One text gives the number alone, another the title too.
        names = [name for name in dict.fromkeys(absent) if not any(other.startswith(f"{name} ") for other in absent)]
        points.append(
            f"{words.count(len(absent), 'element')} {'is' if len(absent) == 1 else 'are'} left to documents that are not in the set: {_names(names)}."
        )
    if not points:
        return ()
    return (
        Action(
            title="Complete the set of documents and review again",
            points=tuple(points),
            why="Gaps below may close without a word being written.",
            effort=EFFORTS[0],
        ),
    )


def _names(names: Iterable[str]) -> str:
    known = [_shortened(words.clean(name)) for name in names]
    if len(known) > NAMED:
        return f"{'; '.join(known[:NAMED])}; and {len(known) - NAMED} more"
    return "; ".join(known)


def _shortened(name: str) -> str:
    return name if len(name) <= 60 else f"{name[:40]}…{name[-18:]}"
