"""Searching documents in workers, where a set is large enough for that to pay."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future
from functools import lru_cache
from pathlib import Path
from typing import Final

from reviewer.fitted import Models
from reviewer.library import Library, load_library
from reviewer.match import Part, Source, Spread, Terms, search_document
from reviewer.model import Passage
from reviewer.rules import Rule
from reviewer.terms import Thesaurus
from reviewer.workers.pool import Workers, cores
from reviewer.workers.process import WorkerLost

_WORTH_A_WORKER: Final = 500
"""Passages whose search takes longer than a further worker takes to load rubric, language pipeline and encoder."""


def spread(rubric: Path, library: Library, sizes: Sequence[int], jobs: int | None) -> Spread | None:
    """A search in several processes, this one among them; None where one does as well. ``sizes``: passages of each document."""
    number = min(jobs or cores(), len(sizes), 1 + sum(sizes) // _WORTH_A_WORKER)
    if number < 2:
        return None

    def search(sources: Sequence[Source], passages: Mapping[str, Sequence[Passage]], terms: Terms) -> Iterator[Part]:
        # The longest first, so that none is left over for one process at the end.
        waiting = sorted(range(len(sources)), key=lambda n: -sizes[n])
        found: dict[int, Part | Future[Part]] = {}
        with Workers(number - 1) as workers:
            under_way: list[Future[Part]] = []
            while waiting:
                under_way = [future for future in under_way if not future.done()]
                while waiting and len(under_way) < number:  # one more than works, so that none has to wait for this process
                    n = waiting.pop(0)
                    future = workers.submit(_search, str(rubric), sources[n], passages[sources[n].document], terms)
                    found[n] = future
                    under_way.append(future)
                if waiting:
                    n = waiting.pop(0)
                    source = sources[n]
                    found[n] = search_document(source, passages[source.document], terms, *_parts(library))
            for n in range(len(sources)):
                part = found.pop(n)
                if isinstance(part, Future):
                    try:
                        part = part.result()
                    except WorkerLost:  # as where the machine has run out of memory; here there is more of it now
                        part = search_document(sources[n], passages[sources[n].document], terms, *_parts(library))
                yield part

    return search


def _parts(library: Library) -> tuple[Mapping[str, Rule], Thesaurus, Models]:
    return library.rubric.rules, library.thesaurus, library.models


def _search(rubric: str, source: Source, passages: Sequence[Passage], terms: Terms) -> Part:
    """What a worker does."""
    return search_document(source, passages, terms, *_parts(_library(rubric)))


@lru_cache(maxsize=1)
def _library(rubric: str) -> Library:
    return load_library(Path(rubric))
