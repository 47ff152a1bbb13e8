"""Names that are alike are found as by comparing each with each, and without doing so."""

from __future__ import annotations

import random

import pytest
from rapidfuzz import fuzz

from reviewer.likeness import Likeness

WORDS = [
    "software",
    "release",
    "plan",
    "procedure",
    "incident",
    "handling",
    "policy",
    "of",
    "a",
    "an",
    "to",
    "supplier",
    "change",
    "control",
    "risk",
    "it",
    "qa",
]


def name(chance: random.Random) -> str:
    """A few words, some with a letter more or less or another one, as people write the name of one document twice."""
    words = chance.choices(WORDS, k=chance.randint(1, 6))
    for _ in range(chance.choice((0, 0, 1, 2, 3))):
        at = chance.randrange(len(words))
        letter = chance.randrange(len(words[at]) + 1)
        words[at] = words[at][:letter] + chance.choice(("", "x", "e")) + words[at][letter + chance.randint(0, 1) :] or "z"
    return " ".join(words)


@pytest.mark.parametrize("least", [80, 90, 92, 100])
@pytest.mark.parametrize("known", [True, False])
def test_what_is_alike_is_found_and_nothing_else(least: int, known: bool) -> None:
    chance = random.Random(least)
    names = [name(chance) for _ in range(300)]
    index = Likeness(least, names if known else ())
    alike = 0
    for number, one in enumerate(names):
        plain = [(n, fuzz.token_set_ratio(one, other)) for n, other in enumerate(names[:number])]
        assert list(index.like(one)) == [(n, ratio) for n, ratio in plain if ratio >= least]
        alike += sum(ratio >= least for _, ratio in plain)
        index.add(one)
    assert alike > 30


def test_few_of_many_names_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    chance = random.Random(0)
    letters = "abcdefghijklmnopqrstuvwxyz"
    names = [" ".join("".join(chance.choices(letters, k=7)) for _ in range(2)) + " plan" for _ in range(1500)]
    index, compared = Likeness(90, names), 0
    plain = fuzz.token_set_ratio

    def counted(one: str, other: str, *, score_cutoff: float) -> float:
        nonlocal compared
        compared += 1
        return plain(one, other, score_cutoff=score_cutoff)

    monkeypatch.setattr(fuzz, "token_set_ratio", counted)
    for one in names:
        assert not list(index.like(one))
        index.add(one)
    assert compared < 30 * len(names)
