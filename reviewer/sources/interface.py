"""What every source of files has in common."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from typing import NamedTuple, Protocol

from reviewer.errors import UnreadableDocument
from reviewer.model import SourceFile


class PassedOverCode(StrEnum):
    """Why something that was found is not offered for reading."""

    hidden = "hidden"
    temporary = "temporary"
    settings = "settings"
    duplicate = "duplicate"
    broken_link = "broken_link"
    folder_loop = "folder_loop"
    no_access = "no_access"
    not_a_file = "not_a_file"
    unreadable_name = "unreadable_name"
    unsupported = "unsupported"
    no_download = "no_download"
    too_large = "too_large"
    incomplete_listing = "incomplete_listing"
    too_deep = "too_deep"
    not_followed = "not_followed"
    trashed = "trashed"

    @property
    def telling(self) -> bool:
        """A document may have been lost by it, so that the report should name it. The others are the system's own litter."""
        return self not in {
            self.hidden, self.temporary, self.settings, self.duplicate, self.folder_loop, self.trashed,
        }  # fmt: skip


class PassedOver(NamedTuple):
    """Something that was found and left out, a file or a whole folder, with the reason. Nothing vanishes."""

    file: SourceFile
    code: PassedOverCode
    reason: str


class Listing(NamedTuple):
    """What a source holds, in an order that depends on the names alone."""

    files: tuple[SourceFile, ...]
    passed_over: tuple[PassedOver, ...]
    settings: tuple[SourceFile, ...] = ()
    """The reviewer's own settings that lie in the folders under review themselves."""


class Fetched(NamedTuple):
    """The content of a file, or why it could not be had."""

    file: SourceFile
    """With the state that was fetched, where that is no longer the one that was listed."""
    read_as: str
    """Name with the extension of what was fetched."""
    data: bytes | None
    fault: UnreadableDocument | None


class SourceSession(Protocol):
    """A source that is spoken to for a while and has to be closed."""

    def list_files(self, sources: Sequence[str], tell: Callable[[int], None]) -> Listing:
        """All files; ``tell`` hears how many were found so far. Raises ReviewerError."""
        ...

    def fetch(self, files: Sequence[SourceFile], limit: int) -> Iterator[Fetched]:
        """The content of listed files in their order, holding no more than a few at a time."""
        ...

    def close(self) -> None:
        """End what is going on."""
        ...
