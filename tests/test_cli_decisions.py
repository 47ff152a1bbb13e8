"""Decisions and redaction at the command line, from the workbook to the report of the next review."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml
from openpyxl import load_workbook

from reviewer import cli, pipeline
from reviewer.library import Library
from reviewer.report.interface import Guidance

DOCUMENT = """# SOP-7 Handling of security issues

| Prepared by | Jana Novak | Document no. | SOP-7 |
| --- | --- | --- | --- |

## 1 Procedure

The PSIRT of Halden Medical AS shall open a ticket for each confirmed security issue and shall take it through the problem resolution process.
Jana Novak shall review the open security issues each quarter.
"""
TREND = "62304-9.6-trends/trend-analysis"
FORMAL = "81001-9.5-remediation-path/formal"


@pytest.fixture(scope="module")
def reviewed(tmp_path_factory: pytest.TempPathFactory, library: Library) -> Iterator[Path]:
    """A folder with a document and the reports of its review. The library is read once for all of them."""
    folder = tmp_path_factory.mktemp("case")
    criteria = {criterion.id: criterion for criterion in library.rubric.criteria}
    patch = pytest.MonkeyPatch()
    patch.setattr(pipeline, "load_library", lambda folder: library)
    patch.setattr("reviewer.commands.review.guidance_from", lambda *_: Guidance(criteria=criteria))
    (folder / "docs").mkdir()
    (folder / "docs" / "SOP-7.md").write_text(DOCUMENT, encoding="utf-8")
    assert cli.run(["review", str(folder / "docs"), "--out", str(folder / "one"), "--format", "json,xlsx", "--quiet"]) == 0
    yield folder
    patch.undo()


def elements(report: Path) -> dict[str, dict[str, object]]:
    data = json.loads((report / "report.json").read_text(encoding="utf-8"))
    return {element["id"]: element for finding in data["findings"] for element in finding["elements"]}


def test_from_the_workbook_to_the_next_report(reviewed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = load_workbook(reviewed / "one" / "matrix.xlsx")
    sheet = book["Matrix"]
    titles = {str(cell.value): cell.column for cell in sheet[1]}
    for name, status in ((TREND, "met"), (FORMAL, "not binding")):
        row = next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, titles["Element id"]).value == name)
        cells = {
            "Decision": "overrule",
            "Decided status": status,
            "Why": "I know better.",
            "By": "Ada",
            "Decided on": date(2026, 1, 5),
            "Owner": "Joe",
        }
        for title, value in cells.items():
            sheet.cell(row, titles[title]).value = value  # type: ignore[assignment]
    book.save(reviewed / "filled.xlsx")
    file = reviewed / "decisions.yaml"
    assert cli.run(["decisions", "import", str(reviewed / "filled.xlsx"), "--out", str(file)]) == 0
    assert "2 decisions and 2 tasks read; 4 new, 0 changed" in capsys.readouterr().out
    assert cli.run(["decisions", "import", str(reviewed / "filled.xlsx"), "--out", str(file)]) == 0
    assert "0 new, 0 changed" in capsys.readouterr().out

    # The text that one of the two decisions rests on changes; the other one's does not.
    path = reviewed / "docs" / "SOP-7.md"
    path.write_text(DOCUMENT.replace("for each confirmed security issue", "for every confirmed security issue"), encoding="utf-8")
    again = ["review", str(reviewed / "docs"), "--out", str(reviewed / "two"), "--format", "json", "--decisions", str(file)]
    assert cli.run([*again, "--redact", "--no-quotes", "--quiet"]) == 0
    told = elements(reviewed / "two")
    trend, formal = told[TREND]["judgement"], told[FORMAL]["judgement"]
    assert isinstance(trend, dict) and isinstance(formal, dict)
    assert (trend["freshness"], trend["status"]) == ("current", "met")
    assert (formal["freshness"], formal["note"]) == ("stale", "Since the decision, the evidence has other words.")
    text = (reviewed / "two" / "report.json").read_text(encoding="utf-8")
    data = json.loads(text)
    assert (data["decisions"]["counted"], data["decisions"]["stale"]) == (1, 1)
    met, decided = (s["by_standard"]["iec-62304"]["met"] for s in (data["scores"], data["decisions"]["scores"]))
    assert decided == met + 1
    for name in ("Novak", "Halden", "Ada", "Joe", "PSIRT", str(reviewed)):
        assert name not in text, name
    assert told[TREND]["task"] == {"owner": "[person 3]"} and "evidence_sha256" not in told[TREND]


def test_decisions_written_by_hand_are_stamped(reviewed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = reviewed / "hand.yaml"
    entry = {"id": TREND, "action": "confirm", "reason": "Right.", "by": "Ada", "date": date(2026, 1, 5)}
    file.write_text(yaml.safe_dump({"decisions": [entry]}), encoding="utf-8")
    assert cli.run(["decisions", "stamp", str(file), str(reviewed / "one")]) == 0
    assert "1 decision noted" in capsys.readouterr().out
    seen = yaml.safe_load(file.read_text(encoding="utf-8"))["decisions"][0]["seen"]
    assert seen == {"status": "unmet", "sha256": elements(reviewed / "one")[TREND]["evidence_sha256"]}


def test_faults_of_the_user_are_one_line(reviewed: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = reviewed / "wrong.yaml"
    file.write_text("decisions:\n- {id: nowhere, action: confirm, reason: r, by: b, date: 2026-01-05}\n", encoding="utf-8")
    for call in (
        ["review", str(reviewed / "docs"), "--out", str(reviewed / "x"), "--decisions", str(reviewed / "absent.yaml"), "--quiet"],
        [
            "review",
            str(reviewed / "docs"),
            "--out",
            str(reviewed / "x"),
            "--redact-names",
            str(reviewed / "absent.yaml"),
            "--quiet",
        ],
        ["review", str(reviewed / "docs"), "--out", str(reviewed / "x"), "--since", str(reviewed / "two"), "--quiet"],
        ["decisions", "import", str(reviewed / "docs" / "SOP-7.md")],
        ["decisions", "stamp", str(file), str(reviewed / "docs" / "SOP-7.md")],
    ):
        assert cli.run(call) == 2, call
        error = capsys.readouterr().err
        assert error.startswith("error: ") and error.count("\n") == 1, error
