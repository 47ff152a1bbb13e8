"""What the rules find in a passage, taken for itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
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


class Frames(NamedTuple):
    """The frames of all rules, laid out to be found."""

    by_concept: Mapping[str, Sequence[Entry]]
    """those with a slot that the concept fills"""
    of_element: Mapping[str, Sequence[Entry]]
    """those that establish it, in their order"""


def index_frames(rules: Mapping[str, Rule]) -> Frames:
    """The frames of rules."""
    frames = sorted(
        (
            (element, establishes, frame.id, frame)
            for element, rule in rules.items()
            for of, establishes in ((rule.evidence, True), (rule.subject, False))
            for frame in of
        ),
        key=lambda one: one[:3],
    )
    by_concept: dict[str, list[Entry]] = defaultdict(list)
    of_element: dict[str, list[Entry]] = defaultdict(list)
    for order, (element, establishes, _, frame) in enumerate(frames):
        concepts = {c for slot in (frame.act, *frame.slots) if slot for c in slot.concepts}
        concepts |= set(frame.count.of) if frame.count else set()
        entry = Entry(element, PreparedFrame(frame), establishes, order)
        for concept in concepts:
            by_concept[concept].append(entry)
        if establishes:
            of_element[element].append(entry)
    return Frames(by_concept, of_element)


def fits(
    reading: Reading, rules: Mapping[str, Rule], frames: Frames, names: DocumentNames, establishes: bool
) -> dict[str, Candidate]:
    """The best candidate of a passage for each element that some rule fits."""
    around = Surroundings.of(reading)
    entries = {entry.order: entry for concept in reading.own for entry in frames.by_concept.get(concept, ())}
    best: dict[str, Candidate] = {}
    for order in sorted(entries):
        entry = entries[order]
        if not entry.prepared.possible(reading, around):
            continue
        fitted = entry.prepared.fit(reading)
        if fitted is None or fitted.lacking:
            continue
        candidate = _candidate(entry, fitted, reading, rules[entry.element], names, establishes)
        if candidate is not None and _rank(candidate) > _rank(best.get(entry.element)):
            best[entry.element] = candidate
    return best


def near_misses(reading: Reading, rules: Mapping[str, Rule], frames: Frames, elements: AbstractSet[str]) -> dict[str, Candidate]:
    """Candidates of a passage for those of some elements of which a rule lacks one thing alone. None of these counts by the rules."""
    around = Surroundings.of(reading)
    found = {element: _near_miss(frames.of_element.get(element, ()), around, reading, rules[element]) for element in elements}
    return {element: candidate for element, candidate in found.items() if candidate is not None}


def _near_miss(entries: Sequence[Entry], around: Surroundings, reading: Reading, rule: Rule) -> Candidate | None:
    """What the first frame brings that lacks one thing alone. Where that is the topic, the weightiest."""
    topic = _topic(rule, reading)
    lacking = "topic: " + "|".join(rule.topic)
    off_topic: list[Candidate] = []
    for entry in entries:
        if not entry.prepared.possible(reading, around, empty=int(topic is not None)):
            continue
        fitted = entry.prepared.fit(reading)
        if fitted is None:
            continue
        if topic is None and not fitted.lacking:
            off_topic.append(_missed(entry, fitted, reading, lacking, 1.0))
        elif topic is not None and len(fitted.lacking) == 1:
            return _missed(entry, fitted, reading, fitted.lacking[0], topic)
    return max(off_topic, key=lambda candidate: candidate.weight, default=None)


def _missed(entry: Entry, fitted: Fit, reading: Reading, lacking: str, topic: float) -> Candidate:
    weight = 0.4 * topic * _weight(entry, fitted)
    # What a passage is worth that lacks something need not be asked: it counts for nothing by the rules alone.
    return _made(entry, fitted, reading, Role.nearest, f"lacks {lacking}", (lacking,), weight)


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
        return None
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
