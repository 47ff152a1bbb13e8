"""The review, as the list of its stages: sources, documents, classify, segment, match, verdict. A report is made from the Review."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from typing import overload

from pydantic import ConfigDict, Field

from reviewer import __version__, language_model, resources
from reviewer import profile as profiles
from reviewer.cache import Cache
from reviewer.changes import changes, read_earlier
from reviewer.classify import Classified, classify
from reviewer.decisions import load_decisions
from reviewer.documents import find_tesseract
from reviewer.errors import ReviewerError
from reviewer.health import Subject, health
from reviewer.intake import Intake, Reader, ReadFile
from reviewer.library import Library, load_library
from reviewer.match import Source, search
from reviewer.matching import known, spread
from reviewer.model import (
    Document,
    DocumentEntry,
    Passage,
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
from reviewer.recall import Kept
from reviewer.segment import segment
from reviewer.sharing import Names, found_names, load_names, redacted, without_quotes
from reviewer.sharing.find import common_words
from reviewer.shelf import Shelf
from reviewer.sources.collection import Collection
from reviewer.sources.drive.settings import Settings as DriveSettings
from reviewer.verdict import PassageIndex, addressed, decide, element_results, findings, probably_missing, scores
from reviewer.workers.pool import cores

Progress = Callable[[str, int, int], None]
NAME = "qms-reviewer"
_MOST_SETTINGS = 1024 * 1024
"""Bytes of a file of settings."""
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
    redact_company: tuple[str, ...] = Field((), description="further names of companies to replace: that of the brand")
    quotes: bool = Field(True, description="false: leave the text of quotes out")
    jobs: int | None = Field(None, ge=1, description="processes at most; None for one on each core. Changes no verdict")


def review_sources(sources: Sequence[str], options: Options, progress: Progress = _silent) -> Review:
    """Review the documents in some files and folders. Raises ReviewerError where nothing can be reviewed."""
    started = datetime.now(UTC)
    if options.ocr and find_tesseract() is None:
        raise ReviewerError("--ocr", "the program tesseract was not found", "install it, or leave --ocr out")
    earlier = None if options.since is None else read_earlier(options.since)
    decided = None if options.decisions is None else load_decisions(options.decisions)
    names = Names() if options.redact_names is None else load_names(options.redact_names)
    names = names.model_copy(update={"company": (*names.company, *options.redact_company)})
    cache = Cache() if options.cache else None
    with Collection(sources, options.drive) as collection:
        listing = collection.list_files(lambda number: progress(f"looking through Google Drive: {number} files found", 0, 0))
        lost = [p for p in listing.passed_over if p.code.telling]
        found = _settings(listing.settings, collection)
        profile, overrides = profiles.load_profile(options.profile, found), profiles.load_overrides(found)
        reader = Reader(ocr=options.ocr, cache=cache, jobs=options.jobs)
        # Rubric and language pipeline take seconds to load, in which workers read documents.
        with ThreadPoolExecutor(1, thread_name_prefix="loading") as aside:
            loading = aside.submit(_loaded, resources.rubric_dir(options.rubric)) if cache is None else None
            intake = reader.read(listing.files, collection, lambda now: progress(now, 0, 0), lost)
            asked = options.model_dump_json(include={"standards", "trace"})
            kept = None if cache is None else Kept(cache, intake, profile, overrides, asked, _data(options))
            result = None if kept is None else kept.recall()
            if result is None:
                library = loading.result() if loading is not None else load_library(resources.rubric_dir(options.rubric))
                result = review(intake, library, profile, options, overrides, progress)
                if kept is not None:
                    kept.keep(result)
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
        result = _redacted(result, names, intake.documents)
    return result if options.quotes else without_quotes(result)


def _redacted(result: Review, given: Names, documents: Mapping[str, Document]) -> Review:
    """The review with names replaced: those that were given, and those that the documents and their source give away."""
    company = (*given.company, *result.profile.company)
    found = found_names(documents.values(), [entry.owner for entry in result.documents if entry.owner])
    return redacted(result, given.model_copy(update={"company": company}), found, common_words(documents.values()))


class _Subjects(Sequence[Subject]):
    """The documents as their health is looked at: unpacked one at a time."""

    def __init__(
        self, documents: Mapping[str, Document], passages: Mapping[str, Sequence[Passage]], known: Sequence[Classified]
    ) -> None:
        self._documents = documents
        self._passages = passages
        self._known = known

    @overload
    def __getitem__(self, at: int) -> Subject: ...
    @overload
    def __getitem__(self, at: slice) -> list[Subject]: ...
    def __getitem__(self, at: int | slice) -> Subject | list[Subject]:
        if isinstance(at, slice):
            return [self[n] for n in range(*at.indices(len(self)))]
        c = self._known[at]
        document, passages = self._documents[c.document], self._passages[c.document]
        return Subject(document, passages, c.kind, c.lifecycle, c.establishes, c.number, c.revision)

    def __len__(self) -> int:
        return len(self._known)


def _loaded(rubric: Path) -> Library:
    library = load_library(rubric)
    language_model.load()
    return library


def _data(options: Options) -> str:
    return resources.data_digest(resources.rubric_dir(options.rubric), resources.clauses_dir(options.clauses))


def _settings(files: Sequence[SourceFile], collection: Collection) -> list[profiles.Settings]:
    """The settings that lie beside the documents. Raises ReviewerError where one cannot be fetched."""
    found = []
    for fetched in collection.fetch(files, _MOST_SETTINGS):
        if fetched.data is None:
            assert fetched.fault is not None
            raise ReviewerError(fetched.file.path, fetched.fault.reason, "the settings have to be read before the documents")
        found.append(profiles.Settings(fetched.file.name.casefold(), fetched.file.path, fetched.data))
    return found


def review(
    intake: Intake,
    library: Library,
    profile: Profile,
    options: Options,
    overrides: Mapping[str, Mapping[str, str]],
    progress: Progress,
) -> Review:
    """Judge documents that were read. A function of its arguments: no clock, network or folder order in it."""
    names = {r.file.id: r.file.name for r in intake.files if r.facts}
    classified = classify((intake.documents[key] for key in names), library.thesaurus, overrides)
    passages: Shelf[tuple[Passage, ...]] = Shelf()
    sizes = []
    for key in names:
        segmented = segment(intake.documents[key], library.thesaurus).passages
        passages.put(key, segmented)
        sizes.append(len(segmented))
    progress("searching", 0, len(names))
    sources = [Source(key, name, classified[key].title, classified[key].establishes) for key, name in names.items()]
    going_by = known(library)
    searched = search(
        sources,
        passages,
        going_by,
        everything=options.trace,
        spread=spread(resources.rubric_dir(options.rubric), going_by, sizes, options.jobs),
        threads=options.jobs or cores(),
    )
    progress("judging", 0, 1)
    index = PassageIndex(passages, names)
    standards = _standards(library, options)
    unread = {r.file.name: r.file.id for r in intake.files if not r.facts}
    results = element_results(
        library.rubric,
        searched.candidates,
        index,
        profiles.not_applicable(library.rubric, profile, standards),
        unread,
        library.models.deciding,
        options.trace,
    )
    files = {r.file.id: r.file for r in intake.files}
    found = findings_with_origins(findings(library.rubric, results), files)
    return Review(
        tool=ToolInfo(name=NAME, version=__version__, data=language_model.data_files()),
        rubric=RubricInfo(
            id=library.rubric.id, version=library.rubric.version,
            sha256=_data(options),
        ),
        standards=standards,
        profile=profile,
        documents=tuple(_entry(r, classified) for r in intake.files),
        scores=scores(found, standards, addressed(found, standards), [r.file.id for r in intake.files if not r.facts]),
        findings=found,
        probably_missing=missing_with_origins(probably_missing(searched.missing, index), files),
        health=health(_Subjects(intake.documents, passages, [classified[key] for key in names]), found, list(unread), library.health),
    )  # fmt: skip


def _standards(library: Library, options: Options) -> tuple[str, ...]:
    known = tuple(dict.fromkeys(c.standard for c in library.rubric.criteria))
    wanted = options.standards or known
    for name in wanted:
        if name not in known:
            raise ReviewerError("--standards", f"there is no standard {name!r}", f"choose from {', '.join(known)}")
    return tuple(s for s in known if s in wanted)


def _entry(read: ReadFile, classified: Mapping[str, Classified]) -> DocumentEntry:
    file, facts, origin = read.file, read.facts, read.file.drive
    drive = {} if origin is None else {
        "paths": origin.paths, "link": origin.link, "revision": origin.revision, "modified_time": origin.modified_time,
        "owner": origin.owner,
    }  # fmt: skip
    # Google writes an export anew each time: its bytes say nothing, its text does.
    exported = origin is not None and origin.exported
    common = {"id": file.id, "name": file.name, "source": SourceKind(file.source), "path": file.path, "language": read.language}
    if facts is None:
        status = ReadStatus.skipped if read.error_code in _SKIPPED else ReadStatus.unreadable
        return DocumentEntry(
            **common,
            **drive,
            sha256=None if exported else read.sha256,
            status=status,
            reason=read.reason,
            error_code=read.error_code,
        )
    what = classified[file.id]
    revisions = {"stated_revision" if origin else "revision": what.revision}
    return DocumentEntry(
        **common, **drive, **revisions, title=what.title or None, sha256=facts.sha256 if exported else read.sha256, text_sha256=facts.sha256,
        pages=facts.pages, words=facts.words, kind=what.kind, lifecycle=what.lifecycle,
        status=ReadStatus.partly_read if facts.pages_without_text else ReadStatus.read, reason=what.reason,
        establishes=what.establishes, remarks=(*(origin.remarks if origin else ()), *facts.remarks, *what.remarks),
    )  # fmt: skip
