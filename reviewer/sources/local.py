"""Files and folders of this machine.

A folder is read with all its subfolders. Links are followed, but each file is listed once however many ways lead to it:
first what really lies in the folders, then what only links lead to. The order depends on the names alone.
"""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterator, Sequence
from pathlib import Path

from reviewer.errors import ReviewerError, UnreadableDocument
from reviewer.model import SourceFile, SourceKind
from reviewer.sources.interface import Fetched, Listing, PassedOver, PassedOverCode
from reviewer.sources.litter import SETTINGS, litter


def list_files(sources: Sequence[str], numbers: Sequence[int] | None = None) -> Listing:
    """All files of some files and folders. Raises ReviewerError where a source is missing or holds nothing.

    ``numbers`` are the places of the sources among all that were named, counted from 1, where some of those are not local.
    """
    if not sources:
        raise ReviewerError("sources", "no file or folder was named", "name what to review")
    walk = _Walk()
    for number, source in zip(numbers or range(1, len(sources) + 1), sources, strict=True):
        before = walk.met
        walk.add_source(source, "" if number == 1 else f"{number}/")
        if walk.met == before:
            raise ReviewerError(_shown(source), "holds no files to review", "name a folder with documents")
    return Listing(_in_order(walk.files), tuple(sorted(walk.passed_over, key=lambda entry: _order(entry.file))))


def settings_beside(sources: Sequence[str]) -> tuple[SourceFile, ...]:
    """Settings of the reviewer in the folders under review, and beside single documents."""
    folders = dict.fromkeys(path if path.is_dir() else path.parent for path in map(Path, sources))
    found = [folder / name for folder in folders for name in SETTINGS if (folder / name).is_file()]
    return tuple(_source_file(path, path.name) for path in found)


def read_bytes(file: SourceFile, limit: int) -> bytes:
    """The bytes of a listed file. Raises UnreadableDocument where it is larger than ``limit`` or cannot be read."""
    try:
        with Path(file.path).open("rb") as stream:
            data = stream.read(limit + 1)
    except OSError as error:
        raise UnreadableDocument("io", f"the file cannot be read: {_fault(error)}") from None
    if len(data) > limit:
        raise UnreadableDocument("too_large", f"the file is larger than {limit / 1024 / 1024:,.0f} MB")
    return data


def fetch(files: Sequence[SourceFile], limit: int) -> Iterator[Fetched]:
    """The content of listed files, one after the other."""
    for file in files:
        try:
            yield Fetched(file, file.name, read_bytes(file, limit), None)
        except UnreadableDocument as error:
            yield Fetched(file, file.name, None, error)


