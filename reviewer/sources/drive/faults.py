"""What Google's errors mean, and what a user can do about each.

The reason that Google names decides, not the status: a 403 may be a wish to slow down, a missing right or a wrong setting.
"""

from __future__ import annotations

import email.utils
import json
import math
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from reviewer.errors import ReviewerError, UnreadableDocument


class Kind(StrEnum):
    """What went wrong. The value is the ``error_code`` of a document in the report."""

    passing = "network"
    slow_down = "rate_limit"
    quota = "quota"
    sign_in = "sign_in"
    scope = "scope"
    api_off = "api_off"
    no_access = "no_access"
    no_download = "no_download"
    flagged = "flagged"
    not_content = "not_content"
    export_too_large = "export_too_large"
    gone = "gone"
    bad_request = "bad_request"
    refused = "refused"
    too_large = "too_large"
    truncated = "truncated"
    changing = "changing"


ADVICE: Mapping[Kind, tuple[str, str]] = {
    Kind.passing: ("Google Drive did not answer properly, though asked several times", "review again later"),
    Kind.slow_down: (
        "Google Drive asked to slow down until patience ended",
        "review again later, or with a lower --drive-concurrency",
    ),
    Kind.quota: ("a download quota of Google Drive is used up", "review again tomorrow"),
    Kind.sign_in: (
        "Google no longer accepts the sign-in",
        (
            "sign in again with `reviewer drive login`; a sign-in ends when it is revoked, after six months without use, and after "
            "seven days while the consent screen is in Testing; that of a service account, with its key"
        ),
    ),
    Kind.scope: ("the sign-in does not include reading Drive", "sign in again and grant the scope drive.readonly"),
    Kind.api_off: (
        "the Google Drive API is not enabled in the project of the OAuth client or service account",
        "enable it in the Google Cloud console and wait some minutes",
    ),
    Kind.no_access: ("the account that is signed in may not read it", "ask its owner to share it as Viewer"),
    Kind.no_download: (
        "its owner does not let viewers download, print or copy it",
        "ask the owner to allow it, or for a copy",
    ),
    Kind.flagged: (
        "Google flagged it as malware or spam",
        "it was not fetched; have its owner look into it, or fetch it as its owner with --acknowledge-abuse",
    ),
    Kind.not_content: ("Google Drive holds no content for it that could be downloaded", "export it as .docx or .pdf"),
    Kind.export_too_large: ("it is larger than Google exports", "split it, or download it as .docx by hand"),
    Kind.gone: (
        (
            "Google Drive does not find it: it is gone, or the account that is signed in may not see it, or it lies in a shared drive "
            "that the account is no member of, or its link needs a resource key"
        ),
        "share it with the account, or name it by its whole address",
    ),
    Kind.bad_request: ("Google Drive did not understand the request", "check the id"),
    Kind.refused: (
        "an address that is not Google's was to be asked for it",
        "it was not asked; tell who looks after your network",
    ),
    Kind.too_large: ("the file is larger than is read", "split it"),
    Kind.truncated: ("what arrived is not what Google Drive keeps, though fetched several times", "review again later"),
    Kind.changing: ("it was changed again and again while it was being fetched", "review again when nobody edits it"),
}
_REASONS: Mapping[str, Kind] = {
    **dict.fromkeys(("authError", "UNAUTHENTICATED", "invalid_grant", "invalid_client", "unauthorized_client"), Kind.sign_in),
    **dict.fromkeys(("deleted_client", "account_disabled", "required", "invalid_rapt"), Kind.sign_in),
    **dict.fromkeys(("userRateLimitExceeded", "rateLimitExceeded", "RATE_LIMIT_EXCEEDED", "RESOURCE_EXHAUSTED"), Kind.slow_down),
    **dict.fromkeys(("dailyLimitExceeded", "dailyLimitExceededUnreg", "downloadQuotaExceeded", "quotaExceeded"), Kind.quota),
    **dict.fromkeys(("insufficientFilePermissions", "appNotAuthorizedToFile", "forbidden", "PERMISSION_DENIED"), Kind.no_access),
    **dict.fromkeys(("domainPolicy", "teamDriveMembershipRequired", "access_denied", "org_internal"), Kind.no_access),
    **dict.fromkeys(("insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT", "invalid_scope"), Kind.scope),
    **dict.fromkeys(("accessNotConfigured", "SERVICE_DISABLED"), Kind.api_off),
    **dict.fromkeys(("backendError", "internalError", "internal_failure", "UNAVAILABLE", "INTERNAL"), Kind.passing),
    **dict.fromkeys(("transientError", "temporarily_unavailable", "DEADLINE_EXCEEDED", "server_error"), Kind.passing),
    **dict.fromkeys(("notFound", "NOT_FOUND"), Kind.gone),
    **dict.fromkeys(("invalid", "invalidParameter", "badRequest", "INVALID_ARGUMENT"), Kind.bad_request),
    "cannotDownloadFile": Kind.no_download,
    "cannotDownloadAbusiveFile": Kind.flagged,
    "fileNotDownloadable": Kind.not_content,
    "exportSizeLimitExceeded": Kind.export_too_large,
}
_STATUSES: Mapping[int, Kind] = {
    401: Kind.sign_in, 404: Kind.gone, 408: Kind.passing, 410: Kind.gone, 425: Kind.passing, 429: Kind.slow_down,
}  # fmt: skip
_MAY_PASS = {Kind.passing, Kind.slow_down}


