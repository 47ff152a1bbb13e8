"""From the candidates of an element to its status: all that establishes it is weighed together, and confidence is that weight."""

from __future__ import annotations

from typing import Any

import pytest

from reviewer.library import Library
from reviewer.linear import Weighing
from reviewer.model import Candidate, Passage, PassageKind, Role, SectionKind, Status
from reviewer.verdict import PassageIndex, element_results
from reviewer.verdict.deciding import deciding_facts

TRENDS = "62304-9.6-trends/trend-analysis"
# Likely from a best weight of one half on; every further passage adds a little.
DECIDING = Weighing(0.0, {"best": 1.0, "others": 0.1})


def candidate(weight: float, role: Role = Role.establishes, passage: int = 0, **more: Any) -> Candidate:
    return Candidate(element=TRENDS, document="a.md", passage=passage, role=role, frame="f", weight=weight, **more)


def judged(library: Library, *candidates: Candidate):  # type: ignore[no-untyped-def]
    passages = [
        Passage(
            document="a.md", index=n, kind=PassageKind.sentence, start=10 * n, end=10 * n + 9, text=f"Passage {n}", section=0,
            section_kind=SectionKind.other,
        )
        for n in range(4)
    ]  # fmt: skip
    index = PassageIndex({"a.md": passages}, {"a.md": "a.md"})
    return element_results(library.rubric, candidates, index, {}, {}, DECIDING)[TRENDS]


def test_met_where_the_set_likely_provides_for_it(library: Library) -> None:
    sure = judged(library, candidate(0.9))
    assert (sure.status, sure.evidence[0].quote) == (Status.met, "Passage 0")
    assert sure.confidence > 0.8
    unsure = judged(library, candidate(0.3))
    assert unsure.status is Status.unmet
    assert 0.5 < unsure.confidence < sure.confidence


def test_further_passages_make_it_likelier(library: Library) -> None:
    one = deciding_facts([candidate(0.4)])
    two = deciding_facts([candidate(0.4), candidate(0.3, passage=1)])
    assert DECIDING.probability(two) > DECIDING.probability(one)


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.excludes, Status.contradicted), (Role.defers, Status.deferred), (Role.weakens, Status.weak)],
)
def test_what_does_not_establish_gives_its_own_status(role: Role, status: Status, library: Library) -> None:
    found = judged(library, candidate(0.8, role), candidate(0.2, passage=1))
    assert found.status is status
    assert [e.role for e in found.evidence] == [role]


def test_an_exclusion_beside_what_establishes_is_a_conflict(library: Library) -> None:
    found = judged(library, candidate(0.9), candidate(0.7, Role.excludes, passage=1))
    assert (found.status, [c.quote for c in found.conflicts]) == (Status.met, ["Passage 1"])


def test_what_was_discarded_decides_nothing(library: Library) -> None:
    found = judged(library, candidate(0.9, Role.nearest, discarded="a definition"))
    assert found.status is Status.unmet
    assert "a definition" in found.reason
    assert deciding_facts([])["none"] == 1.0
