"""Names and styles of an .odt: what a paragraph or span inherits from its style and that style's parents."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from reviewer.documents.flow import Role
from reviewer.documents.markup import Element

OFFICE: Final = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TEXT: Final = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
TABLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
STYLE: Final = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
DRAW: Final = "{urn:oasis:names:tc:opendocument:xmlns:drawing:1.0}"
FO: Final = "{urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0}"
FORM: Final = "{urn:oasis:names:tc:opendocument:xmlns:form:1.0}"
MATH: Final = "{http://www.w3.org/1998/Math/MathML}"
XML: Final = "{http://www.w3.org/XML/1998/namespace}"
LOEXT: Final = "{urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0}"

_LONGEST_CHAIN = 20  # styles that are parents of one another
_ENCODED = re.compile(r"_([0-9a-f]{1,4})_")
_SIZE = re.compile(r"([\d.]+)pt")
_ROLES = {
    "title": Role.main_title,
    "caption": Role.caption,
    "table": Role.caption,
    "illustration": Role.caption,
    "figure": Role.caption,
    "quotations": Role.quotation,
    "preformatted text": Role.code,
}
_CONTENTS = re.compile(r"^(?:contents|index|table index|illustration index|user index|bibliography) ?\d+$")
_HEADING = re.compile(r"^heading ([1-9])$")


@dataclass(frozen=True, slots=True)
class Look:
    """What styles say of text. None: nothing is said."""

    strong: bool | None = None
    hidden: bool | None = None
    size: float | None = None
    font: str | None = None
    role: Role = Role.body
    level: int = 0
    list_style: str | None = None
    shaded: bool = False

    def over(self, below: Look) -> Look:
        """This look where it says something, else the one below it; the role stays that of the paragraph below."""
        return Look(
            strong=below.strong if self.strong is None else self.strong,
            hidden=below.hidden if self.hidden is None else self.hidden,
            size=below.size if self.size is None else self.size,
            font=below.font if self.font is None else self.font,
            role=below.role,
            level=below.level,
            list_style=below.list_style,
            shaded=below.shaded,
        )


class Styles:
    """All styles of a document by family and name, resolved on first use. Automatic styles go before named ones."""

    def __init__(self, *roots: Element | None) -> None:
        self._elements: dict[tuple[str, str], Element] = {}
        self._resolved: dict[tuple[str, str], Look] = {}
        self._defaults: dict[str, Look] = {}
        for root in roots:
            if root is None:
                continue
            for element in root.iter(STYLE + "style"):
                key = element.get(STYLE + "family", ""), element.get(STYLE + "name", "")
                self._elements.setdefault(key, element)
            for element in root.iter(STYLE + "default-style"):
                self._defaults.setdefault(element.get(STYLE + "family", ""), _own(element))

    def look(self, family: str, name: str | None) -> Look:
        """The look of a style; that of its family's default where there is none of the name."""
        key = family, name or ""
        if key not in self._elements:
            return self._defaults.get(family, Look())
        if key not in self._resolved:
            self._resolved[key] = self._resolve(family, name or "")
        return self._resolved[key]

    def hides_section(self, name: str | None) -> bool:
        """Whether a section style hides its section."""
        element = self._elements.get(("section", name or ""))
        properties = element.find(STYLE + "section-properties") if element is not None else None
        return properties is not None and properties.get(TEXT + "display") == "none"

    def _resolve(self, family: str, name: str) -> Look:
        chain: list[Element] = []
        seen: set[str] = set()
        current: str | None = name
        while current is not None and len(chain) < _LONGEST_CHAIN and current not in seen and (family, current) in self._elements:
            seen.add(current)
            chain.append(self._elements[family, current])
            current = chain[-1].get(STYLE + "parent-style-name")
        look = self._defaults.get(family, Look())
        for element in reversed(chain):
            own = _own(element)
            role, level = _role(element)
            list_style = element.get(STYLE + "list-style-name")
            look = Look(
                strong=look.strong if own.strong is None else own.strong,
                hidden=look.hidden if own.hidden is None else own.hidden,
                size=_size(element, look.size),
                font=own.font or look.font,
                role=look.role if role is None else role,
                level=look.level if role is None else level,
                list_style=look.list_style if list_style is None else list_style,
                shaded=own.shaded or look.shaded,
            )
        return look


def _own(element: Element) -> Look:
    """What a style says itself."""
    text = element.find(STYLE + "text-properties")
    cell = element.find(STYLE + "table-cell-properties")
    shade = cell.get(FO + "background-color", "transparent").lower() if cell is not None else "transparent"
    shaded = shade not in ("transparent", "#ffffff")
    if text is None:
        return Look(shaded=shaded)
    weight, line = text.get(FO + "font-weight"), text.get(STYLE + "text-underline-style")
    emphasised = weight in ("bold", "600", "700", "800", "900") or line not in (None, "none")
    emphasised = emphasised or text.get(FO + "text-transform") == "uppercase"
    display = text.get(TEXT + "display")
    size = _SIZE.fullmatch(text.get(FO + "font-size", ""))
    return Look(
        strong=True if emphasised else (False if weight is not None else None),
        hidden=None if display is None else display == "none",
        size=float(size[1]) if size else None,
        font=text.get(STYLE + "font-name") or text.get(FO + "font-family"),
        shaded=shaded,
    )


def _size(element: Element, inherited: float | None) -> float | None:
    """Font size in points, where a percentage is one of the inherited size."""
    text = element.find(STYLE + "text-properties")
    said = text.get(FO + "font-size", "") if text is not None else ""
    points = _SIZE.fullmatch(said)
    if points:
        return float(points[1])
    if said.endswith("%") and said[:-1].isdigit() and inherited:
        return inherited * int(said[:-1]) / 100
    return inherited


def _role(element: Element) -> tuple[Role | None, int]:
    """Role and heading level that a style gives, by its outline level or its name; None where it says nothing."""
    if element.get(STYLE + "family") != "paragraph":
        return None, 0
    name = plain_name(element.get(STYLE + "display-name") or element.get(STYLE + "name") or "")
    if _CONTENTS.match(name):
        return Role.contents, 0
    if name in ("contents heading", "index heading"):
        return Role.heading, 1
    if name in _ROLES:
        return _ROLES[name], 0
    outline = element.get(STYLE + "default-outline-level")
    if outline:
        return Role.heading, int(outline) if outline.isdigit() else 1
    heading = _HEADING.match(name)
    return (Role.heading, int(heading[1])) if heading else (None, 0)


def plain_name(name: str) -> str:
    """A style name as people see it, in lower case: "Heading_20_1" is "heading 1"."""
    return _ENCODED.sub(lambda code: chr(int(code[1], 16)), name).lower()
