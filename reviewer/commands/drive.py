"""``reviewer drive``: signing in to Google Drive, and looking at what a review would read."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from reviewer.commands.options import (
    CredentialsOption,
    EndpointOption,
    JsonOption,
    ShortcutsOption,
    TimeoutOption,
    drive_settings,
)
from reviewer.commands.progress import ProgressLine
from reviewer.report.words import clean

app = typer.Typer(help="Sign in to Google Drive, and see what a review would read.", rich_markup_mode=None)


@app.command()
def login(
    client: Annotated[
        Path, typer.Option("--client", metavar="FILE", help="JSON of your own OAuth client, of the type desktop app.")
    ],
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the browser, or only print the address.")] = True,
) -> int:
    """Sign in with your browser; the reviewer may then read your Drive, and nothing else."""
    from reviewer.sources.drive import login as signing

    where = signing.login(client, open_browser=browser)
    _say(f"signed in; the sign-in is kept in {where}. `reviewer drive logout` ends it.")
    return 0


@app.command()
def status(endpoint: EndpointOption = None, credentials: CredentialsOption = None, timeout: TimeoutOption = 30) -> int:
    """Say which sign-in a review would use, and whether Google accepts it."""
    from reviewer.sources.drive.faults import DriveFault, Kind
    from reviewer.sources.drive.source import DriveSource

    with DriveSource(drive_settings(endpoint, credentials, timeout=timeout)) as source:
        who = source.signed_in
        try:
            account = source.client.account()
        except DriveFault as fault:
            if fault.kind not in {Kind.gone, Kind.bad_request}:  # a server in Google's place may not know who is asking
                raise fault.of_call(who.where) from None
            account = None
    _say(f"signed in as {account or who.who}, with {who.where}; scope: drive.readonly")
    return 0


@app.command()
def logout() -> int:
    """Give the sign-in of `drive login` back to Google and forget it."""
    from reviewer.sources.drive import login as signing

    _say(signing.logout())
    return 0


@app.command("ls")
def list_folder(
    folder: Annotated[str, typer.Argument(metavar="FOLDER", help="drive:FOLDER_ID, or the folder's address in the browser.")],
    endpoint: EndpointOption = None,
    credentials: CredentialsOption = None,
    timeout: TimeoutOption = 30,
    follow_shortcuts: ShortcutsOption = True,
    as_json: JsonOption = False,
) -> int:
    """Show what a review would read, as a tree with kind, size and revision, and why a file would be left out."""
    from reviewer.sources.drive.address import is_drive
    from reviewer.sources.drive.source import DriveSource

    source = folder if is_drive(folder) else f"drive:{folder}"
    settings = drive_settings(endpoint, credentials, timeout=timeout, follow_shortcuts=follow_shortcuts)
    with ProgressLine(quiet=False) as progress, DriveSource(settings) as drive:
        entries = drive.entries(source, lambda number: progress(f"looking through Google Drive: {number} files found", 0, 0))
    if as_json:
        print(json.dumps([entry._asdict() for entry in entries], ensure_ascii=False, indent=1))  # noqa: T201
        return 0
    shown: tuple[str, ...] = ()
    for entry in entries:
        folders = entry.parts[:-1]
        for depth, name in enumerate(folders):
            if folders[: depth + 1] != shown[: depth + 1]:
                _say(f"{'  ' * depth}{clean(name)}/")
        shown = folders
        facts = [entry.kind, _size(entry.size), f"revision {entry.revision}" if entry.revision else "", f"id {entry.id}"]
        why = f"  LEFT OUT: {clean(entry.left_out)}" if entry.left_out else ""
        _say(f"{'  ' * len(folders)}{clean(entry.parts[-1])}  [{clean(', '.join(filter(None, facts)))}]{why}")
    read = {entry.id for entry in entries if entry.left_out is None}
    left_out = {entry.id for entry in entries} - read
    _say(f"{len(read)} to read, {len(left_out)} left out")
    return 0


def _size(size: int | None) -> str:
    if size is None:
        return ""
    return (
        f"{size:,} bytes" if size < 10_000 else f"{size / 1024:,.0f} kB" if size < 10_000_000 else f"{size / 1024 / 1024:,.0f} MB"
    )


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
