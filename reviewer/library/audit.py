"""The order in which an audit goes through the criteria, from ``audit.yaml`` in the rubric."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from reviewer.errors import ReviewerError
from reviewer.rules import AuditStage
from reviewer.yaml_source import Fault, read_yaml

_STAGES = TypeAdapter(tuple[AuditStage, ...])


def load_stages(folder: Path) -> tuple[AuditStage, ...]:
    """The stages of a rubric folder; none where it states no order. Raises ReviewerError naming the first fault."""
    stages, faults = read_stages(folder, None)
    if faults:
        raise ReviewerError(str(folder), f"the order of the audit has a fault: {faults[0]}", "run `reviewer rubric lint`")
    return stages


def read_stages(folder: Path, known: Sequence[str] | None) -> tuple[tuple[AuditStage, ...], list[Fault]]:
    """The stages and every fault. ``known``: ids of the criteria, to check the names; None not to."""
    path = folder / "audit.yaml"
    if not path.is_file():
        return (), []
    file = read_yaml(path)
    if isinstance(file, Fault):
        return (), [file]
    try:
        stages = _STAGES.validate_python(file.data)
    except ValidationError as error:
        return (), [file.fault(item["loc"], f"{'.'.join(map(str, item['loc']))}: {item['msg']}") for item in error.errors()]
    faults = [
        file.fault((i, "criteria", n), f"there is no criterion {name}")
        for i, stage in enumerate(stages)
        for n, name in enumerate(stage.criteria)
        if known is not None and name not in known
    ]
    return stages, faults
