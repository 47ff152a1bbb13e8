"""A batch that is killed leaves no half report and no process, and started again it ends with the reports of one that was not."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewer.batch.folders import Folders
from reviewer.batch.journal import Journal
from tests.batch.conftest import make_clients, start, tree

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGKILL")
Batch = Callable[..., int]
KILLS = int(os.environ.get("REVIEWER_KILLS", "2"))
"""``make kills`` asks for twenty."""
CLIENTS = 6


class Killed(BaseException):
    """As if the process ended here."""


def clients(folder: Path, text: str) -> Path:
    return make_clients(folder, **{f"c{n}": f"{text} {n} " * (n + 1) for n in range(CLIENTS)})


def processes_of(session: int) -> list[str]:
    """Commands of all processes of a session that are not zombies."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, _, sid = entry.read_text().rpartition(")")[2].split()[:4]
            if int(sid) == session and state != "Z":
                found.append((entry.parent / "cmdline").read_text().replace("\0", " "))
        except (OSError, ValueError):
            continue
    return found


def none_left(session: int) -> bool:
    until = time.monotonic() + 20
    while processes_of(session) and time.monotonic() < until:
        time.sleep(0.05)
    return processes_of(session) == []


def test_killed_at_random_moments_it_ends_with_the_same_reports(batch: Batch, tmp_path: Path) -> None:
    given, calm, wild = clients(tmp_path / "in", "first"), tmp_path / "calm", tmp_path / "wild"
    for folder in given.iterdir():
        (folder / "slow.md").write_text("0.1", encoding="utf-8")
    batch(given, "--out", calm)
    kept = wild / "clients" / "c0" / "mine.txt"
    log = tmp_path / "wild.jsonl"
    arguments = (given, "--out", wild, "--executor", "processes", "--jobs", "2", "--log-json", log)
    chance = random.Random(20261130)
    done = 0
    for _ in range(KILLS):
        process = start(*arguments)
        # From the moment at which there is anything to break.
        number = chance.randrange(CLIENTS)
        until = time.monotonic() + 60
        while process.poll() is None and journal_lines(wild) - done < number and time.monotonic() < until:
            time.sleep(0.002)
        time.sleep(chance.uniform(0, 0.1))
        process.kill()
        process.communicate()
        assert none_left(process.pid), processes_of(process.pid)
        done = journal_lines(wild)
        for folder in (wild / "clients").iterdir():
            assert {path.name for path in folder.iterdir()} - {"mine.txt"} == {"findings.md", "report.json"}, (
                "whole or not at all"
            )
    process = start(*arguments)
    _, errors = process.communicate()
    assert process.returncode == 0, errors
    assert none_left(process.pid)
    assert tree(wild) == tree(calm)
    assert not kept.exists() and {path.name for path in wild.iterdir()} - {".lock", "journal.jsonl", "clients"} == {
        "portfolio.html", "portfolio.json", "portfolio.xlsx",
    }  # fmt: skip
    assert log.read_text().count('"client_finished"') <= CLIENTS + KILLS * 2, "what was finished is not done again"
    assert journal_lines(wild) <= CLIENTS + 2


def journal_lines(out: Path) -> int:
    try:
        return (out / "journal.jsonl").read_bytes().count(b"\n")
    except OSError:
        return 0


def test_killed_at_any_step_of_writing_it_ends_with_the_same_reports(
    batch: Batch, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each step that changes the folder fails once, as if the process had ended before it, in a run that replaces earlier reports."""
    given, base, calm = make_clients(tmp_path / "in", a="first", b="alone"), tmp_path / "base", tmp_path / "calm"
    batch(given, "--out", base)
    (base / "clients" / "a" / "mine.txt").write_text("mine")
    shutil.copytree(base, calm)
    make_clients(given, a="second met formal")
    batch(given, "--out", calm)
    wanted = tree(calm)
    assert tree(base) != wanted and "clients/a/mine.txt" in wanted

    step = 0
    while True:
        out = tmp_path / f"out{step}"
        shutil.copytree(base, out)
        with monkeypatch.context() as patch:
            steps = fail_at(patch, step)
            patch.setattr(Folders, "close", lambda self: self._lock.close())  # who is killed tidies nothing
            try:
                batch(given, "--out", out)
            except Killed:
                pass
            else:
                break
        assert {path.name for path in (out / "clients").iterdir()} <= {"a", "b"}
        assert batch(given, "--out", out) == 0
        assert tree(out) == wanted, f"killed before {steps[-1]}"
        assert history_of(out) == history_of(calm), f"killed before {steps[-1]}"
        shutil.rmtree(out)
        step += 1
    assert step >= 10
    assert any("journal.jsonl" in taken or ".writing-" in taken for taken in steps), "the journal is made shorter among them"


def history_of(out: Path) -> object:
    """What the journal says, but for the marks of the files, which the folder of each test has for itself."""
    history = Journal(out).read()
    return {name: line.files for name, line in history.finished.items()}, history.in_this_run, history.clients, history.before


def fail_at(patch: pytest.MonkeyPatch, number: int) -> list[str]:
    """Have the step of a number fail; the steps that were taken."""
    taken: list[str] = []

    def failing(name: str, real: Callable[..., object]) -> Callable[..., object]:
        def call(*args: object, **kwargs: object) -> object:
            taken.append(f"{name} {args[0]}")
            if len(taken) == number + 1:
                raise Killed
            return real(*args, **kwargs)

        return call

    for owner, name in ((Path, "rename"), (Path, "replace"), (os, "fsync"), (shutil, "copy2"), (shutil, "rmtree")):
        patch.setattr(owner, name, failing(name, getattr(owner, name)))
    return taken


@pytest.mark.parametrize("executor", ["processes", "none"])
def test_interrupted_it_ends_at_once_and_leaves_no_process(tmp_path: Path, executor: str) -> None:
    given, out, log = make_clients(tmp_path / "in", a="one", b="two"), tmp_path / "out", tmp_path / "log"
    (given / "a" / "slow.md").write_text("60", encoding="utf-8")
    process = start(given, "--out", out, "--executor", executor, "--jobs", "2", "--log-json", log)
    until = time.monotonic() + 60
    while "client_started" not in (log.read_text() if log.exists() else "") and time.monotonic() < until:
        time.sleep(0.02)
    time.sleep(0.3)
    os.killpg(process.pid, signal.SIGINT)  # as the terminal sends it: to all of them
    begun = time.monotonic()
    output, errors = process.communicate(timeout=30)
    assert process.returncode == 130, errors
    assert time.monotonic() - begun < 15
    assert (output, errors) == (b"", b"")
    assert none_left(process.pid), processes_of(process.pid)
    assert '"interrupted"' in log.read_text()
    assert not (out / ".unfinished").exists() and not (out / "portfolio.html").exists()
