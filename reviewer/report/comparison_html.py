"""The comparison of two reviews as a web page: one file that fetches nothing and runs no script."""

from __future__ import annotations

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from reviewer import resources
from reviewer.model import Comparison
from reviewer.report import comparison as compared
from reviewer.report import words
from reviewer.report.paper.html import drawing


def comparison_html(comparison: Comparison) -> bytes:
    """The page."""
    environment = Environment(
        loader=FileSystemLoader(resources.templates_dir(), encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        newline_sequence="\n",
        # Word by word: the blanks at the ends of a run part it from the next.
        finalize=lambda value: _clean(value) if type(value) is str else value,
    )
    environment.filters.update(drawing=drawing, moment=words.moment, short=words.short, place=words.place, status=compared.status)
    style = (resources.templates_dir() / "report.css").read_text(encoding="utf-8").strip()
    text = environment.get_template("comparison.html").render(
        comparison=comparison,
        headline=compared.headline(comparison),
        cautions=compared.cautions(comparison),
        coverage=compared.coverage(comparison),
        groups=compared.groups(comparison),
        style=Markup(style),  # noqa: S704 -- our own file
        CHANGES=words.CHANGES,
        SEVERITIES=words.SEVERITIES,
        VERDICTS=words.VERDICTS,
        count=words.count,
    )
    return text.encode("utf-8", "replace")


def _clean(text: str) -> str:
    cleaned = words.clean(text)
    return f"{' ' * text[:1].isspace()}{cleaned}{' ' * (text[-1:].isspace() and bool(cleaned))}"
