"""Every beast of the zoo ends in a status with a reason, within bounds, and none of them calls for anything outside its file."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from reviewer.documents.interface import Limits
from reviewer.errors import UnreadableDocument
from reviewer.parsing import Parser, result
from tests.documents.fuzz import HARM, cases
from tests.documents.zoo import BEASTS, READ
from tests.workers import tasks

LIMITS = Limits(min_seconds=4, max_memory=768 * 1024**2, max_entries=1000)


@pytest.fixture(scope="module")
def parser() -> Iterator[Parser]:
    with Parser(1, LIMITS, read=tasks.read_unconnected) as workers:
        yield workers


@pytest.mark.parametrize("beast", BEASTS)
def test_it_is_survived(beast: str, parser: Parser) -> None:
    name, make, ends = BEASTS[beast]
    try:
        document = result(parser.submit(make(), name, LIMITS))
    except UnreadableDocument as error:
        assert error.code in ends, error.reason
        assert error.reason
        assert "the file could not be parsed" not in error.reason  # the net caught what the reader should have
        assert "passwd" not in error.reason and "192.0.2.1" not in error.reason
    else:
        assert READ in ends
        assert document.text
        assert "root:" not in document.text
        assert "connected" not in {remark.code for remark in document.remarks}


def test_spoilt_files_are_survived(parser: Parser) -> None:
    """A bounded part of what ``make fuzz`` does."""
    outcomes = set()
    for what, name, data in itertools.islice(cases(7), 150):
        try:
            result(parser.submit(data, name, LIMITS))
            outcomes.add(READ)
        except UnreadableDocument as error:
            assert error.code not in HARM, what
            assert "the file could not be parsed" not in error.reason, what
            outcomes.add(error.code)
    assert {READ, "damaged", "truncated"} <= outcomes
