"""Figures of the bench, against counts made by hand."""

from __future__ import annotations

import pytest

from bench import figures
from bench.figures import Judged


def judged(gold: str, status: str, confidence: float = 0.9, case: str = "a", element: str = "c/e") -> Judged:
    return Judged(case, "style", "md", element, gold, status, confidence)


SOME = [*[judged("met", "met")] * 6, *[judged("met", "weak")] * 2, judged("unmet", "met"), judged("weak", "unmet")]


def test_sides_count_whatever_is_not_met_as_a_gap() -> None:
    counts = figures.sides(SOME)
    assert counts == (6, 2, 1, 1)
    assert counts.met == (pytest.approx(6 / 7), pytest.approx(6 / 8))
    assert counts.gap == (pytest.approx(1 / 3), pytest.approx(1 / 2))
    assert counts.balanced_accuracy == pytest.approx((6 / 8 + 1 / 2) / 2)


def test_f_score_weighs_recall_by_beta() -> None:
    assert figures.f_score(0.5, 1.0) == pytest.approx(2 / 3)
    assert figures.f_score(0.5, 1.0, beta=2) == pytest.approx(5 * 0.5 / (4 * 0.5 + 1))
    assert figures.f_score(0.0, 0.0) == 0


def test_five_way_is_the_mean_over_statuses_that_occur() -> None:
    assert figures.five_way([judged("met", "met"), judged("weak", "unmet")]) == pytest.approx(0.5)


def test_every_element_counts_alike_in_macro() -> None:
    some = [*[judged("met", "met", element="c/a")] * 9, judged("met", "unmet", element="c/b")]
    assert figures.macro(some) == pytest.approx(0.5)


def test_an_interval_holds_the_figure_and_is_the_same_again() -> None:
    some = [judged("met", "met" if n % 3 else "unmet", case=str(n)) for n in range(30)]
    low, high = figures.interval(some, lambda j: figures.sides(j).met[1])
    assert low < 2 / 3 < high
    assert figures.interval(some, lambda j: figures.sides(j).met[1]) == (low, high)


def test_agreement_is_what_chance_does_not_bring() -> None:
    pairs = [*[("met", "met")] * 4, ("met", "unmet"), *[("unmet", "unmet")] * 4, ("unmet", "met")]
    assert figures.agreement(pairs) == {"kappa": pytest.approx(0.6), "met F1": pytest.approx(0.8), "gap F1": pytest.approx(0.8)}


def test_reliability_and_brier_tell_right_from_wrong() -> None:
    some = [judged("met", "met", 0.92), judged("met", "unmet", 0.92), judged("met", "met", 0.55)]
    rows = figures.reliability(some)
    assert [(row.number, row.right) for row in rows] == [(1, 1.0), (2, 0.5)]
    assert figures.brier(some) == pytest.approx((0.08**2 + 0.92**2 + 0.45**2) / 3)
    assert figures.decided(some, 0.9) == (pytest.approx(2 / 3), 0.5)
