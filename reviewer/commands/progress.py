"""A line on stderr that says how far the work is; nothing where nobody watches."""

from __future__ import annotations

import shutil
import sys
from types import TracebackType
from typing import TYPE_CHECKING

from reviewer.report.words import clean

if TYPE_CHECKING:
    from reviewer.pipeline import Progress


class ProgressLine:
    """Overwrites itself, and is gone when the work is done, however it ends."""

    def __init__(self, *, quiet: bool) -> None:
        self._shown = not quiet and sys.stderr.isatty()
        self._length = 0

    def __enter__(self) -> Progress:
        return self._show

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._write("")
        if self._shown:
            sys.stderr.write("\r")

    def _show(self, stage: str, done: int, total: int) -> None:
        self._write(f"{clean(stage)} {done}/{total}" if total else clean(stage))

    def _write(self, line: str) -> None:
        if self._shown:
            line = line[: shutil.get_terminal_size().columns - 1]  # a wrapped line could not be overwritten
            sys.stderr.write(f"\r{line:<{self._length}}")
            sys.stderr.flush()
            self._length = len(line)
