"""What the rules find in a passage, taken for itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from reviewer.match.frames import Fit, PreparedFrame, Surroundings
from reviewer.match.qualify import qualify
from reviewer.match.reading import Reading
from reviewer.match.references import DocumentNames
from reviewer.model import GENERAL_PROCESS, Candidate, Role
from reviewer.rules import Frame, Rule


class Entry(NamedTuple):
    """A frame with the element that it is for."""

    element: str
    prepared: PreparedFrame
    establishes: bool
    order: int
    """by element, frames that establish nothing first, then by name: which of two equal ones is taken depends on nothing else"""

    @property
    def frame(self) -> Frame:
        """The frame as the rubric has it."""
        return self.prepared.frame


def index_frames(rules: Mapping[str, Rule]) -> dict[str, list[Entry]]:
    """Concept -> frames with a slot that it fills."""
    frames = sorted(
        (
            (element, establishes, frame.id, frame)
            for element, rule in rules.items()
            for of, establishes in ((rule.evidence, True), (rule.subject, False))
            for frame in of
        ),
        key=lambda one: one[:3],
    )
    index: dict[str, list[Entry]] = defaultdict(list)
    for order, (element, establishes, _, frame) in enumerate(frames):
        concepts = {c for slot in (frame.act, *frame.slots) if slot for c in slot.concepts}
        concepts |= set(frame.count.of) if frame.count else set()
        entry = Entry(element, PreparedFrame(frame), establishes, order)
        for concept in concepts:
            index[concept].append(entry)
    return index


def fits(
    reading: Reading, rules: Mapping[str, Rule], index: Mapping[str, Sequence[Entry]], names: DocumentNames, establishes: bool
) -> dict[str, Candidate]:
    """The best candidate of a passage for each element that some rule fits or, where the passage may count, nearly fits."""
    counts = establishes and not reading.barred
    around = Surroundings.of(reading)
    entries = {entry.order: entry for concept in reading.own for entry in index.get(concept, ())}
    best: dict[str, Candidate] = {}
    nearly: dict[str, list[tuple[Entry, Fit | None]]] = defaultdict(list)
    for order in sorted(entries):
        entry = entries[order]
        empty = entry.prepared.empty(reading, around)
        if empty is None:
            continue
        fitted = entry.prepared.fit(reading) if not empty else None
        if fitted is not None and not fitted.lacking:
            candidate = _candidate(entry, fitted, reading, rules[entry.element], names, establishes)
            if candidate is not None and _rank(candidate) > _rank(best.get(entry.element)):
                best[entry.element] = candidate
        elif counts and entry.establishes and (empty or fitted is not None):
            nearly[entry.element].append((entry, fitted))
    # A near miss is of interest only where nothing fits wholly.
    for element, tried in nearly.items():
        if element not in best and (miss := _near_miss(tried, reading, rules[element])) is not None:
            best[element] = miss
    return best


def _near_miss(tried: Sequence[tuple[Entry, Fit | None]], reading: Reading, rule: Rule) -> Candidate | None:
    """The first of some frames that a passage fits but for one thing; of those not tried yet the fit is None."""
    topic = _topic(rule, reading)
    if topic is None:
        return None
    for entry, known in tried:
        fitted = known or entry.prepared.fit(reading)
        if fitted is not None and len(fitted.lacking) == 1:
            weight = 0.4 * topic * _weight(entry, fitted)
            # What a passage is worth that lacks something need not be asked: it counts for nothing by the rules alone.
            return _made(entry, fitted, reading, Role.nearest, f"lacks {fitted.lacking[0]}", fitted.lacking, weight)
    return None


_ROLE_RANK = {Role.establishes: 5, Role.excludes: 4, Role.defers: 3, Role.weakens: 2, Role.nearest: 1}


def _rank(candidate: Candidate | None) -> tuple[int, int, float]:
    if candidate is None:
        return (-1, 0, 0.0)
    return (candidate.discarded is None, _ROLE_RANK[candidate.role], candidate.weight)


def _candidate(
    entry: Entry, fitted: Fit, reading: Reading, rule: Rule, names: DocumentNames, establishes: bool
) -> Candidate | None:
    topic = _topic(rule, reading)
    if topic is None and not entry.frame.bridge:
        if not entry.establishes or reading.barred or not establishes:
            return None
        lacking = "topic: " + "|".join(rule.topic)
        return _made(entry, fitted, reading, Role.nearest, f"lacks {lacking}", (lacking,), 0.4 * _weight(entry, fitted))
    worth = qualify(reading, fitted.act, fitted.spans, rule, names, frozenset({reading.passage.document}))
    role, discarded = worth.role, None
    if not entry.establishes and role is Role.establishes:
        role, discarded = Role.nearest, "speaks of it without saying that it is done"
    elif (role is Role.defers and entry.establishes and worth.dead_end and entry.frame.pointer) or (
        role is Role.defers and entry.establishes and entry.frame.pointer == "always"
    ):
        role = Role.establishes
    elif role is Role.defers and worth.dead_end:
        role, discarded = Role.nearest, f"only points to {worth.refers_to}"
    if fitted.barred and role is not Role.nearest:
        role, discarded = Role.nearest, f"look-alike: {fitted.barred}"
    if reading.barred or not establishes:
        discarded = reading.barred or "the document establishes nothing"
    general = (GENERAL_PROCESS,) if topic is None else ()
    made = _made(entry, fitted, reading, role, discarded, general, (topic or 1.0) * _weight(entry, fitted))
    return made._replace(refers_to=worth.refers_to, dead_end=worth.dead_end)


def _made(
    entry: Entry, fitted: Fit, reading: Reading, role: Role, discarded: str | None, lacking: tuple[str, ...], weight: float
) -> Candidate:
    return Candidate(
        element=entry.element, document=reading.passage.document, passage=reading.passage.index, role=role, discarded=discarded,
        frame=entry.frame.id, found=fitted.found, lacking=lacking, weight=round(min(1.0, weight), 4),
    )  # fmt: skip


def _weight(entry: Entry, fitted: Fit) -> float:
    """What a fit weighs: less where it leans on what stands around."""
    return entry.frame.strength * (1 - 0.15 * fitted.context_share)


def _topic(rule: Rule, reading: Reading) -> float | None:
    """How closely the passage is tied to the topic, 0.85 to 1; None if it is not."""
    if not rule.topic:
        return 1.0
    for where, tie in ((reading.own, 1.0), (reading.near, 1.0), (reading.far, 0.95), (reading.subject, 0.9)):
        if any(name in where for name in rule.topic):
            return tie
    return None
