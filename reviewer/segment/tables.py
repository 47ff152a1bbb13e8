"""What a table is for: some tables state duties, others only name terms, revisions or the document itself."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.language import words
from reviewer.model import Block, Document, SectionKind
from reviewer.segment.sections import is_contents_line
from reviewer.terms import Thesaurus

_FRONT_BLOCKS = 25
_FRONT_SECTIONS = 3
# A list of terms has a column for the term and one for its meaning; a form has more.
_MOST_COLUMNS_OF_TERMS = 3


def table_kind(
    document: Document, rows: Sequence[Block], first_block: int, section: int, thesaurus: Thesaurus
) -> SectionKind | None:
    """Kind that a table has of its own, whatever section it stands in; None for a table that takes its section's.

    A title block is looked for near the start of the document only (``first_block``, ``section``: where the table starts): further
    on, "Date | Name | Version" are fields of a form.
    """
    header = _concepts(" ".join(_cells(document, rows[0])), thesaurus)
    if _named(rows[0]):
        header |= _concepts(" ".join(cell.header for cell in rows[0].cells), thesaurus)
    if {"column.revision", "column.date"} <= header and ("column.change" in header or len(rows[0].cells) <= 4):
        return SectionKind.revision_history
    if {"column.term", "column.meaning"} <= header and len(rows[0].cells) <= _MOST_COLUMNS_OF_TERMS:
        return SectionKind.definitions
    if {"column.clause", "column.section"} <= header:
        return SectionKind.references
    firsts = [_concepts(_cells(document, row)[0], thesaurus) for row in rows if row.cells]
    if first_block < _FRONT_BLOCKS and section < _FRONT_SECTIONS and len(firsts) >= 2:
        keys = sum("column.title-block" in found for found in firsts)
        if 2 * keys >= len(firsts):
            return SectionKind.title_block
    if sum(is_contents_line(document.text[row.start : row.end]) for row in rows) * 2 > len(rows):
        return SectionKind.contents
    return None


def _named(row: Block) -> bool:
    return any(cell.header for cell in row.cells)


def _cells(document: Document, row: Block) -> list[str]:
    return [document.text[cell.start : cell.end] for cell in row.cells] or [""]


def _concepts(text: str, thesaurus: Thesaurus) -> set[str]:
    return set(thesaurus.find(words(text))) if text else set()
