"""``summary.html`` and ``detailed.html``: self-contained pages that need no script and fetch nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from reviewer.model import Finding, Review, Role, Status
from reviewer.report import actions, beside, coverage, decided, document_map, gaps, html_filters, templates, words
from reviewer.report import health as document_health
from reviewer.report.anchors import anchor
from reviewer.report.detailed.about import about, date, reading
from reviewer.report.detailed.documents import checksums
from reviewer.report.detailed.progress import progress
from reviewer.report.interface import Guidance, Tier
from reviewer.report.paper.content import Block, Heading
from reviewer.report.paper.html import drawing, logo_address
from reviewer.report.pictures import coverage_picture, heat_maps
from reviewer.report.related import RelatedClause, related_clauses
from reviewer.report.summary_lists import NAME_LENGTH, REASON_LENGTH, SUMMARY_GAPS, within

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
        "brand": guidance.brand,
        "gaps": gaps.weightiest(review),
        "unread": gaps.unread(review),
        "coverage": coverage.by_standard(review),
        "counts": coverage.gaps_by_basis(review),
        "headline": coverage.headline(review),
        "sentences": coverage.sentences(review),
        "beside": beside.sentences(review),
        "made_of": tuple(_made_of(review)),
    }
    files = {
        "summary.html": _render(
            environment, "summary.html", templates.style(guidance.brand), shared | {"reading": tuple(reading())}
        )
    }
    if tier is Tier.detailed:
        files["detailed.html"] = _detailed(environment, review, guidance, shared)
    return files


def _detailed(environment: Environment, review: Review, guidance: Guidance, shared: dict[str, Any]) -> bytes:
    uses = document_map.uses(review)
    filters = html_filters.filters(review)
    return _render(
        environment,
        "detailed.html",
        templates.style(guidance.brand, html_filters.rules(filters)),
        shared
        | {
            "guidance": guidance,
            "actions": actions.first_actions(review, guidance),
            "by_standard": [(name, list(group)) for name, group in groupby(review.findings, key=lambda f: f.standard)],
            "filters": filters,
            "to_confirm": sum(words.to_confirm(element) for finding in review.findings for element in finding.elements),
            "shared_parts": _shared_parts(review, guidance),
            "coverage_picture": coverage_picture(review),
            "heat_maps": heat_maps(review),
            "uses": uses,
            "tables": document_map.tables(uses),
            "document_groups": document_map.groups(uses),
            "health": review.health,
            "health_groups": document_health.groups(review.health) if review.health else (),
            "health_place": document_health.place,
        },
    )


def _shared_parts(review: Review, guidance: Guidance) -> list[tuple[Block, ...]]:
    """The parts that are made once for all formats: what was taken out, decisions, progress. Each begins with its heading."""
    parts = (decided.sharing_part(review), decided.decisions_part(review), progress(review, guidance))
    return [blocks for part in parts if (blocks := tuple(part))]


def _made_of(review: Review) -> Iterator[Block]:
    """What was reviewed in which state, and with what: as in every other format."""
    yield Heading("Revisions and checksums", 1, "checksums")
    yield checksums(review)
    yield from about(review)


def _render(environment: Environment, page: str, style: Markup, context: dict[str, Any]) -> bytes:
    text = environment.get_template(page).render(context | {"style": style})
    return text.encode("utf-8", "replace")


def _environment(guidance: Guidance) -> Environment:
    environment = templates.environment()
    environment.filters.update(
        anchor=anchor,
        asked=lambda finding: sum(element.status is not Status.not_applicable for element in finding.elements),
        brief=words.brief,
        confirm=words.to_confirm,
        cut=words.cut,
        date=date,
        decision=decided.sentence,
        drawing=drawing,
        effort=lambda finding: actions.effort(finding, guidance),
        is_a=lambda block: type(block).__name__,
        fits=html_filters.classes,
        logo=logo_address,
        kind=words.kind,
        key=lambda document, prefix: f"{prefix}-{document_map.key(document)}",
        met=lambda finding: sum(element.status is Status.met for element in finding.elements),
        percent=words.percent,
        place=words.place,
        plain=words.reason,
        sentence=lambda text: text[:1].upper() + text[1:],
        related=lambda finding: _related(finding, guidance),
        short=words.short,
        standard=words.standard,
        state=words.document_state,
        web=web_address,
        within=within,
        writings=lambda finding: actions.writings(finding, guidance),
    )
    environment.globals.update(
        HEALTH_QUOTE=document_health.LONGEST_QUOTE,
        LEFT_OUT=words.LEFT_OUT,
        target=lambda link: link if link.startswith("#") else web_address(link),
        BASES=words.BASES,
        BASIS_NAMES=html_filters.BASIS_NAMES,
        CHANGES=words.CHANGES,
        CELLS_IN_A_ROW=coverage.CELLS_IN_A_ROW,
        CONFIRM_BELOW=words.CONFIRM_BELOW,
        NAME_LENGTH=NAME_LENGTH,
        REASON_LENGTH=REASON_LENGTH,
        MAP_COLUMNS=document_map.COLUMNS,
        MAP_ROLES=document_map.ROLES,
        ORDER=coverage.ORDER,
        ROLES=words.ROLES,
        ROLE_SHAPES=_ROLE_SHAPES,
        ROLE_WORDS=words.CONTRIBUTES,
        Role=Role,
        STATUSES=words.STATUSES,
        SUMMARY_GAPS=SUMMARY_GAPS,
        Status=Status,
        VERDICTS=words.VERDICTS,
        count=words.count,
    )
    return environment


def web_address(link: str | None) -> str:
    """The address if it leads to the web; "" for everything else, scripts above all."""
    return link if link is not None and re.match(r"https?://[^\s]+$", link) else ""


def _related(finding: Finding, guidance: Guidance) -> tuple[RelatedClause, ...]:
    advice = guidance.criteria.get(finding.criterion)
    return related_clauses(advice, guidance.clauses) if advice and guidance.clauses else ()
