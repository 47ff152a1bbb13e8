"""``python -m bench.snapshot``: what the program says today of every set it is tried on, so that a change shows what it changes.

The snapshot is the machine's and says nothing of what is right. Without ``--write`` it prints every status that differs from the
committed one and exits with 1; of sets that are not here nothing is said.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from bench import cases
from bench.cases import Case
from bench.judge import Judge, shipped_library

FILE = Path(__file__).resolve().parent / "snapshot.json"
Statuses = dict[str, dict[str, str]]
"""case -> element -> status; unmet is left out"""


def taken(judge: Judge, found: Iterable[Case]) -> Statuses:
    """Statuses of some cases."""
    return {
        case.name: {e: r.status.value for e, r in sorted(judge(case.files).items()) if r.status.value != "unmet"}
        for case in found
    }


def committed() -> Statuses:
    """The snapshot in the repository."""
    content: Statuses = json.loads(FILE.read_text(encoding="utf-8"))
    return content


def differences(before: Mapping[str, Mapping[str, str]], now: Statuses) -> Iterator[str]:
    """A line for every status of a case in ``now`` that was another before."""
    for name, statuses in now.items():
        old = before.get(name, {})
        for element in sorted({*old, *statuses}):
            was, has = old.get(element, "unmet"), statuses.get(element, "unmet")
            if was != has:
                yield f"{name}: {element}: {was} -> {has}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare, or write."""
    parser = argparse.ArgumentParser("python -m bench.snapshot", description="Compare all statuses with the committed ones.")
    parser.add_argument("--write", action="store_true", help="make today's statuses the committed ones")
    options = parser.parse_args(arguments)
    judge = Judge(shipped_library())
    now = taken(judge, (case for found in (cases.samples, cases.real, cases.generated) for case in found()))
    lines = [*differences(committed() if FILE.exists() else {}, now)]
    sys.stdout.write("".join(f"{line}\n" for line in lines) + f"{len(lines)} statuses differ in {len(now)} cases\n")
    if options.write:
        kept = (committed() if FILE.exists() else {}) | now
        FILE.write_text(json.dumps(kept, indent=0, sort_keys=True) + "\n", encoding="utf-8", newline="\n")
        return 0
    return int(bool(lines))


if __name__ == "__main__":
    sys.exit(main())
