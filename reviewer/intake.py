"""From files that were found to documents that were read: fetched one by one, read in workers, and packed away in order."""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import Final, NamedTuple

from pydantic import Field

from reviewer import __version__
from reviewer.cache import Cache
from reviewer.classify import detect_language, language_name
from reviewer.documents import find_tesseract
from reviewer.documents.interface import Limits
from reviewer.errors import ReviewerError, UnreadableDocument
from reviewer.model import Document, Record, Remark, SourceFile
from reviewer.parsing import Parser
from reviewer.parsing import result as parsed
from reviewer.shelf import Shelf
from reviewer.sources.collection import Collection
from reviewer.sources.drive.settings import Settings as DriveSettings
from reviewer.sources.interface import Fetched, PassedOver
from reviewer.workers.pool import cores

_WORTH_A_WORKER: Final = 150_000
"""Bytes to read that take about as long as a further worker takes to start."""
_AHEAD: Final = 3
_HELD: Final = 256 * 1024 * 1024
"""Documents that wait for each worker, and bytes that wait in all, at most: large sets fit."""
_PASSING: Final = frozenset({"needs_libreoffice", "timeout", "crashed", "out_of_memory"})
"""Another machine, or this one another time, may read what was not read for such a reason."""


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


class _UnderWay(NamedTuple):
    """A file that a worker reads."""

    file: SourceFile
    digest: str
    size: int
    document: Future[Document]


class Reader:
    """Reads files, and keeps what it read in memory, packed."""

    def __init__(self, *, ocr: bool = False, cache: Cache | None = None, jobs: int | None = None) -> None:
        """``ocr``: read pages without a text layer. ``cache``: what earlier reviews read, and where this one leaves it. ``jobs``: workers
        at most, one for each core if not said; what is read does not depend on it."""
        self._ocr = find_tesseract() if ocr else None
        self._cache = cache
        self._jobs = jobs
        self._documents: Shelf[Document] = Shelf()

    def read(
        self,
        files: Sequence[SourceFile],
        collection: Collection,
        tell: Callable[[str], None],
        lost: Sequence[PassedOver] = (),
    ) -> Intake:
        """Read every file; one that cannot be read is kept with the reason, as are those ``lost`` before.

        Raises ReviewerError where not one could be read.
        """
        read = {file.id: known for file in files if file.drive and (known := self._recall(file))}
        wanted = [file for file in files if file.id not in read]
        self._read_all(wanted, collection, read, lambda now: tell(f"{len(files)} found, {now}"))
        every = [read[file.id] for file in files] + [
            ReadFile(file=p.file, error_code=p.code.value, reason=p.reason) for p in lost
        ]
        if not self._documents:
            reasons = "; ".join(f"{r.file.name}: {r.reason}" for r in every[:5])
            raise ReviewerError(
                ", ".join(r.file.path for r in every[:3]), f"nothing readable ({reasons})", "name documents with text in them"
            )
        return Intake(tuple(every), self._documents)

    def _read_all(
        self, files: Sequence[SourceFile], collection: Collection, read: dict[str, ReadFile], tell: Callable[[str], None]
    ) -> None:
        """Read files in workers into ``read``; what is finished is taken in their order, whichever is finished first."""
        under_way: deque[_UnderWay] = deque()
        held, failed = 0, sum(r.facts is None for r in read.values())

        def finish() -> None:
            nonlocal held, failed
            oldest = under_way.popleft()
            held -= oldest.size
            tell(f"{len(read) - failed} read, {failed} failed, now reading {oldest.file.name}")
            finished = read[oldest.file.id] = self._finished(oldest)
            failed += finished.facts is None

        with Parser(_workers(files, self._jobs)) as parser:
            for fetched in collection.fetch(files, Limits().max_bytes):
                known = self._known(fetched)
                if isinstance(known, ReadFile):
                    read[fetched.file.id] = known
                    failed += known.facts is None
                    continue
                while under_way and (len(under_way) > _AHEAD * parser.number or held > _HELD):
                    finish()
                assert fetched.data is not None
                # What comes from Drive stays in memory, to the last temporary file.
                limits = Limits(may_use_disk=fetched.file.drive is None)
                future = parser.submit(fetched.data, fetched.read_as, limits, self._ocr)
                under_way.append(_UnderWay(fetched.file, known, len(fetched.data), future))
                held += len(fetched.data)
            while under_way:
                finish()

    def _known(self, fetched: Fetched) -> ReadFile | str:
        """What became of a file that need not be read; of one that is to be, the hash of its bytes."""
        file, data = fetched.file, fetched.data
        if data is None:
            assert fetched.fault is not None
            return ReadFile(file=file, error_code=fetched.fault.code, reason=fetched.fault.reason)
        digest = hashlib.sha256(data).hexdigest()
        return (None if file.drive else self._recall(file, digest)) or digest

    def _finished(self, under_way: _UnderWay) -> ReadFile:
        """What became of a file. Only what its content tells is kept for another time, not what the way to it brought."""
        file, digest = under_way.file, under_way.digest
        read, document = _outcome(file, digest, under_way.document)
        if self._cache is not None and (key := self._key(file, digest)) and read.error_code not in _PASSING:
            kept = {
                "read": read.model_dump(mode="json", exclude={"file"}),
                "document": document and document.model_dump(mode="json"),
            }
            self._cache.put(key, json.dumps(kept).encode("utf-8"))
        return self._shelved(read, document)

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
        return json.dumps([__version__, self._ocr is not None, file.source.value, file.id, file.name, *state])

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


def _outcome(file: SourceFile, digest: str, future: Future[Document]) -> tuple[ReadFile, Document | None]:
    try:
        document = parsed(future).model_copy(update={"id": file.id})
    except UnreadableDocument as error:
        return ReadFile(file=file, sha256=digest, error_code=error.code, reason=error.reason), None
    tongue = detect_language(document.text)
    if tongue is not None and tongue != "en":
        reason = f"is in {language_name(tongue)}, not in English; only English text is judged"
        return ReadFile(file=file, sha256=digest, error_code="language", reason=reason, language=tongue), None
    facts = Facts(
        sha256=hashlib.sha256(document.text.encode()).hexdigest(),
        pages=document.pages,
        pages_without_text=document.pages_without_text,
        words=len(document.text.split()),
        remarks=document.remarks,
    )
    return ReadFile(file=file, sha256=digest, facts=facts, language=tongue or "en"), document


def _workers(files: Sequence[SourceFile], jobs: int | None) -> int:
    """As many workers as pay. Of some files of a Drive the size is not known beforehand."""
    worth = 1 + sum(file.size or _WORTH_A_WORKER for file in files) // _WORTH_A_WORKER
    return max(1, min(jobs or cores(), worth, len(files)))


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
        with Parser(1) as parser:
            limits = Limits(may_use_disk=fetched.file.drive is None)
            return parsed(parser.submit(fetched.data, fetched.read_as, limits))
    except UnreadableDocument as error:
        raise ReviewerError(str(source), error.reason, "name a readable document") from error
