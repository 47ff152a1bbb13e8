"""Styles of a .docx: what a paragraph inherits from its style and the styles that one is based on."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from reviewer.documents.docx_parts import W, number, switch, value
from reviewer.documents.flow import Role
from reviewer.documents.markup import Element

_HEADING = re.compile(r"^(?:heading|überschrift|titre|título|titolo|kop|rubrik|overskrift) ?([1-9])$", re.IGNORECASE)
_ROLES = {
    "title": Role.main_title,
    "caption": Role.caption,
    "beschriftung": Role.caption,
    "quote": Role.quotation,
    "intense quote": Role.quotation,
    "block text": Role.quotation,
    "html preformatted": Role.code,
    "source code": Role.code,
    "code": Role.code,
    "macro text": Role.code,
}
_CONTENTS = re.compile(r"^(?:toc|verzeichnis|table of figures|index) ?\d?$", re.IGNORECASE)
_LONGEST_CHAIN = 20  # styles based on one another; Word itself stops far below
_BODY_LEVEL = 9  # outline level that says: no heading


@dataclass(frozen=True, slots=True)
class Look:
    """What styles and direct formatting say of a paragraph or run. None: nothing is said."""

    strong: bool | None = None
    hidden: bool | None = None
    size: float | None = None
    font: str | None = None

    def over(self, below: Look) -> Look:
        """This look where it says something, else the one below it."""
        return Look(
            strong=below.strong if self.strong is None else self.strong,
            hidden=below.hidden if self.hidden is None else self.hidden,
            size=below.size if self.size is None else self.size,
            font=below.font if self.font is None else self.font,
        )


@dataclass(frozen=True, slots=True)
class Style:
    """A style with all that it inherits. ``chain`` holds its id and those it is based on, nearest first."""

    name: str = ""
    chain: tuple[str, ...] = ()
    role: Role = Role.body
    level: int = 0
    look: Look = Look()
    num_id: int | None = None
    num_level: int | None = None
    first_row: bool = False  # a table style that sets the first row apart


def run_look(properties: Element | None) -> Look:
    """What the properties of a run, or of all runs of a style, say themselves."""
    if properties is None:
        return Look()
    said = [switch(properties, name) for name in ("b", "u", "caps")]
    half_points = number(properties.find(W + "sz"))
    fonts = properties.find(W + "rFonts")
    return Look(
        # An underline or capitals turned off do not take back what bold says.
        strong=True if any(said) else (False if said[0] is False else None),
        hidden=switch(properties, "vanish"),
        size=half_points / 2 if half_points else None,
        font=(value(fonts, "ascii") or value(fonts, "hAnsi")) if fonts is not None else None,
    )


def outline_level(properties: Element | None) -> int | None:
    """Heading level from 1 that the outline level gives; 0 where it says body text, None where it says nothing."""
    level = number(properties.find(W + "outlineLvl")) if properties is not None else None
    if level is None:
        return None
    return level + 1 if 0 <= level < _BODY_LEVEL else 0


def numbering_of(properties: Element | None) -> tuple[int | None, int | None]:
    """Number and level of the list that paragraph properties name themselves."""
    num = properties.find(W + "numPr") if properties is not None else None
    if num is None:
        return None, None
    return number(num.find(W + "numId")), number(num.find(W + "ilvl"))


class Styles:
    """All styles of a document by id, resolved on first use."""

    def __init__(self, root: Element | None) -> None:
        self._elements: dict[str, Element] = {}
        self._resolved: dict[str, Style] = {}
        self.default_paragraph = Style()
        if root is None:
            return
        for element in root.iterchildren(W + "style"):
            self._elements[value(element, "styleId") or ""] = element
        defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        self.default_paragraph = Style(look=run_look(defaults))
        for style_id, element in self._elements.items():
            if value(element, "type") == "paragraph" and value(element, "default") in ("1", "true", "on"):
                self.default_paragraph = self.of(style_id)

    def of(self, style_id: str | None) -> Style:
        """The style of this id; the default paragraph style where there is none of it."""
        if style_id is None or style_id not in self._elements:
            return self.default_paragraph
        if style_id not in self._resolved:
            self._resolved[style_id] = self._resolve(style_id)
        return self._resolved[style_id]

    def look(self, style_id: str | None) -> Look:
        """The look of a character style; nothing for an unknown one."""
        return self.of(style_id).look if style_id in self._elements else Look()

    def _resolve(self, style_id: str) -> Style:
        chain: list[str] = []
        current: str | None = style_id
        while current in self._elements and current not in chain and len(chain) < _LONGEST_CHAIN:
            chain.append(current)
            current = value(self._elements[current].find(W + "basedOn"))
        paragraph = value(self._elements[style_id], "type") in (None, "paragraph")
        style = Style(look=self.default_paragraph.look if paragraph else Look())
        for ancestor in reversed(chain):
            style = _derive(style, self._elements[ancestor])
        return replace(style, chain=tuple(chain))


def _derive(base: Style, element: Element) -> Style:
    """A style that says what ``element`` says, over ``base``."""
    name = (value(element.find(W + "name")) or "").strip().lower()
    properties = element.find(W + "pPr")
    num_id, num_level = numbering_of(properties)
    role, level = _role(name, outline_level(properties), base)
    return Style(
        name=name,
        role=role,
        level=level,
        look=run_look(element.find(W + "rPr")).over(base.look),
        num_id=base.num_id if num_id is None else num_id,
        num_level=base.num_level if num_level is None else num_level,
        first_row=base.first_row or _sets_first_row_apart(element),
    )


def _role(name: str, outline: int | None, base: Style) -> tuple[Role, int]:
    if _CONTENTS.match(name):
        return Role.contents, 0
    if name in ("toc heading", "contents heading"):  # says body text, so that the contents do not list it
        return Role.heading, 1
    if name in _ROLES:
        return _ROLES[name], 0
    if outline is not None:
        return (Role.heading, outline) if outline else (Role.body, 0)
    heading = _HEADING.match(name)
    if heading is not None:
        return Role.heading, int(heading[1])
    return base.role, base.level


def _sets_first_row_apart(element: Element) -> bool:
    for conditional in element.iterchildren(W + "tblStylePr"):
        if value(conditional, "type") == "firstRow":
            shade = conditional.find(f"{W}tcPr/{W}shd")
            return run_look(conditional.find(W + "rPr")).strong is True or is_shade(shade)
    return False


def is_shade(shade: Element | None) -> bool:
    """Whether a shading sets a cell apart from the white page."""
    return (value(shade, "fill") or "auto").lower() not in ("auto", "ffffff", "none")
