"""Names of one missing document are brought together as by comparing each with all that were met before."""

from __future__ import annotations

import random
import re

import pytest
from rapidfuzz import fuzz

from reviewer.model import Mention, Passage, PassageKind, SectionKind
from reviewer.verdict import PassageIndex, probably_missing

WORDS = ("Software", "Release", "Releases", "Plan", "Procedure", "Policy", "Incident", "Handling", "and")


def names(chance: random.Random) -> list[str]:
    found = []
    for _ in range(80):
        title = " ".join(chance.choices(WORDS, k=chance.randint(2, 4)))
        number = f"{chance.choice(('SOP-', 'WI ', 'QM-AB-', 'PRO'))}{chance.randint(0, 30):0{chance.choice((1, 2, 3))}}"
        found.append(chance.choice((f"{number} {title}", number, f"{number}.{chance.randint(1, 9)}", f"{title} Plan")))
    return list(dict.fromkeys(found))


def plainly(found: list[str]) -> dict[str, int]:
    """Name -> mentions, each name mentioned once."""
    first: dict[str, int] = {}
    for name in found:
        number = re.match(r"[A-Z][A-Z0-9_. -]*\d+", name)
        same = next(
            (
                other
                for other in first
                if (other.startswith(number[0]) if number else fuzz.token_set_ratio(name.lower(), other.lower()) >= 90)
            ),
            name,
        )
        first[same] = first.get(same, 0) + 1
    return first


@pytest.mark.parametrize("seed", range(6))
def test_names_are_brought_together_as_one_by_one(seed: int) -> None:
    found = names(random.Random(seed))
    passage = Passage(
        document="a.md",
        index=0,
        kind=PassageKind.sentence,
        start=0,
        end=1,
        text="x",
        section=0,
        section_kind=SectionKind.procedure,
    )
    index = PassageIndex({"a.md": (passage,)}, {"a.md": "a.md"})
    missing = probably_missing([Mention(name, 1, "a.md", 0) for name in found], index)
    expected = plainly(found)
    asked = {name for name in expected if re.search(r"\d|\b(?:SOP|WI)\b|[Pp]rocedure|[Pp]olicy|[Pp]lan", name)}
    assert {m.name: m.mentions for m in missing} == {name: times for name, times in expected.items() if name in asked}
    assert len(expected) < len(found)
