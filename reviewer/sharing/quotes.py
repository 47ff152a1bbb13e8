"""A review without the words of the documents that it quotes."""

from __future__ import annotations

from typing import Any

from reviewer.model import Evidence, Place, Record, Review, TraceStep


def without_quotes(review: Review) -> Review:
    """The review with every quote, its context and the words of its trace left out. Places, names and reasons stay."""
    left = _left(review)
    assert isinstance(left, Review)
    return left.model_copy(update={"quotes_left_out": True})


def _left(value: Any) -> Any:
    if isinstance(value, Evidence):
        return value.model_copy(update={"quote": "", "context": None})
    if isinstance(value, Place):
        return value.model_copy(update={"quote": ""})
    if isinstance(value, TraceStep):
        return value.model_copy(update={"quote": "", "found": ()})
    if isinstance(value, Record):
        return value.model_copy(update={name: _left(getattr(value, name)) for name in type(value).model_fields})
    if isinstance(value, tuple):
        return tuple(_left(item) for item in value)
    return value
