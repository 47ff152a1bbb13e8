"""Superseded editions of standards that documents cite."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from reviewer.health.interface import Subject, first, living, place
from reviewer.model import HealthKind, HealthRemark, Passage
from reviewer.rules import Edition

# The sentence speaks of the change from one edition to another, or of what was declared under the old one.
_HISTORY = re.compile(
    r"\b(?:supersed\w+|replac\w+|former(?:ly)?|previous(?:ly)?|earlier|withdrawn|transition\w*|migrat\w+|old(?:er)? edition|legacy|no longer|instead of|until|history|was)\b",
    re.IGNORECASE,
)
_AMENDED = re.compile(
    r"\W{0,3}(?:\+|/|and|incl\w*\.?|with|&|,)?\W{0,3}(?:A(?:MD|mendment|mend\.?|mdt?\.?)?\s?[-.]?\s?1|AMD ?1|Amendment 1)\b",
    re.IGNORECASE,
)


def check(subject: Subject, editions: Sequence[Edition]) -> Iterator[HealthRemark]:
    """Each superseded edition that a document cites, once."""
    passages = list(living(subject))
    for edition in editions:
        hits = [(p, m) for p in passages if edition.number in p.text and not _HISTORY.search(p.text) for m in _cited(p, edition)]
        if not hits:
            continue
        document = subject.document
        cited = " ".join(hits[0][1][0].split())
        yield HealthRemark(
            kind=HealthKind.superseded_edition, document=document.id, name=document.name, subject=cited,
            text=f"{cited} is cited, an edition that {edition.superseded_by} has superseded.",
            advice=f"Cite {edition.superseded_by}, and check what has changed: {edition.changed}",
            places=first(place(subject, p) for p, _ in hits), count=len(hits), source=edition.source,
        )  # fmt: skip


def _cited(passage: Passage, edition: Edition) -> Iterator[re.Match[str]]:
    years = "|".join(map(str, edition.years))
    number = re.escape(edition.number)
    pattern = rf"\b(?:(?:EN|BS|DIN|AAMI|ANSI)[ /]*)*(?:{'|'.join(map(re.escape, edition.publisher))})[ -]?{number}\s?(?::\s?|\s?\(|-)(?:{years})\b"
    for match in re.finditer(pattern, passage.text):
        if edition.european and not re.match(r"(?:BS |DIN )?EN\b", match[0]):
            continue
        if edition.unless_amended and _AMENDED.match(passage.text, match.end()):
            continue
        if edition.unless_amended and re.search(
            rf"{number}.{{0,80}}\b(?:A1|AMD ?1|Amd\.? ?1|Amendment 1|2015)\b", passage.text[match.start() :]
        ):
            continue
        yield match
