"""Reports of earlier reviews, as far as another version can read them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import ValidationError

from reviewer.errors import ReviewerError
from reviewer.files import read_json
from reviewer.model import Review, Status


class Earlier(NamedTuple):
    """What an earlier report says, of this or another version. What is not understood is left out."""

    documents: tuple[Mapping[str, Any], ...]
    statuses: Mapping[str, Status]
    rubric: Mapping[str, str]
    """id, version and sha256"""
    overall: float | None
    coverage: Mapping[str, float | None]


def read_earlier(path: Path, where: str = "--since") -> Earlier:
    """The earlier ``report.json``, or that in a folder. Raises ReviewerError where there is none."""
    path = path / "report.json" if path.is_dir() else path
    data = read_json(path, where)
    documents = data.get("documents") if isinstance(data, dict) else None
    if not isinstance(documents, list) or not all(isinstance(d, dict) and isinstance(d.get("id"), str) for d in documents):
        raise ReviewerError(where, f"{path} is no report of the reviewer", "name a report.json")
    if data.get("redaction"):
        raise ReviewerError(
            where, f"{path} is redacted and does not tell documents apart", "name one that was made without --redact"
        )
    scores = _mapping(data.get("scores"))
    by_standard = {
        str(name): _share(_mapping(score).get("coverage")) for name, score in _mapping(scores.get("by_standard")).items()
    }
    rubric = {name: str(_mapping(data.get("rubric")).get(name, "")) for name in ("id", "version", "sha256")}
    return Earlier(tuple(documents), _statuses(data.get("findings")), rubric, _share(scores.get("overall")), by_standard)


def read_review(path: Path, where: str) -> Review:
    """A whole report. Keys that a later version has added are passed over. Raises ReviewerError where it is no such report."""
    path = path / "report.json" if path.is_dir() else path
    data = read_json(path, where)
    for _ in range(2):
        try:
            return Review.model_validate(data)
        except ValidationError as error:
            extra = [item["loc"] for item in error.errors() if item["type"] == "extra_forbidden"]
            if not isinstance(data, dict) or len(extra) < error.error_count():
                break
            for location in extra:
                _remove(data, location)
    raise ReviewerError(where, f"{path} is not a report of this version", "name the report.json of a review, or review again")


def _remove(data: Any, location: tuple[str | int, ...]) -> None:
    for key in location[:-1]:
        data = data[key]
    del data[location[-1]]


def _statuses(findings: Any) -> dict[str, Status]:
    statuses = {}
    for finding in findings if isinstance(findings, list) else ():
        elements = _mapping(finding).get("elements")
        for element in elements if isinstance(elements, list) else ():
            name, status = _mapping(element).get("id"), _mapping(element).get("status")
            if isinstance(name, str) and status in set(Status):
                statuses[name] = Status(status)
    return statuses


def _mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _share(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and 0 <= value <= 1 else None
