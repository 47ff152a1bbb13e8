"""Does a passage fill the slots of a frame, and with which of its words?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from reviewer.match.reading import Reading
from reviewer.model import PassageKind
from reviewer.rules import Frame, Slot
from reviewer.terms import Span


class Fit(NamedTuple):
    """How a frame fits a passage. ``lacking`` is empty where it fits wholly."""

    act: Span | None
    spans: tuple[Span, ...]
    found: tuple[str, ...]
    lacking: tuple[str, ...]
    context_share: float
    barred: str | None


class Surroundings(NamedTuple):
    """Concepts that can fill a slot of one passage: of its own words or beside it, and those above it too, for slots that may stand there."""

    near: frozenset[str]
    wide: frozenset[str]

    @classmethod
    def of(cls, reading: Reading) -> Surroundings:
        """Those of a passage."""
        near = reading.near.union(reading.own)
        return cls(near, near | reading.far | reading.subject)


class PreparedFrame:
    """A frame laid out to be tried on many passages."""

    __slots__ = ("_kinds", "_needs", "_slots", "frame")

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self._kinds = frozenset(frame.kinds)
        self._slots = ([frame.act] if frame.act else []) + list(frame.slots)
        self._needs = [(frozenset(slot.concepts), slot.context) for slot in self._slots]

    def possible(self, reading: Reading, around: Surroundings, empty: int = 0) -> bool:
        """Whether something is at hand for all of its slots, or for all but some."""
        if self._kinds and reading.passage.kind.value not in self._kinds:
            return False
        for concepts, context in self._needs:
            if concepts.isdisjoint(around.wide if context else around.near):
                if not empty:
                    return False
                empty -= 1
        return True

    def fit(self, reading: Reading) -> Fit | None:
        """Fit it to a passage; None where none of its slots is filled by the passage's own words."""
        return _fit(self.frame, self._slots, reading)


def _fit(frame: Frame, slots: Sequence[Slot], reading: Reading) -> Fit | None:
    own = [_own_spans(slot, reading) for slot in slots]
    chosen = _choose(own, frame.window if reading.passage.kind is not PassageKind.table_row else 400)
    found, lacking, context = [], [], 0
    for slot, spans, span in zip(slots, own, chosen, strict=True):
        if span is not None:
            name = next(c for c in slot.concepts if span in reading.own.get(c, ()))
            found.append(f"{name}={reading.text_of(span)}")
        elif around := _context(slot, reading):
            found.append(f"{around}^")
            context += 1
        else:
            lacking.append("|".join(slot.concepts) + (" (too far apart)" if spans else ""))
    if frame.count:
        present = [c for c in frame.count.of if c in reading.own or c in reading.group or c in reading.near]
        mine = [c for c in frame.count.of if c in reading.own]
        if len(present) < frame.count.at_least or not mine:
            lacking.append(f"{frame.count.at_least} of {', '.join(frame.count.of)}")
        else:
            found += [f"{c}={reading.text_of(reading.own[c][0])}" for c in mine]
            chosen = [*chosen, reading.own[mine[0]][0]]
    spans = tuple(s for s in chosen if s is not None)
    if not spans:
        return None
    act = chosen[0] if frame.act else None
    return Fit(act, spans, tuple(found), tuple(lacking), context / max(1, len(slots)), _barred(frame, reading))


def _own_spans(slot: Slot, reading: Reading) -> tuple[Span, ...]:
    own = reading.own
    if len(slot.concepts) == 1:
        return own.get(slot.concepts[0], ())
    return tuple(span for concept in slot.concepts if concept in own for span in own[concept])


def _context(slot: Slot, reading: Reading) -> str | None:
    for concept in slot.concepts:
        if concept in reading.near or (slot.context and (concept in reading.far or concept in reading.subject)):
            return concept
    return None


def _barred(frame: Frame, reading: Reading) -> str | None:
    for slot in frame.barred:
        for concept in slot.concepts:
            if concept in reading.own or (slot.context and (concept in reading.near or concept in reading.far)):
                return concept
    return None


def _together(spans: Sequence[Span], window: int) -> bool:
    """Whether no two of some spans overlap and all lie within a window."""
    order = sorted(spans)
    return all(one[1] <= other[0] for one, other in pairwise(order)) and (not order or order[-1][1] - order[0][0] <= window)


_MOST_TRIED = 4000
"""Choices of spans that are tried: a passage that repeats itself has very many."""


def _choose(own: Sequence[tuple[Span, ...]], window: int) -> list[Span | None]:
    """One span for each slot: as many slots as possible, without overlap, within the window; then the tightest choice."""
    if all(len(spans) < 2 for spans in own):
        lone = [spans[0] if spans else None for spans in own]
        if _together([span for span in lone if span is not None], window):
            return lone
    last = len(own)
    best: list[Span | None] = [None] * last
    most, tightest, budget = -1, 0, _MOST_TRIED
    picked: list[Span | None] = [None] * last

    def visit(k: int, number: int, low: int, high: int) -> None:
        """Choose for the slots from k on; ``number`` are chosen before, from word ``low`` to ``high``."""
        nonlocal most, tightest, budget, best
        budget -= 1
        if budget < 0:
            return
        if k == last:
            width = high - low
            if number > most or (number == most and width < tightest):
                most, tightest, best = number, width, picked.copy()
            return
        for span in own[k]:
            begin, end = span
            if number:
                if any(before is not None and begin < before[1] and before[0] < end for before in picked[:k]):
                    continue
                if max(end, high) - min(begin, low) > window:
                    continue
                picked[k] = span
                visit(k + 1, number + 1, min(begin, low), max(end, high))
            else:
                picked[k] = span
                visit(k + 1, 1, begin, end)
        picked[k] = None
        visit(k + 1, number, low, high)

    visit(0, 0, 0, 0)
    return best
