"""``reviewer annotate``: copies of the Word files with their evidence highlighted and commented."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from reviewer import report
from reviewer.changes import read_review
from reviewer.commands.guidance import guidance_from
from reviewer.commands.options import ClausesOption, RubricOption
from reviewer.errors import FOUND, OK, ReviewerError
from reviewer.report.words import clean


def annotate(
    report_file: Annotated[Path, typer.Argument(metavar="REPORT", help="A report.json, or the folder that holds one.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the copies, apart from the documents.")],
    rubric: RubricOption = None,
    clauses: ClausesOption = None,
) -> int:
    """Copy each local .docx with its evidence highlighted and a comment at each place; the originals stay as they are."""
    from reviewer.annotation.annotate import Fate, outcome_line
    from reviewer.annotation.annotate import annotate as write_copies

    review = read_review(report_file, "REPORT")
    report.prepare(out)
    fates = []
    for outcome in write_copies(review, guidance_from(rubric, clauses), out):
        fates.append(outcome.fate)
        refused = outcome.fate is Fate.refused
        stream = sys.stderr if refused else sys.stdout
        word = {"annotated": "annotated", "left": "not annotated", "refused": "refused"}[outcome.fate.value]
        print(f"{word}: {clean(outcome_line(outcome))}", file=stream)
    if Fate.annotated not in fates:
        raise ReviewerError(str(report_file), "no document could be annotated", "the lines above say why")
    return FOUND if Fate.refused in fates else OK
