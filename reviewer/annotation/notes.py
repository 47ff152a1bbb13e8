"""What is said at each place of a document: what it covers, or where it falls short and what to add."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from reviewer.model import ElementResult, Evidence, Finding, Review, Role, Status
from reviewer.report import words
from reviewer.report.interface import Guidance
from reviewer.rules import Element

_WEIGHT = (Role.excludes, Role.establishes, Role.weakens, Role.defers, Role.nearest)
"""What the highlight shows where one place does several things."""
_LEADS = {
    Role.weakens: "Speaks of it and does not bind",
    Role.excludes: "Excludes it, or says the opposite",
    Role.defers: "Sends the reader elsewhere",
    Role.nearest: "Nearest text; it does not establish it",
}


class Note(NamedTuple):
    """A place of a document with all that is to be said there."""

    start: int
    end: int
    role: Role
    """of those it has, the one that weighs most"""
    texts: tuple[str, ...]
    """one for each element, several lines each"""


def notes_by_document(review: Review, guidance: Guidance) -> dict[str, tuple[Note, ...]]:
    """The notes of each document, in the order of their places."""
    said: dict[str, dict[tuple[int, int], list[tuple[Role, str]]]] = defaultdict(lambda: defaultdict(list))
    for finding in review.findings:
        advice = guidance.criteria.get(finding.criterion)
        for element in finding.elements:
            asked = advice.elements.get(element.id.rpartition("/")[2]) if advice else None
            for evidence in (*element.evidence, *element.conflicts):
                said[evidence.document][evidence.start, evidence.end].append(
                    (evidence.role, _text(finding, element, evidence, asked))
                )
    return {document: tuple(_notes(places)) for document, places in said.items()}


def _notes(places: dict[tuple[int, int], list[tuple[Role, str]]]) -> Iterator[Note]:
    for (start, end), said in sorted(places.items()):
        yield Note(start, end, min((role for role, _ in said), key=_WEIGHT.index), tuple(dict.fromkeys(text for _, text in said)))


def _text(finding: Finding, element: ElementResult, evidence: Evidence, asked: Element | None) -> str:
    """The lines of one element."""
    meaning = asked.meaning if asked else element.id
    where = f"{words.short(finding.standard)} {finding.clause}, {finding.title}"
    if evidence.role is Role.establishes:
        lines = [f"Covers: {meaning}", where]
        if element.status is not Status.met:
            lines.append(f"The element is {words.STATUSES[element.status]} all the same: {words.reason(element.reason)}")
    else:
        lines = [f"{_LEADS[evidence.role]}: {meaning}", where]
        if element.status is Status.met:
            lines.append("Another statement of the set provides for it; settle which of them holds.")
        else:
            lines += [f"Falls short: {element.missing or words.reason(element.reason)}"]
            lines += [f"To add: {asked.write.strip()}"] if asked else []
    if words.to_confirm(element):
        lines.append(f"Not sure ({words.percent(element.confidence)}): confirm this.")
    return "\n".join(" ".join(line.split()) for line in lines)
