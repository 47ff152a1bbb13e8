"""How likely it is that a set provides for an element, by all that was found for it: the number that a status and its confidence rest on."""

from __future__ import annotations

from collections.abc import Iterable

from reviewer.linear import logit
from reviewer.model import Candidate, Role

_LEAST = 0.005


def deciding_facts(counting: Iterable[Candidate]) -> dict[str, float]:
    """What the deciding model is told of the candidates of an element, those that were discarded left out.

    ``bench/fit.py`` fits it on the same facts of sets whose voices the other models had not seen.
    """
    by_role: dict[Role, list[float]] = {role: [] for role in Role}
    for candidate in counting:
        by_role[candidate.role].append(candidate.weight)
    establishing = sorted(by_role[Role.establishes], reverse=True)
    best = establishing[0] if establishing else 0.0
    others = 1.0
    for weight in establishing[1:4]:
        others *= 1 - weight
    return {
        "best": logit(best, _LEAST),
        "others": logit(1 - others, _LEAST),
        "none": float(not establishing),
        "excludes": max(by_role[Role.excludes], default=0.0),
        "defers": max(by_role[Role.defers], default=0.0),
        "weakens": max(by_role[Role.weakens], default=0.0),
    }
