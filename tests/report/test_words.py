"""The words in which reports speak to people."""

from __future__ import annotations

import re

import pytest

from bench.judge import shipped_library
from reviewer.model import Basis
from reviewer.report import words

UNMET = "No text of the set establishes it; the nearest passage does not count: "


@pytest.mark.parametrize(
    ("why", "said"),
    [
        ("lacks topic: topic.security", "it does not speak of security"),
        ("lacks topic: topic.software-problem|topic.device", "it does not speak of problems of the software or the device"),
        ("lacks topic: topic.new", "it does not speak of the topic"),
        ("lacks act.resolve|thing.x (too far apart)", "it says only a part of what is asked"),
        ("lacks 2 of opt.a, opt.b", "it says only a part of what is asked"),
        ("look-alike: look.gate-only", "it looks like it, but is about something else"),
        ("only points to SOP-9.docx", "it only points to SOP-9.docx"),
        ("the document establishes nothing", "it stands in a document that is no current procedure of the organisation"),
        ("a definition", "it is a definition"),
        ("a document about data protection", "it is a document about data protection"),
    ],
)
def test_a_reason_says_why_a_passage_does_not_count(why: str, said: str) -> None:
    expected = f"No text of the set establishes it. The nearest passage does not count: {said}."
    assert words.reason(f"{UNMET}{why}.") == expected


@pytest.mark.parametrize(
    "reason",
    [
        "Nothing in the set speaks of it.",
        "bugs.md (What the report lacks) sends the reader to SOP-14.a, which is not in the set.",
        "A binding statement in look.topic.docx establishes it.",
    ],
)
def test_other_reasons_stay_as_they_are(reason: str) -> None:
    assert words.reason(reason) == reason


def test_every_topic_that_a_rule_asks_for_has_a_name() -> None:
    topics = {name for rule in shipped_library().rubric.rules.values() for name in rule.topic}
    assert topics
    for name in topics:
        said = words.reason(f"{UNMET}lacks topic: {name}.")
        assert "the topic" not in said and not re.search(r"[a-z]\.[a-z]", said), name


def test_what_auditors_look_for_is_not_said_to_be_asked_or_not_asked_by_a_clause() -> None:
    assert "not known" in words.BASES[Basis.audit_focus]
