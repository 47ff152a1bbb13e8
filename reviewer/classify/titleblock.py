"""What a document says of itself: title, number, revision, status."""

from __future__ import annotations

import re
from pathlib import PurePosixPath
from typing import NamedTuple

from reviewer.language import words
from reviewer.model import BlockKind, Document, Lifecycle
from reviewer.terms import Thesaurus

_FRONT = 40
_NUMBER = re.compile(r"\b([A-Z]{1,5}(?:[-_. ][A-Z]{1,4}){0,2}[-_. ]?\d{1,5}(?:[-.]\d{1,4})*)\b")
_NOT_NUMBER = re.compile(r"^(?:ISO|IEC|EN|MDR|FDA|REV|V|CFR|MDCG|TIR|CLASS|PAGE|ISS|NIST|SP|ED)\b", re.IGNORECASE)
_REVISION = re.compile(
    r"\b(?:rev(?:ision)?|version|ver|issue|edition|ausgabe|stand)\b\.?\s*(?:no\.?|number)?\s*[:|]?\s*(?P<rev>\d+(?:\.\d+)*|[A-Z]{1,2})\b",
    re.IGNORECASE,
)
_FILE_REVISION = re.compile(r"[_\s-](?:rev\.?|v|version|issue)[_\s-]?(\d+(?:\.\d+)*|[A-Z])(?=[_\s.-]|$)", re.IGNORECASE)


class Identity(NamedTuple):
    """A document as it introduces itself."""

    title: str
    number: str | None
    revision: str | None
    lifecycle: Lifecycle
    declared_kind: str


def identify(document: Document, thesaurus: Thesaurus) -> Identity:
    """Read title block, first heading, running header and file name."""
    front = document.blocks[:_FRONT]
    lines = [document.text[b.start : b.end] for b in front]
    title = _title(document)
    fields = _fields(document, thesaurus)
    stem = PurePosixPath(document.name).stem
    number = _first_number([fields.get("column.number", ""), title, stem.replace("_", " "), *document.furniture])
    revision = _revision(fields, [*document.furniture, *lines[:12]], stem)
    status = " . ".join([fields.get("column.status", ""), title, stem.replace("_", " "), *document.furniture])
    found = thesaurus.find(words(status))
    stated = thesaurus.find(words(" . ".join(line for line in lines[:12] if len(line.split()) <= 30)))
    if "lifecycle.superseded" in found or "lifecycle.superseded-notice" in stated:
        lifecycle = Lifecycle.superseded
    elif "lifecycle.draft" in found or "lifecycle.draft-notice" in stated:
        lifecycle = Lifecycle.draft
    elif "lifecycle.effective" in found or "column.effective" in fields:
        lifecycle = Lifecycle.effective
    else:
        lifecycle = Lifecycle.unknown
    return Identity(title, number, revision, lifecycle, fields.get("column.kind", ""))


def _title(document: Document) -> str:
    for wanted in (BlockKind.title, BlockKind.heading):
        block = next(
            (b for b in document.blocks[:_FRONT] if b.kind is wanted and (wanted is BlockKind.title or b.level <= 1)), None
        )
        if block:
            return f"{block.label} {document.text[block.start : block.end]}".strip()
    return document.title or (document.text[: document.blocks[0].end] if document.blocks else "")


def _fields(document: Document, thesaurus: Thesaurus) -> dict[str, str]:
    """Key and value pairs of the title block: "Document no. | SOP-014 | Revision | F", "Status: draft"."""
    fields: dict[str, str] = {}
    for block in document.blocks[:_FRONT]:
        text = document.text[block.start : block.end]
        if block.kind is BlockKind.table_row:
            cells = [document.text[c.start : c.end] for c in block.cells]
            pairs = list(zip(cells[::2], cells[1::2], strict=False))
            if len(cells) > 2:
                pairs += [(c.header, cell) for c, cell in zip(block.cells, cells, strict=True) if c.header]
        elif len(text) < 200:
            pairs = [(m[1], m[2]) for m in re.finditer(r"(?:^|[;|,]\s*)([A-Z][\w .-]{2,25}):\s*([^;|,]+)", text)]
        else:
            continue
        for key, value in pairs:
            if len(key.split()) > 4:
                continue
            for name in thesaurus.find(words(key)):
                if (
                    name in {"column.number", "column.revision-value", "column.status", "column.kind", "column.effective"}
                    and value.strip()
                ):
                    fields.setdefault(name, value.strip())
    return fields


def _first_number(texts: list[str]) -> str | None:
    for text in texts:
        for match in _NUMBER.finditer(text):
            letters = re.sub(r"[^A-Z]", "", match[1])
            if len(letters) >= 2 and not _NOT_NUMBER.match(match[1]):
                return re.sub(r"[^A-Z0-9]+", "-", match[1])
    return None


def _revision(fields: dict[str, str], lines: list[str], stem: str) -> str | None:
    value = fields.get("column.revision-value", "")
    if match := re.search(r"\d+(?:\.\d+)*|\b[A-Z]{1,2}\b", value):
        return match[0]
    for line in [value, *lines]:
        if match := _REVISION.search(line):
            return match["rev"]
    if match := _FILE_REVISION.search(stem):
        return match[1]
    return None
