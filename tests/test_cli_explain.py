"""`reviewer crosswalk` and `reviewer explain` from the outside."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from reviewer import cli, errors
from tests.conftest import ROOT


def test_crosswalk_prints_the_table_or_one_clause(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["crosswalk"]) == errors.OK
    assert "IEC 81001-5-1 and ISO 14971" in capsys.readouterr().out
    assert cli.run(["crosswalk", "9.5"]) == errors.OK
    out = capsys.readouterr().out
    assert out.startswith("IEC 81001-5-1 9.5: Addressing security-related issues\n")
    assert "could also mean IEC 62304 9.5" in out


@pytest.mark.parametrize("name", ["IEC 81001-5-1 9.5", "ISO 14971 10.4", "MDR", "FDA 524B", "CRA", "IEC 62304", "DM-4"])
def test_crosswalk_and_its_json_know_the_same_names(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["crosswalk", name]) == errors.OK
    assert capsys.readouterr().out.strip()
    assert cli.run(["crosswalk", name, "--json"]) == errors.OK
    assert json.loads(capsys.readouterr().out)["mappings"]


def test_whole_crosswalk_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["crosswalk", "--json"]) == errors.OK
    data = json.loads(capsys.readouterr().out)
    assert {"from", "to", "relationship", "posture", "rationale", "source", "confidence"} == set(data["mappings"][0])


def test_explain_prints_a_criterion_an_element_or_the_list(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["explain", "81001-9.5-disclosure-decision"]) == errors.OK
    out = capsys.readouterr().out
    for heading in (
        "What an auditor asks",
        "Records to show",
        "What a good procedure says",
        "How it is usually missed",
        "Related clauses",
    ):
        assert f"\n{heading}\n" in out
    assert cli.run(["explain", "disclosure-decision/authority"]) == errors.OK
    assert "Element: authority" in capsys.readouterr().out
    assert cli.run(["explain"]) == errors.OK
    assert "62304-9.8-test-documentation" in capsys.readouterr().out
    assert cli.run(["explain", "62304-9.6-trends", "--json"]) == errors.OK
    assert json.loads(capsys.readouterr().out)["elements"]["trend-analysis"]["basis"] == "requirement"


@pytest.mark.parametrize(
    "call", [["crosswalk", "IEC 62304 9.99"], ["explain", "81001-9.5-recrods"], ["crosswalk", "\x1b[31mx\n"], ["explain", ""]]
)
def test_an_unknown_name_is_one_line_and_status_2(call: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(call) == errors.UNUSABLE
    caught = capsys.readouterr()
    assert caught.out == ""
    assert caught.err.startswith("error: ") and caught.err.count("\n") == 1
    assert "\x1b" not in caught.err


def test_lint_covers_the_clause_library(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(ROOT / "clauses", tmp_path / "clauses")
    (tmp_path / "clauses" / "iec-62304.yaml").unlink()
    assert cli.run(["rubric", "lint", "--clauses", str(tmp_path / "clauses")]) == errors.FOUND
    assert "related clause iec-62304:9.1 is not in the clause library" in capsys.readouterr().out
    assert cli.run(["crosswalk", "--clauses", str(tmp_path / "clauses")]) == errors.UNUSABLE
    assert "rubric lint" in capsys.readouterr().err
