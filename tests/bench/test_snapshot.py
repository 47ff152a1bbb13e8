"""Statuses of the sample sets are the committed ones, so that no change to rubric or engine goes unseen."""

from __future__ import annotations

from bench import cases
from bench.judge import Judge, shipped_library
from bench.snapshot import committed, differences, taken


def test_statuses_of_the_sample_sets_are_the_committed_ones() -> None:
    now = taken(Judge(shipped_library()), cases.samples())
    changed = list(differences(committed(), now))
    assert not changed, "look at the changes; if they are meant, `python -m bench.snapshot --write`:\n" + "\n".join(changed)


def test_a_difference_names_case_element_and_both_statuses() -> None:
    before = {"set": {"c/a": "met", "c/b": "weak"}, "not here": {"c/a": "met"}}
    now = {"set": {"c/b": "weak", "c/d": "deferred"}}
    assert list(differences(before, now)) == ["set: c/a: met -> unmet", "set: c/d: unmet -> deferred"]
