"""What the reports of a client depend on, so that it can be told whether anything has changed since they were made."""

from __future__ import annotations

import functools
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from reviewer import __version__, language_model, resources
from reviewer.batch.portfolio import Client
from reviewer.model import Record, Review, SourceFile, SourceKind
from reviewer.pipeline import Options
from reviewer.report.brand import load_brand
from reviewer.sources import local
from reviewer.sources.collection import Collection
from reviewer.sources.drive.address import is_drive

_SAID_OTHERWISE = {"profile", "rubric", "clauses", "redact_names", "drive", "cache", "jobs"}
"""Options that change nothing, or whose content is looked at instead."""


class FileState(Record):
    """A file as it was before it was read: what tells that it is the same still."""

    size: int | None = None
    modified: int | None = None
    """Nanoseconds since 1970 of a local file."""
    revision: str | None = None
    """Of a file on Drive: its revision and checksum; None where its source says too little of it to be sure."""
    sha256: str | None = None
    """Of the bytes that were reviewed, where that is known."""


class Inputs(Record):
    """All that the reports of a client depend on. File names are not kept, only their hashes."""

    asked: str
    """SHA-256 over the options and the files of settings."""
    made_by: str
    """SHA-256 over the program, its language data, rubric and clauses."""
    files: Mapping[str, FileState]
    """By the SHA-256 of the id of each."""

    def with_contents(self, review: Review) -> Inputs:
        """The same with the hashes of what was read, as far as the review tells them."""
        read = {_hashed(entry.id): entry.sha256 for entry in review.documents if entry.sha256}
        files = {key: state.model_copy(update={"sha256": read.get(key)}) for key, state in self.files.items()}
        return self.model_copy(update={"files": files})

    @property
    def weight(self) -> int:
        """Bytes to read, as far as they are known."""
        return sum(state.size or 0 for state in self.files.values())


def look(client: Client, options: Options) -> tuple[Inputs, Sequence[SourceFile]]:
    """What there is to review, and with what. Raises ReviewerError where a source cannot be looked at."""
    choices = client.choices
    with Collection(client.sources, options.drive) as collection:
        listing = collection.list_files()
    settings = local.settings_beside([source for source in client.sources if not is_drive(source)])
    given = [choices.profile, choices.decisions, choices.redact_names, *(Path(file.path) for file in settings)]
    brand = repr(load_brand(choices.brand)) if choices.brand else ""
    sources = [source if is_drive(source) else str(Path(source).absolute()) for source in client.sources]
    told = options.model_dump(mode="json", exclude=_SAID_OTHERWISE)
    asked: list[object] = [client.name, sources, told, choices.formats, brand, [_content(path) for path in given if path]]
    asked += [[_state(file).model_dump() for file in listing.settings if file.source is SourceKind.drive]]
    # What was passed over is told in the reports as well.
    asked += [[[p.file.id, p.code.value, p.reason] for p in listing.passed_over]]
    rubric, clauses = resources.rubric_dir(choices.rubric), resources.clauses_dir(choices.clauses)
    return Inputs(
        asked=_hashed(json.dumps(asked, sort_keys=True)),
        made_by=_hashed(json.dumps([tool_digest(), data_digest(rubric, clauses)])),
        files={_hashed(file.id): _state(file) for file in listing.files},
    ), listing.files  # fmt: skip


def unchanged(before: Inputs, now: Inputs, files: Sequence[SourceFile]) -> bool:
    """Whether reports made then would be made the same now. A file that was only touched or copied is read to tell."""
    if (before.asked, before.made_by, before.files.keys()) != (now.asked, now.made_by, now.files.keys()):
        return False
    return all(_same(before.files[key], now.files[key], file) for file in files for key in [_hashed(file.id)])


def _same(before: FileState, now: FileState, file: SourceFile) -> bool:
    if file.source is SourceKind.drive:
        return now.revision is not None and before.revision == now.revision
    if before.size != now.size:
        return False
    if before.modified is not None and before.modified == now.modified:
        return True
    return before.sha256 is not None and before.sha256 == _content(Path(file.path))


def _state(file: SourceFile) -> FileState:
    if file.source is SourceKind.local:
        try:
            found = Path(file.path).stat()
        except OSError:
            return FileState()
        return FileState(size=found.st_size, modified=found.st_mtime_ns)
    origin = file.drive
    known = origin is not None and (origin.revision or origin.checksum)
    told = origin and [origin.revision, origin.checksum, origin.modified_time, origin.paths, origin.owner, file.name]
    return FileState(size=file.size, revision=_hashed(json.dumps(told)) if known else None)


def _content(path: Path) -> str:
    """SHA-256 of a file; "" where it cannot be read, which the review will say."""
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:
        return ""


def data_digest(rubric: Path, clauses: Path) -> str:
    """SHA-256 over the data that judge, as they are now: a worker of a cluster may outlive them."""
    return _data_digest(rubric, clauses, resources.stamp(rubric, clauses))


@functools.lru_cache(16)
def _data_digest(rubric: Path, clauses: Path, _stamp: object) -> str:
    return resources.data_digest(rubric, clauses)


@functools.lru_cache(1)
def tool_digest() -> str:
    """SHA-256 over the program itself, its templates, and the versions of what it computes with."""
    total = hashlib.sha256(json.dumps([__version__, language_model.data_files()]).encode())
    for name, content in _program():
        total.update(b"%d:%b%d:%b" % (len(name), name, len(content), content))
    return total.hexdigest()


def _program() -> Iterator[tuple[bytes, bytes]]:
    package = Path(resources.__file__).parent
    for folder, pattern in ((package, "**/*.py"), (resources.templates_dir(), "*")):
        for path in sorted(folder.glob(pattern)):
            if path.is_file():
                yield path.relative_to(folder).as_posix().encode(), path.read_bytes().replace(b"\r\n", b"\n")


def _hashed(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
