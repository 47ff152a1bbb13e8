"""Searches a set of documents for the evidence of every element."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from reviewer.fitted import Models
from reviewer.language import Analysis, analyse, plain, words
from reviewer.match.aliases import learn_aliases
from reviewer.match.asking import Queue, Waiting, answered, claims
from reviewer.match.outlook import outlook
from reviewer.match.reading import Reading, inadmissible
from reviewer.match.references import DocumentNames, Mentions, find_references
from reviewer.match.rule_fits import Frames, fits, index_frames, near_misses
from reviewer.match.shortlist import Shortlist
from reviewer.match.weighing import Considered, consider, hinted_at
from reviewer.model import Candidate, Mention, Passage, PassageKind, SectionKind
from reviewer.rules import Rule
from reviewer.terms import Aliases, Thesaurus

# A concept in this share of a document's passages is what the document is about.
_SUBJECT_SHARE = 0.15


class Source(NamedTuple):
    """A document to search."""

    document: str
    name: str
    title: str
    establishes: bool


class Search(NamedTuple):
    """What the search brought."""

    candidates: tuple[Candidate, ...]
    missing: tuple[Mention, ...]
    """what is named and not in the set, in the order in which it is first named"""


Analyse = Callable[[Iterable[str]], Iterator[Analysis]]


class Terms(NamedTuple):
    """What is known of the whole set before any document of it is searched."""

    names: DocumentNames
    aliases: Aliases
    everything: bool
    """keep all candidates, not only the weightiest"""


class Part(NamedTuple):
    """What the search of one document brought."""

    considered: tuple[Considered, ...]
    """by rules and wording"""
    waiting: tuple[Waiting, ...]
    """passages that the encoder may be asked about"""
    missing: tuple[Mention, ...]


class Knowledge(NamedTuple):
    """What a search goes by."""

    rules: Mapping[str, Rule]
    frames: Frames
    thesaurus: Thesaurus
    models: Models


def knowledge(rules: Mapping[str, Rule], thesaurus: Thesaurus, models: Models) -> Knowledge:
    """What a search goes by, laid out for it."""
    return Knowledge(rules, index_frames(rules), thesaurus, models)


Spread = Callable[[Sequence[Source], Mapping[str, Sequence[Passage]], Terms], Iterator[tuple[int, Part]]]
"""Searches documents, in whatever process, and yields what each brought with its number among them, in the order in which they are
done: what is done is taken in at once, and none waits for another in memory."""


def search(
    sources: Sequence[Source],
    passages: Mapping[str, Sequence[Passage]],
    known: Knowledge,
    analyser: Analyse = analyse,
    *,
    everything: bool = False,
    spread: Spread | None = None,
    threads: int = 1,
) -> Search:
    """Candidates for every element, by document and passage. ``passages``: by document. ``analyser`` parses texts. ``everything``: keep
    all candidates, not only the weightiest. ``spread``: searches documents elsewhere; here if there is none. ``threads``: in which the
    encoder is asked."""
    models = known.models
    names = DocumentNames((s.document, s.name, s.title) for s in sources)
    aliases = learn_aliases((p for s in sources for p in passages[s.document]), known.thesaurus)
    terms = Terms(names, aliases, everything)
    kept = Shortlist(models.weighing, everything=everything)
    queue = Queue()
    missing = Mentions()
    here = ((n, search_document(s, passages[s.document], terms, known, analyser)) for n, s in enumerate(sources))
    for number, part in here if spread is None else spread(sources, passages, terms):
        kept.add(part.considered, number)
        queue.add(part.waiting, number)
        missing.add(part.missing, number)
    asked = queue.passages()
    kept.drop({(number, waiting.reading.passage.index) for number, waiting in asked})
    views = answered([waiting for _, waiting in asked], models, threads)
    for (number, waiting), view in zip(asked, views, strict=True):
        found = waiting.found | near_misses(
            waiting.reading, known.rules, known.frames, hinted_at(view, known.rules) - waiting.found.keys()
        )
        kept.add(consider(found, waiting.reading, view, known.rules, models, names), number)
    return Search(tuple(kept.candidates()), missing.found())


def search_document(
    source: Source, passages: Sequence[Passage], terms: Terms, known: Knowledge, analyser: Analyse = analyse
) -> Part:
    """Search one document by itself: of what is read of a passage only its weighty candidates are kept, so that large sets fit."""
    names, models = terms.names, known.models
    kept = Shortlist(models.weighing, everything=terms.everything)
    queue = Queue()
    missing = Mentions()
    for reading in readings(source, passages, known.thesaurus, terms.aliases, analyser):
        found = fits(reading, known.rules, known.frames, names, source.establishes)
        if reading.barred or not source.establishes:
            # Worth showing only where it would count if it stood elsewhere.
            kept.add(Considered(c, None) for c in found.values() if not c.lacking)
            continue
        missing.add(
            Mention(r.name, 1, source.document, reading.passage.index)
            for r in reading.references
            if names.resolve(r.name) is None
        )
        view = outlook(reading, models, names)
        found |= near_misses(reading, known.rules, known.frames, hinted_at(view, known.rules) - found.keys())
        considered = consider(found, reading, view, known.rules, models, names)
        kept.add(considered)
        if (waiting := claims(reading, found, view, considered, models.weighing)) is not None:
            queue.add([waiting])
    return Part(tuple(kept.kept()), tuple(waiting for _, waiting in queue.passages()), missing.found())


def readings(
    source: Source, passages: Sequence[Passage], thesaurus: Thesaurus, aliases: Aliases, analyser: Analyse = analyse
) -> Iterable[Reading]:
    """Every passage of a document, read."""
    cache: dict[str, frozenset[str]] = {}

    def concepts(text: str) -> frozenset[str]:
        if text not in cache:
            cache[text] = frozenset(thesaurus.find(words(text), aliases)) if text else frozenset()
        return cache[text]

    analyses = list(analyser(p.text for p in passages))
    # A sentence is looked through twice: for itself, and as plain words for the one after it, as the models were fitted.
    before = {p.previous for p in passages}
    own = []
    for passage, analysis in zip(passages, analyses, strict=True):
        if passage.text in before and passage.text not in cache:
            found, as_plain = thesaurus.find_twice(analysis.words, plain(analysis.words, passage.text), aliases)
            cache[passage.text] = frozenset(as_plain)
        else:
            found = thesaurus.find(analysis.words, aliases)
        own.append(found)
    groups: dict[int, set[str]] = defaultdict(set)
    for passage, found in zip(passages, own, strict=True):
        if passage.group is not None:
            groups[passage.group] |= set(found) | concepts(passage.lead_in)
    stem = " ".join(re.split(r"[_\W]+", source.name.rsplit(".", 1)[0]))
    title = concepts(stem) | concepts(source.title)
    subject = title | _subject(passages, own)
    off_topic = _off_topic(title | _purpose(passages, own), title)
    for passage, analysis, found in zip(passages, analyses, own, strict=True):
        near = concepts(passage.lead_in) | concepts(passage.caption) | frozenset().union(*map(concepts, passage.headers))
        far = concepts(passage.previous) | frozenset().union(*map(concepts, passage.heading_path))
        yield Reading(
            passage, analysis.words, analysis.clauses, found, near,
            frozenset(groups[passage.group]) if passage.group is not None else frozenset(), far, subject, title,
            tuple(find_references(passage.text)), inadmissible(passage, found) or off_topic, source.title or stem,
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
