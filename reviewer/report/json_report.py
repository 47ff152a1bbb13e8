"""``report.json``: the report that other programs read, and its JSON Schema.

Keys come in the order of the records, ``run`` last. A key whose value is not known is left out, apart from ``coverage`` and
``overall``, where null says that nothing applies. Shares are exact, confidences have two decimals. Outside ``run``, the same
review gives the same bytes.
"""

from __future__ import annotations

import json
from typing import Any

from pydantic import ValidationError

from reviewer.model import Review
from reviewer.report.interface import Guidance, Tier

NAME = "report.json"
_NULL_SAYS_SOMETHING = {"coverage", "overall"}


def json_report(review: Review, guidance: Guidance, tier: Tier) -> dict[str, bytes]:
    """The report as JSON. It has no free tier: it quotes."""
    del guidance
    return {} if tier is Tier.summary else {NAME: render(review).encode("utf-8")}


def render(review: Review) -> str:
    """The report as text. What would not be read back as a Review is a bug, and is not written."""
    data = _tidy(review.model_dump(mode="json"))
    data["run"] = data.pop("run", {})
    text = json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    try:
        Review.model_validate_json(text)
    except ValidationError as error:
        raise AssertionError(f"report.json does not keep to its schema: {error}") from error
    return text


def schema() -> dict[str, Any]:
    """JSON Schema of ``report.json``, made from the records."""
    raw = Review.model_json_schema(mode="serialization")
    for record in [raw, *raw.get("$defs", {}).values()]:
        _as_written(record)
    head = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Report of the QMS procedure reviewer"}
    return head | {key: value for key, value in raw.items() if key != "title"}


def schema_text() -> str:
    """The schema as it is committed."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


def _tidy(value: Any) -> Any:
    if isinstance(value, dict):
        return {
            key: round(item, 2) if key == "confidence" and isinstance(item, float) else _tidy(item)
            for key, item in value.items()
            if item is not None or key in _NULL_SAYS_SOMETHING
        }
    if isinstance(value, list):
        return [_tidy(item) for item in value]
    return value


def _as_written(record: dict[str, Any]) -> None:
    """Every key is there, unless its value is not known: what the records call null is an absent key in the report."""
    properties = record.get("properties", {})
    absent = set()
    for key, value in properties.items():
        options = value.get("anyOf", ())
        if key in _NULL_SAYS_SOMETHING or {"type": "null"} not in options:
            continue
        absent.add(key)
        kept = [option for option in options if option != {"type": "null"}]
        del value["anyOf"]
        value.pop("default", None)
        if len(kept) == 1:
            value.update({k: v for k, v in kept[0].items() if k not in value})
        else:
            value["anyOf"] = kept
    if properties:
        record["required"] = [key for key in properties if key not in absent]
