"""What --fail-on asks, and which gaps weigh most."""

from __future__ import annotations

import pytest

from reviewer.model import Basis, Finding, Review, Severity, Verdict
from reviewer.report import words
from reviewer.report.gaps import fails, weightiest, widened
from tests.report.sample_review import COVERED, REVIEW


def review_of(verdict: Verdict, severity: Severity, basis: Basis) -> Review:
    finding: Finding = COVERED.model_copy(update={"verdict": verdict, "severity": severity, "basis": basis})
    return REVIEW.model_copy(update={"findings": (finding,)})


@pytest.mark.parametrize(
    ("verdict", "severity", "basis", "on", "on_basis", "expected"),
    [
        ("missing", "major", "requirement", "major", "requirement", True),
        ("partial", "major", "requirement", "major", "requirement", True),
        ("conflicting", "major", "requirement", "major", "requirement", True),
        ("covered", "major", "requirement", "minor", "audit-focus", False),
        ("not_applicable", "major", "requirement", "minor", "audit-focus", False),
        ("missing", "minor", "requirement", "major", "requirement", False),
        ("missing", "minor", "requirement", "minor", "requirement", True),
        ("missing", "major", "requirement", "minor", "requirement", True),
        ("missing", "major", "adjacent", "major", "requirement", False),
        ("missing", "major", "adjacent", "major", "adjacent", True),
        ("missing", "major", "audit-focus", "minor", "adjacent", False),
        ("missing", "major", "audit-focus", "major", "audit-focus", True),
        ("missing", "major", "requirement", "major", "audit-focus", True),
    ],
)
def test_fail_on(verdict: str, severity: str, basis: str, on: str, on_basis: str, expected: bool) -> None:
    review = review_of(Verdict(verdict), Severity(severity), Basis(basis))
    assert fails(review, Severity(on), widened(Basis(on_basis))) is expected


def test_weightiest_leaves_out_what_is_no_gap() -> None:
    assert [finding.verdict for finding in weightiest(REVIEW)] == ["partial", "missing", "conflicting"]
    assert len(weightiest(REVIEW, 1)) == 1


def test_gaps_that_probably_stand_elsewhere_weigh_least() -> None:
    first = weightiest(REVIEW)[0]
    scores = dict(REVIEW.scores.by_standard)
    scores[first.standard] = scores[first.standard].model_copy(update={"addressed": False})
    review = REVIEW.model_copy(update={"scores": REVIEW.scores.model_copy(update={"by_standard": scores})})
    ordered = [finding.standard == first.standard for finding in weightiest(review)]
    assert ordered == sorted(ordered)
    assert True in ordered


@pytest.mark.parametrize(
    ("share", "said"), [(None, "–"), (0, "0 %"), (0.001, "1 %"), (0.999, "99 %"), (1, "100 %"), (0.335, "34 %")]
)
def test_percent(share: float | None, said: str) -> None:
    assert words.percent(share) == said


def test_clean() -> None:
    assert words.clean(" a\x00\x1b[1m\n\tb\u200b\u202e c\udc80 ") == "a[1m b c"
    assert words.clean("Prüfung – 医療 🩺") == "Prüfung – 医療 🩺"


def test_every_word_is_there() -> None:
    assert set(words.VERDICTS) | set(words.STATUSES) == set(words.SIGNS)
    assert set(words.BASES) == set(Basis)
