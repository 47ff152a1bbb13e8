"""The review, as the list of its stages: sources, documents, classify, segment, match, verdict. A report is made from the Review."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from pydantic import ConfigDict, Field

from reviewer import __version__, language, resources
from reviewer.classify import Classified, classify, detect_language
from reviewer.documents import find_tesseract, read_document
from reviewer.documents.interface import Limits
from reviewer.errors import ReviewerError, UnreadableDocument
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
from reviewer.profile import load_overrides, load_profile, not_applicable
from reviewer.segment import Segments, segment
from reviewer.sources import local
from reviewer.verdict import PassageIndex, addressed, element_results, findings, probably_missing, scores

Progress = Callable[[str, int, int], None]
NAME = "qms-reviewer"
# Not a fault of the file: nobody could have read it here.
_SKIPPED = {"language", "unsupported", "needs_libreoffice"}


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
    for source in sources:
        if source.startswith("drive:") or "drive.google.com" in source:
            raise ReviewerError(source, "Google Drive folders cannot be read yet", "download the folder and name it here")
    library = load_library(resources.rubric_dir(options.rubric))
    profile = load_profile(options.profile, sources)
    listing = local.list_files(sources)
    read = read_files(listing.files, options, progress)
    lost = [p for p in listing.passed_over if p.code.telling]
    read += [ReadFile(file=p.file, error_code=p.code.value, reason=p.reason) for p in lost]
    result = review(read, library, profile, options, load_overrides(sources), progress)
    finished = datetime.now(UTC)
    run = {
        "started_at": started.isoformat(timespec="seconds"),
        "finished_at": finished.isoformat(timespec="seconds"),
        "seconds": round((finished - started).total_seconds(), 2),
        "passed_over": [{"path": p.file.path, "reason": p.reason} for p in listing.passed_over if p not in lost],
        "options": {"sources": list(sources), **options.model_dump(mode="json")},
    }
    return result.model_copy(update={"run": run})


def read_files(files: Sequence[SourceFile], options: Options, progress: Progress) -> list[ReadFile]:
    """Read every file; one that cannot be read is kept with the reason."""
    read = []
    for number, file in enumerate(files):
        progress("reading", number, len(files))
        read.append(_read(file, options))
    if not any(r.document for r in read):
        reasons = "; ".join(f"{r.file.name}: {r.reason}" for r in read[:5])
        raise ReviewerError(
            ", ".join(f.path for f in files[:3]), f"nothing readable ({reasons})", "name documents with text in them"
        )
    return read


def _read(file: SourceFile, options: Options) -> ReadFile:
    limits = Limits()
    digest = None
    ocr = find_tesseract() if options.ocr else None
    try:
        data = local.read_bytes(file, limits.max_bytes)
        digest = hashlib.sha256(data).hexdigest()
        document = read_document(data, file.name, limits, ocr=ocr).model_copy(update={"id": file.id})
        tongue = detect_language(document.text)
        if tongue not in {None, "en"}:
            reason = f"is not in English ({tongue}); only English text is judged"
            return ReadFile(file=file, sha256=digest, error_code="language", reason=reason, language=tongue)
        return ReadFile(file=file, sha256=digest, document=document, language=tongue or "en")
    except UnreadableDocument as error:
        return ReadFile(file=file, sha256=digest, error_code=error.code, reason=error.reason)


def read_one(path: Path) -> Document:
    """Read one document, as ``reviewer text`` shows it. Raises ReviewerError where it cannot be read."""
    files = local.list_files([str(path)]).files
    try:
        limits = Limits()
        return read_document(local.read_bytes(files[0], limits.max_bytes), files[0].name, limits)
    except UnreadableDocument as error:
        raise ReviewerError(str(path), error.reason, "name a readable document") from error


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
        library.rubric, searched.candidates, index, not_applicable(library.rubric, profile, standards), unread, options.trace
    )
    found = findings(library.rubric, results)
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
        probably_missing=probably_missing(searched.references, index),
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


def _entry(read: ReadFile, classified: Mapping[str, Classified]) -> DocumentEntry:
    file, document = read.file, read.document
    if document is None:
        status = ReadStatus.skipped if read.error_code in _SKIPPED else ReadStatus.unreadable
        return DocumentEntry(
            id=file.id, name=file.name, source=SourceKind(file.source), path=file.path, sha256=read.sha256, language=read.language,
            status=status, reason=read.reason, error_code=read.error_code,
        )  # fmt: skip
    what = classified[document.id]
    partly = bool(document.pages_without_text)
    return DocumentEntry(
        id=file.id, name=file.name, source=SourceKind(file.source), path=file.path, revision=what.revision, title=what.title or None,
        sha256=read.sha256, text_sha256=hashlib.sha256(document.text.encode()).hexdigest(), pages=document.pages,
        words=len(document.text.split()), language=read.language, kind=what.kind, lifecycle=what.lifecycle,
        status=ReadStatus.partly_read if partly else ReadStatus.read, reason=what.reason, establishes=what.establishes,
        remarks=(*document.remarks, *what.remarks),
    )  # fmt: skip
