"""The journal in the folder of a batch: a line of JSON for each client that was finished, and one where a run was complete.

A line is on the disk before the reports that it speaks of come into their place. So reports without their line never lie there, and a
line without its reports is noticed by their hashes.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path
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
    """What the journal says: of each client its last line, and which clients this run has finished already."""

    finished: Mapping[str, Finished]
    in_this_run: frozenset[str]
    before: tuple[str, ...]
    """The clients of the last complete run."""


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
        finished: dict[str, Finished] = {}
        now: set[str] = set()
        before: tuple[str, ...] = ()
        for number, text in enumerate(whole.splitlines(), 1):
            try:
                line = _LINE.validate_json(text)
            except ValidationError:
                raise ReviewerError(
                    f"{self._path}:{number}",
                    "is no line of a journal of this version",
                    "move it away to review all clients again",
                ) from None
            if isinstance(line, Finished):
                finished[line.client] = line
                now.add(line.client)
            else:
                before, now = line.clients, set()
        return History(finished, frozenset(now), before)

    def add(self, line: Finished | Complete) -> None:
        """Add a line. Raises OSError."""
        with self._path.open("ab") as stream:
            stream.write(line.model_dump_json().encode("utf-8") + b"\n")
            stream.flush()
            os.fsync(stream.fileno())


def digests(files: Mapping[str, bytes]) -> dict[str, str]:
    """SHA-256 of each file."""
    return {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
