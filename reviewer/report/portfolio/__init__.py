"""The portfolio report: many clients on one page, in a workbook, and as JSON."""

from __future__ import annotations

from reviewer.model import PortfolioReview
from reviewer.report.brand import Brand
from reviewer.report.portfolio.data import data
from reviewer.report.portfolio.page import html
from reviewer.report.portfolio.workbook import workbook

__all__ = ["portfolio_reports"]


def portfolio_reports(portfolio: PortfolioReview, brand: Brand) -> dict[str, bytes]:
    """All its files."""
    return {
        "portfolio.html": html(portfolio, brand),
        "portfolio.xlsx": workbook(portfolio),
        "portfolio.json": data(portfolio),
    }
