"""The platform's keyring: where secrets belong, if this machine has one."""

from __future__ import annotations

import os
from typing import Any

SERVICE = "qms-reviewer"
DRIVE_TOKEN = "google-drive"
CACHE_KEY = "cache-key"


def available() -> bool:
    """Whether this machine has a keyring that keeps secrets."""
    return _backend() is not None


def read(entry: str) -> str | None:
    """A secret; None where there is none, or no keyring, or the keyring stays locked."""
    backend = _backend()
    try:
        value = backend.get_password(SERVICE, entry) if backend else None
    except Exception:  # noqa: BLE001 -- backends of all platforms fail in their own ways
        return None
    return value if isinstance(value, str) else None


def store(entry: str, secret: str) -> bool:
    """Keep a secret, and say whether the keyring really has it."""
    backend = _backend()
    if backend is None:
        return False
    try:
        backend.set_password(SERVICE, entry, secret)
    except Exception:  # noqa: BLE001
        return False
    return read(entry) == secret


def forget(entry: str) -> bool:
    """Remove a secret; whether there was one."""
    backend = _backend()
    if backend is None or read(entry) is None:
        return False
    try:
        backend.delete_password(SERVICE, entry)
    except Exception:  # noqa: BLE001
        return False
    return True


def _backend() -> Any:
    """The keyring, unless it is one of those that keep nothing or hide nothing."""
    import keyring

    try:
        backend = keyring.get_keyring()
    except Exception:  # noqa: BLE001 -- a keyring that is set up wrongly is none
        return None
    module, name = type(backend).__module__, type(backend).__name__.lower()
    # One that writes secrets down as they are is taken only where the user chose it by name.
    readable = "plaintext" in name and not os.environ.get("PYTHON_KEYRING_BACKEND")
    if module.startswith(("keyring.backends.fail", "keyring.backends.null")) or readable:
        return None
    members = getattr(backend, "backends", None)  # a chain of several
    return None if members is not None and not list(members) else backend
