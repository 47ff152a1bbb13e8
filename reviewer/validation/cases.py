"""The known-answer sets: documents of invented manufacturers, with the status that people gave each element."""

from __future__ import annotations

from pathlib import Path
from typing import Any, NamedTuple

import yaml

from reviewer import resources
from reviewer.errors import ReviewerError
from reviewer.model import Status


class KnownSet(NamedTuple):
    """A set with its answers."""

    name: str
    docs: Path
    about: str
    """who the manufacturer is"""
    expected: dict[str, Status]
    """element -> status; an element that is not named is expected to be unmet"""
    limits: dict[str, str]
    """element -> why the tool is known to give another status than people do"""
    counting: dict[str, bool]
    """file name without its ending -> whether its text may establish anything, where that is known"""


def known_sets() -> tuple[KnownSet, ...]:
    """All sets that travel with the tool. Raises ReviewerError where a part of them is missing."""
    limits = _read(resources.known_gaps())
    found = []
    for docs in resources.samples():
        folder = docs.parent
        gold = _read(folder / "gold.yaml")
        kinds = folder / "docs-src" / "kinds.yaml"
        counting = _read(kinds) if kinds.is_file() else {}
        found.append(
            KnownSet(
                folder.name, docs, str(gold.get("manufacturer", folder.name)),
                {name: Status(label["status"]) for name, label in gold["elements"].items()},
                {name: str(why) for name, why in (limits.get(folder.name) or {}).items()},
                {name: bool(label["establishes"]) for name, label in counting.items()},
            )
        )  # fmt: skip
    if not found:
        raise ReviewerError("known-answer sets", "none travelled with the program", "install it again")
    return tuple(found)


def _read(path: Path) -> dict[str, Any]:
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, yaml.YAMLError):
        raise ReviewerError(str(path), "this part of the known-answer sets is missing", "install the program again") from None
    return data if isinstance(data, dict) else {}
