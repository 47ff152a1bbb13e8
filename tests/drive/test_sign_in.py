"""Signing in and out: one scope, a token that nobody else can read, and nothing secret in any message."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import keyring
import keyring.backends.null
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from reviewer import cli, keychain
from reviewer.errors import ReviewerError
from reviewer.sources.drive import credentials as credentials_module
from reviewer.sources.drive import token_store
from reviewer.sources.drive.gate import GOOGLE_TOKEN_URI, Gate, Refused, revoke_uri
from reviewer.sources.drive.settings import SCOPE, Settings, endpoint
from reviewer.sources.drive.source import DriveSource
from tests.drive.conftest import TEXT, MemoryKeyring
from tests.drive.fake_drive import READONLY, FakeDrive


@pytest.fixture(scope="module")
def private_key() -> str:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()  # fmt: skip


def lists(drive: FakeDrive, path: Path | None) -> list[str]:
    with DriveSource(Settings(endpoint=drive.url, credentials=path, timeout=5)) as source:
        return [file.id for file in source.list_files(["drive:root"]).files]


def write(path: Path, info: object) -> Path:
    path.write_text(json.dumps(info), encoding="utf-8")
    return path


def test_an_authorised_user_is_refreshed_where_its_file_says(drive: FakeDrive, credentials: Path) -> None:
    drive.text("d", "d.md", "root", TEXT)
    assert lists(drive, credentials) == ["d"]
    assert drive.asked_scopes == [SCOPE] == [READONLY]


def test_a_wider_sign_in_is_narrowed(drive: FakeDrive, tmp_path: Path) -> None:
    drive.text("d", "d.md", "root", TEXT)
    wide = drive.authorised_user(scopes=["https://www.googleapis.com/auth/drive"])
    lists(drive, write(tmp_path / "wide.json", wide))
    assert drive.asked_scopes == [READONLY]


def test_a_token_in_the_file_is_used_while_it_lasts(drive: FakeDrive, tmp_path: Path) -> None:
    drive.text("d", "d.md", "root", TEXT)
    fresh = drive.authorised_user(token=drive.new_token(), expiry="2999-01-01T00:00:00Z")
    assert lists(drive, write(tmp_path / "fresh.json", fresh)) == ["d"]
    assert drive.ops("token") == []
    old = drive.authorised_user(token="gone", expiry="2999-01-01T00:00:00.123456Z")
    assert lists(drive, write(tmp_path / "old.json", old)) == ["d"]
    assert len(drive.ops("token")) == 1


def test_a_service_account_signs_for_the_one_scope(drive: FakeDrive, tmp_path: Path, private_key: str) -> None:
    drive.text("d", "d.md", "root", TEXT)
    info = {
        "type": "service_account", "client_email": "robot@example.iam.gserviceaccount.com", "private_key": private_key,
        "private_key_id": "1", "project_id": "p", "token_uri": drive.authorised_user()["token_uri"],
    }  # fmt: skip
    path = write(tmp_path / "robot.json", info)
    assert lists(drive, path) == ["d"]
    assert drive.asked_scopes == [READONLY]
    drive.nodes.pop("d")
    with pytest.raises(ReviewerError, match=r"the service account robot@example\.iam"):
        lists(drive, path)


@pytest.mark.parametrize(
    ("info", "said"),
    [
        ({}, "kind"),
        ([], "object"),
        ({"type": "external_account"}, "external_account"),
        ({"installed": {"client_id": "x"}}, "drive login"),
        ({"type": "authorized_user", "client_id": "x"}, "refresh_token"),
        ({"type": "service_account", "client_email": "x"}, "service account"),
        (
            {"type": "service_account", "client_email": "x", "private_key": "hush", "token_uri": GOOGLE_TOKEN_URI},
            "service account",
        ),
        (
            {"type": "authorized_user", "refresh_token": "hush", "client_id": "x", "token_uri": "https://example.com/t"},
            "token_uri",
        ),
        (
            {"type": "authorized_user", "refresh_token": "hush", "client_id": "x", "token_uri": "http://example.com/t"},
            "token_uri",
        ),
    ],
)
def test_files_that_are_no_sign_in(drive: FakeDrive, tmp_path: Path, info: object, said: str) -> None:
    with pytest.raises(ReviewerError, match=said) as caught:
        lists(drive, write(tmp_path / "bad.json", info))
    assert "hush" not in str(caught.value)


def test_files_that_cannot_be_read(drive: FakeDrive, tmp_path: Path) -> None:
    (tmp_path / "bad.json").write_bytes(b"\xff{")
    for name in ("bad.json", "missing.json"):
        with pytest.raises(ReviewerError, match=name):
            lists(drive, tmp_path / name)


def test_nobody_is_signed_in(drive: FakeDrive) -> None:
    with pytest.raises(ReviewerError, match="nobody is signed in"):
        lists(drive, None)


def test_application_default_credentials_come_last(drive: FakeDrive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drive.text("d", "d.md", "root", TEXT)
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(write(tmp_path / "adc.json", drive.authorised_user())))
    assert lists(drive, None) == ["d"]
    monkeypatch.delenv("GOOGLE_APPLICATION_CREDENTIALS")
    (tmp_path / "home").mkdir()
    write(tmp_path / "home" / "application_default_credentials.json", drive.authorised_user())
    assert lists(drive, None) == ["d"]
    token_store.save(drive.authorised_user(refresh_token="stored"))
    with DriveSource(Settings(endpoint=drive.url)) as source:
        assert source.signed_in.where == str(token_store.path())


@pytest.mark.parametrize("reason", ["invalid_grant", "invalid_client", "invalid_scope"])
def test_a_refused_sign_in_is_said_plainly(drive: FakeDrive, credentials: Path, reason: str) -> None:
    drive.refresh_error = reason
    with pytest.raises(ReviewerError, match="sign in again") as caught:
        lists(drive, credentials)
    assert "hush" not in str(caught.value)
    assert len(drive.ops("token")) == 1


@pytest.mark.parametrize(
    "fault",
    [
        {"status": 500, "body": b"<html>"},
        {"status": 200, "body": b"<html>"},
        {"status": 200, "body": b"{}"},
        {"status": 200, "body": b"3"},
    ],
)
def test_a_broken_token_server_is_no_crash(
    drive: FakeDrive, credentials: Path, fault: dict[str, Any], waits: list[float]
) -> None:
    drive.text("d", "d.md", "root", TEXT)
    drive.fail("token", "token", times=3, **fault)
    assert lists(drive, credentials) == ["d"]


def test_what_googles_libraries_say_is_not_printed(drive: FakeDrive, credentials: Path) -> None:
    """They warn of a token with another scope; a program of its own, because the test runner listens to warnings too."""
    drive.text("d", "d.md", "root", TEXT)
    answer = {"access_token": drive.new_token(), "expires_in": 3600, "scope": "openid"}
    drive.fail("token", status=200, body=json.dumps(answer).encode())
    arguments = ["drive", "ls", "root", "--drive-endpoint", drive.url, "--drive-credentials", str(credentials)]
    root = Path(cli.__file__).parent.parent
    done = subprocess.run([sys.executable, "-m", "reviewer", *arguments], capture_output=True, text=True, check=True, cwd=root)
    assert "d.md" in done.stdout and done.stderr == ""


# ---- the gate --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS", "get", ""])
def test_the_gate_lets_nothing_pass_but_get(method: str) -> None:
    gate = Gate(endpoint(None), GOOGLE_TOKEN_URI)
    with pytest.raises(Refused):
        gate.check(method, "https://www.googleapis.com/drive/v3/files")


@pytest.mark.parametrize(
    "url",
    [
        "http://www.googleapis.com/drive/v3/files",
        "https://www.googleapis.com:8443/",
        "https://example.com/",
        "https://www.googleapis.com.example.com/",
        "https://googleusercontent.com.example.com/",
        "https://evilgoogleusercontent.com/",
        "https://www.googleapis.com@example.com/",
        "https://user:hush@docs.google.com/",
        "https://example.com\\@docs.google.com/",
        "https://docs.google.com%2eexample.com/",
        "https://127.0.0.1/",
        "http://127.0.0.1:1/",
        "file://localhost/etc/passwd",
        "//docs.google.com/",
        "https:///x",
        "https://[::1",
        "",
    ],
)
def test_the_gate_knows_its_hosts(url: str) -> None:
    gate = Gate(endpoint(None), GOOGLE_TOKEN_URI)
    with pytest.raises(Refused) as caught:
        gate.check("GET", url)
    assert "hush" not in str(caught.value)
    assert not gate.may_carry_token(url)


def test_the_token_goes_to_the_api_and_to_export_links_alone() -> None:
    gate = Gate(endpoint(None), GOOGLE_TOKEN_URI)
    for url in ("https://www.googleapis.com/drive/v3/files", "https://docs.google.com/feeds/download/x"):
        gate.check("GET", url)
        assert gate.may_carry_token(url)
    content = "https://doc-0s-docstext.googleusercontent.com/export/x"
    gate.check("GET", content)
    assert not gate.may_carry_token(content)
    gate.check("POST", GOOGLE_TOKEN_URI)
    gate.check("POST", "https://oauth2.googleapis.com/revoke")
    with pytest.raises(Refused):
        gate.check("POST", f"{GOOGLE_TOKEN_URI}?x=1")


def test_with_a_server_on_this_machine_google_is_not_spoken_to() -> None:
    gate = Gate(endpoint("http://127.0.0.1:8765/drive/v3/"), "http://127.0.0.1:8765/token")
    gate.check("GET", "http://127.0.0.1:8765/anything")
    gate.check("GET", "http://localhost:8765/anything")
    for url in ("https://www.googleapis.com/drive/v3/files", "http://127.0.0.1:8766/", "https://localhost:8765/"):
        with pytest.raises(Refused):
            gate.check("GET", url)
    assert revoke_uri("http://[::1]:9/token") == "http://[::1]:9/revoke"


def test_an_endpoint_keeps_its_path() -> None:
    assert endpoint("http://localhost:1/drive/v3").url == "http://localhost:1/drive/v3/"
    assert endpoint("http://localhost:1").url == "http://localhost:1"
    assert endpoint("https://proxy.example.com/drive/v3/").loopback is False


# ---- where the sign-in is kept ---------------------------------------------------------------------------------------


def test_without_a_keyring_a_file_that_only_the_user_may_read(tmp_path: Path) -> None:
    where = token_store.save({"refresh_token": "hush"})
    path = Path(where)
    assert path.is_relative_to(tmp_path / "home") and not path.is_relative_to(Path(cli.__file__).parent)
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
        assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    assert os.listdir(path.parent) == [path.name]
    stored = token_store.load()
    assert stored is not None and stored.info == {"refresh_token": "hush"}
    assert token_store.delete() and not path.exists() and token_store.load() is None


def test_with_a_keyring_no_file(memory_keyring: MemoryKeyring) -> None:
    token_store.path().parent.mkdir(parents=True)
    token_store.path().write_text("{}", encoding="utf-8")
    assert token_store.save({"refresh_token": "hush"}) == "the keyring"
    assert not token_store.path().exists()
    assert "hush" in memory_keyring.kept[keychain.SERVICE, keychain.DRIVE_TOKEN]


def test_a_keyring_that_hides_nothing_is_none_unless_it_was_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    class PlaintextKeyring(MemoryKeyring):
        """As some packages bring one."""

    keyring.set_keyring(PlaintextKeyring())
    assert not keychain.store("entry", "hush")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "some.PlaintextKeyring")
    assert keychain.store("entry", "hush") and keychain.read("entry") == "hush"
    keyring.set_keyring(keyring.backends.null.Keyring())
    assert not keychain.available()


def test_a_keyring_that_fails_is_none(memory_keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch) -> None:
    def locked(*_: object) -> None:
        raise RuntimeError("locked")

    monkeypatch.setattr(memory_keyring, "set_password", locked)
    assert token_store.save({"refresh_token": "hush"}) == str(token_store.path())


# ---- login and logout ------------------------------------------------------------------------------------------------


@pytest.fixture
def client(drive: FakeDrive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The OAuth client of a user, whose Google is the fake."""
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")  # the fake has no TLS; the product never sets it
    base = drive.url.removesuffix("drive/v3/")
    config = {"client_id": "client", "client_secret": "hush", "auth_uri": f"{base}auth", "token_uri": f"{base}token"}
    return write(tmp_path / "client.json", {"installed": config})


