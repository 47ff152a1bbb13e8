"""What a passage is weighed for."""

from __future__ import annotations

from reviewer.match.outlook import NOTHING, Outlook
from reviewer.match.weighing import hinted_at
from reviewer.rules import Rule

RULES = {name: Rule(evidence=()) for name in ("a/likely", "a/unlikely", "b/new")}


def view(**means: float) -> Outlook:
    return Outlook(frozenset(), {"a/likely": 0.3, "a/unlikely": 0.0001, NOTHING: 0.6999}, means, {})


def test_near_misses_are_of_interest_where_wording_or_meaning_hints_at_the_element() -> None:
    assert "a/likely" in hinted_at(view(), RULES)
    assert "a/unlikely" not in hinted_at(view(), RULES)
    assert "a/unlikely" in hinted_at(view(**{"a/unlikely": 0.4}), RULES)


def test_of_an_element_that_no_model_knows_rules_alone_say_what_comes_near() -> None:
    assert "b/new" in hinted_at(view(), RULES)
