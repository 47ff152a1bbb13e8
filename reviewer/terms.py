"""Concepts: named sets of phrases, and where a text contains them.

A term is a phrase over base forms, as rubric/README.md explains to its authors::

    problem report          two words, in any inflection
    vulnerability|weakness  either word
    re? test                an optional word
    bring * up to date      up to three words in between; *6 for up to six
    exploit~                any word that begins so
    report:V                the word as a verb (N noun, A adjective, R adverb)
    (root cause/origin of)  one of several phrases
    @security-issue         whatever another concept matches
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from reviewer.language import Word, normalise

Span = tuple[int, int]


class TermError(ValueError):
    """A term that is not well formed; the message says why."""


class _Literal(NamedTuple):
    words: frozenset[str]
    prefixes: tuple[str, ...]
    pos: str


class _Gap(NamedTuple):
    size: int


class _Reference(NamedTuple):
    concept: str


class _Group(NamedTuple):
    branches: tuple[tuple[_Item, ...], ...]
    optional: bool


_Item = _Literal | _Gap | _Reference | _Group
_Phrase = tuple[_Item, ...]


def parse_term(term: str) -> _Phrase:
    """The pattern that a term stands for. Raises TermError."""
    # The tokenizer splits words at hyphens, so that "third-party" and "third party" are one to the rules.
    spelled = re.sub(r"(?<![@.\w])\w+(?:-\w+)+", lambda m: m[0].replace("-", " "), term)
    tokens = re.findall(r"\(|\)\??|/|\||[^\s()/|]+", spelled)
    branches, rest = _alternatives(tokens)
    if rest:
        raise TermError(f"unbalanced parenthesis in {term!r}")
    for branch in branches:
        _check(branch, term)
    return branches[0] if len(branches) == 1 else (_Group(tuple(branches), False),)


def _check(phrase: _Phrase, term: str) -> None:
    if not phrase or isinstance(phrase[0], _Gap) or isinstance(phrase[-1], _Gap):
        raise TermError(f"{term!r} has no words, or begins or ends with a gap")
    if all(isinstance(item, _Group) and item.optional for item in phrase):
        raise TermError(f"nothing in {term!r} is required")


def _alternatives(tokens: list[str]) -> tuple[list[_Phrase], list[str]]:
    """sequence ("/" sequence)*"""
    first, tokens = _sequence(tokens)
    branches = [first]
    while tokens and tokens[0] == "/":
        more, tokens = _sequence(tokens[1:])
        branches.append(more)
    return branches, tokens


def _sequence(tokens: list[str]) -> tuple[_Phrase, list[str]]:
    """item item ..., where an item is: atom ("|" atom)*"""
    items: list[_Item] = []
    while tokens and tokens[0] != "/" and not tokens[0].startswith(")"):
        choices = []
        optional = False
        while True:
            if not tokens or tokens[0] in {"/", "|"} or tokens[0].startswith(")"):
                raise TermError("empty alternative beside |")
            item, maybe, tokens = _atom(tokens)
            choices.append(item)
            optional = optional or maybe
            if not tokens or tokens[0] != "|":
                break
            tokens = tokens[1:]
        items.append(_one_of(choices, optional))
    return tuple(items), tokens


def _one_of(choices: list[_Item], optional: bool) -> _Item:
    """Alternatives as one item: plain words of one part of speech as one literal, else a group."""
    literals: dict[str, list[_Literal]] = defaultdict(list)
    others: list[_Item] = []
    for item in choices:
        if isinstance(item, _Literal):
            literals[item.pos].append(item)
        else:
            others.append(item)
    merged: list[_Item] = [
        _Literal(frozenset().union(*(x.words for x in xs)), tuple(p for x in xs for p in x.prefixes), pos)
        for pos, xs in literals.items()
    ]
    merged += others
    if len(merged) == 1 and not optional:
        return merged[0]
    return _Group(tuple((item,) for item in merged), optional)


def _atom(tokens: list[str]) -> tuple[_Item, bool, list[str]]:
    """A word, a gap, a reference or a group in parentheses, and whether "?" makes it optional."""
    token, tokens = tokens[0], tokens[1:]
    if token == "(":
        branches, tokens = _alternatives(_group_bars(tokens))
        if not tokens:
            raise TermError("missing )")
        if any(not branch for branch in branches):
            raise TermError("empty alternative in parentheses")
        return _Group(tuple(branches), False), tokens[0] == ")?", tokens[1:]
    if re.fullmatch(r"\*\d*", token):
        return _Gap(int(token[1:] or 3)), False, tokens
    optional, token = token.endswith("?"), token.removesuffix("?")
    match = re.fullmatch(r"(.+):([VNAR])", token)
    word, pos = (match[1], match[2]) if match else (token, "")
    if word.startswith("@"):
        return _Reference(word[1:]), optional, tokens
    if not re.fullmatch(r"[\w'’&.;%☐☒☑<>=+~-]+", word):
        raise TermError(f"unexpected character in {word!r}")
    if word.endswith("~"):
        return _Literal(frozenset(), (normalise(word[:-1]),), pos), optional, tokens
    return _Literal(frozenset({normalise(word)}), (), pos), optional, tokens


def _group_bars(tokens: list[str]) -> list[str]:
    """In parentheses without "/", a bar separates whole phrases: (date|time stamp|day)."""
    depth, bars = 0, []
    for i, token in enumerate(tokens):
        if token == "(":
            depth += 1
        elif token.startswith(")"):
            depth -= 1
            if depth < 0:
                break
        elif depth == 0 and token == "/":
            return tokens
        elif depth == 0 and token == "|":
            bars.append(i)
    return ["/" if i in bars else token for i, token in enumerate(tokens)]


def _first(phrase: _Phrase) -> Iterator[_Literal | _Reference]:
    """What a match of the phrase can begin with."""
    for item in phrase:
        if isinstance(item, _Group):
            for branch in item.branches:
                yield from _first(branch)
            if item.optional:
                continue
        elif not isinstance(item, _Gap):
            yield item
        return


def _inside(phrase: _Phrase) -> Iterator[_Literal | _Reference]:
    """Every word and reference of a phrase."""
    for item in phrase:
        if isinstance(item, _Group):
            for branch in item.branches:
                yield from _inside(branch)
        elif not isinstance(item, _Gap):
            yield item


def _required(phrase: _Phrase) -> tuple[frozenset[str], ...]:
    """Sets of words of which a text must hold one each for the phrase to match: a cheap test before the dear one."""
    needs = []
    for item in phrase:
        if isinstance(item, _Literal) and not item.prefixes:
            needs.append(item.words)
        elif isinstance(item, _Group) and not item.optional:
            inner = [_required(branch) for branch in item.branches]
            if all(inner):
                needs.append(frozenset().union(*(min(sets, key=len) for sets in inner)))
    return tuple(needs)


class _Entry(NamedTuple):
    key: str
    phrase: _Phrase
    required: tuple[frozenset[str], ...]


class Concept(NamedTuple):
    """A compiled concept."""

    name: str
    phrases: tuple[_Phrase, ...]
    excluded: tuple[_Phrase, ...]


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
        self._by_word: dict[str, list[_Entry]] = defaultdict(list)
        self._by_prefix: list[tuple[str, _Entry]] = []
        self._by_reference: dict[str, list[_Entry]] = defaultdict(list)
        self._prefix_cache: dict[str, tuple[_Entry, ...]] = {}
        for concept in concepts.values():
            for key, phrases in ((concept.name, concept.phrases), ("!" + concept.name, concept.excluded)):
                for phrase in phrases:
                    self._index(_Entry(key, phrase, _required(phrase)))
        self._order = self._reference_order()

    def _index(self, entry: _Entry) -> None:
        for first in _first(entry.phrase):
            if isinstance(first, _Reference):
                self._by_reference[first.concept].append(entry)
            else:
                for word in first.words:
                    self._by_word[word].append(entry)
                for prefix in first.prefixes:
                    self._by_prefix.append((prefix, entry))

    def _reference_order(self) -> list[str]:
        """Concepts that others refer to come first. Raises TermError for a circle."""
        needs = {
            c.name: {i.concept for p in (*c.phrases, *c.excluded) for i in _inside(p) if isinstance(i, _Reference)}
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
            for item in _inside(phrase)
            if isinstance(item, _Literal)
            for word in item.words
        )

    def find(self, words: Sequence[Word], aliases: Aliases | None = None) -> dict[str, tuple[Span, ...]]:
        """Concept name -> spans of word indices (half-open), in order. ``aliases`` are what these documents call a concept."""
        own_names = aliases.find(words) if aliases else {}
        forms = frozenset().union(*(word.forms for word in words))
        pending: dict[str, list[tuple[int, _Phrase]]] = defaultdict(list)
        for i, word in enumerate(words):
            entries = [entry for form in word.forms for entry in self._by_word.get(form, ())]
            for entry in (*entries, *self._prefixed(word.text)):
                if not any(forms.isdisjoint(need) for need in entry.required):
                    pending[entry.key].append((i, entry.phrase))
        found: dict[str, tuple[Span, ...]] = {}
        for name in self._order:
            if name not in pending and name not in own_names:
                continue
            spans = _spans(pending[name], words, found) | own_names.get(name, set())
            if spans and "!" + name in pending:
                barred = _spans(pending["!" + name], words, found)
                spans = {s for s in spans if not any(a < s[1] and s[0] < b for a, b in barred)}
            if spans:
                found[name] = tuple(sorted(spans))
                for entry in self._by_reference.get(name, ()):
                    pending[entry.key] += [(start, entry.phrase) for start in dict.fromkeys(start for start, _ in found[name])]
        return found

    def _prefixed(self, text: str) -> tuple[_Entry, ...]:
        hits = self._prefix_cache.get(text)
        if hits is None:
            hits = tuple(entry for prefix, entry in self._by_prefix if text.startswith(prefix))
            self._prefix_cache[text] = hits
        return hits


def _spans(starts: Iterable[tuple[int, _Phrase]], words: Sequence[Word], found: Mapping[str, tuple[Span, ...]]) -> set[Span]:
    return {(i, end) for i, phrase in dict.fromkeys(starts) for end in _ends(phrase, 0, i, i, words, found) if end > i}


def _ends(phrase: _Phrase, k: int, i: int, start: int, words: Sequence[Word], found: Mapping[str, tuple[Span, ...]]) -> set[int]:
    """Where a match of phrase[k:] goes on to, from word i; the whole match began at ``start`` and never leaves its clause or cell."""
    if k == len(phrase):
        return {i}
    item = phrase[k]
    if isinstance(item, _Group):
        ends = _ends(phrase, k + 1, i, start, words, found) if item.optional else set()
        for branch in item.branches:
            for end in _ends(branch, 0, i, start, words, found):
                ends |= _ends(phrase, k + 1, end, start, words, found)
        return ends
    if isinstance(item, _Gap):
        for j in range(i, min(i + item.size, len(words) - 1) + 1):
            if j > start and j < len(words) and words[j].strong_break:
                break
            if ends := _ends(phrase, k + 1, j, start, words, found):
                return ends
        return set()
    if i >= len(words) or (words[i].strong_break and i > start):
        return set()
    if isinstance(item, _Reference):
        return {
            last
            for begin, end in found.get(item.concept, ())
            if begin == i
            for last in _ends(phrase, k + 1, end, start, words, found)
        }
    word = words[i]
    if item.pos and word.pos not in {item.pos, "O"}:
        return set()
    if word.forms & item.words or any(word.text.startswith(p) for p in item.prefixes):
        return _ends(phrase, k + 1, i + 1, start, words, found)
    return set()
