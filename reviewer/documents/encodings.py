"""Text in two or four bytes a character, as editors on Windows and tools write it, with or without a byte order mark."""

from __future__ import annotations

import codecs
from typing import Final

# Longer ones first: a mark of UTF-32 begins like one of UTF-16.
_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_HEAD: Final = 4096
_MOSTLY, _HARDLY = 0.7, 0.05


def decode_wide(data: bytes) -> str | None:
    """The text of bytes in UTF-16 or UTF-32; None where they are in neither.

    Without a mark it is told by the zero bytes that Western letters have in these encodings, and always at the same places.
    """
    encoding = _encoding(data)
    try:
        return None if encoding is None else data.decode(encoding)
    except UnicodeDecodeError:
        return None


def is_wide(data: bytes) -> bool:
    """Whether the beginning is text in UTF-16 or UTF-32."""
    return _encoding(data) is not None


def _encoding(data: bytes) -> str | None:
    return next((name for mark, name in _MARKS if data.startswith(mark)), None) or _by_zeros(data[:_HEAD])


def _by_zeros(head: bytes) -> str | None:
    first, second, third, fourth = (part.count(0) / max(1, len(part)) for part in (head[place::4] for place in range(4)))
    for encoding, zeros, others in (
        ("utf-32-le", (second, third, fourth), (first,)),
        ("utf-32-be", (first, second, third), (fourth,)),
        ("utf-16-le", (second, fourth), (first, third)),
        ("utf-16-be", (first, third), (second, fourth)),
    ):
        if min(zeros) >= _MOSTLY and max(others) <= _HARDLY:
            return encoding
    return None
