"""Workers: what one task does costs that task alone, and no process is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer.workers.bounds import MEMORY_IS_BOUNDED, Allowance
from reviewer.workers.child import TaskError
from reviewer.workers.pool import Workers
from reviewer.workers.process import WorkerLost
from tests.workers import tasks

ROOT = Path(__file__).resolve().parent.parent.parent
posix = pytest.mark.skipif(sys.platform == "win32", reason="signals and process groups are of POSIX")


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # A process that nobody has waited for yet is dead all the same.
    stat = Path(f"/proc/{pid}/stat")
    return not (stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z")


def gone(pid: int, within: float = 10.0) -> bool:
    end = time.monotonic() + within
    while alive(pid):
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


@pytest.fixture(scope="module")
def workers() -> Iterator[Workers]:
    with Workers(2, memory=1024**3, allowance=lambda *_: Allowance(1.0, 60.0)) as pool:
        yield pool
        pool.submit(tasks.echo, 1).result()  # those of the last test may have been ended
        pids = [process._process.pid for process in pool._all]
    assert pids
    assert all(map(gone, pids))


def lost(workers: Workers, task: object, *args: object) -> str:
    with pytest.raises(WorkerLost) as caught:
        workers.submit(task, *args).result()  # type: ignore[arg-type]
    return caught.value.cause


def test_results_come_in_order_whatever_is_finished_first(workers: Workers) -> None:
    assert list(workers.map(tasks.late, range(6), [0.3, 0, 0.1, 0, 0.2, 0])) == list(range(6))


def test_errors_and_printing_do_no_harm(workers: Workers) -> None:
    with pytest.raises(ValueError, match="what was wrong"):
        workers.submit(tasks.fail, "what was wrong").result()
    with pytest.raises(TaskError):
        workers.submit(tasks.unpicklable).result()
    big = os.urandom(5_000_000)
    assert workers.submit(tasks.echo, big).result() == big


def test_a_worker_goes_on_unless_its_task_took_much_memory() -> None:
    with Workers(1) as pool:
        first = pool.submit(tasks.pid).result()
        assert pool.submit(tasks.pid).result() == first
        pool.submit(tasks.swell_once).result()
        assert pool.submit(tasks.pid).result() != first


def test_a_crash_costs_the_task_that_crashed(workers: Workers) -> None:
    futures = [workers.submit(task, 1) for task in (tasks.pid, tasks.leave, tasks.pid, tasks.segfault, tasks.pid)]
    outcomes = [future.exception() for future in futures]
    assert [isinstance(error, WorkerLost) and error.cause for error in outcomes] == [False, "crash", False, "crash", False]


@posix
def test_what_computes_too_long_is_ended(workers: Workers) -> None:
    begun = time.process_time()
    assert lost(workers, tasks.spin) == "time"
    assert time.process_time() - begun < 1  # it is the worker that computes


def test_what_waits_for_ever_is_ended_by_the_clock() -> None:
    with Workers(1, allowance=lambda *_: Allowance(60.0, 5.0)) as pool:
        assert lost(pool, tasks.deaf) == "time"
        assert pool.submit(tasks.echo, 3).result() == 3


@pytest.mark.skipif(not MEMORY_IS_BOUNDED, reason="this platform does not bound the memory of a process")
def test_what_takes_too_much_memory_is_ended(workers: Workers) -> None:
    assert lost(workers, tasks.swell) == "memory"
    assert workers.submit(tasks.echo, 3).result() == 3


def test_what_an_earlier_task_left_decides_nothing() -> None:
    with Workers(1) as pool:
        pool.submit(tasks.remember).result()
        assert pool.submit(tasks.crash_if_remembered).result() == "fresh"


@posix
def test_workers_let_the_process_that_started_them_handle_ctrl_c(workers: Workers) -> None:
    assert workers.submit(tasks.is_interrupted).result() is False


@posix
def test_an_error_ends_everything_at_once(tmp_path: Path) -> None:
    place = tmp_path / "pid"
    begun = time.monotonic()
    with pytest.raises(RuntimeError), Workers(2) as pool:
        pool.submit(tasks.child_program, str(place))
        pool.submit(tasks.spin)
        while not place.exists() or not place.read_text():
            time.sleep(0.02)
        pids = [process._process.pid for process in pool._all]
        raise RuntimeError
    assert len(pids) == 2
    assert all(map(gone, [*pids, int(place.read_text())]))  # the program that a task had started is ended too
    assert time.monotonic() - begun < 30


PARENT = """
import sys, time
sys.path.insert(0, {root!r})
from reviewer.workers.pool import Workers
from tests.workers import tasks
with Workers(2) as pool:
    pool.submit(tasks.late, 1, 600)
    pool.submit(tasks.child_program, {place!r})
    while len(pool._all) < 2: time.sleep(0.02)
    print(*[p._process.pid for p in pool._all], flush=True)
    time.sleep(600)
"""


@posix
@pytest.mark.parametrize("sign", ["SIGINT", "SIGKILL"])
def test_nothing_is_left_when_the_parent_ends(sign: str, tmp_path: Path) -> None:
    place = tmp_path / "pid"
    script = PARENT.format(root=str(ROOT), place=str(place))
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    assert parent.stdout is not None
    pids = [int(pid) for pid in parent.stdout.readline().split()]
    while not place.exists() or not place.read_text():
        time.sleep(0.02)
    parent.send_signal(getattr(signal, sign))
    parent.wait(30)
    parent.stdout.close()
    assert len(pids) == 2
    assert all(map(gone, [*pids, int(place.read_text())]))
