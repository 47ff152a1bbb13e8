"""The command ``reviewer``.

Exit status: 0 the work was done; 1 it was done and ``--fail-on`` (``compare``, ``annotate``, ``validate`` or ``rubric lint``) found
something, or ``batch`` could not review a client; 2 the call or its input is the user's to mend, said in one line; 70 a bug of the reviewer.
"""

from __future__ import annotations

import os
import sys
import traceback
from collections.abc import Callable, Collection, Sequence
from importlib import import_module
from io import TextIOWrapper
from typing import Annotated, Final

import typer

from reviewer import __version__
from reviewer.commands.options import CredentialsOption, EndpointOption, drive_settings
from reviewer.errors import BUG, OK, UNUSABLE, ReviewerError, UnreadableDocument

# Each with its place and the line that says what it does, so that only the one that is called has to be loaded.
COMMANDS: Final = {
    "review": ("review:review", "Review procedures and write the reports."),
    "batch": (
        "batch:batch",
        "Review many clients. Killed or interrupted and started again, it does only what is missing or has changed.",
    ),
    "compare": (
        "compare:compare",
        "Compare two reviews: closed, new, changed and regressed findings, with the wording that changed.",
    ),
    "annotate": (
        "annotate:annotate",
        "Copy each local .docx with its evidence highlighted and a comment at each place; the originals stay as they are.",
    ),
    "rehearse": (
        "rehearse:rehearse",
        "Rehearse the audit: write the pack to prepare with, or hold the session and keep minutes.",
    ),
    "validate": (
        "validate:validate",
        "Run the shipped known-answer sets here and write the record that a regulated user files; exit with 1 if anything differs.",
    ),
    "crosswalk": (
        "pages:crosswalk",
        "Show how clauses of the standards map to each other, or all about one clause or framework.",
    ),
    "explain": (
        "pages:explain",
        "Explain a criterion: what is asked and why, what to write, what an auditor asks, how it is missed.",
    ),
    "trace": (
        "pages:trace",
        "Show how the status of an element was reached: passages considered, what was found, what would have changed it.",
    ),
    "text": ("", ""),
    "schema": ("", ""),
    "version": ("", ""),
    "rubric": ("rubric:app", "Look after the rubric."),
    "drive": ("drive:app", "Sign in to Google Drive, and see what a review would read."),
    "cache": ("cache:app", "Look after what reviews with --cache have kept."),
    "decisions": ("decisions:app", "Look after what people decided about a review."),
}


def app_for(named: Collection[str]) -> typer.Typer:
    """The command line with the commands that are named; the others stand there by name alone, for ``--help``."""
    app = typer.Typer(
        name="reviewer",
        help="Reads the procedures of a medical-device quality system and reports which requirements they cover, with quotes. "
        "Nothing leaves this machine.",
        add_completion=False,
        rich_markup_mode=None,
        pretty_exceptions_enable=False,
    )
    light: dict[str, Callable[..., int]] = {"text": text, "schema": schema, "version": version}
    for name, (place, about) in COMMANDS.items():
        if name in light:
            app.command(name)(light[name])
        elif name not in named:
            app.command(name, help=about)(_not_loaded)
        else:
            module, _, attribute = place.partition(":")
            found = getattr(import_module(f"reviewer.commands.{module}"), attribute)
            if isinstance(found, typer.Typer):
                app.add_typer(found, name=name)
            else:
                app.command(name)(found)
    return app


def __getattr__(name: str) -> typer.Typer:
    """``app``, with all commands loaded, for what describes them."""
    if name == "app":
        return app_for(COMMANDS)
    raise AttributeError(name)


def _not_loaded() -> int:
    raise AssertionError("a command that is called is loaded first")


def text(
    document: Annotated[str, typer.Argument(metavar="DOCUMENT", help="One document, or drive:FILE_ID.")],
    drive_endpoint: EndpointOption = None,
    drive_credentials: CredentialsOption = None,
) -> int:
    """Print the text of a document as the reviewer reads it; offsets in reports count its characters."""
    from reviewer import intake

    print(intake.read_one(document, drive_settings(drive_endpoint, drive_credentials)).text)  # noqa: T201
    return OK


def schema() -> int:
    """Print the JSON Schema of report.json."""
    from reviewer.report.json_report import schema_text

    print(schema_text(), end="")  # noqa: T201
    return OK


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
        status = app_for(arguments)(list(arguments) or ["--help"], prog_name="reviewer", standalone_mode=False)
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
    from reviewer.report.words import clean

    print(f"error: {clean(message)}", file=sys.stderr)  # noqa: T201
    return UNUSABLE
