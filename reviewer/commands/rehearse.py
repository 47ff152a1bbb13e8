"""``reviewer rehearse``: the audit pack, and the session that asks."""

from __future__ import annotations

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from reviewer import report, resources
from reviewer.changes import read_review
from reviewer.commands.guidance import guidance_from
from reviewer.commands.options import ClausesOption, RubricOption
from reviewer.errors import OK, ReviewerError
from reviewer.report.words import clean

_FORMATS = ("docx", "html")


def rehearse(
    report_file: Annotated[Path, typer.Argument(metavar="REPORT", help="A report.json, or the folder that holds one.")],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the pack or the minutes.")] = Path("rehearsal"),
    formats: Annotated[
        str, typer.Option("--format", metavar="LIST", help="Of the pack: comma list of docx, html.")
    ] = "docx,html",
    weak_first: Annotated[
        bool, typer.Option("--weak-first", help="Topics with a gap first, by weight, instead of the order of an audit.")
    ] = False,
    interactive: Annotated[
        bool, typer.Option("--interactive", help="Ask the questions here, take answers and records, and write minutes.")
    ] = False,
    restart: Annotated[bool, typer.Option("--restart", help="Begin a new session, and give up the one in the folder.")] = False,
    asked_by: Annotated[str, typer.Option("--asked-by", metavar="NAME", help="Who plays the auditor; for the minutes.")] = "",
    answered_by: Annotated[str, typer.Option("--answered-by", metavar="NAME", help="Who answers; for the minutes.")] = "",
    rubric: RubricOption = None,
    clauses: ClausesOption = None,
) -> int:
    """Rehearse the audit: write the pack to prepare with, or hold the session and keep minutes."""
    from reviewer.library import load_stages
    from reviewer.rehearsal import pack, session, stages
    from reviewer.report import paper

    wanted = tuple(dict.fromkeys(name.strip().lower() for name in formats.split(",") if name.strip()))
    if not wanted or set(wanted) - set(_FORMATS):
        raise ReviewerError("--format", f"no format {formats!r}", f"choose from {', '.join(_FORMATS)}")
    review = read_review(report_file, "REPORT")
    guidance = guidance_from(rubric, clauses)
    parts = stages(review, guidance, load_stages(resources.rubric_dir(rubric)), weak_first=weak_first)
    if not parts:
        raise ReviewerError(
            str(report_file), "no criterion applies, so nothing can be rehearsed", "review with standards in scope"
        )
    report.prepare(out)
    if not interactive:
        pages = pack(review, guidance, parts)
        files = {"docx": paper.docx, "html": paper.html}
        written = report.write({f"rehearsal.{name}": files[name](pages) for name in wanted}, out)
    else:
        written = session.hold(
            review, guidance, parts, out, session.Terminal(sys.stdin, sys.stdout),
            lambda: datetime.now(UTC), session.People(asked_by, answered_by), restart=restart,
        )  # fmt: skip
    for path in written:
        print(clean(str(path)))  # noqa: T201
    return OK
