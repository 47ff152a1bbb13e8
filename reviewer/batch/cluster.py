"""Clients reviewed on a Dask cluster (``--executor dask --scheduler tcp://…``). The only module that speaks to one.

It connects to the scheduler that was named and to nothing else: results come by way of it, not from the workers.
"""

from __future__ import annotations

from concurrent.futures import Executor, Future
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from reviewer.batch.client import Outcome, Task, Tell
from reviewer.batch.executors import Hear, Work
from reviewer.batch.inputs import tool_digest
from reviewer.errors import ReviewerError

_TOPIC = "qms-reviewer"
_WAIT = 15
"""Seconds for the scheduler to answer."""


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

    def submit(self, work: Work, task: Task) -> Future[Outcome]:
        """Have a task done by a worker. Where one dies, another tries."""
        return self._executor.submit(work, task)

    def close(self, *, at_once: bool) -> None:
        """Cancel what is under way, and part from the cluster, which lives on."""
        with suppress(OSError, TimeoutError):
            self._executor.shutdown(wait=not at_once)  # not to wait is to cancel, to Dask
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
