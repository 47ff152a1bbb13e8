"""A zip container of a document, opened so that it can't exhaust the machine and says plainly what is wrong with it."""

from __future__ import annotations

import io
import zipfile
import zlib

from reviewer.documents.interface import Limits
from reviewer.errors import UnreadableDocument

_END_OF_DIRECTORY = b"PK\x05\x06"
_MAX_COMMENT = 65_557  # an end record of 22 bytes and the longest comment that may follow it
_SMALL = 1024 * 1024  # below this size any ratio is harmless: a short repetitive part packs a thousandfold
_ENCRYPTED_FLAG = 0x1


class Archive:
    """The members of a zip file by name, read one at a time and never beyond the limits.

    Names are matched without regard to case and with either slash, as Office does.
    """

    def __init__(self, data: bytes, limits: Limits) -> None:
        self._limits = limits
        self._unpacked = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError) as error:
            raise _why_not(data) from error
        members = self._zip.infolist()
        if len(members) > limits.max_entries:
            raise UnreadableDocument("too_complex", f"the file packs more than {limits.max_entries:,} parts")
        if any(member.flag_bits & _ENCRYPTED_FLAG for member in members):
            raise UnreadableDocument("encrypted", "the file is protected by a password; save a copy without one")
        self._members = {_key(member.filename): member for member in members}

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._members

    def names(self) -> list[str]:
        """Names of the members, in lower case, with forward slashes."""
        return list(self._members)

    def read(self, name: str) -> bytes | None:
        """The bytes of a member, or None where there is none of that name."""
        member = self._members.get(_key(name))
        if member is None:
            return None
        if member.file_size > _SMALL and member.file_size > member.compress_size * self._limits.max_compression_ratio:
            raise UnreadableDocument("too_complex", "a part of the file is packed beyond the allowed ratio, as in a zip bomb")
        self._unpacked += member.file_size
        if self._unpacked > self._limits.max_unpacked_bytes:
            raise UnreadableDocument("too_large", f"the file unpacks to more than {self._limits.max_unpacked_bytes:,} bytes")
        try:
            with self._zip.open(member) as stream:
                # Sizes are the writer's claim: a read without a bound would unpack all there is before it is cut to them.
                return stream.read(member.file_size + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, ValueError, OSError) as error:
            raise UnreadableDocument("damaged", "a part of the file can't be unpacked; save the document anew") from error


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _why_not(data: bytes) -> UnreadableDocument:
    if _END_OF_DIRECTORY in data[-_MAX_COMMENT:]:
        return UnreadableDocument("damaged", "the file's table of contents is damaged; save the document anew")
    return UnreadableDocument("truncated", "the end of the file is missing, as after a broken download; fetch it again")
