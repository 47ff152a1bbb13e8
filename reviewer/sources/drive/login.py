"""``drive login`` and ``drive logout``: the flow of an installed app, in the user's browser and on this machine.

The browser comes back to a port of this machine (loopback). PKCE ties the answer to the one who asked, and ``state`` to the
question. The OAuth client is the user's own, so that nobody else's approval or server stands in between.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import requests
from google_auth_oauthlib.flow import InstalledAppFlow, WSGITimeoutError
from oauthlib.oauth2.rfc6749.errors import OAuth2Error
from requests.adapters import HTTPAdapter

from reviewer.errors import ReviewerError
from reviewer.files import read_json
from reviewer.sources.drive import token_store
from reviewer.sources.drive.gate import GOOGLE_TOKEN_URI, Gate, Refused, acceptable_token_uri, revoke_uri
from reviewer.sources.drive.settings import SCOPE, endpoint

_TIMEOUT = 30.0
_PATIENCE = 300
"""Seconds for the user to agree in the browser."""
_DONE = "You are signed in. You may close this window and go back to the terminal."
_ASK = "Open this address in your browser, and agree to let the reviewer read your Drive:\n\n{url}\n"


class GuardedAdapter(HTTPAdapter):
    """The one way to the network for the library of the flow: it passes the same gate as all else, and waits with an end."""

    def __init__(self, gate: Gate) -> None:
        super().__init__()
        self._gate = gate

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        """Send what the gate lets pass. Raises Refused."""
        self._gate.check(request.method or "", request.url or "")
        kwargs["timeout"] = kwargs.get("timeout") or _TIMEOUT
        return super().send(request, *args, **kwargs)


def login(client: Path, *, open_browser: bool) -> str:
    """Sign the user in, and say where the sign-in is kept. Prints the address to open. Raises ReviewerError."""
    config = _client(client)
    token_uri = config["token_uri"]
    flow = InstalledAppFlow.from_client_config({"installed": config}, scopes=[SCOPE], autogenerate_code_verifier=True)
    _guard(flow.oauth2session, token_uri)
    try:
        signed = flow.run_local_server(
            host="127.0.0.1", port=0, open_browser=open_browser, timeout_seconds=_PATIENCE, success_message=_DONE,
            authorization_prompt_message=_ASK, access_type="offline", prompt="consent",
        )  # fmt: skip
    except WSGITimeoutError:
        raise _failed(f"nobody agreed within {_PATIENCE // 60} minutes", "try again") from None
    except OAuth2Error as error:
        reason = error.error or type(error).__name__
        raise _failed(f"Google refused ({reason[:60]})", "agree in the browser, and check the OAuth client") from None
    except Refused as refused:
        raise _failed(str(refused), "use the file as Google made it") from None
    except Warning:  # how oauthlib says that other scopes came back than were asked for
        raise _failed(
            "reading Drive was not granted", "try again, and tick the box that lets the reviewer read your Drive"
        ) from None
    except (requests.RequestException, OSError) as error:
        raise _failed(f"Google could not be asked ({type(error).__name__})", "check the network") from None
    if not signed.refresh_token:
        raise _failed("Google sent no lasting sign-in", "try again")
    return token_store.save(
        {
            "type": "authorized_user", "client_id": config["client_id"], "client_secret": config.get("client_secret", ""),
            "refresh_token": signed.refresh_token, "token_uri": token_uri,
        }
    )  # fmt: skip


def logout() -> str:
    """Give the sign-in back and forget it; what to tell the user. Raises ReviewerError where nobody is signed in."""
    stored = token_store.load()
    if stored is None:
        token_store.delete()  # what cannot be understood is of no use either
        raise ReviewerError("Google Drive", "nobody is signed in with `reviewer drive login`", "there is nothing to do")
    revoked = _revoke(stored.info)
    token_store.delete()
    if revoked:
        return "signed out: Google has revoked the sign-in, and it was deleted here"
    return (
        "signed out: the sign-in was deleted here, but Google could not be told; remove the reviewer at "
        "https://myaccount.google.com/permissions"
    )


def _revoke(info: Mapping[str, Any]) -> bool:
    token_uri = info.get("token_uri") or GOOGLE_TOKEN_URI
    token = info.get("refresh_token")
    if not isinstance(token, str) or not isinstance(token_uri, str):
        return False
    session = requests.Session()
    session.trust_env = not token_uri.startswith("http:")
    _guard(session, token_uri)
    try:
        answer = session.post(revoke_uri(token_uri), data={"token": token}, allow_redirects=False)
    except (requests.RequestException, OSError, Refused):
        return False
    return answer.status_code == 200 or "invalid_token" in answer.text[:200]


def _guard(session: requests.Session, token_uri: str) -> None:
    adapter = GuardedAdapter(Gate(endpoint(None), token_uri))
    session.mount("https://", adapter)
    session.mount("http://", adapter)


def _client(path: Path) -> dict[str, Any]:
    """The OAuth client in a file as Google's console makes it. Raises ReviewerError."""
    data = read_json(path, "--client")
    if data is None:
        raise ReviewerError("--client", f"{path} is not JSON", "download the OAuth client again")
    config = data.get("installed") if isinstance(data, dict) else None
    if not isinstance(config, dict) or not isinstance(config.get("client_id"), str):
        raise ReviewerError(
            "--client",
            f"{path} is not an OAuth client of the type desktop app",
            "make one in the Google Cloud console (docs/drive.md)",
        )
    token_uri = config.setdefault("token_uri", GOOGLE_TOKEN_URI)
    config.setdefault("auth_uri", "https://accounts.google.com/o/oauth2/auth")
    for key in ("token_uri", "auth_uri"):
        if not isinstance(config[key], str) or not acceptable_token_uri(config[key], endpoint(None)):
            raise ReviewerError("--client", f"its {key} is not Google's", "use the file as Google made it")
    assert isinstance(token_uri, str)
    return config


def _failed(what: str, advice: str) -> ReviewerError:
    return ReviewerError("drive login", what, advice)
