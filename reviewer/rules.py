"""The records of the rubric: what is asked (Criterion, Element) and how its evidence is recognised (Frame, Rule)."""

from __future__ import annotations

import re

from pydantic import Field

from reviewer.clauses import Clause, ClauseLibrary, Source
from reviewer.model import Basis, Record, Severity

_NUMBER = re.compile(r"\d+(?:\.\d+)*")


class LookAlike(Record):
    """Text that resembles an element and does not establish it."""

    name: str
    why: str


class Element(Record):
    """One thing that must be found in the procedures for its criterion."""

    basis: Basis
    meaning: str = Field(min_length=1, description="as in the criteria catalogue")
    missing: str = Field(min_length=1, description="one sentence: what the procedures do not say")
    write: str = Field(min_length=1, description="wording to adopt for this element alone")
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
    auditor_questions: tuple[str, ...] = Field(min_length=1)
    records: tuple[str, ...] = Field(min_length=1, description="to show to an auditor")
    usually_missed: str = Field(min_length=1)
    suggested_wording: str = Field(min_length=1, description="wording to adopt, with <placeholders>")
    related_clauses: tuple[str, ...] = Field((), description="references into the clause library")
    sources: tuple[Source, ...] = Field((), description="where the claims about the standard come from")
    elements: dict[str, Element] = Field(min_length=1)

    def own_clauses(self, library: ClauseLibrary) -> tuple[Clause, ...]:
        """The clauses it stands on, in the order in which it names them; "9.5, 6.3" is 9.5, 6.3.1, 6.3.2 and 6.3.3."""
        found = [
            clause
            for number in _NUMBER.findall(self.clause)
            for clause in library.clauses
            if clause.standard == self.standard and (clause.clause == number or clause.clause.startswith(f"{number}."))
        ]
        return tuple(dict.fromkeys(found))

    def sources_of(self, part: str) -> tuple[Source, ...]:
        """Sources of what is said about an element, or about its wording, usually_missed, records or why."""
        every = part in self.elements
        return tuple(source for source in self.sources if part in source.about or (every and not source.about))


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


class Edition(Record):
    """Superseded editions of a standard, and what has taken their place."""

    publisher: tuple[str, ...] = Field(min_length=1, description="letters before the number, such as ISO or ISO/IEC")
    number: str = Field(description="number of the standard with its part, such as 60601-1")
    years: tuple[int, ...] = Field(min_length=1, description="years of the superseded editions")
    european: bool = Field(False, description="only the European edition (EN) of these years was superseded")
    unless_amended: bool = Field(False, description="the edition stands where its amendment is cited with it")
    superseded_by: str
    changed: str = Field(description="what to look at, in our own words")
    source: str


class TimedAct(Record):
    """An act that a manufacturer has one time limit for, whatever document states it."""

    id: str
    name: str = Field(description="what people call it")
    terms: tuple[str, ...] = Field(min_length=1, description="in the language of the concepts")
    excluding: tuple[str, ...] = Field((), description="terms that make it another act")


class HealthRules(Record):
    """What document health goes by."""

    editions: tuple[Edition, ...] = ()
    acts: tuple[TimedAct, ...] = ()
    known_abbreviations: tuple[str, ...] = Field((), description="that every reader of such documents knows")
    ordinary_words: tuple[str, ...] = Field((), description="words that are set in capitals for stress")


class AuditStage(Record):
    """A part of an audit, with the criteria that it goes through."""

    title: str
    opening: str = Field("", description="how an auditor begins")
    criteria: tuple[str, ...] = Field(description="ids, in the order in which they come up")
