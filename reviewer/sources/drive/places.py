"""Where files of Google Drive lie, and the records that say so."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from reviewer.model import DriveOrigin, Remark, SourceFile, SourceKind
from reviewer.sources.drive import kinds
from reviewer.sources.drive.item import Item

MOST_PLACES = 20
"""Ways to one file or folder that are told; more would only swell the report."""
_OUTSIDE = Remark(code="outside_folder", text="It lies outside the folder that was named, and was reached through a shortcut.")
_UNVERIFIED = Remark(
    code="unverified", text="Google Drive states no checksum of it, so that a fault of the transfer would not have shown."
)
_EDITED = Remark(
    code="edited_meanwhile", text="It was being edited while it was read, so that the text may lie between two revisions."
)
_MORE_PATHS = Remark(code="more_paths", text=f"Only {MOST_PLACES} of the ways that lead to it are listed; there may be more.")
_FLAGGED = Remark(
    code="flagged", text="Google flags it as malware or spam; it was read because --acknowledge-abuse asked for it."
)
_SLASH = "\N{DIVISION SLASH}"


class Place(NamedTuple):
    """Where something lies: names from the root, and whether a shortcut is among them."""

    parts: tuple[str, ...]
    through_shortcut: bool

    @property
    def path(self) -> str:
        """As one text. A slash in a name becomes another sign, so that it does not look like a folder."""
        return "/".join(part.replace("/", _SLASH) for part in self.parts)


class Found(NamedTuple):
    """A file with its places, first those where it really lies."""

    item: Item
    places: list[Place]


class Entry(NamedTuple):
    """A file in one of its places, for people who want to see what would be read."""

    parts: tuple[str, ...]
    id: str
    kind: str
    size: int | None
    revision: str | None
    left_out: str | None
    """Why it would not be read."""
    link: str


def source_file(item: Item, places: Sequence[Place], *, edited: bool = False, flagged: bool = False) -> SourceFile:
    """The record of a file, as the pipeline knows it. ``edited``: somebody was at work on it while it was read. ``flagged``: Google
    holds it for malware or spam."""
    ordered = sorted(places, key=lambda place: (place.through_shortcut, place.path))
    exported = item.mime in kinds.EXPORTS
    remarks = [_OUTSIDE] if all(place.through_shortcut for place in ordered) else []
    if item.checksum is None and not exported:
        remarks.append(_UNVERIFIED)
    if len(places) >= MOST_PLACES:
        remarks.append(_MORE_PATHS)
    if edited:
        remarks.append(_EDITED)
    if flagged:
        remarks.append(_FLAGGED)
    origin = DriveOrigin(
        link=item.link,
        paths=tuple(dict.fromkeys(place.path for place in ordered)),
        revision=item.revision,
        checksum=item.checksum,
        modified_time=item.modified,
        owner=item.owner,
        exported=exported,
        remarks=tuple(remarks),
    )
    return SourceFile(
        id=item.id, name=item.name, source=SourceKind.drive, path=origin.paths[0], size=item.size or 0, drive=origin
    )


def order(file: SourceFile) -> tuple[list[str], str]:
    """By path, then by id: never in the order of the answers."""
    return file.path.split("/"), file.id
