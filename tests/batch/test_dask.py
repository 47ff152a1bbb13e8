"""The same batch on a cluster of Dask: a real scheduler and two real workers, each a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread

import pytest

from tests.batch.conftest import ROOT, make_clients, tree

pytest.importorskip("distributed", reason="needs the extra dask")
Batch = Callable[..., int]


@contextmanager
def cluster(folder: Path, *options: str) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    """A scheduler with two workers: its address and its process."""
    # By default a client may take four workers with it before it is given up, which takes longer to test.
    allowed = "1" if "--no-nanny" in options else "0"
    settings = {"DASK_DISTRIBUTED__WORKER__DAEMON": "False", "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": allowed}
    environment = os.environ | {"PYTHONPATH": str(ROOT)} | settings
    address = folder / "scheduler.json"

    def started(*arguments: str) -> subprocess.Popen[bytes]:
        call = [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:], "--scheduler-file", str(address)]
        return subprocess.Popen(
            call, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
        )

    processes = [started("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")]
    worker = ("dask_worker", "--host", "127.0.0.1", "--nthreads", "1", "--no-dashboard", "--memory-limit", "0", *options)
    processes += [started(*worker), started(*worker)]
    try:
        from distributed import Client

        until = time.monotonic() + 60
        while not (address.exists() and address.read_text()) and time.monotonic() < until:
            time.sleep(0.1)
        told = str(json.loads(address.read_text())["address"])
        with Client(told, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        yield told, processes[0]
    finally:
        for process in reversed(processes):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # a nanny and its worker
        for process in processes:
            process.wait(timeout=20)


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A cluster whose workers do not come back."""
    with cluster(tmp_path_factory.mktemp("dask"), "--no-nanny") as (address, _):
        yield address


def test_reports_are_the_same_on_a_cluster(batch: Batch, scheduler: str, tmp_path: Path) -> None:
    given = make_clients(tmp_path / "in", **{f"c{n}": f"text {n} " * (n + 1) for n in range(4)})
    (given / "c1" / "bug.md").write_text("x", encoding="utf-8")
    assert batch(given, "--out", tmp_path / "here") == 1
    arguments = ("--executor", "dask", "--scheduler", scheduler, "--log-json", tmp_path / "log")
    assert batch(given, "--out", tmp_path / "there", *arguments) == 1
    assert tree(tmp_path / "here") == tree(tmp_path / "there")
    assert sum('"client_finished"' in line for line in (tmp_path / "log").read_text().splitlines()) == 3


def test_a_worker_of_the_cluster_that_dies_costs_its_client_only(
    batch: Batch, scheduler: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It comes late: the workers do not come back."""
    given = make_clients(tmp_path / "in", first="text of the first", dies="x")
    (given / "dies" / "once.md").touch()
    assert batch(given, "--out", tmp_path / "out", "--executor", "dask", "--scheduler", scheduler) == 0
    assert (given / "died").exists(), "it died, and the other worker did it"


def test_a_client_that_kills_workers_costs_itself_only(batch: Batch, tmp_path: Path) -> None:
    given = make_clients(tmp_path / "in", dies="x", first="text", second="text", third="text")
    (given / "dies" / "die.md").write_text("x" * 100, encoding="utf-8")
    with cluster(tmp_path, "--nanny") as (address, _):
        assert batch(given, "--out", tmp_path / "out", "--executor", "dask", "--scheduler", address) == 1
    told = {client["name"]: client for client in json.loads((tmp_path / "out" / "portfolio.json").read_text())["clients"]}
    assert {name: client["standing"] for name, client in told.items()} == {
        "dies": "failed", "first": "first", "second": "first", "third": "first",
    }  # fmt: skip
    assert told["dies"]["code"] == "worker_lost" and "review it alone" in told["dies"]["advice"]
    events = [json.loads(line) for line in (tmp_path / "log.jsonl").read_text().splitlines()]
    assert {(event["event"], event["client"]) for event in events if event["event"] in {"worker_lost", "client_failed"}} >= {
        ("worker_lost", "dies"), ("client_failed", "dies"),
    }  # fmt: skip


def test_a_cluster_without_workers_is_given_up(
    batch: Batch, scheduler: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It comes last but one: of two workers one is left, which dies here."""
    monkeypatch.setattr("reviewer.batch.cluster._PATIENCE", 1.0)
    given = make_clients(tmp_path / "in", dies="x", waits="text")
    (given / "dies" / "die.md").write_text("x" * 100, encoding="utf-8")
    arguments = ("--out", tmp_path / "out", "--executor", "dask", "--scheduler", scheduler)
    begun = time.monotonic()
    assert batch(given, *arguments, "--jobs", "1") == 1
    assert time.monotonic() - begun < 30
    told = {client["name"]: client for client in json.loads((tmp_path / "out" / "portfolio.json").read_text())["clients"]}
    assert {name: client["code"] for name, client in told.items()} == {"dies": "no_workers", "waits": "no_workers"}
    assert "start this again" in told["waits"]["advice"]


def test_a_scheduler_that_ends_is_told(batch: Batch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reviewer.batch.cluster._PATIENCE", 1.0)
    given, log = make_clients(tmp_path / "in", slow="x"), tmp_path / "log.jsonl"
    (given / "slow" / "slow.md").write_text("60", encoding="utf-8")

    def kill_amid(process: subprocess.Popen[bytes]) -> None:
        until = time.monotonic() + 60
        while not (log.exists() and "client_started" in log.read_text()) and time.monotonic() < until:
            time.sleep(0.05)
        time.sleep(0.5)
        process.kill()

    with cluster(tmp_path, "--no-nanny") as (address, process):
        Thread(target=kill_amid, args=(process,), daemon=True).start()
        assert batch(given, "--out", tmp_path / "out", "--executor", "dask", "--scheduler", address) == 1
    (told,) = json.loads((tmp_path / "out" / "portfolio.json").read_text())["clients"]
    assert told["code"] == "no_workers"


def test_a_cluster_that_is_not_there_is_told(
    batch: Batch, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reviewer.batch.cluster._WAIT", 0.5)
    given = make_clients(tmp_path / "in", a="one")
    assert batch(given, "--out", tmp_path / "out", "--executor", "dask", "--scheduler", "tcp://127.0.0.1:9") == 2
    assert capsys.readouterr().err == "error: --scheduler: tcp://127.0.0.1:9 does not answer; start it, or name another\n"
