"""All sources of one review: local files and Google Drive, found and fetched alike."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from types import TracebackType
from typing import Self

from reviewer.errors import ReviewerError
from reviewer.model import SourceFile, SourceKind
from reviewer.sources import local
from reviewer.sources.drive.address import is_drive
from reviewer.sources.drive.settings import Settings
from reviewer.sources.interface import Fetched, Listing, PassedOver, SourceSession


class Collection:
    """The files of some SOURCE arguments. Close it, or use it in a ``with``: Google Drive is spoken to until then."""

    def __init__(self, sources: Sequence[str], settings: Settings) -> None:
        if not sources:
            raise ReviewerError("sources", "no file or folder was named", "name what to review")
        self._local = {number: source for number, source in enumerate(sources, start=1) if not is_drive(source)}
        self._on_drive = [source for source in sources if is_drive(source)]
        self._drive: SourceSession | None = None
        if self._on_drive:
            from reviewer.sources.drive.source import DriveSource  # Google's libraries take a while to load

            self._drive = DriveSource(settings)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._drive is not None:
            self._drive.close()

    def list_files(self, tell: Callable[[int], None] = lambda _: None) -> Listing:
        """All files, the local ones first. Raises ReviewerError where a source is missing or holds nothing."""
        files: list[SourceFile] = []
        passed_over: list[PassedOver] = []
        settings: tuple[SourceFile, ...] = ()
        if self._local:
            listing = local.list_files(list(self._local.values()), list(self._local))
            files += listing.files
            passed_over += listing.passed_over
            settings += local.settings_beside(list(self._local.values()))
        if self._drive is not None:
            listing = self._drive.list_files(self._on_drive, tell)
            taken = {file.id for file in listing.files}
            files = [_apart(file, taken) for file in files]
            files += listing.files
            passed_over += listing.passed_over
            settings += listing.settings
        return Listing(tuple(files), tuple(passed_over), settings)

    def fetch(self, files: Sequence[SourceFile], limit: int) -> Iterator[Fetched]:
        """The content of listed files in their order, where the local ones stand first; few are held at a time."""
        yield from local.fetch([file for file in files if file.source is SourceKind.local], limit)
        if self._drive is not None:
            yield from self._drive.fetch([file for file in files if file.source is SourceKind.drive], limit)


def _apart(file: SourceFile, taken: set[str]) -> SourceFile:
    """The file, under another id where its name is the id of a Drive file."""
    unique, number = file.id, 1
    while unique in taken:
        number += 1
        unique = f"{file.id} ({number})"
    return file if unique == file.id else file.model_copy(update={"id": unique})
