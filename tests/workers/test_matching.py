"""A set that is searched by several processes gives the same report as by one, byte for byte."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reviewer import matching, pipeline
from reviewer.report.json_report import render
from reviewer.workers.process import WorkerLost

TEXT = """# SOP-{0} Software problems {0}

## Work

The developer shall enter each problem as a ticket and find its root cause. Problems follow SOP-04{0} Change Control.

- The Quality Engineer shall inform the users of each problem that may harm a patient.
- Each quarter the lead shall sort the tickets of the past year by cause and examine them for trends.
"""


def report(folder: Path, jobs: int) -> str:
    content = json.loads(render(pipeline.review_sources([str(folder)], pipeline.Options(jobs=jobs))))
    del content["run"]
    return json.dumps(content)


def test_the_number_of_processes_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for n in range(6):
        (tmp_path / f"SOP-{n}.md").write_text(TEXT.format(n) * (1 + n % 2), encoding="utf-8")
    one = report(tmp_path, 1)
    monkeypatch.setattr(matching, "_WORTH_A_WORKER", 1)
    asked: list[object] = []
    submit = matching.Workers.submit
    monkeypatch.setattr(
        matching.Workers,
        "submit",
        lambda self, *args: asked.extend(args[:1] * (args[0] is matching._search)) or submit(self, *args),
    )
    assert report(tmp_path, 2) == one
    assert asked

    def lost() -> None:
        raise WorkerLost("crash")

    monkeypatch.setattr(
        matching.Workers,
        "submit",
        lambda self, *args: self._threads.submit(lost) if args[0] is matching._search else submit(self, *args),
    )
    assert report(tmp_path, 2) == one
