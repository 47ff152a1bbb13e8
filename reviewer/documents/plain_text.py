"""Plain text: wrapped lines made whole, and the headings and lists that people type without any markup."""

from __future__ import annotations

import re

from charset_normalizer import from_bytes

from reviewer.documents.builder import DocumentBuilder, split_label
from reviewer.documents.interface import Limits
from reviewer.documents.marks import split_bullet
from reviewer.errors import UnreadableDocument
from reviewer.model import BlockKind, Document

_UNDERLINE = re.compile(r"^(=|-|~|\*)\1{2,}\s*$")
_NUMBERED = re.compile(r"^\d{1,2}(?:\.\d{1,2}){0,4}\.?\s+\S")
_SHORT = 9


def read(data: bytes, name: str, limits: Limits) -> Document:
    """Read text in whatever encoding. Raises UnreadableDocument (``damaged``) for binary data."""
    builder = DocumentBuilder(name, "txt", limits)
    _Walk(builder).run(_decode(data, builder).splitlines())
    return builder.build()


def _decode(data: bytes, builder: DocumentBuilder) -> str:
    encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        best = from_bytes(data, cp_isolation=["utf_8", "cp1252", "latin_1", "utf_16"]).best()
        if best is None or b"\x00" in data:
            raise UnreadableDocument("damaged", "it is not text; save it anew as .txt in UTF-8") from None
        text = str(best)
        builder.remark("not_utf8", f"The text is not UTF-8; it was read as {best.encoding}.")
    if "\x00" in text or sum(c < " " and c not in "\t\n\r\f" for c in text) > max(2, len(text) // 100):
        raise UnreadableDocument("damaged", "it holds binary data, not text")
    return text


class _Walk:
    """Joins lines to paragraphs and lays them down."""

    def __init__(self, builder: DocumentBuilder) -> None:
        self._builder = builder
        self._lines: list[str] = []
        self._item = False
        self._table: int | None = None

    def run(self, lines: list[str]) -> None:
        """Walk the lines of the file."""
        for position, raw in enumerate(lines):
            line = raw.strip()
            following = lines[position + 1].strip() if position + 1 < len(lines) else ""
            if not line or _UNDERLINE.match(line):
                self._flush()
            elif line.count("|") >= 2 or (self._table is not None and "|" in line):
                self._row(line)
            elif _UNDERLINE.match(following) or self._is_heading(line, following):
                self._flush()
                label, text = split_label(line)
                self._builder.add(BlockKind.heading, text, level=label.rstrip(".").count(".") + 1, label=label)
            else:
                self._running(line)
        self._flush()

    def _is_heading(self, line: str, following: str) -> bool:
        """A short line that stands by itself, in capitals or with a number, and is no sentence."""
        alone = not self._lines and (not following or _NUMBERED.match(following) is not None)
        if len(line.split()) > _SHORT or line[-1] in ".;:,?!" or split_bullet(line) is not None:
            return False
        return alone and (line.isupper() or _NUMBERED.match(line) is not None)

    def _running(self, line: str) -> None:
        bullet = split_bullet(line)
        label, _ = split_label(line)
        if bullet is not None or label:
            self._flush()
            self._item = True
        self._lines.append(bullet if bullet is not None else line)

    def _row(self, line: str) -> None:
        if self._table is None:
            self._flush()
            self._table = self._builder.new_table()
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if any(set(cell) - set("-=:+ ") for cell in cells):
            self._builder.add_row(cells, table=self._table)

    def _flush(self) -> None:
        if self._lines:
            label, text = split_label(" ".join(self._lines))
            kind = BlockKind.list_item if self._item else BlockKind.paragraph
            self._builder.add(kind, text, label=label, level=1 if self._item else 0)
        self._lines, self._item, self._table = [], False, None
