"""What the encoder learns from: statements of the bank, and every passage of the tagged procedures and sample sets."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from bench.bank import HELD_OUT, learning_statements
from bench.fit import Part, whole_procedures
from bench.judge import Judge
from bench.tagged import FORCES
from reviewer.encoder import Question
from reviewer.match.features import question
from reviewer.match.reading import Reading

# What a statement of the bank says of the elements that it was not written for is not certain.
_UNSURE = 0.5
# Share of the passages that establish nothing which takes part in each pass.
_SILENT_SHARE = 0.6


class Lesson(NamedTuple):
    """A question with the answer to learn."""

    question: Question
    labels: Mapping[str, float]
    """element -> 1 or 0, where it is certain"""
    others: float
    """weight of the other elements, which it does not speak of as far as is known; 0 where nothing is known"""
    force: int
    """number of its force; -1 where it has none or several"""


def statements(judge: Judge) -> Iterator[Lesson]:
    """Lessons of the statement bank, each statement with all its passages at once."""
    learnt = [*learning_statements(judge.library.rubric, set(HELD_OUT))]
    judge.prepare([item.text for item in learnt])
    for item in learnt:
        read = judge.readings({"procedure.md": item.text})
        if read:
            met = item.expected != "unmet"
            labels = {item.element: float(met)} if item.element else {}
            force = FORCES.index(item.expected) if met else -1
            yield Lesson(_joined(read), labels, _UNSURE if item.whole else 0.0, force)


def _joined(read: Sequence[Reading]) -> Question:
    first = question(read[0])
    rest = [f"{' | '.join(r.passage.headers)}: {r.passage.text}" if r.passage.headers else r.passage.text for r in read[1:]]
    return first._replace(passage=" ".join([first.passage, *(" ".join(text.split()) for text in rest)]))


def passages(judge: Judge) -> dict[str, list[Lesson]]:
    """Lessons of whole procedures by the voice of their writer."""
    found: dict[str, list[Lesson]] = {}
    for part in whole_procedures(judge):
        found.setdefault(part.voice, []).extend(_of_part(part))
    return found


def _of_part(part: Part) -> Iterator[Lesson]:
    for reading, labels in zip(part.readings, part.labels, strict=True):
        forces = {FORCES.index(force) for force in labels.values() if force in FORCES}
        force = forces.pop() if len(forces) == 1 else -1
        yield Lesson(question(reading), dict.fromkeys(labels, 1.0), 1.0, force)


def one_pass(spoken: Sequence[Lesson], banked: Sequence[Lesson], share: float, chance: random.Random) -> list[Lesson]:
    """Lessons of one pass: all passages that speak of something, some that do not, and a share of the bank."""
    silent = [lesson for lesson in spoken if not lesson.labels]
    some = chance.sample(silent, round(_SILENT_SHARE * len(silent)))
    return [*(x for x in spoken if x.labels), *some, *chance.sample(list(banked), round(share * len(banked)))]


def outside(fold: Iterable[str], by_voice: Mapping[str, Sequence[Lesson]]) -> list[Lesson]:
    """Lessons of all voices that a fold does not hold."""
    voices = set(fold)
    return [lesson for voice, lessons in sorted(by_voice.items()) if voice not in voices for lesson in lessons]
