"""Reviewing again: what is unchanged is not fetched, what has changed is named, and what is kept cannot be read by others."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from reviewer import cache as cache_module
from reviewer import cli, keychain, pipeline
from reviewer.errors import ReviewerError
from reviewer.model import Review
from reviewer.parsing import Parser
from reviewer.report.json_report import render
from tests.drive.conftest import TEXT, MemoryKeyring, Reviewer, states
from tests.drive.fake_drive import FakeDrive
from tests.drive.files import word


def without_run(result: Review) -> str:
    report = json.loads(render(result))
    del report["run"]
    return json.dumps(report)


def fill(drive: FakeDrive) -> None:
    drive.text("d", "SOP-1.md", "root", TEXT)
    drive.google("g", "SOP-2", "root", word("The lead shall release the update."))
    drive.add("bad", "bad.docx", "application/octet-stream", "root", b"PK\x03\x04 broken")


def test_an_unchanged_folder_is_not_fetched_again(drive: FakeDrive, review: Reviewer, memory_keyring: MemoryKeyring) -> None:
    fill(drive)
    first = review(cache=True)
    drive.seen.clear()
    second = review(cache=True)
    assert {s.op for s in drive.seen} <= {"token", "get", "list"}
    assert without_run(first) == without_run(second) == without_run(review())


def test_what_has_changed_is_fetched(drive: FakeDrive, review: Reviewer, memory_keyring: MemoryKeyring) -> None:
    fill(drive)
    review(cache=True)
    drive.text("d", "SOP-1.md", "root", TEXT + "\nThe lead shall close it.\n", headRevisionId="rev-2")
    drive.nodes["g"]["version"] = "8"
    drive.seen.clear()
    review(cache=True)
    assert [s.id for s in drive.ops("media")] == ["d"]
    assert [s.id for s in drive.ops("export")] == ["g"]


def test_without_revision_and_checksum_nothing_is_trusted(
    drive: FakeDrive, review: Reviewer, memory_keyring: MemoryKeyring
) -> None:
    drive.leave_out = {"md5Checksum", "sha256Checksum", "headRevisionId", "version"}
    drive.text("d", "SOP-1.md", "root", TEXT)
    review(cache=True)
    drive.seen.clear()
    review(cache=True)
    assert len(drive.ops("media")) == 1


def test_what_failed_on_the_way_is_tried_again(drive: FakeDrive, review: Reviewer, memory_keyring: MemoryKeyring) -> None:
    fill(drive)
    drive.fail("media", "d", status=404, reason="notFound", times=1)
    assert states(review(cache=True))["d"] == "gone"
    assert states(review(cache=True))["d"] == "read"


def test_local_documents_are_kept_too(tmp_path: Path, memory_keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "SOP-1.md").write_text(TEXT, encoding="utf-8")

    def run() -> Review:
        return pipeline.review_sources([str(folder)], pipeline.Options(cache=True))

    first = run()
    submit = Parser.submit
    parsed: list[str] = []
    monkeypatch.setattr(Parser, "submit", lambda self, data, name, *more: parsed.append(name) or submit(self, data, name, *more))
    assert without_run(run()) == without_run(first)
    assert parsed == []
    (folder / "SOP-1.md").write_text(TEXT + "More.\n", encoding="utf-8")
    run()
    assert parsed == ["SOP-1.md"]


def test_what_a_review_found_is_recalled_only_where_all_it_rests_on_is_the_same(
    tmp_path: Path, memory_keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "docs"
    folder.mkdir()
    (folder / "SOP-1.md").write_text(TEXT, encoding="utf-8")
    judged: list[str] = []
    judge = pipeline.review
    monkeypatch.setattr(pipeline, "review", lambda *args: judged.append("judged") or judge(*args))

    def run(**options: object) -> Review:
        return pipeline.review_sources([str(folder)], pipeline.Options.model_validate({"cache": True, **options}))

    first = run()
    assert without_run(run()) == without_run(first) == without_run(run(jobs=2))
    assert len(judged) == 1
    assert run(standards=("iec-62304",)).standards == ("iec-62304",)
    assert len(judged) == 2
    (folder / "reviewer.yaml").write_text("not_applicable:\n  62304-9.6-trends: too few reports to count\n", encoding="utf-8")
    assert without_run(run()) != without_run(first)
    (folder / "sources.yaml").write_text("SOP-1.md: {kind: training}\n", encoding="utf-8")
    assert not run().documents[0].establishes
    (folder / "SOP-2.md").write_text(TEXT, encoding="utf-8")
    assert len(run().documents) == 2
    assert len(judged) == 5


def test_without_a_keyring_nothing_is_kept(drive: FakeDrive, review: Reviewer) -> None:
    fill(drive)
    with pytest.raises(ReviewerError, match="no keyring"):
        review(cache=True)
    assert not cache_module.folder().exists()


def test_it_is_off_by_default(drive: FakeDrive, review: Reviewer, memory_keyring: MemoryKeyring) -> None:
    fill(drive)
    review()
    assert not cache_module.folder().exists() and memory_keyring.kept == {}


def test_nothing_in_it_can_be_read_or_told(drive: FakeDrive, review: Reviewer, memory_keyring: MemoryKeyring) -> None:
    fill(drive)
    review(cache=True)
    paths = list(cache_module.folder().iterdir())
    assert len(paths) == 4  # three files, and what the review found
    for path in paths:
        data = path.read_bytes()
        assert b"developer" not in data and b"SOP" not in data
        assert len(path.stem) == 64 and path.stat().st_mode & 0o077 == 0
    assert cache_module.folder().stat().st_mode & 0o077 == 0


def test_what_was_tampered_with_is_not_believed(memory_keyring: MemoryKeyring) -> None:
    cache = cache_module.Cache()
    cache.put("one", b"1")
    cache.put("two", b"2")
    one, two = (cache._path(key) for key in ("one", "two"))
    swapped = one.read_bytes()
    one.write_bytes(two.read_bytes())
    two.write_bytes(swapped[:-1] + bytes([swapped[-1] ^ 1]))
    assert cache.get("one") is cache.get("two") is None
    one.write_bytes(b"")
    assert cache.get("one") is None


def test_what_nobody_used_for_long_is_removed(memory_keyring: MemoryKeyring) -> None:
    cache = cache_module.Cache()
    cache.put("old", b"1")
    cache.put("new", b"2")
    os.utime(cache._path("old"), (time.time() - 91 * 86400,) * 2)
    again = cache_module.Cache()
    assert (again.get("old"), again.get("new")) == (None, b"2")


def test_clear(memory_keyring: MemoryKeyring, capsys: pytest.CaptureFixture[str]) -> None:
    cache_module.Cache().put("one", b"1")
    assert cli.run(["cache", "clear"]) == 0
    assert list(cache_module.folder().iterdir()) == []
    assert (keychain.SERVICE, keychain.CACHE_KEY) not in memory_keyring.kept
    assert cli.run(["cache", "clear"]) == 0
    assert capsys.readouterr().out == "1 document removed\nnothing was kept\n"


def test_since_names_what_has_changed(drive: FakeDrive, review: Reviewer, tmp_path: Path) -> None:
    for name in ("same", "edited", "restored", "removed", "saved", "broken"):
        drive.text(name, f"{name}.md", "root", TEXT)
    drive.fail("media", "restored", status=404, reason="notFound", times=1)
    before = tmp_path / "before.json"
    first = review()
    assert first.changes is None
    before.write_text(render(first), encoding="utf-8")
    drive.text("edited", "edited.md", "root", TEXT + "\nThe lead shall close it.\n", headRevisionId="2")
    drive.text("saved", "saved.md", "root", TEXT, headRevisionId="2")
    drive.text("new", "new.md", "root", TEXT)
    drive.nodes.pop("removed")
    drive.fail("media", "broken", status=404, reason="notFound")
    result = review(since=before)
    assert result.changes is not None
    assert {change.document: change.kind.value for change in result.changes.changed} == {
        "new": "added", "edited": "text", "saved": "revision", "restored": "readable_now", "broken": "unreadable_now", "removed": "removed",
    }  # fmt: skip
    assert result.changes.unchanged == 1


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"documents": [1]}', '{"documents": [{"name": "x"}]}'])
def test_since_needs_a_report(tmp_path: Path, content: str, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text(TEXT, encoding="utf-8")
    (tmp_path / "x.json").write_text(content, encoding="utf-8")
    for name in ("x.json", "missing.json"):
        arguments = ["review", str(tmp_path / "docs"), "--out", str(tmp_path / "out"), "--since", str(tmp_path / name)]
        assert cli.run(arguments) == 2
        assert "--since" in capsys.readouterr().err


def test_since_is_shown(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "a.md").write_text(TEXT, encoding="utf-8")
    out = tmp_path / "out"
    assert cli.run(["review", str(tmp_path / "docs"), "--out", str(out)]) == 0
    (tmp_path / "docs" / "<b>.md").write_text(TEXT, encoding="utf-8")
    assert cli.run(["review", str(tmp_path / "docs"), "--out", str(out), "--since", str(out / "report.json")]) == 0
    assert "1 document changed, 1 as before" in capsys.readouterr().out
    page = (out / "detailed.html").read_text(encoding="utf-8")
    assert "&lt;b&gt;.md: new" in page
    assert json.loads((out / "report.json").read_text(encoding="utf-8"))["changes"]["unchanged"] == 1
