"""Words that a line end split."""

from __future__ import annotations

import pytest

from reviewer.documents.hyphens import Vocabulary


@pytest.mark.parametrize(
    ("known", "left", "right", "joined"),
    [
        ("", "the investi-", "gation of it", "the investigation of it"),
        ("", "a vulner\u00ad", "ability", "a vulnerability"),
        ("post-market data", "the post-", "market plan", "the post-market plan"),
        ("postmarket data", "the post-", "market plan", "the postmarket plan"),
        ("the customer and the service", "a customer-", "service desk", "a customer-service desk"),
        ("", "pre-", "and post-market", "pre- and post-market"),
        ("", "state-of-", "the-art methods", "state-of-the-art methods"),
        ("", "a follow-", "up call", "a follow-up call"),
        ("", "the ISO-", "Standard", "the ISO-Standard"),
        ("", "in 2023-", "24 the", "in 2023-24 the"),
        ("", "he waits -", "and goes", "he waits - and goes"),
        ("", "and/", "or both", "and/or both"),
        ("", "see https://example.org/a.", "html for it", "see https://example.org/a.html for it"),
        ("", "end", "start", "end start"),
    ],
)
def test_join(known: str, left: str, right: str, joined: str) -> None:
    assert Vocabulary([[known]] if known else []).join(left, right) == joined


def test_halves_of_split_words_do_not_enter_the_vocabulary() -> None:
    words = Vocabulary([["the investi-", "gation of a vulnerability"]])
    assert "gation" not in words
    assert "vulnerability" in words


def test_a_word_cut_without_a_hyphen_is_mended_only_in_a_full_line() -> None:
    words = Vocabulary([["Responsible"], ["the", "e"]])
    assert words.join("Responsibl", "e", cut=True) == "Responsible"
    assert words.join("Responsibl", "e") == "Responsibl e"
    assert Vocabulary([["report is the"], ["is it the report"]]).join("report", "is", cut=True) == "report is"


def test_words_cut_in_a_narrow_column_are_mended() -> None:
    words = Vocabulary([["the lead"]])
    assert words.join("QU", "A", cut=True) == "QUA"
    assert words.join("QU", "A") == "QU A"
    assert words.join("ther", "apy", cut=True) == "therapy"
    assert words.join("quality", "records", cut=True) == "quality records"


def test_a_compound_of_three_words_keeps_its_hyphens() -> None:
    assert Vocabulary([]).join("the end-", "of-line test") == "the end-of-line test"
