"""What document health goes by, from ``health/`` in the rubric."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from reviewer.rules import HealthRules
from reviewer.terms import TermError, compile_concept
from reviewer.yaml_source import Fault, YamlFile, read_yaml

_FILES = {"editions.yaml": "editions", "acts.yaml": "acts", "abbreviations.yaml": None}


def read_health(folder: Path) -> tuple[HealthRules, list[Fault]]:
    """The rules of a rubric folder, and every fault of its files. A rubric without them has none, and less is remarked."""
    data: dict[str, Any] = {}
    faults: list[Fault] = []
    marks: dict[str, tuple[YamlFile, tuple[str, ...]]] = {}
    for name, key in _FILES.items():
        path = folder / "health" / name
        if not path.is_file():
            continue
        file = read_yaml(path)
        if isinstance(file, Fault):
            faults.append(file)
            continue
        part = {key: file.data} if key else file.data if isinstance(file.data, dict) else {name: file.data}
        data |= part
        marks |= {field: (file, () if key else (field,)) for field in part}
    try:
        rules = HealthRules.model_validate(data)
    except ValidationError as error:
        for item in error.errors():
            file, above = marks[str(item["loc"][0])]
            faults.append(file.fault((*above, *item["loc"][1:]), f"{'.'.join(map(str, item['loc']))}: {item['msg']}"))
        return HealthRules(), faults
    for number, act in enumerate(rules.acts):
        try:
            compile_concept(act.id, act.terms, act.excluding)
        except TermError as error:
            faults.append(marks["acts"][0].fault((number, "terms"), str(error)))
    return rules, faults
