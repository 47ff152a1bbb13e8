"""Two reviews compared: what was closed, is new, has changed and has got worse, and with which words."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import html as lxml_html

from reviewer import cli
from reviewer.changes import changes, compare, read_earlier, read_review
from reviewer.changes.wording import word_runs
from reviewer.errors import ReviewerError
from reviewer.model import (
    Comparison,
    ElementResult,
    Evidence,
    Review,
    RubricInfo,
    Seen,
    Status,
    Turn,
)
from reviewer.report.comparison import cautions, marked
from reviewer.report.comparison_html import comparison_html
from reviewer.report.json_report import render
from tests.report.sample_review import HOSTILE, REVIEW, evidence
from tests.verdict.test_decided import decided, made
from tests.verdict.test_decided import review as sample

FORMAL, TIMELINE, TRENDS = (
    "81001-9.5-remediation-path/formal",
    "81001-9.5-remediation-path/timeline",
    "62304-9.6-trends/trend-analysis",
)
ROUTE = "81001-9.5-handling-route/problem-resolution"


def with_element(review: Review, name: str, change: Callable[[ElementResult], ElementResult | None]) -> Review:
    """The review with one element changed, or taken out."""
    findings = []
    for finding in review.findings:
        elements = [change(e) if e.id == name else e for e in finding.elements]
        findings.append(finding.model_copy(update={"elements": tuple(e for e in elements if e is not None)}))
    return review.model_copy(update={"findings": tuple(findings)})


def status(value: Status, *quotes: Evidence) -> Callable[[ElementResult], ElementResult]:
    return lambda element: element.model_copy(update={"status": value, **({"evidence": quotes} if quotes else {})})


def turns(result: Comparison) -> dict[str, Turn]:
    return {finding.step.element: finding.step.turn for finding in result.findings}


def test_a_review_does_not_differ_from_itself() -> None:
    result = compare(REVIEW, REVIEW, ("old", "new"))
    assert (result.findings, result.verdicts, result.documents.changed) == ((), (), ())
    assert result.unchanged == sum(len(f.elements) for f in REVIEW.findings)


@pytest.mark.parametrize(
    ("element", "now", "turn"),
    [
        (TRENDS, Status.met, Turn.closed),
        (FORMAL, Status.unmet, Turn.regressed),
        (FORMAL, Status.contradicted, Turn.regressed),
        (TIMELINE, Status.unmet, Turn.regressed),
        (TIMELINE, Status.deferred, Turn.changed),
        (TRENDS, Status.weak, Turn.changed),
        (TRENDS, Status.not_applicable, Turn.dropped),
        ("81001-9.5-inform-third-parties/supplier-notified", Status.unmet, Turn.new),
    ],
)
def test_what_becomes_of_an_element(element: str, now: Status, turn: Turn) -> None:
    result = compare(REVIEW, with_element(REVIEW, element, status(now)), ("old", "new"))
    assert turns(result) == {element: turn}
    # the same said of a review with --since, from the JSON of the earlier one
    later = with_element(REVIEW, element, status(now))
    progress = changes(earlier_of(REVIEW), later, "old").progress
    assert progress is not None
    assert {step.element: step.turn for step in progress.turns} == {element: turn}


def earlier_of(review: Review, change: Callable[[dict[str, object]], None] = lambda data: None):  # type: ignore[no-untyped-def]
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "report.json"
        data = json.loads(render(review))
        change(data)
        path.write_text(json.dumps(data), encoding="utf-8")
        return read_earlier(path)


def test_an_element_that_the_other_rubric_does_not_have() -> None:
    without = with_element(REVIEW, TRENDS, lambda element: None)
    assert turns(compare(without, REVIEW, ("old", "new"))) == {TRENDS: Turn.new}
    assert turns(compare(REVIEW, without, ("old", "new"))) == {TRENDS: Turn.dropped}


def test_other_wording_under_the_same_status_is_a_change_and_another_place_is_none() -> None:
    later = with_element(REVIEW, ROUTE, status(Status.met, evidence("The PSIRT opens a record for each weakness.")))
    result = compare(REVIEW, later, ("old", "new"))
    assert turns(result) == {ROUTE: Turn.changed}
    wording = result.findings[0].wording
    assert wording is not None
    assert marked(wording.words) == "The PSIRT opens a [-ticket-]{+record+} for each weakness."
    moved = with_element(
        REVIEW, ROUTE, status(Status.met, evidence("The PSIRT opens a ticket for each weakness.", page=9, heading_path=("7",)))
    )
    assert turns(compare(REVIEW, moved, ("old", "new"))) == {}


def test_words_taken_out_and_put_in_make_up_both_texts() -> None:
    before, after = "It is done within 30 days, where possible.", "It is done within 20 working days."
    runs = word_runs(before, after)
    assert "".join(r.text for r in runs if r.kind != "added") == before
    assert "".join(r.text for r in runs if r.kind != "removed") == after
    assert word_runs("Nobody reads it.", "Complaints are kept for ten years in the archive.") == ()


def test_cautions() -> None:
    assert cautions(compare(REVIEW, with_element(REVIEW, TRENDS, status(Status.met)), ("a", "b")))[0].startswith(
        "No document has other words"
    )
    other = REVIEW.model_copy(update={"rubric": RubricInfo(id="core", version="2", sha256="e" * 64), "standards": ()})
    result = compare(REVIEW, other, ("old", "new"))
    assert not result.same_rubric
    assert "The rubrics differ: core 1 (dddddddddddd) judged then, core 2 (eeeeeeeeeeee) judges now." in cautions(result)[0]


def test_the_page_escapes_what_comes_from_documents() -> None:
    later = with_element(REVIEW, FORMAL, status(Status.met, evidence(f"Each issue {HOSTILE} is closed.", name=HOSTILE)))
    page = comparison_html(compare(REVIEW, later, (HOSTILE, "new"))).decode()
    tree = lxml_html.fromstring(page)
    assert tree.xpath("//script") == []
    assert "\x1b" not in page and "\u202e" not in page
    assert [d.text_content() for d in tree.xpath("//blockquote/del")] == ["resolved"]
    assert [d.text_content() for d in tree.xpath("//blockquote/ins")] == ["closed"]
    assert tree.xpath("//blockquote")[0].text_content().endswith(" is resolvedclosed.")


@pytest.fixture
def reports(tmp_path: Path) -> tuple[Path, Path]:
    worse = with_element(REVIEW, FORMAL, status(Status.unmet))
    for name, review in (("old", REVIEW), ("new", worse)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "report.json").write_text(render(review), encoding="utf-8")
    return tmp_path / "old", tmp_path / "new"


def test_the_command(reports: tuple[Path, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = map(str, reports)
    assert cli.run(["compare", old, new]) == 0
    assert "1 regressed" in capsys.readouterr().out
    page = tmp_path / "out" / "page.html"
    assert cli.run(["compare", old, f"{new}/report.json", "--json", "--html", str(page), "--fail-on-regression"]) == 1
    data = Comparison.model_validate_json(capsys.readouterr().out)
    assert turns(data) == {FORMAL: Turn.regressed}
    assert "Regressed" in page.read_text(encoding="utf-8")
    assert cli.run(["compare", new, old, "--fail-on-regression"]) == 0
    assert cli.run(["compare", old, str(tmp_path / "none.json")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_report_of_a_later_version_is_read_and_what_is_no_report_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    data = json.loads(render(REVIEW))
    data["added_later"] = 1
    data["findings"][0]["elements"][0]["added_later"] = {"x": 1}
    path.write_text(json.dumps(data), encoding="utf-8")
    assert read_review(path, "OLD").findings == read_review_of(REVIEW, tmp_path).findings
    for content in ("{}", "[]", "no JSON", json.dumps(data | {"findings": 3})):
        path.write_text(content, encoding="utf-8")
        with pytest.raises(ReviewerError, match="OLD"):
            read_review(path, "OLD")


def read_review_of(review: Review, folder: Path) -> Review:
    path = folder / "plain.json"
    path.write_text(render(review), encoding="utf-8")
    return read_review(path, "OLD")


def test_progress_of_a_report_that_only_partly_can_be_understood() -> None:
    def older(data: dict[str, object]) -> None:
        data["scores"] = {"overall": 0.5, "by_standard": {"iec-62304": {"coverage": 0.25}}}
        data["findings"] = [{"elements": [{"id": TRENDS, "status": "unmet"}, {"id": FORMAL, "status": "no such status"}]}, 3]

    progress = changes(earlier_of(REVIEW, older), REVIEW, "old").progress
    assert progress is not None
    assert progress.statuses_before == {TRENDS: Status.unmet}
    assert (progress.overall_before, progress.coverage_before) == (0.5, {"iec-62304": 0.25})
    assert changes(earlier_of(REVIEW, lambda data: data.pop("findings")), REVIEW, "old").progress is None  # type: ignore[arg-type]


def test_what_people_decided_otherwise_stands_beside_the_tools_statuses(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    now = decided(made(TRENDS))
    result = compare(sample(), now, ("old", "new"))
    assert result.findings == (), "the findings go by the tool's statuses"
    (turn,) = result.decided
    assert (turn.element, turn.before, turn.decided_before, turn.after, turn.decided_after) == (
        TRENDS, Status.unmet, Status.unmet, Status.unmet, Status.met,
    )  # fmt: skip
    assert result.before.decided_overall is None and now.decisions is not None
    assert result.after.decided_overall == now.decisions.scores.overall
    for name, report in (("old", sample()), ("new", now)):
        (tmp_path / f"{name}.json").write_text(render(report), encoding="utf-8")
    page = tmp_path / "page.html"
    assert cli.run(["compare", str(tmp_path / "old.json"), str(tmp_path / "new.json"), "--html", str(page)]) == 0
    printed = " ".join(capsys.readouterr().out.split())
    assert "People decided otherwise on 1 element" in printed
    shown = lxml_html.fromstring(page.read_text(encoding="utf-8")).xpath("//section[@aria-labelledby='decided']//td/text()")
    assert shown == ["not found", "not found; decided: met"]
    assert f"({TRENDS}): {shown[0]} -> {shown[1]}" in printed
    # Decided alike then and now; and a decision that no longer counts.
    assert compare(now, now, ("old", "new")).decided[0].decided_before is Status.met
    stale = compare(now, decided(made(TRENDS, seen=Seen(status="met", sha256="0" * 64))), ("old", "new"))
    assert stale.decided[0].decided_after is Status.unmet
    assert "Decisions of people that were stale and did not count: 0 then, 1 now." in cautions(stale)
