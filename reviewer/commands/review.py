"""``reviewer review``: the main job, from the options of the command to the reports that were written."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeVar

import typer

from reviewer import report, resources
from reviewer.commands.guidance import guidance_from
from reviewer.commands.options import (
    BrandOption,
    ClausesOption,
    CredentialsOption,
    EndpointOption,
    RubricOption,
    ShortcutsOption,
    TimeoutOption,
    drive_settings,
)
from reviewer.commands.progress import ProgressLine
from reviewer.errors import FOUND, OK, ReviewerError
from reviewer.model import Basis, Severity
from reviewer.report import gaps
from reviewer.report.terminal import print_summary


def review(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="SOURCE", help="Files, folders with all below, and drive:FOLDER_ID or a Drive folder's address."),
    ],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the reports.")] = Path("reviewer-report"),
    formats: Annotated[
        str, typer.Option("--format", metavar="LIST", help=f"Comma list of {', '.join(sorted(report.REPORTS))}.")
    ] = ",".join(report.DEFAULT_FORMATS),
    tier: Annotated[
        str, typer.Option(metavar="TIER", help="detailed, or summary: the free summary without quotes alone.")
    ] = "detailed",
    brand: BrandOption = None,
    standards: Annotated[
        str | None, typer.Option(metavar="LIST", help="Comma list of the standards in scope; all if not given.")
    ] = None,
    profile: Annotated[
        Path | None, typer.Option(metavar="FILE", help="reviewer.yaml: what applies to the manufacturer and what does not.")
    ] = None,
    fail_on: Annotated[
        str | None,
        typer.Option(metavar="SEVERITY", help="Exit with 1 on a gap at or above major or minor that a clause asks for."),
    ] = None,
    fail_on_basis: Annotated[
        str, typer.Option(metavar="BASIS", help="Widen --fail-on: requirement, adjacent (and those), audit-focus (all).")
    ] = Basis.requirement.value,
    trace: Annotated[
        bool, typer.Option("--trace", help="Keep every passage that was considered, not only the ten weightiest.")
    ] = False,
    rubric: RubricOption = None,
    clauses: ClausesOption = None,
    ocr: Annotated[bool, typer.Option("--ocr", help="Read scanned pages, if tesseract is installed.")] = False,
    since: Annotated[
        Path | None, typer.Option(metavar="REPORT", help="Say which documents have changed since an earlier report.json.")
    ] = None,
    decisions: Annotated[
        Path | None, typer.Option(metavar="FILE", help="decisions.yaml: what people decided, shown beside the tool's statuses.")
    ] = None,
    redact: Annotated[
        bool,
        typer.Option("--redact", help="Replace names of people and companies, e-mail addresses and the like by placeholders."),
    ] = False,
    redact_names: Annotated[
        Path | None, typer.Option(metavar="FILE", help="YAML with names to replace (people, company, other); with it, --redact.")
    ] = None,
    no_quotes: Annotated[bool, typer.Option("--no-quotes", help="Leave the text of quotes out of the reports.")] = False,
    cache: Annotated[
        bool,
        typer.Option(
            "--cache", help="Keep what was read and found, encrypted, so that what has not changed is not read and judged again."
        ),
    ] = False,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", metavar="N", min=1, help="Processes that work at the same time; one on each core if not given."),
    ] = None,
    drive_endpoint: EndpointOption = None,
    drive_credentials: CredentialsOption = None,
    drive_timeout: TimeoutOption = 30,
    drive_max_retries: Annotated[
        int,
        typer.Option("--drive-max-retries", metavar="N", help="How often to ask Google Drive again after a fault that may pass."),
    ] = 5,
    drive_max_file_mb: Annotated[
        int, typer.Option("--drive-max-file-mb", metavar="N", help="Do not fetch larger files from Google Drive; at most 100.")
    ] = 100,
    drive_concurrency: Annotated[
        int, typer.Option("--drive-concurrency", metavar="N", help="Files fetched from Google Drive at the same time, up to 16.")
    ] = 4,
    acknowledge_abuse: Annotated[
        bool,
        typer.Option("--acknowledge-abuse", help="Fetch from Google Drive what Google flags as malware or spam; its owner may."),
    ] = False,
    follow_shortcuts: ShortcutsOption = True,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No summary in the terminal.")] = False,
) -> int:
    """Review procedures and write the reports."""
    wanted = choice(report.Tier, "--tier", tier)
    chosen = report.formats_from(formats, wanted)
    severity = None if fail_on is None else choice(Severity, "--fail-on", fail_on)
    bases = gaps.widened(choice(Basis, "--fail-on-basis", fail_on_basis))
    scope = None if standards is None else _names("--standards", standards)
    if profile is not None and not profile.is_file():
        raise ReviewerError(str(profile), "is not a file", "check --profile")
    resources.rubric_dir(rubric), resources.clauses_dir(clauses)  # speaks up if one is not a folder
    guidance = guidance_from(rubric, clauses, brand)
    _keep_apart(out, sources)

    from reviewer import pipeline

    options = pipeline.Options(
        standards=scope,
        profile=profile,
        rubric=rubric,
        clauses=clauses,
        trace=trace,
        ocr=ocr,
        drive=drive_settings(
            drive_endpoint, drive_credentials, timeout=drive_timeout, max_retries=drive_max_retries, max_file_mb=drive_max_file_mb,
            concurrency=drive_concurrency, follow_shortcuts=follow_shortcuts, acknowledge_abuse=acknowledge_abuse,
        ),
        cache=cache,
        since=since,
        jobs=jobs,
        decisions=decisions,
        redact=redact or redact_names is not None,
        redact_names=redact_names,
        redact_company=(guidance.brand.name,) if guidance.brand.name else (),
        quotes=not no_quotes,
    )  # fmt: skip
    report.prepare(out)
    with ProgressLine(quiet=quiet) as progress:
        result = pipeline.review_sources(sources, options, progress)
    written = report.write(report.render(result, chosen, wanted, guidance), out)
    if not quiet:
        print_summary(result, sys.stdout, written)
    return FOUND if severity is not None and gaps.fails(result, severity, bases) else OK


Choice = TypeVar("Choice", bound=StrEnum)


def choice(kind: type[Choice], option: str, value: str) -> Choice:
    """The value of an option that takes one of some words. Raises ReviewerError for another."""
    try:
        return kind(value.strip().lower())
    except ValueError:
        raise ReviewerError(option, f"there is no {value!r}", f"choose from {', '.join(kind)}") from None


def _names(option: str, value: str) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(name.strip() for name in value.split(",") if name.strip()))
    if not names:
        raise ReviewerError(option, "nothing was named", "leave it out for all")
    return names


def _keep_apart(out: Path, sources: Sequence[str]) -> None:
    """A report that lies among the documents would be read as one of them the next time."""
    where = Path(os.path.realpath(out))
    for source in sources:
        if Path(source).is_dir() and where.is_relative_to(os.path.realpath(source)):
            raise ReviewerError(str(out), "lies inside the folder under review", "name a folder elsewhere with --out")
    if out.exists() and not out.is_dir():
        raise ReviewerError(str(out), "is not a folder", "name a folder with --out")
