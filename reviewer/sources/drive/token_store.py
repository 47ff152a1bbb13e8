"""Where the sign-in of ``drive login`` is kept: in the platform's keyring, else in a file that only the user may read."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import platformdirs

from reviewer import keychain
from reviewer.errors import ReviewerError
from reviewer.files import write_whole

_FILE = "drive-token.json"


class Stored(NamedTuple):
    """A sign-in with the place it is kept in."""

    info: Mapping[str, Any]
    where: str


def path() -> Path:
    """The file that is used where there is no keyring: in the user's settings, never in the project."""
    return Path(platformdirs.user_config_dir(keychain.SERVICE, appauthor=False)) / _FILE


def load() -> Stored | None:
    """The stored sign-in, if there is one that can be understood."""
    for text, where in ((keychain.read(keychain.DRIVE_TOKEN), "the keyring"), (_file(), str(path()))):
        if text is None:
            continue
        with contextlib.suppress(ValueError):
            info = json.loads(text)
            if isinstance(info, dict):
                return Stored(info, where)
    return None


def save(info: Mapping[str, Any]) -> str:
    """Keep a sign-in in place of any other, and say where. Raises ReviewerError where it can be kept nowhere."""
    text = json.dumps(info)
    if keychain.store(keychain.DRIVE_TOKEN, text):
        path().unlink(missing_ok=True)
        return "the keyring"
    keychain.forget(keychain.DRIVE_TOKEN)
    target = path()
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        write_whole(target, text.encode("utf-8"))
    except OSError as error:
        raise ReviewerError(
            str(target), f"cannot be written: {(error.strerror or 'fault').lower()}", "check its folder"
        ) from None
    return str(target)


def delete() -> bool:
    """Forget the sign-in wherever it is; whether there was one."""
    found = keychain.forget(keychain.DRIVE_TOKEN)
    there = path().is_file()
    path().unlink(missing_ok=True)
    return found or there


def _file() -> str | None:
    try:
        return path().read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return None
