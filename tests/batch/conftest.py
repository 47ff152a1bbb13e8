"""A batch of small clients, run in this process or by the command line, with the stand-in for the review."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewer import cli
from reviewer.batch import run
from tests.batch import stand_in

ROOT = Path(cli.__file__).resolve().parent.parent
_CLOCK = re.compile(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\+00:00|Z)|\"seconds\": [\d.]+")


def make_clients(folder: Path, **texts: str) -> Path:
    """A folder of folders, each with a document."""
    for name, text in texts.items():
        (folder / name).mkdir(parents=True, exist_ok=True)
        (folder / name / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


def tree(out: Path) -> dict[str, str]:
    """All reports in a folder by their hashes: what the clock says, of which only ``run`` may speak, is left out."""
    found = {}
    for path in sorted(out.rglob("*")):
        name = path.relative_to(out).as_posix()
        if path.is_file() and name not in {"journal.jsonl", ".lock"}:
            content = path.read_bytes()
            if name == "portfolio.xlsx":
                content = content[-1:]  # its compressed time of making; what it says is tested elsewhere
            if name == "portfolio.json":
                content = content.partition(b'\n "run"')[0]
            found[name] = hashlib.sha256(_CLOCK.sub(b"", content)).hexdigest()
    return found


def start(*arguments: str | Path) -> subprocess.Popen[bytes]:
    """The command line in a process of its own, with the stand-in."""
    given = [str(argument) for argument in arguments]
    call = [sys.executable, "-m", "tests.batch.stand_in", "batch", *given, *_quick(given)]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        call, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True
    )


def _quick(given: list[str]) -> list[str]:
    """Unless the test asks for it: no processes, and no pages, whose templates take a while to prepare."""
    options = {"--executor": "none", "--format": "md"}
    return [word for name, value in options.items() if name not in given for word in (name, value)]


@pytest.fixture
def batch(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[..., int]:
    """The command line in this process, with the stand-in; in this process too unless another executor is named. It logs to ``log.jsonl``."""
    monkeypatch.setattr(run, "review_client", stand_in.work)

    def call(*arguments: str | Path) -> int:
        given = [str(argument) for argument in arguments]
        log = () if "--log-json" in given else ("--log-json", str(tmp_path / "log.jsonl"))
        return cli.run(["batch", *given, *_quick(given), *log])

    return call
