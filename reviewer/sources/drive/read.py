"""Fetching the content of one file: whole, as Google keeps it, held in memory alone, or a reason why not."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Callable
from typing import Any, NamedTuple

from reviewer.sources.drive.client import Client
from reviewer.sources.drive.faults import DriveFault, Kind
from reviewer.sources.drive.item import Item
from reviewer.sources.drive.kinds import EXPORTS
from reviewer.sources.drive.session import Session

CHUNK = 4 * 1024 * 1024
"""Bytes asked for at a time."""
_FETCHES = 3
"""How often a file is fetched whole before its fault is believed."""
_CONTENT_RANGE = re.compile(r"bytes\s+(\d+)-(\d+)/(\d+|\*)", re.IGNORECASE)
_FALLS_BACK = {Kind.export_too_large, Kind.passing, Kind.bad_request}


class Content(NamedTuple):
    """What was fetched, with the state of the file that it is."""

    data: bytes
    item: Item
    edited: bool = False
    """Somebody was at work on it all the while: what was read may lie between two states."""
    flagged: bool = False
    """Google holds it for malware or spam, and the caller wanted it all the same."""


class _Piece(NamedTuple):
    data: bytes
    total: int | None
    all_of_it: bool


class FileReader:
    """Fetches files of one service, from any thread."""

    def __init__(self, client: Client, session: Session, *, flagged_too: bool = False) -> None:
        """``flagged_too``: fetch what Google flags as malware or spam."""
        self._client = client
        self._session = session
        self._flagged_too = flagged_too

    def read(self, item: Item, limit: int) -> Content:
        """The content. Raises DriveFault where it cannot be had, is larger than ``limit`` bytes or does not arrive intact."""
        if item.mime in EXPORTS:
            return self._exported(item, limit)
        try:
            return self._downloaded(item, limit)
        except DriveFault as fault:
            if fault.kind is not Kind.flagged or not self._flagged_too:
                raise
            return self._downloaded(item, limit, flagged=True)

    def _downloaded(self, item: Item, limit: int, *, flagged: bool = False) -> Content:
        wrong = Kind.truncated
        for attempt in range(_FETCHES):
            if item.size is not None and item.size > limit:
                raise DriveFault(Kind.too_large)
            data = self._blob(item, limit, flagged)
            if _intact(data, item):
                return Content(data, item, flagged=flagged)
            if attempt < _FETCHES - 1:
                now = self._client.item(item.id, item.keys)
                wrong = Kind.truncated if (now.revision, now.checksum) == (item.revision, item.checksum) else Kind.changing
                item = now
        raise DriveFault(wrong)

    def _blob(self, item: Item, limit: int, flagged: bool) -> bytes:
        """All bytes, a piece at a time. How many there are is believed of nobody until they have arrived."""
        if item.size == 0:  # a range of nothing is an error to Google
            return b""
        buffer = io.BytesIO()
        while True:
            piece = self._session.patiently(lambda: self._piece(item, buffer.tell(), limit, flagged))
            if piece.all_of_it:
                return piece.data
            buffer.write(piece.data)
            if buffer.tell() > limit:
                raise DriveFault(Kind.too_large)
            total = item.size if piece.total is None else piece.total
            # Where nobody knows the size, the end shows by asking for more.
            if not piece.data or (total is not None and buffer.tell() >= total):
                return buffer.getvalue()

    def _piece(self, item: Item, start: int, limit: int, flagged: bool) -> _Piece:
        try:
            response, data = self._client.content(item, start, start + CHUNK, limit + 1, flagged=flagged)
        except DriveFault as fault:
            if fault.status == 416:  # it ends where we are
                return _Piece(b"", None, all_of_it=False)
            raise
        page = response.get("content-type", "").startswith("text/html") and data.lstrip()[:1] == b"<"
        if page and item.checksum is None and "html" not in item.mime:  # nothing else would tell it from the file
            raise DriveFault(Kind.passing, "a web page came instead of the file")
        if response.status != 206:  # the range was ignored
            if len(data) > limit:
                raise DriveFault(Kind.too_large)
            return _Piece(data, None, all_of_it=True)
        span = _CONTENT_RANGE.match(response.get("content-range", ""))
        if span is None or int(span[1]) != start or int(span[2]) - start + 1 != len(data):
            raise DriveFault(Kind.passing, "another piece of the file came than was asked for")
        return _Piece(data, None if span[3] == "*" else int(span[3]), all_of_it=False)

    def _exported(self, item: Item, limit: int) -> Content:
        mime = EXPORTS[item.mime]
        for attempt in range(_FETCHES):
            data = self._export(item, mime, limit)
            try:
                now = self._client.item(item.id, item.keys)
            except DriveFault:
                break  # gone or hidden since; what was read is what it was
            if now.revision == item.revision:
                break
            if attempt == _FETCHES - 1:
                return Content(data, item, edited=True)
            item = now
        return Content(data, item)

    def _export(self, item: Item, mime: str, limit: int) -> bytes:
        try:
            return self._whole(lambda: self._client.export(item, mime, limit))
        except DriveFault as fault:
            if fault.kind not in _FALLS_BACK:
                raise
            link = item.export_links.get(mime) or self._client.item(item.id, item.keys).export_links.get(mime)
            if link is None:
                raise
            try:
                return self._whole(lambda: self._client.linked(item, link, limit))
            except DriveFault as second:
                # The first fault says more than one that only came of the way round it.
                raise (second if second.kind in {Kind.too_large, Kind.refused} else fault) from None

    def _whole(self, fetch: Callable[[], tuple[Any, bytes]]) -> bytes:
        """An exported document. It has neither length nor checksum: its own structure tells whether it is whole."""

        def attempt() -> bytes:
            response, data = fetch()
            if not data.startswith(b"PK"):
                web = "html" in response.get("content-type", "") or data.lstrip()[:1] == b"<"
                raise DriveFault(Kind.passing, "a web page came instead of the document" if web else "no document came")
            if not zipfile.is_zipfile(io.BytesIO(data)):
                raise DriveFault(Kind.passing, "the end of the export was missing")
            return data

        return self._session.patiently(attempt)


def _intact(data: bytes, item: Item) -> bool:
    if item.sha256:
        return hashlib.sha256(data).hexdigest() == item.sha256
    if item.md5:
        return hashlib.md5(data, usedforsecurity=False).hexdigest() == item.md5
    return item.size is None or len(data) == item.size
