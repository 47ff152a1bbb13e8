"""What the tests share: the shipped library, and a review of texts that are written in the test itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from bench.judge import Judge as Bench
from bench.judge import shipped_library
from reviewer.library import Library
from reviewer.model import ElementResult

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

Judge = Callable[..., dict[str, ElementResult]]


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
