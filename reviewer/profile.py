"""What the user says beforehand: the profile of the manufacturer (reviewer.yaml) and of the documents (sources.yaml)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml
from pydantic import ValidationError

from reviewer.errors import ReviewerError
from reviewer.model import DocumentKind, Lifecycle, Profile
from reviewer.rules import Rubric

PROFILE_NAME = "reviewer.yaml"
SOURCES_NAME = "sources.yaml"
_THIRD_PARTY = ("81001-9.5-inform-third-parties/supplier-notified",)


def load_profile(path: Path | None, sources: Sequence[str]) -> Profile:
    """The profile that was named, or the one that lies beside the documents, or an empty one. Raises ReviewerError."""
    if path is None:
        path = next((p for p in _beside(sources, PROFILE_NAME)), None)
        if path is None:
            return Profile()
    elif not path.is_file():
        raise ReviewerError(str(path), "there is no such profile", "name a reviewer.yaml")
    try:
        return Profile.model_validate(_mapping(path))
    except ValidationError as error:
        first = error.errors()[0]
        raise ReviewerError(str(path), f"{'.'.join(map(str, first['loc']))}: {first['msg']}", "see docs/profile.md") from error


def load_overrides(sources: Sequence[str]) -> dict[str, dict[str, str]]:
    """What sources.yaml beside the documents says of them: name or path -> {kind, lifecycle}. Raises ReviewerError."""
    overrides: dict[str, dict[str, str]] = {}
    for path in _beside(sources, SOURCES_NAME):
        for name, said in _mapping(path).items():
            if not isinstance(said, dict) or not set(said) <= {"kind", "lifecycle"}:
                raise ReviewerError(str(path), f"{name}: not a mapping of kind and lifecycle", "see docs/profile.md")
            for key, allowed in (("kind", DocumentKind), ("lifecycle", Lifecycle)):
                if key in said and said[key] not in {m.value for m in allowed}:
                    raise ReviewerError(
                        str(path), f"{name}: unknown {key} {said[key]!r}", f"choose from {', '.join(m.value for m in allowed)}"
                    )
            overrides[str(name)] = {k: str(v) for k, v in said.items()}
    return overrides


def not_applicable(rubric: Rubric, profile: Profile, standards: Sequence[str]) -> dict[str, str]:
    """Element id -> why it is not judged. Raises ReviewerError for an id in the profile that the rubric does not have."""
    reasons: dict[str, str] = {}
    known = {c.id: [f"{c.id}/{e}" for e in c.elements] for c in rubric.criteria}
    for criterion in rubric.criteria:
        if criterion.standard not in standards:
            reasons |= dict.fromkeys(known[criterion.id], "The standard is not in the scope of this review.")
    if profile.third_party_code is False:
        reasons |= dict.fromkeys(_THIRD_PARTY, "The profile says that no third-party code is used.")
    everything = {e for elements in known.values() for e in elements}
    for name, reason in profile.not_applicable.items():
        if name not in known and name not in everything:
            raise ReviewerError("profile", f"there is no criterion or element {name!r}", "see `reviewer explain`")
        reasons |= dict.fromkeys(known.get(name, [name]), f"Not applicable, says the profile: {reason}")
    return reasons


def _beside(sources: Sequence[str], name: str) -> list[Path]:
    folders = [
        p if p.is_dir() else p.parent for p in map(Path, sources) if "://" not in str(p) and not str(p).startswith("drive:")
    ]
    return [f / name for f in dict.fromkeys(folders) if (f / name).is_file()]


def _mapping(path: Path) -> Mapping[str, Any]:
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError, OSError) as error:
        raise ReviewerError(str(path), "is not readable YAML", str(getattr(error, "problem", None) or "mend it")) from error
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise ReviewerError(str(path), "is not a mapping", "see docs/profile.md")
    return data
