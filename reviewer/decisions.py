"""decisions.yaml: what people decided about a review, read and written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from pydantic import ValidationError

from reviewer.errors import ReviewerError
from reviewer.model import Decision, DecisionFile, TaskEntry
from reviewer.yaml_source import Fault, read_yaml

NAME = "decisions.yaml"
_HELP = "see docs/decisions.md"
_HEADER = "# What people decided about a review: reviewer review ... --decisions FILE. docs/decisions.md explains the keys.\n"
_LONGEST_LINE = 120


def load_decisions(path: Path) -> DecisionFile:
    """The decisions in a file. Raises ReviewerError, with the line, for what it may not hold."""
    try:
        source = read_yaml(path)
    except OSError as error:
        raise ReviewerError(
            str(path), f"cannot be read: {(error.strerror or 'fault').lower()}", "name a decisions.yaml"
        ) from None
    if isinstance(source, Fault):
        raise ReviewerError(f"{source.path}:{source.line}:{source.column}", source.text, "mend it; it is no readable YAML")
    data = {} if source.data is None else source.data
    if not isinstance(data, dict):
        raise ReviewerError(str(path), "is not a mapping with decisions and tasks", _HELP)
    try:
        # The lists may be empty, as an editor leaves them: "decisions:".
        file = DecisionFile.model_validate({key: () if value is None else value for key, value in data.items()})
    except ValidationError as error:
        first = error.errors()[0]
        place = source.fault(tuple(first["loc"]), ".".join(map(str, first["loc"])))
        raise ReviewerError(str(place), first["msg"].removeprefix("Value error, "), _HELP) from None
    for key, entries in (("decisions", file.decisions), ("tasks", file.tasks)):
        for number, name in _repeated(entries):
            raise ReviewerError(str(source.fault((key, number), name)), "stands twice", "keep one")
    return file


def _repeated(entries: Iterable[Decision | TaskEntry]) -> Iterator[tuple[int, str]]:
    seen = set()
    for number, entry in enumerate(entries):
        if entry.id in seen:
            yield number, entry.id
        seen.add(entry.id)


def dump_decisions(file: DecisionFile) -> str:
    """The file as YAML, in the order of its entries."""
    data = {key: entries for key, entries in _plain(file).items() if entries}
    text = yaml.safe_dump(data or {"decisions": []}, sort_keys=False, allow_unicode=True, width=_LONGEST_LINE)
    return _HEADER + str(text)


def _plain(file: DecisionFile) -> Mapping[str, Any]:
    def entry(record: Decision | TaskEntry) -> dict[str, Any]:
        values = record.model_dump(exclude_none=True)
        return {key: getattr(value, "value", value) for key, value in values.items()}

    return {"decisions": [entry(d) for d in file.decisions], "tasks": [entry(t) for t in file.tasks]}


class Merged(NamedTuple):
    """Two files made one, and what became of the entries."""

    file: DecisionFile
    added: int
    changed: int
    kept: tuple[str, ...]
    """Ids that only the older file has."""


def merge(older: DecisionFile, newer: DecisionFile) -> Merged:
    """The newer entries over the older ones; nothing is dropped. Entries of the older file keep their places."""
    decisions, tasks = {d.id: d for d in older.decisions}, {t.id: t for t in older.tasks}
    new_decisions, new_tasks = {d.id: d for d in newer.decisions}, {t.id: t for t in newer.tasks}
    pairs: tuple[tuple[Mapping[str, object], Mapping[str, object]], ...] = ((decisions, new_decisions), (tasks, new_tasks))
    return Merged(
        DecisionFile(decisions=tuple((decisions | new_decisions).values()), tasks=tuple((tasks | new_tasks).values())),
        added=sum(name not in old for old, new in pairs for name in new),
        changed=sum(name in old and old[name] != entry for old, new in pairs for name, entry in new.items()),
        kept=tuple(dict.fromkeys(name for old, new in pairs for name in old if name not in new)),
    )
