"""What document health looks at, and how it says what it saw."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from reviewer.model import Document, DocumentKind, Lifecycle, Passage, Place, SectionKind

MOST_PLACES = 5
CONTROLLED = frozenset({DocumentKind.procedure, DocumentKind.work_instruction, DocumentKind.plan, DocumentKind.policy})
"""Kinds of document that a quality system approves and keeps under revision. A form is filled in, not followed."""
# Text that reports what was, or what others say, rather than what holds.
_PAST = frozenset({SectionKind.revision_history, SectionKind.contents})


class Subject(NamedTuple):
    """A document that was read, with what is known of it."""

    document: Document
    passages: Sequence[Passage]
    kind: DocumentKind
    lifecycle: Lifecycle
    establishes: bool
    """its text may establish elements; other documents are looked at for what they explain, and never remarked"""
    number: str | None
    revision: str | None


def living(subject: Subject) -> Iterator[Passage]:
    """The passages of a document that say what holds: no history, no contents, no hidden text."""
    return (p for p in subject.passages if p.section_kind not in _PAST and not p.hidden)


def place(subject: Subject, passage: Passage, span: tuple[int, int] | None = None) -> Place:
    """The place of a passage, or of a span of offsets within it."""
    start, end = span or (passage.start, passage.end)
    return Place(
        document=subject.document.id, name=subject.document.name, quote=" ".join(subject.document.text[start:end].split()),
        page=passage.page, heading_path=passage.heading_path, start=start, end=end,
    )  # fmt: skip


class Tally:
    """Places that are counted, of which the first are shown. They are added document by document."""

    def __init__(self) -> None:
        self.count = 0
        self.documents = 0
        self.places: tuple[Place, ...] = ()
        self._last: str | None = None

    def add(self, place: Place) -> None:
        """Count a place."""
        self.count += 1
        self.documents += place.document != self._last
        self._last = place.document
        if len(self.places) < MOST_PLACES:
            self.places = first((*self.places, place))


def first(places: Iterable[Place]) -> tuple[Place, ...]:
    """The first places, as many as are shown; one for each passage."""
    return tuple({(p.document, p.start, p.end): p for p in places}.values())[:MOST_PLACES]
