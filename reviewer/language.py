"""Words with their base forms, clauses with their polarity and force."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from reviewer.language_model import load

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.tokens import Token as SpacyToken

_POS = {"NOUN": "N", "PROPN": "N", "VERB": "V", "AUX": "V", "ADJ": "A", "ADV": "R"}
_CLAUSE_HEADS = {"ROOT", "ccomp", "xcomp", "advcl", "relcl", "acl", "pcomp", "csubj", "csubjpass", "parataxis"}
_SUBORDINATE = {"advcl", "relcl", "acl", "csubj", "csubjpass", "pcomp"}
_MODALS = {"may", "might", "could", "should", "can", "would", "shall", "must", "will", "ought"}
_SUBJECTS = {"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"}


class Word(NamedTuple):
    """A word of a passage as the matcher sees it. Offsets are code points of the passage."""

    text: str
    forms: frozenset[str]
    pos: str
    start: int
    end: int
    clause: int
    strong_break: bool


class Clause(NamedTuple):
    """A clause of a passage: its verb, and whether it denies or merely permits.

    ``kind`` is main, condition (if, when, before ...), relative, complement or question (whether, how ...); ``modals`` and
    ``negated`` include what a complement or a conjoined verb inherits from the clause above it. A question has the modals of the
    clause that asks it: "it may be asked whether", not "whether it can be accepted".
    """

    verb: str
    kind: str
    modals: frozenset[str]
    negated: bool
    parent: int
    finite: bool


class Analysis(NamedTuple):
    """A passage as words and clauses. ``words`` leaves out punctuation."""

    words: tuple[Word, ...]
    clauses: tuple[Clause, ...]


@lru_cache(maxsize=32_768)
def normalise(word: str) -> str:
    """Lower case, with British and American spelling made one. Applied to text and to patterns alike."""
    word = word.lower().replace("’", "'")
    word = re.sub(r"is(e|es|ed|ing|ation|ations|er|ers)$", r"iz\1", word)
    return re.sub(r"(?<=[a-z]{3})our(s|ed|ing|al|able)?$", r"or\1", word)


@lru_cache(maxsize=1)
def _irregular() -> dict[str, tuple[str, ...]]:
    """Irregular verbs and nouns with their base forms: brought -> bring, from the lemmatizer's own table."""
    exceptions = load().get_pipe("lemmatizer").lookups.get_table("lemma_exc")  # type: ignore[attr-defined]
    return {
        normalise(form): tuple(map(normalise, bases)) for kind in ("verb", "noun") for form, bases in exceptions[kind].items()
    }


@lru_cache(maxsize=32_768)
def base_forms(word: str) -> frozenset[str]:
    """The word and the base forms that regular English inflection allows, whatever its part of speech.

    The tagger errs on headings and table cells, so that its lemma alone would miss "released" or "findings" there.
    """
    forms = {word, *_irregular().get(word, ())}
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        forms.add(word[:-1])
        if word.endswith("es") and len(word) > 4:
            forms.add(word[:-2])
        if word.endswith("ies"):
            forms.add(word[:-3] + "y")
    for suffix in ("ed", "ing"):
        stem = word.removesuffix(suffix)
        if stem != word and len(stem) > 2:
            forms |= {stem, stem + "e"}
            if len(stem) > 3 and stem[-1] == stem[-2]:
                forms.add(stem[:-1])
            if suffix == "ed" and stem.endswith("i"):
                forms.add(stem[:-1] + "y")
    return frozenset(forms)


def analyse(texts: Iterable[str]) -> Iterator[Analysis]:
    """Words and clauses of each text, in order."""
    for doc in load().pipe(texts, batch_size=128):
        yield _analysis(doc)


def words(text: str) -> tuple[Word, ...]:
    """Words of a short text (a heading, a column header, a pattern) without parsing it."""
    doc = load().make_doc(text)
    return tuple(_word(token, token.lower_, "N", 0, doc) for token in doc if _is_word(token.text))


def plain(found: Iterable[Word], text: str) -> tuple[Word, ...]:
    """What ``words`` would give, from the words of an analysis of the same text."""
    return tuple(
        Word(
            word.text, _forms(raw := text[word.start : word.end], raw.lower())[1], "N", word.start, word.end, 0, word.strong_break
        )
        for word in found
    )


def _is_word(text: str) -> bool:
    return text.isalnum() or any(c.isalnum() or c in "☐☒☑" for c in text)


@lru_cache(maxsize=32_768)
def _forms(text: str, lemma: str) -> tuple[str, frozenset[str]]:
    """A token as the matcher knows it: its text, and all its forms."""
    word = normalise(text)
    forms = base_forms(word) | {normalise(lemma)}
    return word, forms | {"not"} if text == "n't" else forms


def _word(token: SpacyToken, lemma: str, pos: str, clause: int, doc: Doc) -> Word:
    text, start = token.text, token.idx
    word, forms = _forms(text, lemma)
    strong = token.i > 0 and doc[token.i - 1].text in {";", ":", "|", "."}
    return Word(word, forms, pos, start, start + len(text), clause, strong)


