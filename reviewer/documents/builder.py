"""Lays down the blocks of a document one after the other, so that canonical text and offsets always agree."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from reviewer.documents.interface import Limits
from reviewer.errors import UnreadableDocument
from reviewer.model import Block, BlockKind, Cell, Document, Remark

# Soft hyphen, zero-width characters, byte order mark, bidirectional controls: no reader sees them, and they break words apart.
_INVISIBLE = dict.fromkeys(
    [0x00AD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0x200E, 0x200F]
)
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
_FRONT = 12  # blocks that may stand before the title: a company's name, a table with number and revision
_SPACE = re.compile(r"\s+")
# A typed number at the start of a heading or item: "5.3.1", "5.3.1.", "a)", "(iv)", "A.2", "Step 3:", "§ 4".
_LABEL = re.compile(
    r"^(?:§\s*)?(?P<label>\d{1,3}(?:\.\d{1,3}){1,6}\.?|\d{1,3}[.)]|\(\d{1,3}\)|[A-Za-z][)]|\([A-Za-z]\)|\(?[ivxIVX]{1,5}\)|[A-Z]\.\d{1,2}(?:\.\d{1,2})*\.?)\s+(?=\S)"
)


def fold(text: str) -> str:
    """The text in NFC with white space folded to single spaces and invisible characters dropped."""
    text = unicodedata.normalize("NFC", text).translate(_INVISIBLE)
    return _SPACE.sub(" ", _CONTROL.sub(" ", text)).strip()


def split_label(text: str) -> tuple[str, str]:
    """Split a typed number or letter from the start of a line: ``("5.3.1", "Purpose")``. ``("", text)`` if there is none."""
    match = _LABEL.match(text)
    if match is None:
        return "", text
    return match["label"], text[match.end() :]


class DocumentBuilder:
    """Collects blocks in reading order and yields the Document. Empty blocks are dropped.

    Raises UnreadableDocument with code ``too_complex`` when a limit is passed.
    """

    def __init__(self, name: str, format: str, limits: Limits) -> None:
        self._name = name
        self._format = format
        self._limits = limits
        self._parts: list[str] = []
        self._length = 0
        self._blocks: list[Block] = []
        self._remarks: dict[str, Remark] = {}
        self._tables = 0

    def new_table(self) -> int:
        """Running number for the next table."""
        self._tables += 1
        return self._tables - 1

    def remark(self, code: str, text: str) -> None:
        """Note something odd; the first remark of a code stands."""
        self._remarks.setdefault(code, Remark(code=code, text=text))

    def add(
        self,
        kind: BlockKind,
        text: str,
        *,
        level: int = 0,
        label: str = "",
        page: int | None = None,
        table: int | None = None,
        hidden: bool = False,
        inserted: bool = False,
        form_field: bool = False,
    ) -> None:
        """Add one block of running text."""
        text = fold(text)
        if not text:
            return
        start = self._append(text)
        self._blocks.append(
            Block(
                kind=kind, start=start, end=start + len(text), level=level, label=label, page=page, table=table,
                hidden=hidden, inserted=inserted, form_field=form_field,
            )
        )  # fmt: skip

    def add_row(
        self,
        cells: Sequence[str],
        *,
        table: int,
        headers: Sequence[str] = (),
        header_row: bool = False,
        label: str = "",
        page: int | None = None,
        hidden: bool = False,
        inserted: bool = False,
        form_field: bool = False,
    ) -> None:
        """Add a table row. Each cell may hold several paragraphs separated by "\\n"; ``headers`` runs parallel to ``cells``.

        ``label`` is the number that the format counts for the row in one of its cells.
        Empty cells leave no trace in the text; their Cell has an empty span so that columns keep their place.
        """
        folded = ["\n".join(filter(None, (fold(part) for part in cell.split("\n")))) for cell in cells]
        if not any(folded):
            return
        text, spans = "", []
        for cell in folded:
            if cell and text:
                text += " | "
            spans.append((len(text), len(text) + len(cell)))
            text += cell
        start = self._append(text)
        self._blocks.append(
            Block(
                kind=BlockKind.table_row, start=start, end=start + len(text), label=label, page=page, table=table,
                header_row=header_row, hidden=hidden, inserted=inserted, form_field=form_field,
                cells=tuple(
                    Cell(start=start + a, end=start + b, header=fold(headers[i]) if i < len(headers) else "")
                    for i, (a, b) in enumerate(spans)
                ),
            )
        )  # fmt: skip

    def _append(self, text: str) -> int:
        start = self._length
        self._parts.append(text)
        self._length += len(text) + 1
        if self._length > self._limits.max_characters:
            raise UnreadableDocument("too_complex", f"more than {self._limits.max_characters:,} characters of text")
        if len(self._blocks) >= self._limits.max_blocks:
            raise UnreadableDocument("too_complex", f"more than {self._limits.max_blocks:,} paragraphs and table rows")
        return start

    def build(
        self,
        *,
        pages: int | None = None,
        pages_without_text: Sequence[int] = (),
        title: str = "",
        furniture: Sequence[str] = (),
    ) -> Document:
        """The finished Document."""
        return Document(
            id=self._name,
            name=self._name,
            format=self._format,
            text="\n".join(self._parts),
            blocks=tuple(_with_title(self._blocks)),
            pages=pages,
            pages_without_text=tuple(pages_without_text),
            title=fold(title),
            furniture=tuple(dict.fromkeys(filter(None, map(fold, furniture)))),
            remarks=tuple(self._remarks.values()),
        )


def _opens_title_block(following: list[Block]) -> bool:
    """Whether a table of facts begins here, as it stands below a title and not below the name of a chapter."""
    return any(len(b.cells) == 2 and not b.header_row and not any(cell.header for cell in b.cells) for b in following)


def _with_title(blocks: list[Block]) -> list[Block]:
    """The blocks with the one heading of the first level, if it opens the document and all others stand under it, as its title.

    Markdown and HTML have no other way to write a title, and many a Word file has it in the style of a heading.
    """
    headings = [i for i, block in enumerate(blocks) if block.kind is BlockKind.heading]
    if not headings or any(block.kind is BlockKind.title for block in blocks):
        return blocks
    if len(headings) == 1 and not _opens_title_block(blocks[headings[0] + 1 : headings[0] + 2]):
        return blocks
    first, *others = headings
    if first > _FRONT or blocks[first].label or blocks[first].level != 1 or any(blocks[i].level == 1 for i in others):
        return blocks
    return [*blocks[:first], blocks[first].model_copy(update={"kind": BlockKind.title, "level": 0}), *blocks[first + 1 :]]
