"""PORTFOLIO: a YAML file that names clients, or a folder with a folder for each."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

from pydantic import ConfigDict, Field, ValidationError
from pydantic.functional_validators import AfterValidator, BeforeValidator

from reviewer import report
from reviewer.batch.names import folder_names
from reviewer.errors import ReviewerError
from reviewer.model import Record
from reviewer.sources.drive.address import is_drive
from reviewer.sources.drive.address import parse as parse_address
from reviewer.sources.litter import litter
from reviewer.yaml_source import Fault, YamlFile, read_yaml

_MOST_BYTES = 4 * 1024 * 1024
_LONGEST_NAME = 200


def _listed(value: object) -> object:
    return [part.strip() for part in value.split(",") if part.strip()] if isinstance(value, str) else value


def _one(value: object) -> object:
    return [value] if isinstance(value, str) else value


def _known_formats(formats: tuple[str, ...]) -> tuple[str, ...]:
    try:
        return report.formats_from(",".join(formats))
    except ReviewerError as error:
        raise ValueError(f"{error.what}; {error.advice}") from None


def _plain_name(name: str) -> str:
    name = " ".join(unicodedata.normalize("NFC", name).split())
    if not name:
        raise ValueError("is empty")
    try:
        name.encode("utf-8")
    except UnicodeEncodeError:
        raise ValueError("is not valid text") from None
    return name


def _readable_source(source: str) -> str:
    if not source.strip():
        raise ValueError("is empty")
    if is_drive(source):
        try:
            parse_address(source)
        except ReviewerError as error:
            raise ValueError(error.what) from None
    return source


Formats = Annotated[tuple[str, ...], BeforeValidator(_listed), AfterValidator(_known_formats)]
Standards = Annotated[tuple[str, ...], BeforeValidator(_listed), Field(min_length=1)]
Names = Annotated[tuple[Annotated[str, AfterValidator(_readable_source)], ...], BeforeValidator(_one), Field(min_length=1)]


class Choices(Record):
    """How a client is reviewed; as the options of ``reviewer review`` of the same names. What is None holds as given for all."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)

    brand: Path | None = None
    profile: Path | None = None
    standards: Standards | None = None
    formats: Formats | None = None
    decisions: Path | None = None
    rubric: Path | None = None
    clauses: Path | None = None
    drive_credentials: Path | None = None
    redact: bool | None = None
    redact_names: Path | None = None
    quotes: bool | None = None
    ocr: bool | None = None
    trace: bool | None = None

    def over(self, others: Choices) -> Choices:
        """These choices, and the others where nothing was chosen."""
        return Choices.model_validate({**_chosen(others), **_chosen(self)})

    def beside(self, folder: Path) -> Choices:
        """The same with paths that are relative to a folder."""
        paths = {key: folder / value for key, value in _chosen(self).items() if isinstance(value, Path)}
        return self.model_copy(update=paths)


class Client(Record):
    """One client: what to review, how, and where its reports lie."""

    name: str
    folder: str = Field(description="name of the folder of its reports")
    sources: tuple[str, ...]
    choices: Choices


class _Entry(Choices):
    name: Annotated[str, Field(max_length=_LONGEST_NAME), AfterValidator(_plain_name)]
    sources: Names


class _File(Record):
    clients: tuple[_Entry, ...] = Field(min_length=1)
    defaults: Choices = Choices()


class Portfolio(Record):
    """All clients, and what lies beside them in the folder and is none of theirs."""

    clients: tuple[Client, ...]
    left_out: tuple[str, ...] = ()


def read_portfolio(path: Path, given: Choices) -> Portfolio | tuple[Fault, ...]:
    """The portfolio, or all that is wrong with its file. ``given``: what holds where the file says nothing.

    Raises ReviewerError where there is nothing to read.
    """
    if path.is_dir():
        return _from_folder(path, given)
    if not path.is_file():
        raise ReviewerError(str(path), "does not exist", "name a YAML file or a folder of folders")
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise ReviewerError(str(path), "is too large for a list of clients", "name a YAML file or a folder of folders")
        source = read_yaml(path)
    except OSError as error:
        raise ReviewerError(
            str(path), f"cannot be read: {(error.strerror or 'fault').lower()}", "check its permissions"
        ) from None
    except (RecursionError, ValueError) as error:
        raise ReviewerError(str(path), "is not readable YAML", "see docs/batch.md") from error
    return (source,) if isinstance(source, Fault) else _from_file(source, given)