class Browser:
    """Opens the address, agrees, and comes back to this machine with a code."""

    def __init__(self, **changes: str) -> None:
        self.changes = changes
        self.asked: dict[str, str] = {}

    def open(self, url: str, **_: object) -> bool:
        self.asked = {key: values[0] for key, values in parse_qs(urlsplit(url).query).items()}
        answer = {"code": "hush-code", "state": self.asked["state"], "scope": READONLY} | self.changes
        back = f"{self.asked['redirect_uri']}?{urllib.parse.urlencode(answer)}"
        threading.Thread(target=lambda: urllib.request.urlopen(back).read()).start()
        return True


def test_login_status_logout(
    drive: FakeDrive,
    client: Path,
    memory_keyring: MemoryKeyring,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    browser = Browser()
    monkeypatch.setattr("webbrowser.get", lambda *_: browser)
    assert cli.run(["drive", "login", "--client", str(client)]) == 0
    assert browser.asked["scope"] == READONLY
    assert browser.asked["code_challenge_method"] == "S256" and browser.asked["state"]
    assert browser.asked["redirect_uri"].startswith("http://127.0.0.1:")
    assert browser.asked["access_type"] == "offline"
    stored = json.loads(memory_keyring.kept[keychain.SERVICE, keychain.DRIVE_TOKEN])
    assert stored["refresh_token"] == "hush-refresh" and "token" not in stored
    assert cli.run(["drive", "status", "--drive-endpoint", drive.url]) == 0
    said = capsys.readouterr()
    assert "rita@example.com" in said.out and "the keyring" in said.out and "drive.readonly" in said.out
    assert cli.run(["drive", "logout"]) == 0
    assert drive.revoked == ["hush-refresh"] and memory_keyring.kept == {}
    said_later = capsys.readouterr()
    assert "revoked" in said_later.out
    assert "hush" not in said.out + said.err + said_later.out + said_later.err
    assert cli.run(["drive", "logout"]) == 2
    assert cli.run(["drive", "status", "--drive-endpoint", drive.url]) == 2


def test_logout_forgets_even_where_google_cannot_be_told(drive: FakeDrive, capsys: pytest.CaptureFixture[str]) -> None:
    token_store.save(drive.authorised_user())
    drive.fail("revoke", "revoke", status=503)
    assert cli.run(["drive", "logout"]) == 0
    assert token_store.load() is None
    assert "myaccount.google.com" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("changes", "said"),
    [({"state": "forged"}, "mismatching_state"), ({"error": "access_denied"}, "access_denied")],
)
def test_a_login_that_fails_keeps_nothing(
    client: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], changes: dict[str, str], said: str
) -> None:
    monkeypatch.setattr("webbrowser.get", lambda *_: Browser(**changes))
    assert cli.run(["drive", "login", "--client", str(client)]) == 2
    error = capsys.readouterr().err
    assert said in error and "hush" not in error
    assert token_store.load() is None


