"""The review, as the list of its stages: sources, documents, classify, segment, match, verdict. A report is made from the Review."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ConfigDict, Field

from reviewer import __version__, language, resources
from reviewer.cache import Cache
from reviewer.changes import changes, read_earlier
from reviewer.classify import Classified, classify, detect_language
from reviewer.decisions import load_decisions
from reviewer.documents import find_tesseract, read_document
from reviewer.documents.interface import Limits
from reviewer.errors import ReviewerError, UnreadableDocument
from reviewer.health import Subject, health
from reviewer.library import Library, load_library
from reviewer.match import Source, search
from reviewer.model import (
    Document,
    DocumentEntry,
    Profile,
    ReadStatus,
    Record,
    Review,
    RubricInfo,
    SourceFile,
    SourceKind,
    ToolInfo,
)  # fmt: skip
from reviewer.origins import findings_with_origins, missing_with_origins
from reviewer.profile import load_overrides, load_profile, not_applicable
from reviewer.segment import Segments, segment
from reviewer.sharing import Names, found_names, load_names, redacted, without_quotes
from reviewer.sharing.find import common_words
from reviewer.sources.collection import Collection
from reviewer.sources.drive.settings import Settings as DriveSettings
from reviewer.sources.interface import Fetched, PassedOver
from reviewer.verdict import PassageIndex, addressed, decide, element_results, findings, probably_missing, scores

Progress = Callable[[str, int, int], None]
NAME = "qms-reviewer"
_GOOGLE = DriveSettings()
# Not a fault of the file: nobody could have read it here.
_SKIPPED = {"language", "unsupported", "needs_libreoffice", "needs_disk", "not_followed"}


def _silent(stage: str, done: int, total: int) -> None:
    """No progress is shown."""


class Options(Record):
    """What the caller asks for. Everything that can change a verdict is here, in the input or in the rubric."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    standards: tuple[str, ...] | None = Field(None, description="standards in scope; None for all")
    profile: Path | None = Field(None, description="reviewer.yaml; None to look for one beside the documents")
    rubric: Path | None = Field(None, description="folder of another rubric")
    clauses: Path | None = Field(None, description="folder of another clause library")
    trace: bool = Field(False, description="keep the whole trace, not only the ten weightiest passages")
    ocr: bool = Field(False, description="read pages without a text layer with tesseract")
    drive: DriveSettings = Field(_GOOGLE, description="how Google Drive is spoken to")
    cache: bool = Field(False, description="keep what was read, encrypted, for the next review")
    since: Path | None = Field(None, description="report.json of an earlier review to compare the documents with")
    decisions: Path | None = Field(None, description="decisions.yaml: what people decided about the statuses")
    redact: bool = Field(False, description="replace names and addresses by placeholders")
    redact_names: Path | None = Field(None, description="YAML file of names to replace")
    quotes: bool = Field(True, description="false: leave the text of quotes out")


class ReadFile(Record):
    """A file with what became of it."""

    file: SourceFile
    sha256: str | None = None
    document: Document | None = None
    error_code: str | None = None
    reason: str | None = None
    language: str | None = None


def review_sources(sources: Sequence[str], options: Options, progress: Progress = _silent) -> Review:
    """Review the documents in some files and folders. Raises ReviewerError where nothing can be reviewed."""
    started = datetime.now(UTC)
    if options.ocr and find_tesseract() is None:
        raise ReviewerError("--ocr", "the program tesseract was not found", "install it, or leave --ocr out")
    earlier = None if options.since is None else read_earlier(options.since)
    decided = None if options.decisions is None else load_decisions(options.decisions)
    names = Names() if options.redact_names is None else load_names(options.redact_names)
    library = load_library(resources.rubric_dir(options.rubric))
    profile = load_profile(options.profile, sources)
    overrides = load_overrides(sources)
    cache = Cache() if options.cache else None
    with Collection(sources, options.drive) as collection:
        listing = collection.list_files(lambda number: progress(f"looking through Google Drive: {number} files found", 0, 0))
        lost = [p for p in listing.passed_over if p.code.telling]
        read = read_files(listing.files, collection, options, progress, cache, lost)
    result = review(read, library, profile, options, overrides, progress)
    finished = datetime.now(UTC)
    run = {
        "started_at": started.isoformat(timespec="seconds"),
        "finished_at": finished.isoformat(timespec="seconds"),
        "seconds": round((finished - started).total_seconds(), 2),
        "passed_over": [
            {"id": p.file.id, "path": p.file.path, "reason": p.reason} for p in listing.passed_over if not p.code.telling
        ],
        "options": {"sources": list(sources), **options.model_dump(mode="json")},
    }
    since = None if earlier is None else changes(earlier, result, str(options.since))
    result = result.model_copy(update={"changes": since, "run": run})
    if decided is not None:
        result = decide(result, decided, str(options.decisions))
    if options.redact:
        result = _redacted(result, names, [r.document for r in read if r.document])
    return result if options.quotes else without_quotes(result)


