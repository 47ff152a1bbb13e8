"""The one place that knows where the data lies: rubric, clauses, report templates and samples.

In the wheel they stand inside the package, in ``reviewer/_data``; in a checkout, editable installs included, beside it.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterator, Mapping
from pathlib import Path

from reviewer.errors import ReviewerError

_PACKAGE = Path(__file__).resolve().parent
_DATA_SUFFIXES = {".yaml", ".yml", ".json", ".onnx"}
_BINARY = {".onnx"}
_PIECE = 1024 * 1024


def rubric_dir(override: Path | None = None) -> Path:
    """The rubric that judges: ``override`` (the option ``--rubric``), else the shipped one."""
    return _folder("rubric", override)


def clauses_dir(override: Path | None = None) -> Path:
    """The clause library: ``override`` (the option ``--clauses``), else the shipped one."""
    return _folder("clauses", override)


def templates_dir() -> Path:
    """Templates of the reports."""
    return _folder("reports") / "templates"


def report_schema() -> Path:
    """The committed JSON Schema of ``report.json``."""
    return _folder("reports") / "report.schema.json"


def samples() -> tuple[Path, ...]:
    """Folders with the documents of the sample manufacturers, by name."""
    return tuple(sorted(docs for docs in (_root() / "fixtures").glob("*/docs") if docs.is_dir()))


def known_gaps() -> Path:
    """Elements of the samples for which the tool is known to give another status than people do."""
    return _folder("fixtures") / "known-gaps.yaml"


def data_digest(rubric: Path, clauses: Path) -> str:
    """SHA-256 over the rubric and clause data that a verdict depends on."""
    return digest({"rubric": rubric, "clauses": clauses})


def digest(folders: Mapping[str, Path]) -> str:
    """SHA-256 over the data files of some folders, each named as the digest is to know it.

    It depends on relative names and contents alone: not on where the folders lie, on the order in which the file system
    lists them, or on the line ends that a checkout gave them.
    """
    entries: list[tuple[str, Path]] = []
    for name, folder in folders.items():
        entries += [
            (unicodedata.normalize("NFC", f"{name}/{path.relative_to(folder).as_posix()}"), path) for path in _data_files(folder)
        ]
    total = hashlib.sha256()
    for entry, path in sorted(entries):
        encoded = entry.encode("utf-8", "surrogateescape")
        if path.suffix.lower() in _BINARY:
            # The encoder is large: it is not to lie in memory beside itself.
            total.update(b"%d:%b%d:" % (len(encoded), encoded, path.stat().st_size))
            with path.open("rb") as stream:
                while piece := stream.read(_PIECE):
                    total.update(piece)
        else:
            content = path.read_bytes().replace(b"\r\n", b"\n").replace(b"\r", b"\n")
            total.update(b"%d:%b%d:%b" % (len(encoded), encoded, len(content), content))
    return total.hexdigest()


def stamp(*folders: Path) -> tuple[tuple[str, int, int], ...]:
    """What is another where a data file in some folders has changed since: a process that lives long asks before it relies on what it
    has read of them."""
    files = sorted(path for folder in folders for path in _data_files(folder))
    return tuple((str(path), found.st_size, found.st_mtime_ns) for path in files for found in [path.stat()])


def _data_files(folder: Path) -> Iterator[Path]:
    for path in folder.rglob("*"):
        hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
        if path.suffix.lower() in _DATA_SUFFIXES and path.is_file() and not hidden:
            yield path


def _root() -> Path:
    installed = _PACKAGE / "_data"
    return installed if installed.is_dir() else _PACKAGE.parent


def _folder(name: str, override: Path | None = None) -> Path:
    if override is not None:
        if not override.is_dir():
            raise ReviewerError(str(override), "is not a folder", f"name the folder that holds the {name}")
        return override
    folder = _root() / name
    if not folder.is_dir():
        raise ReviewerError(str(folder), "this part of the reviewer is missing", "install it again")
    return folder
