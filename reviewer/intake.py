"""From files that were found to documents that were read: each is fetched, read and packed away before the next one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import Field

from reviewer import __version__
from reviewer.cache import Cache
from reviewer.classify import detect_language
from reviewer.documents import find_tesseract, read_document
from reviewer.documents.interface import Limits
from reviewer.errors import ReviewerError, UnreadableDocument
from reviewer.model import Document, Record, Remark, SourceFile
from reviewer.shelf import Shelf
from reviewer.sources.collection import Collection
from reviewer.sources.drive.settings import Settings as DriveSettings
from reviewer.sources.interface import Fetched, PassedOver


class Facts(Record):
    """What a report says of a document that was read, apart from its text."""

    sha256: str = Field(description="of its canonical text")
    pages: int | None
    pages_without_text: tuple[int, ...]
    words: int
    remarks: tuple[Remark, ...]


class ReadFile(Record):
    """A file with what became of it."""

    file: SourceFile
    sha256: str | None = Field(None, description="of its bytes")
    facts: Facts | None = Field(None, description="None where it was not read")
    error_code: str | None = None
    reason: str | None = None
    language: str | None = None


class Intake(NamedTuple):
    """What became of every file, and the documents that were read, by the id of their file."""

    files: tuple[ReadFile, ...]
    documents: Mapping[str, Document]


class Reader:
    """Reads files, and keeps what it read in memory, packed."""

    def __init__(self, *, ocr: bool = False, cache: Cache | None = None) -> None:
        """``ocr``: read pages without a text layer. ``cache``: what earlier reviews read, and where this one leaves it."""
        self._ocr = ocr
        self._cache = cache
        self._documents: Shelf[Document] = Shelf()

    def read(
        self,
        files: Sequence[SourceFile],
        collection: Collection,
        tell: Callable[[str], None],
        lost: Sequence[PassedOver] = (),
    ) -> Intake:
        """Read every file, one after the other; one that cannot be read is kept with the reason, as are those ``lost`` before.

        Raises ReviewerError where not one could be read.
        """
        read = {file.id: known for file in files if file.drive and (known := self._recall(file))}
        wanted = [file for file in files if file.id not in read]
        fetches = collection.fetch(wanted, Limits().max_bytes)
        for file in wanted:
            failed = sum(r.facts is None for r in read.values())
            tell(f"{len(files)} found, {len(read) - failed} read, {failed} failed, now reading {file.name}")
            read[file.id] = self._read(next(fetches))
        every = [read[file.id] for file in files] + [
            ReadFile(file=p.file, error_code=p.code.value, reason=p.reason) for p in lost
        ]
        if not self._documents:
            reasons = "; ".join(f"{r.file.name}: {r.reason}" for r in every[:5])
            raise ReviewerError(
                ", ".join(r.file.path for r in every[:3]), f"nothing readable ({reasons})", "name documents with text in them"
            )
        return Intake(tuple(every), self._documents)

    def _read(self, fetched: Fetched) -> ReadFile:
        """What became of one file. Only what its content tells is kept for another time, not what the way to it brought."""
        file, data = fetched.file, fetched.data
        if data is None:
            assert fetched.fault is not None
            return ReadFile(file=file, error_code=fetched.fault.code, reason=fetched.fault.reason)
        digest = hashlib.sha256(data).hexdigest()
        known = None if file.drive else self._recall(file, digest)
        if known is not None:
            return known
        read, document = self._parsed(file, fetched.read_as, data, digest)
        if self._cache is not None and (key := self._key(file, digest)) and read.error_code != "needs_libreoffice":
            kept = {
                "read": read.model_dump(mode="json", exclude={"file"}),
                "document": document and document.model_dump(mode="json"),
            }
            self._cache.put(key, json.dumps(kept).encode("utf-8"))
        return self._shelved(read, document)

    def _parsed(self, file: SourceFile, name: str, data: bytes, digest: str) -> tuple[ReadFile, Document | None]:
        ocr = find_tesseract() if self._ocr else None
        try:
            # What comes from Drive stays in memory, to the last temporary file.
            limits = Limits(may_use_disk=file.drive is None)
            document = read_document(data, name, limits, ocr=ocr).model_copy(update={"id": file.id})
        except UnreadableDocument as error:
            return ReadFile(file=file, sha256=digest, error_code=error.code, reason=error.reason), None
        tongue = detect_language(document.text)
        if tongue not in {None, "en"}:
            reason = f"is not in English ({tongue}); only English text is judged"
            return ReadFile(file=file, sha256=digest, error_code="language", reason=reason, language=tongue), None
        facts = Facts(
            sha256=hashlib.sha256(document.text.encode()).hexdigest(),
            pages=document.pages,
            pages_without_text=document.pages_without_text,
            words=len(document.text.split()),
            remarks=document.remarks,
        )
        return ReadFile(file=file, sha256=digest, facts=facts, language=tongue or "en"), document

    def _shelved(self, read: ReadFile, document: Document | None) -> ReadFile:
        if document is not None:
            self._documents.put(read.file.id, document)
        return read

    def _key(self, file: SourceFile, digest: str | None = None) -> str | None:
        """By what an unchanged file is known again; None where its source says too little of it to be sure."""
        state: tuple[str | None, ...]
        if file.drive is None:
            state = (digest,)
        elif file.drive.revision or file.drive.checksum:
            state = (file.drive.revision, file.drive.checksum)
        else:
            return None
        return json.dumps([__version__, self._ocr, file.source.value, file.id, file.name, *state])

    def _recall(self, file: SourceFile, digest: str | None = None) -> ReadFile | None:
        """What an earlier review read of an unchanged file."""
        key = self._key(file, digest)
        packed = self._cache.get(key) if self._cache is not None and key else None
        if packed is None:
            return None
        try:
            kept = json.loads(packed)
            document = kept["document"] and Document.model_validate(kept["document"])
            return self._shelved(ReadFile.model_validate({**kept["read"], "file": file}), document or None)
        except (KeyError, ValueError, TypeError):
            return None


def read_one(source: str | Path, drive: DriveSettings) -> Document:
    """Read one document, as ``reviewer text`` shows it. Raises ReviewerError where it cannot be read."""
    with Collection([str(source)], drive) as collection:
        listing = collection.list_files()
        if not listing.files:
            raise ReviewerError(str(source), listing.passed_over[0].reason, "name a readable document")
        fetched = next(iter(collection.fetch(listing.files[:1], Limits().max_bytes)))
    try:
        if fetched.data is None:
            assert fetched.fault is not None
            raise fetched.fault
        return read_document(fetched.data, fetched.read_as, Limits(may_use_disk=fetched.file.drive is None))
    except UnreadableDocument as error:
        raise ReviewerError(str(source), error.reason, "name a readable document") from error
