"""``summary.html`` and ``detailed.html``: self-contained pages that need no script and fetch nothing."""

from __future__ import annotations

import base64
import hashlib
import re
from itertools import groupby

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from reviewer import resources
from reviewer.model import Finding, Review, Status, Verdict
from reviewer.report import gaps, words
from reviewer.report.interface import Guidance, Tier

SUMMARY_GAPS = 10


def html_report(review: Review, guidance: Guidance, tier: Tier) -> dict[str, bytes]:
    """The free summary, and the detailed report where it is asked for."""
    pages = ["summary.html"] if tier is Tier.summary else ["summary.html", "detailed.html"]
    return {page: _render(page, review, guidance) for page in pages}


def _render(page: str, review: Review, guidance: Guidance) -> bytes:
    environment = _environment()
    style = (resources.templates_dir() / "report.css").read_text(encoding="utf-8").strip()
    # The style element holds exactly this text; the policy of the page allows this one and nothing else.
    digest = base64.b64encode(hashlib.sha256(style.encode("utf-8")).digest()).decode("ascii")
    text = environment.get_template(page).render(
        review=review,
        guidance=guidance,
        style=Markup(style),  # noqa: S704 -- our own file
        style_source=f"'sha256-{digest}'",
        by_standard=[(name, list(group)) for name, group in groupby(review.findings, key=lambda finding: finding.standard)],
        gaps=gaps.weightiest(review),
        unread=gaps.unread(review),
        to_confirm=sum(words.to_confirm(element) for finding in review.findings for element in finding.elements),
        summary_gaps=SUMMARY_GAPS,
    )
    return text.encode("utf-8", "replace")


def _environment() -> Environment:
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
        confirm=words.to_confirm,
        percent=words.percent,
        place=words.place,
        short=words.short,
        sign=lambda status: words.SIGNS[str(status)],
        standard=words.standard,
        state=words.document_state,
        unmet=_unmet,
        web=web_address,
    )
    environment.globals.update(
        BASES=words.BASES,
        CONFIRM_BELOW=words.CONFIRM_BELOW,
        ROLES=words.ROLES,
        STATUSES=words.STATUSES,
        VERDICTS=words.VERDICTS,
        Verdict=Verdict,
        Status=Status,
        count=words.count,
    )
    return environment


def anchor(id: str) -> str:
    """An id fit to be the target of a link."""
    return "f-" + re.sub(r"[^A-Za-z0-9._-]", "-", id)


def web_address(link: str | None) -> str:
    """The address if it leads to the web; "" for everything else, scripts above all."""
    return link if link is not None and re.match(r"https?://[^\s]+$", link) else ""


def _unmet(finding: Finding) -> int:
    return sum(element.status not in {Status.met, Status.not_applicable} for element in finding.elements)
