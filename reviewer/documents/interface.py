"""What every reader of a document format has in common."""

from __future__ import annotations

from typing import Protocol

from reviewer.model import Document, Record


class Limits(Record):
    """Bounds within which a document is parsed, so that no document can exhaust the machine.

    Sizes are in bytes, counts in pieces. A document beyond them is reported as unreadable (``too_large`` or
    ``too_complex``), or cut with a remark where a prefix is still worth reading.
    """

    max_bytes: int = 100 * 1024 * 1024
    max_unpacked_bytes: int = 400 * 1024 * 1024
    max_compression_ratio: int = 200
    max_characters: int = 8_000_000
    max_blocks: int = 200_000
    max_pages: int = 3_000
    max_depth: int = 60
    max_entries: int = 20_000
    """Parts of a zip container."""
    max_memory: int = 2 * 1024 * 1024 * 1024
    """Address space of the process that parses, where the platform bounds it (``workers.bounds``)."""
    min_seconds: float = 60.0
    seconds_per_mb: float = 30.0
    """Processor seconds: at least so many, and more with the size of the file."""
    other_programs_seconds: float = 150.0
    """Seconds by the clock for programs that a reader calls, which have bounds of their own."""
    may_use_disk: bool = True
    """False: not even another program may be given the document in a temporary file."""


class Reader(Protocol):
    """Turns the bytes of one file into a Document, or raises UnreadableDocument. Pure: no clock, network or files."""

    def __call__(self, data: bytes, name: str, limits: Limits) -> Document: ...
