"""How a user names a folder or file of Google Drive."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from reviewer.errors import ReviewerError

_PREFIX = "drive:"
_HOSTS = {"drive.google.com", "docs.google.com"}
_ID = re.compile(r"[A-Za-z0-9_.-]{1,200}")
_KEY = re.compile(r"[A-Za-z0-9_-]{1,100}")
_IN_PATH = re.compile(r"/(?:folders|d)/([^/]+)")


class Address(NamedTuple):
    """A folder or file with the key that a link-shared one may need."""

    id: str
    resource_key: str | None
    given: str
    """As the user wrote it."""


def is_drive(source: str) -> bool:
    """Whether a SOURCE argument means Google Drive and not a path."""
    source = source.strip()
    return source.lower().startswith(_PREFIX) or _host(source) in _HOSTS


def parse(source: str) -> Address:
    """The id in ``drive:ID`` or in an address that was copied from the browser. Raises ReviewerError where there is none."""
    given = source.strip()
    text = given[len(_PREFIX) :].strip() if given.lower().startswith(_PREFIX) else given
    key = None
    if _host(text) in _HOSTS:
        parts = urlsplit(text if "://" in text else f"https://{text}")
        query = parse_qs(parts.query)
        path = _IN_PATH.search(parts.path)
        text = path[1] if path else query.get("id", [""])[0]
        if not text and parts.path.rstrip("/").endswith("/my-drive"):
            text = "root"
        key = query.get("resourcekey", [""])[0]
        key = key if _KEY.fullmatch(key) else None
    if not _ID.fullmatch(text):
        raise ReviewerError(
            given, "names no folder of Google Drive", "use drive:FOLDER_ID or the folder's address in the browser"
        )
    return Address(text, key, given)


def _host(text: str) -> str:
    try:
        return (urlsplit(text if "://" in text else f"https://{text}").hostname or "").lower()
    except ValueError:
        return ""
