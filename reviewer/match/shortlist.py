"""What is kept of all that was considered: enough to decide, to show and to trace, however many documents there are.

Documents may come in any order: of two that weigh the same the earlier in the set is kept, whichever was searched first.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import NamedTuple

from reviewer.linear import Weighing
from reviewer.match.weighing import Considered, weigh
from reviewer.model import GENERAL_PROCESS, Candidate, Role

KEPT = 60
"""Candidates kept of an element in each role. A status rests on four at most, a report shows three quotes and ten steps of a trace."""
_SLACK = 30
"""What is kept beyond that before the lighter ones are thrown out, so that this need not be done for each."""


class _Place(NamedTuple):
    """Candidates that compete for a place."""

    element: str
    role: Role | None
    general: bool


class _Kept(NamedTuple):
    """What was considered, with what decides whether it stays."""

    weight: float
    number: int
    """of its document in the set"""
    considered: Considered

    @property
    def order(self) -> tuple[float, int, int]:
        return -self.weight, self.number, self.considered.candidate.passage


class Shortlist:
    """The weightiest candidates of each element in each role; all of them where ``everything`` is asked for."""

    def __init__(self, weighing: Weighing, *, everything: bool = False) -> None:
        self._weighing = weighing
        self._everything = everything
        self._kept: dict[_Place, list[_Kept]] = {}

    def add(self, found: Iterable[Considered], number: int = 0) -> None:
        """Take in what was considered of a document. ``number``: its place among the documents of the set."""
        for considered in found:
            candidate = considered.candidate
            role = None if candidate.discarded else candidate.role
            kept = self._kept.setdefault(_Place(candidate.element, role, GENERAL_PROCESS in candidate.lacking), [])
            kept.append(_Kept(candidate.weight, number, considered))
            if len(kept) > KEPT + _SLACK and not self._everything:
                kept[:] = _weightiest(kept)

    def drop(self, passages: Container[tuple[int, int]]) -> None:
        """Forget what was considered of some passages, each with the number of its document."""
        for place, kept in self._kept.items():
            self._kept[place] = [k for k in kept if (k.number, k.considered.candidate.passage) not in passages]

    def kept(self) -> Iterator[Considered]:
        """What was kept, not weighed yet: of it a shortlist of several documents keeps what it would have kept of all there was."""
        for group in self._kept.values():
            yield from (kept.considered for kept in (group if self._everything else _weightiest(group)))

    def candidates(self) -> Iterator[Candidate]:
        """What was kept, weighed, by document and passage."""
        kept = [k.considered for group in self._kept.values() for k in (group if self._everything else _weightiest(group))]
        kept.sort(key=lambda c: (c.candidate.document, c.candidate.passage, c.candidate.element))
        return weigh(kept, self._weighing)


def _weightiest(kept: list[_Kept]) -> list[_Kept]:
    """The weightiest, the earlier of two that weigh the same, and those that are the best by wording and by meaning: being the best
    of the set adds to a weight, which is known only when the whole set is."""
    order = sorted(kept, key=lambda one: one.order)
    if len(order) <= KEPT:
        return order
    first = order[:KEPT]
    best = (
        max(order, key=lambda one: one.considered.candidate.wording),
        max(order, key=lambda one: one.considered.candidate.meaning),
    )
    return first + [one for n, one in enumerate(best) if not any(one is other for other in (*first, *best[:n]))]
