"""What a review holds grows with what it has to tell, not with what it went through."""

from __future__ import annotations

import gc
import hashlib
import tracemalloc
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self

import pytest

from bench.invented import code, lines
from reviewer import matching, pipeline
from reviewer.documents import read_document
from reviewer.documents.interface import Limits
from reviewer.intake import Facts, Intake, ReadFile
from reviewer.library import Library
from reviewer.match import Part, Source, Terms
from reviewer.match.weighing import FACTS, Considered
from reviewer.model import Candidate, Mention, Passage, Profile, Review, Role, SourceFile, SourceKind
from reviewer.shelf import Shelf

KB = 1024
FEW, MANY = 5, 25
CONSIDERED = 100


def invented(number: int) -> Intake:
    """Documents as they have been read."""
    shelf, files = Shelf[Any](), []
    for name in map(code, range(number)):
        document = read_document("\n\n".join(lines(int(name[4:]))).encode(), f"{name}.md", Limits()).model_copy(
            update={"id": name}
        )
        shelf.put(name, document)
        facts = Facts(
            sha256=hashlib.sha256(document.text.encode()).hexdigest(), pages=None, pages_without_text=(), words=90, remarks=(),
        )  # fmt: skip
        file = SourceFile(id=name, name=document.name, source=SourceKind.local, path=name, size=1)
        files.append(ReadFile(file=file, facts=facts, language="en"))
    return Intake(tuple(files), shelf)


def searched(library: Library) -> Callable[..., Any]:
    """In place of the search: of each document as many candidates as of one of some pages."""
    elements = [f"{criterion.id}/{name}" for criterion in library.rubric.criteria for name in criterion.elements][:5]

    def spread(sources: Sequence[Source], passages: Mapping[str, Sequence[Passage]], terms: Terms) -> Iterator[tuple[int, Part]]:
        for number, source in enumerate(sources):
            last = len(passages[source.document])
            considered = tuple(
                Considered(
                    Candidate(
                        element=elements[n % len(elements)], document=source.document, passage=n % last, role=Role.establishes,
                        frame="wording", found=(f"w:{source.document} {n}",), weight=0.0, wording=n / CONSIDERED,
                    ),
                    (n / CONSIDERED, float(number), *[0.0] * (len(FACTS) - 4)),
                )
                for n in range(CONSIDERED)
            )  # fmt: skip
            yield number, Part(considered, (), (Mention(f"{source.name} Plan", 1, source.document, 0),))

    return lambda *_: spread


def peak(documents: int, library: Library) -> tuple[int, Review]:
    """The most memory that a review takes beside the search, in bytes, and what came of it."""
    intake = invented(documents)
    gc.collect()
    tracemalloc.start()
    try:
        result = reviewed(intake, library)
        return tracemalloc.get_traced_memory()[1], result
    finally:
        tracemalloc.stop()


def reviewed(intake: Intake, library: Library) -> Review:
    return pipeline.review(intake, library, Profile(), pipeline.Options(), {}, lambda *_: None)


def test_memory_grows_by_what_is_told_of_a_document(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "spread", searched(library))
    # What is loaded once is there then, and what is remembered of words up to a bound; with each allocation traced that takes long.
    reviewed(invented(MANY), library)
    (few, less), (many, more) = peak(FEW, library), peak(MANY, library)
    assert len(more.probably_missing) - len(less.probably_missing) >= MANY - FEW
    assert more.health is not None
    assert len(more.health.remarks) > MANY
    # An entry, three remarks and a missing document; the candidates of a document alone take 200 KB.
    assert (many - few) / (MANY - FEW) < 40 * KB


class Inline:
    """Workers that do at once what they are asked."""

    def __init__(self, number: int) -> None:
        assert number == 2

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def submit(self, function: Callable[..., Any], *args: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_result(function(*args))
        return future


class Found:
    """What a search brings."""


def test_what_is_found_does_not_wait_for_what_is_not(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    alive: weakref.WeakSet[Found] = weakref.WeakSet()

    def search(*_: object) -> Found:
        found = Found()
        alive.add(found)
        return found

    monkeypatch.setattr(matching, "Workers", Inline)
    monkeypatch.setattr(matching, "search_document", search)
    monkeypatch.setattr(matching, "_known", lambda _: known)
    sources = [SimpleNamespace(document=str(n)) for n in range(40)]
    sizes = [n * 37 % 101 + 100 for n in range(40)]
    known = matching.known(library)
    spread = matching.spread(Path(), known, sizes, 3)
    assert spread is not None
    numbers, most = [], 0
    for number, found in spread(sources, {s.document: () for s in sources}, None):  # type: ignore[arg-type]
        numbers.append(number)
        del found
        most = max(most, len(alive))
    assert sorted(numbers) == list(range(40))
    assert most <= 5
