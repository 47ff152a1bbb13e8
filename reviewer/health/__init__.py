"""Document health: what an auditor remarks of the documents themselves before asking what they provide for.

It looks at documents whose text may establish elements. Precision goes before recall: an invented remark costs more trust than
a missed one. No status and no score depends on it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reviewer.health import abbreviations, contradictions, deadlines, editions, placeholders, references, title_block
from reviewer.health.interface import CONTROLLED, Subject
from reviewer.model import Finding, Health, HealthKind, HealthRemark
from reviewer.rules import HealthRules
from reviewer.terms import Thesaurus, compile_concept

__all__ = ["Subject", "health"]


def health(subjects: Sequence[Subject], findings: Sequence[Finding], unread: Sequence[str], rules: HealthRules) -> Health:
    """What is to be remarked of the documents of a set. ``unread``: names of files that are there and could not be read.

    ``subjects`` are gone through several times, and none is kept: they may be unpacked one at a time."""
    names: dict[str, str] = {}
    checked, controlled = [], []
    for subject in subjects:
        names[subject.document.id] = subject.document.name
        if subject.establishes:
            checked.append(subject.document.id)
            if subject.kind in CONTROLLED:
                controlled.append(subject.document.id)
    order, at = list(HealthKind), {document: n for n, document in enumerate(names)}
    found = [*_remarks(subjects, unread, rules), *contradictions.contradictions(findings, names)]
    found.sort(key=lambda r: (order.index(r.kind), at[r.document], r.subject))
    return Health(checked=tuple(checked), controlled=tuple(controlled), remarks=tuple(found))


def _remarks(subjects: Sequence[Subject], unread: Sequence[str], rules: HealthRules) -> Iterator[HealthRemark]:
    for subject in subjects:
        if not subject.establishes:
            continue
        if subject.kind in CONTROLLED:
            yield from title_block.check(subject)
        yield from placeholders.check(subject)
        yield from editions.check(subject, rules.editions)
        yield from contradictions.tracked_changes(subject)
    yield from references.check(subjects, unread)
    yield from abbreviations.check(subjects, frozenset(rules.known_abbreviations), frozenset(rules.ordinary_words))
    named = {act.id: act.terms for act in rules.acts} | {f"not.{act.id}": act.excluding for act in rules.acts if act.excluding}
    acts = Thesaurus({name: compile_concept(name, terms) for name, terms in named.items()})
    yield from deadlines.check(subjects, acts, {act.id: act.name for act in rules.acts})
