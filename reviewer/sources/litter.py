"""Files that other programs leave behind in folders, by their names."""

from __future__ import annotations

from reviewer.sources.interface import PassedOverCode

SETTINGS = ("reviewer.yaml", "sources.yaml")
"""What the user says of the manufacturer and of the documents (docs/profile.md)."""
_LITTER = {"thumbs.db", "desktop.ini", "__macosx", "$recycle.bin", "system volume information"}
_TEMPORARY_PREFIXES = ("~$", "~wrl", ".~lock.", ".~")
_TEMPORARY_SUFFIXES = (".tmp", ".temp", ".swp", ".part", ".crdownload", "~")


def litter(name: str) -> tuple[PassedOverCode, str] | None:
    """Why a file or folder of this name is no document, with the reason; None where it may be one."""
    folded = name.casefold()
    if folded.startswith(_TEMPORARY_PREFIXES) or folded.endswith(_TEMPORARY_SUFFIXES):
        return PassedOverCode.temporary, "a temporary file of another program"
    if folded.startswith(".") or folded in _LITTER:
        return PassedOverCode.hidden, "hidden, or kept by the operating system"
    if folded in SETTINGS:
        return PassedOverCode.settings, "settings of the reviewer, not a document"
    return None
