"""Two time limits for the same act: in different documents, or in two places of one.

Precision goes before recall. Two statements are compared only where each names one limit and no condition, and where they speak
of the same act: by a closed list of acts that a manufacturer has one rule for, or because their words are nearly the same.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

from reviewer.health.interface import Subject, living, place
from reviewer.language import base_forms, words
from reviewer.model import HealthKind, HealthRemark, Passage, PassageKind, Place, SectionKind
from reviewer.terms import Thesaurus

_NUMBERS = dict(zip(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], range(1, 13), strict=True)) | {
    "fourteen": 14, "fifteen": 15, "twenty": 20, "twenty-four": 24, "thirty": 30, "forty-five": 45, "forty-eight": 48, "sixty": 60,
    "seventy-two": 72, "ninety": 90,
}  # fmt: skip
_HOURS = {"hour": 1.0, "day": 24.0, "week": 168.0, "month": 730.5, "quarter": 2191.5, "year": 8766.0}
_NUMBER = rf"(?P<number>\d{{1,3}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})(?:\s*\(\d+\))?"
_UNIT = r"(?P<unit>hour|day|week|month|year)s?"
_WORKING = r"(?:(?P<working>working|business|office|full|calendar|consecutive)[\s-]+)?"
_LIMIT = re.compile(
    rf"\b(?:within|no later than|not later than|at the latest after|at latest|latest(?: after)?|in (?:less|no more) than|at most|in at most)\s+(?:the (?:next|following) |a maximum of |max\.? )?"
    rf"{_NUMBER}[\s-]+{_WORKING}{_UNIT}\b",
    re.IGNORECASE,
)
_KEPT = re.compile(
    rf"\b(?:for|during)\s+(?:at least\s+|a minimum of\s+|no less than\s+|a period of\s+)?{_NUMBER}[\s-]+{_WORKING}{_UNIT}\b",
    re.IGNORECASE,
)
_KEEPING = re.compile(r"\b(?:kept|keep|keeps|retain\w*|archiv\w*|stored|preserved)\b", re.IGNORECASE)
# What makes a limit hold in one case only: then another case may well have another.
_CONDITION = re.compile(
    r"\b(?:if|where|when|whenever|unless|except|otherwise|critical|high|medium|low|severe|severity|serious|minor|major|urgent\w*|priority|class|category|score|level|p[0-4]|"
    r"cvss|emergency|death|normal\w*|standard|in case|depending|per|target|extend\w*|extension|first|second|draft|final|interim|further|again|preliminary|reminder)\b",
    re.IGNORECASE,
)
_LIVING = frozenset(
    {
        SectionKind.definitions,
        SectionKind.abbreviations,
        SectionKind.references,
        SectionKind.training,
        SectionKind.purpose,
        SectionKind.scope,
    }
)
_STOP = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "and",
        "or",
        "for",
        "to",
        "in",
        "on",
        "with",
        "by",
        "be",
        "is",
        "are",
        "it",
        "its",
        "this",
        "that",
        "these",
        "those",
        "shall",
        "must",
        "will",
        "should",
        "may",
        "can",
        "each",
        "every",
        "any",
        "all",
        "at",
        "from",
        "as",
        "has",
        "have",
        "been",
        "into",
        "within",
        "no",
        "not",
        "later",
        "than",
        "latest",
        "least",
        "most",
        "he",
        "she",
        "they",
        "them",
        "their",
        "we",
        "our",
        "us",
        "you",
        "day",
        "week",
        "month",
        "year",
        "hour",
        "working",
        "business",
        "calendar",
        "who",
        "which",
        "so",
        "do",
        "does",
    ]
)
_SIMILAR, _SHARED = 0.75, 5
_MOST_COMPARED = 60
"""Statements of one act that are compared with each other, the first of the set: each pair of documents may yield a remark."""
_SAME_LENGTH = 1.45
"""Ratio up to which limits in different kinds of day may be one: five working days are a week."""


class Limit(NamedTuple):
    """A statement with its one time limit."""

    place: Place
    hours: float
    working: bool
    said: str
    acts: frozenset[str]
    content: frozenset[str]
    keeping: bool


def check(subjects: Sequence[Subject], acts: Thesaurus, names: Mapping[str, str]) -> Iterator[HealthRemark]:
    """Pairs of statements that give one act two limits.

    ``acts`` holds a concept for each act, and one named "not.<act>" for what makes it another. ``names``: act -> what people call it.
    """
    limits = [limit for s in subjects if s.establishes for p in living(s) for limit in _limits(s, p, acts, names)]
    seen: set[tuple[str, frozenset[str]]] = set()
    for one, other in _pairs(limits):
        act = _same_act(one, other, names)
        if act is None or not _differ(one, other):
            continue
        pair = (act, frozenset({one.place.document, other.place.document}))
        if pair in seen:
            continue
        seen.add(pair)
        where = (
            f"{one.place.name} and {other.place.name}"
            if one.place.document != other.place.document
            else f"Two places of {one.place.name}"
        )
        yield HealthRemark(
            kind=HealthKind.deadline, document=one.place.document, name=one.place.name, subject=act,
            text=f"{where} give different limits for {act}: {one.said}, and {other.said}.",
            advice="Decide which holds and state it in one place; let the other refer to it.",
            places=(one.place, other.place), count=2,
        )  # fmt: skip


def _pairs(limits: Sequence[Limit]) -> Iterator[tuple[Limit, Limit]]:
    """Pairs that may limit one act, in their order: those of the same acts, and those that share one of their rarest words.

    Two that share three quarters of their words share one of the rarest quarter of each (prefix filtering, Chaudhuri et al. 2006).
    """
    counts = Counter(word for limit in limits for word in limit.content)
    groups: dict[object, list[int]] = defaultdict(list)
    for number, limit in enumerate(limits):
        rarest = sorted(limit.content, key=lambda word: (counts[word], word))
        for key in (*rarest[: int((1 - _SIMILAR) * len(rarest)) + 1], *([limit.acts] if limit.acts else [])):
            groups[key].append(number)
    for one, other in sorted({pair for group in groups.values() for pair in combinations(group[:_MOST_COMPARED], 2)}):
        yield limits[one], limits[other]


def _limits(subject: Subject, passage: Passage, acts: Thesaurus, names: Mapping[str, str]) -> Iterator[Limit]:
    text = passage.text
    if passage.kind is PassageKind.heading or passage.section_kind in _LIVING or passage.quotation:
        return
    found = list(_LIMIT.finditer(text))
    keeping = bool(_KEEPING.search(text))
    if keeping and not found:
        found = [m for m in _KEPT.finditer(text) if m["unit"].lower() == "year"]
    else:
        keeping = False
    if len(found) != 1 or _CONDITION.search(text) or passage.lead_in.rstrip().endswith(("if:", "when:", "where:")):
        return
    match = found[0]
    # Another number makes it a threshold, a second limit or a table of cases.
    rest = text[: match.start()] + text[match.end() :]
    if re.search(r"\b\d{1,3}(?:\.\d)?\s*(?:%|hours?|days?|weeks?|months?|years?|or higher|or more)", rest, re.IGNORECASE):
        return
    said = " ".join(match[0].split())
    figure = match["number"].lower()
    number = int(figure) if figure.isdigit() else _NUMBERS[figure]
    working = (match["working"] or "").lower() in {"working", "business", "office"}
    tokens = words(f"{passage.lead_in} {rest}")
    # What the list is about, and the words of the passage itself.
    content = frozenset(min(base_forms(w.text), key=len) for w in words(rest) if w.text not in _STOP and len(w.text) > 2)
    named = set(acts.find(tokens))
    found_acts = frozenset(act for act in names if act in named and f"not.{act}" not in named)
    yield Limit(place(subject, passage), number * _HOURS[match["unit"].lower()], working, said, found_acts, content, keeping)


def _same_act(one: Limit, other: Limit, names: Mapping[str, str]) -> str | None:
    """What both limit; None where they may well speak of different things."""
    if one.keeping != other.keeping:
        return None
    shared = one.acts & other.acts
    if shared and one.acts == other.acts:
        return names[min(shared)]
    both, either = one.content & other.content, one.content | other.content
    if len(both) >= _SHARED and len(both) >= _SIMILAR * len(either):
        return "what they both say in nearly the same words"
    return None


def _differ(one: Limit, other: Limit) -> bool:
    if one.hours == other.hours and one.working == other.working:
        return False
    if one.working == other.working:
        return abs(one.hours - other.hours) > 0.05 * max(one.hours, other.hours)
    longer, shorter = max(one.hours, other.hours), min(one.hours, other.hours)
    return longer > _SAME_LENGTH * shorter
