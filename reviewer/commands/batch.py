"""``reviewer batch``: many clients, each with reports of its own, and the portfolio report over all of them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reviewer import report, resources
from reviewer.commands.options import (
    BrandOption,
    ClausesOption,
    CredentialsOption,
    EndpointOption,
    RubricOption,
    TimeoutOption,
    drive_settings,
)
from reviewer.commands.progress import ProgressLine
from reviewer.commands.review import choice
from reviewer.errors import FOUND, OK, UNUSABLE, ReviewerError
from reviewer.model import Basis, PortfolioReview, Severity, Standing
from reviewer.report import gaps
from reviewer.report.brand import PLAIN, load_brand
from reviewer.report.words import clean

if TYPE_CHECKING:
    from reviewer.batch.executors import Hear, Place
    from reviewer.batch.journal import History
    from reviewer.batch.portfolio import Portfolio


def batch(
    portfolio: Annotated[
        Path, typer.Argument(metavar="PORTFOLIO", help="YAML file that names the clients, or a folder with a folder for each.")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder for the reports of all clients, and the journal.")],
    formats: Annotated[
        str,
        typer.Option("--format", metavar="LIST", help=f"Comma list of {', '.join(sorted(report.REPORTS))}; json is always made."),
    ] = ",".join(report.DEFAULT_FORMATS),
    brand: BrandOption = None,
    standards: Annotated[
        str | None, typer.Option(metavar="LIST", help="Comma list of the standards in scope; all if not given.")
    ] = None,
    rubric: RubricOption = None,
    clauses: ClausesOption = None,
    ocr: Annotated[bool, typer.Option("--ocr", help="Read scanned pages, if tesseract is installed.")] = False,
    redact: Annotated[bool, typer.Option("--redact", help="Replace names and addresses by placeholders.")] = False,
    no_quotes: Annotated[bool, typer.Option("--no-quotes", help="Leave the text of quotes out of the reports.")] = False,
    fail_on: Annotated[
        str | None, typer.Option(metavar="SEVERITY", help="Exit with 1 where a client has a gap at or above major or minor.")
    ] = None,
    fail_on_basis: Annotated[
        str, typer.Option(metavar="BASIS", help="Widen --fail-on: requirement, adjacent (and those), audit-focus (all).")
    ] = Basis.requirement.value,
    jobs: Annotated[
        int | None,
        typer.Option("--jobs", min=1, metavar="N", help="Clients reviewed at the same time; one on each core if not given."),
    ] = None,
    executor: Annotated[
        str,
        typer.Option(
            metavar="KIND", help="processes of this machine, a dask cluster, or none: one after the other in this process."
        ),
    ] = "processes",
    scheduler: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="The scheduler of the Dask cluster, such as tcp://10.0.0.5:8786.")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Review clients too in which nothing has changed.")] = False,
    cache: Annotated[
        bool, typer.Option("--cache", help="Keep what was read, encrypted, so that unchanged documents are not read again.")
    ] = False,
    drive_endpoint: EndpointOption = None,
    drive_credentials: CredentialsOption = None,
    drive_timeout: TimeoutOption = 30,
    log_json: Annotated[
        Path | None, typer.Option("--log-json", metavar="FILE", help="Add a line of JSON for each event: no text of documents.")
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary in the terminal.")] = False,
) -> int:
    """Review many clients. Killed or interrupted and started again, it does only what is missing or has changed."""
    from reviewer.batch.client import plain_guidance
    from reviewer.batch.events import Log, Watch
    from reviewer.batch.executors import Kind
    from reviewer.batch.folders import Folders
    from reviewer.batch.journal import Complete, Journal
    from reviewer.batch.portfolio import Choices, Portfolio, read_portfolio
    from reviewer.batch.run import Wanted, run_batch
    from reviewer.batch.summary import reviews_of, summarise
    from reviewer.report.portfolio import portfolio_reports

    severity = None if fail_on is None else choice(Severity, "--fail-on", fail_on)
    bases = gaps.widened(choice(Basis, "--fail-on-basis", fail_on_basis))
    kind = choice(Kind, "--executor", executor)
    if (kind is Kind.dask) != (scheduler is not None):
        raise ReviewerError("--scheduler", "goes with --executor dask, and only with it", "give both or neither")
    given = Choices.model_validate(
        {
            "formats": report.formats_from(formats), "brand": brand, "rubric": rubric, "clauses": clauses, "ocr": ocr, "redact": redact,
            "standards": _names(standards), "quotes": not no_quotes,
        }
    )  # fmt: skip
    guidance = plain_guidance(resources.rubric_dir(rubric), resources.clauses_dir(clauses))
    look = load_brand(brand) if brand else PLAIN
    read = read_portfolio(portfolio, given)
    if not isinstance(read, Portfolio):
        for fault in read:
            print(f"error: {clean(str(fault))}", file=sys.stderr)  # noqa: T201
        return UNUSABLE
    _keep_apart(out, portfolio, read)
    wanted = Wanted(drive_settings(drive_endpoint, drive_credentials, timeout=drive_timeout), cache, again)
    started = datetime.now(UTC)
    folders = Folders(out)
    try:
        with Log(log_json) as log, ProgressLine(quiet=quiet) as line:
            watch = Watch(lambda text: line(text, 0, 0))
            place = _place(kind, scheduler, jobs, watch.hear)
            try:
                result = run_batch(read, folders, place, wanted, watch, log)
            except KeyboardInterrupt:
                log("interrupted")
                place.close(at_once=True)
                raise
            except BaseException:
                place.close(at_once=True)
                raise
            place.close(at_once=False)
            history = result.history
            names = {client.name for client in read.clients}
            reviews = reviews_of(read, folders, result.failed)
            finished = datetime.now(UTC)
            summary = summarise(
                read, folders, reviews, guidance,
                standings={name: _standing(name, history) for name in names if name not in result.failed},
                changes={name: line.changes for name, line in history.finished.items() if name in history.in_this_run},
                failures={name: (failed.code, failed.reason, failed.advice) for name, failed in result.failed.items()},
                removed=[name for name in history.before if name not in names],
            ).model_copy(
                update={
                    "run": {
                        "started_at": started.isoformat(timespec="seconds"), "finished_at": finished.isoformat(timespec="seconds"),
                        "seconds": round((finished - started).total_seconds(), 2), "executor": kind.value, "jobs": place.jobs,
                    }
                }
            )  # fmt: skip
            written = report.write(portfolio_reports(summary, look), out)
            if history.clients is None:
                journal = Journal(out)
                journal.add(Complete(clients=tuple(client.name for client in read.clients)))
                journal.compact(folders.holds)
            log("batch_finished", seconds=(finished - started).total_seconds())
    finally:
        folders.close()
    if not quiet:
        _say(summary, written)
    found = severity is not None and any(gaps.fails(review, severity, bases) for review in reviews.values())
    return FOUND if found or result.failed else OK


def _place(kind: str, scheduler: str | None, jobs: int | None, hear: Hear) -> Place:
    """Where clients are reviewed. What is not asked for is not loaded."""
    if kind == "dask":
        from reviewer.batch.cluster import Cluster

        assert scheduler is not None
        return Cluster(scheduler, jobs, hear)
    if kind == "none":
        from reviewer.batch.executors import Here

        return Here(hear)
    from reviewer.batch.processes import Processes

    return Processes(jobs, hear)


def _standing(name: str, history: History) -> Standing:
    if name not in history.in_this_run:
        return Standing.unchanged
    return Standing.first if history.finished[name].changes is None else Standing.again


def _names(value: str | None) -> Any:
    if value is None:
        return None
    names = [name.strip() for name in value.split(",") if name.strip()]
    if not names:
        raise ReviewerError("--standards", "nothing was named", "leave it out for all")
    return names


def _keep_apart(out: Path, given: Path, portfolio: Portfolio) -> None:
    """Reports that lie among the documents would be read as some of them the next time."""
    where = out.resolve()
    folders = [given, *(Path(source) for client in portfolio.clients for source in client.sources)]
    for folder in folders:
        if folder.is_dir() and where.is_relative_to(folder.resolve()):
            raise ReviewerError(str(out), f"lies inside {folder}, which is under review", "name a folder elsewhere with --out")
    if out.exists() and not out.is_dir():
        raise ReviewerError(str(out), "is not a folder", "name a folder with --out")


def _say(portfolio: PortfolioReview, written: Sequence[Path]) -> None:
    from reviewer.report.portfolio import state

    lines = [state.headline(portfolio), *state.sentences(portfolio)]
    lines += [f"failed: {client.name}: {client.reason}; {client.advice}" for client in state.failures(portfolio)]
    for text in (*lines, *(str(path) for path in written)):
        print(clean(text))  # noqa: T201
