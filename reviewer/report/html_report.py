"""``summary.html`` and ``detailed.html``: self-contained pages that need no script and fetch nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from reviewer import resources
from reviewer.model import DocumentEntry, Finding, MissingDocument, ReadStatus, Review, Role, Status
from reviewer.report import actions, coverage, decided, document_map, gaps, html_filters, words
from reviewer.report.document_map import DocumentUse
from reviewer.report.interface import Guidance, Tier
from reviewer.report.related import RelatedClause, related_clauses

SUMMARY_GAPS = 3
NAME_LENGTH, REASON_LENGTH = 38, 90
"""Longest name and reason in the lists of the summary, in characters."""
LEAST_LISTED = 2

ROLE_WORDS = {
    Role.establishes: "establishes",
    Role.weakens: "speaks of, without binding",
    Role.defers: "sends elsewhere",
    Role.excludes: "excludes, or says the opposite",
}
_ROLE_SHAPES = {
    Role.establishes: Status.met,
    Role.weakens: Status.weak,
    Role.defers: Status.deferred,
    Role.excludes: Status.contradicted,
}


def html_report(review: Review, guidance: Guidance, tier: Tier) -> dict[str, bytes]:
    """The free summary, and the detailed report where it is asked for."""
    environment = _environment(guidance)
    shared = {
        "review": review,
        "gaps": gaps.weightiest(review),
        "unread": gaps.unread(review),
        "coverage": coverage.by_standard(review),
        "counts": coverage.gaps_by_basis(review),
        "headline": coverage.headline(review),
        "sentences": coverage.sentences(review),
    }
    files = {"summary.html": _render(environment, "summary.html", _style(), shared)}
    if tier is Tier.detailed:
        files["detailed.html"] = _detailed(environment, review, guidance, shared)
    return files


def _detailed(environment: Environment, review: Review, guidance: Guidance, shared: dict[str, Any]) -> bytes:
    uses = document_map.uses(review)
    filters = html_filters.filters(review)
    return _render(
        environment,
        "detailed.html",
        f"{_style()}\n{html_filters.rules(filters)}",
        shared
        | {
            "guidance": guidance,
            "actions": actions.first_actions(review, guidance),
            "by_standard": [(name, list(group)) for name, group in groupby(review.findings, key=lambda f: f.standard)],
            "filters": filters,
            "to_confirm": sum(words.to_confirm(element) for finding in review.findings for element in finding.elements),
            "uses": uses,
            "tables": document_map.tables(uses),
            "document_groups": document_groups(uses),
        },
    )


def _render(environment: Environment, page: str, style: str, context: dict[str, Any]) -> bytes:
    text = environment.get_template(page).render(context | {"style": Markup(style)})  # noqa: S704 -- our own file
    return text.encode("utf-8", "replace")


def _style() -> str:
    return (resources.templates_dir() / "report.css").read_text(encoding="utf-8").strip()


def document_groups(uses: tuple[DocumentUse, ...]) -> tuple[tuple[str, str, list[DocumentUse]], ...]:
    """Title, note and documents of each group: those that count, those that do not, those that were not read."""
    unread = [use for use in uses if use.entry.status in {ReadStatus.unreadable, ReadStatus.skipped}]
    read = [use for use in uses if use not in unread]
    return (
        ("Not read", "Coverage is stated without these.", unread),
        (
            "Counted",
            "Current procedures, plans, policies and forms of the organisation: their text may establish elements.",
            [use for use in read if use.entry.establishes],
        ),
        (
            "Read, but not counted",
            "What is said here establishes nothing, for the reason given.",
            [use for use in read if not use.entry.establishes],
        ),
    )


def _environment(guidance: Guidance) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(resources.templates_dir(), encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        newline_sequence="\n",
        finalize=lambda value: words.clean(value) if type(value) is str else value,
    )
    environment.filters.update(
        anchor=anchor,
        asked=lambda finding: sum(element.status is not Status.not_applicable for element in finding.elements),
        brief=brief,
        confirm=words.to_confirm,
        cut=words.cut,
        decision=decided.sentence,
        effort=lambda finding: actions.effort(finding, guidance),
        fits=html_filters.classes,
        key=lambda document, prefix: f"{prefix}-{document_map.key(document)}",
        met=lambda finding: sum(element.status is Status.met for element in finding.elements),
        percent=words.percent,
        place=words.place,
        plain=words.reason,
        replaced=decided.replaced,
        sentence=lambda text: text[:1].upper() + text[1:],
        related=lambda finding: _related(finding, guidance),
        short=words.short,
        standard=words.standard,
        state=words.document_state,
        web=web_address,
        within=within,
        writings=lambda finding: writings(finding, guidance),
    )
    environment.globals.update(
        BASES=words.BASES,
        BASIS_NAMES=html_filters.BASIS_NAMES,
        CHANGES=words.CHANGES,
        CELLS_IN_A_ROW=coverage.CELLS_IN_A_ROW,
        CONFIRM_BELOW=words.CONFIRM_BELOW,
        NAME_LENGTH=NAME_LENGTH,
        REASON_LENGTH=REASON_LENGTH,
        LEFT_OUT=words.LEFT_OUT,
        MAP_COLUMNS=document_map.COLUMNS,
        MAP_ROLES=document_map.ROLES,
        ORDER=coverage.ORDER,
        ROLES=words.ROLES,
        ROLE_SHAPES=_ROLE_SHAPES,
        ROLE_WORDS=ROLE_WORDS,
        Role=Role,
        STATUSES=words.STATUSES,
        SUMMARY_GAPS=SUMMARY_GAPS,
        Status=Status,
        VERDICTS=words.VERDICTS,
        count=words.count,
    )
    return environment


def anchor(id: str, prefix: str = "f") -> str:
    """An id fit to be the target of a link, the same in every review."""
    return f"{prefix}-" + re.sub(r"[^A-Za-z0-9._-]", "-", id)


def brief(text: str, length: int = 60) -> str:
    """A text cut to about a length in characters; of a name the end, which often tells it from others, is kept."""
    text = words.clean(text)
    return text if len(text) <= length else f"{text[: length - 19].rstrip()}…{text[-18:].lstrip()}"


def within(entries: Sequence[DocumentEntry | MissingDocument], budget: int, *, reasons: bool = False) -> int:
    """How many entries of a list fit into a number of characters: the summary is one printed page, and the rest is folded away."""
    for number, entry in enumerate(entries):
        budget -= min(len(entry.name if isinstance(entry, MissingDocument) else entry.id), NAME_LENGTH) + 4
        if reasons and isinstance(entry, DocumentEntry):
            budget -= min(len(entry.reason or ""), REASON_LENGTH)
        if budget < 0 and number >= LEAST_LISTED:
            return number
    return len(entries)


def web_address(link: str | None) -> str:
    """The address if it leads to the web; "" for everything else, scripts above all."""
    return link if link is not None and re.match(r"https?://[^\s]+$", link) else ""


def writings(finding: Finding, guidance: Guidance) -> str:
    """The wording that stands with the open elements of a finding, in one text."""
    advice = guidance.criteria.get(finding.criterion)
    open_elements = [e.id.rpartition("/")[2] for e in finding.elements if e.status not in {Status.met, Status.not_applicable}]
    return " ".join(advice.elements[name].write.strip() for name in open_elements if name in advice.elements) if advice else ""


def _related(finding: Finding, guidance: Guidance) -> tuple[RelatedClause, ...]:
    advice = guidance.criteria.get(finding.criterion)
    return related_clauses(advice, guidance.clauses) if advice and guidance.clauses else ()
