"""What is kept of all that was considered: enough to decide, to show and to trace, however many documents there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from reviewer.linear import Weighing
from reviewer.match.weighing import GENERAL_PROCESS, Considered, weigh
from reviewer.model import Candidate, Role

KEPT = 60
"""Candidates kept of an element in each role. A status rests on four at most, a report shows three quotes and ten steps of a trace."""


class _Place(NamedTuple):
    """Candidates that compete for a place."""

    element: str
    role: Role | None
    general: bool


class Shortlist:
    """The weightiest candidates of each element in each role; all of them where ``everything`` is asked for."""

    def __init__(self, weighing: Weighing, *, everything: bool = False) -> None:
        self._weighing = weighing
        self._everything = everything
        self._kept: dict[_Place, list[tuple[float, Considered]]] = {}

    def add(self, found: Iterable[Considered]) -> None:
        """Take in what was considered, in the order of documents and passages."""
        for considered in found:
            candidate, facts = considered
            weight = candidate.weight if facts is None else self._weighing.probability(facts)
            role = None if candidate.discarded else candidate.role
            kept = self._kept.setdefault(_Place(candidate.element, role, GENERAL_PROCESS in candidate.lacking), [])
            kept.append((weight, considered))
            if len(kept) > 2 * KEPT and not self._everything:
                kept[:] = _weightiest(kept)

    def kept(self) -> Iterator[Considered]:
        """What was kept, not weighed yet: of it a shortlist of several documents keeps what it would have kept of all there was."""
        for group in self._kept.values():
            yield from (considered for _, considered in (group if self._everything else _weightiest(group)))

    def candidates(self) -> Iterator[Candidate]:
        """What was kept, weighed, by document and passage."""
        kept = [c for group in self._kept.values() for _, c in (group if self._everything else _weightiest(group))]
        kept.sort(key=lambda c: (c.candidate.document, c.candidate.passage, c.candidate.element))
        return weigh(kept, self._weighing)


def _weightiest(kept: list[tuple[float, Considered]]) -> list[tuple[float, Considered]]:
    """The weightiest, the earlier of two that weigh the same, and those that are the best by wording and by meaning: being the best
    of the set adds to a weight, which is known only when the whole set is."""
    order = sorted(kept, key=lambda pair: -pair[0])
    first = order[:KEPT]
    best = (max(order, key=lambda pair: pair[1].candidate.wording), max(order, key=lambda pair: pair[1].candidate.meaning))
    return first + [pair for n, pair in enumerate(best) if not any(pair is other for other in (*first, *best[:n]))]
