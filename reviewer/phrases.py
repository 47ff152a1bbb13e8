"""Phrases: the little language of terms.

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
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from reviewer.language import normalise

Span = tuple[int, int]


class TermError(ValueError):
    """A term that is not well formed; the message says why."""


class Literal(NamedTuple):
    words: frozenset[str]
    prefixes: tuple[str, ...]
    pos: str


class Gap(NamedTuple):
    size: int


class Reference(NamedTuple):
    concept: str


class Group(NamedTuple):
    branches: tuple[tuple[Item, ...], ...]
    optional: bool


Item = Literal | Gap | Reference | Group
Phrase = tuple[Item, ...]


@lru_cache(maxsize=32_768)  # the rubric is checked term by term before it is taken over as a whole
def parse_term(term: str) -> Phrase:
    """The pattern that a term stands for. Raises TermError."""
    # The tokenizer splits words at hyphens, so that "third-party" and "third party" are one to the rules.
    spelled = re.sub(r"(?<![@.\w])\w+(?:-\w+)+", lambda m: m[0].replace("-", " "), term)
    tokens = re.findall(r"\(|\)\??|/|\||[^\s()/|]+", spelled)
    branches, rest = _alternatives(tokens)
    if rest:
        raise TermError(f"unbalanced parenthesis in {term!r}")
    for branch in branches:
        _check(branch, term)
    return branches[0] if len(branches) == 1 else (Group(tuple(branches), False),)


def _check(phrase: Phrase, term: str) -> None:
    if not phrase or isinstance(phrase[0], Gap) or isinstance(phrase[-1], Gap):
        raise TermError(f"{term!r} has no words, or begins or ends with a gap")
    if all(isinstance(item, Group) and item.optional for item in phrase):
        raise TermError(f"nothing in {term!r} is required")


def _alternatives(tokens: list[str]) -> tuple[list[Phrase], list[str]]:
    """sequence ("/" sequence)*"""
    first, tokens = _sequence(tokens)
    branches = [first]
    while tokens and tokens[0] == "/":
        more, tokens = _sequence(tokens[1:])
        branches.append(more)
    return branches, tokens


def _sequence(tokens: list[str]) -> tuple[Phrase, list[str]]:
    """item item ..., where an item is: atom ("|" atom)*"""
    items: list[Item] = []
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


def _one_of(choices: list[Item], optional: bool) -> Item:
    """Alternatives as one item: plain words of one part of speech as one literal, else a group."""
    literals: dict[str, list[Literal]] = defaultdict(list)
    others: list[Item] = []
    for item in choices:
        if isinstance(item, Literal):
            literals[item.pos].append(item)
        else:
            others.append(item)
    merged: list[Item] = [
        Literal(frozenset().union(*(x.words for x in xs)), tuple(p for x in xs for p in x.prefixes), pos)
        for pos, xs in literals.items()
    ]
    merged += others
    if len(merged) == 1 and not optional:
        return merged[0]
    return Group(tuple((item,) for item in merged), optional)


def _atom(tokens: list[str]) -> tuple[Item, bool, list[str]]:
    """A word, a gap, a reference or a group in parentheses, and whether "?" makes it optional."""
    token, tokens = tokens[0], tokens[1:]
    if token == "(":
        branches, tokens = _alternatives(_group_bars(tokens))
        if not tokens:
            raise TermError("missing )")
        if any(not branch for branch in branches):
            raise TermError("empty alternative in parentheses")
        return Group(tuple(branches), False), tokens[0] == ")?", tokens[1:]
    if re.fullmatch(r"\*\d*", token):
        return Gap(int(token[1:] or 3)), False, tokens
    optional, token = token.endswith("?"), token.removesuffix("?")
    match = re.fullmatch(r"(.+):([VNAR])", token)
    word, pos = (match[1], match[2]) if match else (token, "")
    if word.startswith("@"):
        return Reference(word[1:]), optional, tokens
    if not re.fullmatch(r"[\w'’&.;%☐☒☑<>=+~-]+", word):
        raise TermError(f"unexpected character in {word!r}")
    if word.endswith("~"):
        return Literal(frozenset(), (normalise(word[:-1]),), pos), optional, tokens
    return Literal(frozenset({normalise(word)}), (), pos), optional, tokens


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


def first(phrase: Phrase) -> Iterator[Literal | Reference]:
    """What a match of the phrase can begin with."""
    for item in phrase:
        if isinstance(item, Group):
            for branch in item.branches:
                yield from first(branch)
            if item.optional:
                continue
        elif not isinstance(item, Gap):
            yield item
        return


def inside(phrase: Phrase) -> Iterator[Literal | Reference]:
    """Every word and reference of a phrase."""
    for item in phrase:
        if isinstance(item, Group):
            for branch in item.branches:
                yield from inside(branch)
        elif not isinstance(item, Gap):
            yield item


def required(phrase: Phrase) -> tuple[frozenset[str], ...]:
    """Sets of words of which a text must hold one each for the phrase to match, the least likely first: a cheap test before the dear one."""
    needs = []
    for item in phrase:
        if isinstance(item, Literal) and not item.prefixes:
            needs.append(item.words)
        elif isinstance(item, Group) and not item.optional:
            inner = [required(branch) for branch in item.branches]
            if all(inner):
                needs.append(frozenset().union(*(min(sets, key=len) for sets in inner)))
    return tuple(sorted(needs, key=len))
