"""Whole reviews of a messy Drive: complete, honest, read-only, and nothing of a document on the disk but the reports."""

from __future__ import annotations

import functools
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from reviewer import cli, intake, pipeline
from reviewer.errors import ReviewerError
from reviewer.model import DocumentKind, Review, Status
from reviewer.parsing import Parser
from reviewer.report.json_report import render
from reviewer.sources.drive.settings import Settings
from tests.drive.conftest import CAUSE, TEXT, Reviewer, entry, states
from tests.drive.fake_drive import READONLY, SHEET, SLIDES, FakeDrive
from tests.drive.files import word, workbook
from tests.workers import tasks

ROOT = Path(cli.__file__).resolve().parent.parent


def mess(drive: FakeDrive) -> None:
    """A Drive as companies have it."""
    drive.page_limit, drive.empty_pages = 2, 1
    drive.folder("f", "Procedures / old", "root")
    drive.text("sop", "SOP-1.md", "f", TEXT)
    drive.text("copy", "SOP-1.md", "root", TEXT)
    drive.google("doc", "SOP-9 v1.2", "f", word("The developer shall enter each problem as a ticket and find its root cause."))
    drive.google("sheet", "Register", "root", workbook(("Step", "Who"), ("Close the ticket", "Lead")), SHEET)
    drive.google("huge", "Huge", "root", word("The lead shall release it."))
    drive.fail("export", "huge", status=403, reason="exportSizeLimitExceeded")
    drive.add("slides", "Training", SLIDES, "root")
    drive.add("empty", "empty.docx", "application/octet-stream", "root", b"")
    drive.text("locked", "locked.md", "root", TEXT, capabilities={"canDownload": False})
    drive.text("gone", "gone.md", "root", TEXT)
    drive.fail("media", "gone", status=404, reason="notFound")
    drive.text("cut", "cut.md", "f", TEXT, md5Checksum="0" * 32, sha256Checksum=None)
    drive.text("flagged", "flagged.md", "f", TEXT)
    drive.fail("media", "flagged", status=403, reason="cannotDownloadAbusiveFile")
    drive.text("slow", "slow.md", "f", TEXT)
    drive.fail("media", "slow", status=403, reason="userRateLimitExceeded", times=2)
    drive.shortcut("loop", "loop", "f", "root")
    drive.shortcut("again", "again", "root", "sop", "text/markdown")
    drive.shortcut("dead", "dead", "root", "nowhere")
    drive.folder("denied", "denied", "root")
    drive.fail("list", "denied", status=403, reason="insufficientFilePermissions")
    drive.text("old", "old.rtf", "root", "{\\rtf1 The lead shall release it.}", mime="application/rtf")
    drive.text("evil", "<script>alert(1)</script>\n\x1b[31m=cmd|x\u202e../../etc.md", "root", TEXT)


EXPECTED = {
    "sop": "read", "copy": "read", "doc": "read", "sheet": "read", "huge": "read", "slow": "read", "evil": "read",
    "slides": "unsupported", "empty": "empty", "locked": "no_download", "gone": "gone", "cut": "truncated", "flagged": "flagged",
    "dead": "broken_link", "denied": "no_access", "old": "needs_disk",
}  # fmt: skip


def test_a_messy_drive_ends_in_a_complete_and_honest_report(drive: FakeDrive, review: Reviewer) -> None:
    mess(drive)
    result = review()
    assert states(result) == EXPECTED
    assert all(d.reason and ";" in d.reason for d in result.documents if d.id != "empty" and EXPECTED[d.id] != "read")
    assert set(result.scores.stated_without) == {name for name, state in EXPECTED.items() if state != "read"}
    assert entry(result, "sop").paths == ("QMS/Procedures \u2215 old/SOP-1.md", "QMS/again")
    assert [p["id"] for p in result.run["passed_over"]] == ["loop"]
    assert next(e.status for f in result.findings for e in f.elements if e.id == CAUSE) is Status.met
    # Read-only in fact, and with one scope.
    assert drive.methods == {"GET"}
    assert {s.op for s in drive.seen if s.method != "GET"} == {"token"}
    assert drive.asked_scopes == [READONLY]
    text = render(result)
    assert "hush" not in text and drive.url.removesuffix("drive/v3/") not in text.replace(drive.url, "")


