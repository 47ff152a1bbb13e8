"""The batch itself: what has changed is reviewed, what was finished is left alone, and the portfolio report is made of all there is."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Future, wait
from typing import NamedTuple

from reviewer.batch.client import Failed, Outcome, Reviewed, Task, Unchanged, answered, options_of, review_client
from reviewer.batch.events import Log, Watch
from reviewer.batch.executors import Place
from reviewer.batch.folders import Folders
from reviewer.batch.inputs import look, unchanged
from reviewer.batch.journal import Finished, History, Journal, digests
from reviewer.batch.portfolio import Client, Portfolio
from reviewer.batch.summary import changes_since
from reviewer.model import ReadStatus, Review
from reviewer.report.json_report import NAME as REPORT
from reviewer.sources.drive.address import is_drive
from reviewer.sources.drive.settings import Settings as DriveSettings

Work = Callable[[Task], Outcome]
_LOST = Failed(
    "worker_lost", "the process that reviewed it ended all at once",
    "its documents may need more memory than there is: review it alone, or fewer clients at the same time (--jobs)",
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
    unchanged: frozenset[str]
    """Clients whose reports an earlier run made, and that were left alone."""


class _Run:
    def __init__(self, folders: Folders, journal: Journal, wanted: Wanted, watch: Watch, log: Log) -> None:
        self.folders = folders
        self.journal = journal
        self.history = journal.read()
        self.wanted = wanted
        self.watch = watch
        self.log = log
        self.failed: dict[str, Failed] = {}
        self.unchanged: set[str] = set()
        self._since: dict[str, float] = {}

    def left_alone(self, client: Client, line: Finished | None) -> bool:
        """Whether a client needs nothing: what this run has finished before it was killed, and what has not changed."""
        if line is None or line.folder != client.folder or not self.folders.holds(line):
            return False
        return not self.wanted.again or client.name in self.history.in_this_run

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
            self.unchanged.update({client.name} - self.history.in_this_run)
            self.log("client_unchanged", client=client.name, seconds=seconds)
        else:
            self.log("client_finished", client=client.name, seconds=seconds)

    def _lay_down(self, client: Client, made: Reviewed) -> Outcome:
        before = self.history.finished.get(client.name)
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
            self.folders.keep_own(client.folder, staged, before.files if before else {})
            self.journal.add(line)
            self.folders.put(client.folder, staged)
        except OSError as error:
            return Failed(
                "not_written",
                f"its reports cannot be written: {(error.strerror or 'fault').lower()}",
                "close them elsewhere, make room",
            )
        self.history = History(
            {**self.history.finished, client.name: line}, self.history.in_this_run | {client.name}, self.history.before
        )
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
        first = answered(lambda task: _looked(task, weights), Task(client, wanted.drive, wanted.cache, known, place.tell))
        if isinstance(first, Task):
            tasks.append(first)
        else:
            run.end(client, first)
    watch.expect({task.client.name: weights.get(task.client.name, 0) for task in tasks})
    # The largest first, so that none of them runs alone at the end.
    _work_off(run, place, sorted(tasks, key=lambda task: -weights.get(task.client.name, 0)), work or review_client)
    return Result(run.history, run.failed, frozenset(run.unchanged))


def _looked(task: Task, weights: dict[str, int]) -> Unchanged | Task:
    """The task, or its outcome where that is plain without a worker. Google Drive is left to the worker."""
    client = task.client
    options = options_of(client, task.drive, task.cache)
    if any(map(is_drive, client.sources)):
        return task
    inputs, files = look(client, options)
    weights[client.name] = inputs.weight
    return Unchanged() if task.known is not None and unchanged(task.known, inputs, files) else task


def _work_off(run: _Run, place: Place, tasks: Iterable[Task], work: Work) -> None:
    """Have tasks done, as many at a time as the place has room for.

    Where a process dies, the pool gives up all that was under way. One of these clients is the cause: they are tried again one at a
    time, and the one that breaks the pool alone is reported.
    """
    waiting, suspects = deque(tasks), deque[Task]()
    under_way: dict[Future[Outcome], Task] = {}
    on_trial = False
    while waiting or suspects or under_way:
        if not under_way:
            on_trial = bool(suspects)
        source, room = (suspects, 1) if on_trial else (waiting, place.jobs)
        while source and len(under_way) < room:
            run.begin(source[0].client)
            try:
                under_way[place.executor().submit(work, source[0])] = source[0]
            except BrokenExecutor:
                if not under_way:
                    place.renew()
                break
            source.popleft()
        broken = [task for future in _done(under_way) if (task := _collected(run, under_way, future))]
        if broken:
            broken += [task for future in list(under_way) if (task := _collected(run, under_way, future))]
            place.renew()
            if len(broken) == 1:
                run.end(broken[0].client, _LOST)
            else:
                run.log("worker_lost")
                suspects.extend(broken)


def _done(under_way: Mapping[Future[Outcome], Task]) -> list[Future[Outcome]]:
    """Those that are done, in the order in which they were begun."""
    done = wait(under_way, return_when=FIRST_COMPLETED).done if under_way else ()
    return [future for future in under_way if future in done]


def _collected(run: _Run, under_way: dict[Future[Outcome], Task], future: Future[Outcome]) -> Task | None:
    """Take in what came of a task; the task itself where the pool broke under it. A broken pool leaves none open."""
    task = under_way.pop(future)
    error = future.exception()
    if isinstance(error, BrokenExecutor):
        return task
    if error is None:
        run.end(task.client, future.result())
    elif type(error).__name__ == "KilledWorker":  # of Dask, which has tried it on several
        run.end(task.client, _LOST)
    else:
        run.end(task.client, answered(_raise(error), task))
    return None


def _raise(error: BaseException) -> Work:
    def work(_: Task) -> Outcome:
        raise error

    return work
