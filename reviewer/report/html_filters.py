"""Filters of the findings, in HTML and CSS alone: without them, and in a browser that cannot do them, all is shown."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reviewer.model import Basis, Finding, Review, Severity, Verdict
from reviewer.report import document_map, words

BASIS_NAMES = {Basis.requirement: "Requirement", Basis.adjacent: "Adjacent clause", Basis.audit_focus: "Audit focus"}


@dataclass(frozen=True, slots=True)
class Filter:
    """One choice: its options as (value, text)."""

    name: str
    label: str
    options: tuple[tuple[str, str], ...]


def filters(review: Review) -> tuple[Filter, ...]:
    """The filters, each with the options that occur."""
    quoted = {evidence.document: evidence.name for finding in review.findings for evidence in document_map.quotes(finding)}
    verdicts = {finding.verdict for finding in review.findings}
    bases = {finding.basis for finding in review.findings}
    standards = dict.fromkeys(finding.standard for finding in review.findings)
    return (
        Filter("verdict", "Verdict", tuple((v.value, words.VERDICTS[v]) for v in Verdict if v in verdicts)),
        Filter("severity", "Weight", ((Severity.major.value, "major, high"), (Severity.minor.value, "minor, low"))),
        Filter("standard", "Standard", tuple((slug(s), words.short(s)) for s in standards)),
        Filter("basis", "Asked by", tuple((b.value, BASIS_NAMES[b]) for b in Basis if b in bases)),
        Filter("document", "Quotes from", _documents(quoted)),
    )


def _documents(quoted: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """An option for each document id; by its name, unless another document has the same."""
    often = Counter(quoted.values())
    named = sorted((name if often[name] == 1 else document, document) for document, name in quoted.items())
    return tuple((document_map.key(document), _brief(text)) for text, document in named)


def classes(finding: Finding) -> str:
    """The classes by which the rules tell whether a finding fits the choice."""
    documents = sorted({document_map.key(evidence.document) for evidence in document_map.quotes(finding)})
    own = (
        f"verdict-{finding.verdict}",
        f"severity-{finding.severity}",
        f"standard-{slug(finding.standard)}",
        f"basis-{finding.basis}",
    )
    return " ".join(("fits", *own, *(f"document-{key}" for key in documents)))


def rules(choices: Sequence[Filter]) -> str:
    """CSS that hides what does not fit the choice."""
    return "\n".join(
        f':root:has(#by-{choice.name} option[value="{value}"]:checked) .fits:not(.{choice.name}-{value}) {{ display: none; }}'
        for choice in choices
        for value, _ in choice.options
    )


def slug(id: str) -> str:
    """An id fit for a class name."""
    return re.sub(r"[^A-Za-z0-9_-]", "-", id)


def _brief(name: str) -> str:
    name = words.clean(name)
    return name if len(name) <= 60 else f"{name[:40]}…{name[-18:]}"
