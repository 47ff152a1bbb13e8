"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reviewer.errors import ReviewerError

if TYPE_CHECKING:
    from reviewer.sources.drive.settings import Settings

ClausesOption = Annotated[Path | None, typer.Option("--clauses", metavar="DIR", help="Use the clause library in this folder.")]
RubricOption = Annotated[Path | None, typer.Option("--rubric", metavar="DIR", help="Judge by the rubric in this folder.")]
BrandOption = Annotated[
    Path | None,
    typer.Option("--brand", metavar="FILE", help="brand.yaml: your name, logo, colours and disclaimer for the reports."),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON.")]
EndpointOption = Annotated[
    str | None,
    typer.Option(
        "--drive-endpoint", metavar="URL", envvar="REVIEWER_DRIVE_ENDPOINT", help="Another server that speaks Drive v3; https, or http on this machine."
    ),
]  # fmt: skip
CredentialsOption = Annotated[
    Path | None,
    typer.Option(
        "--drive-credentials", metavar="FILE", envvar="REVIEWER_DRIVE_CREDENTIALS", help="JSON of an authorised user or a service account, in place of `drive login`."
    ),
]  # fmt: skip
TimeoutOption = Annotated[
    float, typer.Option("--drive-timeout", metavar="SECONDS", help="How long to wait for an answer of Google Drive.")
]
ShortcutsOption = Annotated[
    bool, typer.Option("--follow-shortcuts/--no-follow-shortcuts", help="Read what shortcuts in Google Drive lead to.")
]


def drive_settings(endpoint: str | None, credentials: Path | None, **more: float | bool) -> Settings:
    """The settings of the Drive source. Raises ReviewerError for a value that is out of range."""
    from pydantic import ValidationError

    from reviewer.sources.drive import settings

    try:
        return settings.Settings.model_validate({"endpoint": endpoint, "credentials": credentials, **more})
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]).replace("_", "-")
        raise ReviewerError(f"--drive-{name}", first["msg"].lower(), "see `reviewer review --help`") from None
