"""What every report has in common: it is a function of a Review, and yields the files it is made of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from reviewer.clauses import ClauseLibrary
from reviewer.model import Review
from reviewer.report.brand import PLAIN, Brand
from reviewer.rules import Criterion


class Tier(StrEnum):
    """How much a report tells: the free one-page summary alone, or all of it."""

    summary = "summary"
    detailed = "detailed"


@dataclass(frozen=True, slots=True)
class Guidance:
    """What the rubric and the clause library say beyond the verdicts. A report is complete without it, only less helpful."""

    criteria: Mapping[str, Criterion] = field(default_factory=dict)
    """Criterion id -> why it is asked, what an auditor asks, what to write."""
    clauses: ClauseLibrary | None = None
    """For the clauses that relate to a criterion."""
    brand: Brand = PLAIN
    """How whoever hands the report on wants it to look."""


class Report(Protocol):
    """Renders one format. Pure: no clock, network or files, apart from the templates that travel with the program."""

    def __call__(self, review: Review, guidance: Guidance, tier: Tier, /) -> dict[str, bytes]:
        """File names relative to the report folder, with their contents; empty where the format has no such tier."""
        ...
