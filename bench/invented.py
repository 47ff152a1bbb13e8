"""Invented procedures: short, as many as are asked for, and no two of them alike.

What a set of documents makes a review remember is in them, and new in each: words that no dictionary has, references to documents that
are there and to others that are not, abbreviations that nobody spells out, time limits, and sentences that speak of what is asked.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

_ROLES = (
    "Security Officer", "Quality Manager", "Software Lead", "Regulatory Specialist", "Product Owner", "Service Engineer",
    "Risk Manager", "Release Manager", "Complaint Handler", "Test Lead",
)  # fmt: skip
_THINGS = (
    "vulnerability", "security issue", "software problem", "complaint", "defect record", "change request", "incident", "adverse event",
    "risk estimate", "field report", "supplier notice", "problem report",
)  # fmt: skip
_DEEDS = (
    "assess", "record", "evaluate", "classify", "close", "investigate", "review", "document", "report", "verify", "approve", "analyse",
)  # fmt: skip
_ENDS = (
    "and informs the users concerned", "and states its root cause", "with its severity and the affected versions",
    "before the release is approved", "and reports it to the authority that is competent", "and keeps the outcome in the risk file",
    "together with the components it affects", "and decides whether a correction is needed", "and tells the customer what to do meanwhile",
)  # fmt: skip
_UNITS = ("hours", "days", "working days", "weeks", "months")
_CONSONANTS, _VOWELS = "bcdfghjklmnprstvwz", "aeiou"


def lines(number: int) -> Iterator[str]:
    """The document of a number, as headings ("# ...") and paragraphs. The same number gives the same document everywhere."""
    chance = random.Random(number)  # noqa: S311 -- no secret
    product, topic = _word(chance).title(), _word(chance).title()
    short = "".join(chance.choice("BCDFGHJKLMNPQRTVWXZ") for _ in range(3))
    yield f"# {code(number)} {topic} {chance.choice(_THINGS).title()} Procedure"
    yield f"Revision {chance.randint(1, 9)}, effective 2025-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}"
    yield "# 1 Procedure"
    yield f"The {chance.choice(_ROLES)} shall {chance.choice(_DEEDS)} each {chance.choice(_THINGS)} {chance.choice(_ENDS)}."
    yield (
        f"A {chance.choice(_THINGS)} of {product} is entered as a {_word(chance)} ticket, which the {short} {_word(chance)} rates by "
        f"its {_word(chance)}."
    )
    yield (
        f"The {chance.choice(_ROLES)} must {chance.choice(_DEEDS)} the {chance.choice(_THINGS)} within {chance.randint(2, 60)} "
        f"{chance.choice(_UNITS)}."
    )
    yield f"Where the {short} {_word(chance)} finds no cause, {code(number + chance.randint(1, 40))} is followed."
    yield (
        f"Details stand in WI-{chance.randint(10_000, 99_999)} {_word(chance).title()} {_word(chance).title()} and in the "
        f"{_word(chance).title()} {_word(chance).title()} Plan."
    )
    yield f"The {_word(chance)} of the {_word(chance)} is kept by the {_word(chance)} for {chance.randint(2, 15)} years."


def code(number: int) -> str:
    """What a document is numbered by."""
    return f"SOP-{number:05}"


def _word(chance: random.Random) -> str:
    """A word that no dictionary has."""
    return "".join(chance.choice(_CONSONANTS) + chance.choice(_VOWELS) for _ in range(chance.randint(3, 5)))
