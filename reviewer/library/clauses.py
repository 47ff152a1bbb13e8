"""Loads the clause library, and finds every reference in it, or from the rubric to it, that leads nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from reviewer.clauses import Clause, ClauseLibrary, Confidence, Framework, Mapping, Posture, Standard, Statement
from reviewer.errors import ReviewerError
from reviewer.rules import Criterion
from reviewer.yaml_source import Fault, YamlFile, read_yaml

T = TypeVar("T", bound=BaseModel)

RANK = ("iec-81001-5-1", "iec-62304", "iso-14971")
"""Which standard a bare clause number means first; others follow by name."""

_FRAMEWORKS, _STATEMENTS = "adjacent.yaml", "published.yaml"
_PARTS = ("why", "records", "usually_missed", "wording")
_NUMBER = re.compile(r"\d+(?:\.\d+)*")


class _Place(NamedTuple):
    """Where a record stands."""

    file: YamlFile
    key: tuple[str | int, ...]

    def fault(self, text: str, *key: str | int) -> Fault:
        return self.file.fault((*self.key, *key), text)


def load_clauses(folder: Path) -> ClauseLibrary:
    """Load a clause folder. Raises ReviewerError naming the first fault; ``reviewer rubric lint`` names them all."""
    library, faults = read_clauses(folder)
    if faults:
        raise ReviewerError(
            str(folder), f"{len(faults)} faults in the clause library, the first: {faults[0]}", "run `reviewer rubric lint`"
        )
    return library


def read_clauses(folder: Path) -> tuple[ClauseLibrary, list[Fault]]:
    """The library as far as it can be read, and every fault of every file."""
    faults: list[Fault] = []
    own = _files((p for p in sorted(folder.glob("*.yaml")) if p.name not in {_FRAMEWORKS, _STATEMENTS}), faults)
    standards = [s for file in own for s, _ in _records(Standard, file, "standard", faults)]
    clauses = [item for file in own for item in _records(Clause, file, "clauses", faults)]
    frameworks = [
        f for file in _files([folder / _FRAMEWORKS], faults) for f, _ in _records(Framework, file, "frameworks", faults)
    ]
    statements = [s for file in _files([folder / _STATEMENTS], faults) for s in _records(Statement, file, "statements", faults)]
    mappings = [
        item
        for file in _files(sorted((folder / "crosswalk").glob("*.yaml")), faults)
        for item in _records(Mapping, file, "mappings", faults)
    ]
    library = ClauseLibrary(
        standards=tuple(sorted(standards, key=lambda s: _rank(s.id))),
        clauses=tuple(sorted((clause for clause, _ in clauses), key=lambda c: (_rank(c.standard), _order(c.clause)))),
        frameworks=tuple(frameworks),
        mappings=tuple(mapping for mapping, _ in mappings),
        statements=tuple(statement for statement, _ in statements),
    )
    return library, faults + list(_faults(library, clauses, mappings, statements))


def check_criteria(criteria: Sequence[Criterion], library: ClauseLibrary, rubric: Path) -> list[Fault]:
    """Faults of what the rubric says about standards: a claim without a source, or a clause that is not in the library."""
    known = {clause.id for clause in library.clauses}
    faults = []
    for criterion in criteria:
        texts = [f"related clause {name} is not in the clause library" for name in criterion.related_clauses if name not in known]
        texts += [f"{name} is empty" for name in ("related_clauses", "sources") if not getattr(criterion, name)]
        if not criterion.own_clauses(library):
            texts.append(f"clause {criterion.clause!r} is not in the clause library")
        parts = {*criterion.elements, *_PARTS}
        texts += [f"{name} has no source" for name in (*criterion.elements, "usually_missed") if not criterion.sources_of(name)]
        texts += [
            f"a source is about {part}, which is not there" for s in criterion.sources for part in s.about if part not in parts
        ]
        faults += [Fault((rubric / "criteria" / f"{criterion.id}.yaml").as_posix(), 1, 1, text) for text in texts]
    return faults


def _files(paths: Iterable[Path], faults: list[Fault]) -> list[YamlFile]:
    files = []
    for path in paths:
        if path.is_file():
            file = read_yaml(path)
            if isinstance(file, Fault):
                faults.append(file)
            elif isinstance(file.data, dict):
                files.append(file)
            else:
                faults.append(file.fault((), "a mapping is expected"))
    return files


def _records(kind: type[T], file: YamlFile, name: str, faults: list[Fault]) -> list[tuple[T, _Place]]:
    data = file.data.get(name)
    items = [((name, i), item) for i, item in enumerate(data)] if isinstance(data, list) else [((name,), data)]
    found = []
    for key, item in items:
        try:
            found.append((kind.model_validate(item), _Place(file, key)))
        except ValidationError as error:
            faults += [
                file.fault((*key, *fault["loc"]), f"{'.'.join(map(str, fault['loc'])) or name}: {fault['msg']}")
                for fault in error.errors()
            ]
    return found


def _faults(
    library: ClauseLibrary,
    clauses: Sequence[tuple[Clause, _Place]],
    mappings: Sequence[tuple[Mapping, _Place]],
    statements: Sequence[tuple[Statement, _Place]],
) -> Iterator[Fault]:
    known = set(library.references())
    standards = {standard.id for standard in library.standards}
    seen: set[str] = set()
    for clause, place in clauses:
        if clause.id in seen:
            yield place.fault(f"clause {clause.id} stands twice")
        seen.add(clause.id)
        if clause.standard not in standards or clause.id != f"{clause.standard}:{clause.clause}":
            yield place.fault(f"clause {clause.id} should be named <standard>:{clause.clause}")
        for i, source in enumerate(clause.sources):
            if source.confidence is Confidence.two_sources and _one_publisher(source.source):
                yield place.fault(f"{source.claim!r}: both sources are of one publisher", "sources", i)
        yield from _dangling(clause.related, known, place, "related")
    rows: set[tuple[str, str, Posture]] = set()
    for mapping, place in mappings:
        yield from _dangling((mapping.from_, mapping.to), known, place)
        sides = [side.partition(":")[0] for side in (mapping.from_, mapping.to)]
        if sides != place.file.data.get("pair"):
            yield place.fault(f"{mapping.from_} -> {mapping.to} does not belong to the pair of this file")
        if (mapping.from_, mapping.to, mapping.posture) in rows:
            yield place.fault(f"{mapping.from_} -> {mapping.to} stands twice")
        rows.add((mapping.from_, mapping.to, mapping.posture))
        if mapping.confidence is Confidence.two_sources and _one_publisher(mapping.source):
            yield place.fault(f"{mapping.from_} -> {mapping.to}: both sources are of one publisher")
    for statement, place in statements:
        yield from _dangling((statement.clause,), known, place)


def _one_publisher(source: str) -> bool:
    """Pages of the published crosswalk come from one vendor, so that two of them are one source."""
    parts = [part.strip() for part in source.split(";")]
    return all("crosswalk" in part for part in parts) or len(parts) < 2


def _dangling(references: Iterable[str], known: set[str], place: _Place, *key: str) -> Iterator[Fault]:
    for reference in references:
        if reference not in known:
            yield place.fault(f"there is no clause or provision {reference}", *key)


def _rank(standard: str) -> tuple[int, str]:
    return (RANK.index(standard) if standard in RANK else len(RANK), standard)


def _order(clause: str) -> tuple[int, ...]:
    return tuple(map(int, _NUMBER.findall(clause.replace(".", " "))))
