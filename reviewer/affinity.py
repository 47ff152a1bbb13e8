"""How much a text speaks of an element: a fitted linear model over concepts and words.

The rules of the rubric say what establishes an element; the model knows how statements about it tend to be worded, from a bank of
statements that ``bench/fit.py`` is fitted on. It judges neither polarity nor force: those are for grammar (``match.qualify``).
Multinomial logistic regression over weighted, length-normalised features; the weights stand in ``rubric/affinity.json``.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

NOTHING = "-"


class Affinity:
    """The fitted model."""

    def __init__(
        self, classes: Sequence[str], intercepts: Sequence[float], rarity: Mapping[str, float], weights: Mapping[str, Mapping[int, float]]
    ) -> None:
        """``classes``: the elements and NOTHING. ``rarity``: a feature's weight in the norm; ``weights`` by feature and number of class."""
        self.classes = tuple(classes)
        self._intercepts = np.array(intercepts, dtype=np.float64)
        self._rarity = dict(rarity)
        self._row = {name: number for number, name in enumerate(weights)}
        self._weights = np.zeros((len(weights), len(self.classes)))
        for row, of in enumerate(weights.values()):
            for number, weight in of.items():
                self._weights[row, number] = weight

    def scores(self, present: Iterable[str]) -> dict[str, float]:
        """Probability by class that a text with these features speaks of it; together 1."""
        known = sorted(name for name in present if name in self._row)
        shares = self._shares(known)
        sums = self._intercepts + shares @ self._weights[[self._row[name] for name in known]] if known else self._intercepts
        powers = np.exp(sums - sums.max())
        # Four digits: the last bits of exp() are not the same on every machine.
        return dict(zip(self.classes, np.round(powers / powers.sum(), 4).tolist(), strict=True))

    def reasons(self, present: Iterable[str], name: str, most: int = 5) -> tuple[str, ...]:
        """The features that speak most for a class, the strongest first."""
        known = sorted(feature for feature in present if feature in self._row)
        column = self.classes.index(name)
        pulls = [
            (-share * self._weights[self._row[feature], column], feature)
            for feature, share in zip(known, self._shares(known), strict=True)
        ]
        return tuple(feature for pull, feature in sorted(pulls)[:most] if pull < 0)

    def _shares(self, known: Sequence[str]) -> npt.NDArray[np.float64]:
        rarity = np.array([self._rarity[name] for name in known])
        return rarity / (math.sqrt(float((rarity**2).sum())) or 1.0)


def read_affinity(path: Path) -> Affinity:
    """The model in a file that ``bench/fit.py`` wrote, its numbers in hundredths."""
    content = json.loads(path.read_text(encoding="utf-8"))
    weights = {name: {int(number): value / 100 for number, value in of.items()} for name, (_, of) in content["features"].items()}
    rarity = {name: value / 100 for name, (value, _) in content["features"].items()}
    return Affinity(content["classes"], [value / 100 for value in content["intercepts"]], rarity, weights)
