"""Every example of the rubric gets the status that it says, through the whole pipeline."""

from __future__ import annotations

import pytest

from bench.judge import shipped_library
from reviewer.rules import Example
from tests.conftest import Judge


def _name(example: Example) -> str:
    return f"{example.element}-{example.status}-{example.text[:40]!r}"


@pytest.mark.parametrize("example", shipped_library().rubric.examples, ids=_name)
def test_example_gets_its_status(example: Example, judge: Judge, request: pytest.FixtureRequest) -> None:
    if example.known_gap:
        request.applymarker(pytest.mark.xfail(strict=True, reason=example.note or "a known gap of the rules"))
    assert judge(example.text)[example.element].status.value == example.status


def test_every_element_is_proved_in_both_directions() -> None:
    rubric = shipped_library().rubric
    for element in rubric.rules:
        statuses = [e.status for e in rubric.examples if e.element == element]
        assert statuses.count("met") >= 2, element
        assert len(statuses) - statuses.count("met") >= 2, element
