"""What a batch tells while it runs: to people in a line that overwrites itself, to machines in lines of JSON (``--log-json``)."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import IO, Self

from reviewer.errors import ReviewerError


class Log:
    """A file with an object of JSON on each line: time, event, and, where they apply, client, document, code and seconds.

    Nothing but names and codes enters it: no text of a document, and no reason, which might quote one.
    """

    def __init__(self, path: Path | None) -> None:
        """Open it, to add to it. Raises ReviewerError where that is not possible."""
        self._stream: IO[str] | None = None
        if path is not None:
            try:
                self._stream = path.open("a", encoding="utf-8", errors="replace", newline="\n")
            except OSError as error:
                raise ReviewerError(
                    "--log-json", f"{path} cannot be written: {(error.strerror or 'fault').lower()}", "name another file"
                ) from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._stream is not None:
            self._stream.close()

    def __call__(
        self, event: str, *, client: str | None = None, document: str | None = None, code: str | None = None,
        seconds: float | None = None,
    ) -> None:  # fmt: skip
        """Write a line."""
        if self._stream is None:
            return
        given = {"client": client, "document": document, "code": code, "seconds": None if seconds is None else round(seconds, 2)}
        line = {"time": datetime.now(UTC).isoformat(timespec="milliseconds"), "event": event}
        self._stream.write(json.dumps(line | {key: value for key, value in given.items() if value is not None}) + "\n")
        self._stream.flush()


class Watch:
    """How far the batch is, in one line: clients, the one that was heard of last, and the time that is probably left."""

    def __init__(self, show: Callable[[str], None], clock: Callable[[], float] = time.monotonic) -> None:
        self._show = show
        self._clock = clock
        self._started = clock()
        self._weights: dict[str, float] = {}
        self._done = 0.0
        self._number = 0
        self._under_way: dict[str, str] = {}

    def expect(self, weights: dict[str, int]) -> None:
        """The clients to review, with the bytes of each; those of which nothing is known count as the others do on average."""
        known = [weight for weight in weights.values() if weight]
        mean = sum(known) / len(known) if known else 1.0
        self._weights = {name: weight or mean for name, weight in weights.items()}
        self._started = self._clock()

    def hear(self, client: str, stage: str, done: int, total: int) -> None:
        """What a worker tells."""
        if client in self._under_way:
            self._under_way[client] = f"{stage} {done}/{total}" if total else stage
            self._say(client)

    def begin(self, client: str) -> None:
        """A client is under way."""
        self._under_way[client] = "waiting for a worker"
        self._say(client)

    def end(self, client: str) -> None:
        """A client is dealt with."""
        self._under_way.pop(client, None)
        self._number += 1
        self._done += self._weights.get(client, 0.0)
        if self._under_way:
            self._say(next(reversed(self._under_way)))

    def left(self) -> float | None:
        """Seconds that are probably left, by the bytes that are done; None before any client is."""
        if not self._done:
            return None
        return (self._clock() - self._started) * (sum(self._weights.values()) - self._done) / self._done

    def _say(self, client: str) -> None:
        left = self.left()
        time_left = "" if left is None else f", about {_duration(left)} left"
        self._show(
            f"{self._number} of {len(self._weights)} clients done, {len(self._under_way)} under way{time_left}; {client}: {self._under_way[client]}"
        )


def _duration(seconds: float) -> str:
    if seconds < 90:
        return f"{max(1, round(seconds))} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"
