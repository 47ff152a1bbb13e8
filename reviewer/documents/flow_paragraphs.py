"""Paragraphs as they are meant: wrapped lines joined, statements on lines of their own parted, headings and items found."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from reviewer.documents.flow import Node, Paragraph, Role, Run
from reviewer.documents.flow_headings import Headings, demote
from reviewer.documents.flow_items import label_items, typed_label
from reviewer.documents.marks import split_bullet

_SENTENCE_END = re.compile(r"[.:;!?]['\"”’)]*\s*$")


def settle(nodes: Sequence[Node]) -> list[Node]:
    """The nodes with lines split, typed bullets and labels split off, and headings told from text."""
    settled: list[Node] = []
    for node in nodes:
        settled.extend(_lines(node) if isinstance(node, Paragraph) else [node])
    settled = [node for node in settled if not isinstance(node, Paragraph) or not node.empty()]
    demote(settled)
    Headings(settled).find()
    label_items(settled)
    return settled


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
    last = Paragraph()
    for line in lines:
        part = Paragraph(line, form_field=paragraph.form_field)
        if not part.visible().strip() and not part.concealed().strip():
            continue
        if groups and not _parted(last, part, paragraph):
            groups[-1].runs += [Run("\n"), *line]
        else:
            groups.append(replace(part, runs=list(line)))
        last = part
    if not groups:
        return [paragraph]
    first = groups[0]
    first.role, first.level, first.listed, first.label = paragraph.role, paragraph.level, paragraph.listed, paragraph.label
    groups[-1].anchored = paragraph.anchored
    return list(groups)


def _parted(before: Paragraph, after: Paragraph, whole: Paragraph) -> bool:
    text = after.visible().lstrip()
    if split_bullet(text) is not None or typed_label(text)[0]:
        return True
    if before.strong() and not after.strong():
        return True
    # Further lines of a list item or heading belong to it, and would lose its number apart from it.
    return not whole.listed and whole.role is Role.body and _SENTENCE_END.search(before.visible()) is not None
