"""Clients reviewed in processes of this machine (``--executor processes``): the standard library's pools, of fresh processes.

Workers compute with one thread each, since there are as many of them as cores. None outlives the process that started it: each listens on
a pipe that only that process can write to, and ends when it is written to or closed.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing import connection
from multiprocessing.context import BaseContext
from multiprocessing.queues import SimpleQueue

from reviewer.batch.client import Outcome, Task, Tell
from reviewer.batch.executors import Hear, Work
from reviewer.workers.pool import cores

Message = tuple[str, str, int, int] | None
_THREADS = dict.fromkeys(("OMP_NUM_THREADS", "OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS", "VECLIB_MAXIMUM_THREADS", "RAYON_NUM_THREADS"), "1")  # fmt: skip
_messages: SimpleQueue[Message] | None = None


class Processes:
    """Up to ``jobs`` processes, each in a pool of its own.

    A pool gives up all that it has under way where one of its processes dies, and, where that process is its newest, may not notice
    (CPython 3.11 to 3.13 start it after they have looked which ones to watch). With one process to a pool neither can happen.
    """

    def __init__(self, jobs: int | None, hear: Hear) -> None:
        self.jobs = jobs or cores()
        self.parsers: int | None = max(1, cores() // self.jobs)
        self.tell: Tell = _tell
        self._before = {name: os.environ.get(name) for name in _THREADS}
        os.environ.update(_THREADS)  # what a worker imports first may read them
        self._context = _context()
        self._ends, self._end = self._context.Pipe(duplex=False)
        self._messages: SimpleQueue[Message] = self._context.SimpleQueue()
        self._pools: list[ProcessPoolExecutor] = []
        self._idle: list[ProcessPoolExecutor] = []
        self._listener = threading.Thread(target=_listen, args=(self._messages, hear), daemon=True)
        self._listener.start()

    def submit(self, work: Work, task: Task) -> Future[Outcome]:
        """Have a task done by a process that is idle, or by a new one."""
        with _no_interrupt():
            while self._idle:
                pool = self._idle.pop()
                try:
                    future = pool.submit(work, task)
                except BrokenExecutor:  # it died while it had nothing to do
                    continue
                break
            else:
                pool = ProcessPoolExecutor(
                    1, mp_context=self._context, initializer=_prepare, initargs=(self._ends, self._messages)
                )
                self._pools.append(pool)
                future = pool.submit(work, task)
        future.add_done_callback(lambda done: self._done(pool, done))
        return future

    def _done(self, pool: ProcessPoolExecutor, future: Future[Outcome]) -> None:
        if not future.cancelled() and not isinstance(future.exception(), BrokenExecutor):
            self._idle.append(pool)

    def close(self, *, at_once: bool) -> None:
        """End the processes."""
        if at_once:
            with suppress(OSError):
                self._end.send(None)
        for pool in self._pools:
            pool.shutdown(wait=True, cancel_futures=True)
        self._messages.put(None)
        self._listener.join(timeout=5)
        self._end.close()
        self._ends.close()
        self._messages.close()
        for name, value in self._before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


def _context() -> BaseContext:
    """Fresh processes: forked from one that has imported the program and started nothing, where the platform can, else started anew."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["reviewer.batch.client"])
    return context


@contextmanager
def _no_interrupt() -> Iterator[None]:
    """Ctrl-C is put off while a process starts, and never comes to it: it inherits that. This process alone has to handle it."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    late: list[int] = []
    handler = signal.signal(signal.SIGINT, lambda number, _: late.append(number))
    try:
        if sys.platform == "win32":
            yield
        else:
            masked = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
            try:
                yield
            finally:
                signal.pthread_sigmask(signal.SIG_SETMASK, masked)
    finally:
        signal.signal(signal.SIGINT, handler)
    if late:
        raise KeyboardInterrupt


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
