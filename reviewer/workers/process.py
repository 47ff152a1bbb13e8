"""The other side of a worker: starts its process, asks it, and ends it whatever it is doing."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

from reviewer.workers.bounds import Allowance
from reviewer.workers.child import Answer, Setup, Task
from reviewer.workers.pipe import receive, send

Cause = Literal["time", "memory", "crash"]
_GRACE = 2.0
"""Seconds that a worker has to end other programs that it has started."""
# The paths are ours, as multiprocessing hands them on too; nothing is looked for in the current folder. Unlike with multiprocessing, the
# script that was started is not run again, and a worker may be started from anywhere, such as a daemon's process.
_START = "import sys; sys.path[:] = sys.argv[1:]; from reviewer.workers.child import main; main()"


class WorkerLost(Exception):
    """A task took its worker with it. ``cause``: it ran out of time or memory, or the process crashed."""

    def __init__(self, cause: Cause) -> None:
        self.cause = cause
        super().__init__(cause)


class Process:
    """One worker. Not to be asked by two threads at a time; ``end`` may be called from any."""

    def __init__(self, setup: Setup) -> None:
        flags = ["-I"] + ["-B"] * sys.dont_write_bytecode
        self._process = subprocess.Popen(  # noqa: S603 -- this very Python
            [sys.executable, *flags, "-c", _START, *(str(Path(path).absolute()) for path in sys.path)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,  # libraries warn there of what they see in a document
            # One thread each: the cores are shared out by the number of workers.
            env={**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1"},
            **_apart(),
        )
        self.used = False
        """It has been asked before."""
        self.ended = False
        self._overdue = False
        with contextlib.suppress(OSError):  # it died at once; the first question tells
            self._send(setup)

    def ask(
        self, function: Callable[..., object], args: tuple[Any, ...], kwargs: dict[str, Any], allowed: Allowance | None
    ) -> object:
        """The result of a call in the worker. Raises what the call raises, and WorkerLost where the worker is gone with it."""
        watch = threading.Timer(allowed.seconds, self._overtime) if allowed else None
        if watch is not None:
            watch.daemon = True
            watch.start()
        self.used = True
        try:
            self._send(Task(function, args, kwargs, allowed))
            assert self._process.stdout is not None
            answer = receive(self._process.stdout)
        except (EOFError, OSError):
            raise WorkerLost(self._cause()) from None
        except BaseException:
            self.end()
            raise
        finally:
            if watch is not None:
                watch.cancel()
        assert isinstance(answer, Answer)
        if answer.last or self._overdue:
            self.end()
        if answer.out_of_memory:
            raise WorkerLost("memory")
        if answer.error is not None:
            raise answer.error
        return answer.result

    def end(self) -> None:
        """End the worker: it may clean up for a moment, and is killed with all of its group after that."""
        self.ended = True
        if self._process.poll() is None:
            self._signal(kill=False)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(_GRACE)
        self._signal(kill=True)
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

    def _send(self, message: object) -> None:
        assert self._process.stdin is not None
        send(self._process.stdin, message)

    def _overtime(self) -> None:
        self._overdue = True
        self._signal(kill=False)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_GRACE)
        self._signal(kill=True)

    def _cause(self) -> Cause:
        """Why the worker has died; it is gone for good after this."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(_GRACE)
        self.end()
        if self._overdue or (sys.platform != "win32" and self._process.returncode == -signal.SIGXCPU):
            return "time"
        return "crash"

    def _signal(self, *, kill: bool) -> None:
        """Ask or force the worker, and what it has started in its group, to end."""
        if sys.platform == "win32":
            if kill and self._process.poll() is None:
                command = ["taskkill", "/F", "/T", "/PID", str(self._process.pid)]
                subprocess.run(command, check=False, capture_output=True)  # noqa: S603 -- a program of Windows
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self._process.pid, signal.SIGKILL if kill else signal.SIGTERM)


def _apart() -> dict[str, Any]:
    """A group of its own: Ctrl-C in the terminal reaches only the process that started the worker, which ends it."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"process_group": 0}
