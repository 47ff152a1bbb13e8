"""A batch: each client apart, nothing done twice, nothing lost, the same reports wherever they are made."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewer import resources
from reviewer.batch.client import plain_guidance
from reviewer.batch.inputs import data_digest
from reviewer.report.html_report import html_report
from reviewer.report.interface import Tier
from tests.batch.conftest import make_clients, tree
from tests.report.sample_review import GUIDANCE, REVIEW

Batch = Callable[..., int]


def portfolio(out: Path) -> dict[str, dict[str, object]]:
    return {client["name"]: client for client in json.loads((out / "portfolio.json").read_text(encoding="utf-8"))["clients"]}


def reviewed(folder: Path) -> list[str]:
    """The clients in the order in which they were finished, in all runs of a test."""
    events = [json.loads(line) for line in (folder / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    return [event["client"] for event in events if event["event"] == "client_finished"]


def test_no_text_of_one_client_is_in_the_reports_of_another(batch: Batch, tmp_path: Path) -> None:
    markers = {f"client{n}": f"marker-{n}-of-this-client-alone" for n in range(2)}
    given = make_clients(tmp_path / "in", **markers)
    formats = "html,json,xlsx,csv,md,text,oscal"
    assert batch(given, "--out", tmp_path / "out", "--format", formats) == 0
    for name, marker in markers.items():
        files = [path for path in (tmp_path / "out" / "clients" / name).rglob("*") if path.is_file()]
        assert {"report.json", "detailed.html", "matrix.xlsx", "findings.md"} <= {path.name for path in files}
        assert marker in (tmp_path / "out" / "clients" / name / "detailed.html").read_text(encoding="utf-8")
        for path in files:
            text = path.read_bytes()
            if path.suffix == ".xlsx":
                text = _unzipped(path)
            for other, foreign in markers.items():
                assert other == name or (foreign.encode() not in text and f"{other}.md".encode() not in text), path
    for path in tmp_path.glob("out/portfolio.*"):
        text = _unzipped(path) if path.suffix == ".xlsx" else path.read_bytes()
        assert b"client1" in text
        assert not any(marker.encode() in text for marker in markers.values()), "the portfolio quotes nobody"
    assert not any(marker in (tmp_path / "out/journal.jsonl").read_text() for marker in markers.values())


def _unzipped(path: Path) -> bytes:
    import zipfile

    with zipfile.ZipFile(path) as archive:
        return b"".join(archive.read(name) for name in archive.namelist())


def test_pages_do_not_tell_how_many_processes_worked() -> None:
    runs = [{"options": {"trace": False, "jobs": jobs}} for jobs in (1, None)]
    one, any_number = (html_report(REVIEW.model_copy(update={"run": run}), GUIDANCE, Tier.detailed) for run in runs)
    assert one == any_number


def test_what_has_not_changed_is_left_alone(batch: Batch, tmp_path: Path) -> None:
    given, out = make_clients(tmp_path / "in", a="one", b="two", c="three"), tmp_path / "out"
    batch(given, "--out", out)
    before = tree(out)
    os.utime(given / "a" / "a.md", (1, 1))  # touched, with the same bytes
    batch(given, "--out", out)
    assert sorted(reviewed(tmp_path)) == ["a", "b", "c"]
    assert {name: tree(out)[name] for name in before if name.startswith("clients/")} == {
        name: content for name, content in before.items() if name.startswith("clients/")
    }
    (given / "b" / "b.md").write_text("two, met formal", encoding="utf-8")
    batch(given, "--out", out)
    assert reviewed(tmp_path)[3:] == ["b"]
    assert {name: client["standing"] for name, client in portfolio(out).items()} == {
        "a": "unchanged",
        "b": "again",
        "c": "unchanged",
    }
    assert portfolio(out)["b"]["changes"]["closed"] == ["81001-9.5-remediation-path/formal"]
    batch(given, "--out", out, "--format", "json")
    assert sorted(reviewed(tmp_path)[4:]) == ["a", "b", "c"], "other options, other reports"
    batch(given, "--out", out, "--format", "json", "--again")
    assert sorted(reviewed(tmp_path)[7:]) == ["a", "b", "c"]


def test_missing_and_damaged_reports_are_made_again_and_own_files_kept(batch: Batch, tmp_path: Path) -> None:
    given, out = make_clients(tmp_path / "in", a="one", b="two"), tmp_path / "out"
    batch(given, "--out", out)
    good = tree(out)
    (out / "clients/a/report.json").unlink()
    (out / "clients/b/findings.md").write_text("filled in by hand", encoding="utf-8")
    (out / "clients/b/decisions.yaml").write_text("mine", encoding="utf-8")
    batch(given, "--out", out)
    now = tree(out)
    assert {name: now[name] for name in good if name.startswith("clients/")} == {
        k: v for k, v in good.items() if k.startswith("clients/")
    }
    assert (out / "clients/b/decisions.yaml").read_text() == "mine"
    assert (out / "clients/b/findings (changed by you).md").read_text() == "filled in by hand"
    # A copy of a report under another name is nobody's but theirs, and stays when the report is renewed.
    shutil.copy(out / "clients/b/report.json", out / "clients/b/report before the audit.json")
    before = (out / "clients/b/report.json").read_bytes()
    make_clients(given, b="two met formal")
    batch(given, "--out", out)
    assert (out / "clients/b/report before the audit.json").read_bytes() == before != (out / "clients/b/report.json").read_bytes()
    batch(given, "--out", out)
    assert len(reviewed(tmp_path)) == 5


def test_one_client_that_fails_costs_itself(batch: Batch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given, out = make_clients(tmp_path / "in", good="fine", bad="x"), tmp_path / "out"
    (given / "bad" / "bug.md").write_text("secret of the client", encoding="utf-8")
    (given / "empty").mkdir()
    log = tmp_path / "log.jsonl"
    assert batch(given, "--out", out, "--log-json", log) == 1
    told = portfolio(out)
    assert {name: client["standing"] for name, client in told.items()} == {"bad": "failed", "empty": "failed", "good": "first"}
    assert (told["bad"]["code"], told["empty"]["code"]) == ("bug", "unusable")
    assert "holds no files" in str(told["empty"]["reason"])
    page = (out / "portfolio.html").read_text(encoding="utf-8")
    assert "What failed" in page and "a fault of the reviewer (KeyError in stand_in.py" in page
    assert "failed: bad:" in capsys.readouterr().out
    events = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    assert (events[0]["event"], events[-1]["event"]) == ("batch_started", "batch_finished")
    assert {(e["event"], e.get("client"), e.get("code")) for e in events} >= {
        ("client_failed", "bad", "bug"), ("client_failed", "empty", "unusable"), ("client_finished", "good", None),
    }  # fmt: skip
    assert ("document", "good.md") in {(e["event"], e.get("document")) for e in events}
    assert all(set(e) <= {"time", "event", "client", "document", "code", "seconds"} for e in events)
    for path in (log, out / "portfolio.json", out / "journal.jsonl"):
        assert "secret of the client" not in path.read_text(encoding="utf-8")
    # Mended, it is reviewed, and only it.
    (given / "bad" / "bug.md").unlink()
    shutil.rmtree(given / "empty")
    assert batch(given, "--out", out) == 0
    assert reviewed(tmp_path) == ["good", "bad"]
    # It fails again: the reports of the earlier run stay.
    (given / "bad" / "bug.md").write_text("x", encoding="utf-8")
    assert batch(given, "--out", out) == 1
    assert portfolio(out)["bad"]["earlier"] is True and (out / "clients/bad/report.json").is_file()
    removed = json.loads((out / "portfolio.json").read_text(encoding="utf-8"))["removed"]
    assert removed == ["empty"]


def test_a_worker_that_dies_costs_its_client_only(batch: Batch, tmp_path: Path) -> None:
    given, out = make_clients(tmp_path / "in", beside="one", once="two", dies="three"), tmp_path / "out"
    # They begin in this order: beside the first one another dies, but not when it is tried again, alone.
    (given / "beside" / "beside.md").write_text("x" * 60, encoding="utf-8")
    (given / "once" / "once.md").write_text("x" * 50, encoding="utf-8")
    (given / "dies" / "die.md").touch()
    (given / "threads").mkdir()
    (given / "threads" / "threads.md").write_text("x" * 40, encoding="utf-8")
    assert batch(given, "--out", out, "--executor", "processes", "--jobs", "2", "--log-json", tmp_path / "log") == 1
    told = portfolio(out)
    assert {name: client.get("code") for name, client in told.items()} == {
        "beside": None, "once": None, "dies": "worker_lost", "threads": "threads",
    }  # fmt: skip
    lost = [json.loads(line) for line in (tmp_path / "log").read_text().splitlines() if "worker_lost" in line]
    assert [(line["event"], line["client"]) for line in lost] == [
        ("worker_lost", "once"), ("worker_lost", "dies"), ("client_failed", "dies"),
    ]  # fmt: skip
    assert told["threads"]["reason"] == "1", "one thread to each worker"
    assert multiprocessing.active_children() == []


def test_a_process_that_lives_long_sees_that_the_data_have_changed(tmp_path: Path) -> None:
    """As a worker of a cluster does, between two runs."""
    rubric, clauses = resources.rubric_dir(), tmp_path / "clauses"
    shutil.copytree(resources.clauses_dir(), clauses)
    before, digest = plain_guidance(rubric, clauses), data_digest(rubric, clauses)
    assert plain_guidance(rubric, clauses) is before and before.clauses is not None
    for path in clauses.rglob("*.yaml"):
        path.write_text(path.read_text(encoding="utf-8").replace("problem", "trouble"), encoding="utf-8")
    after = plain_guidance(rubric, clauses)
    assert "trouble" not in repr(before.clauses) and "trouble" in repr(after.clauses)
    assert data_digest(rubric, clauses) == resources.data_digest(rubric, clauses) != digest


def test_only_one_batch_has_a_folder(batch: Batch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from reviewer.batch.folders import Folders

    given = make_clients(tmp_path / "in", a="one")
    folders = Folders(tmp_path / "out")
    assert batch(given, "--out", tmp_path / "out") == 2
    assert "another batch is writing to it" in capsys.readouterr().err
    folders.close()
    assert batch(given, "--out", tmp_path / "out") == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("in", "--out", "in/out"), "lies inside"),
        (("in", "--out", "in/a/out"), "lies inside"),
        (("in", "--out", "out", "--executor", "dask"), "goes with --executor dask"),
        (("in", "--out", "out", "--scheduler", "tcp://127.0.0.1:1"), "goes with --executor dask"),
        (("in", "--out", "out", "--executor", "dask", "--scheduler", "http://127.0.0.1:1"), "no address of a scheduler"),
        (("in", "--out", "out", "--executor", "threads"), "choose from processes, dask, none"),
        (("in", "--out", "out", "--format", "doc"), "no format doc"),
        (("nothing", "--out", "out"), "does not exist"),
    ],
)
def test_a_call_that_cannot_be_meant_is_told_in_one_line(
    batch: Batch,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    said: str,
) -> None:
    make_clients(tmp_path / "in", a="one")
    monkeypatch.chdir(tmp_path)
    assert batch(*arguments) == 2
    error = capsys.readouterr().err
    assert said in error and error.count("\n") == 1 and not Path("out/portfolio.html").exists()


def test_faults_of_the_file_are_told_in_a_line_each(batch: Batch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "p.yaml").write_text("clients:\n  - {name: A}\n  - {sources: b}\n", encoding="utf-8")
    assert batch(tmp_path / "p.yaml", "--out", tmp_path / "out") == 2
    lines = capsys.readouterr().err.splitlines()
    assert [line.partition("p.yaml:")[2] for line in lines] == ["2:5: sources: is missing", "3:5: name: is missing"]


def test_fail_on_looks_at_every_client(batch: Batch, tmp_path: Path) -> None:
    given = make_clients(tmp_path / "in", a="met problem-resolution met formal met options met timeline")
    assert batch(given, "--out", tmp_path / "out", "--fail-on", "minor", "--fail-on-basis", "audit-focus") == 0
    make_clients(given, b="met problem-resolution")
    assert batch(given, "--out", tmp_path / "out") == 0
    assert batch(given, "--out", tmp_path / "out", "--fail-on", "minor") == 1


def test_a_torn_journal_is_mended_and_a_foreign_one_refused(
    batch: Batch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given, out = make_clients(tmp_path / "in", a="one", b="two"), tmp_path / "out"
    batch(given, "--out", out)
    journal = out / "journal.jsonl"
    whole = journal.read_bytes()
    journal.write_bytes(whole + b'{"event":"finished","client":"a"')
    assert batch(given, "--out", out) == 0
    assert reviewed(tmp_path) == ["a", "b"]
    journal.write_bytes(b'{"event":"else"}\n')
    capsys.readouterr()
    assert batch(given, "--out", out) == 2
    assert "journal.jsonl:1: is no line of a journal" in capsys.readouterr().err


def test_progress_says_how_long_it_will_take() -> None:
    from reviewer.batch.events import Watch

    now, lines = [0.0], []
    watch = Watch(lines.append, lambda: now[0])
    watch.expect({"a": 100, "b": 300, "drive": 0})  # of which nothing is known: 200, the mean
    watch.begin("a")
    assert watch.left() is None and "left" not in lines[-1]
    watch.hear("a", "reading x.docx", 2, 5)
    assert lines[-1] == "0 of 3 clients done, 1 under way; a: reading x.docx 2/5"
    now[0] = 10.0
    watch.end("a")
    watch.begin("b")
    assert watch.left() == pytest.approx(50)
    assert lines[-1] == "1 of 3 clients done, 1 under way, about 50 s left; b: waiting for a worker"
    watch.hear("a", "late", 0, 0)
    assert "late" not in lines[-1]


def test_silent_where_nobody_watches(batch: Batch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = make_clients(tmp_path / "in", a="one")
    assert batch(given, "--out", tmp_path / "out", "-q") == 0
    assert capsys.readouterr() == ("", "")
