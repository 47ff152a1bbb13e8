"""What the threads of one review share: the sign-in, the pauses that Google asked for, and the end."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from typing import Any, TypeVar
from urllib.parse import urljoin

import google_auth_httplib2
import httplib2
from google.auth.exceptions import GoogleAuthError, RefreshError

from reviewer.sources.drive.faults import DriveFault, Kind, fault_of
from reviewer.sources.drive.gate import Gate, Refused
from reviewer.sources.drive.http import BodyTooLarge, BoundedHttp
from reviewer.sources.drive.settings import Endpoint, Settings

_FIRST_WAIT, _LONGEST_WAIT = 0.5, 32.0
_PATIENCE = 3
"""All attempts of one request end after this many time-outs, or this many of the longest waits."""
_DOUBTFUL = 8
"""Requests given up in a row, without a success between, after which the next ones are repeated less often..."""
_FEWER_REPEATS = 2
_SILENT = 4
"""...or without any answer between, after which the next ones are not repeated at all..."""
_DEAF = 12
"""...and after which it is found out whether anybody is there. If not, nobody is asked any more."""
_EARLY = timedelta(seconds=10)
Answer = TypeVar("Answer")


class Stopped(Exception):
    """The review ends; nothing more is to be asked."""


class Session:
    """Everything about the conversation with one Drive service. Safe to share between threads."""

    def __init__(self, settings: Settings, endpoint: Endpoint, gate: Gate, credentials: Any) -> None:
        self.settings = settings
        self.endpoint = endpoint
        self._gate = gate
        self._credentials = credentials
        self._signing = threading.Lock()
        self._dead: DriveFault | None = None
        self._stop = threading.Event()
        self._quiet_until = 0.0
        self._given_up = 0
        self._unanswered = 0
        self._nobody_there = False
        self._probing = threading.Lock()
        self._open: list[BoundedHttp] = []
        self._token_http = self.connection()

    def connection(self) -> BoundedHttp:
        """A new connection, for one thread."""
        http = BoundedHttp(self._gate, self.settings.timeout, direct=self.endpoint.loopback)
        self._open.append(http)
        return http

    def stop(self) -> None:
        """End all that is going on. Threads that wait for an answer or for their turn come back at once."""
        self._stop.set()
        for http in list(self._open):
            http.cut()

    def close(self) -> None:
        """Close all connections, once no thread uses them any more."""
        for http in self._open:
            http.close()

    def send(self, http: BoundedHttp, url: str, headers: dict[str, str], limit: int) -> tuple[Any, bytes]:
        """One GET with the token, which is renewed once where it is no longer accepted. Raises DriveFault or Stopped."""
        if self._stop.is_set():
            raise Stopped
        http.body_limit = limit
        try:
            signed = self._signed(url, headers)
            response, content = http.request(url, headers=signed)
            if response.status == 401 and "authorization" in signed:
                response, content = http.request(url, headers=self._signed(url, headers, refused=signed["authorization"]))
        except Refused as refused:
            raise DriveFault(Kind.refused, str(refused)) from None
        except BodyTooLarge:
            raise DriveFault(Kind.too_large) from None
        except (OSError, HTTPException, httplib2.HttpLib2Error) as error:
            raise self._lost(error) from None
        self._unanswered = 0
        if not 200 <= response.status < 300:
            raise fault_of(response.status, response, content)
        return response, content

    def patiently(self, attempt: Callable[[], Answer]) -> Answer:
        """Repeat what may pass: with growing, uneven waits, as long as the server asks, and not for ever.

        Where nothing succeeds any more, a thousand files must not each be waited for as long as the first one.
        """
        if self._unanswered >= _DEAF and not self._anybody_there():
            raise DriveFault(Kind.passing, f"no answer to {_DEAF} requests in a row; not asked again")
        try:
            answer = self._repeated(attempt)
        except DriveFault as fault:
            if fault.may_pass:
                self._given_up += 1
                self._unanswered += fault.status == 0
            raise
        self._given_up = 0
        return answer

    def _repeated(self, attempt: Callable[[], Answer]) -> Answer:
        repeats = self.settings.max_retries
        if self._unanswered >= _SILENT:
            repeats = 0
        elif self._given_up >= _DOUBTFUL:
            repeats = min(repeats, _FEWER_REPEATS)
        began = time.monotonic()
        for number in range(repeats + 1):
            self._wait_for_turn()
            try:
                return attempt()
            except DriveFault as fault:
                if not fault.may_pass or number == repeats:
                    raise
                wait = min(_LONGEST_WAIT, _FIRST_WAIT * 2**number) * random.uniform(0.5, 1)  # noqa: S311 -- jitter
                if fault.retry_after is not None:
                    wait = max(wait, fault.retry_after)
                if time.monotonic() - began + wait > _PATIENCE * max(self.settings.timeout, _LONGEST_WAIT):
                    raise
                if fault.kind is Kind.slow_down:  # it is meant for the account, hence for all threads
                    self._quiet_until = max(self._quiet_until, time.monotonic() + wait)
                self.rest(wait)
        raise AssertionError("unreachable")

    def _anybody_there(self) -> bool:
        """Whether the service answers at all, be it with a refusal."""
        with self._probing:
            if self._nobody_there or self._unanswered < _DEAF:
                return not self._nobody_there
            try:
                self.connection().request(urljoin(self.endpoint.url, "about?fields=user"))
            except (Refused, BodyTooLarge, OSError, HTTPException, httplib2.HttpLib2Error):
                if self._stop.is_set():
                    raise Stopped from None
                self._nobody_there = True
                return False
            self._unanswered = 0
            return True

    def rest(self, seconds: float) -> None:
        """Wait, unless the review ends meanwhile."""
        if self._stop.wait(seconds):
            raise Stopped

    def _wait_for_turn(self) -> None:
        wait = self._quiet_until - time.monotonic()
        if wait > 0:
            self.rest(wait)

    def _lost(self, error: Exception) -> Exception:
        """What a failed connection means."""
        if self._stop.is_set():
            return Stopped()
        if isinstance(error, TimeoutError):
            return DriveFault(
                Kind.passing, f"no answer within {self.settings.timeout:g} s; --drive-timeout sets how long to wait"
            )
        return DriveFault(Kind.passing, type(error).__name__)

    def _signed(self, url: str, headers: dict[str, str], refused: str | None = None) -> dict[str, str]:
        """The headers with the token, where it may go. ``refused``: the Authorization that the server did not accept."""
        if not self._gate.may_carry_token(url):
            return headers
        with self._signing:
            if self._dead is not None:
                raise self._dead
            signed = dict(headers)
            if self._credentials.token:
                self._credentials.apply(signed)
            # Another thread may have renewed it since.
            if not self._credentials.token or self._stale() or (refused is not None and signed.get("authorization") == refused):
                self._renew()
                self._credentials.apply(signed)
        return signed

    def _stale(self) -> bool:
        expiry: datetime | None = self._credentials.expiry
        return expiry is not None and datetime.now(UTC) >= expiry.replace(tzinfo=UTC) - _EARLY

    def _renew(self) -> None:
        try:
            self._credentials.refresh(google_auth_httplib2.Request(self._token_http))
        except Refused as refused:
            raise DriveFault(Kind.refused, str(refused)) from None
        except RefreshError as error:
            fault = _refresh_fault(error)
            if not fault.may_pass:
                self._dead = fault
            raise fault from None
        except (GoogleAuthError, OSError, HTTPException, httplib2.HttpLib2Error, BodyTooLarge):
            if self._stop.is_set():
                raise Stopped from None
            raise DriveFault(Kind.passing, "no answer from the place that hands out tokens") from None
        except (TypeError, KeyError, ValueError, AttributeError):
            raise DriveFault(Kind.passing, "no token in the answer of the place that hands them out") from None


def _refresh_fault(error: RefreshError) -> DriveFault:
    """What a refused token means. Google's library puts the answer beside its text."""
    answer = error.args[1] if len(error.args) > 1 and isinstance(error.args[1], dict) else {}
    reason = answer.get("error")
    if error.retryable or not isinstance(reason, str):
        return DriveFault(Kind.passing, "no token in the answer of the place that hands them out")
    kind = Kind.scope if reason == "invalid_scope" else Kind.sign_in
    return DriveFault(kind, reason if reason.replace("_", "").isalnum() and reason.isascii() else "")
