"""What the tests share: the shipped library, and a review of texts that are written in the test itself."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from bench.judge import Judge as Bench
from bench.judge import shipped_library
from reviewer import intake
from reviewer.library import Library
from reviewer.model import ElementResult
from reviewer.parsing import Parser

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

Judge = Callable[..., dict[str, ElementResult]]

# A shell that starts the tests in the background has them, and the programs that they start, ignore interrupts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


class _Shared(Parser):
    """Workers that outlive a review, so that not every test waits for one to start. ``tests/workers`` has those of the product."""

    def __exit__(self, *_: object) -> None:
        """Leave them for the next."""


@pytest.fixture(scope="session")
def shared_parser() -> Iterator[Parser]:
    """One worker for all tests."""
    parser = _Shared(1)
    yield parser
    Parser.__exit__(parser, None, None, None)


@pytest.fixture(autouse=True)
def _shared_workers(shared_parser: Parser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "Parser", lambda *_: shared_parser)


@pytest.fixture(scope="session")
def library() -> Library:
    """The rubric that ships."""
    return shipped_library()


@pytest.fixture(scope="session")
def judge(library: Library) -> Judge:
    """Judge one Markdown text, or several as keyword arguments of dictionaries."""

    bench = Bench(library)

    def run(text: str | Mapping[str, str]) -> dict[str, ElementResult]:
        return bench({"procedure.md": text} if isinstance(text, str) else text)

    return run
