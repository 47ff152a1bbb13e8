"""The records of the rubric: what is asked (Criterion, Element) and how its evidence is recognised (Frame, Rule)."""

from __future__ import annotations

from pydantic import Field

from reviewer.model import Basis, Record, Severity


class Source(Record):
    """Where a claim about a standard comes from, and how sure it is."""

    claim: str
    source: str
    confidence: str


class LookAlike(Record):
    """Text that resembles an element and does not establish it."""

    name: str
    why: str


class Element(Record):
    """One thing that must be found in the procedures for its criterion."""

    basis: Basis
    meaning: str = Field(description="as in the criteria catalogue")
    missing: str = Field(description="one sentence: what the procedures do not say")
    write: str = Field(description="wording to adopt for this element alone")
    effort: str = Field("medium", description="small, medium or large: to write it and to put it into practice")
    look_alikes: tuple[LookAlike, ...] = ()


class Criterion(Record):
    """One thing that an auditor asks of procedures."""

    id: str
    standard: str
    clause: str
    title: str
    severity: Severity
    basis: Basis
    why: str
    auditor_questions: tuple[str, ...]
    records: tuple[str, ...]
    usually_missed: str
    suggested_wording: str
    related_clauses: tuple[str, ...] = ()
    sources: tuple[Source, ...] = ()
    elements: dict[str, Element]


class Slot(Record):
    """One thing that a frame looks for: any of some concepts."""

    concepts: tuple[str, ...]
    context: bool = Field(False, description="may stand in the headings, the title or the sentence before ('^' in YAML)")


class Count(Record):
    """A number of different concepts that have to be found, in one passage or over the items of its list."""

    of: tuple[str, ...]
    at_least: int = Field(ge=2)


class Frame(Record):
    """A way to say something: the slots that a passage has to fill."""

    id: str
    act: Slot | None = Field(None, description="the doing; its clause decides whether it is done, denied or merely possible")
    slots: tuple[Slot, ...] = ()
    count: Count | None = None
    barred: tuple[Slot, ...] = Field((), description="concepts that make it a look-alike")
    window: int = Field(40, ge=2, description="words within which the slots of the passage itself lie")
    kinds: tuple[str, ...] = Field((), description="only in passages of these kinds; empty for all")
    bridge: bool = Field(
        False, description="counts without the topic where the set sends security issues into its general process"
    )
    pointer: str = Field("", description="'inside': sending it to a document of the set establishes it; 'always': to any")
    strength: float = Field(0.9, gt=0, le=1, description="how often text that fits it establishes the element")


class Rule(Record):
    """How the evidence for one element is recognised."""

    topic: tuple[str, ...] = Field((), description="concepts of which one must be in the passage or its surroundings")
    evidence: tuple[Frame, ...] = Field(description="statements that establish the element")
    subject: tuple[Frame, ...] = Field(
        (), description="statements about the element: decisive where denied, hedged or sent elsewhere"
    )
    hedges: tuple[str, ...] = Field((), description="hedges that the clause itself carries and that do not weaken")
    fills: tuple[str, ...] = Field((), description="placeholders that leave it unfinished: role, number")


class Example(Record):
    """A short text with the status that it has to get for one element, through the whole pipeline."""

    element: str
    status: str
    text: str = Field(description="Markdown")
    note: str = ""
    known_gap: bool = Field(False, description="a right answer that the rules do not reach yet; the test says so when they do")


class Rubric(Record):
    """All of it."""

    id: str
    version: str
    criteria: tuple[Criterion, ...]
    rules: dict[str, Rule] = Field(description="element id -> rule")
    examples: tuple[Example, ...] = ()
