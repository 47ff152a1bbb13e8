"""Two time limits for the same act: in different documents, or in two places of one.

Precision goes before recall. Two statements are compared only where each names one limit and no condition, and where they speak
of the same act: by a closed list of acts that a manufacturer has one rule for, or because their words are nearly the same.
"""

from __future__ import annotations

import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
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
"""Statements of one act that are compared with each other: each pair of documents may yield a remark. Of more, the first of each limit
are, and then the first, so that no limit that differs is passed over for the number of those that do not."""
_SAME_LENGTH = 1.45
"""Ratio up to which limits in different kinds of day may be one: five working days are a week."""


class Limit(NamedTuple):
    """A statement with its one time limit."""

    subject: int
    """number of its document"""
    passage: int
    hours: float
    working: bool
    said: str
    acts: frozenset[str]
    content: tuple[str, ...]
    """words, each once"""
    keeping: bool


class _Pair(NamedTuple):
    """Two statements that give one act two limits, by their numbers."""

    one: int
    other: int
    act: str
    of: int
    """statements of which only some were compared; 0 where all were"""


def check(subjects: Sequence[Subject], acts: Thesaurus, names: Mapping[str, str]) -> Iterator[HealthRemark]:
    """Pairs of statements that give one act two limits.

    ``acts`` holds a concept for each act, and one named "not.<act>" for what makes it another. ``names``: act -> what people call it.
    """
    limits = [
        limit
        for number, subject in enumerate(subjects)
        if subject.establishes
        for passage in living(subject)
        for limit in _limits(number, passage, acts, names)
    ]
    pairs = list(_differing(limits, names))
    # In the order of documents, so that each is unpacked once.
    places = {
        number: _place(limits[number], subjects) for number in sorted({n for pair in pairs for n in (pair.one, pair.other)})
    }
    yield from (_remark(pair, limits, places) for pair in pairs)


def _place(limit: Limit, subjects: Sequence[Subject]) -> Place:
    subject = subjects[limit.subject]
    return place(subject, subject.passages[limit.passage])


def _remark(pair: _Pair, limits: Sequence[Limit], places: Mapping[int, Place]) -> HealthRemark:
    one, other = places[pair.one], places[pair.other]
    where = f"{one.name} and {other.name}" if one.document != other.document else f"Two places of {one.name}"
    return HealthRemark(
        kind=HealthKind.deadline, document=one.document, name=one.name, subject=pair.act,
        text=f"{where} give different limits for {pair.act}: {limits[pair.one].said}, and {limits[pair.other].said}.",
        advice="Decide which holds and state it in one place; let the other refer to it.",
        looked_at=f"{_MOST_COMPARED} of {pair.of} statements about it, one of each limit among them; there may be more pairs" if pair.of else "",
        places=(one, other), count=2,
    )  # fmt: skip


def _differing(limits: Sequence[Limit], names: Mapping[str, str]) -> Iterator[_Pair]:
    """Pairs that give one act two limits, the first of each two documents."""
    seen: set[tuple[str, int, int]] = set()
    for one, other, of in _pairs(limits):
        if not _differ(limits[one], limits[other]) or (act := _same_act(limits[one], limits[other], names)) is None:
            continue
        pair = (act, limits[one].subject, limits[other].subject)
        if pair not in seen:
            seen.add(pair)
            yield _Pair(one, other, act, of)


def _pairs(limits: Sequence[Limit]) -> Iterator[tuple[int, int, int]]:
    """Pairs that may limit one act, in their order: those of the same acts, and those that share one of their rarest words. With each,
    of how many statements it was chosen, where not all were compared.

    Two that share three quarters of their words share one of the rarest quarter of each (prefix filtering, Chaudhuri et al. 2006).
    """
    counts = Counter(word for limit in limits for word in limit.content)
    groups: dict[object, list[int]] = defaultdict(list)
    for number, limit in enumerate(limits):
        rarest = sorted(limit.content, key=lambda word: (counts[word], word))
        for key in (*rarest[: int((1 - _SIMILAR) * len(rarest)) + 1], *([limit.acts] if limit.acts else [])):
            groups[key].append(number)
    compared: dict[int, list[tuple[list[int], int]]] = defaultdict(list)
    for group in groups.values():
        if len(group) > 1:
            some = _compared(group, limits)
            for number in some:
                compared[number].append((some, len(group) if len(group) > len(some) else 0))
    for one in sorted(compared):
        others: dict[int, int] = {}
        for some, of in compared.pop(one):
            for other in some:
                if other > one:
                    others[other] = max(of, others.get(other, 0))
        for other in sorted(others):
            yield one, other, others[other]


def _compared(group: list[int], limits: Sequence[Limit]) -> list[int]:
    """Those of a group that are compared with each other, in their order."""
    if len(group) <= _MOST_COMPARED:
        return group
    first: dict[tuple[float, bool, bool], int] = {}
    for number in group:
        first.setdefault((limits[number].hours, limits[number].working, limits[number].keeping), number)
    return sorted(list(dict.fromkeys((*first.values(), *group)))[:_MOST_COMPARED])


def _limits(subject: int, passage: Passage, acts: Thesaurus, names: Mapping[str, str]) -> Iterator[Limit]:
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
    content = {
        sys.intern(min(base_forms(w.text), key=lambda form: (len(form), form)))
        for w in words(rest)
        if w.text not in _STOP and len(w.text) > 2
    }
    named = set(acts.find(tokens))
    found_acts = frozenset(act for act in names if act in named and f"not.{act}" not in named)
    hours = number * _HOURS[match["unit"].lower()]
    yield Limit(subject, passage.index, hours, working, sys.intern(said), found_acts, tuple(sorted(content)), keeping)


def _same_act(one: Limit, other: Limit, names: Mapping[str, str]) -> str | None:
    """What both limit; None where they may well speak of different things."""
    if one.keeping != other.keeping:
        return None
    shared = one.acts & other.acts
    if shared and one.acts == other.acts:
        return names[min(shared)]
    both, either = set(one.content) & set(other.content), set(one.content) | set(other.content)
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
