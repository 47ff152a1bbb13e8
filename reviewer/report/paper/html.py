"""A paper as a page of HTML: one file that fetches nothing and runs no script, in the look of the other pages."""

from __future__ import annotations

import base64
import re
from functools import lru_cache

from jinja2 import Environment
from markupsafe import Markup

from reviewer.report import templates
from reviewer.report.brand import Logo
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
            style=templates.style(paper.brand),
            target=lambda link: target(link, anchors),
        )
    )
    return text.encode("utf-8", "replace")


def drawing(picture: Picture) -> Markup:
    """A picture of our own, to stand in a page: its words for screen readers, without the name space that XML files need."""
    head = f'<svg role="img" aria-label="{Markup.escape(clean(picture.alt))}" class="drawing"'
    bare = re.sub(r"<title>[^<]*</title>", "", picture.svg.strip(), count=1)
    return Markup(re.sub(r"^<svg xmlns=\"[^\"]+\"", lambda _: head, bare, count=1))  # noqa: S704 -- see content.Picture


def logo_address(logo: Logo) -> str:
    """The logo as an address that holds it. Browsers run no script in a picture."""
    return f"data:{_TYPES[logo.kind]};base64,{base64.b64encode(logo.content).decode()}"


@lru_cache(1)
def _environment() -> Environment:
    environment = templates.environment()
    environment.filters.update(drawing=drawing, logo=logo_address, is_a=lambda block: type(block).__name__)
    return environment
