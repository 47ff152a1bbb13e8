"""What every report has in common: it is a function of a Review, and yields the files it is made of."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Protocol

from reviewer.model import Review
from reviewer.rules import Criterion


class Tier(StrEnum):
    """How much a report tells: the free one-page summary alone, or all of it."""

    summary = "summary"
    detailed = "detailed"


Guidance = Mapping[str, Criterion]
"""Criterion id -> what the rubric says about it beyond the verdict: why it is asked, what an auditor asks, what to write.

A report is complete without it, only less helpful."""


class Report(Protocol):
    """Renders one format. Pure: no clock, network or files, apart from the templates that travel with the program."""

    def __call__(self, review: Review, guidance: Guidance, tier: Tier, /) -> dict[str, bytes]:
        """File names relative to the report folder, with their contents; empty where the format has no such tier."""
        ...
