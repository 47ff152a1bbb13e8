"""Where the reports of clients lie, and how they get there: whole, or not at all.

``clients/<client>`` holds the reports. They are written to ``.unfinished/`` and moved from there. What lay there before is moved aside
first; where the run is killed between the two moves, the next one moves it back.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from contextlib import suppress
from pathlib import Path
from typing import IO

from reviewer.batch.journal import Finished, digests
from reviewer.errors import ReviewerError
from reviewer.report import prepare

CLIENTS, _UNFINISHED, _ASIDE, _LOCK = "clients", ".unfinished", ".replaced", ".lock"


class Folders:
    """The folder of a batch. One run at a time has it; the system lets go of it however that run ends."""

    def __init__(self, out: Path) -> None:
        prepare(out)
        self.out = out
        self._lock = _locked(out)
        try:
            for name in (CLIENTS, _UNFINISHED, _ASIDE):
                (out / name).mkdir(exist_ok=True)
            self._recover()
        except OSError as error:
            raise ReviewerError(
                str(out), f"cannot be written to: {(error.strerror or 'fault').lower()}", "name another folder"
            ) from None

    def close(self) -> None:
        """Take away what only this run needed, and let go of the folder."""
        with suppress(OSError):
            self._recover()  # it may have been interrupted between two moves
            for name in (_UNFINISHED, _ASIDE):
                (self.out / name).rmdir()
        self._lock.close()

    def of(self, folder: str) -> Path:
        """Where the reports of a client lie, if there are any."""
        return self.out / CLIENTS / folder

    def holds(self, line: Finished) -> bool:
        """Whether the reports lie there as they were written. What else lies there does not matter."""
        place = self.of(line.folder)
        try:
            found = {name: (place / name).read_bytes() for name in line.files}
        except OSError:
            return False
        return digests(found) == dict(line.files)

    def stage(self, files: Mapping[str, bytes]) -> Path:
        """Write files where nobody looks for reports yet. Raises OSError."""
        staged = Path(tempfile.mkdtemp(dir=self.out / _UNFINISHED))
        staged.chmod(0o755)
        for name, content in files.items():
            path = staged / name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as stream:
                stream.write(content)
                stream.flush()
                os.fsync(stream.fileno())
        return staged

    def keep_own(self, folder: str, staged: Path, ours: AbstractSet[tuple[str, str]]) -> None:
        """Bring along what people have put beside the reports or changed in them. ``ours``: name and hash of what we wrote there."""
        place = self.of(folder)
        for path in sorted(place.rglob("*")) if place.is_dir() else ():
            name = path.relative_to(place).as_posix()
            if path.is_dir() and not path.is_symlink():
                continue
            if not path.is_symlink() and (name, digests({name: path.read_bytes()})[name]) in ours:
                continue
            target = staged / name
            number = 1
            while os.path.lexists(target):
                again = f" {number}" if number > 1 else ""
                target = (staged / name).with_name(f"{path.stem} (changed by you{again}){path.suffix}")
                number += 1
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(path, target, follow_symlinks=False)

    def put(self, folder: str, staged: Path) -> None:
        """Move staged reports into their place. Raises OSError."""
        place, aside = self.of(folder), self.out / _ASIDE / folder
        if place.exists():
            place.rename(aside)
        staged.rename(place)
        shutil.rmtree(aside, ignore_errors=True)

    def _recover(self) -> None:
        """Make good what a run has left that was killed."""
        for aside in (self.out / _ASIDE).iterdir():
            place = self.of(aside.name)
            if place.exists():
                shutil.rmtree(aside)
            else:
                aside.rename(place)
        for path in (self.out / _UNFINISHED).iterdir():
            shutil.rmtree(path, ignore_errors=True)
        for path in self.out.glob(".writing-*"):
            path.unlink(missing_ok=True)


def _locked(out: Path) -> IO[bytes]:
    stream = (out / _LOCK).open("ab")
    try:
        if sys.platform == "win32":
            import msvcrt

            msvcrt.locking(stream.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        stream.close()
        raise ReviewerError(
            str(out), "another batch is writing to it", "wait for it, or name another folder with --out"
        ) from None
    return stream
