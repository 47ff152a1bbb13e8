"""Documents are read in workers: as in this process, in order, and whatever one of them does."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from reviewer import intake, parsing
from reviewer.documents import read_document
from reviewer.documents.interface import Limits
from reviewer.errors import ReviewerError, UnreadableDocument
from reviewer.intake import Intake, Reader
from reviewer.parsing import Parser
from reviewer.sources.collection import Collection
from reviewer.sources.drive.settings import Settings
from reviewer.workers.pool import Workers
from tests.documents.test_hostile import SAMPLES
from tests.workers import tasks

ROOT = Path(__file__).resolve().parent.parent.parent
TEXT = "# SOP-{0}\n\n## Work\n\nThe developer shall enter each of the {0} problems as a ticket and find its root cause.\n"


def read(folder: Path, jobs: int) -> Intake:
    with Collection([str(folder)], Settings()) as collection:
        return Reader(jobs=jobs).read(collection.list_files().files, collection, lambda _: None)


def test_a_worker_reads_as_this_process_does_and_loads_no_language_pipeline() -> None:
    with Parser(2) as parser:
        futures = [parser.submit(data, f"a.{form}", Limits()) for form, data in SAMPLES.items()]
        for (form, data), future in zip(SAMPLES.items(), futures, strict=True):
            assert parser.result(future) == read_document(data, f"a.{form}", Limits())
        assert parser._workers.submit(tasks.loaded, "spacy", "onnxruntime", "googleapiclient", "reviewer.pipeline").result() == []


def test_the_number_of_workers_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "_WORTH_A_WORKER", 1)
    for n in range(12):
        (tmp_path / f"{n}.md").write_text(TEXT.format(n) * (1 + 200 * (n % 3 == 0)), encoding="utf-8")
    (tmp_path / "5.docx").write_bytes(b"PK\x03\x04 broken")
    one, three = read(tmp_path, 1), read(tmp_path, 3)
    assert one.files == three.files
    assert [f.file.name for f in one.files] == sorted(f"{n}.md" for n in range(12))[:7] + ["5.docx"] + sorted(
        f"{n}.md" for n in range(12)
    )[7:] or len(one.files) == 13
    assert dict(one.documents) == dict(three.documents)


@pytest.mark.parametrize(
    ("task", "limits", "code"),
    [
        (tasks.leave, Limits(), "crashed"),
        (tasks.segfault, Limits(), "crashed"),
        (tasks.swell, Limits(max_memory=1024**3), "out_of_memory"),
        (tasks.spin, Limits(min_seconds=1), "timeout"),
        (tasks.deaf, Limits(min_seconds=0.3, other_programs_seconds=0), "timeout"),
    ],
)
def test_what_one_document_does_is_said_and_costs_it_alone(
    task: object, limits: Limits, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Parser(1, limits) as parser:
        monkeypatch.setattr(parsing, "parse", task)
        before = parsing.allowance
        monkeypatch.setattr(parser._workers, "_allowance", lambda *args: before(b"", "", args[2] if len(args) > 2 else limits))
        future = parser._workers.submit(task, b"")  # type: ignore[arg-type]
        with pytest.raises(UnreadableDocument) as caught:
            parser.result(future)
        assert caught.value.code == code
        assert ";" in caught.value.reason  # what happened; what to do
        monkeypatch.undo()
        assert parser.result(parser.submit(SAMPLES["md"], "a.md", Limits())).text
