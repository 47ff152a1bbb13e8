"""The command ``reviewer``.

Exit status: 0 the work was done; 1 it was done and ``--fail-on`` (``compare``, ``annotate``, ``validate`` or ``rubric lint``) found
something, or ``batch`` could not review a client; 2 the call or its input is the user's to mend, said in one line; 70 a bug of the reviewer.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Sequence
from io import TextIOWrapper
from typing import Annotated

import typer

from reviewer import __version__
from reviewer.commands import cache as cache_commands
from reviewer.commands import decisions as decisions_commands
from reviewer.commands import drive as drive_commands
from reviewer.commands import pages
from reviewer.commands import rubric as rubric_commands
from reviewer.commands.annotate import annotate
from reviewer.commands.batch import batch
from reviewer.commands.compare import compare
from reviewer.commands.options import CredentialsOption, EndpointOption, drive_settings
from reviewer.commands.rehearse import rehearse
from reviewer.commands.review import review
from reviewer.commands.validate import validate
from reviewer.errors import BUG, OK, UNUSABLE, ReviewerError, UnreadableDocument
from reviewer.report.json_report import schema_text
from reviewer.report.words import clean

app = typer.Typer(
    name="reviewer",
    help="Reads the procedures of a medical-device quality system and reports which requirements they cover, with quotes. "
    "Nothing leaves this machine.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.add_typer(rubric_commands.app, name="rubric")
app.add_typer(drive_commands.app, name="drive")
app.add_typer(cache_commands.app, name="cache")
app.add_typer(decisions_commands.app, name="decisions")


for command in (review, batch, compare, annotate, rehearse, validate, pages.crosswalk, pages.explain, pages.trace):
    app.command()(command)


@app.command()
def text(
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="One document, or drive:FILE_ID.")],
    drive_endpoint: EndpointOption = None,
    drive_credentials: CredentialsOption = None,
) -> int:
    """Print the text of a document as the reviewer reads it; offsets in reports count its characters."""
    from reviewer import intake

    print(intake.read_one(document, drive_settings(drive_endpoint, drive_credentials)).text)  # noqa: T201
    return OK


@app.command()
def schema() -> int:
    """Print the JSON Schema of report.json."""
    print(schema_text(), end="")  # noqa: T201
    return OK


@app.command()
def version() -> int:
    """Print the version."""
    print(f"reviewer {__version__}")  # noqa: T201
    return OK


def main() -> None:
    """Entry point of the console script."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run one command and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):  # on Windows neither utf-8 nor "\n" is the default
            stream.reconfigure(encoding="utf-8", errors="replace", newline="\n")
    try:
        status = app(list(arguments) or ["--help"], prog_name="reviewer", standalone_mode=False)
        sys.stdout.flush()
        return status if isinstance(status, int) else OK
    except ReviewerError as error:
        return _complain(str(error))
    except UnreadableDocument as error:
        return _complain(error.reason)
    except typer.TyperException as error:
        return _complain(error.format_message())
    except (KeyboardInterrupt, typer.Abort):
        return 130
    except (BrokenPipeError, SystemExit):  # typer exits itself where whoever read our output has gone
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno() if sys.__stdout__ else 1)
        return OK
    except Exception:  # noqa: BLE001 -- the last line of defence; 1 would read as a finding
        traceback.print_exc()
        print("reviewer: this is a bug of the reviewer, not of your documents", file=sys.stderr)  # noqa: T201
        return BUG


def _complain(message: str) -> int:
    print(f"error: {clean(message)}", file=sys.stderr)  # noqa: T201
    return UNUSABLE
