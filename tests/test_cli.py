"""The command line: exit status, one line for the user's faults, and where things are written."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from reviewer import __version__, cli, intake, pipeline
from reviewer.errors import ReviewerError, UnreadableDocument
from reviewer.model import Block, BlockKind, Document, Review
from reviewer.report.json_report import schema_text
from tests.report.sample_review import GUIDANCE, REVIEW


class Call:
    """What the pipeline was asked for, and what it answers."""

    def __init__(self) -> None:
        self.answer: Review | Exception = REVIEW
        self.sources: list[str] = []
        self.options = pipeline.Options()

    def __call__(self, sources: list[str], options: pipeline.Options, progress: Callable[[str, int, int], None]) -> Review:
        self.sources, self.options = sources, options
        progress("reading", 0, 2)
        progress("searching", 0, 0)
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Call]:
    """The command line without the pipeline behind it, in a folder of its own with one document in ``docs``."""
    stand_in = Call()
    monkeypatch.setattr(pipeline, "review_sources", stand_in)
    monkeypatch.setattr("reviewer.commands.review.guidance_from", lambda rubric, clauses, brand=None: GUIDANCE)
    monkeypatch.chdir(tmp_path)
    for name in ("REVIEWER_DRIVE_ENDPOINT", "REVIEWER_DRIVE_CREDENTIALS"):
        monkeypatch.delenv(name, raising=False)
    Path("docs").mkdir()
    Path("docs/a.md").write_text("text", encoding="utf-8")
    return stand_in


def complaint(capsys: pytest.CaptureFixture[str]) -> str:
    """The one line on stderr."""
    error = capsys.readouterr().err
    assert error.startswith("error: ") and error.endswith("\n") and error.count("\n") == 1, error
    assert "Traceback" not in error
    return error


def test_review_writes_reports_and_a_summary(call: Call, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["review", "docs", "--out", "new/out"]) == 0
    assert {path.name for path in Path("new/out").iterdir()} == {"report.json", "summary.html", "detailed.html"}
    assert json.loads(Path("new/out/report.json").read_text(encoding="utf-8"))["schema_version"] == "1"
    said = capsys.readouterr()
    assert "Coverage: 67 %" in said.out and str(Path("new/out/detailed.html")) in said.out
    assert said.err == ""


def test_the_free_tier_writes_the_summary_alone(call: Call) -> None:
    assert cli.run(["review", "docs", "--out", "out", "--tier", "summary"]) == 0
    assert [path.name for path in Path("out").iterdir()] == ["summary.html"]


def test_formats(call: Call) -> None:
    assert cli.run(["review", "docs", "--out", "out", "--format", " JSON, json"]) == 0
    assert [path.name for path in Path("out").iterdir()] == ["report.json"]


def test_a_second_review_replaces_the_first(call: Call) -> None:
    for _ in range(2):
        assert cli.run(["review", "docs", "--out", "out", "--format", "json"]) == 0
    assert [path.name for path in Path("out").iterdir()] == ["report.json"]


def test_quiet(call: Call, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["review", "docs", "--out", "out", "--quiet"]) == 0
    said = capsys.readouterr()
    assert said.out == said.err == ""
    assert Path("out/report.json").exists()


def test_options_reach_the_pipeline(call: Call) -> None:
    Path("reviewer.yaml").write_text("{}", encoding="utf-8")
    arguments = "--standards iec-62304,iso-14971 --profile reviewer.yaml --trace --ocr"
    assert cli.run(["review", "docs", "more", "--out", "out", "--quiet", *arguments.split()]) == 0
    assert call.sources == ["docs", "more"]
    assert call.options.standards == ("iec-62304", "iso-14971")
    assert call.options.profile == Path("reviewer.yaml")
    assert call.options.trace and call.options.ocr


def test_defaults_leave_everything_to_the_pipeline(call: Call) -> None:
    assert cli.run(["review", "docs", "--quiet"]) == 0
    assert call.options == pipeline.Options()
    assert Path("reviewer-report/report.json").exists()


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ([], 0),
        (["--fail-on", "major"], 1),
        (["--fail-on", "minor"], 1),
        (["--fail-on", "MAJOR", "--fail-on-basis", "audit-focus"], 1),
        (["--fail-on-basis", "audit-focus"], 0),
    ],
)
def test_fail_on(call: Call, arguments: list[str], status: int) -> None:
    assert cli.run(["review", "docs", "--out", "out", "--quiet", *arguments]) == status
    assert Path("out/report.json").exists()


def test_fail_on_widened(call: Call) -> None:
    call.answer = REVIEW.model_copy(update={"findings": REVIEW.findings[2:3]})  # a major gap against an audit focus
    assert cli.run(["review", "docs", "--quiet", "--fail-on", "major"]) == 0
    assert cli.run(["review", "docs", "--quiet", "--fail-on", "major", "--fail-on-basis", "adjacent"]) == 0
    assert cli.run(["review", "docs", "--quiet", "--fail-on", "major", "--fail-on-basis", "audit-focus"]) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "SOURCE"),
        (["docs", "--format", "pptx"], "pptx"),
        (["docs", "--format", ","], "--format"),
        (["docs", "--tier", "gold"], "gold"),
        (["docs", "--tier", "summary", "--format", "json"], "json has no summary"),
        (["docs", "--standards", ","], "--standards"),
        (["docs", "--profile", "missing.yaml"], "missing.yaml"),
        (["docs", "--rubric", "missing"], "missing"),
        (["docs", "--clauses", "missing"], "missing"),
        (["docs", "--fail-on", "blocker"], "blocker"),
        (["docs", "--fail-on-basis", "rumour"], "rumour"),
        (["docs", "--nope"], "--nope"),
        (["docs", "--out"], "--out"),
        (["docs", "--out", "docs"], "inside"),
        (["docs", "--out", "docs/sub/out"], "inside"),
        ([".", "--out", "anywhere"], "inside"),
        (["docs", "--out", "docs/a.md"], "docs"),
        (["docs", "--format", "a\nb\x1b[31m"], "a b[31m"),
        (["docs", "--out", "a\0"], "--out"),
    ],
)
def test_bad_calls_end_in_one_line(call: Call, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str) -> None:
    assert cli.run(["review", *arguments]) == 2
    assert said in complaint(capsys)
    assert call.sources == []
    assert [path.name for path in Path("docs").iterdir()] == ["a.md"]


def test_faults_of_the_input_end_in_one_line(call: Call, capsys: pytest.CaptureFixture[str]) -> None:
    call.answer = ReviewerError("docs\n\x1b[2J", "nothing readable", "name documents with text in them")
    assert cli.run(["review", "docs", "--out", "out"]) == 2
    assert complaint(capsys) == "error: docs [2J: nothing readable; name documents with text in them\n"


def test_bugs_do_not_look_like_findings(call: Call, capsys: pytest.CaptureFixture[str]) -> None:
    call.answer = KeyError("slip")
    assert cli.run(["review", "docs", "--out", "out"]) == 70
    error = capsys.readouterr().err
    assert "Traceback" in error and "bug" in error


def test_interrupt(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: Any) -> Review:
        raise KeyboardInterrupt

    monkeypatch.setattr(pipeline, "review_sources", interrupted)
    assert cli.run(["review", "docs", "--out", "out"]) == 130


def test_text(call: Call, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    words = "Prüfplan – eins\nzwei | drei"
    block = Block(kind=BlockKind.paragraph, start=0, end=len(words))
    monkeypatch.setattr(
        intake, "read_one", lambda path, drive: Document(id=str(path), name=str(path), format="md", text=words, blocks=(block,))
    )
    assert cli.run(["text", "docs/a.md"]) == 0
    assert capsys.readouterr().out == words + "\n"


def test_text_of_what_cannot_be_read(call: Call, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def fail(path: str, drive: object) -> Document:
        raise UnreadableDocument("encrypted", "it is encrypted")

    monkeypatch.setattr(intake, "read_one", fail)
    assert cli.run(["text", "docs/a.md"]) == 2
    assert "encrypted" in complaint(capsys)


def test_schema_and_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["schema"]) == 0
    assert capsys.readouterr().out == schema_text()
    assert cli.run(["version"]) == 0
    assert capsys.readouterr().out == f"reviewer {__version__}\n"


def test_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run([]) == 0
    assert "review" in capsys.readouterr().out
    assert cli.run(["review", "--help"]) == 0
    assert "--fail-on-basis" in capsys.readouterr().out


def test_rubric_lint(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "rubric.yaml").write_text("id: x\nversion: 1\norder: []\n", encoding="utf-8")
    assert cli.run(["rubric", "lint", "--rubric", str(tmp_path)]) == 0
    assert "no faults" in capsys.readouterr().out
    (tmp_path / "rubric.yaml").write_text("id: x\nversion: 1\norder: [a, b\n", encoding="utf-8")
    assert cli.run(["rubric", "lint", "--rubric", str(tmp_path)]) == 1
    assert re.search(r"rubric\.yaml:\d+:\d+: ", capsys.readouterr().out)


def test_rubric_schema(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["rubric", "schema"]) == 0
    assert "auditor_questions" in json.loads(capsys.readouterr().out)["properties"]


def test_as_a_program_whatever_the_encoding() -> None:
    """The command as others call it, in a place where nothing is utf-8."""
    environment = {"PYTHONIOENCODING": "ascii", "PATH": "", "LC_ALL": "C", "PYTHONPATH": str(Path(cli.__file__).parent.parent)}
    done = subprocess.run([sys.executable, "-m", "reviewer", "schema"], capture_output=True, env=environment, check=False)
    assert done.returncode == 0
    assert done.stdout == schema_text().encode("utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "reviewer", "review", "größe-fehlt", "--out", "x"],
        capture_output=True,
        env=environment,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr.count(b"\n") == 1


def test_help_says_of_each_command_what_the_command_says_itself() -> None:
    """``--help`` reads them from a table, so as to load none."""
    loaded = {command.name: command for command in cli.app_for(cli.COMMANDS).registered_commands}
    groups = {group.name: group for group in cli.app_for(cli.COMMANDS).registered_groups}
    assert {*loaded, *groups} == set(cli.COMMANDS)
    for name, (place, about) in cli.COMMANDS.items():
        if not place:
            continue
        said = groups[name].typer_instance.info.help if name in groups else (loaded[name].callback.__doc__ or "")
        assert str(said).partition("\n")[0] == about


def test_help_loads_next_to_nothing() -> None:
    code = "import sys; from reviewer import cli; cli.run(['--help']); print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "review " in done.stdout
    assert not {"pydantic", "jinja2", "rich.console", "numpy", "lxml", "reviewer.model"} & set(
        done.stdout.splitlines()[-1].split()
    )
