"""Loads concepts, rubric and clause library from their YAML, and finds all their faults at once."""

from __future__ import annotations

import contextlib
import gc
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from reviewer.errors import ReviewerError
from reviewer.fitted import Models, no_models, read_models
from reviewer.library.audit import read_stages
from reviewer.library.health import read_health
from reviewer.rules import Count, Criterion, Example, HealthRules, Rubric, Rule, Slot
from reviewer.terms import Concept, TermError, Thesaurus, compile_concept
from reviewer.yaml_source import Fault, YamlFile, read_yaml

T = TypeVar("T", bound=BaseModel)


class Library(NamedTuple):
    """The rubric with the concepts its rules speak in, the models that were fitted to it, and what document health goes by."""

    rubric: Rubric
    thesaurus: Thesaurus
    models: Models
    health: HealthRules = HealthRules()


def load_library(folder: Path) -> Library:
    """Load a rubric folder. Raises ReviewerError naming the first fault; ``lint`` names them all."""
    with _no_collecting():
        library, faults = read_library(folder)
    if library is None or faults:
        raise ReviewerError(
            str(folder), f"{len(faults)} faults in the rubric, the first: {faults[0]}", "run `reviewer rubric lint`"
        )
    return library


@contextlib.contextmanager
def _no_collecting() -> Iterator[None]:
    """Garbage is not looked for meanwhile: hundreds of thousands of objects come and stay, and looking through them takes half the time."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def read_criteria(folder: Path) -> tuple[Criterion, ...]:
    """What the criteria of a rubric ask, without the rules that judge by them. Raises ReviewerError naming the first fault."""
    faults: list[Fault] = []
    criteria = [c for file in _files(folder / "criteria", faults) for c in [_record(Criterion, file, file.data, (), faults)] if c]
    index = read_yaml(folder / "rubric.yaml")
    if isinstance(index, Fault):
        faults.append(index)
    if isinstance(index, Fault) or faults:
        raise ReviewerError(
            str(folder), f"{len(faults)} faults in the rubric, the first: {faults[0]}", "run `reviewer rubric lint`"
        )
    order = {name: i for i, name in enumerate(index.data["order"])}
    return tuple(sorted(criteria, key=lambda c: order.get(c.id, len(order))))


def read_library(folder: Path) -> tuple[Library | None, list[Fault]]:
    """The library if it can be used at all, and every fault of every file."""
    faults: list[Fault] = []
    concepts = _concepts(_files(folder / "concepts", faults), faults)
    thesaurus = _thesaurus(concepts, (folder / "concepts").as_posix(), faults)
    criteria = [c for file in _files(folder / "criteria", faults) for c in [_record(Criterion, file, file.data, (), faults)] if c]
    known = {f"{c.id}/{e}" for c in criteria for e in c.elements}
    rules: dict[str, Rule] = {}
    for file in _files(folder / "evidence", faults):
        rules |= _rules(file, set(concepts), known, faults)
    examples = [e for file in _files(folder / "examples", faults) for e in _examples(file, known, faults)]
    index = read_yaml(folder / "rubric.yaml")
    if isinstance(index, Fault):
        return None, [index, *faults]
    order = {name: i for i, name in enumerate(index.data["order"])}
    for c in criteria:
        if c.id not in order:
            faults.append(index.fault(("order",), f"criterion {c.id} is not in the order"))
    for element in sorted(known - set(rules)):
        faults.append(index.fault(("order",), f"element {element} has no evidence rule"))
    criteria.sort(key=lambda c: order.get(c.id, len(order)))
    rubric = Rubric(
        id=index.data["id"], version=str(index.data["version"]), criteria=tuple(criteria), rules=rules, examples=tuple(examples)
    )
    health, more = read_health(folder)
    faults += more
    faults += read_stages(folder, [c.id for c in criteria])[1]
    return Library(rubric, thesaurus, _models(folder / "fitted", known, faults), health), faults


def _models(folder: Path, known: set[str], faults: list[Fault]) -> Models:
    """The fitted models; without them there is no verdict, so that a folder without them is a fault."""
    if not known:
        return no_models()
    try:
        models = read_models(folder)
    except (OSError, ValueError, KeyError, TypeError) as error:
        faults.append(Fault(folder.as_posix(), 1, 1, f"holds no models that bench/fit.py wrote: {error}"))
        return no_models()
    for file, elements in (("wording.json", models.wording.classes), ("encoder.json", models.meaning.elements)):
        for name in sorted(known - set(elements)):
            faults.append(Fault((folder / file).as_posix(), 1, 1, f"does not know element {name}; fit the models again"))
    return models


def _files(folder: Path, faults: list[Fault]) -> list[YamlFile]:
    files = []
    for path in sorted(folder.glob("*.yaml")):
        file = read_yaml(path)
        if isinstance(file, Fault):
            faults.append(file)
        else:
            files.append(file)
    return files


def _concepts(files: Iterable[YamlFile], faults: list[Fault]) -> dict[str, Concept]:
    concepts: dict[str, Concept] = {}
    for file in files:
        for name, value in (file.data or {}).items():
            body = value if isinstance(value, dict) else {"terms": value}
            if name in concepts:
                faults.append(file.fault((name,), f"concept {name} is already defined in another file"))
            unknown = set(body) - {"terms", "not", "note"}
            if unknown or not isinstance(body.get("terms"), list):
                faults.append(file.fault((name,), f"concept {name} needs a list of terms, and may have 'not' and 'note'"))
                continue
            for i, term in enumerate([*body["terms"], *body.get("not", [])]):
                try:
                    compile_concept(name, [str(term)])
                except TermError as error:
                    key = (name, i) if isinstance(value, list) else (name, "terms", i)
                    faults.append(file.fault(key, str(error)))
                    break
            else:
                concepts[name] = compile_concept(name, map(str, body["terms"]), map(str, body.get("not", [])))
    return concepts


def _thesaurus(concepts: dict[str, Concept], path: str, faults: list[Fault]) -> Thesaurus:
    """A thesaurus of the concepts that hold together; each that refers to nothing or in a circle is a fault and left out."""
    while True:
        try:
            return Thesaurus(concepts)
        except TermError as error:
            faults.append(Fault(path, 1, 1, str(error)))
            bad = re.search(r"concept (\S+) refers", str(error))
            if bad is None or concepts.pop(bad[1], None) is None:
                raise


def _record(kind: type[T], file: YamlFile, data: Any, key: tuple[str | int, ...], faults: list[Fault]) -> T | None:
    try:
        return kind.model_validate(data)
    except ValidationError as error:
        for item in error.errors():
            faults.append(file.fault((*key, *item["loc"]), f"{'.'.join(map(str, item['loc']))}: {item['msg']}"))
        return None


def _rules(file: YamlFile, concepts: set[str], known: set[str], faults: list[Fault]) -> dict[str, Rule]:
    rules = {}
    for criterion, elements in (file.data or {}).items():
        for element, body in (elements or {}).items():
            key = (criterion, element)
            if f"{criterion}/{element}" not in known:
                faults.append(file.fault(key, f"there is no element {criterion}/{element}"))
                continue
            data = dict(body or {})
            for part in ("evidence", "subject"):
                data[part] = [
                    _frame(file, (*key, part, i), item, concepts, faults) for i, item in enumerate(data.get(part) or [])
                ]
            for i, name in enumerate(data.get("topic") or []):
                if name not in concepts:
                    faults.append(file.fault((*key, "topic", i), f"there is no concept {name!r}"))
            rule = _record(Rule, file, data, key, faults)
            if rule:
                rules[f"{criterion}/{element}"] = rule
    return rules


def _frame(file: YamlFile, key: tuple[str | int, ...], item: Any, concepts: set[str], faults: list[Fault]) -> dict[str, Any]:
    if not isinstance(item, dict):
        faults.append(file.fault(key, "a frame is a mapping with id, act, all, count, not ..."))
        return {"id": "?"}
    data = {k: v for k, v in item.items() if k not in {"act", "all", "not", "count"}}
    data.setdefault("id", f"{key[2]}-{key[3]}")
    if item.get("act"):
        data["act"] = _slot(file, (*key, "act"), item["act"], concepts, faults)
    data["slots"] = [_slot(file, (*key, "all", i), s, concepts, faults) for i, s in enumerate(item.get("all") or [])]
    data["barred"] = [_slot(file, (*key, "not", i), s, concepts, faults) for i, s in enumerate(item.get("not") or [])]
    if item.get("count"):
        for name in item["count"].get("of", []):
            if name not in concepts:
                faults.append(file.fault((*key, "count"), f"there is no concept {name!r}"))
        data["count"] = Count.model_validate(item["count"])
    if not (item.get("act") or item.get("all") or item.get("count")):
        faults.append(file.fault(key, "a frame needs an act, slots or a count"))
    return data


def _slot(file: YamlFile, key: tuple[str | int, ...], text: Any, concepts: set[str], faults: list[Fault]) -> Slot:
    names = [name.strip().removesuffix("^") for name in str(text).split("|")]
    for name in names:
        if name not in concepts:
            faults.append(file.fault(key, f"there is no concept {name!r}"))
    return Slot(concepts=tuple(names), context="^" in str(text))


def _examples(file: YamlFile, known: set[str], faults: list[Fault]) -> Sequence[Example]:
    examples = []
    for criterion, elements in (file.data or {}).items():
        for element, items in (elements or {}).items():
            if f"{criterion}/{element}" not in known:
                faults.append(file.fault((criterion, element), f"there is no element {criterion}/{element}"))
            for i, item in enumerate(items or []):
                data = {**item, "element": f"{criterion}/{element}"} if isinstance(item, dict) else item
                example = _record(Example, file, data, (criterion, element, i), faults)
                if example:
                    examples.append(example)
    return examples
