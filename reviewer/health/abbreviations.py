"""Abbreviations that documents use and nobody spells out."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from typing import NamedTuple

from reviewer.health.interface import Subject, first, living, place
from reviewer.model import BlockKind, HealthKind, HealthRemark, Passage, PassageKind, SectionKind

_SHORT = re.compile(r"(?<![\w./@#&%+_:\\-])(?P<short>[A-Z]{2,6})(?P<plural>s)?(?![\w@/&+_:\\-]|\.\w|['’][a-z])")
_LEAST = 2
"""Uses before an abbreviation is worth a remark: what stands once is as likely a name or a typing error."""
_TERMS = frozenset({SectionKind.definitions, SectionKind.abbreviations})
_GIVES_MEANING = r"(?:\s*(?:\||:|=|[–—-]|\bmeans\b|\bstands for\b|\bis short for\b|\bis\b|\brefers to\b)\s*\S|\s*\()"
# Somebody shouts, or a heading is set in capitals.
_ROMAN = re.compile(r"[IVX]+")
# A mark, a status or a column of a tool that is named so, rather than a short form of words.
_LABEL = re.compile(
    r"\b(?:mark|marked|label|labelled|tag|tagged|code|status|state|column|field|prefix|flag|key|value|button|named|called|type|category|kind|suffix|"
    r"project|board|team|queue|database|tracker|tool|system|software|repository|module|menu|file)\W+$|[\"“‘`]$",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"s?\W+(?:tickets?|board|project|tracker|system|queue|list|channel|team|issues?|entr(?:y|ies)|database|tool|software|module|label|file|folder|"
    r"notes?|item|pump|device|ventilators?|scanner|family|series|line|workstation|gateway|app|cloud|server|platform)\b"
)
# What can be spoken as a word is as likely the name of a product or a tool.
_SPOKEN = re.compile(r"(?=[A-Z]{4,}$)[B-DF-HJ-NP-TV-Z]{0,2}(?:[AEIOUY]{1,2}[B-DF-HJ-NP-TV-Z]{1,2})*[AEIOUY]*")
_RUN = re.compile(r"(?<![A-Za-z])[A-Z]{2,6}(?![A-Z])")
_SHORT_WORD = re.compile(r"\b[A-Za-z][a-z]{1,5}\b")
_SHOUTED = re.compile(r"\b[A-Z]{2,}(?:[ ,]+[A-Z]{2,}){2,}\b")


class _Used(NamedTuple):
    short: str
    times: int
    subject: int
    """number of the document"""
    passage: int
    """index of the first"""


def check(subjects: Sequence[Subject], known: Collection[str], ordinary: Collection[str]) -> Iterator[HealthRemark]:
    """Abbreviations that no document of the set explains, in one remark for each document that uses them.

    ``known``: abbreviations that every reader of such documents knows. ``ordinary``: words of the language, in capitals for stress.
    """
    used = [use for number, subject in enumerate(subjects) if subject.establishes for use in _used(number, subject, known)]
    open_ones = {
        use.short
        for use in used
        if use.short.lower() not in ordinary and not _ROMAN.fullmatch(use.short) and not _SPOKEN.fullmatch(use.short)
    }
    as_words = {short.lower(): short for short in open_ones}
    for subject in subjects:
        text = f"{subject.document.name}\n{subject.document.text}"
        open_ones -= {as_words.get(word.lower()) for word in _SHORT_WORD.findall(text)}
        # Whatever names or explains it has it as a word, or as the beginning of one that goes on with a figure or a small "s".
        met = open_ones.intersection(_RUN.findall(text))
        open_ones -= {short for short in met if _is_name(short, text) or _explains(subject, short)}
    by_document: dict[int, list[_Used]] = defaultdict(list)
    for use in used:
        if use.short in open_ones:
            by_document[use.subject].append(use)
    yield from (_remark(subjects[number], uses) for number, uses in by_document.items())


def _used(number: int, subject: Subject, known: Collection[str]) -> Iterator[_Used]:
    uses, labels = _uses(subject)
    for short, passages in uses.items():
        if len(passages) >= _LEAST and short not in labels and short not in known:
            yield _Used(sys.intern(short), len(passages), number, passages[0].index)


def _uses(subject: Subject) -> tuple[dict[str, list[Passage]], set[str]]:
    """Where a document uses what looks like abbreviations, and which of them name a mark, a tool or a product."""
    uses: dict[str, list[Passage]] = defaultdict(list)
    labels: set[str] = set()
    for passage in living(subject):
        if passage.kind is PassageKind.heading or passage.quotation or _SHOUTED.search(passage.text):
            continue
        for match in _SHORT.finditer(passage.text):
            if _LABEL.search(passage.text[: match.start()]) or _NAMED.match(passage.text, match.end("short")):
                labels.add(match["short"])
            uses[match["short"]].append(passage)
    return uses, labels


def _is_name(short: str, text: str) -> bool:
    """Whether it is the beginning of numbers (of documents, tickets, types), or a part of a name."""
    return re.search(rf"(?<![A-Za-z]){short}[- ]?\d|(?<![A-Za-z]){short}[-_][A-Z]", text) is not None


def _remark(subject: Subject, open_ones: Sequence[_Used]) -> HealthRemark:
    names = ", ".join(use.short for use in open_ones)
    return HealthRemark(
        kind=HealthKind.abbreviation, document=subject.document.id, name=subject.document.name, subject=names,
        text=f"{names}: used and nowhere spelled out in the documents.",
        advice="Spell out each at its first use, or list it among the abbreviations.",
        looked_at="definitions, lists of abbreviations, brackets and explanations in all documents of the set",
        places=first(place(subject, subject.passages[use.passage]) for use in open_ones), count=sum(use.times for use in open_ones),
    )  # fmt: skip


def _explains(subject: Subject, short: str) -> bool:
    """Whether a document says what an abbreviation stands for: in a list of terms, in brackets, or in words with its initials."""
    word = rf"\b{short}s?\b"
    for passage in subject.passages:
        text = passage.text
        if not re.search(word, text):
            continue
        if passage.section_kind in _TERMS and re.match(rf"\W*(?:\w+\W+){{0,3}}?{word}", text):
            return True
        if re.search(rf"\(\s*(?:the |or |also |abbreviated |hereinafter )*[\"“']?{short}s?[\"”']?\s*[,;)]", text):
            return True
        if re.search(rf"{word}[*”\"']*\s*\((?:[A-Za-z][\w’'-]+[ ,]+)*[A-Za-z][\w’'-]+", text):
            return True
        if re.match(rf"\W*{word}[*”\"']*{_GIVES_MEANING}", text) and passage.kind is PassageKind.table_row:
            return True
        if re.search(rf"{word}\s*(?:\(|[–—=]|\bstands for\b|\bmeans\b|\bis short for\b)\s*[A-Za-z]", text) and _initials(
            text, short
        ):
            return True
        if _initials(text, short):
            return True
    return any(
        re.search(word, subject.document.text[b.start : b.end]) and _initials(subject.document.text[b.start : b.end], short)
        for b in subject.document.blocks
        if b.kind in {BlockKind.footnote, BlockKind.caption, BlockKind.title}
    )


def _initials(text: str, short: str) -> bool:
    """Whether words whose initials make up the abbreviation stand in the text: "post-market surveillance" for PMS."""
    letters = short.lower()
    tokens = re.findall(r"[A-Za-z]+", text)
    for at in range(len(tokens)):
        if tokens[at].lower()[0] != letters[0] or tokens[at] == short:
            continue
        spelled = "".join(t[0].lower() for t in tokens[at : at + len(letters)] if t != short)
        if spelled == letters:
            return True
        small = [t for t in tokens[at : at + len(letters) + 2] if t.lower() not in {"of", "and", "the", "for", "to", "in", "on"}]
        if "".join(t[0].lower() for t in small[: len(letters)]) == letters:
            return True
    return False
