"""What Google Drive says of one file or folder. Any part of it may be missing."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

FIELDS = (
    "id,name,mimeType,parents,trashed,size,md5Checksum,sha256Checksum,headRevisionId,version,modifiedTime,webViewLink,driveId,"
    "resourceKey,shortcutDetails,exportLinks,capabilities/canDownload,copyRequiresWriterPermission,"
    "owners(displayName,emailAddress),lastModifyingUser(displayName)"
)
LIST_FIELDS = f"nextPageToken,incompleteSearch,files({FIELDS})"

FOLDER = "application/vnd.google-apps.folder"
SHORTCUT = "application/vnd.google-apps.shortcut"
GOOGLE_DOC = "application/vnd.google-apps.document"
GOOGLE_SHEET = "application/vnd.google-apps.spreadsheet"
GOOGLE = "application/vnd.google-apps."

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Item(NamedTuple):
    """A file, folder or shortcut. Names are what people typed: never a key, never a path."""

    id: str
    name: str
    mime: str
    trashed: bool
    size: int | None
    """In bytes; None for what Google stores itself."""
    md5: str | None
    sha256: str | None
    head_revision: str | None
    version: str | None
    modified: str | None
    link: str
    drive: str | None
    """Id of the shared drive it lies in."""
    target: str | None
    """Of a shortcut: the id it leads to."""
    export_links: Mapping[str, str]
    can_download: bool
    owner: str | None
    keys: tuple[tuple[str, str], ...]
    """Resource keys that reading it may need, as (id, key): its own and those of folders above."""

    @property
    def is_folder(self) -> bool:
        """Whether it has children."""
        return self.mime == FOLDER

    @property
    def revision(self) -> str | None:
        """Which state of it this is: of the content for a file, of the whole for what Google stores itself."""
        return self.head_revision or self.version

    @property
    def checksum(self) -> str | None:
        """Of the content, with the name of the method."""
        return f"sha256:{self.sha256}" if self.sha256 else f"md5:{self.md5}" if self.md5 else None


def item_from(data: object, keys: tuple[tuple[str, str], ...] = ()) -> Item | None:
    """The item in an answer; None where it is not even named. ``keys`` are those of the folder it was found in."""
    if not isinstance(data, dict):
        return None
    ident = _text(data.get("id"))
    if not ident:
        return None
    shortcut = _mapping(data.get("shortcutDetails"))
    own = _text(data.get("resourceKey"))
    target, target_key = _text(shortcut.get("targetId")), _text(shortcut.get("targetResourceKey"))
    more = [(ident, own)] if own else []
    more += [(target, target_key)] if target and target_key else []
    return Item(
        id=ident,
        name=_text(data.get("name")) or "(without a name)",
        mime=_text(data.get("mimeType")) or "application/octet-stream",
        trashed=data.get("trashed") is True,
        size=_whole(data.get("size")),
        md5=_checksum(data.get("md5Checksum"), 32),
        sha256=_checksum(data.get("sha256Checksum"), 64),
        head_revision=_text(data.get("headRevisionId")),
        version=_text(data.get("version")),
        modified=_text(data.get("modifiedTime")),
        link=_link(data.get("webViewLink"), ident),
        drive=_text(data.get("driveId")),
        target=target,
        export_links={k: v for k, v in _mapping(data.get("exportLinks")).items() if isinstance(v, str)},
        can_download=_mapping(data.get("capabilities")).get("canDownload") is not False,
        owner=_owner(data.get("owners")),
        keys=tuple(dict.fromkeys([*more, *keys]))[:20],
    )


def _text(value: object) -> str | None:
    """A text, or a number as text; a lone surrogate, which JSON allows and no file can hold, becomes "?"."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return None
    text = unicodedata.normalize("NFC", str(value).encode("utf-8", "replace").decode("utf-8"))
    return text or None


def _whole(value: object) -> int | None:
    """A size, which Google writes as a text."""
    text = _text(value)
    return int(text) if text is not None and text.isascii() and text.isdigit() and len(text) < 19 else None


def _checksum(value: object, length: int) -> str | None:
    text = (_text(value) or "").lower()
    return text if len(text) == length and set(text) <= set("0123456789abcdef") else None


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _owner(value: object) -> str | None:
    first = _mapping(value[0]) if isinstance(value, list) and value else {}
    return _text(first.get("displayName")) or _text(first.get("emailAddress"))


def _link(value: object, id: str) -> str:
    text = _text(value) or ""
    try:
        good = urlsplit(text).scheme in {"http", "https"} and text.isprintable() and " " not in text
    except ValueError:
        good = False
    return text if good else f"https://drive.google.com/open?id={id}"
