"""Which sign-in is used: the file that was named, the stored login, or Google's application-default credentials.

Every one asks for ``drive.readonly`` alone, whatever else it was granted.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from reviewer.errors import ReviewerError
from reviewer.sources.drive import token_store
from reviewer.sources.drive.gate import GOOGLE_TOKEN_URI, acceptable_token_uri
from reviewer.sources.drive.settings import SCOPE, Endpoint, Settings

_MOST = 256 * 1024
_ADVICE = "use the JSON of an authorised user or of a service account"


class SignIn(NamedTuple):
    """A way to get tokens. The web page may bring its own, with the scope ``drive.file`` and files picked one by one."""

    credentials: Any
    """As google-auth makes them."""
    token_uri: str
    who: str
    """Whom a folder has to be shared with, for advice."""
    where: str
    """Where the sign-in was found, for ``drive status``."""


def sign_in(settings: Settings, endpoint: Endpoint) -> SignIn:
    """The sign-in to use. Raises ReviewerError where there is none, or where it cannot be used."""
    if settings.credentials is not None:
        return from_info(_read(settings.credentials, "--drive-credentials"), endpoint, str(settings.credentials))
    stored = token_store.load()
    if stored is not None:
        return from_info(stored.info, endpoint, stored.where)
    default = _application_default()
    if default is not None:
        return from_info(_read(default, "application-default credentials"), endpoint, str(default))
    raise ReviewerError(
        "Google Drive",
        "nobody is signed in",
        "run `reviewer drive login`, or name a service account with --drive-credentials (docs/drive.md)",
    )


def from_info(info: Mapping[str, Any], endpoint: Endpoint, where: str) -> SignIn:
    """The sign-in that a JSON describes; its ``token_uri`` is honoured for both kinds. Raises ReviewerError."""
    from google.oauth2 import credentials as user
    from google.oauth2 import service_account

    kind = info.get("type") or ("authorized_user" if "refresh_token" in info else None)
    token_uri = info.get("token_uri") or GOOGLE_TOKEN_URI
    if not isinstance(token_uri, str) or not acceptable_token_uri(token_uri, endpoint):
        raise ReviewerError(where, "its token_uri is neither Google's nor on this machine", "use the file as Google made it")
    if kind == "service_account":
        try:
            signer = service_account.Credentials.from_service_account_info(  # type: ignore[no-untyped-call]
                {**info, "token_uri": token_uri}, scopes=[SCOPE]
            )
        except (ValueError, KeyError, TypeError) as error:
            raise ReviewerError(where, "is no usable service account", "download its key anew") from error
        return SignIn(signer, token_uri, f"the service account {signer.service_account_email}", where)
    if kind == "authorized_user":
        if not all(isinstance(info.get(key), str) and info[key] for key in ("refresh_token", "client_id")):
            raise ReviewerError(where, "is no whole sign-in: refresh_token or client_id is missing", "sign in again")
        # Not from_authorized_user_info, which puts Google's address in place of the file's.
        signed = user.Credentials(  # type: ignore[no-untyped-call]
            token=info.get("token") or None,
            refresh_token=info["refresh_token"],
            token_uri=token_uri,
            client_id=info["client_id"],
            client_secret=info.get("client_secret") or "",
            scopes=[SCOPE],
            quota_project_id=info.get("quota_project_id") or None,
            expiry=_expiry(info.get("expiry")),
        )
        account = info.get("account")
        who = f"the account {account}" if isinstance(account, str) and account else "the account that is signed in"
        return SignIn(signed, token_uri, who, where)
    if "installed" in info or "web" in info:
        raise ReviewerError(where, "is an OAuth client, not a sign-in", "run `reviewer drive login --client FILE` with it")
    raise ReviewerError(where, f"is of a kind that is not supported ({str(kind)[:40]})", _ADVICE)


def _read(path: Path, where: str) -> Mapping[str, Any]:
    try:
        with path.open("rb") as stream:
            info = json.loads(stream.read(_MOST).decode("utf-8-sig"))
    except OSError as error:
        raise ReviewerError(where, f"{path} cannot be read: {(error.strerror or 'fault').lower()}", "check the path") from None
    except (ValueError, RecursionError):
        raise ReviewerError(where, f"{path} is not JSON", _ADVICE) from None
    if not isinstance(info, dict):
        raise ReviewerError(where, f"{path} is not a JSON object", _ADVICE)
    return info


def _expiry(text: object) -> datetime:
    """When a token in the file ends, without zone as google-auth has it; one of unknown age counts as ended."""
    try:
        when = datetime.fromisoformat(str(text))
    except ValueError:
        return datetime.now(UTC).replace(tzinfo=None) - timedelta(days=1)
    return when.astimezone(UTC).replace(tzinfo=None) if when.tzinfo else when


def _application_default() -> Path | None:
    """The file that gcloud keeps, or that the environment names. Other kinds would need hosts that are not spoken to."""
    if named := os.environ.get("GOOGLE_APPLICATION_CREDENTIALS"):
        return Path(named)
    if config := os.environ.get("CLOUDSDK_CONFIG"):
        folder = Path(config)
    elif sys.platform == "win32":
        folder = Path(os.environ.get("APPDATA", "")) / "gcloud"
    else:
        folder = Path.home() / ".config" / "gcloud"
    path = folder / "application_default_credentials.json"
    return path if path.is_file() else None
