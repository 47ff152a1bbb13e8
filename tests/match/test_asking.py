"""The encoder is asked about few passages of a large set, about the same ones in any order, and it changes no status."""

from __future__ import annotations

import random
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest

from bench.judge import Judge
from reviewer.encoder import Answer, Question
from reviewer.fitted import Meaning
from reviewer.library import Library
from reviewer.match import asking
from reviewer.match.asking import ASKED, Queue, Waiting

ELEMENTS = ("a/one", "a/two", "b/one")


def waiting(index: int, weights: dict[str, float]) -> Waiting:
    reading: Any = SimpleNamespace(passage=SimpleNamespace(index=index))
    return Waiting(reading, {}, None, weights)  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", range(5))
def test_the_weightiest_of_each_element_are_asked_about_in_whatever_order_they_come(seed: int) -> None:
    chance = random.Random(seed)
    # Few different weights, so that many are alike.
    documents = [
        [waiting(n, {e: chance.randrange(12) / 12 for e in ELEMENTS if chance.random() < 0.6}) for n in range(40)]
        for _ in range(5)
    ]
    chosen = []
    for _ in range(3):
        order = [*enumerate(documents)]
        chance.shuffle(order)
        queue = Queue()
        for number, passages in order:
            of_document = Queue()
            of_document.add(passages)
            queue.add((passage for _, passage in of_document.passages()), number)
        chosen.append([(number, passage.reading.passage.index) for number, passage in queue.passages()])
    assert chosen[0] == chosen[1] == chosen[2] == sorted(chosen[0])
    expected = set()
    for element in ELEMENTS:
        claims = [
            (-p.weights[element], d, p.reading.passage.index)
            for d, of in enumerate(documents)
            for p in of
            if element in p.weights
        ]
        expected |= {(d, n) for _, d, n in sorted(claims)[:ASKED]}
    assert set(chosen[0]) == expected


class Counting:
    """Asks the encoder, and notes what it was asked."""

    def __init__(self, meaning: Meaning) -> None:
        self.elements = meaning.elements
        self._meaning = meaning
        self.asked: list[Question] = []

    def answers(self, questions: Sequence[Question], threads: int = 1) -> list[Answer]:
        self.asked += questions
        return self._meaning.answers(questions, threads)


def test_a_large_set_costs_few_questions_and_gets_the_same_statuses(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    owners = ["quality manager", "developer on duty", "complaints officer", "product owner", "test lead", "safety engineer"]
    acts = [
        "enters each problem report in the tracker with a unique number",
        "assesses whether a reported problem touches safety or security",
        "informs the users who are affected about the outcome",
        "may look at old problem reports when there is time",
        "does not analyse trends in problem reports",
        "keeps the record of the problem report with what was found",
    ]
    text = "# SOP-7 Software problem resolution\n\n## 3 Procedure\n\n" + "\n\n".join(
        f"The {owner} of site {site} {act}." for site in range(1, 4) for owner in owners for act in acts
    )
    statuses, numbers = [], []
    for most in (3, 10_000):
        monkeypatch.setattr(asking, "ASKED", most)
        counting = Counting(library.models.meaning)
        judge = Judge(library._replace(models=library.models._replace(meaning=counting)))
        results = judge({"SOP-7.md": text})
        statuses.append({name: result.status for name, result in results.items()})
        numbers.append(len(counting.asked))
    assert statuses[0] == statuses[1]
    assert len(set(statuses[0].values())) > 2
    assert numbers[0] < 0.8 * numbers[1]
