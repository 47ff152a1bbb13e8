"""With this folder on its path, a process and all that it starts believe in one moment.

What the clock says is all that two runs may differ in; without it their files can be compared to the last byte.
"""

from __future__ import annotations

import datetime as dt


class _Fixed(dt.datetime):
    __slots__ = ()

    @classmethod
    def now(cls, tz: dt.tzinfo | None = None) -> _Fixed:
        return cls(2026, 1, 2, 3, 4, 5, tzinfo=tz)


dt.datetime = _Fixed  # type: ignore[misc]
