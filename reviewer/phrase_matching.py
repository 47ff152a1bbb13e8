"""Where matches of a phrase end. A phrase is made into nested functions once, since a set of documents asks each of them a million times."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence

from reviewer.language import Word
from reviewer.phrases import Gap, Group, Literal, Phrase, Reference, Span


class Text:
    """The words of a passage, laid out for matching, with the concepts that were found in it so far."""

    __slots__ = ("breaks", "forms", "found", "number", "pos", "texts")

    def __init__(self, words: Sequence[Word], found: Mapping[str, tuple[Span, ...]]) -> None:
        self.number = len(words)
        self.forms = [word.forms for word in words]
        self.breaks = [word.strong_break for word in words]
        self.pos = [word.pos for word in words]
        self.texts = [word.text for word in words]
        self.found = found


Ends = Callable[[Text, int, int], Collection[int]]
"""Ends of the matches (text, i, start) from word i on; the whole match began at ``start`` and never leaves its clause or cell."""


def compile_phrase(phrase: Phrase) -> Ends:
    """The function that tells where matches of a phrase end."""
    matching: Ends = _done
    begins = _ANY
    for item in reversed(phrase):
        if isinstance(item, Literal):
            matching = _literal(item, matching)
        elif isinstance(item, Gap):
            matching = _gap(item.size, begins, matching)
        elif isinstance(item, Reference):
            matching = _reference(item.concept, matching)
        else:
            matching = _group(item, matching, _begins(item, begins))
        begins = _begins(item, begins)
    return matching


_Begins = frozenset[str] | None
"""Forms of which a word has to have one where a match begins; None where that cannot be said."""
_ANY: _Begins = None
_NOWHERE: tuple[int, ...] = ()


def _begins(item: object, following: _Begins) -> _Begins:
    if isinstance(item, Literal):
        return None if item.prefixes else item.words
    if not isinstance(item, Group):
        return None
    firsts = [_begins_of(branch) for branch in item.branches] + ([following] if item.optional else [])
    return frozenset().union(*(f for f in firsts if f is not None)) if all(f is not None for f in firsts) else None


def _begins_of(phrase: Phrase) -> _Begins:
    begins = _ANY
    for item in reversed(phrase):
        begins = _begins(item, begins)
    return begins


def _done(text: Text, i: int, start: int) -> Collection[int]:  # noqa: ARG001 -- one of Ends
    return (i,)


def _literal(item: Literal, then: Ends) -> Ends:
    words, prefixes = item.words, item.prefixes
    kinds = {item.pos, "O"} if item.pos else None

    def plain(text: Text, i: int, start: int) -> Collection[int]:
        if i >= text.number or words.isdisjoint(text.forms[i]) or (text.breaks[i] and i > start):
            return _NOWHERE
        return then(text, i + 1, start)

    def last(text: Text, i: int, start: int) -> Collection[int]:
        if i >= text.number or words.isdisjoint(text.forms[i]) or (text.breaks[i] and i > start):
            return _NOWHERE
        return (i + 1,)

    def any_kind(text: Text, i: int, start: int) -> Collection[int]:
        if i >= text.number or (text.breaks[i] and i > start) or (kinds and text.pos[i] not in kinds):
            return _NOWHERE
        if words.isdisjoint(text.forms[i]) and not text.texts[i].startswith(prefixes):
            return _NOWHERE
        return then(text, i + 1, start)

    if prefixes or kinds:
        return any_kind
    return last if then is _done else plain


def _gap(size: int, begins: _Begins, then: Ends) -> Ends:
    def gap(text: Text, i: int, start: int) -> Collection[int]:
        """The nearest place within some words from which the rest of the phrase matches."""
        forms, breaks = text.forms, text.breaks
        for j in range(i, min(i + size, text.number - 1) + 1):
            if breaks[j] and j > start:
                break
            if (begins is None or not begins.isdisjoint(forms[j])) and (ends := then(text, j, start)):
                return ends
        return _NOWHERE

    return gap


def _reference(concept: str, then: Ends) -> Ends:
    def reference(text: Text, i: int, start: int) -> Collection[int]:
        if i >= text.number or (text.breaks[i] and i > start):
            return _NOWHERE
        ends: set[int] = set()
        for begin, end in text.found.get(concept, ()):
            if begin == i:
                ends.update(then(text, end, start))
        return ends

    return reference


def _group(item: Group, then: Ends, begins: _Begins) -> Ends:
    by_form: dict[str, tuple[Ends, ...]] = {}
    open_branches: list[Ends] = []
    for branch in item.branches:
        ends_of, firsts = compile_phrase(branch), _begins_of(branch)
        if firsts is None:
            open_branches.append(ends_of)
        for form in firsts or ():
            by_form[form] = (*by_form.get(form, ()), ends_of)
    optional = item.optional

    def group(text: Text, i: int, start: int) -> Collection[int]:
        if i >= text.number:
            possible = open_branches
        else:
            forms = text.forms[i]
            if begins is not None and begins.isdisjoint(forms):
                return _NOWHERE
            possible = [branch for form in forms if form in by_form for branch in by_form[form]] + open_branches
        ends: set[int] = set(then(text, i, start)) if optional else set()
        for branch in possible:
            for end in branch(text, i, start):
                ends.update(then(text, end, start))
        return ends

    return group
