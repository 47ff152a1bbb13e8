"""The journal in the folder of a batch: a line of JSON for each client that was finished, and one where a run was complete.

A line is on the disk before the reports that it speaks of come into their place. So reports without their line never lie there, and a
line without its reports is noticed by their hashes. Where a run is complete, lines that later ones have made idle are taken out.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import MappingProxyType
from typing import Literal, NamedTuple

from pydantic import TypeAdapter, ValidationError

from reviewer.batch.inputs import Inputs
from reviewer.errors import ReviewerError
from reviewer.files import write_whole
from reviewer.model import Record
from reviewer.model.portfolio import ClientChanges

NAME = "journal.jsonl"


class Finished(Record):
    """The reports of a client."""

    event: Literal["finished"] = "finished"
    client: str
    folder: str
    inputs: Inputs
    files: Mapping[str, str]
    """SHA-256 of each file, by its name."""
    changes: ClientChanges | None
    """Since the reports that lay there before; None where none did."""


class Complete(Record):
    """A run dealt with every client and wrote the portfolio report."""

    event: Literal["complete"] = "complete"
    clients: tuple[str, ...]


Line = Finished | Complete
_LINE: TypeAdapter[Line] = TypeAdapter(Line)


class History(NamedTuple):
    """What the journal says.

    A run that reviewed nothing is no run: it leaves the portfolio report as it was. So it makes no difference whether a run was killed
    just before or just after it was complete.
    """

    finished: Mapping[str, Finished] = MappingProxyType({})
    """Of each client the last line."""
    ours: Mapping[str, frozenset[tuple[str, str]]] = MappingProxyType({})
    """Name and SHA-256 of all files that were written for each client, as far as they may lie there still."""
    in_this_run: frozenset[str] = frozenset()
    """The clients that were reviewed in the last run, complete or not."""
    clients: tuple[str, ...] | None = None
    """All clients of the last run where it is complete."""
    before: tuple[str, ...] = ()
    """All clients of the run before it."""

    def begun(self) -> History:
        """With a new run, where the last is complete."""
        return self if self.clients is None else self._replace(in_this_run=frozenset(), clients=None, before=self.clients)

    @classmethod
    def of(cls, lines: Iterable[Line]) -> History:
        """What some lines say."""
        history = cls()
        for line in lines:
            history = history.with_line(line)
        return history

    def with_line(self, line: Line) -> History:
        """With one more line."""
        if isinstance(line, Complete):
            return self.begun()._replace(clients=line.clients)
        run = self.begun()
        ours = {**run.ours, line.client: run.ours.get(line.client, frozenset()) | set(line.files.items())}
        return run._replace(finished={**run.finished, line.client: line}, ours=ours, in_this_run=run.in_this_run | {line.client})


class Journal:
    """The journal of a folder. Lines are added, and on the disk when ``add`` returns."""

    def __init__(self, out: Path) -> None:
        self._path = out / NAME

    def read(self) -> History:
        """What it says. A last line that was not written to its end is taken away. Raises ReviewerError where it is no journal."""
        return History.of(self._lines())

    def add(self, line: Line) -> None:
        """Add a line. Raises OSError."""
        with self._path.open("ab") as stream:
            stream.write(_written(line))
            stream.flush()
            os.fsync(stream.fileno())

    def compact(self, holds: Callable[[Finished], bool]) -> None:
        """Take out the lines that say nothing any more. ``holds``: whether the reports of a line lie in their place.

        The journal is there before and after, whole, and says the same. A full disk is no reason to end a run: it only stays longer.
        """
        lines = self._lines()
        fewer = compacted(lines, holds)
        if len(fewer) < len(lines):
            with suppress(OSError):
                mode = stat.S_IMODE(self._path.stat().st_mode)
                write_whole(self._path, b"".join(map(_written, fewer)), mode, lasting=True)

    def _lines(self) -> list[Line]:
        content = self._path.read_bytes() if self._path.exists() else b""
        whole = content[: content.rfind(b"\n") + 1]
        if whole != content:
            with self._path.open("r+b") as stream:
                stream.truncate(len(whole))
        lines = []
        for number, text in enumerate(whole.splitlines(), 1):
            try:
                lines.append(_LINE.validate_json(text))
            except ValidationError:
                raise ReviewerError(
                    f"{self._path}:{number}",
                    "is no line of a journal of this version",
                    "move it away to review all clients again",
                ) from None
        return lines


def _written(line: Line) -> bytes:
    return line.model_dump_json().encode("utf-8") + b"\n"


def compacted(lines: Sequence[Line], holds: Callable[[Finished], bool]) -> list[Line]:
    """The fewest lines that say the same; all of them while a run is not complete.

    Where the reports of a client's last line do not lie in their place, those of an earlier one may: all its lines stay.
    """
    history = History.of(lines)
    if history.clients is None:
        return list(lines)
    held = {client for client, line in history.finished.items() if holds(line)}
    idle: list[Line] = [
        line for line in lines
        if isinstance(line, Finished) and line.client not in held and line is not history.finished[line.client]
    ]  # fmt: skip
    last = list(history.finished.values())
    earlier = idle + [line for line in last if line.client not in history.in_this_run]
    before = [Complete(clients=history.before)] if earlier or history.before else []
    return [
        *earlier, *before, *(line for line in last if line.client in history.in_this_run), Complete(clients=history.clients)
    ]  # fmt: skip


def digests(files: Mapping[str, bytes]) -> dict[str, str]:
    """SHA-256 of each file."""
    return {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
