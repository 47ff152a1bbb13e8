"""The journal in the folder of a batch: a line of JSON for each client that was finished, and one where a run was complete.

A line is on the disk before the reports that it speaks of come into their place. So reports without their line never lie there, and a
line without its reports is noticed by their hashes.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Literal, NamedTuple

from pydantic import TypeAdapter, ValidationError

from reviewer.batch.inputs import Inputs
from reviewer.errors import ReviewerError
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


_LINE: TypeAdapter[Finished | Complete] = TypeAdapter(Finished | Complete)


class History(NamedTuple):
    """What the journal says.

    A run that reviewed nothing is no run: it leaves the portfolio report as it was. So it makes no difference whether a run was killed
    just before or just after it was complete.
    """

    finished: Mapping[str, Finished] = MappingProxyType({})
    """Of each client the last line."""
    ours: Mapping[str, frozenset[str]] = MappingProxyType({})
    """SHA-256 of all files that were ever written for each client."""
    in_this_run: frozenset[str] = frozenset()
    """The clients that were reviewed in the last run, complete or not."""
    clients: tuple[str, ...] | None = None
    """All clients of the last run where it is complete."""
    before: tuple[str, ...] = ()
    """All clients of the run before it."""

    def begun(self) -> History:
        """With a new run, where the last is complete."""
        return self if self.clients is None else self._replace(in_this_run=frozenset(), clients=None, before=self.clients)

    def with_line(self, line: Finished | Complete) -> History:
        """With one more line."""
        if isinstance(line, Complete):
            return self.begun()._replace(clients=line.clients)
        run = self.begun()
        ours = {**run.ours, line.client: run.ours.get(line.client, frozenset()) | set(line.files.values())}
        return run._replace(finished={**run.finished, line.client: line}, ours=ours, in_this_run=run.in_this_run | {line.client})


class Journal:
    """The journal of a folder. Lines are added, and on the disk when ``add`` returns."""

    def __init__(self, out: Path) -> None:
        self._path = out / NAME

    def read(self) -> History:
        """What it says. A last line that was not written to its end is taken away. Raises ReviewerError where it is no journal."""
        content = self._path.read_bytes() if self._path.exists() else b""
        whole = content[: content.rfind(b"\n") + 1]
        if whole != content:
            with self._path.open("r+b") as stream:
                stream.truncate(len(whole))
        history = History()
        for number, text in enumerate(whole.splitlines(), 1):
            try:
                history = history.with_line(_LINE.validate_json(text))
            except ValidationError:
                raise ReviewerError(
                    f"{self._path}:{number}",
                    "is no line of a journal of this version",
                    "move it away to review all clients again",
                ) from None
        return history

    def add(self, line: Finished | Complete) -> None:
        """Add a line. Raises OSError."""
        with self._path.open("ab") as stream:
            stream.write(line.model_dump_json().encode("utf-8") + b"\n")
            stream.flush()
            os.fsync(stream.fileno())


def digests(files: Mapping[str, bytes]) -> dict[str, str]:
    """SHA-256 of each file."""
    return {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
