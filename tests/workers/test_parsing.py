"""Documents are read in workers: as in this process, in order, and whatever one of them does."""

from __future__ import annotations

import functools
import sys
from pathlib import Path

import pytest

from reviewer import intake
from reviewer.documents import read_document
from reviewer.documents.interface import Limits
from reviewer.errors import ReviewerError
from reviewer.intake import Intake, Reader, read_one
from reviewer.parsing import Parser, result
from reviewer.sources.collection import Collection
from reviewer.sources.drive.settings import Settings
from reviewer.workers.bounds import MEMORY_IS_BOUNDED
from tests.documents.test_hostile import SAMPLES
from tests.workers import tasks

pytestmark = pytest.mark.usefixtures("own_workers")
TEXT = "# SOP-{0}\n\n## Work\n\nThe developer shall enter each of the {0} problems as a ticket and find its root cause.\n"


@pytest.fixture
def own_workers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of the product, not the ones that tests share."""
    monkeypatch.setattr(intake, "Parser", Parser)


def read(folder: Path, jobs: int) -> Intake:
    with Collection([str(folder)], Settings()) as collection:
        return Reader(jobs=jobs).read(collection.list_files().files, collection, lambda _: None)


def test_a_worker_reads_as_this_process_does() -> None:
    with Parser(2) as parser:
        futures = [parser.submit(data, f"a.{form}", Limits()) for form, data in SAMPLES.items()]
        for (form, data), future in zip(SAMPLES.items(), futures, strict=True):
            assert result(future) == read_document(data, f"a.{form}", Limits())


def test_a_worker_loads_only_what_it_reads_with() -> None:
    with Parser(1, read=tasks.modules) as parser:
        loaded = result(parser.submit(SAMPLES["md"], "a.md", Limits())).furniture
    assert "reviewer.documents.markdown" in loaded
    assert not {"spacy", "onnxruntime", "numpy", "pdfplumber", "reviewer.pipeline", "reviewer.sources"} & set(loaded)


def test_the_number_of_workers_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "_WORTH_A_WORKER", 1)
    names = [f"{n:02}.md" for n in range(10)]
    for n, name in enumerate(names):
        (tmp_path / name).write_text(TEXT.format(n) * (1 + 200 * (n % 3 == 0)), encoding="utf-8")
    (tmp_path / "055.docx").write_bytes(b"PK\x03\x04 broken")
    one, three = read(tmp_path, 1), read(tmp_path, 3)
    assert [r.file.name for r in one.files] == sorted([*names, "055.docx"])
    assert one.files == three.files
    assert list(one.documents) == list(three.documents) == names
    assert dict(one.documents) == dict(three.documents)


def test_what_one_document_does_is_said_and_costs_it_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = {"leave": "crashed", "segfault": "crashed", "deaf": "timeout"}
    if sys.platform != "win32":
        expected["spin"] = "timeout"
    if MEMORY_IS_BOUNDED:
        expected["swell"] = "out_of_memory"
    bounds = Limits(max_memory=1024**3, min_seconds=1, other_programs_seconds=0)
    monkeypatch.setattr(intake, "Parser", functools.partial(Parser, limits=bounds, read=tasks.read_or))
    monkeypatch.setattr(intake, "Limits", lambda **more: bounds.model_copy(update=more))
    for harm in expected:
        (tmp_path / f"{harm}-1.md").write_text(TEXT.format(1), encoding="utf-8")
        (tmp_path / f"after-{harm}.md").write_text(TEXT.format(2), encoding="utf-8")
    files = {r.file.name.partition("-")[0]: r for r in read(tmp_path, 2).files if not r.file.name.startswith("after")}
    assert {name: r.error_code for name, r in files.items()} == expected
    assert all(r.reason and ";" in r.reason for r in files.values())  # what happened; what to do
    assert sum(r.facts is not None for r in read(tmp_path, 2).files) == len(expected)


def test_a_single_document_is_read_in_a_worker_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "Parser", functools.partial(Parser, read=tasks.read_or))
    (tmp_path / "SOP.md").write_text(TEXT.format(1), encoding="utf-8")
    assert read_one(tmp_path / "SOP.md", Settings()).text.startswith("SOP-1")
    (tmp_path / "leave-1.md").write_text(TEXT.format(1), encoding="utf-8")
    with pytest.raises(ReviewerError, match="the parser crashed"):
        read_one(tmp_path / "leave-1.md", Settings())
