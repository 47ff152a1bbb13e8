"""Clients reviewed in processes of this machine (``--executor processes``): the standard library's pool, of fresh processes.

Workers compute with one thread each, since there are as many of them as cores. None outlives the process that started it: each listens on
a pipe that only that process can write to, and ends when it is written to or closed.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import suppress
from multiprocessing import connection
from multiprocessing.queues import SimpleQueue

from reviewer.batch.client import Tell
from reviewer.batch.executors import Hear

Message = tuple[str, str, int, int] | None
_THREADS = dict.fromkeys(("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS", "VECLIB_MAXIMUM_THREADS", "RAYON_NUM_THREADS"), "1")  # fmt: skip
_messages: SimpleQueue[Message] | None = None


class Processes:
    """A pool of processes."""

    def __init__(self, jobs: int | None, hear: Hear) -> None:
        self.jobs = jobs or cores()
        self.tell: Tell = _tell
        self._context = multiprocessing.get_context("spawn")
        self._ends, self._end = self._context.Pipe(duplex=False)
        self._messages: SimpleQueue[Message] = self._context.SimpleQueue()
        self._pool: ProcessPoolExecutor | None = None
        self._before = {name: os.environ.get(name) for name in _THREADS}
        os.environ.update(_THREADS)  # what a worker imports first may read them
        self._listener = threading.Thread(target=_listen, args=(self._messages, hear), daemon=True)
        self._listener.start()

    def executor(self) -> Executor:
        """The pool."""
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self.jobs, mp_context=self._context, initializer=_prepare, initargs=(self._ends, self._messages)
            )
        return self._pool

    def renew(self) -> None:
        """Part from a pool that gave up because one of its processes has died."""
        if self._pool is not None:
            self._pool.shutdown(wait=True)
            self._pool = None

    def close(self, *, at_once: bool) -> None:
        """End the processes."""
        if at_once:
            with suppress(OSError):
                self._end.send(None)
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
        self._messages.put(None)
        self._listener.join(timeout=5)
        self._end.close()
        self._ends.close()
        self._messages.close()
        for name, value in self._before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


def cores() -> int:
    """Cores that this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _listen(messages: SimpleQueue[Message], hear: Hear) -> None:
    with suppress(OSError, EOFError):
        while (message := messages.get()) is not None:
            hear(*message)


def _prepare(ends: connection.Connection, messages: SimpleQueue[Message]) -> None:
    """First thing in a worker."""
    global _messages
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started this one to handle
    _messages = messages
    threading.Thread(target=_end_with, args=(ends,), daemon=True).start()


def _end_with(ends: connection.Connection) -> None:
    connection.wait([ends])
    os._exit(1)


def _tell(client: str, stage: str, done: int, total: int) -> None:
    if _messages is not None:
        _messages.put((client, stage, done, total))
