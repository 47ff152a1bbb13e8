"""``reviewer validate``: the known-answer sets on this machine, and the record to file."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from reviewer import report
from reviewer.commands.progress import ProgressLine
from reviewer.errors import FOUND, OK
from reviewer.report.words import clean


def validate(
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for validation.docx and validation.json.")],
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but the files.")] = False,
) -> int:
    """Run the shipped known-answer sets here and write the record that a regulated user files; exit with 1 if anything differs."""
    from reviewer.report import paper
    from reviewer.validation import known_sets, sheet
    from reviewer.validation import validate as run
    from reviewer.validation.record import Outcome
    from reviewer.validation.sheet import as_json, headline

    report.prepare(out)
    with ProgressLine(quiet=quiet) as progress:
        record = run(known_sets(), lambda: datetime.now(UTC), progress=lambda what: progress(what, 0, 0))
    written = report.write({"validation.docx": paper.docx(sheet(record)), "validation.json": as_json(record)}, out)
    if not quiet:
        print(headline(record))  # noqa: T201
        for case in record.cases:
            if case.outcome is Outcome.differs:
                print(clean(f"differs: {case.group}: {case.case}: expected {case.expected}, actual {case.actual} {case.note}"))  # noqa: T201
    for path in written:
        print(clean(str(path)))  # noqa: T201
    return OK if record.passed else FOUND
