"""The comparison of two reviews as a web page: one file that fetches nothing and runs no script."""

from __future__ import annotations

from reviewer.model import Comparison
from reviewer.report import comparison as compared
from reviewer.report import templates, words
from reviewer.report.paper.html import drawing


def comparison_html(comparison: Comparison) -> bytes:
    """The page."""
    environment = templates.environment(_clean)  # word by word: the blanks at the ends of a run part it from the next
    environment.filters.update(drawing=drawing, moment=words.moment, short=words.short, place=words.place, status=compared.status)
    text = environment.get_template("comparison.html").render(
        comparison=comparison,
        headline=compared.headline(comparison),
        cautions=compared.cautions(comparison),
        coverage=compared.coverage(comparison),
        groups=compared.groups(comparison),
        decided=compared.decided(comparison),
        style=templates.style(),
        CHANGES=words.CHANGES,
        SEVERITIES=words.SEVERITIES,
        VERDICTS=words.VERDICTS,
        count=words.count,
    )
    return text.encode("utf-8", "replace")


def _clean(text: str) -> str:
    cleaned = words.clean(text)
    return f"{' ' * text[:1].isspace()}{cleaned}{' ' * (text[-1:].isspace() and bool(cleaned))}"
