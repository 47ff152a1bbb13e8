"""Which passages the encoder is asked about, since to ask takes longer than all else: those that could be weighty for some element.

What a passage weighs without the encoder tells well enough whether it can be among the few that a status rests on. So the cost of asking
has an upper bound, whatever the size of the set, and what is asked does not depend on the order of the documents or on who searches them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from reviewer.fitted import Models
from reviewer.linear import Weighing
from reviewer.match.features import question
from reviewer.match.outlook import NOTHING, Outlook
from reviewer.match.reading import Reading
from reviewer.match.weighing import Considered, evidence_facts, evidence_scale
from reviewer.model import Candidate

ASKED = 8
"""Passages of the whole set that the encoder is asked about for an element: those that are weightiest without it."""
_WORTH_ASKING = 0.02
"""Where wording gives less than this to all elements together, and no rule fits, the encoder is not asked."""
_LEAST = 0.001
"""An element less likely than this by wording, which no rule finds either, gives a passage no claim to be asked about."""


class Waiting(NamedTuple):
    """A passage that the encoder may be asked about."""

    reading: Reading
    found: dict[str, Candidate]
    """by rules"""
    view: Outlook
    weights: Mapping[str, float]
    """by element, without the encoder"""


def claims(
    reading: Reading, found: dict[str, Candidate], view: Outlook, considered: Iterable[Considered], weighing: Weighing
) -> Waiting | None:
    """A passage with its claims to be asked about; None where neither rules nor wording hold it for telling. ``found``: by rules;
    ``considered``: by rules and wording."""
    fitting = {name for name, candidate in found.items() if candidate.discarded is None}
    if 1 - view.speaks[NOTHING] < _WORTH_ASKING and not fitting:
        return None
    named = fitting | {name for name, likely in view.speaks.items() if likely >= _LEAST and name != NOTHING}
    weights = {c.candidate.element: c.candidate.weight for c in considered if c.candidate.element in named}
    scale = evidence_scale(weighing)
    weights |= {name: scale(evidence_facts(name, found.get(name), view)) for name in named - weights.keys()}
    return Waiting(reading, found, view, weights)


class _Claim(NamedTuple):
    """A passage that competes for being asked about."""

    weight: float
    number: int
    """of its document in the set"""
    waiting: Waiting

    @property
    def order(self) -> tuple[float, int, int]:
        return -self.weight, self.number, self.waiting.reading.passage.index


class Queue:
    """The passages to ask about: of each element the weightiest."""

    def __init__(self) -> None:
        self._claims: dict[str, list[_Claim]] = defaultdict(list)

    def add(self, passages: Iterable[Waiting], number: int = 0) -> None:
        """Take in passages of a document. ``number``: its place among the documents of the set."""
        for waiting in passages:
            for element, weight in waiting.weights.items():
                claims = self._claims[element]
                claims.append(_Claim(weight, number, waiting))
                if len(claims) > 2 * ASKED:
                    claims[:] = _first(claims)

    def passages(self) -> list[tuple[int, Waiting]]:
        """Those to ask about, in the order of the set, with the number of their document."""
        found = {
            (claim.number, claim.waiting.reading.passage.index): claim.waiting
            for claims in self._claims.values()
            for claim in _first(claims)
        }
        return [(number, found[number, index]) for number, index in sorted(found)]


def _first(claims: Iterable[_Claim]) -> list[_Claim]:
    return sorted(claims, key=lambda claim: claim.order)[:ASKED]


def answered(passages: Sequence[Waiting], models: Models, threads: int) -> list[Outlook]:
    """What all models say of passages, the encoder among them, asked in some threads."""
    answers = models.meaning.answers([question(waiting.reading) for waiting in passages], threads)
    return [waiting.view.with_answer(answer) for waiting, answer in zip(passages, answers, strict=True)]
