"""The validation record: each known answer beside the actual one, known limits as such, and failure where anything differs."""

from __future__ import annotations

import io
import json
import tomllib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest

from reviewer import cli
from reviewer.model import Review, Status
from reviewer.report import paper
from reviewer.validation import KnownSet, Record, known_sets, sheet, validate
from reviewer.validation.record import Outcome
from reviewer.validation.sheet import LIMITS, as_json
from tests.conftest import ROOT
from tests.report.sample_review import REVIEW

TRENDS = "62304-9.6-trends/trend-analysis"
ANSWERS = {e.id: e.status for f in REVIEW.findings for e in f.elements}


def known(tmp_path: Path, **more: object) -> KnownSet:
    docs = tmp_path / "one" / "docs"
    docs.mkdir(parents=True, exist_ok=True)
    if not (docs / "a.md").exists():
        (docs / "a.md").write_text("text", encoding="utf-8")
    # what nobody labelled is expected to be unmet
    expected = {name: status for name, status in ANSWERS.items() if status is not Status.unmet}
    return KnownSet("one", docs, "Invented Ltd", expected, {}, {"SOP-7": True, "scan": False})._replace(**more)  # type: ignore[arg-type]


def run(one: KnownSet, reviewing: Callable[[Path], Review] = lambda docs: REVIEW) -> Record:
    return validate([one], lambda: datetime(2026, 1, 5, tzinfo=UTC), reviewing, lambda what: None)


def outcomes(record: Record, *wanted: Outcome) -> dict[str, Outcome]:
    return {case.case: case.outcome for case in record.cases if case.outcome in wanted}


def test_all_as_known(tmp_path: Path) -> None:
    record = run(known(tmp_path))
    assert record.passed
    assert outcomes(record, Outcome.differs, Outcome.known_limit) == {}
    assert record.count(Outcome.agrees) >= len(ANSWERS) + 3  # elements, two documents, the same report twice


def test_another_status_fails(tmp_path: Path) -> None:
    record = run(known(tmp_path, expected={**ANSWERS, TRENDS: Status.met}))
    assert not record.passed
    assert outcomes(record, Outcome.differs) == {TRENDS: Outcome.differs}


def test_an_element_that_is_not_judged_any_more_fails(tmp_path: Path) -> None:
    record = run(known(tmp_path, expected={**ANSWERS, "no/such": Status.met}))
    assert outcomes(record, Outcome.differs) == {"no/such": Outcome.differs}


def test_a_known_limit_passes_as_long_as_it_shows(tmp_path: Path) -> None:
    limits = {TRENDS: "trends are overlooked"}
    record = run(known(tmp_path, expected={**ANSWERS, TRENDS: Status.met}, limits=limits))
    assert record.passed
    assert outcomes(record, Outcome.known_limit) == {TRENDS: Outcome.known_limit}
    gone = run(known(tmp_path, limits=limits))
    assert not gone.passed
    assert [case.note for case in gone.cases if case.case == TRENDS] == ["the known limit does not show: trends are overlooked"]


def test_a_document_that_counts_though_it_should_not_fails(tmp_path: Path) -> None:
    record = run(known(tmp_path, counting={"SOP-7": False, "gone": True}))
    assert set(outcomes(record, Outcome.differs)) == {"document SOP-7", "document gone"}


def test_a_report_that_is_not_the_same_twice_fails(tmp_path: Path) -> None:
    reviews = iter((REVIEW, REVIEW.model_copy(update={"standards": ("iec-62304",)})))
    record = run(known(tmp_path), lambda docs: next(reviews))
    assert set(outcomes(record, Outcome.differs)) == {"one reviewed twice"}


def test_the_digest_of_a_set_follows_its_documents_and_its_labels(tmp_path: Path) -> None:
    digests = [run(known(tmp_path)).sets[0].sha256, run(known(tmp_path, expected={})).sets[0].sha256]
    (tmp_path / "one" / "docs" / "a.md").write_text("other", encoding="utf-8")
    digests.append(run(known(tmp_path)).sets[0].sha256)
    assert len(set(digests)) == 3


def test_the_sheet_holds_what_is_filed(tmp_path: Path) -> None:
    record = run(known(tmp_path, expected={**ANSWERS, TRENDS: Status.met}, limits={TRENDS: "trends are overlooked"}))
    document = docx.Document(io.BytesIO(paper.docx(sheet(record))))
    text = "\n".join(p.text for p in document.element.body.iter() if p.tag.endswith("}p"))
    for said in (
        "Intended use",
        record.rubric_sha256,
        record.sets[0].sha256,
        "trends are overlooked",
        *LIMITS,
        "Approved by (quality management)",
        *ANSWERS,
    ):
        assert said in text
    data = json.loads(as_json(record))
    assert data["passed"] is True and data["environment"]["python"] and len(data["cases"]) == len(record.cases)
    assert any("trends are overlooked" in limit for limit in data["known_limits"])


def test_the_shipped_sets_have_their_answers_and_travel_in_the_wheel() -> None:
    sets = {known.name: known for known in known_sets()}
    assert {"calder-imaging", "kestrel-analysers", "nordlys-ventilators", "pulsewise-app"} <= set(sets)
    assert all(known.expected and known.docs.is_dir() for known in sets.values())
    assert sets["kestrel-analysers"].limits and sets["kestrel-analysers"].counting
    included = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]["targets"]["wheel"][
        "include"
    ]
    assert {"/fixtures/*/docs", "/fixtures/*/gold.yaml", "/fixtures/*/docs-src/kinds.yaml", "/fixtures/known-gaps.yaml"} <= set(
        included
    )


@pytest.mark.parametrize(("limits", "status"), [({}, 1), ({TRENDS: "known"}, 0)])
def test_the_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], limits: dict[str, str], status: int
) -> None:
    one = known(tmp_path, expected={**ANSWERS, TRENDS: Status.met}, limits=limits)
    monkeypatch.setattr("reviewer.validation.known_sets", lambda: (one,))
    monkeypatch.setattr("reviewer.pipeline.review_sources", lambda sources, options: REVIEW)
    assert cli.run(["validate", "--out", str(tmp_path / "out")]) == status
    out = capsys.readouterr().out
    assert (f"differs: one: {TRENDS}: expected met, actual unmet" in out) is (status == 1)
    assert (tmp_path / "out" / "validation.docx").is_file() and (tmp_path / "out" / "validation.json").is_file()
