"""What the clause library says, as pages: the whole crosswalk, a clause, a framework."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from reviewer.clauses import (
    Clause,
    ClauseLibrary,
    Confidence,
    Framework,
    Mapping,
    Posture,
    Relationship,
    Row,
    Source,
    Standard,
    Statement,
    Treatment,
)
from reviewer.report.page import Block, Bullets, Entry, Facts, Grid, Heading, Line, Page, Paragraph, Ref, joined
from reviewer.rules import Criterion

RELATIONSHIPS = {
    Relationship.equal: "asks the same",
    Relationship.subset: "is a part of it",
    Relationship.superset: "asks more",
    Relationship.intersects: "overlaps",
}
POSTURES = {
    Posture.published: "as a published crosswalk has it",
    Posture.corrected: "our correction of a published crosswalk",
    Posture.ours: "ours",
}
TREATMENTS = {
    Treatment.kept: "kept",
    Treatment.narrowed: "narrowed",
    Treatment.corrected: "corrected",
    Treatment.not_repeated: "not repeated",
}
CONFIDENCES = {
    Confidence.two_sources: "two public sources agree",
    Confidence.confirmed: "a public source says so",
    Confidence.single_source: "a vendor or a single page says so, not confirmed",
    Confidence.parent_only: "in the parent standard only, not confirmed for this one",
    Confidence.our_reading: "our reading",
    Confidence.general_knowledge: "general knowledge, to be verified",
}
_SHORT = {
    Confidence.two_sources: "two sources",
    Confidence.confirmed: "one source",
    Confidence.single_source: "unconfirmed",
    Confidence.parent_only: "parent only",
    Confidence.our_reading: "our reading",
    Confidence.general_knowledge: "to verify",
}
_NOBODY = {"our reading", "general knowledge, no public text seen"}
"""Words in the data for what no source is named for; how sure it is says the same."""

NOTE = "In our own words, from public sources; not the text of any standard."


def crosswalk_page(library: ClauseLibrary) -> Page:
    """The whole table, pair by pair."""
    blocks: list[Block] = [
        Paragraph((NOTE, " Read each row from the clause on the left.")),
        Facts(
            (
                ("overlaps", ("both ask for a part of what the other asks",)),
                (
                    "asks more",
                    ("the left side asks for all of the right side, and for more; is a part of it: the other way round",),
                ),
                (
                    "published",
                    ("a row as a published crosswalk has it; corrected: our correction of it; ours: a row it does not have",),
                ),
            )
        ),
    ]
    for owner in library.owners:
        rows = [m for m in library.mappings if m.to.partition(":")[0] == owner.id]
        for first in library.standards:
            pair = [mapping for mapping in rows if mapping.from_.partition(":")[0] == first.id]
            if pair:
                blocks.append(Heading(f"{first.short} and {owner.short if isinstance(owner, Standard) else owner.title}"))
                blocks.append(_table(library, pair))
    return Page("Crosswalk", tuple(blocks))


def clause_page(library: ClauseLibrary, clause: Clause, criteria: Iterable[Criterion], also: Sequence[str] = ()) -> Page:
    """Everything about one clause."""
    owner = library.owner(clause.id)
    assert isinstance(owner, Standard)
    blocks: list[Block] = [
        *_also(library, also),
        Paragraph((f"{owner.title}, {owner.name}",), quiet=True),
        Heading("In short"),
        Paragraph((clause.summary,)),
        Heading("Why the clause exists"),
        Paragraph((clause.why,)),
        Heading("What carries over"),
        Paragraph((clause.carries_over,)),
        Heading("What is new"),
        Paragraph((clause.new,)),
        Heading("What auditors look at"),
        Bullets(tuple((item,) for item in clause.audit_focus)),
        Heading("Common gaps"),
        Bullets(tuple((item,) for item in clause.common_gaps)),
    ]
    asked = [criterion for criterion in criteria if clause in criterion.own_clauses(library)]
    if asked:
        blocks += [Heading("What the reviewer asks"), Bullets(tuple(_criterion(criterion) for criterion in asked))]
    blocks += list(_mappings(library, library.rows(clause.id)))
    statements = [statement for statement in library.statements if statement.clause == clause.id]
    if statements:
        blocks += [Heading("What a published crosswalk says, and what we make of it"), *map(_statement, statements)]
    others = [name for name in clause.related if name not in {row.other for row in library.rows(clause.id)}]
    if others:
        blocks += [Heading("Related clauses"), Bullets(tuple(named(library, name) for name in others))]
    blocks += [
        Heading("Edition"),
        Paragraph((owner.edition_note,)),
        Heading("Sources, and how sure we are"),
        Paragraph((NOTE,), quiet=True),
        *map(source_entry, (*clause.sources, *owner.sources)),
    ]
    return Page(f"{library.label(clause.id)}: {clause.title}", tuple(blocks))


def framework_page(library: ClauseLibrary, framework: Framework, part: str | None = None, also: Sequence[str] = ()) -> Page:
    """An adjacent framework with all rows that lead to it, or to the provision ``part`` of it."""
    provisions = {f"{framework.id}:{name}": name for name in framework.provisions if part in {None, name}}
    blocks: list[Block] = [*_also(library, also), Paragraph((framework.title,)), Paragraph((framework.status,), quiet=True)]
    for reference in provisions:
        title = f"{library.label(reference)}: {library.title(reference)}"
        if part is None:
            blocks.append(Heading(title, anchor=anchor(reference)))
        blocks += [_mapping(library, row) for row in library.rows(reference)]
        if not library.rows(reference):
            blocks.append(Paragraph(("No clause maps to it.",), quiet=True))
    blocks += [Heading("Sources, and how sure we are"), *map(source_entry, framework.sources)]
    name = framework.short if part is None else f"{library.label(f'{framework.id}:{part}')}: {framework.provisions[part].title}"
    return Page(name, tuple(blocks))


def standard_page(library: ClauseLibrary, standard: Standard) -> Page:
    """A standard with its clauses."""
    rows = tuple(
        ((Ref(clause.id, clause.clause),), (clause.title,)) for clause in library.clauses if clause.standard == standard.id
    )
    blocks: tuple[Block, ...] = (
        Paragraph((f"{standard.title}, {standard.name}",)),
        Paragraph((standard.edition_note,)),
        Heading("Clauses in the library"),
        Grid(("Clause", "Title"), rows),
        Heading("Sources, and how sure we are"),
        *map(source_entry, standard.sources),
    )
    return Page(standard.short, blocks)


def reference_page(library: ClauseLibrary, reference: str, criteria: Iterable[Criterion], also: Sequence[str] = ()) -> Page:
    """The page of whatever a reference is: a clause, a provision, a standard or a framework."""
    owner = library.owner(reference)
    part = reference.partition(":")[2] or None
    if isinstance(owner, Framework):
        return framework_page(library, owner, part, also)
    clause = library.clause(reference)
    return standard_page(library, owner) if clause is None else clause_page(library, clause, criteria, also)


def reference_data(
    library: ClauseLibrary, reference: str, criteria: Iterable[Criterion], also: Sequence[str] = ()
) -> dict[str, Any]:
    """The same for machines."""
    owner = library.owner(reference)
    clause = library.clause(reference)
    part = reference.partition(":")[2]
    inside = [name for name in library.references() if name == reference or (not part and name.startswith(f"{reference}:"))]
    return {
        "reference": reference,
        "label": library.label(reference) if part else owner.short,
        "owner": owner.model_dump(mode="json"),
        "clause": clause.model_dump(mode="json") if clause else None,
        "could_also_mean": list(also),
        "mappings": [
            {
                "from": name,
                "to": row.other,
                "title": library.title(row.other),
                "relationship": row.relationship.value,
                **row.mapping.model_dump(mode="json", include={"posture", "rationale", "source", "confidence"}),
            }
            for name in inside
            for row in library.rows(name)
        ],
        "published_statements": [s.model_dump(mode="json") for s in library.statements if s.clause in inside],
        "criteria": [c.id for c in criteria if clause is not None and clause in c.own_clauses(library)],
    }


def anchor(reference: str) -> str:
    """Id of the place of a provision on the page of its framework."""
    return reference.partition(":")[2].lower().replace(".", "-")


def source_entry(source: Source) -> Entry:
    """A claim with where it comes from."""
    claim = source.claim[:1].upper() + source.claim[1:]
    return Entry((claim,), CONFIDENCES[source.confidence], asides=() if source.source in _NOBODY else (source.source,))


def sourced(claim: Source | Mapping | Statement) -> str:
    """Where something comes from, and how sure it is, in one line."""
    sure = CONFIDENCES[claim.confidence]
    return f"Source: {sure}" if claim.source in _NOBODY else f"Source: {claim.source} ({sure})"


def _table(library: ClauseLibrary, mappings: Sequence[Mapping]) -> Grid:
    order = {reference: i for i, reference in enumerate(library.references())}
    postures = list(Posture)
    rows: list[tuple[Line, ...]] = []
    last = ""
    for m in sorted(mappings, key=lambda m: (order[m.from_], postures.index(m.posture), order[m.to])):
        number = m.from_.partition(":")[2]
        owner = library.owner(m.to)
        label = library.label(m.to).removeprefix(owner.short).strip()
        target: Line = (Ref(m.to, f"{label} {library.title(m.to)}".strip()),)
        rows.append(
            (
                (Ref(m.from_, number) if m.from_ != last else "",),
                target,
                (RELATIONSHIPS[m.relationship],),
                (m.posture.value,),
                (_SHORT[m.confidence],),
            )
        )
        last = m.from_
    return Grid(("Clause", "Maps to", "Relation", "Row", "How sure"), tuple(rows))


def _also(library: ClauseLibrary, also: Sequence[str]) -> Iterator[Block]:
    if also:
        names: list[str | Ref] = [Ref(name, f"{library.label(name)} {library.title(name)}") for name in also if ":" in name]
        yield Paragraph(("The name could also mean ", *joined(names), "."), quiet=True)


def named(library: ClauseLibrary, reference: str) -> Line:
    """A clause or provision with its title."""
    return (Ref(reference, library.label(reference)), f": {library.title(reference)}")


def _criterion(criterion: Criterion) -> Line:
    return (Ref(criterion.id, criterion.title), f" ({criterion.id})")


def _statement(statement: Statement) -> Entry:
    return Entry(
        (statement.topic,),
        TREATMENTS[statement.treatment],
        (("It says: ", statement.says), ("We: ", statement.ours)),
        asides=(sourced(statement),),
    )


def _mappings(library: ClauseLibrary, rows: Sequence[Row]) -> Iterator[Block]:
    for owner in library.owners:
        here = [row for row in rows if row.other.partition(":")[0] == owner.id]
        if here:
            yield Heading(f"Maps to {owner.title if isinstance(owner, Standard) else owner.short}")
            yield from (_mapping(library, row) for row in sorted(here, key=lambda row: list(Posture).index(row.mapping.posture)))


def _mapping(library: ClauseLibrary, row: Row) -> Entry:
    mapping = row.mapping
    return Entry(
        named(library, row.other),
        f"{RELATIONSHIPS[row.relationship]}; {POSTURES[mapping.posture]}",
        ((mapping.rationale,),),
        asides=(sourced(mapping),),
    )
