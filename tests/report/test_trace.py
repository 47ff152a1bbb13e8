"""`reviewer trace` from the outside: how a status was reached, from a report that was written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reviewer import cli, errors

PENTEST = "81001-9.5-proactive-identification/penetration-testing"
TEXT = """# SOP-7 Product security

## 4 Security testing

An independent laboratory may perform a penetration test where time allows.

Static code analysis with security rules runs on every build.
"""


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("trace")
    (folder / "SOP-7.md").write_text(TEXT, encoding="utf-8")
    assert cli.run(["review", str(folder / "SOP-7.md"), "--out", str(folder / "out"), "--format", "json", "--quiet"]) == errors.OK
    return folder / "out"


def test_a_weak_element_shows_its_passage_and_what_would_bind(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["trace", str(report), "penetration-testing"]) == errors.OK
    out = " ".join(capsys.readouterr().out.split())
    assert f"How {PENTEST} was judged" in out
    assert "not binding" in out
    assert "An independent laboratory may perform a penetration test where time allows." in out
    assert "without may, should or where possible" in out


def test_an_element_of_which_nothing_speaks_names_wording_to_adopt(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["trace", str(report / "report.json"), "62304-9.6-trends/trend-analysis"]) == errors.OK
    out = " ".join(capsys.readouterr().out.split())
    assert "not found" in out
    assert "This wording, filled in and kept to, would meet it" in out


def test_json_holds_the_steps(report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["trace", str(report), PENTEST, "--json"]) == errors.OK
    element = json.loads(capsys.readouterr().out)["element"]
    assert element["id"] == PENTEST
    step = element["trace"][0]
    assert step["outcome"] == "weakens"
    assert 0 <= step["meaning"] <= 1 and 0 <= step["wording"] <= 1


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (["nowhere", "trends"], "cannot be read: no such file"),
        (["REPORT", "81001-9.5-proactive-identification"], "has several elements"),
        (["REPORT", "no-such-thing"], "criterion or element"),
    ],
)
def test_a_wrong_call_is_one_line(call: list[str], says: str, report: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["trace", *(str(report) if word == "REPORT" else word for word in call)]
    assert cli.run(arguments) == errors.UNUSABLE
    error = capsys.readouterr().err
    assert says in error and error.count("\n") == 1


def test_another_file_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "report.json").write_text('{"findings": [{"criterion": 1}]}', encoding="utf-8")
    assert cli.run(["trace", str(tmp_path), "trends"]) == errors.UNUSABLE
    assert "is not a report of this version" in capsys.readouterr().err
