"""What the readers of word-processing formats say of a document besides its text."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer.documents.builder import DocumentBuilder


@dataclass(slots=True)
class Tally:
    """Counts of what was met in a document that its reader should know of."""

    insertions: int = 0
    deletions: int = 0
    comments: int = 0
    pictures: int = 0
    objects: int = 0
    unread_parts: int = 0
    unknown_symbols: int = 0

    def remark(self, builder: DocumentBuilder) -> None:
        """Note what was counted."""
        if self.insertions or self.deletions:
            builder.remark(
                "tracked_changes",
                "Changes that nobody has approved yet stand in the document: "
                f"{_count(self.insertions, 'insertion')} (read as text), {_count(self.deletions, 'deletion')} (left out).",
            )
        if self.comments:
            builder.remark("comments", f"{_count(self.comments, 'comment')} in the margin; they are not read as text.")
        if self.pictures:
            builder.remark("pictures", f"{_count(self.pictures, 'picture')} in the text; words in them are not read.")
        if self.objects:
            builder.remark(
                "embedded_objects", f"{_count(self.objects, 'embedded object')}, such as drawings or sheets, not read."
            )
        if self.unread_parts:
            builder.remark(
                "embedded_documents", f"{_count(self.unread_parts, 'inserted document')} not read; insert the text itself."
            )
        if self.unknown_symbols:
            builder.remark("unknown_symbols", f"{_count(self.unknown_symbols, 'sign')} of a symbol font left blank.")


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"
