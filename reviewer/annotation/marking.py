"""Highlights and comments in the markup of a Word file, without touching the look of its words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from copy import deepcopy
from itertools import pairwise
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from reviewer.documents.docx_places import Stretch
from reviewer.model import Role

COLOURS = {
    Role.establishes: "green",
    Role.weakens: "yellow",
    Role.defers: "cyan",
    Role.excludes: "magenta",
    Role.nearest: "yellow",
}
_STRENGTH = (Role.nearest, Role.weakens, Role.defers, Role.establishes, Role.excludes)
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def text_nodes(document: Any) -> list[Any]:
    """The ``w:t`` elements of the main part, in the order in which ``Stretch.node`` counts them."""
    return list(document.element.iter(qn("w:t")))


def highlight(nodes: Sequence[Any], marked: Mapping[tuple[Stretch, ...], Role]) -> dict[Stretch, list[Any]]:
    """Highlight some stretches; runs are split at their ends. Returns the runs that each stretch now consists of."""
    by_node: dict[int, list[tuple[Stretch, Role]]] = defaultdict(list)
    for stretches, role in marked.items():
        for stretch in stretches:
            by_node[stretch.node].append((stretch, role))
    runs: dict[Stretch, list[Any]] = {}
    for number, wanted in by_node.items():
        for start, end, run in _split(nodes[number], {edge for s, _ in wanted for edge in (s.start, s.end)}):
            over = [(s, role) for s, role in wanted if s.start < end and start < s.end]
            if not over:
                continue
            _colour(run, COLOURS[max((role for _, role in over), key=_STRENGTH.index)])
            for stretch, _ in over:
                runs.setdefault(stretch, []).append(run)
    return runs


def comment(document: Any, runs: Sequence[Any], text: str, author: str, initials: str, date: str | None) -> None:
    """A comment on some runs of one place. It spans those that stand in the first of their paragraphs, as Word has it."""
    anchors = [_anchor(run) for run in runs]
    first = anchors[0]
    same = [anchor for anchor in anchors if anchor.getparent() is first.getparent()]
    made = document.comments.add_comment(text=text, author=author, initials=initials)
    stamp = made._comment_elm.attrib
    if date is None:
        stamp.pop(qn("w:date"), None)
    else:
        stamp[qn("w:date")] = date
    first.addprevious(OxmlElement("w:commentRangeStart", attrs={qn("w:id"): str(made.comment_id)}))
    reference = OxmlElement("w:r")
    reference.append(OxmlElement("w:commentReference", attrs={qn("w:id"): str(made.comment_id)}))
    same[-1].addnext(reference)
    same[-1].addnext(OxmlElement("w:commentRangeEnd", attrs={qn("w:id"): str(made.comment_id)}))


def _anchor(run: Any) -> Any:
    """What a comment can stand around: the run, or what holds it where Word allows no comment inside (fields, controls, text boxes)."""
    anchor = run
    for node in run.iterancestors():
        if node.tag == qn("w:txbxContent"):
            anchor = next(node.iterancestors(qn("w:r")), anchor)  # the run outside that carries the drawing
        elif node.tag in {qn("w:sdt"), qn("w:fldSimple")} and node.find(f".//{qn('w:p')}") is None:
            anchor = node
    return anchor


def _split(node: Any, edges: set[int]) -> list[tuple[int, int, Any]]:
    """The run of a text split at some places of it: start, end and run of each part of the text, each with the look of the whole."""
    run = node.getparent()
    text = node.text or ""
    cuts = sorted({0, len(text), *(edge for edge in edges if 0 < edge < len(text))})
    if run is None or run.tag != qn("w:r"):
        return []
    others = [child for child in run if child is not node and child.tag != qn("w:rPr")]
    if len(cuts) == 2 and not others:
        return [(0, len(text), run)]
    before = [child for child in run[: run.index(node)] if child.tag != qn("w:rPr")]
    after = list(run[run.index(node) + 1 :])
    look = run.find(qn("w:rPr"))
    pieces: list[tuple[int, int, Any]] = []
    place = run
    for start, end in pairwise(cuts):
        if start == 0:
            target, part = run, node
            for child in after:
                run.remove(child)
            if before:
                target = _sibling(run, look)
                run.remove(node)
                run.addnext(target)
                target.append(node)
        else:
            target, part = _sibling(run, look), OxmlElement("w:t")
            target.append(part)
            place.addnext(target)
        part.text = text[start:end]
        part.set(_SPACE, "preserve")
        pieces.append((start, end, target))
        place = target
    if after:
        rest = _sibling(run, look)
        rest.extend(after)
        place.addnext(rest)
    return pieces


def _sibling(run: Any, look: Any) -> Any:
    """An empty run with the look and the marks of another."""
    made = OxmlElement("w:r")
    for name, value in run.attrib.items():
        made.set(name, value)
    if look is not None:
        made.append(deepcopy(look))
    return made


def _colour(run: Any, colour: str) -> None:
    properties = run.get_or_add_rPr()
    for old in properties.findall(qn("w:highlight")):
        properties.remove(old)
    properties._add_highlight().set(qn("w:val"), colour)
