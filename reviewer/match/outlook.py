"""What the fitted models say of one passage, whatever the element."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from reviewer.encoder import Answer
from reviewer.fitted import Models
from reviewer.match.features import force_features, wording_features
from reviewer.match.qualify import qualify_whole
from reviewer.match.reading import Reading
from reviewer.match.references import DocumentNames
from reviewer.rules import Rule

NOTHING = "-"
"""What a passage speaks of that speaks of no element."""


@dataclass(frozen=True)
class Outlook:
    """What the models say of one passage, whatever the element."""

    present: frozenset[str]
    speaks: Mapping[str, float]
    """by its wording: element or NOTHING -> probability, together 1"""
    means: Mapping[str, float]
    """by its meaning: element -> probability, each on its own; empty where the encoder was not asked"""
    force: Mapping[str, float]

    @cached_property
    def ranked(self) -> list[float]:
        """The probabilities by wording, the lowest first."""
        return sorted(self.speaks.values())

    @cached_property
    def meant_most(self) -> float:
        """The highest probability by meaning."""
        return max(self.means.values(), default=0.0)

    def with_answer(self, answer: Answer) -> Outlook:
        """With what the encoder says besides: of force it has half the say."""
        force = {name: (p + answer.force.get(name, p)) / 2 for name, p in self.force.items()}
        return replace(self, means=answer.speaks, force=force)


def outlook(reading: Reading, models: Models, names: DocumentNames) -> Outlook:
    """What the linear models say of a passage."""
    present = wording_features(reading)
    grammar = qualify_whole(reading, Rule(evidence=()), names, frozenset({reading.passage.document})).role
    return Outlook(
        present, models.wording.probabilities(present), {}, models.force.probabilities(force_features(reading, grammar))
    )
