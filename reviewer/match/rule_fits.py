"""What the rules find in a passage, taken for itself."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import NamedTuple

from reviewer.match.frames import Fit, fit
from reviewer.match.qualify import qualify
from reviewer.match.reading import Reading
from reviewer.match.references import DocumentNames
from reviewer.model import Candidate, Role
from reviewer.rules import Frame, Rule


class Entry(NamedTuple):
    """A frame with the element that it is for."""

    element: str
    frame: Frame
    establishes: bool


def index_frames(rules: Mapping[str, Rule]) -> dict[str, list[Entry]]:
    """Concept -> frames with a slot that it fills."""
    index: dict[str, list[Entry]] = defaultdict(list)
    for element, rule in rules.items():
        for frames, establishes in ((rule.evidence, True), (rule.subject, False)):
            for frame in frames:
                concepts = {c for slot in (frame.act, *frame.slots) if slot for c in slot.concepts}
                concepts |= set(frame.count.of) if frame.count else set()
                for concept in concepts:
                    index[concept].append(Entry(element, frame, establishes))
    return index


def fits(
    reading: Reading, rules: Mapping[str, Rule], index: Mapping[str, list[Entry]], names: DocumentNames, establishes: bool
) -> dict[str, Candidate]:
    """The best candidate of a passage for each element that some rule fits or nearly fits."""
    entries = {(e.element, e.establishes, e.frame.id): e for concept in reading.own for e in index.get(concept, ())}
    fitting = [(entries[key], fitted) for key in sorted(entries) if (fitted := fit(entries[key].frame, reading)) is not None]
    # What fits wholly first: a near miss is of interest only where nothing does.
    fitting.sort(key=lambda pair: bool(pair[1].lacking))
    best: dict[str, Candidate] = {}
    for entry, fitted in fitting:
        if fitted.lacking and entry.element in best:
            continue
        candidate = _candidate(entry, fitted, reading, rules[entry.element], names, establishes)
        if candidate is not None and _rank(candidate) > _rank(best.get(entry.element)):
            best[entry.element] = candidate
    return best


_ROLE_RANK = {Role.establishes: 5, Role.excludes: 4, Role.defers: 3, Role.weakens: 2, Role.nearest: 1}


def _rank(candidate: Candidate | None) -> tuple[int, int, float]:
    if candidate is None:
        return (-1, 0, 0.0)
    return (candidate.discarded is None, _ROLE_RANK[candidate.role], candidate.weight)


def _candidate(
    entry: Entry, fitted: Fit, reading: Reading, rule: Rule, names: DocumentNames, establishes: bool
) -> Candidate | None:
    worth = qualify(reading, fitted.act, fitted.spans, rule, names, frozenset({reading.passage.document}))
    role, discarded, weight = worth.role, None, entry.frame.strength * (1 - 0.15 * fitted.context_share)
    lacking = list(fitted.lacking)
    topic = _topic(rule, reading)
    if topic is None and entry.frame.bridge:
        lacking.append("topic (general process)")
    elif topic is None:
        lacking.append("topic: " + "|".join(rule.topic))
    else:
        weight *= topic
    if lacking and lacking != ["topic (general process)"]:
        if len(lacking) > 1 or not entry.establishes:
            return None
        role, weight = Role.nearest, 0.4 * weight
        discarded = f"lacks {lacking[0]}"
    elif not entry.establishes and role is Role.establishes:
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
    # Not validated again: there are hundreds of thousands of them in a large set, and every part is of its type already.
    return Candidate.model_construct(
        element=entry.element, document=reading.passage.document, passage=reading.passage.index, role=role, discarded=discarded,
        frame=entry.frame.id, found=fitted.found, lacking=tuple(lacking), weight=round(min(1.0, weight), 4),
        refers_to=worth.refers_to, dead_end=worth.dead_end,
    )  # fmt: skip


def _topic(rule: Rule, reading: Reading) -> float | None:
    """How closely the passage is tied to the topic, 0.85 to 1; None if it is not."""
    if not rule.topic:
        return 1.0
    for where, tie in ((reading.own, 1.0), (reading.near, 1.0), (reading.far, 0.95), (reading.subject, 0.9)):
        if any(name in where for name in rule.topic):
            return tie
    return None
