"""The statement bank is complete, and the engine stands up to a writer whom its models have not seen."""

from __future__ import annotations

from collections import Counter

import pytest

from bench.bank import HELD_OUT, learning_statements, statements, writers
from bench.judge import Judge, shipped_library


@pytest.mark.parametrize("writer", writers())
def test_every_writer_has_words_for_every_element(writer: str) -> None:
    found = [*statements(writer)]
    counts = Counter(s.element for s in found)
    assert set(counts) == set(shipped_library().rubric.rules)
    assert {s.expected for s in found} == {"met", "weak", "contradicted", "deferred", "unmet"}
    assert all(of["met"] == 3 for of in _by_element(writer).values())


def _by_element(writer: str) -> dict[str, Counter[str]]:
    found: dict[str, Counter[str]] = {}
    for statement in statements(writer):
        found.setdefault(statement.element, Counter())[statement.expected] += 1
    return found


def test_held_out_writers_teach_nothing() -> None:
    assert set(writers()) >= HELD_OUT
    lessons = {lesson.text for lesson in learning_statements(shipped_library().rubric, set(HELD_OUT))}
    assert not any(s.document() in lessons for writer in HELD_OUT for s in statements(writer))


def test_statements_of_an_unseen_writer() -> None:
    judge = Judge(shipped_library())
    found = [*statements("bangalore-services")]
    judge.prepare(s.document() for s in found)
    right: Counter[str] = Counter()
    for statement in found:
        status = judge({"procedure.md": statement.document()})[statement.element].status.value
        right[statement.expected] += (status == "met") == (statement.expected == "met")
    total = Counter(s.expected for s in found)
    # Rules alone find half of the met ones.
    assert right["met"] >= 0.75 * total["met"]
    assert sum(right.values()) - right["met"] >= 0.8 * (sum(total.values()) - total["met"])
