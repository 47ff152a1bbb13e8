"""Searches a set of documents for the evidence of every element."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from reviewer.affinity import NOTHING, Affinity
from reviewer.language import Analysis, analyse, words
from reviewer.match.aliases import learn_aliases
from reviewer.match.features import features
from reviewer.match.frames import Fit, fit
from reviewer.match.qualify import qualify, qualify_whole
from reviewer.match.reading import Reading, inadmissible
from reviewer.match.references import DocumentNames, find_references
from reviewer.model import Candidate, Document, Passage, PassageKind, Role, SectionKind
from reviewer.rules import Frame, Rule
from reviewer.terms import Aliases, Thesaurus

# A concept in this share of a document's passages is what the document is about.
_SUBJECT_SHARE = 0.15


class Source(NamedTuple):
    """A document to search, with its passages."""

    document: Document
    title: str
    passages: Sequence[Passage]
    establishes: bool


class Search(NamedTuple):
    """What the search brought."""

    candidates: tuple[Candidate, ...]
    references: tuple[tuple[str, int, str, str | None], ...]
    """(document id, passage index, name, id of the document it means or None)"""


Analyse = Callable[[Iterable[str]], Iterator[Analysis]]


def search(
    sources: Sequence[Source], rules: dict[str, Rule], thesaurus: Thesaurus, affinity: Affinity, analyser: Analyse = analyse
) -> Search:
    """Candidates for every element, in the order of documents, passages and rules. ``analyser`` parses texts."""
    names = DocumentNames((s.document.id, s.document.name, s.title) for s in sources)
    aliases = learn_aliases((p for s in sources for p in s.passages), thesaurus)
    index = _index(rules)
    candidates: list[Candidate] = []
    references: list[tuple[str, int, str, str | None]] = []
    for source in sources:
        for reading in readings(source, thesaurus, aliases, analyser):
            if not reading.barred and source.establishes:
                references += [
                    (source.document.id, reading.passage.index, r.name, names.resolve(r.name)) for r in reading.references
                ]
            candidates += _judge(reading, rules, index, names, source, affinity)
    return Search(tuple(candidates), tuple(references))


def readings(source: Source, thesaurus: Thesaurus, aliases: Aliases, analyser: Analyse = analyse) -> Iterable[Reading]:
    """Every passage of a document, read."""
    cache: dict[str, frozenset[str]] = {}

    def concepts(text: str) -> frozenset[str]:
        if text not in cache:
            cache[text] = frozenset(thesaurus.find(words(text), aliases)) if text else frozenset()
        return cache[text]

    passages = source.passages
    analyses = list(analyser(p.text for p in passages))
    own = [thesaurus.find(a.words, aliases) for a in analyses]
    groups: dict[int, set[str]] = defaultdict(set)
    for passage, found in zip(passages, own, strict=True):
        if passage.group is not None:
            groups[passage.group] |= set(found) | concepts(passage.lead_in)
    title = concepts(" ".join(re.split(r"[_\W]+", source.document.name.rsplit(".", 1)[0]))) | concepts(source.title)
    subject = title | _subject(passages, own)
    off_topic = _off_topic(title | _purpose(passages, own), title)
    for passage, analysis, found in zip(passages, analyses, own, strict=True):
        near = concepts(passage.lead_in) | concepts(passage.caption) | frozenset().union(*map(concepts, passage.headers))
        far = concepts(passage.previous) | frozenset().union(*map(concepts, passage.heading_path))
        yield Reading(
            passage, analysis.words, analysis.clauses, found, near,
            frozenset(groups[passage.group]) if passage.group is not None else frozenset(), far, subject,
            tuple(find_references(passage.text)), inadmissible(passage, found) or off_topic,
        )  # fmt: skip


def _subject(passages: Sequence[Passage], own: Sequence[dict[str, tuple[tuple[int, int], ...]]]) -> frozenset[str]:
    """What a document is about: concepts of its purpose and scope, and those that run through it."""
    counts: dict[str, int] = defaultdict(int)
    for found in own:
        for name in found:
            counts[name] += 1
    common = {name for name, n in counts.items() if n >= max(3, _SUBJECT_SHARE * len(passages))}
    return frozenset(common | _purpose(passages, own))


def _purpose(passages: Sequence[Passage], own: Sequence[dict[str, tuple[tuple[int, int], ...]]]) -> frozenset[str]:
    kinds = {SectionKind.purpose, SectionKind.scope}
    return frozenset(
        name
        for passage, found in zip(passages, own, strict=True)
        if passage.section_kind in kinds and passage.kind is not PassageKind.heading and "sentence.exclusion" not in found
        for name in found
    )


def _off_topic(stated: frozenset[str], title: frozenset[str]) -> str | None:
    """The document is about something that only looks alike, as its title says and nothing in title or purpose gainsays."""
    subjects = sorted(name for name in title if name.startswith("off-topic."))
    if subjects and not any(name.startswith("on-topic.") for name in stated):
        return f"a document about {subjects[0].removeprefix('off-topic.').replace('-', ' ')}"
    return None


class _Entry(NamedTuple):
    element: str
    frame: Frame
    establishes: bool


def _index(rules: dict[str, Rule]) -> dict[str, list[_Entry]]:
    """Concept -> frames with a slot that it fills."""
    index: dict[str, list[_Entry]] = defaultdict(list)
    for element, rule in rules.items():
        for frames, establishes in ((rule.evidence, True), (rule.subject, False)):
            for frame in frames:
                concepts = {c for slot in (frame.act, *frame.slots) if slot for c in slot.concepts}
                concepts |= set(frame.count.of) if frame.count else set()
                for concept in concepts:
                    index[concept].append(_Entry(element, frame, establishes))
    return index


def _judge(
    reading: Reading,
    rules: dict[str, Rule],
    index: dict[str, list[_Entry]],
    names: DocumentNames,
    source: Source,
    affinity: Affinity,
) -> list[Candidate]:
    entries = {(e.element, e.establishes, e.frame.id): e for concept in reading.own for e in index.get(concept, ())}
    fits = [(entries[key], fitted) for key in sorted(entries) if (fitted := fit(entries[key].frame, reading)) is not None]
    # What fits wholly first: a near miss is of interest only where nothing does.
    fits.sort(key=lambda pair: bool(pair[1].lacking))
    best: dict[str, Candidate] = {}
    for entry, fitted in fits:
        if fitted.lacking and entry.element in best:
            continue
        candidate = _candidate(entry, fitted, reading, rules[entry.element], names, source)
        if candidate is not None and _rank(candidate) > _rank(best.get(entry.element)):
            best[entry.element] = candidate
    if reading.barred or not source.establishes:
        return list(best.values())
    present = features(reading)
    speaks = affinity.scores(present)
    for element, candidate in list(best.items()):
        best[element] = _weighed(candidate, speaks.get(element, 0.0))
    for element, probability in speaks.items():
        if element == NOTHING or probability < _SPEAKS:
            continue
        known = best.get(element)
        if known is None or known.role is Role.nearest or known.frame.startswith("subject"):
            found = affinity.reasons(present, element)
            best[element] = _worded(element, probability, found, reading, rules[element], names, source)
    return list(best.values())


_SPEAKS = 0.03


def _weighed(candidate: Candidate, probability: float) -> Candidate:
    return candidate.model_copy(update={"affinity": probability})


def _worded(element, probability, found, reading, rule, names, source) -> Candidate:
    worth = qualify_whole(reading, rule, names, frozenset({source.document.id}))
    role, discarded, lacking = worth.role, None, []
    if _topic(rule, reading) is None:
        lacking.append("topic: " + "|".join(rule.topic))
        role, discarded = Role.nearest, "lacks topic"
    if role is Role.defers and worth.dead_end:
        role, discarded = Role.nearest, f"only points to {worth.refers_to}"
    return Candidate.model_construct(
        element=element, document=source.document.id, passage=reading.passage.index, role=role, discarded=discarded,
        frame="wording", found=(*found, f"p={probability}"), lacking=tuple(lacking), weight=round(min(1.0, 0.4 + 0.6 * probability), 4),
        refers_to=worth.refers_to, dead_end=worth.dead_end, affinity=probability,
    )


_ROLE_RANK = {Role.establishes: 5, Role.excludes: 4, Role.defers: 3, Role.weakens: 2, Role.nearest: 1}


def _rank(candidate: Candidate | None) -> tuple[int, int, float]:
    if candidate is None:
        return (-1, 0, 0.0)
    return (candidate.discarded is None, _ROLE_RANK[candidate.role], candidate.weight)


def _candidate(
    entry: _Entry, fitted: Fit, reading: Reading, rule: Rule, names: DocumentNames, source: Source
) -> Candidate | None:
    worth = qualify(reading, fitted.act, fitted.spans, rule, names, frozenset({source.document.id}))
    role, discarded, weight = worth.role, None, entry.frame.strength * (1 - 0.15 * fitted.context_share)
    lacking = list(fitted.lacking)
    topic = _topic(rule, reading)
    if topic is None and entry.frame.bridge:
        lacking.append("topic (general process)")
    elif topic is None:
        lacking.append("topic: " + "|".join(rule.topic))
    else:
        weight *= topic
    if lacking and lacking != ["topic (general process)"]:
        if len(lacking) > 1 or not entry.establishes:
            return None
        role, weight = Role.nearest, 0.4 * weight
        discarded = f"lacks {lacking[0]}"
    elif not entry.establishes and role is Role.establishes:
        role, discarded = Role.nearest, "speaks of it without saying that it is done"
    elif (role is Role.defers and entry.establishes and worth.dead_end and entry.frame.pointer) or (
        role is Role.defers and entry.establishes and entry.frame.pointer == "always"
    ):
        role = Role.establishes
    elif role is Role.defers and worth.dead_end:
        role, discarded = Role.nearest, f"only points to {worth.refers_to}"
    if fitted.barred and role is not Role.nearest:
        role, discarded = Role.nearest, f"look-alike: {fitted.barred}"
    if reading.barred or not source.establishes:
        discarded = reading.barred or "the document establishes nothing"
    # Not validated again: there are hundreds of thousands of them in a large set, and every part is of its type already.
    return Candidate.model_construct(
        element=entry.element, document=source.document.id, passage=reading.passage.index, role=role, discarded=discarded,
        frame=entry.frame.id, found=fitted.found, lacking=tuple(lacking), weight=round(min(1.0, weight), 4),
        refers_to=worth.refers_to, dead_end=worth.dead_end,
    )  # fmt: skip


def _topic(rule: Rule, reading: Reading) -> float | None:
    """How closely the passage is tied to the topic, 0.85 to 1; None if it is not."""
    if not rule.topic:
        return 1.0
    for where, tie in ((reading.own, 1.0), (reading.near, 1.0), (reading.far, 0.95), (reading.subject, 0.9)):
        if any(name in where for name in rule.topic):
            return tie
    return None
