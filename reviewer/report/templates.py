"""The pages of HTML have one way to be made: templates escaped throughout, texts cleaned, and one style sheet with the brand's colour."""

from __future__ import annotations

from collections.abc import Callable

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from reviewer import resources
from reviewer.report.brand import Brand
from reviewer.report.paper.text import clean


def environment(cleaned: Callable[[str], str] = clean) -> Environment:
    """Where the templates are found, and how they are rendered. ``cleaned``: what becomes of each text that is no markup of ours."""
    return Environment(
        loader=FileSystemLoader(resources.templates_dir(), encoding="utf-8"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        newline_sequence="\n",
        finalize=lambda value: cleaned(value) if type(value) is str else value,  # spaces at the seams of a line stay
    )


def style(brand: Brand | None = None, *more: str) -> Markup:
    """The style sheet of all pages, with the colour of a brand and further rules. To stand in a page."""
    sheet = (resources.templates_dir() / "report.css").read_text(encoding="utf-8").strip()
    colour = "" if brand is None else brand_style(brand)
    return Markup("\n".join(filter(None, (sheet, colour, *more))))  # noqa: S704 -- our own file, and a colour that was checked


def brand_style(brand: Brand) -> str:
    """Colour of a brand for the pages: on white alone, since nobody can say how it reads on black."""
    return (
        f"@media not (prefers-color-scheme: dark) {{ h1, .branded h2 {{ color: {brand.main}; }} }}"
        if brand.name or brand.logo
        else ""
    )