class DriveFault(Exception):
    """One request to Google Drive failed. Its text never quotes what the server said, only the reason it named."""

    def __init__(self, kind: Kind, detail: str = "", *, retry_after: float | None = None, status: int = 0) -> None:
        self.kind = kind
        self.detail = detail
        self.retry_after = retry_after
        """Seconds that the server asked to wait."""
        self.status = status
        """Of the answer; 0 where there was none."""
        super().__init__(f"{kind}: {self.said()}")

    @property
    def may_pass(self) -> bool:
        """Worth asking again."""
        return self.kind in _MAY_PASS

    def said(self) -> str:
        """What is wrong, in one sentence without its end."""
        what = ADVICE[self.kind][0]
        return f"{what} ({self.detail})" if self.detail else what

    def of_document(self) -> UnreadableDocument:
        """As the reason why one document was not read."""
        return UnreadableDocument(self.kind.value, f"{self.said()}; {ADVICE[self.kind][1]}")

    def of_call(self, where: str) -> ReviewerError:
        """As the reason why nothing can be reviewed."""
        return ReviewerError(where, self.said(), ADVICE[self.kind][1])


def fault_of(status: int, headers: Mapping[str, str], content: bytes) -> DriveFault:
    """What an answer other than success means."""
    wait = retry_after(headers.get("retry-after"))
    error = _error(content)
    reasons = list(_reasons(error))
    kinds = [_REASONS[reason] for reason in reasons if reason in _REASONS]
    # "insufficientPermissions" and "forbidden" are general; the details say which of several things it is.
    sharper = [kind for kind in kinds if kind in {Kind.api_off, Kind.scope}]
    named = _printable(reasons[0]) if reasons else ""
    said = f"status {status}" + (f", {named}" if named else "") + (f", asked to wait {wait:.0f} s" if wait else "")
    if kinds:
        return DriveFault((sharper or kinds)[0], said, retry_after=wait, status=status)
    if status >= 500 or (status == 403 and error is None):  # a proxy, or a page of Google's that asks to slow down
        return DriveFault(Kind.passing, said, retry_after=wait, status=status)
    fallback = Kind.no_access if status == 403 else Kind.passing if status < 400 else Kind.bad_request
    return DriveFault(_STATUSES.get(status, fallback), said, retry_after=wait, status=status)


def retry_after(text: str | None) -> float | None:
    """Seconds to wait, from a number or a date; None where the server asked for nothing that can be understood."""
    if not text:
        return None
    try:
        seconds = float(text)
    except ValueError:
        try:
            when = email.utils.parsedate_to_datetime(text)
        except (ValueError, TypeError, IndexError):
            return None
        when = when if when.tzinfo else when.replace(tzinfo=UTC)
        seconds = (when - datetime.now(UTC)).total_seconds()
    return max(0.0, seconds) if math.isfinite(seconds) else None


def _error(content: bytes) -> Any:
    """The ``error`` of an answer; None where the answer is no JSON or has none."""
    try:
        data = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    if isinstance(data, list) and data:
        data = data[0]
    return data.get("error") if isinstance(data, dict) else None


def _reasons(error: Any) -> Iterator[str]:
    """All reasons of an error, the most telling first."""
    if isinstance(error, str):
        yield error
    if not isinstance(error, dict):
        return
    for key in ("errors", "details"):
        entries = error.get(key)
        for entry in entries if isinstance(entries, list) else ():
            reason = entry.get("reason") if isinstance(entry, dict) else None
            if isinstance(reason, str):
                yield reason
    if isinstance(status := error.get("status"), str):
        yield status


def _printable(reason: str) -> str:
    """A reason fit to be shown: it is one word of letters wherever it is Google's."""
    return reason if reason.isascii() and reason.replace("_", "").isalnum() and len(reason) <= 60 else ""
