"""Document health as reports say it: remarks by what they are about, and the whole of it in one line."""

from __future__ import annotations

from typing import NamedTuple

from reviewer.model import Health, HealthKind, HealthRemark
from reviewer.report import words

LONGEST_QUOTE = 300
"""Characters of a place that are shown; the place says where the rest stands."""


class Group(NamedTuple):
    """The remarks of one kind."""

    kind: HealthKind
    title: str
    remarks: tuple[HealthRemark, ...]
    advice: str
    """what to do, where it is the same for all of them"""
    source: str
    """where the rule comes from, where it is the same for all of them"""


TITLES = {
    HealthKind.missing_number: "No document number",
    HealthKind.missing_revision: "No revision",
    HealthKind.missing_date: "No effective date",
    HealthKind.missing_approval: "No approval",
    HealthKind.missing_owner: "No owner",
    HealthKind.tracked_changes: "Tracked changes that nobody has approved",
    HealthKind.placeholder: "Unfilled placeholders",
    HealthKind.contradiction: "Documents that contradict each other",
    HealthKind.deadline: "Different limits for the same act",
    HealthKind.superseded_edition: "Superseded editions of standards",
    HealthKind.missing_reference: "References to documents that are not in the set",
    HealthKind.abbreviation: "Abbreviations that are never spelled out",
}
_COUNTED = {
    HealthKind.missing_number: ("document without a number", "documents without a number"),
    HealthKind.missing_revision: ("without a revision", "without a revision"),
    HealthKind.missing_date: ("without an effective date", "without an effective date"),
    HealthKind.missing_approval: ("without an approval", "without an approval"),
    HealthKind.missing_owner: ("without an owner", "without an owner"),
    HealthKind.tracked_changes: ("with tracked changes", "with tracked changes"),
    HealthKind.placeholder: ("with unfilled placeholders", "with unfilled placeholders"),
    HealthKind.contradiction: ("contradiction", "contradictions"),
    HealthKind.deadline: ("pair of different limits", "pairs of different limits"),
    HealthKind.superseded_edition: ("superseded edition cited", "superseded editions cited"),
    HealthKind.missing_reference: ("reference to a document not in the set", "references to documents not in the set"),
    HealthKind.abbreviation: ("with unexplained abbreviations", "with unexplained abbreviations"),
}


def groups(health: Health) -> tuple[Group, ...]:
    """The remarks by kind, in the order of the kinds; kinds without a remark are left out."""
    found = []
    for kind in HealthKind:
        remarks = tuple(remark for remark in health.remarks if remark.kind is kind)
        if remarks:
            advice, source = {r.advice for r in remarks}, {r.source or "" for r in remarks}
            found.append(
                Group(
                    kind,
                    TITLES[kind],
                    remarks,
                    advice.pop() if len(advice) == 1 else "",
                    source.pop() if len(source) == 1 else "",
                )
            )
    return tuple(found)


def headline(health: Health) -> str:
    """All of it in one line."""
    if not health.checked:
        return "Document health: no document counts, so none was looked at"
    if not health.remarks:
        return f"Document health: nothing to remark on {words.count(len(health.checked), 'document')}"
    parts = [f"{len(g.remarks):,} {_COUNTED[g.kind][len(g.remarks) != 1]}" for g in groups(health)]
    return f"Document health: {words.count(len(health.remarks), 'remark')} ({', '.join(parts)})"


def place(remark: HealthRemark, number: int) -> str:
    """Where one of the places of a remark stands: document, page, headings."""
    at = remark.places[number]
    parts = [words.clean(at.name), *([f"page {at.page}"] if at.page is not None else [])]
    if at.heading_path:
        parts.append(" › ".join(words.clean(heading) for heading in at.heading_path))
    return ", ".join(parts)