def test_a_login_without_the_scope_keeps_nothing(
    drive: FakeDrive, client: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("webbrowser.get", lambda *_: Browser(scope="openid"))
    drive.fail(
        "token", "token", status=200, body=json.dumps({"access_token": "a", "refresh_token": "r", "scope": "openid"}).encode()
    )
    assert cli.run(["drive", "login", "--client", str(client)]) == 2
    assert "tick the box" in capsys.readouterr().err
    assert token_store.load() is None


@pytest.mark.parametrize(
    ("info", "said"),
    [
        ({"web": {"client_id": "x"}}, "desktop app"),
        ({"installed": {"client_id": "x", "token_uri": "https://example.com/token"}}, "token_uri"),
        ({"installed": {"client_id": "x", "auth_uri": "https://example.com/auth"}}, "auth_uri"),
        ([], "desktop app"),
    ],
)
def test_files_that_are_no_client(tmp_path: Path, capsys: pytest.CaptureFixture[str], info: object, said: str) -> None:
    assert cli.run(["drive", "login", "--client", str(write(tmp_path / "x.json", info))]) == 2
    assert said in capsys.readouterr().err


def test_status_of_a_server_that_does_not_say_who(
    drive: FakeDrive, credentials: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    drive.fail("about", status=404, reason="notFound")
    arguments = ["drive", "status", "--drive-endpoint", drive.url, "--drive-credentials", str(credentials)]
    assert cli.run(arguments) == 0
    assert "the account that is signed in" in capsys.readouterr().out


def test_the_web_page_may_bring_its_own_sign_in(drive: FakeDrive) -> None:
    drive.text("picked", "d.md", "root", TEXT)
    own = credentials_module.from_info(drive.authorised_user(), endpoint(drive.url), "the page")
    with DriveSource(Settings(endpoint=drive.url), own) as source:
        assert [file.id for file in source.list_files(["drive:picked"]).files] == ["picked"]