def _from_folder(path: Path, given: Choices) -> Portfolio:
    try:
        entries = sorted(path.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        raise ReviewerError(
            str(path), f"cannot be read: {(error.strerror or 'fault').lower()}", "check its permissions"
        ) from None
    entries = [entry for entry in entries if not litter(entry.name)]
    folders = [entry for entry in entries if entry.is_dir()]
    if not folders:
        raise ReviewerError(str(path), "holds no folder", "name a folder with a folder for each client, or a YAML file")
    names = _distinct([_shown(folder.name) for folder in folders])
    places = folder_names(names)
    clients = tuple(
        Client(name=name, folder=places[name], sources=(str(folder),), choices=given)
        for name, folder in zip(names, folders, strict=True)
    )
    return Portfolio(clients=clients, left_out=tuple(_shown(entry.name) for entry in entries if not entry.is_dir()))


def _distinct(names: list[str]) -> list[str]:
    """Names of folders differ, but may look the same once they are text."""
    taken: set[str] = set()
    told = []
    for name in names:
        unique, number = name, 1
        while unique in taken:
            number += 1
            unique = f"{name} ({number})"
        taken.add(unique)
        told.append(unique)
    return told


def _from_file(source: YamlFile, given: Choices) -> Portfolio | tuple[Fault, ...]:
    if not isinstance(source.data, dict):
        return (source.fault((), "not a mapping with clients"),)
    try:
        file = _File.model_validate(source.data)
    except ValidationError as error:
        return _faults(source, error)
    faults = []
    seen: dict[str, int] = {}
    for number, entry in enumerate(file.clients):
        if entry.name in seen:
            faults.append(
                source.fault(("clients", number, "name"), f"the name {entry.name!r} stands twice; give each client its own")
            )
        seen[entry.name] = number
    if faults:
        return tuple(faults)
    here = source.path.parent
    places = folder_names(seen)
    common = file.defaults.beside(here).over(given)
    return Portfolio(
        clients=tuple(
            Client(
                name=entry.name,
                folder=places[entry.name],
                sources=tuple(each if is_drive(each) else str(here / each) for each in entry.sources),
                choices=Choices.model_validate(_chosen(entry, Choices)).beside(here).over(common),
            )
            for entry in file.clients
        )
    )


def _faults(source: YamlFile, error: ValidationError) -> tuple[Fault, ...]:
    """A line for each, in the order of the file."""
    items = error.errors()
    # Of a list whose members are at fault it is said beside that it has none.
    below = {tuple(item["loc"][:depth]) for item in items for depth in range(1, len(item["loc"]))}
    told = [item for item in items if not (item["type"] == "too_short" and item["loc"] in below)]
    return tuple(sorted(source.fault(tuple(item["loc"]), _said(item)) for item in told))


def _said(error: Mapping[str, Any]) -> str:
    """What pydantic found, in the words of the file."""
    names = [part for part in error["loc"] if isinstance(part, str)]
    where = ".".join(names[1:] if len(error["loc"]) > 1 and names[0] in {"clients", "defaults"} else names)
    kinds = {
        "extra_forbidden": f"no such key; choose from {', '.join(sorted(_keys(error['loc'])))}",
        "missing": "is missing",
        "path_type": "has to be the path of a file or folder",
        "too_short": "names nothing",
        "tuple_type": "has to be a list",
        "string_too_long": f"is longer than {_LONGEST_NAME} characters",
    }
    text = kinds.get(error["type"]) or str(error["msg"]).removeprefix("Value error, ").replace("Input should be", "has to be")
    return f"{where or 'an entry'}: {text}"


def _keys(location: tuple[str | int, ...]) -> set[str]:
    if location[0] == "clients" and len(location) > 1:
        return set(_Entry.model_fields)
    return set(Choices.model_fields) if location[0] == "defaults" else set(_File.model_fields)


def _chosen(choices: Choices, kind: type[Choices] | None = None) -> dict[str, Any]:
    names = (kind or type(choices)).model_fields
    return {name: value for name in names if (value := getattr(choices, name)) is not None}


def _shown(name: str) -> str:
    return unicodedata.normalize("NFC", name.encode("utf-8", "replace").decode("utf-8"))
