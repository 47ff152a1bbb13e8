"""The lists of a Word document: the multi-level list of its clauses, its bullets and its numbered lists."""

from __future__ import annotations

from docx.document import Document
from docx.oxml.text.paragraph import CT_P
from docx.oxml.text.parfmt import CT_PPr

from bench.render.blocks import RenderError
from bench.render.docx_xml import Element, element, extend

LEVELS = 4
_CLAUSES, _BULLETS, _STEPS = 0, 1, 2  # abstract definitions
_CLAUSE_LIST, _BULLET_LIST = 1, 2  # lists made from them; each numbered list gets one of its own


class Numbering:
    """Writes numbering.xml and counts along, so that a document whose sources were renumbered by hand is noticed."""

    def __init__(self, document: Document, automatic: bool) -> None:
        self._root = document.part.numbering_part.element
        for child in list(self._root):
            self._root.remove(child)
        self._counters = [0] * LEVELS
        self._lists = _BULLET_LIST
        self._root.append(_definition(_CLAUSES, [_clause_level(level, automatic) for level in range(LEVELS)]))
        self._root.append(_definition(_BULLETS, [_level(0, "bullet", "\uf0b7", font="Symbol")]))
        self._root.append(_definition(_STEPS, [_level(0, "decimal", "%1.")]))
        self._root.append(_list(_CLAUSE_LIST, _CLAUSES))
        self._root.append(_list(_BULLET_LIST, _BULLETS))
        styles = document.styles
        _set_number(styles["List Bullet"].element.get_or_add_pPr(), _BULLET_LIST, 0)
        if automatic:
            for level in range(3):
                _set_number(styles[f"Heading {level + 1}"].element.get_or_add_pPr(), _CLAUSE_LIST, level)

    def clause(self, number: str) -> int:
        """Count one clause on and return its level in the list; ``number`` is what the source has typed there."""
        level = number.count(".", 0, len(number.rstrip("."))) if number else 0
        self._counters[level] += 1
        self._counters[level + 1 :] = [0] * (LEVELS - level - 1)
        counted = ".".join(str(count) for count in self._counters[: level + 1])
        if counted != number.rstrip("."):
            raise RenderError(f"clause {number}: Word would count {counted}; number the source without gaps, or type its numbers")
        return level

    def new_list(self, start: int) -> int:
        """A numbered list that starts by itself; its id goes into the paragraphs."""
        self._lists += 1
        restart = element("lvlOverride", [element("startOverride", val=start)], ilvl=0)
        self._root.append(_list(self._lists, _STEPS, restart))
        return self._lists


def number_paragraph(paragraph: CT_P, level: int, list_id: int = _CLAUSE_LIST) -> None:
    """Give a paragraph its place in a list; list 0 takes away the number that its style would give it."""
    _set_number(paragraph.get_or_add_pPr(), list_id, level)


def _set_number(properties: CT_PPr, list_id: int, level: int) -> None:
    number: Element = properties.get_or_add_numPr()  # type: ignore[attr-defined]  # python-docx makes it at run time
    for child in list(number):
        number.remove(child)
    extend(number, element("ilvl", val=level), element("numId", val=list_id))


def _definition(id_: int, levels: list[Element]) -> Element:
    kind = element("multiLevelType", val="multilevel" if len(levels) > 1 else "singleLevel")
    return element("abstractNum", [kind, *levels], abstractNumId=id_)


def _list(id_: int, definition: int, *overrides: Element) -> Element:
    return element("num", [element("abstractNumId", val=definition), *overrides], numId=id_)


def _clause_level(level: int, automatic: bool) -> Element:
    made = _level(level, "decimal", ".".join(f"%{place + 1}" for place in range(level + 1)), hanging=720)
    if automatic and level < 3:
        made.insert(2, element("pStyle", val=f"Heading{level + 1}"))
    return made


def _level(level: int, form: str, shown: str, font: str = "", hanging: int = 360) -> Element:
    left = hanging if hanging == 720 else 360 + hanging * (level + 1)
    children = [
        element("start", val=1),
        element("numFmt", val=form),
        element("lvlText", val=shown),
        element("lvlJc", val="left"),
        element("pPr", [element("ind", left=left, hanging=hanging)]),
    ]
    if font:
        children.append(element("rPr", [element("rFonts", ascii=font, hAnsi=font, hint="default")]))
    return element("lvl", children, ilvl=level)
