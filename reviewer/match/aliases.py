"""Words that the documents define for themselves, learned from their definitions and lists of abbreviations."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from reviewer.language import words
from reviewer.model import Passage, PassageKind, SectionKind
from reviewer.terms import Aliases, Thesaurus

_SECTIONS = {SectionKind.definitions, SectionKind.abbreviations}
_SPLIT = re.compile(r"\s*(?:\||:|=|\s[–—-]\s|\bmeans\b|\bstands for\b|\bis short for\b|\bis defined as\b)\s*")
_BRACKETED = re.compile(r"\b((?:[A-Za-z][\w-]*\s+){1,6})\((?P<short>[A-Z][A-Z&]{1,6})s?\)")
_NO_ALIAS = (
    "act.",
    "section.",
    "column.",
    "hedge.",
    "sentence.",
    "defer.",
    "deny.",
    "permit.",
    "on-topic.",
    "off-topic.",
    "kind.",
)
# What companies coin words of their own for. Here a description will do ("event: something an attacker could misuse"); for any other
# concept the meaning has to name it ("CCB: change control board"), or else every engineer would be a service engineer.
_COINED = ("thing.security-issue", "thing.problem", "thing.problem-report")
_HEAD_WORDS = 10
_NAMED_SHARE = 0.6
# "Software observation" is called "observation" in the next sentence.
_DROPPED = frozenset(["software", "product", "security", "cyber", "device", "system", "cybersecurity"])


def learn_aliases(passages: Iterable[Passage], thesaurus: Thesaurus) -> Aliases:
    """Aliases from "DR | Defect record", "Weakness: a flaw that ..." and "change control board (CCB)"."""
    names: dict[tuple[str, ...], set[str]] = defaultdict(set)
    for passage in passages:
        if passage.kind is PassageKind.heading:
            continue
        if passage.section_kind in _SECTIONS:
            term, _, meaning = _split(passage.text)
            if meaning and 0 < len(term.split()) <= 3:
                _learn(names, term, meaning, thesaurus)
        for match in _BRACKETED.finditer(passage.text):
            long_form = _long_form(match[1].split(), match["short"])
            if long_form:
                _learn(names, match["short"], long_form, thesaurus)
    return Aliases({phrase: frozenset(concepts) for phrase, concepts in names.items()})


def _split(text: str) -> tuple[str, str, str]:
    match = _SPLIT.search(text)
    return (text[: match.start()], match[0], text[match.end() :]) if match else (text, "", "")


def _learn(names: dict[tuple[str, ...], set[str]], term: str, meaning: str, thesaurus: Thesaurus) -> None:
    phrase = tuple(word.text for word in words(term))
    tokens = words(meaning)
    if not phrase or not tokens:
        return
    named = len(words(re.split(r"[,;(.]", meaning)[0]))
    for concept, spans in thesaurus.find(tokens).items():
        if concept.startswith(_NO_ALIAS):
            continue
        by_name = any(end - start >= _NAMED_SHARE * named and start < named for start, end in spans)
        described = concept in _COINED and any(start < _HEAD_WORDS for start, _ in spans)
        if by_name or described:
            names[phrase].add(concept)
            if len(phrase) == 2 and phrase[0] in _DROPPED:
                names[phrase[1:]].add(concept)


def _long_form(before: list[str], short: str) -> str:
    """The words before a bracketed abbreviation whose initials it is made of."""
    letters = [c.lower() for c in short if c.isalpha()]
    for n in range(min(len(before), len(letters) + 2), 0, -1):
        initials = [w[0].lower() for w in before[-n:]]
        if initials[0] == letters[0] and set(letters) <= set("".join(before[-n:]).lower()) and len(initials) >= len(letters) - 1:
            return " ".join(before[-n:])
    return ""