def _redacted(result: Review, given: Names, documents: Sequence[Document]) -> Review:
    """The review with names replaced: those that were given, and those that the documents and their source give away."""
    company = (*given.company, *result.profile.company)
    found = found_names(documents, [entry.owner for entry in result.documents if entry.owner])
    return redacted(result, given.model_copy(update={"company": company}), found, common_words(documents))


def read_files(
    files: Sequence[SourceFile],
    collection: Collection,
    options: Options,
    progress: Progress,
    cache: Cache | None = None,
    lost: Sequence[PassedOver] = (),
) -> list[ReadFile]:
    """Read every file, one after the other; one that cannot be read is kept with the reason, as are those ``lost`` before.

    Raises ReviewerError where not one could be read.
    """
    read = {file.id: known for file in files if file.drive and (known := _recall(cache, file, options))}
    wanted = [file for file in files if file.id not in read]
    fetches = collection.fetch(wanted, Limits().max_bytes)
    for file in wanted:
        failed = sum(r.document is None for r in read.values())
        counts = f"{len(files)} found, {len(read) - failed} read, {failed} failed"
        progress(f"{counts}, now reading {file.name}", 0, 0)
        read[file.id] = _read(next(fetches), options, cache)
    every = [read[file.id] for file in files] + [ReadFile(file=p.file, error_code=p.code.value, reason=p.reason) for p in lost]
    if not any(r.document for r in every):
        reasons = "; ".join(f"{r.file.name}: {r.reason}" for r in every[:5])
        raise ReviewerError(
            ", ".join(r.file.path for r in every[:3]), f"nothing readable ({reasons})", "name documents with text in them"
        )
    return every


def _read(fetched: Fetched, options: Options, cache: Cache | None) -> ReadFile:
    """What became of one file. Only what its content tells is kept for another time, not what the way to it brought."""
    file, data = fetched.file, fetched.data
    if data is None:
        assert fetched.fault is not None
        return ReadFile(file=file, error_code=fetched.fault.code, reason=fetched.fault.reason)
    digest = hashlib.sha256(data).hexdigest()
    known = None if file.drive else _recall(cache, file, options, digest)
    if known is not None:
        return known
    read = _parsed(file, fetched.read_as, data, digest, options)
    if cache is not None and (key := _cache_key(file, options, digest)) and read.error_code != "needs_libreoffice":
        cache.put(key, read.model_dump_json(exclude={"file"}).encode("utf-8"))
    return read


def _parsed(file: SourceFile, name: str, data: bytes, digest: str, options: Options) -> ReadFile:
    ocr = find_tesseract() if options.ocr else None
    try:
        # What comes from Drive stays in memory, to the last temporary file.
        limits = Limits(may_use_disk=file.drive is None)
        document = read_document(data, name, limits, ocr=ocr).model_copy(update={"id": file.id})
        tongue = detect_language(document.text)
        if tongue not in {None, "en"}:
            reason = f"is not in English ({tongue}); only English text is judged"
            return ReadFile(file=file, sha256=digest, error_code="language", reason=reason, language=tongue)
        return ReadFile(file=file, sha256=digest, document=document, language=tongue or "en")
    except UnreadableDocument as error:
        return ReadFile(file=file, sha256=digest, error_code=error.code, reason=error.reason)


def _cache_key(file: SourceFile, options: Options, digest: str | None = None) -> str | None:
    """By what an unchanged file is known again; None where its source says too little of it to be sure."""
    state: tuple[str | None, ...]
    if file.drive is None:
        state = (digest,)
    elif file.drive.revision or file.drive.checksum:
        state = (file.drive.revision, file.drive.checksum)
    else:
        return None
    return json.dumps([__version__, options.ocr, file.source.value, file.id, file.name, *state])


