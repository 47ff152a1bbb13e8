"""Clients reviewed on a Dask cluster (``--executor dask --scheduler tcp://…``). The only module that speaks to one.

It connects to the scheduler that was named and to nothing else: results come by way of it, not from the workers.
"""

from __future__ import annotations

import threading
import time
from concurrent.futures import Executor, Future
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from reviewer.batch.client import Outcome, Task, Tell
from reviewer.batch.executors import Hear, NoWorkers, Work
from reviewer.batch.inputs import tool_digest
from reviewer.errors import ReviewerError

_TOPIC = "qms-reviewer"
_WAIT = 15
"""Seconds for the scheduler to answer."""
_PATIENCE = 60.0
"""Seconds without a single worker, such as one that is being started again, after which the cluster is given up."""
_LOOK = 2.0
"""Seconds between two looks at the workers."""


class Cluster:
    """The workers of a cluster. Each needs this version of the reviewer, and the documents under the same paths."""

    def __init__(self, scheduler: str, jobs: int | None, hear: Hear) -> None:
        """Connect. Raises ReviewerError where that is not possible or a worker has another version."""
        parts = urlsplit(scheduler)
        if parts.scheme not in {"tcp", "tls"} or not parts.hostname:
            raise ReviewerError(
                "--scheduler", f"{scheduler!r} is no address of a scheduler", "write tcp://HOST:PORT or tls://HOST:PORT"
            )
        try:
            from distributed import Client
        except ImportError:
            raise ReviewerError(
                "--executor dask", "the package distributed is not installed", "pip install 'qms-reviewer[dask]'"
            ) from None
        try:
            self._client = Client(scheduler, timeout=_WAIT, set_as_default=False, direct_to_workers=False, name=_TOPIC)
        except (OSError, TimeoutError, ValueError):
            raise ReviewerError("--scheduler", f"{scheduler} does not answer", "start it, or name another") from None
        try:
            workers = self._workers()
            self.jobs = jobs or workers
        except BaseException:
            self._client.close()
            raise
        self.parsers: int | None = 1
        self.tell: Tell = _tell
        self._client.subscribe_topic(_TOPIC, lambda event: hear(*event[1]))
        self._executor: Executor = self._client.get_executor(pure=False, retries=0)
        self._lock = threading.Lock()
        self._under_way: set[Future[Outcome]] = set()
        self._given_up = threading.Event()
        self._closed = threading.Event()
        threading.Thread(target=self._watch, daemon=True).start()

    def submit(self, work: Work, task: Task) -> Future[Outcome]:
        """Have a task done by a worker. Where one dies, another tries."""
        answer: Future[Outcome] = Future()
        self._under_way.add(answer)
        if self._given_up.is_set():
            self._answer(answer, NoWorkers())
            return answer

        def done(future: Future[Outcome]) -> None:
            # Cancelled without our doing: the scheduler is gone.
            error = NoWorkers() if future.cancelled() else future.exception()
            self._answer(answer, future.result() if error is None else error)

        self._executor.submit(work, task).add_done_callback(done)
        return answer

    def _answer(self, answer: Future[Outcome], what: Outcome | BaseException) -> None:
        """The first answer counts."""
        with self._lock:
            if answer not in self._under_way:
                return
            self._under_way.remove(answer)
        if isinstance(what, BaseException):
            answer.set_exception(what)
        else:
            answer.set_result(what)

    def _watch(self) -> None:
        """Give the cluster up once it has had no worker for a while: Dask would wait for one for ever."""
        seen = time.monotonic()
        while not self._closed.wait(min(_LOOK, _PATIENCE)):
            with suppress(Exception):  # of many kinds, where the scheduler is gone
                if self._client.scheduler_info()["workers"]:
                    seen = time.monotonic()
                    self._given_up.clear()
            if time.monotonic() - seen >= _PATIENCE:
                self._given_up.set()
                for answer in tuple(self._under_way):
                    self._answer(answer, NoWorkers())

    def close(self, *, at_once: bool) -> None:
        """Cancel what is under way, and part from the cluster, which lives on."""
        self._closed.set()
        with suppress(OSError, TimeoutError):
            # Not to wait is to cancel, to Dask; on a cluster that was given up there is nothing to wait for.
            self._executor.shutdown(wait=not at_once and not self._given_up.is_set())
        self._client.close()

    def _workers(self) -> int:
        """How many clients they can review at the same time."""
        try:
            tools: dict[str, Any] = self._client.run(tool_digest, on_error="return")
        except (OSError, TimeoutError) as error:
            raise ReviewerError(
                "--scheduler", f"its workers do not answer ({type(error).__name__})", "look after the cluster"
            ) from None
        if not tools:
            raise ReviewerError("--scheduler", "it has no workers", "start some with `dask worker`")
        other = sorted(worker for worker, tool in tools.items() if tool != tool_digest())
        if other:
            raise ReviewerError(
                "--scheduler",
                f"{len(other)} of {len(tools)} workers ({other[0]}) do not have this version of the reviewer",
                "install it there",
            )
        return len(tools)


def _tell(client: str, stage: str, done: int, total: int) -> None:
    from distributed import get_worker

    with suppress(ValueError):  # where no worker is around it
        get_worker().log_event(_TOPIC, (client, stage, done, total))
