"""Where clients are reviewed: any ``concurrent.futures.Executor``, with a way to hear from what runs there and to end it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from enum import StrEnum
from typing import ParamSpec, Protocol, TypeVar

from reviewer.batch.client import Outcome, Task, Tell

P = ParamSpec("P")
T = TypeVar("T")
Hear = Callable[[str, str, int, int], None]
Work = Callable[[Task], Outcome]
"""What a worker does."""


class Kind(StrEnum):
    """What ``--executor`` may name."""

    processes = "processes"
    dask = "dask"
    none = "none"


class NoWorkers(BrokenExecutor):
    """Nothing is left that could do a task, now or if it is tried again."""


class Place(Protocol):
    """Somewhere to review clients."""

    jobs: int
    """How many at the same time."""
    parsers: int | None
    """Processes that read the documents of each; None for one on each core."""
    tell: Tell
    """For the worker: what it tells is heard here. Picklable."""

    def submit(self, work: Work, task: Task) -> Future[Outcome]:
        """Have a task done by an executor. The future raises BrokenExecutor where the process that did it has died, and
        NoWorkers where none is left."""
        ...

    def close(self, *, at_once: bool) -> None:
        """End everything that was started; at once, whatever it is doing, or once it is done."""
        ...


class Here:
    """This process, one client after the other (``--executor none``)."""

    jobs = 1
    parsers: int | None = None

    def __init__(self, hear: Hear) -> None:
        self.tell: Tell = hear

    def submit(self, work: Work, task: Task) -> Future[Outcome]:
        """Do the task while it is asked for."""
        return _Calls().submit(work, task)

    def close(self, *, at_once: bool) -> None:
        """Nothing was started."""


class _Calls(Executor):
    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # noqa: BLE001 -- as every executor hands it on
            future.set_exception(error)
        return future
