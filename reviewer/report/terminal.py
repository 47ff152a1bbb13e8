"""The summary in the terminal: read at a glance, plain where nobody watches, safe whatever the documents hold."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.table import Table
from rich.text import Text

from reviewer.model import Basis, Finding, Review, StandardScore, Verdict
from reviewer.report import gaps, words

BAR = 12
PLAIN_WIDTH = 100
GAPS = 8
DOCUMENTS = 12
_COLOURS = {Verdict.covered: "green", Verdict.partial: "yellow", Verdict.missing: "red", Verdict.conflicting: "magenta"}


def print_summary(review: Review, stream: TextIO, written: Sequence[Path] = (), *, width: int | None = None) -> None:
    """Print the summary of a review, and where its reports lie."""
    console = console_for(stream, width)
    console.print(Text(f"Coverage: {words.percent(review.scores.overall)} of what is asked", style="bold"))
    console.print(_scores(review, fancy=console.is_terminal and _draws(stream)))
    for line in (*_documents(review), *_gaps(review), *_missing(review)):
        console.print(line)
    if written:
        console.print(_heading("Reports"))
        for path in written:
            # As one unbroken word, so that it can be copied and clicked.
            console.print(Text(f"  {words.clean(str(path))}"), soft_wrap=True)


def console_for(stream: TextIO, width: int | None = None) -> Console:
    """A console that writes colour to a terminal only, and never reads markup into a text."""
    terminal = stream.isatty() and os.environ.get("TERM") != "dumb"
    plain = bool(os.environ.get("NO_COLOR")) or not terminal
    return Console(
        file=stream,
        force_terminal=terminal,
        no_color=plain,
        width=width or (None if terminal else PLAIN_WIDTH),
        highlight=False,
        markup=False,
        emoji=False,
        legacy_windows=False if not terminal else None,
    )


def _draws(stream: TextIO) -> bool:
    return (getattr(stream, "encoding", None) or "").lower().replace("-", "") in {"utf8", "utf16"}


def _scores(review: Review, *, fancy: bool) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    table.add_column("Standard", overflow="fold")
    for column in ("Coverage", "Met", "Covered", "Partly", "Missing", "Conflict"):
        table.add_column(column, no_wrap=True, justify="left" if column == "Coverage" else "right")
    for name, score in review.scores.by_standard.items():
        table.add_row(
            words.short(name),
            _bar(score, fancy=fancy),
            f"{score.met}/{score.applicable}",
            str(score.covered),
            str(score.partial),
            str(score.missing),
            str(score.conflicting),
        )
    return table


def _bar(score: StandardScore, *, fancy: bool) -> Text:
    full, empty = ("█", "░") if fancy else ("#", ".")
    part = round((score.coverage or 0) * BAR)
    return Text.assemble((full * part, "green"), (empty * (BAR - part), "dim"), f" {words.percent(score.coverage):>5}")


def _heading(text: str) -> Text:
    return Text(f"\n{text}", style="bold")


def _documents(review: Review) -> list[Text]:
    counting = sum(entry.establishes for entry in review.documents)
    lines = [_heading(f"Documents: {len(review.documents):,} found, {counting:,} count as procedures of the organisation")]
    unread = gaps.unread(review)
    for entry in unread[:DOCUMENTS]:
        state = words.READ[entry.status]
        lines.append(Text.assemble((f"  {state}: ", "red"), words.clean(f"{entry.id}: {entry.reason or state}")))
    if len(unread) > DOCUMENTS:
        lines.append(Text(f"  and {len(unread) - DOCUMENTS:,} more"))
    if unread:
        lines.append(Text("  Coverage is stated without what could not be read.", style="yellow"))
    for name, score in review.scores.by_standard.items():
        if not score.addressed:
            reason = score.addressed_reason or "the documents do not seem to be about it"
            lines.append(Text(f"  {words.short(name)}: {words.clean(reason)}", style="yellow"))
    return lines


def _gaps(review: Review) -> list[Text]:
    found = gaps.weightiest(review)
    if not found:
        return [_heading("No gap was found")]
    lines = [_heading(f"What weighs most, of {words.count(len(found), 'gap')}")]
    lines += [_gap(finding) for finding in found[:GAPS]]
    unsure = sum(words.to_confirm(element) for finding in review.findings for element in finding.elements)
    if unsure:
        lines.append(Text(f"  {words.count(unsure, 'status', 'statuses')} to confirm: see the detailed report", style="yellow"))
    return lines


def _gap(finding: Finding) -> Text:
    basis = "" if finding.basis is Basis.requirement else f"; {words.BASES[finding.basis]}"
    return Text.assemble(
        (f"  {words.VERDICTS[finding.verdict]:<14} ", _COLOURS.get(finding.verdict, "")),
        words.clean(finding.title),
        (
            f"  ({words.short(finding.standard)} {words.clean(finding.clause)}; {finding.severity}{basis})",
            "dim",
        ),
    )


def _missing(review: Review) -> list[Text]:
    if not review.probably_missing:
        return []
    lines = [
        _heading("Probably missing from the set"),
        *(Text(f"  {words.clean(m.name)} ({words.count(m.mentions, 'mention')})") for m in review.probably_missing[:DOCUMENTS]),
    ]
    if len(review.probably_missing) > DOCUMENTS:
        lines.append(Text(f"  and {len(review.probably_missing) - DOCUMENTS:,} more"))
    return lines
