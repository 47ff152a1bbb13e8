"""``portfolio.html``: one page that fetches nothing and runs no script; it leads to the reports of each client."""

from __future__ import annotations

from urllib.parse import quote

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from reviewer import resources
from reviewer.model import PortfolioReview, Standing
from reviewer.report import words
from reviewer.report.brand import Brand
from reviewer.report.paper.html import brand_style, drawing, logo_address
from reviewer.report.paper.text import clean
from reviewer.report.portfolio import state
from reviewer.report.portfolio.heat_map import heat_maps

MOST_GAPS = 25
"""Common gaps on the page; the workbook has them all."""


def html(portfolio: PortfolioReview, brand: Brand) -> bytes:
    """The page."""
    environment = Environment(
        loader=FileSystemLoader(resources.templates_dir(), encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        newline_sequence="\n",
        finalize=lambda value: clean(value) if type(value) is str else value,
    )
    environment.filters.update(
        drawing=drawing, logo=logo_address, percent=words.percent, short=words.short, steps=state.steps, documents=state.documents,
        address=lambda path: quote(path),
        sentence=lambda text: text[:1].upper() + text[1:],
    )  # fmt: skip
    style = (resources.templates_dir() / "report.css").read_text(encoding="utf-8").strip()
    text = environment.get_template(
        "portfolio.html"
    ).render(
        portfolio=portfolio,
        brand=brand,
        style=Markup("\n".join(filter(None, (style, brand_style(brand))))),  # noqa: S704 -- our own file, and a colour that was checked
        headline=state.headline(portfolio),
        sentences=state.sentences(portfolio),
        reviewed=state.reviewed(portfolio),
        failures=state.failures(portfolio),
        moved=state.moved(portfolio),
        firsts=sum(client.standing is Standing.first for client in portfolio.clients),
        unchanged=sum(client.standing is Standing.unchanged for client in portfolio.clients),
        standards=state.standards(portfolio),
        heat_maps=tuple(heat_maps(portfolio)),
        gaps=portfolio.common_gaps[:MOST_GAPS],
        STANDINGS=state.STANDINGS,
        SEVERITIES=words.SEVERITIES,
        count=words.count,
    )
    return text.encode("utf-8", "replace")
