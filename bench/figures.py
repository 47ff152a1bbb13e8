"""The figures of the bench: what is right and wrong, how sure that is, and how well confidence tells it."""

from __future__ import annotations

import itertools
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import NamedTuple

STATUSES = ("met", "contradicted", "deferred", "weak", "unmet")
_RESAMPLES = 1000
_BINS = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.01)


class Judged(NamedTuple):
    """One element of one case: what it is, and what the product says."""

    case: str
    style: str
    form: str
    element: str
    gold: str
    status: str
    confidence: float
    ambiguous: bool = False

    @property
    def right(self) -> bool:
        """The met / not-met side is right."""
        return (self.gold == "met") == (self.status == "met")


class Sides(NamedTuple):
    """Counts of the met / not-met side."""

    met_met: int
    met_gap: int
    gap_met: int
    gap_gap: int

    @property
    def met(self) -> tuple[float, float]:
        """Precision and recall of ``met``."""
        return _share(self.met_met, self.met_met + self.gap_met), _share(self.met_met, self.met_met + self.met_gap)

    @property
    def gap(self) -> tuple[float, float]:
        """Precision and recall of gaps: whatever is not met."""
        return _share(self.gap_gap, self.gap_gap + self.met_gap), _share(self.gap_gap, self.gap_gap + self.gap_met)

    @property
    def balanced_accuracy(self) -> float:
        """Mean of the recall of met and of gaps."""
        return (self.met[1] + self.gap[1]) / 2


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0


def f_score(precision: float, recall: float, beta: float = 1.0) -> float:
    """F-score; ``beta`` 2 weighs recall four times as much as precision."""
    return _share((1 + beta**2) * precision * recall, beta**2 * precision + recall)


def sides(judged: Iterable[Judged]) -> Sides:
    """Count the sides."""
    counts = Counter((j.gold == "met", j.status == "met") for j in judged)
    return Sides(counts[True, True], counts[True, False], counts[False, True], counts[False, False])


def by_status(judged: Iterable[Judged]) -> dict[str, tuple[float, float, float]]:
    """Precision, recall and F1 of each status that occurs in gold or verdicts."""
    pairs = Counter((j.gold, j.status) for j in judged)
    found = {}
    for status in STATUSES:
        true = pairs[status, status]
        said = sum(n for (_, s), n in pairs.items() if s == status)
        are = sum(n for (g, _), n in pairs.items() if g == status)
        if said or are:
            precision, recall = _share(true, said), _share(true, are)
            found[status] = (precision, recall, f_score(precision, recall))
    return found


def five_way(judged: Iterable[Judged]) -> float:
    """Mean F1 over the statuses that occur in gold."""
    all_judged = list(judged)
    scores = by_status(all_judged)
    present = {j.gold for j in all_judged}
    return _share(sum(scores[s][2] for s in present), len(present))


def macro(judged: Iterable[Judged]) -> float:
    """Mean F1 of met over the elements that are met somewhere: every element counts alike."""
    groups: dict[str, list[Judged]] = defaultdict(list)
    for j in judged:
        groups[j.element].append(j)
    scores = [f_score(*sides(g).met) for g in groups.values() if any(j.gold == "met" for j in g)]
    return _share(sum(scores), len(scores))


def summary(judged: Sequence[Judged]) -> dict[str, float]:
    """The chief figures."""
    counts = sides(judged)
    return {
        "met P": counts.met[0],
        "met R": counts.met[1],
        "met F1": f_score(*counts.met),
        "met F2": f_score(*counts.met, beta=2),
        "gap P": counts.gap[0],
        "gap R": counts.gap[1],
        "gap F1": f_score(*counts.gap),
        "gap F2": f_score(*counts.gap, beta=2),
        "balanced": counts.balanced_accuracy,
        "macro met F1": macro(judged),
        "five-way F1": five_way(judged),
    }


def interval(judged: Sequence[Judged], figure: Callable[[Sequence[Judged]], float], seed: int = 0) -> tuple[float, float]:
    """95 % interval of a figure by bootstrap over cases, which are what is independent."""
    cases: dict[str, list[Judged]] = defaultdict(list)
    for j in judged:
        cases[j.case].append(j)
    names, chance = sorted(cases), random.Random(seed)  # noqa: S311  (a repeatable draw, no secret)
    drawn = sorted(figure([j for name in chance.choices(names, k=len(names)) for j in cases[name]]) for _ in range(_RESAMPLES))
    return drawn[int(0.025 * _RESAMPLES)], drawn[int(0.975 * _RESAMPLES) - 1]


def groups(judged: Iterable[Judged], key: Callable[[Judged], str]) -> dict[str, list[Judged]]:
    """Judged elements by style, form or standard."""
    found: dict[str, list[Judged]] = defaultdict(list)
    for j in judged:
        found[key(j)].append(j)
    return dict(sorted(found.items()))


class Bin(NamedTuple):
    """A row of the reliability table."""

    low: float
    high: float
    number: int
    mean_confidence: float
    right: float


def reliability(judged: Sequence[Judged]) -> list[Bin]:
    """How often the met / not-met side is right, by stated confidence."""
    rows = []
    for low, high in itertools.pairwise(_BINS):
        inside = [j for j in judged if low <= j.confidence < high]
        if inside:
            mean = sum(j.confidence for j in inside) / len(inside)
            rows.append(Bin(low, min(high, 1.0), len(inside), mean, sum(j.right for j in inside) / len(inside)))
    return rows


def brier(judged: Sequence[Judged]) -> float:
    """Mean squared distance of confidence from being right (1) or wrong (0); 0 is perfect, 0.25 says nothing."""
    return _share(sum((j.confidence - j.right) ** 2 for j in judged), len(judged))


def decided(judged: Sequence[Judged], above: float) -> tuple[float, float]:
    """Share of elements whose confidence reaches a threshold, and how many of those are wrong."""
    sure = [j for j in judged if j.confidence >= above]
    return _share(len(sure), len(judged)), _share(sum(not j.right for j in sure), len(sure))


def agreement(pairs: Iterable[tuple[str, str]]) -> dict[str, float]:
    """How far two readings of the same elements agree: Cohen's kappa over the statuses, and F1 of one as against the other."""
    counts = Counter(pairs)
    total = sum(counts.values())
    first, second = Counter[str](), Counter[str]()
    for (a, b), number in counts.items():
        first[a] += number
        second[b] += number
    same = _share(sum(n for (a, b), n in counts.items() if a == b), total)
    by_chance = sum(first[s] * second[s] for s in first) / total**2
    both_met = counts["met", "met"]
    both_gap = sum(n for (a, b), n in counts.items() if "met" not in (a, b))
    return {
        "kappa": _share(same - by_chance, 1 - by_chance),
        "met F1": _share(2 * both_met, first["met"] + second["met"]),
        "gap F1": _share(2 * both_gap, 2 * total - first["met"] - second["met"]),
    }


def rounded(figures: Mapping[str, float]) -> dict[str, float]:
    """Figures as they are written down: three digits."""
    return {name: round(value, 3) for name, value in figures.items()}
