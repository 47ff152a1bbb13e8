"""The rehearsal: what the pack says, how readiness is graded, and a session that can be stopped and taken up again."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import docx
import pytest

from reviewer import cli
from reviewer.errors import ReviewerError
from reviewer.model import Review, RubricInfo, Verdict
from reviewer.rehearsal import session, stages
from reviewer.rehearsal.pack import pack
from reviewer.rehearsal.readiness import grade, says_something
from reviewer.rehearsal.records import Answer, Grade, Minutes
from reviewer.rehearsal.topics import Topic
from reviewer.report import paper
from reviewer.report.json_report import render
from reviewer.rules import AuditStage
from tests.report.sample_review import COVERED, CRITERIA, GUIDANCE, HOSTILE, MISSING, PARTIAL, REVIEW

ORDER = (
    AuditStage(title="First", opening="Begin.", criteria=("62304-9.6-trends", "81001-9.5-remediation-path")),
    AuditStage(title="Second", criteria=("81001-9.5-inform-third-parties", "no-such-criterion")),
)
NAMES = [f.criterion for f in REVIEW.findings]


def order(review: Review, *, weak_first: bool = False) -> list[tuple[str, list[str]]]:
    return [(p.title, [t.finding.criterion for t in p.topics]) for p in stages(review, GUIDANCE, ORDER, weak_first=weak_first)]


def test_topics_come_as_an_audit_runs_and_none_is_lost() -> None:
    assert order(REVIEW) == [
        ("First", ["62304-9.6-trends", "81001-9.5-remediation-path"]),
        ("Further topics", ["81001-9.5-handling-route", "81001-9.5-proactive-identification"]),
    ]


def test_weak_points_come_first_by_their_weight() -> None:
    assert order(REVIEW, weak_first=True) == [
        ("Weak points", ["81001-9.5-remediation-path", "62304-9.6-trends", "81001-9.5-proactive-identification"]),
        ("What the procedures provide for", ["81001-9.5-handling-route"]),
    ]


def test_the_pack_says_what_is_asked_where_it_is_answered_what_to_show_and_which_gap_to_expect() -> None:
    pages = pack(REVIEW, GUIDANCE, stages(REVIEW, GUIDANCE, ORDER))
    document = docx.Document(io.BytesIO(paper.docx(pages)))
    text = "\n".join(p.text for p in document.element.body.iter() if p.tag.endswith("}p"))
    page = paper.html(pages).decode()
    for said in (
        "Show me one issue from report to release.", "The ticket with its history", "The PSIRT opens a ticket for each weakness.",
        "The kinds of remediation.", "Set a time.", "Who looks for trends, and how often.", "a" * 64, "It is no audit, no certificate",
    ):  # fmt: skip
        assert said in text
        assert said in page
    assert "<script>" not in page and "\x1b" not in text and HOSTILE not in page


def topic(verdict: Verdict = Verdict.covered) -> Topic:
    finding = {Verdict.covered: COVERED, Verdict.missing: MISSING}.get(verdict, PARTIAL).model_copy(update={"verdict": verdict})
    criterion = CRITERIA["81001-9.5-remediation-path"].model_copy(update={"auditor_questions": ("One?", "Two?")})
    return Topic(finding, criterion)


def answers(asked: Topic, *given: tuple[str, str]) -> list[Answer]:
    return [
        Answer(criterion=asked.finding.criterion, number=n, question=asked.questions[n - 1], answer=a, record=r, answered_at="t")
        for n, (a, r) in enumerate(given, 1)
    ]


@pytest.mark.parametrize(
    ("verdict", "given", "expected"),
    [
        (Verdict.covered, [("In 5.2", "PR-12"), ("The lead", "Minutes")], Grade.ready),
        (Verdict.covered, [("In 5.2", "PR-12"), ("The lead", "none")], Grade.nearly),
        (Verdict.partial, [("In 5.2", "PR-12"), ("The lead", "Minutes")], Grade.nearly),
        (Verdict.missing, [("In 5.2", "PR-12"), ("The lead", "Minutes")], Grade.not_ready),
        (Verdict.conflicting, [("In 5.2", "PR-12"), ("The lead", "Minutes")], Grade.not_ready),
        (Verdict.covered, [("In 5.2", ""), ("The lead", "-")], Grade.not_ready),
        (Verdict.covered, [("I don't know.", "PR-12"), ("The lead", "Minutes")], Grade.not_ready),
        (Verdict.covered, [("In 5.2", "PR-12")], Grade.not_asked),
    ],
)
def test_the_rule_of_readiness(verdict: Verdict, given: list[tuple[str, str]], expected: Grade) -> None:
    asked = topic(verdict)
    result = grade(asked, answers(asked, *given))
    assert result.grade is expected
    assert result.because.endswith(".")
    if expected is not Grade.not_asked:
        assert ("Have a record at hand for: Two?" in result.to_do) is (given[1][1] in {"none", "-"})


def test_what_is_no_answer() -> None:
    assert not any(map(says_something, ("", " ", "-", "...", "No.", "I don’t know", "n/a", "nobody", "?", "TBD")))
    assert all(map(says_something, ("No report was closed without it", "SOP-7", "None of the reports is older than a week", "7")))


def clock() -> Iterator[datetime]:
    moment = datetime(2026, 1, 5, 9, tzinfo=UTC)
    while True:
        yield moment
        moment += timedelta(minutes=1)


def hold(lines: str, out: Path, review: Review = REVIEW, *, restart: bool = False) -> tuple[Minutes, str]:
    parts = stages(review, GUIDANCE, ORDER)
    times, shown = clock(), io.StringIO()
    terminal = session.Terminal(io.StringIO(lines), shown)
    people = session.People("An auditor", "The lead")
    out.mkdir(exist_ok=True)
    written = session.hold(review, GUIDANCE, parts, out, terminal, lambda: next(times), people, restart=restart)
    assert [path.name for path in written] == ["minutes.docx", "minutes.json"]
    return Minutes.model_validate_json((out / "minutes.json").read_bytes()), shown.getvalue()


WHOLE = "The quality lead, monthly\nTrend list 7\nSOP-7, 5.2\nPR-12\nIn 5.1\nPR-13\nThe plan\nPlan 3\n"


def test_a_session_from_beginning_to_end(tmp_path: Path) -> None:
    held, shown = hold(WHOLE, tmp_path)
    assert held.finished
    assert [(t.criterion, t.grade) for t in held.topics] == [
        ("62304-9.6-trends", Grade.not_ready),  # the procedures leave it out
        ("81001-9.5-remediation-path", Grade.nearly),
        ("81001-9.5-handling-route", Grade.ready),
        ("81001-9.5-proactive-identification", Grade.not_ready),  # they contradict it
    ]
    assert next((a.answer, a.record) for a in held.session.answers) == ("The quality lead, monthly", "Trend list 7")
    assert (held.session.started_at, held.session.asked_by) == ("2026-01-05T09:00:00+00:00", "An auditor")
    assert "== First ==" in shown and "Begin." in shown and "On the table: The ticket with its history" in shown
    document = docx.Document(str(tmp_path / "minutes.docx"))
    text = "\n".join(p.text for p in document.element.body.iter() if p.tag.endswith("}p"))
    for said in ("The quality lead, monthly", "Trend list 7", held.rule, "An auditor", "Who looks for trends, and how often."):
        assert said in text


def test_a_session_is_stopped_and_taken_up_again(tmp_path: Path) -> None:
    first, shown = hold("The quality lead\nList\nSOP-7\nstop\n", tmp_path)  # the record of the second answer was never given
    assert (first.finished, len(first.session.answers)) == (False, 1)
    assert "Stopped" in shown
    second, shown = hold("SOP-7, 5.2\nPR-12\n", tmp_path)  # then nobody answers any more
    assert "Going on after 1 answer" in shown
    assert [a.answer for a in second.session.answers] == ["The quality lead", "SOP-7, 5.2"]
    third, _ = hold("In 5.1\nPR-13\nThe plan\nPlan 3\n", tmp_path)
    assert third.finished
    assert third.session.started_at == first.session.started_at
    whole, _ = hold(WHOLE, tmp_path, restart=True)
    assert [a.answer for a in whole.session.answers] == WHOLE.splitlines()[::2]
    again, _ = hold("stop\n", tmp_path, restart=True)
    assert again.session.answers == ()


def test_help_and_taking_an_answer_back(tmp_path: Path) -> None:
    held, shown = hold("Wrong\nList\n?\nback\nRight\nList\nstop\n", tmp_path)
    assert [a.answer for a in held.session.answers] == ["Right"]
    assert "Each issue" in shown or "The kinds of remediation." in shown


def test_a_state_of_another_report_is_not_gone_on_with(tmp_path: Path) -> None:
    hold("The quality lead\nList\nstop\n", tmp_path)
    other = REVIEW.model_copy(update={"rubric": RubricInfo(id="core", version="2", sha256="e" * 64)})
    with pytest.raises(ReviewerError, match="another report"):
        hold("", tmp_path, other)
    hold("", tmp_path, REVIEW.model_copy(update={"run": {"started_at": "2027-01-01T00:00:00+00:00"}}))
    (tmp_path / "minutes.state.json").write_text("{}", encoding="utf-8")
    with pytest.raises(ReviewerError, match="no state"):
        hold("", tmp_path)


def test_answers_cannot_steer_the_terminal_or_the_minutes(tmp_path: Path) -> None:
    held, shown = hold(f"{HOSTILE}\nList\nstop\n", tmp_path)
    assert "\x1b" not in held.session.answers[0].answer
    assert "\x1b" not in shown
    docx.Document(str(tmp_path / "minutes.docx"))


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    report = tmp_path / "report.json"
    report.write_text(render(REVIEW), encoding="utf-8")
    assert cli.run(["rehearse", str(report), "--out", str(tmp_path / "out"), "--format", "html"]) == 0
    assert capsys.readouterr().out.split() == [str(tmp_path / "out" / "rehearsal.html")]
    assert cli.run(["rehearse", str(report), "--format", "pdf"]) == 2
    monkeypatch.setattr("sys.stdin", io.StringIO("x\n"))
    assert cli.run(["rehearse", str(report), "--out", str(tmp_path / "out"), "--interactive"]) == 0
    assert json.loads((tmp_path / "out" / "minutes.json").read_text(encoding="utf-8"))["finished"] is False
