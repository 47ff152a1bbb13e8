"""A passage as the rules see it: its words, the concepts in it and around it, and what qualifies its statement."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from reviewer.language import Clause, Word
from reviewer.match.references import Reference
from reviewer.model import Passage, PassageKind, SectionKind
from reviewer.terms import Span

INADMISSIBLE = {
    SectionKind.purpose: "a purpose section",
    SectionKind.scope: "a scope section",
    SectionKind.definitions: "a definition",
    SectionKind.abbreviations: "a list of abbreviations",
    SectionKind.references: "a list of references",
    SectionKind.contents: "a table of contents",
    SectionKind.revision_history: "the revision history",
    SectionKind.training: "a training section",
    SectionKind.title_block: "the title block",
}
_ANGLE = re.compile(
    r"<([^<>]{1,80})>|\[((?:insert|enter|add|your|fill|tbd|role|name|number|xx?)[^\]]{0,60})\]|(_{3,})|\b(X{2,3}|[Nn]{2})\b(?= (?:days?|weeks?|hours?|months?))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Reading:
    """What the rules know of a passage."""

    passage: Passage
    words: tuple[Word, ...]
    clauses: tuple[Clause, ...]
    own: Mapping[str, tuple[Span, ...]]
    near: frozenset[str]
    group: frozenset[str]
    far: frozenset[str]
    subject: frozenset[str]
    title: frozenset[str]
    references: tuple[Reference, ...]
    barred: str | None
    document_title: str = ""

    @cached_property
    def main_verb(self) -> Span | None:
        """The verb of its first main clause."""
        for number, clause in enumerate(self.clauses):
            if clause.kind == "main" and clause.finite:
                for i, word in enumerate(self.words):
                    if word.clause == number and word.pos == "V" and clause.verb in word.forms:
                        return (i, i + 1)
        return None

    @cached_property
    def placeholders(self) -> frozenset[str]:
        """Kinds of unfilled placeholders in it: number, role or other."""
        return placeholders(self.passage.text)

    def text_of(self, span: Span) -> str:
        """The words of a span as they stand in the passage."""
        return self.passage.text[self.words[span[0]].start : self.words[span[1] - 1].end]

    def clause_of(self, span: Span) -> Clause | None:
        """The clause of a span: that of its verb where it has one."""
        if not self.clauses:
            return None
        inside = self.words[span[0] : span[1]]
        word = next((w for w in inside if w.pos == "V"), inside[0])
        return self.clauses[word.clause]


def inadmissible(passage: Passage, own: Mapping[str, tuple[Span, ...]]) -> str | None:
    """Why a passage can never establish anything, or None."""
    if passage.kind is PassageKind.heading:
        return "a heading"
    if passage.section_kind in INADMISSIBLE:
        return INADMISSIBLE[passage.section_kind]
    if "sentence.descriptive" in own:
        return "a sentence about the document itself"
    if "sentence.definition" in own:
        return "a definition"
    if passage.quoted:
        return "quoted text"
    if passage.hidden:
        return "hidden text"
    return None


def placeholders(text: str) -> frozenset[str]:
    """Kinds of unfilled placeholders in a text: number, role or other."""
    kinds = set()
    for match in _ANGLE.finditer(text):
        inner = (match[1] or match[2] or match[3] or match[4]).lower()
        if re.search(
            r"\b(?:days?|weeks?|months?|hours?|time|number|frequency|interval|period|x+|n+|date|target|duration)\b", inner
        ):
            kinds.add("number")
        elif re.search(r"\b(?:role|name|function|responsible|person|position|title|who|owner|department|team)\b", inner):
            kinds.add("role")
        else:
            kinds.add("other")
    return frozenset(kinds)
