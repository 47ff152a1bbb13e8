"""HTTP with bounds: every request passes the gate, ends in time, and holds no more than it is allowed to.

httplib2, on which Google's client stands, reads whole bodies without limit, takes a truncated one for complete where it is
read in pieces, and can be held forever by a server that sends a byte now and then.
"""

from __future__ import annotations

import contextlib
import http.client
import socket
import threading
import zlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import urljoin

import httplib2
from httplib2.decode import DecodeLimitError, DecodeRatioError

from reviewer.sources.drive.gate import Gate

USER_AGENT = "qms-reviewer"
JSON_LIMIT = 32 * 1024 * 1024
"""Bytes of an answer that is no content: a page of 1,000 files takes about 1.5 MB."""
_PIECE = 64 * 1024
_HOPS = 5
_TOTAL = 4
"""A whole request may take this many times the time-out of one wait."""
_BROKEN_ANSWER = (ValueError, TypeError, KeyError, AttributeError, zlib.error)
"""What httplib2 stumbles over in answers that are no HTTP."""
_REDIRECTS = {301, 302, 303, 307, 308}
_ONLY_FIRST_HOP = {"authorization", "x-goog-drive-resource-keys", "x-goog-user-project"}


class BodyTooLarge(Exception):
    """The answer is larger than was allowed; it was not read to its end."""


class _BoundedResponse(http.client.HTTPResponse):
    limit = JSON_LIMIT

    def read(self, amt: int | None = None) -> bytes:
        if amt is not None:
            return super().read(amt)
        if self.length is not None and self.length > self.limit:
            raise BodyTooLarge
        pieces, size = [], 0
        while piece := super().read(_PIECE):
            size += len(piece)
            if size > self.limit:
                raise BodyTooLarge
            pieces.append(piece)
        if self.length:  # read in pieces, a body that ends early raises nothing by itself
            raise http.client.IncompleteRead(b"", self.length)
        return b"".join(pieces)


class _Bounded(http.client.HTTPConnection):
    response_class = _BoundedResponse
    owner: BoundedHttp

    def connect(self) -> None:
        # httplib2 connects again by itself when a connection ends before the answer, be it that we ended it.
        if self.owner.ended.is_set():
            raise TimeoutError("this conversation has ended")
        super().connect()

    def getresponse(self) -> http.client.HTTPResponse:
        response = super().getresponse()
        if isinstance(response, _BoundedResponse):
            response.limit = self.owner.body_limit
        return response


class _Plain(_Bounded, httplib2.HTTPConnectionWithTimeout):  # type: ignore[misc]
    """To this machine."""


class _Secure(_Bounded, httplib2.HTTPSConnectionWithTimeout):  # type: ignore[misc]
    """To Google."""


class BoundedHttp(httplib2.Http):  # type: ignore[misc]
    """A connection of one thread. ``body_limit`` holds for the next requests, in bytes."""

    def __init__(self, gate: Gate, timeout: float, *, direct: bool) -> None:
        # A proxy of the environment must not come between us and a server on this machine.
        proxy = {"proxy_info": None} if direct else {}
        super().__init__(timeout=timeout, decode_limit_hard=4 * JSON_LIMIT, **proxy)
        self.follow_redirects = False
        self.body_limit = JSON_LIMIT
        self.ended = threading.Event()
        self._gate = gate
        self._plain = type("_OwnPlain", (_Plain,), {"owner": self})
        self._secure = type("_OwnSecure", (_Secure,), {"owner": self})

    def request(  # the signature is httplib2's
        self,
        uri: str,
        method: str = "GET",
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        redirections: int = _HOPS,
        connection_type: Any = None,
    ) -> tuple[Any, bytes]:
        """Response and body. Raises Refused, BodyTooLarge, OSError, HTTPException or HttpLib2Error."""
        del connection_type
        sent = {name.lower(): value for name, value in (headers or {}).items()}
        sent["user-agent"] = USER_AGENT
        for hop in range(redirections + 1):
            self._gate.check(method, uri)
            response, content = self._once(uri, method, body, sent)
            where = response.get("location")
            if method != "GET" or response.status not in _REDIRECTS or not where or hop == redirections:
                break
            uri = _joined(uri, where)
            sent = {name: value for name, value in sent.items() if name not in _ONLY_FIRST_HOP}
        return response, content

    def _once(self, uri: str, method: str, body: Any, headers: dict[str, str]) -> tuple[Any, bytes]:
        kind = self._secure if uri.startswith("https:") else self._plain
        watch = threading.Timer(_TOTAL * self.timeout, self.cut)
        watch.daemon = True
        watch.start()
        try:
            response, content = super().request(uri, method, body, dict(headers), connection_type=kind)
        except BaseException as error:
            self._forget()
            if self.ended.is_set():
                raise TimeoutError("the answer did not end in time") from None
            if isinstance(error, (DecodeLimitError, DecodeRatioError)):
                raise BodyTooLarge from None
            if isinstance(error, _BROKEN_ANSWER):
                raise http.client.HTTPException(type(error).__name__) from None
            raise
        finally:
            watch.cancel()
            self.ended.clear()
        return response, content

    def cut(self) -> None:
        """End the request that is going on, from another thread; whoever waits for it gets a TimeoutError."""
        self.ended.set()
        for connection in list(self.connections.values()):
            sock = connection.sock
            if sock is not None:
                with contextlib.suppress(OSError):
                    # Past the TLS layer, which the waiting thread is using.
                    socket.socket.shutdown(sock, socket.SHUT_RDWR)

    def _forget(self) -> None:
        """A connection on which something went wrong may hold the rest of an answer."""
        existing = dict(self.connections)
        self.connections.clear()
        for connection in existing.values():
            with contextlib.suppress(OSError):
                connection.close()


def _joined(base: str, where: str) -> str:
    """Where a redirect leads; what is no address comes back as it is, for the gate to refuse."""
    try:
        return urljoin(base, where)
    except ValueError:
        return where
