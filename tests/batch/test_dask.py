"""The same batch on a cluster of Dask: a real scheduler and two real workers, each a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.batch.conftest import ROOT, make_clients, tree

pytest.importorskip("distributed", reason="needs the extra dask")
Batch = Callable[..., int]


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a scheduler with two workers."""
    folder = tmp_path_factory.mktemp("dask")
    environment = os.environ | {"PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__WORKER__DAEMON": "False"}
    address = folder / "scheduler.json"

    def started(*arguments: str) -> subprocess.Popen[bytes]:
        call = [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:], "--scheduler-file", str(address)]
        return subprocess.Popen(call, cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    processes = [started("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")]
    worker = ("dask_worker", "--host", "127.0.0.1", "--nthreads", "1", "--no-nanny", "--no-dashboard", "--memory-limit", "0")
    processes += [started(*worker), started(*worker)]
    try:
        from distributed import Client

        until = time.monotonic() + 60
        while not (address.exists() and address.read_text()) and time.monotonic() < until:
            time.sleep(0.1)
        told = str(json.loads(address.read_text())["address"])
        with Client(told, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        yield told
    finally:
        for process in reversed(processes):
            process.kill()
        for process in processes:
            process.wait(timeout=20)


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
    """It comes last: the workers do not come back."""
    given = make_clients(tmp_path / "in", first="text of the first", dies="x")
    (given / "dies" / "once.md").touch()
    assert batch(given, "--out", tmp_path / "out", "--executor", "dask", "--scheduler", scheduler) == 0
    assert (given / "died").exists(), "it died, and the other worker did it"


def test_a_cluster_that_is_not_there_is_told(
    batch: Batch, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reviewer.batch.cluster._WAIT", 0.5)
    given = make_clients(tmp_path / "in", a="one")
    assert batch(given, "--out", tmp_path / "out", "--executor", "dask", "--scheduler", "tcp://127.0.0.1:9") == 2
    assert capsys.readouterr().err == "error: --scheduler: tcp://127.0.0.1:9 does not answer; start it, or name another\n"
