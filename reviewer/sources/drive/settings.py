"""Where the Drive service is and how patiently it is spoken to."""

from __future__ import annotations

import ipaddress
from pathlib import Path
from typing import NamedTuple
from urllib.parse import urlsplit

from pydantic import Field

from reviewer.errors import ReviewerError
from reviewer.model import Record

SCOPE = "https://www.googleapis.com/auth/drive.readonly"
"""The one scope that is ever asked for: it can read, and nothing else."""
GOOGLE = "https://www.googleapis.com/drive/v3/"


class Settings(Record):
    """What the caller chose. None of it can change a verdict, only what can be reached."""

    endpoint: str | None = Field(None, description="another server that speaks Drive v3, e.g. http://127.0.0.1:8765/drive/v3/")
    credentials: Path | None = Field(None, exclude=True, description="authorised-user or service-account JSON")
    timeout: float = Field(30, gt=0, le=3600, description="seconds without an answer after which a request is given up")
    max_retries: int = Field(5, ge=0, le=20, description="how often a request is repeated after a fault that may pass")
    max_file_mb: int = Field(100, ge=1, le=100, description="larger files are listed and not fetched")
    concurrency: int = Field(4, ge=1, le=16, description="files fetched at the same time; as many are held in memory")
    acknowledge_abuse: bool = Field(False, description="fetch what Google flags as malware or spam; Google lets its owner alone")
    follow_shortcuts: bool = Field(True, description="read what shortcuts lead to")


class Endpoint(NamedTuple):
    """A server that speaks Drive v3."""

    url: str
    """As ``api_endpoint`` takes it."""
    origin: tuple[str, str, int]
    """Scheme, host and port, in lower case."""
    loopback: bool


def endpoint(url: str | None) -> Endpoint:
    """The endpoint that was named, or Google's. Raises ReviewerError where it is unsafe or no address."""
    given = (url or "").strip() or GOOGLE
    found = origin(given)
    if found is None:
        raise ReviewerError(
            "--drive-endpoint", "is not an http or https address", "name one such as http://127.0.0.1:8765/drive/v3/"
        )
    parts = urlsplit(given)
    if parts.query or parts.fragment:
        raise ReviewerError("--drive-endpoint", "has a query", "name the address up to .../drive/v3/")
    loopback = is_loopback(found[1])
    if found[0] == "http" and not loopback:
        raise ReviewerError("--drive-endpoint", "http is accepted on this machine only", "use https")
    # The client joins paths as a browser does: without the slash it would drop the last part.
    path = parts.path if parts.path.endswith("/") or not parts.path else f"{parts.path}/"
    return Endpoint(f"{parts.scheme.lower()}://{parts.netloc}{path}", found, loopback)


def origin(url: str) -> tuple[str, str, int] | None:
    """Scheme, host and port of an address; None for what is none, or tries to look like another one."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return None
    host = (parts.hostname or "").rstrip(".").lower()
    if parts.scheme not in {"http", "https"} or not host or not host.isascii() or not url.isprintable():
        return None
    if any(sign in url for sign in "\\ ") or "@" in parts.netloc or "%" in parts.netloc:
        return None
    return parts.scheme, host, port or (443 if parts.scheme == "https" else 80)


def is_loopback(host: str) -> bool:
    """Whether a host is this machine."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
