"""What workers are asked to do in tests."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from typing import Any

from reviewer.documents.interface import Limits
from reviewer.documents.ocr import Ocr
from reviewer.model import Document, Remark
from reviewer.parsing import parse


def pid(*_: object) -> int:
    return os.getpid()


def echo(value: object) -> object:
    print("a library that prints")  # must not get in between the answers
    print("and complains", file=sys.stderr)
    return value


_remembered: list[bool] = []


def remember(*_: object) -> None:
    _remembered.append(True)


def crash_if_remembered(*_: object) -> str:
    if _remembered:
        os._exit(3)
    return "fresh"


def late(value: int, seconds: float) -> int:
    time.sleep(seconds)
    return value


def fail(value: str) -> None:
    raise ValueError(value)


def leave(*_: object) -> None:
    os._exit(3)


def segfault(*_: object) -> None:
    ctypes.string_at(0)


def spin(*_: object) -> None:
    while True:
        pass


def deaf(*_: object) -> None:
    """Hangs and hears no request to end."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    time.sleep(600)


def swell(*_: object) -> int:
    """Takes more memory than it may; the most of it at once, so that a slow machine takes no time over it."""
    return sum(map(len, [bytearray(64 * 1024 * 1024), bytearray(2 * 1024**3)]))


def swell_once(*_: object) -> int:
    return len(bytearray(b"x") * (700 * 1024 * 1024))


def is_interrupted(*_: object) -> bool:
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


def read_or(data: bytes, name: str, limits: Limits, ocr: Ocr | None = None) -> Document:
    """Reads a document, but for those whose name begins with that of a task that does harm."""
    harm = {"leave": leave, "segfault": segfault, "swell": swell, "spin": spin, "deaf": deaf}.get(name.partition("-")[0])
    if harm is not None:
        harm()
    return parse(data, name, limits, ocr)


def read_watched(data: bytes, name: str, limits: Limits, ocr: Ocr | None = None) -> Document:
    """Reads a document, with a remark that names every file that is opened for writing and every program that is started."""
    written: list[str] = []
    watching = True

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if not watching:
            return
        if event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            written.append(str(arguments[0]))
        if event in {"subprocess.Popen", "os.rename", "tempfile.mkstemp", "tempfile.mkdtemp", "shutil.copyfile"}:
            written.append(event)

    sys.dont_write_bytecode = True
    sys.addaudithook(watch)
    document = parse(data, name, limits, ocr)
    watching = False
    remark = Remark(code="watched", text=", ".join(written) or "nothing was written")
    return document.model_copy(update={"remarks": (*document.remarks, remark)})


def read_unconnected(data: bytes, name: str, limits: Limits, ocr: Ocr | None = None) -> Document:
    """Reads a document, with a remark where anything but a module was opened or somebody called."""
    called: list[str] = []
    watching = True

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if watching and event.startswith(("socket.", "urllib.", "subprocess.")):
            called.append(event)

    sys.addaudithook(watch)
    try:
        document = parse(data, name, limits, ocr)
    finally:
        watching = False
    if not called:
        return document
    return document.model_copy(update={"remarks": (*document.remarks, Remark(code="connected", text=", ".join(called)))})


def modules(data: bytes, name: str, limits: Limits, ocr: Ocr | None = None) -> Document:
    """Reads a document; what is loaded after that stands in its furniture."""
    document = parse(data, name, limits, ocr)
    return document.model_copy(update={"furniture": tuple(sys.modules)})


def unpicklable(*_: object) -> object:
    return lambda: None
