"""YAML with the line and column of every value, so that a fault can be reported where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Fault(NamedTuple):
    """Something wrong in a data file."""

    path: str
    line: int
    column: int
    text: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}: {self.text}"


class YamlFile(NamedTuple):
    """A parsed file. ``marks`` holds (line, column), from 1, for each key path such as ("elements", "formal", "basis")."""

    path: Path
    data: Any
    marks: Mapping[tuple[str | int, ...], tuple[int, int]]

    def fault(self, key: tuple[str | int, ...], text: str) -> Fault:
        """A fault at a key path, or at the nearest key above it that the file has."""
        while key and key not in self.marks:
            key = key[:-1]
        line, column = self.marks.get(key, (1, 1))
        return Fault(self.path.as_posix(), line, column, text)


def read_yaml(path: Path) -> YamlFile | Fault:
    """Read a file, or say where it is not YAML. Duplicate keys are a fault: the first would be lost silently."""
    try:
        text = path.read_text(encoding="utf-8")
        node = yaml.compose(text, Loader=_LOADER)
        data = yaml.load(text, Loader=_LOADER)  # noqa: S506 -- a safe loader, the one in C where there is one
    except (yaml.MarkedYAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        return Fault(
            path.as_posix(), mark.line + 1 if mark else 1, mark.column + 1 if mark else 1, str(getattr(error, "problem", error))
        )
    marks: dict[tuple[str | int, ...], tuple[int, int]] = {}
    for key, line, column, duplicate in _walk(node, ()):
        if duplicate:
            return Fault(path.as_posix(), line, column, f"key {key[-1]!r} stands twice")
        marks[key] = (line, column)
    return YamlFile(path, data, marks)


def _walk(node: yaml.Node | None, key: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], int, int, bool]]:
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for name, value in node.value:
            here = (*key, name.value)
            yield here, name.start_mark.line + 1, name.start_mark.column + 1, name.value in seen
            seen.add(name.value)
            yield from _walk(value, here)
    elif isinstance(node, yaml.SequenceNode):
        for i, value in enumerate(node.value):
            yield (*key, i), value.start_mark.line + 1, value.start_mark.column + 1, False
            yield from _walk(value, (*key, i))