def test_quotes_carry_link_revision_and_paths(drive: FakeDrive, review: Reviewer) -> None:
    drive.text("one", "SOP-1.md", "root", TEXT)
    drive.folder("f", "F", "root")
    drive.google("two", "SOP-9 v1.2", "f", word("The developer shall enter each problem as a ticket and find its root cause."))
    result = review()
    quotes = {e.document: e for f in result.findings for el in f.elements for e in (*el.evidence, *el.conflicts)}
    assert set(quotes) == {"one", "two"}
    assert quotes["one"].link == entry(result, "one").link == "https://drive.google.com/file/d/one/view"
    assert quotes["one"].revision == entry(result, "one").revision == "rev-one"
    assert (quotes["two"].revision, quotes["two"].paths, quotes["two"].name) == ("7", ("QMS/F/SOP-9 v1.2",), "SOP-9 v1.2")
    document = entry(result, "two")
    assert document.sha256 == document.text_sha256, "the bytes of an export differ each time"
    assert (document.owner, document.modified_time) == ("Olga Owner", "2026-01-02T03:04:05.000Z")


def test_two_runs_give_the_same_report_apart_from_run(drive: FakeDrive, review: Reviewer) -> None:
    mess(drive)

    def without_run(result: Review) -> str:
        report = json.loads(render(result))
        del report["run"]
        return json.dumps(report)

    assert without_run(review(drive={"concurrency": 8})) == without_run(review(drive={"concurrency": 1}))


def test_the_revision_that_a_document_states_stands_beside_that_of_drive(drive: FakeDrive, review: Reviewer) -> None:
    drive.text("d", "SOP-1.md", "root", "# SOP-1 Problems\n\n| Revision | 4 |\n| --- | --- |\n| Status | Effective |\n\n" + TEXT)
    document = entry(review(), "d")
    assert (document.revision, document.stated_revision) == ("rev-d", "4")


