"""What became of the documents since an earlier report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from reviewer.model import Change, ChangeKind, Changes, DocumentEntry

_READ = {"read", "partly_read"}


def document_changes(before: Sequence[Mapping[str, Any]], now: Sequence[DocumentEntry], report: str) -> Changes:
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
