"""A running fake Drive, a way to review it as the command line does, and no keyring or settings of the machine."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import keyring
import keyring.backend
import keyring.backends.fail
import pytest

from reviewer import pipeline
from reviewer.model import DocumentEntry, Review
from reviewer.sources.drive.session import Session
from reviewer.sources.drive.settings import Settings
from tests.drive.fake_drive import FakeDrive

TEXT = "# SOP-1 Software problems\n\n## Work\n\nThe developer shall enter each problem as a ticket and find its root cause.\n"
CAUSE = "62304-9.2-investigation/cause"

Reviewer = Callable[..., Review]


class MemoryKeyring(keyring.backend.KeyringBackend):
    """A keyring for one test."""

    priority = 1  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture(autouse=True)
def _machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """No keyring, and homes of settings and caches in the test's own folder."""
    before = keyring.get_keyring()
    keyring.set_keyring(keyring.backends.fail.Keyring())
    for name in ("XDG_CONFIG_HOME", "XDG_CACHE_HOME", "HOME", "APPDATA", "LOCALAPPDATA", "CLOUDSDK_CONFIG"):
        monkeypatch.setenv(name, str(tmp_path / "home"))
    for name in ("REVIEWER_DRIVE_ENDPOINT", "REVIEWER_DRIVE_CREDENTIALS", "GOOGLE_APPLICATION_CREDENTIALS"):
        monkeypatch.delenv(name, raising=False)
    yield
    keyring.set_keyring(before)


@pytest.fixture
def memory_keyring(_machine: None) -> MemoryKeyring:
    backend = MemoryKeyring()
    keyring.set_keyring(backend)
    return backend


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The waits that were asked for, none of them really waited."""
    asked: list[float] = []
    monkeypatch.setattr(Session, "rest", lambda self, seconds: asked.append(seconds))
    return asked


@pytest.fixture
def drive() -> Iterator[FakeDrive]:
    """An empty Drive with the folder ``root``."""
    with FakeDrive().running() as fake:
        fake.folder("root", "QMS")
        yield fake


@pytest.fixture
def credentials(drive: FakeDrive, tmp_path: Path) -> Path:
    path = tmp_path / "credentials.json"
    path.write_text(json.dumps(drive.authorised_user()), encoding="utf-8")
    return path


@pytest.fixture
def settings(drive: FakeDrive, credentials: Path) -> Settings:
    return Settings(endpoint=drive.url, credentials=credentials, timeout=5)


@pytest.fixture
def review(settings: Settings, waits: list[float]) -> Reviewer:
    """Review a folder of the fake, ``root`` if no other is named."""

    def run(*sources: str, drive: dict[str, Any] | None = None, **options: Any) -> Review:
        chosen = settings.model_copy(update=drive or {})
        return pipeline.review_sources(sources or ("drive:root",), pipeline.Options(drive=chosen, **options))

    return run


def entry(result: Review, id: str) -> DocumentEntry:
    (found,) = [d for d in result.documents if d.id == id]
    return found


def states(result: Review) -> dict[str, str]:
    """What became of each document: its status, or the code of the error."""
    return {d.id: d.error_code or d.status.value for d in result.documents}
