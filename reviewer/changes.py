"""What has changed among the documents since an earlier report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from reviewer.errors import ReviewerError
from reviewer.files import read_json
from reviewer.model import Change, ChangeKind, Changes, DocumentEntry

_READ = {"read", "partly_read"}


def earlier_documents(report: Path) -> tuple[Mapping[str, Any], ...]:
    """The documents of an earlier ``report.json``, of this or another version. Raises ReviewerError."""
    data = read_json(report, "--since")
    documents = data.get("documents") if isinstance(data, dict) else None
    if not isinstance(documents, list) or not all(isinstance(d, dict) and isinstance(d.get("id"), str) for d in documents):
        raise ReviewerError("--since", f"{report} is no report of the reviewer", "name a report.json")
    return tuple(documents)


def changes(before: Sequence[Mapping[str, Any]], now: Sequence[DocumentEntry], report: str) -> Changes:
    """What became of each document, told apart by id: a file that was moved is the same on Drive and another one locally."""
    was = {entry["id"]: entry for entry in before}
    found = []
    for entry in now:
        earlier = was.pop(entry.id, None)
        kind = ChangeKind.added if earlier is None else _kind(earlier, entry)
        if kind is not None:
            found.append(Change(document=entry.id, name=entry.name, kind=kind))
    found += [Change(document=entry["id"], name=_name(entry), kind=ChangeKind.removed) for entry in was.values()]
    order = list(ChangeKind)
    return Changes(
        since=report,
        changed=tuple(sorted(found, key=lambda change: (order.index(change.kind), change.name, change.document))),
        unchanged=len(now) + len(was) - len(found),
    )


def _kind(was: Mapping[str, Any], now: DocumentEntry) -> ChangeKind | None:
    read_then, read_now = was.get("status") in _READ, now.status.value in _READ
    if read_then != read_now:
        return ChangeKind.readable_now if read_now else ChangeKind.unreadable_now
    if read_now and was.get("text_sha256") != now.text_sha256:
        return ChangeKind.text
    if was.get("sha256") != now.sha256 or (now.source.value == "drive" and was.get("revision") != now.revision):
        return ChangeKind.revision
    return None


def _name(entry: Mapping[str, Any]) -> str:
    return str(entry.get("name") or entry["id"])