def test_local_folders_and_drive_in_one_review(drive: FakeDrive, review: Reviewer, tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    for name in ("a.md", "same"):
        (tmp_path / "docs" / name).write_text(TEXT, encoding="utf-8")
    drive.text("same", "b.md", "root", TEXT)
    result = review("drive:root", str(tmp_path / "docs"))
    assert states(result) == {"2/a.md": "read", "2/same": "read", "same": "read"}
    assert entry(result, "2/a.md").link is None


def test_nothing_readable_is_the_users_to_mend(drive: FakeDrive, review: Reviewer) -> None:
    drive.add("slides", "Training", SLIDES, "root")
    with pytest.raises(ReviewerError, match=r"nothing readable .*Google Slides"):
        review()


def test_nothing_of_a_document_touches_the_disk(drive: FakeDrive, review: Reviewer, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file that is opened for writing, and every program that is started, would show: here, and in the worker that reads."""
    mess(drive)
    monkeypatch.setattr(intake, "Parser", functools.partial(Parser, read=tasks.read_watched))
    review()  # loads what is loaded once
    written: list[str] = []
    watching = True

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if not watching:
            return
        if event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            written.append(str(arguments[0]))
        if event in {"subprocess.Popen", "os.mkdir", "os.rename", "tempfile.mkstemp", "tempfile.mkdtemp", "shutil.copyfile"}:
            written.append(event)

    sys.addaudithook(watch)
    try:
        result = review()
    finally:
        watching = False
    # Workers, and the pipes to them, which are opened by number.
    assert {what for what in written if not what.isdigit()} == {"subprocess.Popen", os.devnull}
    seen = {remark.text for entry in result.documents for remark in entry.remarks if remark.code == "watched"}
    assert seen == {"nothing was written"}


def call(drive: FakeDrive, credentials: Path, *arguments: str) -> int:
    return cli.run([*arguments, "--drive-endpoint", drive.url, "--drive-credentials", str(credentials)])


def test_the_command_line(
    drive: FakeDrive, credentials: Path, tmp_path: Path, waits: list[float], capsys: pytest.CaptureFixture[str]
) -> None:
    mess(drive)
    out = tmp_path / "out"
    assert call(drive, credentials, "review", "https://drive.google.com/drive/u/0/folders/root", "--out", str(out)) == 0
    said = capsys.readouterr()
    assert said.err == "", "no progress where nobody watches"
    assert "16 found" in said.out and "stated without" in said.out
    report = json.loads((out / "report.json").read_text(encoding="utf-8"))
    assert {d["id"]: d.get("error_code", d["status"]) for d in report["documents"]} == EXPECTED
    page = (out / "detailed.html").read_text(encoding="utf-8")
    assert 'href="https://drive.google.com/file/d/sop/view"' in page
    assert "<script" not in page and "\u202e" not in page and "\x1b" not in page
    assert "QMS/again" in page
    for path in out.iterdir():
        assert b"hush" not in path.read_bytes()
    assert "\x1b" not in said.out and "\u202e" not in said.out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["review", "drive:"], "names no folder"),
        (["review", "drive:a/b"], "names no folder"),
        (["review", "https://drive.google.com/drive/search?q=x"], "names no folder"),
        (["review", "drive:nowhere"], "shows no such folder"),
        (["review", "drive:root"], "holds no files"),
        (["review", "drive:root", "--drive-concurrency", "99"], "--drive-concurrency"),
        (["review", "drive:root", "--drive-timeout", "0"], "--drive-timeout"),
        (["drive", "ls", "root"], "holds no files"),
    ],
)
def test_faults_of_the_call_end_in_one_line(
    drive: FakeDrive,
    credentials: Path,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    arguments: list[str],
    said: str,
    waits: list[float],
) -> None:
    more = ["--out", str(tmp_path / "out")] if arguments[0] == "review" else []
    assert call(drive, credentials, *arguments, *more) == 2
    error = capsys.readouterr().err
    assert error.count("\n") == 1 and said in error


@pytest.mark.parametrize(
    "url",
    [
        "http://example.com/drive/v3/",
        "ftp://127.0.0.1/",
        "nonsense",
        "http://127.0.0.1@example.com/",
        "http://localhost.example.com/",
    ],
)
def test_an_unsafe_endpoint_is_refused(credentials: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path, url: str) -> None:
    arguments = [
        "review",
        "drive:root",
        "--out",
        str(tmp_path / "o"),
        "--drive-endpoint",
        url,
        "--drive-credentials",
        str(credentials),
    ]
    assert cli.run(arguments) == 2
    assert "--drive-endpoint" in capsys.readouterr().err


def test_the_environment_names_endpoint_and_credentials(
    drive: FakeDrive, credentials: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    drive.text("d", "d.md", "root", TEXT)
    monkeypatch.setenv("REVIEWER_DRIVE_ENDPOINT", drive.url)
    monkeypatch.setenv("REVIEWER_DRIVE_CREDENTIALS", str(credentials))
    assert cli.run(["drive", "ls", "root"]) == 0
    assert "d.md" in capsys.readouterr().out


def test_ls_shows_what_would_be_read(
    drive: FakeDrive, credentials: Path, capsys: pytest.CaptureFixture[str], waits: list[float]
) -> None:
    mess(drive)
    assert call(drive, credentials, "drive", "ls", "drive:root") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "QMS/"
    assert "  SOP-1.md  [md, 112 bytes, revision rev-copy, id copy]" in lines
    assert any(line.startswith("    SOP-9 v1.2  [Google Doc, revision 7") for line in lines)
    assert any("Training" in line and "LEFT OUT: a Google Slides presentation" in line for line in lines)
    assert lines[-1] == "12 to read, 5 left out"
    assert not any("\x1b" in line or "\u202e" in line for line in lines)
    assert drive.ops("media") == [] and drive.ops("export") == []
    assert call(drive, credentials, "drive", "ls", "root", "--json") == 0
    entries = json.loads(capsys.readouterr().out)
    assert {e["id"] for e in entries} >= {"sop", "slides", "denied", "dead"}


def test_the_text_of_a_document_is_what_quotes_count_in(
    drive: FakeDrive, credentials: Path, review: Reviewer, capsys: pytest.CaptureFixture[str]
) -> None:
    drive.google("g", "SOP-9", "root", word("The developer shall enter each problem as a ticket and find its root cause."))
    quote = next(e for f in review().findings for el in f.elements for e in el.evidence)
    assert call(drive, credentials, "text", "drive:g") == 0
    assert capsys.readouterr().out[quote.start : quote.end] == quote.quote
    drive.add("slides", "Training", SLIDES, "root")
    assert call(drive, credentials, "text", "drive:slides") == 2
    assert "Google Slides" in capsys.readouterr().err


def test_progress_names_what_is_found_read_and_failed(drive: FakeDrive, settings: Settings, waits: list[float]) -> None:
    for number in range(3):
        drive.text(f"d{number}", f"{number}.md", "root", TEXT)
    drive.fail("media", "d0", status=404, reason="notFound")
    said: list[str] = []
    pipeline.review_sources(["drive:root"], pipeline.Options(drive=settings), lambda stage, done, total: said.append(stage))
    assert "looking through Google Drive: 3 files found" in said
    assert "3 found, 1 read, 1 failed, now reading 2.md" in said


@pytest.mark.skipif(sys.platform == "win32", reason="signals are another thing there")
def test_an_interrupt_ends_it_cleanly(drive: FakeDrive, credentials: Path, tmp_path: Path) -> None:
    for number in range(8):
        drive.text(f"d{number}", f"{number}.md", "root", TEXT)
    drive.fail("media", act=lambda handler: time.sleep(60))
    arguments = [
        "review",
        "drive:root",
        "--out",
        str(tmp_path / "out"),
        "--drive-endpoint",
        drive.url,
        "--drive-credentials",
        str(credentials),
    ]
    command = [sys.executable, "-m", "reviewer", *arguments]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, cwd=ROOT)
    try:
        for _ in range(600):
            if len(drive.ops("media")) >= 4:
                break
            time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        _, error = process.communicate(timeout=20)  # far less than the time-outs of all the requests
    finally:
        process.kill()
    assert process.returncode == 130
    assert error == b""
    assert list((tmp_path / "out").iterdir()) == []


def test_local_reviews_load_nothing_of_google() -> None:
    program = "import sys; from reviewer import cli, pipeline; print([m for m in sys.modules if m.startswith(('google', 'httplib2', 'oauthlib'))])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"


def test_settings_in_the_folder_under_review_are_obeyed(drive: FakeDrive, review: Reviewer) -> None:
    drive.folder("f", "below", "root")
    drive.text("sop", "SOP-1.md", "root", TEXT)
    drive.text("other", "SOP-2.md", "root", TEXT)
    profile = "not_applicable:\n  81001-9.5-inform-other-products/other-products: we make a single product\n"
    drive.text("profile", "reviewer.yaml", "root", profile, mime="application/x-yaml")
    drive.text("sources", "Sources.YAML", "root", "SOP-2.md: {kind: training}\n", mime="text/plain")
    drive.text("deeper", "sources.yaml", "f", "SOP-1.md: {kind: training}\n")
    result = review()
    kinds = {entry.id: entry.kind for entry in result.documents}
    assert kinds == {"sop": DocumentKind.procedure, "other": DocumentKind.training}
    reasons = [e.reason for f in result.findings for e in f.elements if e.id == "81001-9.5-inform-other-products/other-products"]
    assert reasons == ["Not applicable, says the profile: we make a single product"]


@pytest.mark.parametrize(
    ("content", "second", "complaint"),
    [
        ("a: [", None, "is not readable YAML"),
        ("- a", None, "is not a mapping"),
        ("{}", "{}", "there is another profile"),
        (None, None, "does not find it"),
    ],
)
def test_settings_that_cannot_be_obeyed_end_the_review(
    drive: FakeDrive, review: Reviewer, content: str | None, second: str | None, complaint: str
) -> None:
    drive.text("sop", "SOP-1.md", "root", TEXT)
    drive.text("profile", "reviewer.yaml", "root", content or "{}")
    if content is None:
        drive.fail("media", "profile", status=404, reason="notFound")
    if second is not None:
        drive.text("second", "reviewer.yaml", "root", second)
    with pytest.raises(ReviewerError, match=complaint):
        review()
