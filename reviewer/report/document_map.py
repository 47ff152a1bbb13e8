"""Which document contributes what: the map document x criterion, made of the quotes that the report shows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reviewer.model import DocumentEntry, Evidence, Finding, ReadStatus, Review, Role

COLUMNS = 8
"""Documents side by side in one table of the map: as many as a printed page carries legibly."""

ROLES = (Role.establishes, Role.weakens, Role.defers, Role.excludes)
"""What a document may do for a criterion; a merely nearest text does nothing."""


@dataclass(frozen=True, slots=True)
class Contribution:
    """What one document does for one criterion."""

    finding: Finding
    roles: tuple[tuple[Role, int], ...]
    """Role and the number of elements that a quote of the document has it for."""


@dataclass(frozen=True, slots=True)
class DocumentUse:
    """A document with all that it contributes."""

    entry: DocumentEntry
    contributions: tuple[Contribution, ...]

    @property
    def established(self) -> int:
        """Elements that a quote of the document establishes."""
        return sum(number for c in self.contributions for role, number in c.roles if role is Role.establishes)

    def to(self, finding: Finding) -> Contribution | None:
        """What it does for one criterion."""
        return next((c for c in self.contributions if c.finding.criterion == finding.criterion), None)


def key(document: str) -> str:
    """A short name for a document id that is fit for HTML ids and classes, and the same in every review."""
    return hashlib.sha256(document.encode("utf-8", "surrogatepass")).hexdigest()[:10]


def quotes(finding: Finding) -> tuple[Evidence, ...]:
    """All quotes of a finding."""
    return tuple(evidence for element in finding.elements for evidence in (*element.evidence, *element.conflicts))


def uses(review: Review) -> tuple[DocumentUse, ...]:
    """Every document that was found, with what it contributes, in the order of the review."""
    tallies: dict[str, dict[int, dict[Role, set[str]]]] = {}
    for number, finding in enumerate(review.findings):
        for document, role, element in _parts(finding):
            tallies.setdefault(document, {}).setdefault(number, {}).setdefault(role, set()).add(element)
    return tuple(
        DocumentUse(
            entry,
            tuple(
                Contribution(review.findings[number], tuple((role, len(roles[role])) for role in ROLES if role in roles))
                for number, roles in sorted(tallies.get(entry.id, {}).items())
            ),
        )
        for entry in review.documents
    )


def tables(used: Sequence[DocumentUse]) -> tuple[tuple[DocumentUse, ...], ...]:
    """The documents that contribute something, cut into tables."""
    useful = [use for use in used if use.contributions]
    return tuple(tuple(useful[i : i + COLUMNS]) for i in range(0, len(useful), COLUMNS))


def groups(uses: tuple[DocumentUse, ...]) -> tuple[tuple[str, str, list[DocumentUse]], ...]:
    """Title, note and documents of each group: those that count, those that do not, those that were not read."""
    unread = [use for use in uses if use.entry.status in {ReadStatus.unreadable, ReadStatus.skipped}]
    read = [use for use in uses if use not in unread]
    return (
        ("Not read", "Coverage is stated without these.", unread),
        (
            "Counted",
            "Current procedures, plans, policies and forms of the organisation: their text may establish elements.",
            [use for use in read if use.entry.establishes],
        ),
        (
            "Read, but not counted",
            "What is said here establishes nothing, for the reason given.",
            [use for use in read if not use.entry.establishes],
        ),
    )


def _parts(finding: Finding) -> Iterable[tuple[str, Role, str]]:
    """Document, role and element of every quote that does something."""
    for element in finding.elements:
        for evidence in element.evidence:
            if evidence.role is not Role.nearest:
                yield evidence.document, evidence.role, element.id
        for evidence in element.conflicts:
            yield evidence.document, Role.excludes, element.id
