"""Statements that gainsay each other, and changes that nobody has approved."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from reviewer.health.interface import Subject, first, place
from reviewer.model import Evidence, Finding, HealthKind, HealthRemark, Place, Role, Status


def contradictions(findings: Sequence[Finding], names: Mapping[str, str]) -> Iterator[HealthRemark]:
    """Elements that one document provides for and another excludes; what one document says against itself stands with its finding.
    ``names``: of the documents, by id."""
    for finding in findings:
        for element in finding.elements:
            for provided, excluded in _sides(element.status, element.evidence, element.conflicts):
                if provided.document == excluded.document or not {provided.document, excluded.document} <= set(names):
                    continue
                yield HealthRemark(
                    kind=HealthKind.contradiction, document=provided.document, name=names[provided.document], subject=finding.title,
                    text=f"{names[provided.document]} provides for it and {names[excluded.document]} says the opposite: {finding.title}.",
                    advice="Decide which holds, and change or withdraw the other.",
                    places=(_place(provided), _place(excluded)), count=2, element=element.id,
                )  # fmt: skip
                break


def _sides(status: Status, evidence: Sequence[Evidence], conflicts: Sequence[Evidence]) -> Iterator[tuple[Evidence, Evidence]]:
    for quote in evidence:
        for opposite in conflicts:
            if status is Status.met and quote.role is Role.establishes and opposite.role is Role.excludes:
                yield quote, opposite
            elif status is Status.contradicted and quote.role is Role.excludes and opposite.role is Role.establishes:
                yield opposite, quote


def _place(evidence: Evidence) -> Place:
    kept = ("document", "name", "quote", "page", "heading_path", "start", "end")
    return Place.model_validate({name: getattr(evidence, name) for name in kept})


def tracked_changes(subject: Subject) -> Iterator[HealthRemark]:
    """Tracked changes in a document that is meant to hold."""
    remark = next((r for r in subject.document.remarks if r.code == "tracked_changes"), None)
    if remark is None:
        return
    inserted = [p for p in subject.passages if p.inserted]
    yield HealthRemark(
        kind=HealthKind.tracked_changes, document=subject.document.id, name=subject.document.name,
        text=remark.text, advice="Accept or reject each change, and have the result approved as a revision.",
        places=first(place(subject, p) for p in inserted), count=max(1, len(inserted)),
    )  # fmt: skip
