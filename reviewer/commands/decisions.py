"""``reviewer decisions``: what people decided about a review, brought into decisions.yaml."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from reviewer.errors import OK, ReviewerError
from reviewer.files import write_whole
from reviewer.model import DecisionFile
from reviewer.report.words import clean, count

app = typer.Typer(help="Look after what people decided about a review.", rich_markup_mode=None)

OutOption = Annotated[Path, typer.Option("--out", metavar="FILE", help="The decisions.yaml to write, or to add to.")]


@app.command("import")
def import_(
    matrix: Annotated[Path, typer.Argument(metavar="MATRIX", help="A matrix.xlsx that people have filled in.")],
    out: OutOption = Path("decisions.yaml"),
) -> int:
    """Read decisions, owners and days from a filled-in matrix.xlsx into decisions.yaml; what stands there stays, unless it is decided anew."""
    from reviewer.decisions import load_decisions, merge
    from reviewer.report.matrix.filled import read_filled

    filled = read_filled(matrix)
    older = load_decisions(out) if out.exists() else DecisionFile()
    merged = merge(older, filled.file)
    _write(out, merged.file)
    say = [f"{count(len(filled.file.decisions), 'decision')} and {count(len(filled.file.tasks), 'task')} read"]
    say.append(f"{merged.added} new, {merged.changed} changed")
    if merged.kept:
        say.append(f"{len(merged.kept)} kept that the workbook does not have")
    print(clean(f"{out}: {'; '.join(say)}"))  # noqa: T201
    if filled.unnoted:
        told = count(filled.unnoted, "decision does", "decisions do")
        print(clean(f"{told} not note what was seen; `reviewer decisions stamp {out} REPORT` adds it from the report.json"))  # noqa: T201
    return OK


@app.command()
def stamp(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A decisions.yaml, for example one written by hand.")],
    report: Annotated[Path, typer.Argument(metavar="REPORT", help="The report.json that was decided on.")],
) -> int:
    """Note in decisions.yaml what was to be seen in a report, so that a later review can tell whether it has changed."""
    from reviewer.changes import read_review
    from reviewer.decisions import load_decisions
    from reviewer.verdict import stamp as stamped

    given = load_decisions(file)
    review = read_review(report, "REPORT")
    if review.redaction is not None:
        raise ReviewerError(
            str(report), "is redacted and does not tell the evidence", "name the report.json that was made without --redact"
        )
    noted = stamped(review, given, str(file))
    _write(file, noted)
    number = sum(d.seen is None for d in given.decisions) - sum(d.seen is None for d in noted.decisions)
    print(clean(f"{file}: {count(number, 'decision')} noted"))  # noqa: T201
    return OK


def _write(path: Path, file: DecisionFile) -> None:
    from reviewer.decisions import dump_decisions

    try:
        write_whole(path, dump_decisions(file).encode("utf-8"), 0o644)
    except OSError as error:
        raise ReviewerError(str(path), f"cannot be written: {(error.strerror or 'fault').lower()}", "name another file") from None
