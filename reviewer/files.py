"""Files that are written whole or not at all, and JSON that a user named."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import Any

from reviewer.errors import ReviewerError


def write_whole(path: Path, content: bytes, mode: int = 0o600, *, lasting: bool = False) -> None:
    """Write a file by way of another beside it, so that nobody ever finds half of it. Raises OSError.

    ``mode``: who may read it. ``lasting``: it is on the disk before it takes the place of what was there, so that not even a loss of power
    leaves neither.
    """
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".writing-")  # mkstemp: 0600 from the start
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(content)
            if lasting:
                stream.flush()
                os.fsync(stream.fileno())
        Path(temporary).chmod(mode)
        Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)


def read_json(path: Path, where: str) -> Any:
    """What a JSON file that the user named holds; None where it holds no JSON. ``where``: the option or file that a fault is put down
    to. Raises ReviewerError where it cannot be read."""
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        reason = (error.strerror or "fault").lower()
        raise ReviewerError(where, f"{path} cannot be read: {reason}", "check the path") from None
    except (ValueError, RecursionError):
        return None
