"""``make fuzz``: spoils files of every format for some minutes and has them read in workers, as the product does.

``test_hostile`` does the same within bounds at each run of the tests. Here what crashed its parser, hung or fell through to the net
below the readers is written down with what made it, so that it can join ``zoo`` or a test.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from pathlib import Path

from reviewer.documents.interface import Limits
from reviewer.errors import UnreadableDocument
from reviewer.model import Document
from reviewer.parsing import Parser, result
from tests.documents.test_hostile import PLAIN, SAMPLES, in_a_part
from tests.documents.zoo import BEASTS

LIMITS = Limits(min_seconds=20, max_unpacked_bytes=50 * 1024 * 1024, max_characters=1_000_000)
HARM = frozenset({"crashed", "timeout", "out_of_memory"})
ZIPPED = ("docx", "odt", "xlsx")


def cases(seed: int) -> Iterator[tuple[str, str, bytes]]:
    """Spoilt files without end: what made it, the name to read it by, the bytes. The same seed gives the same files."""
    beasts = {name: beast for name, beast in BEASTS.items() if not beast.ends & HARM}
    for number in range(sys.maxsize):
        chance = random.Random(f"{seed} {number}")
        if chance.random() < 0.8:
            form = chance.choice(list(SAMPLES))
            what, name, data = form, f"a.{form}", SAMPLES[form]
        else:
            what = chance.choice(list(beasts))
            name, data = beasts[what].name, beasts[what].make()
        ways = PLAIN + [in_a_part(way) for way in PLAIN] * (what in ZIPPED)
        for _ in range(chance.randint(1, 3)):
            try:
                data = chance.choice(ways)(chance, data) or data
            except Exception:  # noqa: BLE001 -- the container is spoilt already
                data = chance.choice(PLAIN)(chance, data) or data
        yield f"seed {seed}, number {number}, {what}", name, data


def fuzz(seconds: float, seed: int, out: Path, jobs: int) -> Counter[str]:
    """Read spoilt files for so long; how often each outcome was. What should not have been is written to ``out``."""
    outcomes: Counter[str] = Counter()
    end = time.monotonic() + seconds
    waiting: deque[tuple[str, str, bytes, Future[Document]]] = deque()
    with Parser(jobs, LIMITS) as parser:

        def take() -> None:
            what, name, data, future = waiting.popleft()
            try:
                result(future)
                outcomes["read"] += 1
            except UnreadableDocument as error:
                outcomes[error.code] += 1
                if error.code in HARM or "the file could not be parsed" in error.reason:
                    out.mkdir(parents=True, exist_ok=True)
                    place = out / f"{error.code}-{sum(outcomes.values())}-{name}"
                    place.write_bytes(data)
                    print(f"{place}: {what}: {error.reason}", flush=True)
                    outcomes["to look at"] += 1

        for what, name, data in cases(seed):
            if time.monotonic() > end:
                break
            waiting.append((what, name, data, parser.submit(data, name, LIMITS)))
            if len(waiting) > 2 * jobs:
                take()
        while waiting:
            take()
    return outcomes


def main(arguments: Sequence[str] | None = None) -> int:
    """Fuzz; exit with 1 where something is to be looked at."""
    parser = argparse.ArgumentParser("python -m tests.documents.fuzz", description=__doc__)
    parser.add_argument("--minutes", type=float, default=5)
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--out", type=Path, default=Path("build/fuzz"))
    options = parser.parse_args(arguments)
    outcomes = fuzz(60 * options.minutes, options.seed, options.out, options.jobs)
    print(f"seed {options.seed}: " + ", ".join(f"{count} {name}" for name, count in outcomes.most_common()))
    return int(outcomes["to look at"] > 0)


if __name__ == "__main__":
    sys.exit(main())