def _analysis(doc: Doc) -> Analysis:
    clauses, clause_of = _clauses(doc)
    return Analysis(
        tuple(
            _word(token, token.lemma_, _POS.get(token.pos_, "O"), clause_of[token.i], doc)
            for token in doc
            if _is_word(token.text)
        ),
        clauses,
    )


def _is_clause_head(token: SpacyToken) -> bool:
    if token.dep_ in _CLAUSE_HEADS:
        return True
    return token.dep_ == "conj" and token.pos_ in {"VERB", "AUX"} and token.head.pos_ in {"VERB", "AUX"}


def _clauses(doc: Doc) -> tuple[tuple[Clause, ...], list[int]]:
    heads = [token for token in doc if _is_clause_head(token)]
    index = {token.i: n for n, token in enumerate(heads)}
    clause_of = []
    for token in doc:
        node = token
        while node.i not in index and node.head.i != node.i:
            node = node.head
        clause_of.append(index.get(node.i, 0))
    raw = [_clause(token, index) for token in heads]
    return tuple(_inherit(n, raw, heads) for n in range(len(raw))), clause_of


def _climb(token: SpacyToken, index: dict[int, int]) -> int:
    node = token.head
    while node.i not in index and node.head.i != node.i:
        node = node.head
    return index.get(node.i, -1)


def _clause(token: SpacyToken, index: dict[int, int]) -> Clause:
    children = list(token.children)
    modals = {child.lower_ for child in children if child.dep_ in {"aux", "auxpass"} and child.lower_ in _MODALS}
    marks = {child.lower_ for child in children if child.dep_ in {"mark", "advmod"}}
    negated = any(child.dep_ == "neg" and not _exempt(child) for child in children)
    negated = negated or any(
        grand.lower_ in {"no", "neither", "none", "nobody", "nothing", "nor"}
        and grand.dep_ in {"det", "preconj", "nsubj", "nsubjpass"}
        and not _exempt(grand)
        for child in children
        if child.dep_ in {"nsubj", "nsubjpass", "dobj", "attr", "oprd"}
        for grand in (child, *child.children)
    )
    if token.dep_ in {"relcl", "acl"}:
        kind = "relative"
    elif (token.dep_ in _SUBORDINATE and token.dep_ != "pcomp") or (
        marks & {"if", "when", "where", "once", "unless", "until", "before", "after", "while"}
    ):
        kind = "condition"
    elif token.dep_ in {"ccomp", "xcomp", "pcomp"} and _asks(token):
        kind, modals, negated = "question", set(), False
    elif token.dep_ in {"ccomp", "xcomp"} and token.i > token.head.i:
        kind = "complement"
    else:
        kind = "main"
    finite = token.pos_ in {"VERB", "AUX"}
    parent = -1 if token.dep_ == "ROOT" else _climb(token, index)
    return Clause(normalise(token.lemma_), kind, frozenset(modals), negated, parent, finite)


def _asks(token: SpacyToken) -> bool:
    return any(
        word.lower_ in {"whether", "if", "how", "what", "which", "why"}
        and word.dep_ in {"mark", "advmod", "nsubj", "nsubjpass", "dobj", "det", "attr", "poss", "nmod"}
        for child in token.children
        for word in (child, *child.children)
        if word.i <= token.i
    )


def _exempt(token: SpacyToken) -> bool:
    """A "not" or "no" that denies nothing: not only, no later than, whether or not, no longer, not yet."""
    doc, i = token.doc, token.i
    after = doc[i + 1].lower_ if i + 1 < len(doc) else ""
    before = doc[i - 1].lower_ if i else ""
    return after in {"only", "later", "longer", "yet", "less", "more", "merely", "just", "limited", "exceed"} or before in {
        "or",
        "if",
        "whether",
        "/",
    }


def _inherit(n: int, raw: list[Clause], heads: list[SpacyToken]) -> Clause:
    """A complement, and a conjoined verb without a subject of its own, share the modal and the negation above them."""
    clause, token = raw[n], heads[n]
    seen = {n}
    modals, negated, kind = set(clause.modals), clause.negated, clause.kind
    parent = clause.parent
    while parent >= 0 and parent not in seen:
        seen.add(parent)
        has_subject = any(child.dep_ in _SUBJECTS for child in token.children)
        if token.dep_ == "ccomp" and token.i < token.head.i:
            break  # "it is not reported; the news is awaited": two statements, which the parser hangs one under the other
        if token.dep_ in {"xcomp", "ccomp", "pcomp"} or (token.dep_ == "conj" and not has_subject):
            above = raw[parent]
            if not (token.dep_ == "conj" and modals):
                modals |= above.modals
            # "it is checked that nothing is not done" denies nothing: what a that-clause denies is not denied of the deed
            negated = above.negated if token.dep_ == "ccomp" and token is heads[n] else negated or above.negated
            if kind in {"main", "complement", "question"}:
                kind = above.kind if above.kind not in {"complement", "question"} else kind
        else:
            break
        token, parent = heads[parent], raw[parent].parent
    return clause._replace(modals=frozenset(modals), negated=negated, kind=kind)
