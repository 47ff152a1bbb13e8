"""Searching documents in workers, where a set is large enough for that to pay."""

from __future__ import annotations

import pickle
import zlib
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from functools import lru_cache
from pathlib import Path
from typing import Final

from reviewer.library import Library, load_library
from reviewer.match import Knowledge, Part, Source, Spread, Terms, knowledge, search_document
from reviewer.model import Passage
from reviewer.workers.pool import Workers, cores
from reviewer.workers.process import WorkerLost

_WORTH_A_WORKER: Final = 500
"""Passages whose search takes longer than a further worker takes to load rubric and language pipeline."""


def known(library: Library) -> Knowledge:
    """What a search goes by, of a rubric."""
    return knowledge(library.rubric.rules, library.thesaurus, library.models)


def spread(rubric: Path, going_by: Knowledge, sizes: Sequence[int], jobs: int | None) -> Spread | None:
    """A search in several processes, this one among them; None where one does as well. ``sizes``: passages of each document."""
    number = min(jobs or cores(), len(sizes), 1 + sum(sizes) // _WORTH_A_WORKER)
    if number < 2:
        return None

    def search(sources: Sequence[Source], passages: Mapping[str, Sequence[Passage]], terms: Terms) -> Iterator[tuple[int, Part]]:
        def here(n: int) -> Part:
            return search_document(sources[n], passages[sources[n].document], terms, going_by)

        # The longest first, so that none is left over for one process at the end.
        waiting = deque(sorted(range(len(sources)), key=lambda n: -sizes[n]))
        packed = zlib.compress(pickle.dumps(terms, pickle.HIGHEST_PROTOCOL), level=1)
        under_way: dict[Future[Part], int] = {}
        with Workers(number - 1) as workers:
            while waiting or under_way:
                for future in [future for future in under_way if future.done()]:
                    n = under_way.pop(future)
                    try:
                        yield n, future.result()
                    except WorkerLost:  # as where the machine has run out of memory; here there is more of it now
                        yield n, here(n)
                while waiting and len(under_way) < number:  # one more than works, so that none has to wait for this process
                    n = waiting.popleft()
                    future = workers.submit(_search, str(rubric), sources[n], passages[sources[n].document], packed)
                    under_way[future] = n
                if waiting:
                    n = waiting.popleft()
                    yield n, here(n)
                else:
                    wait(under_way, return_when=FIRST_COMPLETED)

    return search


def _search(rubric: str, source: Source, passages: Sequence[Passage], terms: bytes) -> Part:
    """What a worker does. ``terms`` grow with the set, and are the same for each document: they are unpacked once."""
    return search_document(source, passages, _terms(terms), _known(rubric))


@lru_cache(maxsize=1)
def _terms(packed: bytes) -> Terms:
    terms: Terms = pickle.loads(zlib.decompress(packed))  # noqa: S301 -- packed by the process that started this one
    return terms


@lru_cache(maxsize=1)
def _known(rubric: str) -> Knowledge:
    return known(load_library(Path(rubric)))
