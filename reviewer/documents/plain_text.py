"""Reader of plain text: wrapped lines made whole, and the headings, lists and tables that people type without any markup."""

from __future__ import annotations

from charset_normalizer import from_bytes

from reviewer.documents.builder import DocumentBuilder
from reviewer.documents.encodings import decode_wide
from reviewer.documents.flow_layout import lay_down
from reviewer.documents.interface import Limits
from reviewer.documents.text_lines import to_flow
from reviewer.errors import UnreadableDocument
from reviewer.model import Document


def read(data: bytes, name: str, limits: Limits) -> Document:
    """Read text in whatever encoding. Raises UnreadableDocument (``damaged``) for binary data."""
    builder = DocumentBuilder(name, "txt", limits)
    lay_down(to_flow(_decode(data, builder).splitlines()), builder)
    return builder.build()


def _decode(data: bytes, builder: DocumentBuilder) -> str:
    try:
        wide = decode_wide(data)
        text = data.decode("utf-8-sig") if wide is None else wide
    except UnicodeDecodeError:
        best = from_bytes(data, cp_isolation=["utf_8", "cp1252", "latin_1", "utf_16"]).best()
        if best is None or b"\x00" in data:
            raise UnreadableDocument("damaged", "it is not text; save it anew as .txt in UTF-8") from None
        text = str(best)
        builder.remark("not_utf8", f"The text is not UTF-8; it was read as {best.encoding}.")
    if "\x00" in text or sum(c < " " and c not in "\t\n\r\f" for c in text) > max(2, len(text) // 100):
        raise UnreadableDocument("damaged", "the file holds binary data, not text; fetch it again")
    return text
