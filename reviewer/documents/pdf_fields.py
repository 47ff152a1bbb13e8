"""What people entered in the fields of a form on a PDF page, as words of the page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from reviewer.documents.pdf_page import PageContent, Word
from reviewer.documents.pdfium import Matrix

TYPED_SIZE = 10.0
_Box = tuple[float, float, float, float]


def add_fields(content: PageContent, place: Matrix, fields: Iterable[tuple[_Box, Sequence[str]]]) -> None:
    """Add what was entered, and mark the words beside a field. Each field is its rectangle on the page, and its words."""
    for box, words in fields:
        x0, top, x1, bottom = place.box(*box)
        for word in content.words:
            if top - 2 < (word.top + word.bottom) / 2 < bottom + 2:
                word.entry = True
        x = x0 + 2
        # What is typed stands on the line of the words beside it.
        beside = [word.base for word in content.words if word.entry and top < word.base < bottom + 2]
        base = beside[0] if beside else bottom - max(2.0, (bottom - top - TYPED_SIZE) / 2)
        for text in words:
            end = x + 0.5 * TYPED_SIZE * len(text)
            content.words.append(Word(text, x, min(end, max(x1, x + 1)), base - 8, base + 2, base, TYPED_SIZE, entry=True))
            content.characters += len(text)
            x = end + 3
