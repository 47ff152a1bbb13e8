"""``oscal/mapping-collection.json``: the crosswalk, and which clauses each criterion of the catalog stands on."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.clauses import ClauseLibrary, Mapping, Relationship
from reviewer.model import Finding, Review
from reviewer.report import words
from reviewer.report.clause_pages import CONFIDENCES, POSTURES
from reviewer.report.interface import Guidance
from reviewer.report.oscal.parts import Json, control_id, document, filled, identity, line, markup, props, string

RELATIONSHIPS = {
    Relationship.equal: "equivalent-to",
    Relationship.subset: "subset-of",
    Relationship.superset: "superset-of",
    Relationship.intersects: "intersects-with",
}
_REMARKS = (
    "How clauses of the standards map to each other and to adjacent frameworks, in the reviewer's own words and from public sources. Each map "
    "says in its properties whose it is, where it comes from and how sure it is. Standards and frameworks are named as resources: no "
    "OSCAL catalogs of them exist."
)
_OWN = (
    "The criteria of catalog.json and the clauses that they stand on. A criterion asks for a part of what its clauses ask, and, where its basis "
    "is audit-focus, for what auditors look for beside it."
)


def mapping_collection(review: Review, guidance: Guidance) -> Json | None:
    """All mappings of the clause library, published ones and corrections included; None where there is nothing to map."""
    library = guidance.clauses
    owners = dict.fromkeys(finding.standard for finding in review.findings)
    mappings = [_criteria(review, standard, guidance) for standard in owners]
    titles = {standard: words.standard(standard) for standard in owners}
    if library is not None:
        mappings += _crosswalk(library)
        titles |= {owner.id: owner.title for owner in library.owners}
    if not mappings:
        return None
    content = {
        "provenance": {
            "method": "human",
            "matching-rationale": "semantic",
            "status": "complete",
            "mapping-description": markup(_REMARKS),
        },
        "mappings": mappings,
        "back-matter": {"resources": [{"uuid": _owner(owner), "title": line(title)} for owner, title in titles.items()]},
    }
    return document(review, "Crosswalk of the procedure review", review.rubric.version, _REMARKS, content)


def _owner(id: str) -> str:
    return identity("owner", id)


def _resource(id: str) -> Json:
    return {"type": "catalog", "href": f"#{_owner(id)}"}


def _criteria(review: Review, standard: str, guidance: Guidance) -> Json:
    found = [finding for finding in review.findings if finding.standard == standard]
    return {
        "uuid": identity("mapping", "criteria", standard),
        "source-resource": {"type": "catalog", "href": "catalog.json"},
        "target-resource": _resource(standard),
        "maps": [
            {
                "uuid": identity("map", "criterion", finding.criterion),
                "relationship": "intersects-with",
                "sources": [{"type": "control", "id-ref": control_id(finding.criterion)}],
                "targets": [{"type": "control", "id-ref": string(name)} for name in _clauses(finding, guidance)],
                "props": props(basis=finding.basis),
            }
            for finding in found
        ],
        "mapping-description": markup(_OWN),
    }


def _clauses(finding: Finding, guidance: Guidance) -> list[str]:
    criterion = guidance.criteria.get(finding.criterion)
    if criterion is None or guidance.clauses is None:
        return [finding.clause]
    return [clause.clause for clause in criterion.own_clauses(guidance.clauses)] or [finding.clause]


def _crosswalk(library: ClauseLibrary) -> Iterator[Json]:
    pairs: dict[tuple[str, str], list[Mapping]] = {}
    for mapping in library.mappings:
        pairs.setdefault((mapping.from_.partition(":")[0], mapping.to.partition(":")[0]), []).append(mapping)
    for (first, second), found in pairs.items():
        yield {
            "uuid": identity("mapping", first, second),
            "source-resource": _resource(first),
            "target-resource": _resource(second),
            "maps": [_map(mapping, library, number) for number, mapping in enumerate(found)],
        }


def _map(mapping: Mapping, library: ClauseLibrary, number: int) -> Json:
    return filled(
        uuid=identity("map", mapping.from_, mapping.to, mapping.posture, str(number)),
        relationship=RELATIONSHIPS[mapping.relationship],
        sources=[_item(mapping.from_, library)],
        targets=[_item(mapping.to, library)],
        props=props(posture=POSTURES[mapping.posture], source=mapping.source, confidence=CONFIDENCES[mapping.confidence]),
        remarks=markup(mapping.rationale),
    )


def _item(reference: str, library: ClauseLibrary) -> Json:
    return {
        "type": "control",
        "id-ref": string(reference.partition(":")[2]),
        "remarks": markup(f"{library.label(reference)}: {library.title(reference)}"),
    }