def _recall(cache: Cache | None, file: SourceFile, options: Options, digest: str | None = None) -> ReadFile | None:
    """What an earlier review read of an unchanged file."""
    key = _cache_key(file, options, digest)
    kept = cache.get(key) if cache is not None and key else None
    if kept is None:
        return None
    try:
        return ReadFile.model_validate({**json.loads(kept), "file": file})
    except (ValueError, TypeError):
        return None


def read_one(source: str | Path, drive: DriveSettings = _GOOGLE) -> Document:
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


def review(
    read: Sequence[ReadFile],
    library: Library,
    profile: Profile,
    options: Options,
    overrides: Mapping[str, Mapping[str, str]],
    progress: Progress,
) -> Review:
    """Judge documents that were read. A function of its arguments: no clock, network or folder order in it."""
    documents = [r.document for r in read if r.document]
    classified = classify(documents, library.thesaurus, overrides)
    segments = [segment(d, library.thesaurus) for d in documents]
    progress("searching", 0, len(documents))
    sources = [_source(s, classified[s.document.id]) for s in segments]
    searched = search(sources, library.rubric.rules, library.thesaurus, library.models)
    progress("judging", 0, 1)
    index = PassageIndex({s.document.id: s.passages for s in segments}, {d.id: d.name for d in documents})
    standards = _standards(library, options)
    unread = {r.file.name: r.file.id for r in read if not r.document}
    results = element_results(
        library.rubric,
        searched.candidates,
        index,
        not_applicable(library.rubric, profile, standards),
        unread,
        library.models.deciding,
        options.trace,
    )
    files = {r.file.id: r.file for r in read}
    found = findings_with_origins(findings(library.rubric, results), files)
    return Review(
        tool=ToolInfo(name=NAME, version=__version__, data=language.data_files()),
        rubric=RubricInfo(
            id=library.rubric.id, version=library.rubric.version,
            sha256=resources.data_digest(resources.rubric_dir(options.rubric), resources.clauses_dir(options.clauses)),
        ),
        standards=standards,
        profile=profile,
        documents=tuple(_entry(r, classified) for r in read),
        scores=scores(found, standards, addressed(found, standards), [r.file.id for r in read if not r.document]),
        findings=found,
        probably_missing=missing_with_origins(probably_missing(searched.references, index), files),
        health=health([_subject(s, classified[s.document.id]) for s in segments], found, list(unread), library.health),
    )  # fmt: skip


def _standards(library: Library, options: Options) -> tuple[str, ...]:
    known = tuple(dict.fromkeys(c.standard for c in library.rubric.criteria))
    wanted = options.standards or known
    for name in wanted:
        if name not in known:
            raise ReviewerError("--standards", f"there is no standard {name!r}", f"choose from {', '.join(known)}")
    return tuple(s for s in known if s in wanted)


def _source(segments: Segments, classified: Classified) -> Source:
    return Source(segments.document, classified.title, segments.passages, classified.establishes)


def _subject(segments: Segments, what: Classified) -> Subject:
    return Subject(segments.document, segments.passages, what.kind, what.lifecycle, what.establishes, what.number, what.revision)


def _entry(read: ReadFile, classified: Mapping[str, Classified]) -> DocumentEntry:
    file, document, origin = read.file, read.document, read.file.drive
    drive = {} if origin is None else {
        "paths": origin.paths, "link": origin.link, "revision": origin.revision, "modified_time": origin.modified_time,
        "owner": origin.owner,
    }  # fmt: skip
    # Google writes an export anew each time: its bytes say nothing, its text does.
    exported = origin is not None and origin.exported
    common = {"id": file.id, "name": file.name, "source": SourceKind(file.source), "path": file.path, "language": read.language}
    if document is None:
        status = ReadStatus.skipped if read.error_code in _SKIPPED else ReadStatus.unreadable
        return DocumentEntry(
            **common,
            **drive,
            sha256=None if exported else read.sha256,
            status=status,
            reason=read.reason,
            error_code=read.error_code,
        )
    what = classified[document.id]
    text = hashlib.sha256(document.text.encode()).hexdigest()
    revisions = {"stated_revision" if origin else "revision": what.revision}
    return DocumentEntry(
        **common, **drive, **revisions, title=what.title or None, sha256=text if exported else read.sha256, text_sha256=text,
        pages=document.pages, words=len(document.text.split()), kind=what.kind, lifecycle=what.lifecycle,
        status=ReadStatus.partly_read if document.pages_without_text else ReadStatus.read, reason=what.reason,
        establishes=what.establishes, remarks=(*(origin.remarks if origin else ()), *document.remarks, *what.remarks),
    )  # fmt: skip
