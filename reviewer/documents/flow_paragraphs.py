"""What paragraphs are beyond their styles: typed bullets and numbers, headings that are only bold or numbered, and text
that merely borrows a heading's style for the sake of its number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reviewer.documents.builder import fold, split_label
from reviewer.documents.flow import Node, Paragraph, Role, Run, Table, has_word
from reviewer.documents.marks import split_bullet

_HEADING_LABEL = re.compile(r"^(?:§\s*)?(?P<label>\d{1,2}(?:\.\d{1,2}){0,6}\.?\)?|[A-Z]\.(?:\d{1,2}(?:\.\d{1,2})*\.?)?)[\s:–-]+(?=[^\W\d_])")
_NUMERIC = re.compile(r"\d{1,3}(?:\.\d{1,3})*[.)]?")
_SENTENCE_END = re.compile(r"[.:;!?]['\"”’)]*\s*$")
_INNER_SENTENCE = re.compile(r"[a-z\d)]{3}[.;!?]\s+[A-Z][a-z]*\s")
_OBLIGATION = re.compile(r"\b(?:shall|must|will|should|muss|müssen|soll|sollen|doit|doivent|debe|deben)\b", re.IGNORECASE)
_QUESTION = re.compile(r"^(?:what|how|when|where|who|whom|which|why|whether|was|wie|wann|wer|wo)\b", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|a|an|each|every|all|any|this|these)\b", re.IGNORECASE)
_SIGNAL = re.compile(r"^(?:notes?|warning|caution|important|attention|example|tip|hinweis|achtung|wichtig|beispiel)\s*[:!.]*$", re.IGNORECASE)

_LONGEST_HEADING = 14  # words of a paragraph that is styled as a heading and meant as one
_LONGEST_FAKE = 12  # words of one that only looks like a heading
_LEAF = 6  # words from which a styled heading with nothing under it is taken for a numbered clause
_LARGER = 1.5  # points above the body text that set a heading apart


def reads_as_sentence(text: str) -> bool:
    """Whether a line states something rather than names what follows it."""
    words = text.split()
    if len(words) > _LONGEST_HEADING:
        return True
    if text.endswith("?") or _QUESTION.match(text):
        return False
    if text.endswith((".", ";", ",", "!")) and len(words) >= 4:
        return True
    if text.endswith(":") and len(words) >= _LEAF:
        return True
    if _INNER_SENTENCE.search(text) and len(words) >= 8:
        return True
    return len(words) >= 5 and _OBLIGATION.search(text) is not None


def settle(nodes: Sequence[Node]) -> list[Node]:
    """The nodes with lines split, typed bullets and labels split off, and headings told from text."""
    settled: list[Node] = []
    for node in nodes:
        settled.extend(_lines(node) if isinstance(node, Paragraph) else [node])
    settled = [node for node in settled if not isinstance(node, Paragraph) or not node.empty()]
    _demote(settled)
    _Headings(settled).find()
    _label_items(settled)
    return settled


# ---- lines -----------------------------------------------------------------------------------------------------------


def _lines(paragraph: Paragraph) -> list[Node]:
    """The paragraph split at those line breaks that part two statements; the others are mere wraps."""
    if not any("\n" in run.text for run in paragraph.runs) or paragraph.role not in (Role.body, Role.heading):
        return [paragraph]
    lines: list[list[Run]] = [[]]
    for run in paragraph.runs:
        for index, piece in enumerate(run.text.split("\n")):
            if index:
                lines.append([])
            if piece:
                lines[-1].append(replace(run, text=piece))
    groups: list[Paragraph] = []
    for line in lines:
        part = Paragraph(line, form_field=paragraph.form_field)
        if not part.visible().strip() and not part.concealed().strip():
            continue
        if groups and not _parted(groups[-1], part, paragraph):
            groups[-1].runs += [Run("\n"), *line]
        else:
            groups.append(part)
    if not groups:
        return [paragraph]
    first = groups[0]
    first.role, first.level, first.listed, first.label = paragraph.role, paragraph.level, paragraph.listed, paragraph.label
    groups[-1].anchored = paragraph.anchored
    return list(groups)


def _parted(before: Paragraph, after: Paragraph, whole: Paragraph) -> bool:
    text = after.visible().lstrip()
    if split_bullet(text) is not None or _typed_label(text)[0]:
        return True
    if before.strong() and not after.strong():
        return True
    # Further lines of a list item or heading belong to it, and would lose its number apart from it.
    return not whole.listed and whole.role is Role.body and _SENTENCE_END.search(before.visible()) is not None


# ---- list items ------------------------------------------------------------------------------------------------------


def _is_item(node: Paragraph) -> bool:
    text = node.visible().lstrip()
    return node.listed or split_bullet(text) is not None or bool(_typed_label(text)[0])


def _typed_label(text: str) -> tuple[str, str]:
    """A typed number or letter, unless the line goes on in lower case, as in "2.5 mg of the substance"."""
    label, rest = split_label(text)
    plain = text[len(label) : len(label) + 1]
    if not label or (label[-1] not in ").]" and plain != "\t" and rest[:1].islower()):
        return "", text
    return label, rest


def _label_items(nodes: Sequence[Node]) -> None:
    """Split typed bullets and numbers off body text and make list items of what carries them."""
    under_number = False
    for node in nodes:
        if not isinstance(node, Paragraph) or node.role is not Role.body:
            under_number = False
            continue
        raw = node.visible()
        item = split_bullet(raw.lstrip())
        label, rest = _typed_label(raw.lstrip()) if item is None else ("", raw)
        if item is not None and has_word(item):
            _drop_start(node, len(raw) - len(item))
            node.listed, node.level = True, max(node.level, 1)
        elif label and not node.label:
            numeric = _NUMERIC.fullmatch(label) is not None
            _drop_start(node, len(raw) - len(rest))
            node.listed, node.label = True, label
            node.level = max(node.level, len(label.strip("().").split(".")) if numeric else 2 if under_number else 1)
            under_number = under_number or numeric
        elif not node.listed:
            under_number = False


def _drop_start(node: Paragraph, count: int) -> None:
    """Remove the first ``count`` visible characters."""
    for run in node.runs:
        if run.hidden:
            continue
        taken = min(count, len(run.text))
        run.text = run.text[taken:]
        count -= taken
        if not count:
            return
