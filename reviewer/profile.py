"""What the user says beforehand: the profile of the manufacturer (reviewer.yaml) and of the documents (sources.yaml)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import yaml
from pydantic import ValidationError

from reviewer.errors import ReviewerError
from reviewer.model import DocumentKind, Lifecycle, Profile
from reviewer.rules import Rubric

PROFILE_NAME = "reviewer.yaml"
SOURCES_NAME = "sources.yaml"
_THIRD_PARTY = ("81001-9.5-inform-third-parties/supplier-notified",)


class Settings(NamedTuple):
    """A file of settings, wherever it lies."""

    name: str
    where: str
    content: bytes


def load_profile(path: Path | None, found: Sequence[Settings]) -> Profile:
    """The profile that was named, or the one that was found, or an empty one. Raises ReviewerError, also where there are two."""
    if path is None:
        profiles = [settings for settings in found if settings.name == PROFILE_NAME]
        if not profiles:
            return Profile()
        said = profiles[0]
        if len(profiles) > 1:
            raise ReviewerError(
                profiles[1].where, f"there is another profile, {said.where}", "name the one that holds with --profile"
            )
    elif path.is_file():
        said = _settings(path)
    else:
        raise ReviewerError(str(path), "there is no such profile", "name a reviewer.yaml")
    try:
        return Profile.model_validate(_mapping(said))
    except ValidationError as error:
        first = error.errors()[0]
        raise ReviewerError(said.where, f"{'.'.join(map(str, first['loc']))}: {first['msg']}", "see docs/profile.md") from error


def load_overrides(found: Sequence[Settings]) -> dict[str, dict[str, str]]:
    """What each sources.yaml says of the documents: name or path -> {kind, lifecycle}. Raises ReviewerError."""
    overrides: dict[str, dict[str, str]] = {}
    for settings in found:
        if settings.name != SOURCES_NAME:
            continue
        path = settings.where
        for name, said in _mapping(settings).items():
            if not isinstance(said, dict) or not set(said) <= {"kind", "lifecycle"}:
                raise ReviewerError(path, f"{name}: not a mapping of kind and lifecycle", "see docs/profile.md")
            for key, allowed in (("kind", DocumentKind), ("lifecycle", Lifecycle)):
                if key in said and said[key] not in {m.value for m in allowed}:
                    raise ReviewerError(
                        path, f"{name}: unknown {key} {said[key]!r}", f"choose from {', '.join(m.value for m in allowed)}"
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


def _settings(path: Path) -> Settings:
    try:
        return Settings(path.name, str(path), path.read_bytes())
    except OSError as error:
        raise ReviewerError(str(path), f"cannot be read: {(error.strerror or str(error)).lower()}", "mend it") from error


def _mapping(settings: Settings) -> Mapping[str, Any]:
    try:
        data = yaml.safe_load(settings.content.decode("utf-8-sig"))
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as error:
        raise ReviewerError(settings.where, "is not readable YAML", str(getattr(error, "problem", None) or "mend it")) from error
    if data is None:
        return {}
    if not isinstance(data, dict):
        raise ReviewerError(settings.where, "is not a mapping", "see docs/profile.md")
    return data
