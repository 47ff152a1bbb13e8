"""The parts of a .docx package and how they refer to one another.

Only the parts that carry text are unpacked. python-docx would load every picture too, fails on the dangling relationships
that real documents have (``Target="NULL"``) and does not know the strict variant of the format.
"""

from __future__ import annotations

import posixpath
from typing import Final

from reviewer.documents.archive import Archive
from reviewer.documents.builder import DocumentBuilder
from reviewer.documents.interface import Limits
from reviewer.documents.markup import Element, children, parse, rename
from reviewer.errors import UnreadableDocument

W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14: Final = "{http://schemas.microsoft.com/office/word/2010/wordml}"
W15: Final = "{http://schemas.microsoft.com/office/word/2012/wordml}"
MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
MATH: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
DRAWING: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
DIAGRAM: Final = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
CHART: Final = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
VML: Final = "{urn:schemas-microsoft-com:vml}"

_STRICT = {
    f"{{http://purl.oclc.org/ooxml/{strict}}}": transitional
    for strict, transitional in {
        "wordprocessingml/main": W,
        "officeDocument/math": MATH,
        "officeDocument/relationships": R,
        "drawingml/main": DRAWING,
        "drawingml/diagram": DIAGRAM,
        "drawingml/chart": CHART,
    }.items()
}
# A parsed part takes about ten times its size in memory.
_SHARE_OF_ONE_PART = 4


class Package:
    """Parts by name and by relationship. A part other than the main one that is damaged is left out with a remark."""

    def __init__(self, data: bytes, limits: Limits, builder: DocumentBuilder) -> None:
        self._archive = Archive(data, limits)
        self._builder = builder
        self._max_part = limits.max_unpacked_bytes // _SHARE_OF_ONE_PART
        self.main = next((target for _, target in self._relations("", "officeDocument")), "word/document.xml")

    def main_part(self) -> Element:
        """The document itself."""
        data = self._archive.read(self.main)
        if data is None:
            raise UnreadableDocument("damaged", "the package holds no Word document; save the document anew")
        return _transitional(parse(data, "the document's main part", self._max_part))

    def part(self, name: str) -> Element | None:
        """A part by its name; None where it is missing or damaged."""
        try:
            data = self._archive.read(name)
            return None if data is None else _transitional(parse(data, posixpath.basename(name), self._max_part))
        except UnreadableDocument as error:
            if error.code != "damaged":
                raise
            self._builder.remark("damaged_part", f"A part of the file is damaged and was left out: {posixpath.basename(name)}.")
            return None

    def related(self, kind: str) -> Element | None:
        """The part that the main part names with a relationship of this kind ("styles", "numbering" ...)."""
        return next((part for _, target in self._relations(self.main, kind) if (part := self.part(target)) is not None), None)

    def targets(self, kind: str) -> dict[str, str]:
        """Relationship id -> part name, for the relationships of this kind that the main part has."""
        return dict(self._relations(self.main, kind))

    def core_title(self) -> str:
        """The title property of the file."""
        for _, target in self._relations("", "core-properties"):
            properties = self.part(target)
            if properties is not None:
                return properties.findtext("{http://purl.org/dc/elements/1.1/}title") or ""
        return ""

    def _relations(self, source: str, kind: str) -> list[tuple[str, str]]:
        folder, name = posixpath.split(source)
        root = self.part(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = []
        for relation in children(root) if root is not None else ():
            # Strict and transitional documents differ in all but the end of a relationship's type.
            if relation.get("Type", "").rpartition("/")[2] == kind and relation.get("TargetMode") != "External":
                target = relation.get("Target", "")
                path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                found.append((relation.get("Id", ""), path))
        return found


def _transitional(root: Element) -> Element:
    """The tree with the names of the strict variant turned into the usual ones."""
    rename(root, _STRICT)
    return root


def value(element: Element | None, name: str = "val") -> str | None:
    """An attribute of the word-processing vocabulary."""
    return None if element is None else element.get(W + name)


def number(element: Element | None, name: str = "val") -> int | None:
    """The same as a whole number; None where it is none."""
    text = value(element, name)
    try:
        return None if text is None else int(text)
    except ValueError:
        return None


def switch(parent: Element | None, name: str) -> bool | None:
    """A property that is on by its mere presence, such as ``w:b``; None where nothing is said."""
    element = None if parent is None else parent.find(W + name)
    if element is None:
        return None
    return value(element) not in ("0", "false", "off", "none")
