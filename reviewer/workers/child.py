"""The side of a worker: takes tasks from its standard input and answers on its standard output, one after the other.

It ends when its input is closed, which is also how it learns that the process that started it has died.
"""

from __future__ import annotations

import os
import queue
import signal
import sys
import threading
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import IO, Any, NamedTuple, NoReturn

from reviewer.workers.bounds import Allowance, bound_memory, bound_processor, peak_memory
from reviewer.workers.pipe import receive, send

_GRACE = 2.0
"""Seconds in which a task may clean up behind it (another program, a temporary folder) once nobody waits for it."""
_STAYS_LEAN = 600 * 1024 * 1024
"""A worker that has held more memory than this is replaced after its task: what it holds is seldom given back."""


class Setup(NamedTuple):
    """The first message: what holds for all tasks."""

    memory: int
    """bytes of address space; 0 for no bound"""


class Task(NamedTuple):
    """A call to make."""

    function: Callable[..., object]
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    allowance: Allowance | None


class Answer(NamedTuple):
    """What came of it: a result or an error. ``out_of_memory`` stands for itself; ``last``: the worker ends now."""

    result: object = None
    error: Exception | None = None
    out_of_memory: bool = False
    last: bool = False


class TaskError(Exception):
    """A task failed by a bug of ours, with an error that could not be sent; the text is its traceback."""


@dataclass
class _Work:
    """How many tasks came in, also those not yet begun, and how many are done. Each is counted by one thread alone."""

    given: int = 0
    done: int = 0


def main() -> NoReturn:
    """Serve until the input is closed."""
    try:
        _serve()
    except SystemExit:
        pass
    finally:
        os._exit(0)  # nothing is left to do; the thread that listens would have to be waited for


def _serve() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that started this one to handle
    signal.signal(signal.SIGTERM, _leave)
    tasks, answers = _private(0, "rb"), _private(1, "wb")
    setup = receive(tasks)
    assert isinstance(setup, Setup)
    bound_memory(setup.memory)
    waiting: queue.SimpleQueue[object] = queue.SimpleQueue()
    work = _Work()
    threading.Thread(target=_listen, args=(tasks, waiting, work), daemon=True).start()
    while isinstance(task := waiting.get(), Task):
        answer = _perform(task)
        task = None
        work.done += 1
        try:
            _send(answers, answer)
        except OSError:
            return
        if answer.last:
            return


def _perform(task: Task) -> Answer:
    if task.allowance is not None:
        bound_processor(task.allowance.processor_seconds)
    try:
        answer = Answer(task.function(*task.args, **task.kwargs))
    except MemoryError:
        return Answer(out_of_memory=True, last=True)
    except Exception as error:  # noqa: BLE001 -- whatever it is, it is for the caller to hear of
        answer = Answer(error=error)
    return answer._replace(last=peak_memory() > _STAYS_LEAN)


def _send(answers: IO[bytes], answer: Answer) -> None:
    try:
        send(answers, answer)
    except MemoryError:
        send(answers, Answer(out_of_memory=True, last=True))
    except OSError:
        raise
    except Exception:  # noqa: BLE001 -- pickle fails in many ways
        send(answers, Answer(error=TaskError("".join(traceback.format_exception(answer.error)) or "the result cannot be sent")))


def _private(descriptor: int, mode: str) -> IO[bytes]:
    """A standard stream for this module alone: what a library prints there must not get in between."""
    stream: IO[bytes] = os.fdopen(os.dup(descriptor), mode)
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(nowhere, descriptor)
    os.close(nowhere)
    return stream


def _listen(tasks: IO[bytes], waiting: queue.SimpleQueue[object], work: _Work) -> None:
    """Hand tasks on. Where the input ends amid a task, the process that waits for it is gone, and so should this one be."""
    try:
        while True:
            task = receive(tasks)
            work.given += 1
            waiting.put(task)
    except (EOFError, OSError):
        waiting.put(None)
    except MemoryError:
        os._exit(1)
    if work.given > work.done:
        if sys.platform != "win32":
            os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(_GRACE)
        os._exit(1)


def _leave(_number: int, _frame: object) -> NoReturn:
    """End by way of every ``finally``, so that programs that a task has started end too."""
    raise SystemExit(1)
