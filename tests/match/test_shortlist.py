"""Of a large set only the weightiest candidates are kept, and nothing that decides is lost."""

from __future__ import annotations

import random

import pytest

from reviewer.linear import Weighing
from reviewer.match import shortlist
from reviewer.match.shortlist import Shortlist
from reviewer.match.weighing import FACTS, Considered, evidence_scale, weigh
from reviewer.model import Candidate, Role
from reviewer.verdict.deciding import deciding_facts

WEIGHING = Weighing(-2.0, {"wording": 1.0, "best of the set": 1.5, "best of the set in meaning": 2.5})
ELEMENTS = ("a/one", "a/two")


def considered(number: int, chance: random.Random) -> Considered:
    wording, meaning = round(chance.random(), 3), round(chance.random(), 3)
    candidate = Candidate(
        element=chance.choice(ELEMENTS), document=f"SOP-{number // 50}.md", passage=number % 50,
        role=chance.choice([Role.establishes, Role.weakens, Role.defers, Role.excludes]), frame="rule", weight=0.0, wording=wording,
        meaning=meaning,
    )  # fmt: skip
    facts = (6 * wording - 4, *[0.0] * (len(FACTS) - 3))
    return Considered(candidate._replace(weight=evidence_scale(WEIGHING)(facts)), facts)


@pytest.mark.parametrize("seed", range(8))
def test_what_decides_and_what_is_shown_are_the_same_as_with_everything_kept(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shortlist, "KEPT", 12)
    chance = random.Random(seed)
    found = [considered(number, chance) for number in range(600)]
    kept = Shortlist(WEIGHING)
    for at in range(0, 600, 50):
        kept.add(found[at : at + 50])
    every, few = list(weigh(found, WEIGHING)), list(kept.candidates())
    assert len(few) <= len(ELEMENTS) * 4 * (12 + 2)
    for element in ELEMENTS:
        of = [c for c in every if c.element == element]
        assert deciding_facts(c for c in few if c.element == element) == deciding_facts(of)
        for role in Role:
            weightiest = sorted((c for c in of if c.role is role), key=lambda c: (-c.weight, c.document, c.passage))[:10]
            assert all(c in few for c in weightiest)


def test_everything_is_kept_where_it_is_asked_for() -> None:
    chance = random.Random(1)
    found = [considered(number, chance) for number in range(2000)]
    kept = Shortlist(WEIGHING, everything=True)
    kept.add(found)
    assert len(list(kept.candidates())) == 2000
