"""Finding what a folder of Google Drive holds: every file once, with all ways that lead to it.

Folders are listed one level after the other, each once however many ways lead to it. What is met again is placed anew without
being asked for again. Shortcuts are followed; one that leads back to where it came from ends there.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Executor
from typing import NamedTuple

from reviewer.errors import ReviewerError
from reviewer.sources.drive import kinds
from reviewer.sources.drive.address import Address
from reviewer.sources.drive.client import Client
from reviewer.sources.drive.faults import ADVICE, DriveFault, Kind
from reviewer.sources.drive.item import SHORTCUT, Item
from reviewer.sources.drive.places import MOST_PLACES, Entry, Found, Place, order, source_file
from reviewer.sources.interface import Listing, PassedOver, PassedOverCode
from reviewer.sources.litter import litter

_DEEPEST = 200
# Folder under review and file name: where settings lie that are read.
_BESIDE = 2


class _Visit(NamedTuple):
    folder: Item
    place: Place
    chain: frozenset[str]
    """Ids of the folders from the root to this one."""


class _Children(NamedTuple):
    items: tuple[Item, ...]
    fault: DriveFault | None
    complete: bool
    unnamed: int


class Walk:
    """Gathers the files of all roots. ``tell`` is called with the number of files found so far."""

    def __init__(
        self, client: Client, pool: Executor, max_bytes: int, *, follow: bool, tell: Callable[[int], None] = lambda _: None
    ) -> None:
        self._client = client
        self._pool = pool
        self._max_bytes = max_bytes
        self._follow = follow
        self._tell = tell
        self._lock = threading.Lock()
        self._seen = 0
        self._found: dict[str, Found] = {}
        self._passed: dict[tuple[str, PassedOverCode, str], Found] = {}
        self._settings: dict[str, Found] = {}
        self._listed: dict[str, _Children] = {}
        self._targets: dict[str, Item | DriveFault] = {}
        self._visits: dict[str, int] = {}
        self._met = 0  # files, and what may have been one, those included that had been met before

    def add_root(self, address: Address, who: str) -> None:
        """Walk one root. Raises ReviewerError where it cannot be seen or holds nothing."""
        try:
            root = self._root(address)
        except DriveFault as fault:
            if fault.kind is Kind.gone:
                raise _unseen(address, who) from None
            raise fault.of_call(address.given) from None
        if root.trashed:
            raise ReviewerError(address.given, "lies in the trash of Google Drive", "restore it, or name another folder")
        place = Place((root.name,), through_shortcut=False)
        before = self._met
        if not root.is_folder:
            self._file(root, place)
            return
        self._folders([_Visit(root, place, frozenset({root.id}))])
        children = self._listed[root.id]
        if children.fault is not None and not children.items:
            raise children.fault.of_call(address.given)
        if self._met == before:
            raise ReviewerError(
                address.given, f"holds no files that {who} can see",
                f"check that it is the right folder, that it was shared with {who}, and that this is the account you mean: to "
                "another one Google Drive shows an empty folder",
            )  # fmt: skip

    def item(self, id: str) -> Item:
        """What Google said of a file that was found."""
        return (self._settings.get(id) or self._found[id]).item

    def places(self, id: str) -> Sequence[Place]:
        """Where a file that was found lies."""
        return (self._settings.get(id) or self._found[id]).places

    def listing(self) -> Listing:
        """All that was found, in an order that depends on paths and ids alone."""
        files = []
        passed = [PassedOver(source_file(f.item, f.places), code, why) for (_, code, why), f in self._passed.items()]
        for found in self._found.values():
            file = source_file(found.item, found.places)
            why = kinds.unread(found.item, self._max_bytes)
            if why is None:
                files.append(file)
            else:
                passed.append(PassedOver(file, *why))
        settings = [source_file(found.item, found.places) for found in self._settings.values()]
        return Listing(
            tuple(sorted(files, key=order)), tuple(sorted(passed, key=lambda entry: (*order(entry.file), entry.reason))),
            tuple(sorted(settings, key=order)),
        )  # fmt: skip

    def entries(self) -> tuple[Entry, ...]:
        """Every place of everything that was met, with what a review would do about it."""
        met = [(f, kinds.unread(f.item, self._max_bytes)) for f in self._found.values()]
        met += [(f, (code, why)) for (_, code, why), f in self._passed.items()]
        entries = [
            Entry(p.parts, f.item.id, kinds.named(f.item.mime), f.item.size, f.item.revision, why and why[1], f.item.link)
            for f, why in met
            for p in f.places
        ]
        return tuple(sorted(entries, key=lambda entry: (entry.parts, entry.id)))

    def _root(self, address: Address) -> Item:
        item = self._client.item(address.id, ((address.id, address.resource_key),) if address.resource_key else ())
        if item.mime == SHORTCUT:
            if item.target is None:
                raise DriveFault(Kind.gone)
            item = self._client.item(item.target, item.keys)
        return item

    def _folders(self, level: Sequence[_Visit]) -> None:
        while level:
            new = {visit.folder.id: visit.folder for visit in level if visit.folder.id not in self._listed}
            self._listed |= zip(new, self._pool.map(self._list, new.values()), strict=True)
            shortcuts = {
                i.id: i for folder in new for i in self._listed[folder].items if i.mime == SHORTCUT and i.target and self._follow
            }
            self._targets |= zip(shortcuts, self._pool.map(self._target, shortcuts.values()), strict=True)
            level = [below for visit in level for below in self._enter(visit)]

    def _list(self, folder: Item) -> _Children:
        items: dict[str, Item] = {}
        complete, unnamed = True, 0
        try:
            for page in self._client.children(folder):
                items |= {item.id: item for item in page.items}
                complete, unnamed = complete and page.complete, unnamed + page.unnamed
                with self._lock:
                    self._seen += sum(not item.is_folder for item in page.items)
                    self._tell(self._seen)
        except DriveFault as fault:
            return _Children(_sorted(items.values()), fault, complete, unnamed)
        return _Children(_sorted(items.values()), None, complete, unnamed)

    def _target(self, shortcut: Item) -> Item | DriveFault:
        """What a shortcut leads to, asked of Google: what the shortcut says of its target may be old."""
        assert shortcut.target is not None
        try:
            return self._client.item(shortcut.target, shortcut.keys)
        except DriveFault as fault:
            return fault

    def _enter(self, visit: _Visit) -> Iterator[_Visit]:
        """Place the children of a folder; the folders among them come back, to be visited next."""
        folder, children = visit.folder, self._listed[visit.folder.id]
        self._faults_of(visit, children)
        self._visits[folder.id] = self._visits.get(folder.id, 0) + 1
        if self._visits[folder.id] > MOST_PLACES:
            return
        for item in children.items:
            place = Place((*visit.place.parts, item.name), visit.place.through_shortcut)
            if item.trashed:
                self._pass(item, place, PassedOverCode.trashed, "in the trash of Google Drive")
                continue
            target: Item | None = item
            if item.mime == SHORTCUT:
                target, place = self._followed(item, place), place._replace(through_shortcut=True)
            if target is None:
                continue
            if not target.is_folder:
                self._file(target, place)
            elif target.id in visit.chain:
                self._pass(
                    item, place, PassedOverCode.folder_loop, "leads back to a folder above it; everything in it is listed there"
                )
            elif len(place.parts) > _DEEPEST:
                self._pass(item, place, PassedOverCode.too_deep, f"lies more than {_DEEPEST} folders deep; name it by itself")
            else:
                yield _Visit(target, place, visit.chain | {target.id})

    def _faults_of(self, visit: _Visit, children: _Children) -> None:
        if children.fault is not None:
            denied = children.fault.kind in {Kind.gone, Kind.no_access}
            code = PassedOverCode.no_access if denied else PassedOverCode.incomplete_listing
            why = f"the folder could not be listed{' to its end' if children.items else ''}: {children.fault.said()}"
            self._pass(visit.folder, visit.place, code, f"{why}; {ADVICE[children.fault.kind][1]}")
        elif not children.complete:
            self._pass(
                visit.folder, visit.place, PassedOverCode.incomplete_listing,
                "Google Drive says that it did not search everywhere, so that files of this folder may be missing; review again "
                "later, or name its subfolders one by one",
            )  # fmt: skip
        if children.unnamed:
            self._pass(
                visit.folder, visit.place, PassedOverCode.incomplete_listing,
                f"{children.unnamed} entries in its list made no sense; review again later",
            )  # fmt: skip

    def _followed(self, shortcut: Item, place: Place) -> Item | None:
        if not self._follow:
            self._pass(shortcut, place, PassedOverCode.not_followed, "a shortcut, which was not to be followed")
            return None
        found = self._targets.get(shortcut.id)
        if isinstance(found, Item) and not found.trashed and found.mime != SHORTCUT:
            return found
        if found is None or isinstance(found, Item):
            trashed = isinstance(found, Item) and found.trashed
            why = "leads to a file in the trash" if trashed else "does not say where it leads"
            self._pass(
                shortcut, place, PassedOverCode.broken_link, f"a shortcut that {why}; restore the file, or remove the shortcut"
            )
        elif found.kind in {Kind.gone, Kind.no_access}:
            why = (
                "a shortcut to a file that is gone or not shared with the account that is signed in; share the file, or remove it"
            )
            self._pass(shortcut, place, PassedOverCode.broken_link, why)
        else:
            why = f"what the shortcut leads to could not be asked for: {found.said()}; {ADVICE[found.kind][1]}"
            self._pass(shortcut, place, PassedOverCode.broken_link, why)
        return None

    def _file(self, item: Item, place: Place) -> None:
        left = litter(place.parts[-1]) if len(place.parts) > 1 else None
        if left is not None:
            code, why = left
            if code is PassedOverCode.settings and len(place.parts) == _BESIDE:
                self._settings[item.id] = Found(item, [place])
            elif code is PassedOverCode.settings:
                why = "settings of the reviewer, which are read from the folder under review itself alone"
            self._pass(item, place, code, why)
            return
        self._met += 1
        known = self._found.setdefault(item.id, Found(item, []))
        if place not in known.places and len(known.places) < MOST_PLACES:
            known.places.append(place)

    def _pass(self, item: Item, place: Place, code: PassedOverCode, reason: str) -> None:
        self._met += code.telling
        places = self._passed.setdefault((item.id, code, reason), Found(item, [])).places
        if place not in places and len(places) < MOST_PLACES:
            places.append(place)


def _unseen(address: Address, who: str) -> ReviewerError:
    return ReviewerError(
        address.given, f"Google Drive shows no such folder to {who}",
        f"check the id; share the folder, or its shared drive, with {who}; and name a link-shared one by its whole address",
    )  # fmt: skip


def _sorted(items: Iterable[Item]) -> tuple[Item, ...]:
    return tuple(sorted(items, key=lambda item: (item.name, item.id)))
