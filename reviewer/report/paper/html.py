"""A paper as a page of HTML: one file that fetches nothing and runs no script, in the look of the other pages."""

from __future__ import annotations

import base64
import re
from functools import lru_cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from reviewer import resources
from reviewer.report.brand import Brand, Logo
from reviewer.report.paper.content import Paper, Picture
from reviewer.report.paper.text import clean, target

_TYPES = {"png": "image/png", "jpg": "image/jpeg", "svg": "image/svg+xml"}


def html(paper: Paper) -> bytes:
    """The page."""
    anchors = paper.anchors | {"top"}
    text = (
        _environment()
        .get_template("paper.html")
        .render(
            paper=paper,
            brand=paper.brand,
            style=Markup(f"{_style()}\n{brand_style(paper.brand)}"),  # noqa: S704 -- our own file, and a colour that was checked
            target=lambda link: target(link, anchors),
        )
    )
    return text.encode("utf-8", "replace")


def drawing(picture: Picture) -> Markup:
    """A picture of our own, to stand in a page: its words for screen readers, without the name space that XML files need."""
    head = f'<svg role="img" aria-label="{Markup.escape(clean(picture.alt))}" class="drawing"'
    bare = re.sub(r"<title>[^<]*</title>", "", picture.svg.strip(), count=1)
    return Markup(re.sub(r"^<svg xmlns=\"[^\"]+\"", lambda _: head, bare, count=1))  # noqa: S704 -- see content.Picture


def brand_style(brand: Brand) -> str:
    """Colour of a brand for the pages: on white alone, since nobody can say how it reads on black."""
    return (
        f"@media not (prefers-color-scheme: dark) {{ h1, .branded h2 {{ color: {brand.main}; }} }}"
        if brand.name or brand.logo
        else ""
    )


def logo_address(logo: Logo) -> str:
    """The logo as an address that holds it. Browsers run no script in a picture."""
    return f"data:{_TYPES[logo.kind]};base64,{base64.b64encode(logo.content).decode()}"


def _style() -> str:
    return (resources.templates_dir() / "report.css").read_text(encoding="utf-8").strip()


@lru_cache(1)
def _environment() -> Environment:
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
    environment.filters.update(drawing=drawing, logo=logo_address, is_a=lambda block: type(block).__name__)
    return environment
