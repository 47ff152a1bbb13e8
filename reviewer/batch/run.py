"""The batch itself: what has changed is reviewed, what was finished is left alone, and the portfolio report is made of all there is."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from typing import NamedTuple

from reviewer.batch.client import Failed, Outcome, Reviewed, Task, Unchanged, answered, options_of, review_client
from reviewer.batch.events import Log, Watch
from reviewer.batch.executors import NoWorkers, Place, Work
from reviewer.batch.folders import Folders
from reviewer.batch.inputs import look, unchanged
from reviewer.batch.journal import Finished, History, Journal, digests
from reviewer.batch.portfolio import Client, Portfolio
from reviewer.batch.summary import changes_since
from reviewer.model import ReadStatus, Review
from reviewer.report.json_report import NAME as REPORT
from reviewer.sources.drive.address import is_drive
from reviewer.sources.drive.settings import Settings as DriveSettings

_LOST = Failed(
    "worker_lost", "the process that reviewed it ended all at once",
    "its documents may need more memory than there is: review it alone, or fewer clients at the same time (--jobs)",
)  # fmt: skip
_GONE = Failed(
    "no_workers", "the cluster has no workers any more", "look after it and start this again: what is done stays done"
)  # fmt: skip


class Wanted(NamedTuple):
    """What a batch is asked for, beside the clients."""

    drive: DriveSettings = DriveSettings()
    cache: bool = False
    again: bool = False
    """Review clients too whose reports would not change."""


class Result(NamedTuple):
    """What became of the clients of a run."""

    history: History
    """With this run."""
    failed: Mapping[str, Failed]


class _Run:
    def __init__(self, folders: Folders, journal: Journal, wanted: Wanted, watch: Watch, log: Log) -> None:
        self.folders = folders
        self.journal = journal
        self.history = journal.read()
        self.wanted = wanted
        self.watch = watch
        self.log = log
        self.failed: dict[str, Failed] = {}
        self._since: dict[str, float] = {}

    def left_alone(self, client: Client, line: Finished | None) -> bool:
        """Whether a client needs nothing: what this run has finished before it was killed, and what has not changed."""
        if line is None or line.folder != client.folder or not self.folders.holds(line):
            return False
        # A run that was killed does not do again what it has done.
        return not self.wanted.again or client.name in self.history.begun().in_this_run

    def begin(self, client: Client) -> None:
        self._since[client.name] = time.monotonic()
        self.watch.begin(client.name)
        self.log("client_started", client=client.name)

    def end(self, client: Client, outcome: Outcome) -> None:
        """Lay the reports down, or note why there are none."""
        if isinstance(outcome, Reviewed):
            outcome = self._lay_down(client, outcome)
        seconds = time.monotonic() - self._since[client.name] if client.name in self._since else None
        self.watch.end(client.name)
        if isinstance(outcome, Failed):
            self.failed[client.name] = outcome
            self.log("client_failed", client=client.name, code=outcome.code, seconds=seconds)
        elif isinstance(outcome, Unchanged):
            self.log("client_unchanged", client=client.name, seconds=seconds)
        else:
            self.log("client_finished", client=client.name, seconds=seconds)

    def _lay_down(self, client: Client, made: Reviewed) -> Outcome:
        review = Review.model_validate_json(made.files[REPORT])
        for entry in review.documents:
            if entry.status is not ReadStatus.read:
                self.log("document", client=client.name, document=entry.id, code=entry.error_code or entry.status.value)
            else:
                self.log("document", client=client.name, document=entry.id)
        written = digests(made.files)
        line = Finished(
            client=client.name, folder=client.folder, inputs=made.inputs, files=written,
            changes=changes_since(self.folders.of(client.folder) / REPORT, review),
        )  # fmt: skip
        try:
            staged = self.folders.stage(made.files)
            self.folders.keep_own(client.folder, staged, self.history.ours.get(client.name, frozenset()))
            self.journal.add(line)
            self.folders.put(client.folder, staged)
        except OSError as error:
            return Failed(
                "not_written",
                f"its reports cannot be written: {(error.strerror or 'fault').lower()}",
                "close them elsewhere, make room",
            )
        self.history = self.history.with_line(line)
        return made


def run_batch(
    portfolio: Portfolio,
    folders: Folders,
    place: Place,
    wanted: Wanted,
    watch: Watch,
    log: Log,
    work: Work | None = None,
) -> Result:
    """Review all clients that need it. ``work``: what a worker does, if not the review. Raises ReviewerError where the journal can't be read."""
    run = _Run(folders, Journal(folders.out), wanted, watch, log)
    log("batch_started")
    tasks: list[Task] = []
    weights: dict[str, int] = {}
    for client in portfolio.clients:
        line = run.history.finished.get(client.name)
        known = line.inputs if line is not None and run.left_alone(client, line) else None
        first = answered(
            lambda task: _looked(task, weights), Task(client, wanted.drive, wanted.cache, known, place.tell, place.parsers)
        )
        if isinstance(first, Task):
            tasks.append(first)
        else:
            run.end(client, first)
    watch.expect({task.client.name: weights.get(task.client.name, 0) for task in tasks})
    # The largest first, so that none of them runs alone at the end.
    _work_off(run, place, sorted(tasks, key=lambda task: -weights.get(task.client.name, 0)), work or review_client)
    names = tuple(client.name for client in portfolio.clients)
    history = run.history if run.history.clients == names else run.history.begun()
    return Result(history, run.failed)


def _looked(task: Task, weights: dict[str, int]) -> Unchanged | Task:
    """The task, or its outcome where that is plain without a worker. Google Drive is left to the worker."""
    client = task.client
    options = options_of(task)
    if any(map(is_drive, client.sources)):
        return task
    inputs, files = look(client, options)
    weights[client.name] = inputs.weight
    return Unchanged() if task.known is not None and unchanged(task.known, inputs, files) else task


def _work_off(run: _Run, place: Place, tasks: Iterable[Task], work: Work) -> None:
    """Have tasks done, as many at a time as the place has room for.

    A client whose worker died is tried once more when all others are done, alone, since the memory that it lacked may have been theirs.
    """
    waiting, alone = deque(tasks), deque[Task]()
    again: set[str] = set()
    under_way: dict[Future[Outcome], Task] = {}
    while waiting or alone or under_way:
        source, room = (waiting, place.jobs) if waiting else (alone, 1)
        while source and len(under_way) < room:
            task = source.popleft()
            run.begin(task.client)
            under_way[place.submit(work, task)] = task
        done = wait(under_way, return_when=FIRST_COMPLETED).done
        for future in [future for future in under_way if future in done]:
            task = under_way.pop(future)
            outcome = _outcome(future, task)
            if outcome is _LOST and task.client.name not in again:
                run.log("worker_lost", client=task.client.name)
                again.add(task.client.name)
                alone.append(task)
            else:
                run.end(task.client, outcome)


def _outcome(future: Future[Outcome], task: Task) -> Outcome:
    error = future.exception()
    if error is None:
        return future.result()
    if isinstance(error, NoWorkers):
        return _GONE
    if isinstance(error, BrokenExecutor) or type(error).__name__ == "KilledWorker":  # of Dask
        return _LOST
    return answered(_raise(error), task)


def _raise(error: BaseException) -> Work:
    def work(_: Task) -> Outcome:
        raise error

    return work