class _Walk:
    """Gathers the files of all sources; remembers where it has been."""

    def __init__(self) -> None:
        self.files: list[SourceFile] = []
        self.passed_over: list[PassedOver] = []
        self._seen: dict[str, str] = {}  # real path of a file or folder -> id under which it was first met
        self._links: list[tuple[Path, str]] = []

    @property
    def met(self) -> int:
        """How many files and folders were met, those included that had been listed before."""
        again = {PassedOverCode.duplicate, PassedOverCode.folder_loop}
        return len(self.files) + sum(entry.code in again for entry in self.passed_over)

    def add_source(self, source: str, prefix: str) -> None:
        if not source.strip():
            raise ReviewerError("sources", "an empty name", "name what to review")
        path = Path(source)
        try:
            mode = path.stat().st_mode
        except (OSError, ValueError) as error:
            what = "does not exist" if isinstance(error, (FileNotFoundError, ValueError)) else f"cannot be read: {_fault(error)}"
            raise ReviewerError(_shown(source), what, "check the path") from None
        if stat.S_ISDIR(mode):
            try:
                os.listdir(path)  # noqa: PTH208 -- asks for access, no more
            except OSError as error:
                raise ReviewerError(_shown(source), f"cannot be read: {_fault(error)}", "check its permissions") from None
            self._folder(path, prefix)
        elif stat.S_ISREG(mode):
            self._file(path, prefix + path.name)
        else:
            raise ReviewerError(_shown(source), "is neither a file nor a folder", "name what to review")
        while self._links:
            path, name = self._links.pop(0)
            self._link(path, name)

    def _folder(self, folder: Path, prefix: str) -> None:
        """Walk a folder without recursion, so that no depth of folders can exhaust the stack."""
        waiting = [(folder, prefix)]
        while waiting:
            path, ids = waiting.pop()
            real = os.path.realpath(path)
            if real in self._seen:
                first = _nfc(self._seen[real]) or "the folder that was named"
                self._pass(path, ids.rstrip("/"), PassedOverCode.folder_loop, f"the same folder as {first}")
                continue
            self._seen[real] = ids.rstrip("/")
            try:
                with os.scandir(path) as scan:
                    entries = sorted(scan, key=lambda entry: entry.name)
            except OSError as error:
                self._pass(path, ids.rstrip("/"), PassedOverCode.no_access, f"the folder cannot be read: {_fault(error)}")
                continue
            below = [found for entry in entries if (found := self._entry(entry, ids))]
            waiting.extend(reversed(below))

    def _entry(self, entry: os.DirEntry[str], ids: str) -> tuple[Path, str] | None:
        """Take in one entry of a folder; the folder to walk next, if it is one."""
        path, name = Path(entry.path), ids + entry.name
        if left := litter(entry.name):
            self._pass(path, name, *left)
        elif entry.is_symlink():
            self._links.append((path, name))
        elif entry.is_dir(follow_symlinks=False):
            return path, name + "/"
        elif entry.is_file(follow_symlinks=False):
            self._file(path, name)
        else:
            self._pass(path, name, PassedOverCode.not_a_file, "not a regular file")
        return None

    def _link(self, path: Path, name: str) -> None:
        try:
            mode = path.stat().st_mode
        except OSError as error:
            self._pass(path, name, PassedOverCode.broken_link, f"a link that leads nowhere: {_fault(error)}")
            return
        if stat.S_ISDIR(mode):
            self._folder(path, name + "/")
        elif stat.S_ISREG(mode):
            self._file(path, name)
        else:
            self._pass(path, name, PassedOverCode.not_a_file, "not a regular file")

    def _file(self, path: Path, name: str) -> None:
        real = os.path.realpath(path)
        if real in self._seen:
            self._pass(path, name, PassedOverCode.duplicate, f"the same file as {_nfc(self._seen[real])}")
        elif _shown(str(path)) != str(path):
            self._pass(path, name, PassedOverCode.unreadable_name, "its name is not valid text; rename it")
        else:
            self._seen[real] = name
            self.files.append(_source_file(path, name))

    def _pass(self, path: Path, name: str, code: PassedOverCode, reason: str) -> None:
        self.passed_over.append(PassedOver(_source_file(path, name), code, reason))


def _in_order(files: list[SourceFile]) -> tuple[SourceFile, ...]:
    """The files by id; where two names differ only in how their accents are encoded, the later ids get a number."""
    taken: set[str] = set()
    ordered = []
    for file in sorted(files, key=_order):
        unique, number = file.id, 1
        while unique in taken:
            number += 1
            unique = f"{file.id} ({number})"
        taken.add(unique)
        ordered.append(file if unique == file.id else file.model_copy(update={"id": unique}))
    return tuple(ordered)


def _order(file: SourceFile) -> tuple[list[str], str]:
    return file.id.split("/"), file.path


def _source_file(path: Path, name: str) -> SourceFile:
    try:
        size = path.stat().st_size
    except OSError:
        size = 0
    shown = _nfc(name)
    return SourceFile(id=shown, name=shown.rsplit("/", 1)[-1], source=SourceKind.local, path=_shown(str(path)), size=size)


def _nfc(name: str) -> str:
    return unicodedata.normalize("NFC", _shown(name))


def _shown(name: str) -> str:
    """A name with "?" for what is no text and which Python carries as lone surrogates."""
    return name.encode("utf-8", "replace").decode("utf-8")


def _fault(error: OSError | ValueError) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()
