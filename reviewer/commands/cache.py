"""``reviewer cache``: what reviews with ``--cache`` have kept."""

from __future__ import annotations

import typer

from reviewer.report.words import count

app = typer.Typer(help="Look after what reviews with --cache have kept.", rich_markup_mode=None)


@app.callback()
def cache() -> None:
    """Look after what reviews with --cache have kept."""


@app.command()
def clear() -> int:
    """Remove all that was kept, and the key without which it could not be read."""
    from reviewer import cache as kept

    removed = kept.clear()
    print(f"{count(removed, 'document')} removed" if removed else "nothing was kept")  # noqa: T201
    return 0
