"""Questions to Google Drive, each a GET.

Google's client lays out the requests from its discovery document. They are sent from here rather than by its ``execute``,
which turns a long GET into a POST, waits without limit, ignores Retry-After, and fails on an answer that is no JSON.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from googleapiclient import discovery, discovery_cache

from reviewer.sources.drive.faults import DriveFault, Kind
from reviewer.sources.drive.http import JSON_LIMIT, BoundedHttp
from reviewer.sources.drive.item import FIELDS, LIST_FIELDS, Item, item_from
from reviewer.sources.drive.session import Session

PAGE_SIZE = 1000
_MOST_PAGES = 10_000
_KEYS_HEADER = "X-Goog-Drive-Resource-Keys"


class Page(NamedTuple):
    """A part of the children of a folder. It may be empty and not the last."""

    items: tuple[Item, ...]
    unnamed: int
    """Entries that were no description of a file."""
    complete: bool
    """False where Google did not search everywhere."""


class Client:
    """Asks. Each thread has a service and a connection of its own, because Google's client is not safe to share."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._local = threading.local()
        self._discovery = discovery_cache.get_static_doc("drive", "v3")

    def item(self, id: str, keys: Sequence[tuple[str, str]] = ()) -> Item:
        """What Google says of a file or folder, wherever it lies. Raises DriveFault or Stopped."""
        request = self._files().get(fileId=id, fields=FIELDS, supportsAllDrives=True)
        found = item_from(self._ask(request, keys), tuple(keys))
        if found is None:
            raise DriveFault(Kind.passing, "an answer without an id")
        return found

    def children(self, folder: Item) -> Iterator[Page]:
        """The children of a folder, page by page to the end. Raises DriveFault or Stopped."""
        where: dict[str, Any] = {"corpora": "drive", "driveId": folder.drive} if folder.drive else {}
        try:
            yield from self._pages(folder, where)
        except DriveFault as fault:
            # Somebody to whom one folder of a shared drive was shared may read it, and may not search the drive.
            if not where or fault.kind not in {Kind.gone, Kind.no_access, Kind.bad_request}:
                raise
            yield from self._pages(folder, {})

    def _pages(self, folder: Item, where: Mapping[str, Any]) -> Iterator[Page]:
        query = f"'{escaped(folder.id)}' in parents and trashed = false"
        token, seen = None, set()
        for _ in range(_MOST_PAGES):
            more: dict[str, Any] = {"pageToken": token} if token else {}
            request = self._files().list(
                q=query, fields=LIST_FIELDS, pageSize=PAGE_SIZE, supportsAllDrives=True, includeItemsFromAllDrives=True, **where, **more
            )  # fmt: skip
            answer = self._ask(request, folder.keys)
            entries = answer.get("files")
            entries = entries if isinstance(entries, list) else []
            items = [item for entry in entries if (item := item_from(entry, folder.keys)) is not None]
            yield Page(tuple(items), len(entries) - len(items), answer.get("incompleteSearch") is not True)
            token = answer.get("nextPageToken")
            if not isinstance(token, str) or not token:
                return
            if token in seen:
                raise DriveFault(Kind.passing, "its list of pages goes in a circle")
            seen.add(token)
        raise DriveFault(Kind.passing, "its list of pages has no end")

    def content(self, item: Item, start: int, end: int, limit: int, *, flagged: bool = False) -> tuple[Any, bytes]:
        """Response and bytes from ``start`` up to but without ``end``; a server may send all instead. One attempt only.

        ``flagged``: say that the caller knows that Google holds it for malware or spam.
        """
        known = {"acknowledgeAbuse": True} if flagged else {}
        request = self._files().get_media(fileId=item.id, supportsAllDrives=True, **known)
        headers = {"accept-encoding": "identity", "range": f"bytes={start}-{end - 1}", **_key_header(item.keys)}
        return self._session.send(self._http(), request.uri, headers, limit)

    def export(self, item: Item, mime: str, limit: int) -> tuple[Any, bytes]:
        """Response and a Google document in another format. One attempt only."""
        request = self._files().export_media(fileId=item.id, mimeType=mime)
        return self._session.send(self._http(), request.uri, _key_header(item.keys), limit)

    def linked(self, item: Item, url: str, limit: int) -> tuple[Any, bytes]:
        """Response and what an export link leads to. One attempt only."""
        return self._session.send(self._http(), url, _key_header(item.keys), limit)

    def account(self) -> str | None:
        """Who is signed in; None where Google does not say."""
        answer = self._ask(self._service().about().get(fields="user(displayName,emailAddress)"), ())
        user = answer.get("user")
        found = user.get("emailAddress") or user.get("displayName") if isinstance(user, dict) else None
        return found if isinstance(found, str) else None

    def _ask(self, request: Any, keys: Sequence[tuple[str, str]]) -> dict[str, Any]:
        headers = {**request.headers, **_key_header(keys)}

        def attempt() -> dict[str, Any]:
            _, content = self._session.send(self._http(), request.uri, headers, JSON_LIMIT)
            try:
                answer = json.loads(content.decode("utf-8-sig"))
            except (ValueError, RecursionError):
                raise DriveFault(Kind.passing, "an answer that is no JSON") from None
            if not isinstance(answer, dict):
                raise DriveFault(Kind.passing, "an answer of another form")
            return answer

        return self._session.patiently(attempt)

    def _http(self) -> BoundedHttp:
        if not hasattr(self._local, "http"):
            self._local.http = self._session.connection()
        http: BoundedHttp = self._local.http
        return http

    def _service(self) -> Any:
        if not hasattr(self._local, "service"):
            # From the text: the client writes into a document that was read already, whoever else may be using it.
            self._local.service = discovery.build_from_document(
                self._discovery, http=self._http(), client_options={"api_endpoint": self._session.endpoint.url}
            )
        return self._local.service

    def _files(self) -> Any:
        if not hasattr(self._local, "files"):
            self._local.files = self._service().files()
        return self._local.files


def escaped(text: str) -> str:
    """A text fit to stand between the quotes of a query."""
    return text.replace("\\", "\\\\").replace("'", "\\'")


def _key_header(keys: Sequence[tuple[str, str]]) -> dict[str, str]:
    pairs = [f"{item}/{key}" for item, key in keys if _plain(item) and _plain(key)]
    return {_KEYS_HEADER: ",".join(pairs)} if pairs else {}


def _plain(text: str) -> bool:
    return text.isascii() and text.replace("-", "").replace("_", "").isalnum()
