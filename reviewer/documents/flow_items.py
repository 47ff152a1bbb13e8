"""List items that were typed rather than formatted: a bullet, number or letter at the start of a paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reviewer.documents.builder import split_label
from reviewer.documents.flow import Node, Paragraph, Role, has_word
from reviewer.documents.marks import split_bullet

NUMERIC = re.compile(r"\d{1,3}(?:\.\d{1,3})*[.)]?")
# "A. Increase ..." and "ii. The city ...", which may also be initials, as in "A. Smith approves".
_LETTERED = re.compile(r"^(?P<label>[A-Za-z]|[ivx]{2,5})\.\s+(?=[A-Z(\"“])")


def is_item(node: Paragraph) -> bool:
    """Whether a paragraph is, or will become, an item of a list."""
    text = node.visible().lstrip()
    return node.listed or split_bullet(text) is not None or bool(typed_label(text)[0])


def typed_label(text: str) -> tuple[str, str]:
    """A typed number or letter, unless the line goes on in lower case, as in "2.5 mg of the substance"."""
    label, rest = split_label(text)
    plain = text[len(label) : len(label) + 1]
    if not label or (label[-1] not in ").]" and plain != "\t" and rest[:1].islower()):
        return "", text
    return label, rest


def label_items(nodes: Sequence[Node]) -> None:
    """Split typed bullets and numbers off body text and make list items of what carries them."""
    under_number = False
    letters = _sequence(nodes)
    for node in nodes:
        if not isinstance(node, Paragraph) or node.role is not Role.body:
            under_number = False
            continue
        raw = node.visible()
        item = split_bullet(raw.lstrip())
        label, rest = typed_label(raw.lstrip()) if item is None else ("", raw)
        lettered = _LETTERED.match(raw.lstrip())
        if lettered is not None and lettered["label"] in letters:
            label, rest = f"{lettered['label']}.", raw.lstrip()[lettered.end() :]
        if item is not None and has_word(item):
            drop_start(node, len(raw) - len(item))
            node.listed, node.level = True, max(node.level, 1)
        elif label and not node.label:
            numeric = NUMERIC.fullmatch(label) is not None
            drop_start(node, len(raw) - len(rest))
            node.listed, node.label = True, label
            node.level = max(node.level, len(label.strip("().").split(".")) if numeric else 2 if under_number else 1)
            under_number = under_number or numeric
        elif not node.listed:
            under_number = False


def _sequence(nodes: Sequence[Node]) -> set[str]:
    """The letters that begin lines of this flow and have a neighbour of the alphabet doing the same: a list, no initials."""
    texts = (
        node.visible().lstrip() for node in nodes if isinstance(node, Paragraph) and node.role is Role.body and not node.listed
    )
    found = {match["label"] for match in map(_LETTERED.match, texts) if match is not None}
    roman = {label for label in found if len(label) > 1}
    plain = {label for label in found if len(label) == 1 and (chr(ord(label) + 1) in found or chr(ord(label) - 1) in found)}
    return plain | roman | ({"i", "v", "x"} & found if roman else set())


def drop_start(node: Paragraph, count: int) -> None:
    """Remove the first ``count`` visible characters."""
    for run in node.runs:
        if run.hidden:
            continue
        taken = min(count, len(run.text))
        run.text = run.text[taken:]
        count -= taken
        if not count:
            return
