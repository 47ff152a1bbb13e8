"""A pool of workers that survives what its tasks do: a ``concurrent.futures.Executor`` over processes.

``ProcessPoolExecutor`` gives up all that is under way where one process dies, and cannot end a task that hangs. Here each process has
a thread that waits for it: a task that crashes, hangs or takes too much memory ends its own process and is told so, and the next task
gets a new one.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from types import TracebackType
from typing import Any, ParamSpec, TypeVar

from reviewer.workers.bounds import Allowance
from reviewer.workers.child import Setup
from reviewer.workers.process import Process, WorkerLost

P = ParamSpec("P")
T = TypeVar("T")


def cores() -> int:
    """Cores that this process may run on."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class Workers(Executor):
    """Runs calls in up to ``number`` processes, which start when they are first needed.

    The called function has to be importable by its name, and it and what it takes and gives have to be picklable.
    ``memory``: bytes of address space of each, where the platform can bound it; 0 for no bound.
    ``allowance``: what a call may use, by its arguments; None for no bound.
    """

    def __init__(self, number: int, *, memory: int = 0, allowance: Callable[..., Allowance] | None = None) -> None:
        self.number = max(1, number)
        self._setup = Setup(memory)
        self._allowance = allowance
        self._threads = ThreadPoolExecutor(self.number, thread_name_prefix="worker")
        self._lock = threading.Lock()
        self._idle: list[Process] = []
        self._all: set[Process] = set()
        self._closed = False

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Have a call made in a worker. Its future raises what the call raises, or WorkerLost."""
        return self._threads.submit(self._run, fn, args, kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End all workers: after what is under way, or at once with ``cancel_futures``. None is left when this returns."""
        if cancel_futures:
            with self._lock:
                self._closed = True
                every = tuple(self._all)
            self._threads.shutdown(wait=False, cancel_futures=True)
            for process in every:
                process.end()
        self._threads.shutdown(wait=wait or cancel_futures, cancel_futures=cancel_futures)
        with self._lock:
            self._closed = True
            every = tuple(self._all)
            self._idle.clear()
        for process in every:
            self._drop(process)

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.shutdown(cancel_futures=kind is not None)

    def _run(self, function: Callable[..., T], args: tuple[Any, ...], kwargs: dict[str, Any]) -> T:
        allowed = self._allowance(*args, **kwargs) if self._allowance is not None else None
        process = self._take()
        again = process.used
        try:
            return self._asked(process, function, args, kwargs, allowed)
        except WorkerLost as lost:
            # What earlier tasks have left in its memory must not decide what becomes of this one.
            if lost.cause == "time" or not again or self._closed:
                raise
        return self._asked(self._start(), function, args, kwargs, allowed)

    def _asked(
        self,
        process: Process,
        function: Callable[..., T],
        args: tuple[Any, ...],
        kwargs: dict[str, Any],
        allowed: Allowance | None,
    ) -> T:
        try:
            result: Any = process.ask(function, args, kwargs, allowed)
        finally:
            with self._lock:
                keep = not (process.ended or self._closed)
                if keep:
                    self._idle.append(process)
            if not keep:
                self._drop(process)
        return result  # type: ignore[no-any-return]

    def _take(self) -> Process:
        with self._lock:
            if self._idle:
                return self._idle.pop()
        return self._start()

    def _start(self) -> Process:
        process = Process(self._setup)
        with self._lock:
            self._all.add(process)
            late = self._closed
        if late:
            process.end()
        return process

    def _drop(self, process: Process) -> None:
        process.end()
        with self._lock:
            self._all.discard(process)
