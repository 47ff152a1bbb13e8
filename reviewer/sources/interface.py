"""What every source of files has in common."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple, Protocol

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

    @property
    def telling(self) -> bool:
        """A document may have been lost by it, so that the report should name it. The others are the system's own litter."""
        return self in {self.broken_link, self.no_access, self.not_a_file, self.unreadable_name}


class PassedOver(NamedTuple):
    """Something that was found and left out, a file or a whole folder, with the reason. Nothing vanishes."""

    file: SourceFile
    code: PassedOverCode
    reason: str


class Listing(NamedTuple):
    """What a source holds, in an order that depends on the names alone."""

    files: tuple[SourceFile, ...]
    passed_over: tuple[PassedOver, ...]


class ReadBytes(Protocol):
    """Reads the bytes of a listed file, or raises UnreadableDocument (``io``, ``too_large``)."""

    def __call__(self, file: SourceFile, limit: int, /) -> bytes: ...
