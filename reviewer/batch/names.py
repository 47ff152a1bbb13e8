"""Names of folders for clients, whatever the clients are called."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable

_LONGEST = 60
"""Bytes of the readable part; with the mark that tells two apart it stays far below what any file system takes (255)."""
_RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in "0123456789¹²³")}
"""Devices of Windows, with any extension (Microsoft, Naming Files, Paths, and Namespaces)."""
_MARK = 8


def folder_names(names: Iterable[str]) -> dict[str, str]:
    """A folder for each client, by its name: safe on Linux, macOS and Windows, and unique there, upper and lower case being the same.

    A name has the same folder whatever other clients there are: where anything of it is lost, a mark made from the whole name is added.
    """
    return {name: _folder(name) for name in names}


def _folder(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name)
    readable = re.sub(r"[^a-z0-9]+", "-", "".join(c for c in plain if not unicodedata.combining(c)).casefold()).strip("-")
    readable = readable.encode("ascii", "ignore")[:_LONGEST].decode().strip("-")
    same = readable == name and readable not in _RESERVED
    mark = hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:_MARK]
    return readable if same else f"{readable or 'client'}-{mark}"
