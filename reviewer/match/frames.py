"""Does a passage fill the slots of a frame, and with which of its words?"""

from __future__ import annotations

from collections.abc import Sequence
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


def fit(frame: Frame, reading: Reading) -> Fit | None:
    """Fit a frame; None where no slot is filled by the passage's own words, or more than one is not filled at all."""
    if frame.kinds and reading.passage.kind.value not in frame.kinds:
        return None
    slots = ([frame.act] if frame.act else []) + list(frame.slots)
    own = [_own_spans(slot, reading) for slot in slots]
    if sum(not spans and _context(slot, reading) is None for slot, spans in zip(slots, own, strict=True)) > 1:
        return None
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


def _choose(own: Sequence[tuple[Span, ...]], window: int) -> list[Span | None]:
    """One span for each slot: as many slots as possible, without overlap, within the window; then the tightest choice."""
    best: tuple[int, int, list[Span | None]] = (-1, 0, [None] * len(own))
    budget = 4000

    def visit(k: int, picked: list[Span | None]) -> None:
        nonlocal best, budget
        budget -= 1
        if budget < 0:
            return
        if k == len(own):
            taken = [s for s in picked if s is not None]
            width = max((s[1] for s in taken), default=0) - min((s[0] for s in taken), default=0)
            if (len(taken), -width) > (best[0], -best[1]):
                best = (len(taken), width, list(picked))
            return
        for span in own[k]:
            taken = [s for s in picked if s is not None]
            if any(span[0] < b and a < span[1] for a, b in taken):
                continue
            if taken and max(span[1], *(b for _, b in taken)) - min(span[0], *(a for a, _ in taken)) > window:
                continue
            visit(k + 1, [*picked, span])
        visit(k + 1, [*picked, None])

    visit(0, [])
    return best[2]
