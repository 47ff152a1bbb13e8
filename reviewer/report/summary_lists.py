"""How much the summary lists: it is one printed page, and the rest stands in the detailed report."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.model import DocumentEntry, MissingDocument

SUMMARY_GAPS = 3
NAME_LENGTH, REASON_LENGTH = 38, 90
"""Longest name and reason in the lists of the summary, in characters."""
LEAST_LISTED = 2


def within(entries: Sequence[DocumentEntry | MissingDocument], budget: int, *, reasons: bool = False) -> int:
    """How many entries of a list fit into a number of characters: the summary is one printed page, and the rest is folded away."""
    for number, entry in enumerate(entries):
        budget -= min(len(entry.name if isinstance(entry, MissingDocument) else entry.id), NAME_LENGTH) + 4
        if reasons and isinstance(entry, DocumentEntry):
            budget -= min(len(entry.reason or ""), REASON_LENGTH)
        if budget < 0 and number >= LEAST_LISTED:
            return number
    return len(entries)
