"""``portfolio.html``: one page that fetches nothing and runs no script; it leads to the reports of each client."""

from __future__ import annotations

from urllib.parse import quote

from reviewer.model import PortfolioReview, Standing
from reviewer.report import templates, words
from reviewer.report.brand import Brand
from reviewer.report.paper.html import drawing, logo_address
from reviewer.report.portfolio import state
from reviewer.report.portfolio.heat_map import heat_maps

MOST_GAPS = 25
"""Common gaps on the page; the workbook has them all."""


def html(portfolio: PortfolioReview, brand: Brand) -> bytes:
    """The page."""
    environment = templates.environment()
    environment.filters.update(
        drawing=drawing, logo=logo_address, percent=words.percent, short=words.short, steps=state.steps, documents=state.documents,
        address=lambda path: quote(path),
        sentence=lambda text: text[:1].upper() + text[1:],
    )  # fmt: skip
    text = environment.get_template("portfolio.html").render(
        portfolio=portfolio,
        brand=brand,
        style=templates.style(brand),
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
