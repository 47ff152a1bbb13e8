"""What the tests share: the shipped library, and a review of texts that are written in the test itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path

import pytest

from reviewer.classify import classify
from reviewer.documents import read_document
from reviewer.documents.interface import Limits
from reviewer.library import Library, load_library
from reviewer.match import Source, search
from reviewer.model import ElementResult
from reviewer.segment import segment
from reviewer.verdict import PassageIndex, element_results

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

Judge = Callable[..., dict[str, ElementResult]]


@lru_cache(maxsize=1)
def shipped_library() -> Library:
    return load_library(ROOT / "rubric")


def judge_documents(texts: Mapping[str, str], library: Library) -> dict[str, ElementResult]:
    """Results for a set of Markdown documents: name -> text."""
    documents = [read_document(text.encode(), name, Limits()).model_copy(update={"id": name}) for name, text in texts.items()]
    classified = classify(documents, library.thesaurus)
    segments = [segment(d, library.thesaurus) for d in documents]
    sources = [
        Source(s.document, classified[s.document.id].title, s.passages, classified[s.document.id].establishes) for s in segments
    ]
    found = search(sources, library.rubric.rules, library.thesaurus)
    index = PassageIndex({s.document.id: s.passages for s in segments}, {d.id: d.name for d in documents})
    return element_results(library.rubric, found.candidates, index, {}, {})


@pytest.fixture(scope="session")
def library() -> Library:
    """The rubric that ships."""
    return shipped_library()


@pytest.fixture(scope="session")
def judge(library: Library) -> Judge:
    """Judge one Markdown text, or several as keyword arguments of dictionaries."""

    def run(text: str | Mapping[str, str]) -> dict[str, ElementResult]:
        return judge_documents({"procedure.md": text} if isinstance(text, str) else text, library)

    return run
