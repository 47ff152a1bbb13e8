"""The records of the clause library: the standards in our own words, and how their clauses map to each other.

A reference is ``<standard or framework>:<clause or provision>``, such as ``iec-81001-5-1:9.5`` or ``eu-mdr:art-87``. What is
claimed about a standard stands beside its sources and says how sure it is.
"""

from __future__ import annotations

from collections.abc import Mapping as Map
from enum import StrEnum
from typing import NamedTuple

from pydantic import Field

from reviewer.model import Record


class Confidence(StrEnum):
    """How sure a claim about a standard is."""

    two_sources = "two-sources"
    confirmed = "confirmed"
    single_source = "single-source"
    parent_only = "parent-only"
    our_reading = "our-reading"
    general_knowledge = "general-knowledge"


class Source(Record):
    """Where a claim about a standard comes from, and how sure it is."""

    claim: str
    source: str
    confidence: Confidence
    about: tuple[str, ...] = Field(
        (), description="of a criterion: elements it is about, or wording, usually_missed, records, why; empty for every element"
    )


class Relationship(StrEnum):
    """What the first side of a mapping asks, compared with the second."""

    equal = "equal"
    subset = "subset"
    superset = "superset"
    intersects = "intersects"

    @property
    def reverse(self) -> Relationship:
        """The same mapping, read from its other side."""
        return {Relationship.subset: Relationship.superset, Relationship.superset: Relationship.subset}.get(self, self)


class Posture(StrEnum):
    """Whose mapping it is: a published crosswalk's, our correction of it, or ours beside it."""

    published = "published"
    corrected = "corrected"
    ours = "ours"


class Treatment(StrEnum):
    """What became of a statement of the published crosswalk in this library."""

    kept = "kept"
    narrowed = "narrowed"
    corrected = "corrected"
    not_repeated = "not-repeated"


class Standard(Record):
    """A standard that the reviewer judges by."""

    id: str
    short: str = Field(description="name without its year")
    title: str = Field(description="name with its year")
    name: str = Field(description="what it is about")
    aliases: tuple[str, ...] = Field((), description="other names that people type")
    former: dict[str, str] = Field(
        default_factory=dict, description='clause of an earlier edition, as "year clause", and the clause that took its place'
    )
    edition_note: str
    sources: tuple[Source, ...] = Field(min_length=1)


class Clause(Record):
    """A clause in our own words."""

    id: str = Field(description="<standard>:<clause>")
    clause: str
    title: str
    summary: str
    why: str
    carries_over: str = Field(description="what a manufacturer already has from elsewhere")
    new: str = Field(description="what the clause adds to that")
    audit_focus: tuple[str, ...] = Field(min_length=1)
    common_gaps: tuple[str, ...] = Field(min_length=1)
    related: tuple[str, ...] = Field(min_length=1, description="references")
    sources: tuple[Source, ...] = Field(min_length=1)

    @property
    def standard(self) -> str:
        """Id of its standard."""
        return self.id.partition(":")[0]


class Provision(Record):
    """The part of a framework that a clause maps to."""

    label: str = Field(description="how the framework counts it; '' where it does not")
    title: str


class Framework(Record):
    """An adjacent law, guidance or standard, known by the parts that clauses map to."""

    id: str
    short: str
    title: str
    aliases: tuple[str, ...] = ()
    status: str = Field(description="what it binds, and how well we know it")
    sources: tuple[Source, ...] = Field(min_length=1)
    provisions: dict[str, Provision] = Field(min_length=1)


class Mapping(Record):
    """One row of the crosswalk, read from its first side to its second."""

    from_: str = Field(alias="from")
    to: str
    relationship: Relationship
    posture: Posture
    rationale: str
    source: str
    confidence: Confidence


class Statement(Record):
    """Something a published crosswalk says about a clause, and what we make of it. Both in our own words."""

    clause: str = Field(description="reference")
    topic: str
    says: str
    treatment: Treatment
    ours: str
    source: str
    confidence: Confidence


class Row(NamedTuple):
    """A mapping as seen from one of its sides."""

    other: str
    relationship: Relationship
    mapping: Mapping


class ClauseLibrary(Record):
    """All of it. Every reference in it leads somewhere."""

    standards: tuple[Standard, ...] = Field(description="those under review first in rank")
    clauses: tuple[Clause, ...] = Field(description="in the order of their standards")
    frameworks: tuple[Framework, ...] = ()
    mappings: tuple[Mapping, ...] = ()
    statements: tuple[Statement, ...] = Field((), description="of a published crosswalk")

    @property
    def owners(self) -> tuple[Standard | Framework, ...]:
        """Standards, then frameworks."""
        return (*self.standards, *self.frameworks)

    def clause(self, reference: str) -> Clause | None:
        """The clause of a reference, if it is one."""
        return next((clause for clause in self.clauses if clause.id == reference), None)

    def owner(self, reference: str) -> Standard | Framework:
        """The standard or framework of a reference. Raises KeyError if there is none."""
        name = reference.partition(":")[0]
        for owner in self.owners:
            if owner.id == name:
                return owner
        raise KeyError(name)

    def label(self, reference: str) -> str:
        """A reference for people: "IEC 62304 9.2", "EU MDR Article 87"."""
        owner = self.owner(reference)
        part = reference.partition(":")[2]
        number = owner.provisions[part].label if isinstance(owner, Framework) else part
        return f"{owner.short}{'' if number.startswith('(') else ' '}{number}".rstrip()

    def title(self, reference: str) -> str:
        """Title of the clause or provision."""
        owner = self.owner(reference)
        if isinstance(owner, Framework):
            return owner.provisions[reference.partition(":")[2]].title
        clause = self.clause(reference)
        assert clause is not None, reference
        return clause.title

    def rows(self, reference: str) -> tuple[Row, ...]:
        """All mappings of a clause or provision, with it as the first side: its own first, then those that lead to it."""
        rows = [Row(mapping.to, mapping.relationship, mapping) for mapping in self.mappings if mapping.from_ == reference]
        rows += [Row(m.from_, m.relationship.reverse, m) for m in self.mappings if m.to == reference]
        return tuple(rows)

    def references(self) -> Map[str, str]:
        """Every clause and provision with its title."""
        titles = {clause.id: clause.title for clause in self.clauses}
        for framework in self.frameworks:
            titles |= {f"{framework.id}:{name}": provision.title for name, provision in framework.provisions.items()}
        return titles
