"""Passages: the sentences, list items and table rows of a document, each with the context that gives it its meaning."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from reviewer.model import Block, BlockKind, Document, Passage, PassageKind, Section, SectionKind
from reviewer.segment.sections import is_contents_line, split_sections
from reviewer.segment.sentences import split_sentences
from reviewer.segment.tables import table_kind
from reviewer.terms import Thesaurus

# A cell with more words than this, or a row with more than the second figure, is read sentence by sentence.
_LONG_CELL_WORDS = 45
_LONG_ROW_WORDS = 130
_LEAD_IN = re.compile(r"[:：]\s*$|\b(?:the following|as follows|these|below)\b[^.]*\.?\s*$", re.IGNORECASE)
# Somebody else's words: a run in quotation marks that is longer than a name or a form entry.
_QUOTED = re.compile(r"[\"“„«][^\"”“»]{80,}[\"”»]")
_ITEM_LIKE = re.compile(r"^[a-z(]|[;,]\s*$|\?\s*$|;\s*(?:and|or)\s*$")


class Segments(NamedTuple):
    """A document taken apart."""

    document: Document
    sections: tuple[Section, ...]
    passages: tuple[Passage, ...]


def segment(document: Document, thesaurus: Thesaurus) -> Segments:
    """Sections and passages of a document, in reading order. ``thesaurus`` holds the concepts ``section.*`` and ``column.*``."""
    sections, section_of = split_sections(document, thesaurus)
    walk = _Walk(document, sections, _table_kinds(document, section_of, thesaurus))
    for number, block in enumerate(document.blocks):
        walk.block(block, sections[section_of[number]])
    return Segments(document, sections, tuple(walk.passages))


def _table_kinds(document: Document, section_of: Sequence[int], thesaurus: Thesaurus) -> dict[int, SectionKind]:
    rows: dict[int, list[Block]] = defaultdict(list)
    first: dict[int, int] = {}
    for number, block in enumerate(document.blocks):
        if block.kind is BlockKind.table_row and block.table is not None:
            rows[block.table].append(block)
            first.setdefault(block.table, number)
    kinds = {
        table: table_kind(document, blocks, first[table], section_of[first[table]], thesaurus) for table, blocks in rows.items()
    }
    return {table: kind for table, kind in kinds.items() if kind is not None}


@dataclass
class _Walk:
    """State of the reading: what was said last, and which list or table we are in."""

    document: Document
    sections: tuple[Section, ...]
    table_kinds: dict[int, SectionKind]
    passages: list[Passage] = field(default_factory=list)
    previous: str = ""
    paragraph: str = ""
    items: dict[int, str] = field(default_factory=dict)
    in_list: bool = False
    table: int | None = None
    caption: str = ""
    group: int = -1
    section: int = -1

    def block(self, block: Block, section: Section) -> None:
        """Read one block on."""
        if section.index != self.section:
            self.section, self.previous, self.paragraph, self.items, self.in_list = section.index, "", "", {}, False
        text = self.document.text[block.start : block.end]
        if block.kind is not BlockKind.table_row:
            self.table = None
        if block.kind in {BlockKind.heading, BlockKind.title}:
            self._add(block, section, PassageKind.heading, block.start, block.end)
        elif block.kind is BlockKind.table_row:
            self._row(block, section)
        elif block.kind is BlockKind.caption:
            self.caption = text
        elif block.kind is BlockKind.list_item or self._continues_list(text):
            self._item(block, section, text)
        else:
            self._paragraph(block, section, text)

    def _paragraph(self, block: Block, section: Section, text: str) -> None:
        self.items, self.in_list = {}, False
        for start, end in split_sentences(text):
            self._add(block, section, PassageKind.sentence, block.start + start, block.start + end)
            self.previous = self.paragraph = text[start:end]

    def _continues_list(self, text: str) -> bool:
        """Lines after a lead-in that are lists to the eye though their author made them paragraphs."""
        return bool(
            (_LEAD_IN.search(self.paragraph) and self.paragraph.rstrip().endswith((":", "："))) and _ITEM_LIKE.search(text)
        )

    def _item(self, block: Block, section: Section, text: str) -> None:
        depth = max(1, block.level)
        if not self.in_list:
            self.in_list, self.items = True, {}
            self.group += 1
        parent = next((self.items[d] for d in sorted(self.items, reverse=True) if d < depth), "")
        lead_in = parent or (self.paragraph if _LEAD_IN.search(self.paragraph) else "")
        grouped = bool(lead_in)
        for start, end in split_sentences(text):
            self._add(
                block, section, PassageKind.list_item, block.start + start, block.start + end,
                lead_in=lead_in, group=self.group if grouped else None,
            )  # fmt: skip
            self.previous = text[start:end]
        self.items = {d: t for d, t in self.items.items() if d < depth}
        sentences = split_sentences(text)
        if sentences:
            self.items[depth] = text[sentences[-1][0] : sentences[-1][1]]

    def _row(self, block: Block, section: Section) -> None:
        if block.table != self.table:
            self.table = block.table
            self.group += 1
            self.items, self.in_list = {}, False
            if not self.caption:
                self.caption = self.paragraph if _LEAD_IN.search(self.paragraph) else ""
            self.table_caption, self.caption = self.caption, ""
        if block.header_row:
            self.previous = ""
            return
        kind = self.table_kinds.get(block.table if block.table is not None else -1)
        filled = [cell for cell in block.cells if cell.end > cell.start]
        texts = [self.document.text[cell.start : cell.end] for cell in filled]
        headers = tuple(cell.header for cell in filled)
        long = [len(text.split()) > _LONG_CELL_WORDS for text in texts]
        too_long = sum(len(text.split()) for text in texts) > _LONG_ROW_WORDS
        if not any(long) and not too_long:
            self._add(
                block, section, PassageKind.table_row, block.start, block.end,
                headers=headers, caption=self.table_caption, group=self.group, section_kind=kind,
            )  # fmt: skip
        else:
            for cell, text, header in zip(filled, texts, headers, strict=True):
                for start, end in split_sentences(text):
                    self._add(
                        block, section, PassageKind.table_row, cell.start + start, cell.start + end,
                        headers=(header,), caption=self.table_caption, lead_in=texts[0] if text != texts[0] and not long[0] else "",
                        group=self.group, section_kind=kind,
                    )  # fmt: skip
        self.previous = " | ".join(texts)

    table_caption: str = ""

    def _add(
        self,
        block: Block,
        section: Section,
        kind: PassageKind,
        start: int,
        end: int,
        *,
        lead_in: str = "",
        headers: tuple[str, ...] = (),
        caption: str = "",
        group: int | None = None,
        section_kind: SectionKind | None = None,
    ) -> None:
        text = self.document.text[start:end]
        whole = self.document.text[block.start : block.end]
        quoted = any(m.start() <= start - block.start + 1 and end - block.start <= m.end() + 1 for m in _QUOTED.finditer(whole))
        if is_contents_line(text):
            section_kind = SectionKind.contents
        self.passages.append(
            Passage(
                document=self.document.id, index=len(self.passages), kind=kind, start=start, end=end, text=text, page=block.page,
                label=block.label, section=section.index, section_kind=section_kind or section.kind, heading_path=section.path,
                lead_in=lead_in, headers=headers, caption=caption, previous="" if kind is PassageKind.heading else self.previous,
                group=group, inserted=block.inserted, hidden=block.hidden, form_field=block.form_field,
                quoted=quoted, quotation=block.kind in {BlockKind.quotation, BlockKind.code},
            )
        )  # fmt: skip
