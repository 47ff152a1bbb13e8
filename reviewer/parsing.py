"""Parsing in workers: what a document does to its parser costs that document alone."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from types import TracebackType
from typing import Final, Self

from reviewer.documents import OUT_OF_MEMORY, Limits, read_document
from reviewer.documents.ocr import Ocr
from reviewer.errors import UnreadableDocument
from reviewer.model import Document
from reviewer.workers.bounds import Allowance
from reviewer.workers.pool import Workers, cores
from reviewer.workers.process import Cause, WorkerLost

_MB = 1024 * 1024
_CLOCK = 3.0
"""Seconds by the clock for each that a document may compute: others may use the machine too."""
_RECOGNISED = 20.0
"""Text recognition takes so many times longer."""
_LOST: Final[dict[Cause, tuple[str, str]]] = {
    "time": (
        "timeout",
        "reading it took longer than a document of its size may take; save it anew as .docx or .pdf, or split it",
    ),
    "memory": ("out_of_memory", OUT_OF_MEMORY),
    "crash": (
        "crashed",
        "the parser crashed on it, as on a file that is damaged or made to do harm; save it anew, or leave it out",
    ),
}

Read = Callable[[bytes, str, Limits, "Ocr | None"], Document]


class Parser:
    """Reads documents in up to ``number`` workers, all of a machine's cores if not said. Use it in a ``with``."""

    def __init__(self, number: int | None = None, limits: Limits | None = None, read: Read | None = None) -> None:
        """``read``: what a worker calls, ``parse`` if not said."""
        self.number = number or cores()
        self._read = read or parse
        bounds = limits or Limits()
        self._workers = Workers(self.number, memory=bounds.max_memory, allowance=allowance)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._workers.__exit__(kind, error, trace)

    def submit(self, data: bytes, name: str, limits: Limits, ocr: Ocr | None = None) -> Future[Document]:
        """Have a document read; the bytes pass through a pipe."""
        return self._workers.submit(self._read, data, name, limits, ocr)


def result(future: Future[Document]) -> Document:
    """The document that a Parser reads. Raises UnreadableDocument, whatever became of the worker."""
    try:
        return future.result()
    except WorkerLost as lost:
        raise UnreadableDocument(*_LOST[lost.cause]) from None


def parse(data: bytes, name: str, limits: Limits, ocr: Ocr | None = None) -> Document:
    """What a worker does. Raises UnreadableDocument, and MemoryError, after which it is to be replaced."""
    try:
        return read_document(data, name, limits, ocr=ocr)
    except UnreadableDocument as error:
        if error.code == "out_of_memory":
            raise MemoryError from None
        raise


def allowance(data: bytes, name: str, limits: Limits, ocr: Ocr | None = None) -> Allowance:
    """What reading a document may use: it grows with its size."""
    del name
    seconds = limits.min_seconds + limits.seconds_per_mb * len(data) / _MB
    clock = _CLOCK * seconds * (1.0 if ocr is None else _RECOGNISED)
    return Allowance(seconds, clock + limits.other_programs_seconds)
