"""report.json keeps to the contract, to its schema and to the bytes."""

from __future__ import annotations

import json
from typing import Any

import jsonschema_rs
import pytest

from reviewer import resources
from reviewer.model import Review
from reviewer.report.interface import Tier
from reviewer.report.json_report import json_report, render, schema, schema_text
from tests.report.sample_review import GUIDANCE, REVIEW


@pytest.fixture(scope="module")
def report() -> dict[str, Any]:
    return json.loads(render(REVIEW))


def test_committed_schema_is_current() -> None:
    committed = resources.report_schema().read_text(encoding="utf-8")
    assert committed == schema_text(), "run `make docs`"


def test_report_is_valid_and_the_schema_would_notice(report: dict[str, Any]) -> None:
    validator = jsonschema_rs.validator_for(schema())
    assert [str(error) for error in validator.iter_errors(report)] == []
    for spoil in (
        lambda r: r.pop("run"),
        lambda r: r["findings"][0].pop("verdict"),
        lambda r: r["findings"][0].update(verdict="green"),
        lambda r: r["findings"][0]["elements"][0].update(confidence=1.5),
        lambda r: r["findings"][0]["elements"][0].pop("evidence"),
        lambda r: r["documents"][0].update(revision=None),
        lambda r: r["documents"][0].update(unknown=1),
    ):
        spoilt = json.loads(json.dumps(report))
        spoil(spoilt)
        assert not validator.is_valid(spoilt)


def test_keys_of_the_contract(report: dict[str, Any]) -> None:
    assert next(iter(report)) == "schema_version"
    assert list(report)[-1] == "run"
    assert {"schema_version", "tool", "rubric", "documents", "scores", "findings", "run"} <= set(report)
    assert set(report["rubric"]) == {"id", "version", "sha256"}
    assert {"coverage", "covered", "partial", "missing", "conflicting"} <= set(report["scores"]["by_standard"]["iec-62304"])
    assert [finding["criterion"] for finding in report["findings"]] == [finding.criterion for finding in REVIEW.findings]
    element = report["findings"][0]["elements"][0]
    assert {"id", "basis", "status", "confidence", "reason", "evidence", "conflicts", "refers_to", "trace"} <= set(element)
    assert element["evidence"][0] == {
        "document": "SOP-7.docx",
        "name": "SOP-7.docx",
        "quote": "The PSIRT opens a ticket for each weakness.",
        "context": "The lead does this:",
        "role": "establishes",
        "page": 3,
        "heading_path": ["5 Handling of weaknesses", "5.2 Resolution"],
        "start": 10,
        "end": 53,
    }


def test_unknown_is_absent_and_inapplicable_is_null(report: dict[str, Any]) -> None:
    assert "remediation" not in report["findings"][0]
    assert "context" not in report["findings"][1]["elements"][0]["evidence"][0]
    assert "pages" not in report["documents"][0]
    assert report["scores"]["by_standard"]["iso-14971"]["coverage"] is None
    nothing = REVIEW.model_copy(update={"scores": REVIEW.scores.model_copy(update={"overall": None})})
    assert json.loads(render(nothing))["scores"]["overall"] is None


def test_confidence_has_two_decimals_and_coverage_is_exact(report: dict[str, Any]) -> None:
    assert report["findings"][0]["elements"][0]["confidence"] == 0.93
    assert report["scores"]["overall"] == 2 / 3


def test_same_review_same_bytes_outside_run() -> None:
    later = REVIEW.model_copy(update={"run": {"started_at": "2027-12-31T00:00:00+00:00", "seconds": 1.5}})
    one, two = render(REVIEW), render(later)
    assert one == render(Review.model_validate(REVIEW.model_dump()))
    assert one.partition('\n "run": ')[0] == two.partition('\n "run": ')[0]
    assert one != two


def test_text_is_utf8_and_survives(report: dict[str, Any]) -> None:
    data = json_report(REVIEW, GUIDANCE, Tier.detailed)["report.json"]
    assert b"\r" not in data and data.endswith(b"}\n")
    assert json.loads(data.decode("utf-8")) == report


def test_there_is_no_free_tier() -> None:
    assert json_report(REVIEW, GUIDANCE, Tier.summary) == {}


def test_what_cannot_be_read_back_is_not_written() -> None:
    element = REVIEW.findings[0].elements[0].model_copy(update={"confidence": 1.5})
    broken = REVIEW.model_copy(update={"findings": (REVIEW.findings[0].model_copy(update={"elements": (element,)}),)})
    with pytest.raises(AssertionError, match="schema"):
        render(broken)
