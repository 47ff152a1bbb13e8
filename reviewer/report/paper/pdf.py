"""A paper as PDF, typeset by typst: tagged for screen readers (PDF/UA-1), with bookmarks, page numbers and contents.

All text travels as JSON that the template reads, so nothing of a document is ever taken for typst's markup.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import typst

from reviewer import resources
from reviewer.report.brand import Logo
from reviewer.report.paper import glyphs
from reviewer.report.paper.content import (
    Block,
    Bullets,
    Columns,
    Contents,
    Facts,
    Fields,
    Heading,
    Line,
    PageBreak,
    Paper,
    Paragraph,
    Picture,
    Quote,
    Row,
    SignOff,
    Table,
    Wording,
)
from reviewer.report.paper.text import breakable, clean, is_rtl, target

STANDARD: typst.PDFStandard = "ua-1"
_CANNOT = (
    "Some characters of the documents could not be shown with the fonts of the machine that made this file; each stands as {sign}. "
    "The HTML, Word and JSON reports hold them."
)


def pdf(paper: Paper) -> bytes:
    """The file. The same paper gives the same bytes; where its documents use other scripts than the fonts inside typst can show, on
    machines with the same fonts."""
    data = _Content(paper.anchors).paper(paper)
    doubtful = glyphs.doubtful(_texts(data))
    elsewhere = glyphs.unshown(doubtful, system=False)
    lost = frozenset(glyphs.unshown(elsewhere, system=True))
    if lost:
        data = _replaced(data, lost)
    data["cannot"] = _CANNOT.format(sign=glyphs.UNSHOWN) if lost else ""
    return _compiled(data, system=bool(elsewhere))


def _compiled(data: dict[str, Any], *, system: bool) -> bytes:
    source = _template()
    inputs = {"paper": json.dumps(data, ensure_ascii=False)}
    try:
        return typst.compile(source, format="pdf", sys_inputs=inputs, pdf_standards=[STANDARD], ignore_system_fonts=not system)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        # Marks that a font can show one by one, but not together. The file stays tagged, only its claim to the standard goes.
        return typst.compile(source, format="pdf", sys_inputs=inputs, ignore_system_fonts=not system)


@lru_cache(1)
def _template() -> bytes:
    return (resources.templates_dir() / "paper.typ").read_bytes()


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, item in value.items():
            if key not in {"svg", "logo"}:
                yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)


def _replaced(value: Any, lost: frozenset[str]) -> Any:
    if isinstance(value, str):
        return glyphs.without(value, lost)
    if isinstance(value, dict):
        return {key: item if key in {"svg", "logo"} else _replaced(item, lost) for key, item in value.items()}
    if isinstance(value, list):
        return [_replaced(item, lost) for item in value]
    return value


def _said(text: str) -> str:
    return breakable(clean(text))


class _Content:
    """What the template reads, block by block."""

    def __init__(self, anchors: frozenset[str]) -> None:
        self._anchors = anchors

    def paper(self, paper: Paper) -> dict[str, Any]:
        return {
            "title": _said(paper.title),
            "kind": _said(paper.kind),
            "facts": [[_said(name), _said(value)] for name, value in paper.facts],
            "cover": paper.cover,
            "brand": {
                "name": _said(paper.brand.name),
                "main": paper.brand.main,
                "disclaimer": _said(paper.brand.disclaimer),
                "logo": _logo(paper.brand.logo),
            },
            "blocks": [self.block(block) for block in paper.blocks],
        }

    def line(self, line: Line) -> list[dict[str, Any]]:
        return [
            {
                "text": _said(run.text),
                "bold": run.bold,
                "italic": run.italic,
                "code": run.code,
                "tone": run.tone.value,
                "link": target(run.link, self._anchors),
                "paged": run.paged,
            }
            for run in line
        ]

    def row(self, row: Row) -> dict[str, Any]:
        return {"cells": [self.line(cell) for cell in row.cells], "group": row.group, "anchor": row.anchor}

    def block(self, block: Block) -> dict[str, Any]:
        match block:
            case Heading():
                said = {"text": _said(block.text), "level": block.level, "anchor": block.anchor}
            case Paragraph():
                said = {
                    "line": self.line(block.line),
                    "style": block.style.value,
                    "keep": block.keep,
                    "anchor": block.anchor,
                    "rtl": is_rtl("".join(run.text for run in block.line)),
                }
            case Quote():
                said = {
                    "text": _said(block.text),
                    "rtl": is_rtl(block.text),
                    "place": _said(block.place),
                    "label": _said(block.label),
                    "context": _said(block.context),
                    "context_rtl": is_rtl(block.context),
                    "link": target(block.link, self._anchors),
                    "tone": block.tone.value,
                    "tight": block.tight,
                }
            case Wording():
                said = {"label": _said(block.label), "lines": [_said(text) for text in block.lines if text.strip()]}
            case Table():
                said = {
                    "caption": _said(block.caption),
                    "columns": [{"title": _said(c.title), "width": c.width, "number": c.number} for c in block.columns],
                    "rows": [self.row(row) for row in block.rows],
                }
            case Bullets():
                said = {"items": [self.line(item) for item in block.items], "numbered": block.numbered}
            case Facts():
                said = {"rows": [{"name": _said(name), "value": self.line(value)} for name, value in block.rows]}
            case Picture():
                said = {"svg": block.svg, "alt": clean(block.alt), "caption": _said(block.caption), "width": block.width}
            case PageBreak() | Columns():
                said = {}
            case Fields():
                said = {"labels": [_said(label) for label in block.labels], "lines": block.lines}
            case SignOff():
                said = {"roles": [_said(role) for role in block.roles], "caption": _said(block.caption)}
            case Contents():
                said = {"level": block.level, "title": _said(block.title)}
        return {"is": type(block).__name__} | said


def _logo(logo: Logo | None) -> dict[str, Any] | None:
    return None if logo is None else {"kind": logo.kind, "bytes": list(logo.content)}
