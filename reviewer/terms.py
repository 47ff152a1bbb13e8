"""Concepts: named sets of phrases, and where a text contains them. ``phrases`` says what a term looks like."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from reviewer.language import Word
from reviewer.phrase_matching import Ends, Text, compile_phrase
from reviewer.phrases import Literal, Phrase, Reference, Span, TermError, first, inside, parse_term, required

__all__ = ["Aliases", "Concept", "Span", "TermError", "Thesaurus", "compile_concept", "parse_term"]


Found = dict[str, tuple[Span, ...]]
"""Concept -> spans of word indices (half-open), in order."""
_MOST_REMEMBERED = 32_768
"""Words of documents about which something is remembered."""


class _Entry:
    """A phrase in the index. One of them equals nothing but itself, so that it can be told apart quickly."""

    __slots__ = ("ends", "key", "needs", "others")

    def __init__(self, key: str, phrase: Phrase) -> None:
        self.key = key
        self.ends = compile_phrase(phrase)
        # That a text holds the word by which a phrase was looked up need not be asked again.
        needs = required(phrase[1:] if isinstance(phrase[0], Literal) else phrase)
        self.needs, self.others = needs[:1], needs[1:]

    def possible(self, forms: frozenset[str]) -> bool:
        """Whether a text with these forms holds what it needs beside the first of its needs."""
        return not any(map(forms.isdisjoint, self.others))


class _Start:
    """Phrases that begin with one word: those that need no other, and the others by the words of which they need one most."""

    def __init__(self) -> None:
        self._lone: list[_Entry] = []
        self._by_need: dict[str, list[_Entry]] = defaultdict(list)
        """those that need no more"""
        self._by_first_need: dict[str, list[_Entry]] = defaultdict(list)
        self._needed: frozenset[str] = frozenset()

    def add(self, entry: _Entry) -> None:
        if not entry.needs:
            self._lone.append(entry)
            return
        self._needed |= entry.needs[0]
        for word in entry.needs[0]:
            (self._by_first_need if entry.others else self._by_need)[word].append(entry)

    def possible(self, forms: frozenset[str]) -> list[_Entry]:
        """Those that a text with these forms may hold."""
        needed: set[_Entry] = set()
        for word in forms & self._needed:
            if word in self._by_need:
                needed.update(self._by_need[word])
            if word in self._by_first_need:
                needed.update([entry for entry in self._by_first_need[word] if entry.possible(forms)])
        return [*self._lone, *needed]


class Concept(NamedTuple):
    """A compiled concept."""

    name: str
    phrases: tuple[Phrase, ...]
    excluded: tuple[Phrase, ...]


def compile_concept(name: str, terms: Iterable[str], excluded: Iterable[str] = ()) -> Concept:
    """Compile terms. ``excluded`` phrases cancel a match that they overlap. Raises TermError."""
    return Concept(
        name,
        tuple(parse_term(term) for term in terms),
        tuple(parse_term(term) for term in excluded),
    )


class Aliases:
    """Words that a set of documents defines for itself: "DR" for defect record, "event" for a security issue."""

    def __init__(self, names: Mapping[tuple[str, ...], frozenset[str]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], frozenset[str]]]] = defaultdict(list)
        for phrase, concepts in sorted(names.items()):
            self._by_first[phrase[0]].append((phrase, concepts))

    def find(self, words: Sequence[Word]) -> dict[str, set[Span]]:
        """Concept name -> spans of word indices."""
        found: dict[str, set[Span]] = defaultdict(set)
        for i, word in enumerate(words):
            for form in word.forms:
                for phrase, concepts in self._by_first.get(form, ()):
                    if all(i + k < len(words) and part in words[i + k].forms for k, part in enumerate(phrase)):
                        for concept in concepts:
                            found[concept].add((i, i + len(phrase)))
        return found


class Thesaurus:
    """All concepts, indexed by the word that each phrase begins with."""

    def __init__(self, concepts: Mapping[str, Concept]) -> None:
        self.concepts = dict(concepts)
        self._by_word: dict[str, _Start] = defaultdict(_Start)
        self._by_prefix: list[tuple[str, _Entry]] = []
        self._by_reference: dict[str, list[_Entry]] = defaultdict(list)
        self._prefix_cache: dict[str, tuple[_Entry, ...]] = {}
        self._beginnings: dict[frozenset[str], tuple[str, ...]] = {}
        for concept in concepts.values():
            for key, phrases in ((concept.name, concept.phrases), ("!" + concept.name, concept.excluded)):
                for phrase in phrases:
                    self._index(phrase, _Entry(key, phrase))
        self._order = self._reference_order()

    def _index(self, phrase: Phrase, entry: _Entry) -> None:
        for begin in first(phrase):
            if isinstance(begin, Reference):
                self._by_reference[begin.concept].append(entry)
            else:
                for word in begin.words:
                    self._by_word[word].add(entry)
                for prefix in begin.prefixes:
                    self._by_prefix.append((prefix, entry))

    def _reference_order(self) -> list[str]:
        """Concepts that others refer to come first. Raises TermError for a circle."""
        needs = {
            c.name: {i.concept for p in (*c.phrases, *c.excluded) for i in inside(p) if isinstance(i, Reference)}
            for c in self.concepts.values()
        }
        order: list[str] = []
        state: dict[str, int] = {}

        def visit(name: str) -> None:
            if state.get(name) == 1:
                raise TermError(f"concept {name} refers to itself in a circle")
            if state.get(name) == 2:
                return
            state[name] = 1
            for other in sorted(needs.get(name, ())):
                if other not in needs:
                    raise TermError(f"concept {name} refers to unknown concept @{other}")
                visit(other)
            state[name] = 2
            order.append(name)

        for name in sorted(needs):
            visit(name)
        return order

    def vocabulary(self) -> frozenset[str]:
        """Every word that some phrase contains."""
        return frozenset(
            word
            for concept in self.concepts.values()
            for phrase in concept.phrases
            for item in inside(phrase)
            if isinstance(item, Literal)
            for word in item.words
        )

    def find(self, words: Sequence[Word], aliases: Aliases | None = None) -> Found:
        """What is in a text. ``aliases`` are what these documents call a concept."""
        return self._matched(words, self._possible(words), aliases)

    def find_twice(self, words: Sequence[Word], plain: Sequence[Word], aliases: Aliases | None = None) -> tuple[Found, Found]:
        """What is in a text, and what is in it if its grammar is not known: ``plain`` are the same words with some of the forms, or all."""
        possible = self._possible(words)
        return self._matched(words, possible, aliases), self._matched(plain, possible, aliases)

    def _possible(self, words: Sequence[Word]) -> dict[str, list[tuple[int, Ends]]]:
        """Phrases that may begin at a word, by concept."""
        forms = frozenset().union(*[word.forms for word in words])
        found: dict[str, list[tuple[int, Ends]]] = defaultdict(list)
        possible: dict[str, list[_Entry]] = {}
        for i, word in enumerate(words):
            for form in self._beginning(word.forms):
                if (entries := possible.get(form)) is None:
                    entries = possible[form] = self._by_word[form].possible(forms)
                for entry in entries:
                    found[entry.key].append((i, entry.ends))
            for entry in self._prefixed(word.text):
                if entry.possible(forms) and not any(map(forms.isdisjoint, entry.needs)):
                    found[entry.key].append((i, entry.ends))
        return found

    def _matched(self, words: Sequence[Word], possible: Mapping[str, list[tuple[int, Ends]]], aliases: Aliases | None) -> Found:
        own_names = aliases.find(words) if aliases else {}
        referring: dict[str, list[tuple[int, Ends]]] = defaultdict(list)
        found: Found = {}
        text = Text(words, found)

        for name in self._order:
            if name not in possible and name not in referring and name not in own_names:
                continue
            of = own_names.get(name, set())
            for i, ends in possible.get(name, ()):  # here and not in a function: this is where most of the time goes
                for end in ends(text, i, i):
                    if end > i:
                        of.add((i, end))
            if name in referring:
                of |= _spans(referring[name], text)
            key = "!" + name
            if of and (key in possible or key in referring):
                barred = _spans([*possible.get(key, ()), *referring.get(key, ())], text)
                of = {s for s in of if not any(a < s[1] and s[0] < b for a, b in barred)}
            if of:
                found[name] = tuple(sorted(of))
                for entry in self._by_reference.get(name, ()):
                    referring[entry.key] += [(start, entry.ends) for start in dict.fromkeys(start for start, _ in found[name])]
        return found

    def _beginning(self, forms: frozenset[str]) -> tuple[str, ...]:
        """The forms of a word that some phrase begins with."""
        known = self._beginnings.get(forms)
        if known is None:
            if len(self._beginnings) > _MOST_REMEMBERED:
                self._beginnings.clear()
            known = self._beginnings[forms] = tuple(form for form in forms if form in self._by_word)
        return known

    def _prefixed(self, text: str) -> tuple[_Entry, ...]:
        hits = self._prefix_cache.get(text)
        if hits is None:
            if len(self._prefix_cache) > _MOST_REMEMBERED:
                self._prefix_cache.clear()
            hits = tuple(entry for prefix, entry in self._by_prefix if text.startswith(prefix))
            self._prefix_cache[text] = hits
        return hits


def _spans(places: Iterable[tuple[int, Ends]], text: Text) -> set[Span]:
    return {(i, end) for i, ends in places for end in ends(text, i, i) if end > i}
