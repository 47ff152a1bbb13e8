"""What workers are asked to do in tests."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time


def pid(_: object = None) -> int:
    return os.getpid()


def echo(value: object) -> object:
    print("a library that prints")  # must not get in between the answers
    print("and complains", file=sys.stderr)
    return value


_remembered: list[bool] = []


def remember(_: object = None) -> None:
    _remembered.append(True)


def crash_if_remembered(_: object = None) -> str:
    if _remembered:
        os._exit(3)
    return "fresh"


def late(value: int, seconds: float) -> int:
    time.sleep(seconds)
    return value


def fail(value: str) -> None:
    raise ValueError(value)


def leave(_: object = None) -> None:
    os._exit(3)


def segfault(_: object = None) -> None:
    ctypes.string_at(0)


def spin(_: object = None) -> None:
    while True:
        pass


def deaf(_: object = None) -> None:
    """Hangs and hears no request to end."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(600)


def swell(_: object = None) -> int:
    """Takes memory without end, or nearly: a machine that does not bound it survives the test."""
    held = []
    for _n in range(64):
        held.append(bytearray(64 * 1024 * 1024))
    return len(held)


def is_interrupted(_: object = None) -> bool:
    os.kill(os.getpid(), signal.SIGINT)
    time.sleep(0.05)
    return False


def child_program(place: str) -> None:
    """Starts a program in a group of its own, as the reader of old Word documents does, and waits for it."""
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], start_new_session=True)
    with open(place, "w") as stream:
        stream.write(str(process.pid))
    try:
        process.wait()
    finally:
        process.kill()
        process.wait()


def loaded(*names: str) -> list[str]:
    return [name for name in names if name in sys.modules]


def unpicklable(_: object = None) -> object:
    return lambda: None
