"""Fitted linear models over interpretable features, whose weights are data.

Multinomial logistic regression. ``bench/fit.py`` writes the files; every weight in them can be read, and says which word or concept
speaks for which class and how much.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import mul
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt


class Pulls:
    """What the features of one text say."""

    def __init__(self, features: Sequence[str], classes: Sequence[str], values: npt.NDArray[np.float64]) -> None:
        """``values`` by feature, of which the names are in order, and by class."""
        self._features = features
        self._classes = classes
        self._values = values

    def reasons(self, name: str, most: int = 5) -> tuple[str, ...]:
        """The features that speak most for a class, the strongest first."""
        pulls = self._values[:, self._classes.index(name)]
        strongest = np.argsort(-pulls, kind="stable")[:most]
        return tuple(self._features[n] for n in strongest if pulls[n] > 0)


class LinearModel:
    """A fitted model: from the features of a text to a probability for each class."""

    def __init__(
        self,
        classes: Sequence[str],
        intercepts: Sequence[float],
        scales: Mapping[str, float],
        weights: Mapping[str, Mapping[int, float]],
        *,
        normalised: bool,
    ) -> None:
        """``scales``: how much a feature counts before its weights; ``weights`` by feature and number of class; ``normalised``: the
        scaled features of a text are brought to length 1, so that long and short texts compare."""
        self.classes = tuple(classes)
        self._intercepts = np.array(intercepts, dtype=np.float64)
        self._normalised = normalised
        self._row = {name: number for number, name in enumerate(weights)}
        self._features = frozenset(self._row)
        self._scales = np.array([scales[name] for name in weights], dtype=np.float64)
        self._weights = np.zeros((len(weights), len(self.classes)))
        for row, of in enumerate(weights.values()):
            for number, weight in of.items():
                self._weights[row, number] = weight

    def probabilities(self, present: Iterable[str]) -> dict[str, float]:
        """Probability by class for a text with these features; together 1."""
        sums = self._intercepts
        if rows := self._rows(self._known(present)):
            sums = sums + self._shares(rows) @ self._weights[rows]
        powers = np.exp(sums - sums.max())
        # Four digits: the last bits of exp() are not the same on every machine.
        return dict(zip(self.classes, np.round(powers / powers.sum(), 4).tolist(), strict=True))

    def pulls(self, present: Iterable[str]) -> Pulls:
        """How much each of the features of a text speaks for each class."""
        known = self._known(present)
        rows = self._rows(known)
        weights = self._weights[rows]
        return Pulls(known, self.classes, self._shares(rows)[:, None] * weights)

    def _known(self, present: Iterable[str]) -> list[str]:
        """In order, so that sums are the same each time."""
        return sorted(self._features.intersection(present))

    def _rows(self, known: Sequence[str]) -> list[int]:
        return [self._row[name] for name in known]

    def _shares(self, rows: Sequence[int]) -> npt.NDArray[np.float64]:
        scales: npt.NDArray[np.float64] = self._scales[list(rows)]
        return scales / (math.sqrt(float((scales**2).sum())) or 1.0) if self._normalised else scales


def model_from(content: Mapping[str, Any]) -> LinearModel:
    """The model that the content of its file describes, the numbers in hundredths. Raises ValueError, KeyError or TypeError."""
    features = content["features"]
    return LinearModel(
        content["classes"],
        [value / 100 for value in content["intercepts"]],
        {name: scale / 100 for name, (scale, _) in features.items()},
        {name: {int(number): weight / 100 for number, weight in of.items()} for name, (_, of) in features.items()},
        normalised=content["normalised"],
    )


def read_model(path: Path) -> LinearModel:
    """The model in a file that ``bench/fit.py`` wrote. Raises OSError, ValueError, KeyError or TypeError where it is none."""
    return model_from(json.loads(path.read_text(encoding="utf-8")))


def logit(probability: float, least: float) -> float:
    """Log-odds of a probability, which is kept ``least`` away from 0 and 1."""
    p = min(max(probability, least), 1 - least)
    return math.log(p / (1 - p))


Scale = Callable[[Sequence[float]], float]
"""Weighs numbers in a fixed order: a probability, 0 to 1."""


class Weighing:
    """A fitted logistic model over a few numbers, each with a name."""

    def __init__(self, intercept: float, weights: Mapping[str, float]) -> None:
        self._intercept = intercept
        self._weights = dict(weights)

    def probability(self, facts: Mapping[str, float]) -> float:
        """Probability, 0 to 1, for facts by name; a fact without a weight does not count."""
        return self.over(tuple(facts))(tuple(facts.values()))

    def over(self, names: Sequence[str]) -> Scale:
        """The same for facts that always have these names: their values in this order, of which the last may be left out."""
        intercept, weights = self._intercept, tuple(self._weights.get(name, 0.0) for name in names)

        def probability(values: Sequence[float]) -> float:
            return round(1 / (1 + math.exp(-intercept - sum(map(mul, weights, values)))), 4)

        return probability


def weighing_from(content: Mapping[str, Any]) -> Weighing:
    """The weighing model that the content of its file describes. Raises KeyError."""
    return Weighing(content["intercept"], content["weights"])
