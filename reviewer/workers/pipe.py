"""How a worker and the process that started it speak: each message is its length and a pickle, over a pipe, never by way of a disk."""

from __future__ import annotations

import pickle
import struct
from typing import IO

_LENGTH = struct.Struct("!Q")


def send(stream: IO[bytes], message: object) -> None:
    """Write a message. Raises OSError where nobody reads any more, and whatever pickle raises for what can't be sent."""
    data = pickle.dumps(message, pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def receive(stream: IO[bytes]) -> object:
    """The next message. Raises EOFError where the other side has closed the pipe or died."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    (length,) = _LENGTH.unpack(head)
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return pickle.loads(data)  # noqa: S301 -- both sides are this program
