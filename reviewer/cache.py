"""What was read of documents, kept for the next review: encrypted, and only where the user asked for it.

Documents are confidential. An entry is a file of AES-GCM whose key lies in the platform's keyring; where there is no keyring,
nothing is kept at all. Names of entries are made with the key too, so that they do not tell whether a known document is there.
"""

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import os
import time
import zlib
from pathlib import Path

import platformdirs
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from reviewer import keychain
from reviewer.errors import ReviewerError
from reviewer.files import write_whole

_SUFFIX = ".document"
_NONCE = 12
_KEPT_DAYS = 90
"""Days after which an entry that no review used is removed."""


def folder() -> Path:
    """Where the entries lie."""
    return Path(platformdirs.user_cache_dir(keychain.SERVICE, appauthor=False)) / "documents"


class Cache:
    """The entries of this user. Raises ReviewerError where they could not be kept safely."""

    def __init__(self) -> None:
        secret = _key()
        if secret is None:
            raise ReviewerError("--cache", "this machine has no keyring to keep its key in", "leave --cache out")
        self._names = hashlib.sha256(b"names" + secret).digest()
        self._cipher = AESGCM(secret)
        self._folder = folder()
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            raise ReviewerError(
                "--cache", f"{self._folder} cannot be made: {(error.strerror or 'fault').lower()}", "leave --cache out"
            ) from None
        self._remove_old()

    def get(self, key: str) -> bytes | None:
        """What was kept under a key; None where nothing was, or where it was tampered with."""
        path = self._path(key)
        try:
            data = path.read_bytes()
            text = zlib.decompress(self._cipher.decrypt(data[:_NONCE], data[_NONCE:], path.name.encode()))
            os.utime(path)
        except (OSError, InvalidTag, ValueError, zlib.error):
            return None
        return text

    def put(self, key: str, value: bytes) -> None:
        """Keep something, whole or not at all. A full disk is no reason to end a review."""
        path = self._path(key)
        nonce = os.urandom(_NONCE)
        sealed = nonce + self._cipher.encrypt(nonce, zlib.compress(value), path.name.encode())
        with contextlib.suppress(OSError):
            write_whole(path, sealed)

    def _path(self, key: str) -> Path:
        name = hmac.new(self._names, key.encode("utf-8", "surrogatepass"), hashlib.sha256).hexdigest()
        return self._folder / f"{name}{_SUFFIX}"

    def _remove_old(self) -> None:
        before = time.time() - _KEPT_DAYS * 24 * 3600
        for path in _entries(self._folder):
            with contextlib.suppress(OSError):
                if path.stat().st_mtime < before:
                    path.unlink()


def clear() -> int:
    """Remove all entries and the key without which none could be read; the number of entries that there were."""
    paths = _entries(folder())
    for path in paths:
        try:
            path.unlink(missing_ok=True)
        except OSError as error:
            raise ReviewerError(
                str(path), f"cannot be removed: {(error.strerror or 'fault').lower()}", "remove it by hand"
            ) from None
    keychain.forget(keychain.CACHE_KEY)
    return sum(path.name.endswith(_SUFFIX) for path in paths)


def _entries(where: Path) -> list[Path]:
    return [p for p in where.glob("*") if p.name.endswith(_SUFFIX) or p.name.startswith(".writing-")] if where.is_dir() else []


def _key() -> bytes | None:
    """The key in the keyring, made at the first use; None where none can be kept."""
    stored = keychain.read(keychain.CACHE_KEY)
    if stored is not None:
        with contextlib.suppress(ValueError):
            secret = base64.b64decode(stored, validate=True)
            if len(secret) == 32:
                return secret
    secret = AESGCM.generate_key(bit_length=256)
    return secret if keychain.store(keychain.CACHE_KEY, base64.b64encode(secret).decode("ascii")) else None
