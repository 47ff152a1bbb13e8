"""Validation of the tool where it is used: the shipped known-answer sets are reviewed, and the outcome is put on record."""

from __future__ import annotations

from reviewer.validation.cases import KnownSet, known_sets
from reviewer.validation.record import Record, validate
from reviewer.validation.sheet import sheet

__all__ = ["KnownSet", "Record", "known_sets", "sheet", "validate"]
