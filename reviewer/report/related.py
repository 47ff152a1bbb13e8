"""Clauses to look at beside a criterion, with what the crosswalk says of the two."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.clauses import ClauseLibrary, Posture, Relationship
from reviewer.rules import Criterion

_RELATIONSHIPS = {
    Relationship.equal: "asks the same as it",
    Relationship.subset: "is a part of it",
    Relationship.superset: "asks more than it",
    Relationship.intersects: "overlaps with it",
}


@dataclass(frozen=True, slots=True)
class RelatedClause:
    """A clause that asks for something close to what a criterion asks."""

    name: str
    """For people: "ISO 14971 10.3"."""
    title: str
    relationship: str = ""
    """How a clause of the criterion relates to it: "9.5 overlaps with it"; "" where the crosswalk has no such pair."""
    rationale: str = ""
    source: str = ""
    """Where that comes from, and how sure it is."""


def related_clauses(criterion: Criterion, library: ClauseLibrary) -> tuple[RelatedClause, ...]:
    """The related clauses of a criterion, those it stands on left out."""
    own = criterion.own_clauses(library)
    others = [name for name in criterion.related_clauses if library.clause(name) and name not in {clause.id for clause in own}]
    return tuple(_related(name, criterion, library) for name in others)


def _related(reference: str, criterion: Criterion, library: ClauseLibrary) -> RelatedClause:
    name, title = library.label(reference), library.title(reference)
    for clause in criterion.own_clauses(library):
        for row in library.rows(clause.id):
            # What a published crosswalk says stands in the library beside our correction; readers of a report need the latter.
            if row.other == reference and row.mapping.posture is not Posture.published:
                mapping = row.mapping
                said = f"{clause.clause} {_RELATIONSHIPS[row.relationship]}"
                sure = mapping.confidence.value.replace("-", " ")
                source = sure if mapping.source == sure else f"{mapping.source}; {sure}"
                return RelatedClause(name, title, said, mapping.rationale, source)
    return RelatedClause(name, title)
