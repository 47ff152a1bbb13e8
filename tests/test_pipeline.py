"""A whole review: it is repeatable, stays on the machine, ends no review for one bad file, and keeps to the contract."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from reviewer import pipeline
from reviewer.errors import ReviewerError
from reviewer.model import ReadStatus, Status, Verdict
from reviewer.report.json_report import render

TEXT = "# SOP-1 Software problems\n\n## Work\n\nThe developer shall enter each problem as a ticket and find its root cause.\n"
CAUSE = "62304-9.2-investigation/cause"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "SOP-1.md").write_text(TEXT, encoding="utf-8")
    return tmp_path


def review(folder: Path, **options: object) -> pipeline.Review:
    return pipeline.review_sources([str(folder)], pipeline.Options.model_validate(options))


def status(result: pipeline.Review, element: str) -> Status:
    return next(e.status for f in result.findings for e in f.elements if e.id == element)


def test_two_runs_give_the_same_report_apart_from_run(folder: Path) -> None:
    def without_run() -> str:
        report = json.loads(render(review(folder)))
        del report["run"]
        return json.dumps(report)

    assert without_run() == without_run()


def test_a_local_review_opens_no_socket(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **kwargs: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    assert status(review(folder), CAUSE) is Status.met


def test_bad_files_are_listed_and_the_rest_is_reviewed(folder: Path) -> None:
    (folder / "empty.docx").write_bytes(b"")
    (folder / "cut.docx").write_bytes(b"PK\x03\x04 broken")
    (folder / "picture.pdf").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    (folder / "drawing.dwg").write_bytes(b"AC1027" + bytes(64))
    german = "Jede Schwachstelle wird von der zuständigen Person bewertet und in das Verzeichnis eingetragen. " * 6
    (folder / "deutsch.md").write_text(f"# Anweisung\n\n{german}\n", encoding="utf-8")
    result = review(folder)
    state = {d.name: (d.status, d.error_code) for d in result.documents}
    assert state["SOP-1.md"] == (ReadStatus.read, None)
    assert state["empty.docx"] == (ReadStatus.unreadable, "empty")
    assert state["deutsch.md"] == (ReadStatus.skipped, "language")
    assert "is in German, not in English" in next(d.reason or "" for d in result.documents if d.name == "deutsch.md")
    for name in ("cut.docx", "picture.pdf", "drawing.dwg"):
        assert state[name][0] in {ReadStatus.unreadable, ReadStatus.skipped}
        assert state[name][1]
    assert all(d.reason for d in result.documents if d.status is not ReadStatus.read)
    assert "deutsch.md" in result.scores.stated_without
    assert status(result, CAUSE) is Status.met


def test_nothing_readable_is_the_users_fault(tmp_path: Path) -> None:
    (tmp_path / "empty.docx").write_bytes(b"")
    with pytest.raises(ReviewerError, match="nothing readable"):
        review(tmp_path)


def test_scope_and_profile(folder: Path) -> None:
    scoped = review(folder, standards=("iec-62304",))
    assert {f.verdict for f in scoped.findings if f.standard != "iec-62304"} == {Verdict.not_applicable}
    assert list(scoped.scores.by_standard) == ["iec-62304"]
    (folder / "reviewer.yaml").write_text(
        "third_party_code: false\nnot_applicable:\n  62304-9.6-trends: too few reports to count\n", encoding="utf-8"
    )
    profiled = review(folder)
    assert status(profiled, "81001-9.5-inform-third-parties/supplier-notified") is Status.not_applicable
    assert status(profiled, "62304-9.6-trends/trend-analysis") is Status.not_applicable
    with pytest.raises(ReviewerError, match="there is no standard"):
        review(folder, standards=("iso-9001",))


def test_faults_of_profile_and_sources_are_named(folder: Path) -> None:
    (folder / "reviewer.yaml").write_text("not_applicable:\n  no-such-thing: x\n", encoding="utf-8")
    with pytest.raises(ReviewerError, match="no criterion or element"):
        review(folder)
    (folder / "reviewer.yaml").unlink()
    (folder / "sources.yaml").write_text("SOP-1.md: {kind: leaflet}\n", encoding="utf-8")
    with pytest.raises(ReviewerError, match="unknown kind"):
        review(folder)


def test_sources_yaml_overrides_what_a_document_is(folder: Path) -> None:
    (folder / "sources.yaml").write_text("SOP-1.md: {kind: training}\n", encoding="utf-8")
    result = review(folder)
    assert status(result, CAUSE) is Status.unmet
    assert not result.documents[0].establishes


def test_a_standard_that_the_set_is_not_about_is_said_so(folder: Path) -> None:
    scores = review(folder).scores.by_standard
    assert not scores["iec-81001-5-1"].addressed
    assert scores["iec-81001-5-1"].addressed_reason


def test_documents_that_are_named_and_not_there(folder: Path) -> None:
    (folder / "SOP-2.md").write_text("# SOP-2 Fixes\n\n## Work\n\nFixes follow SOP-044 Change Control.\n", encoding="utf-8")
    assert [m.name for m in review(folder).probably_missing] == ["SOP-044 Change Control"]
