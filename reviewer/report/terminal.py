"""The summary in the terminal: read at a glance, plain where nobody watches, safe whatever the documents hold."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from reviewer.model import Basis, Decisions, DocumentEntry, Finding, Lifecycle, ReadStatus, Review, StandardScore, Turn, Verdict
from reviewer.report import gaps, progress, words
from reviewer.report import health as document_health

BAR = 12
PLAIN_WIDTH = 100
GAPS = 8
DOCUMENTS = 12
_COLOURS = {Verdict.covered: "green", Verdict.partial: "yellow", Verdict.missing: "red", Verdict.conflicting: "magenta"}


def print_summary(review: Review, stream: TextIO, written: Sequence[Path] = (), *, width: int | None = None) -> None:
    """Print the summary of a review, and where its reports lie."""
    console = console_for(stream, width)
    console.print(_coverage(review))
    if review.decisions:
        console.print(_decisions(review.decisions))
    console.print(_scores(review, fancy=console.is_terminal and _draws(stream)))
    console.print(Text("Met: elements, of those asked for. The columns after it count criteria.", style="dim"))
    for part in (*_documents(review), *_health(review), *_changes(review), *_gaps(review), *_missing(review)):
        console.print(part)
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


def _coverage(review: Review) -> Text:
    met = sum(score.met for score in review.scores.by_standard.values())
    asked = sum(score.applicable for score in review.scores.by_standard.values())
    return Text(f"Coverage: {words.percent(review.scores.overall)} of what is asked ({met} of {asked} elements)", style="bold")


def _decisions(told: Decisions) -> Text:
    stale = f"; {words.count(told.stale, 'decision is', 'decisions are')} stale and not counted" if told.stale else ""
    counted = words.count(told.counted, "status", "statuses")
    return Text(f"With decisions: {words.percent(told.scores.overall)} ({counted} decided on by people{stale})")


def _heading(text: str) -> Text:
    return Text(f"\n{text}", style="bold")


def _listed(rows: Sequence[tuple[Text, Text]]) -> Padding:
    """Entries, each with a word before it; what runs over a line stays right of the words."""
    table = Table.grid(padding=(0, 1, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for row in rows:
        table.add_row(*row)
    return Padding(table, (0, 0, 0, 2), expand=False)


def _note(text: str, style: str = "yellow") -> Padding:
    return Padding(Text(text, style=style), (0, 0, 0, 2), expand=False)


def _documents(review: Review) -> list[RenderableType]:
    counting = sum(entry.establishes for entry in review.documents)
    lines: list[RenderableType] = [
        _heading(f"Documents: {len(review.documents):,} found, {counting:,} count as procedures of the organisation")
    ]
    unread = gaps.unread(review)
    # Where nothing counts, why it does not is what matters most.
    idle = [e for e in review.documents if e not in unread and not e.establishes]
    shown = [*unread, *([] if counting else idle)]
    if shown:
        lines.append(_listed([_document(entry) for entry in shown[:DOCUMENTS]]))
    if len(shown) > DOCUMENTS:
        lines.append(_note(f"and {len(shown) - DOCUMENTS:,} more", ""))
    if unread:
        lines.append(_note("Coverage is stated without what could not be read."))
    if counting and idle:
        lines.append(_note(f"{words.count(len(idle), 'document')} read and not counted{_kinds(idle)}; the reports say why.", ""))
    if not counting:
        lines.append(_note("So no element can be met. Where a document is not what it is taken for, say so in sources.yaml."))
    for name, score in review.scores.by_standard.items():
        if counting and not score.addressed:
            reason = score.addressed_reason or "the documents do not seem to be about it"
            lines.append(_note(f"{words.short(name)}: {words.clean(reason)}"))
    return lines


def _document(entry: DocumentEntry) -> tuple[Text, Text]:
    read = entry.status is ReadStatus.read
    state = "not counted" if read else words.READ[entry.status]
    name = entry.id if entry.paths is None else entry.path  # the id of a Drive file says nothing to people
    return Text(f"{state}:", style="yellow" if read else "red"), Text(words.clean(f"{name}: {entry.reason or state}"))


def _health(review: Review) -> list[RenderableType]:
    return [] if review.health is None else [Text(words.clean(document_health.headline(review.health)), style="bold")]


def _changes(review: Review) -> list[RenderableType]:
    if review.changes is None:
        return []
    changed = review.changes.changed
    lines: list[RenderableType] = [
        _heading(
            f"Since the earlier report: {words.count(len(changed), 'document')} changed, {review.changes.unchanged:,} as before"
        )
    ]
    lines += [_note(f"{words.clean(change.name)}: {words.CHANGES[change.kind]}", "") for change in changed[:DOCUMENTS]]
    if len(changed) > DOCUMENTS:
        lines.append(_note(f"and {len(changed) - DOCUMENTS:,} more", ""))
    before = review.changes.progress
    if before is not None:
        lines.append(Text(progress.headline(review), style="bold"))
        lines += [_note(progress.caution(before))] if progress.caution(before) else []
        shown = [step for step in before.turns if step.turn in {Turn.regressed, Turn.new}]
        lines += [_note(f"{step.turn}: {words.clean(step.title)}: {progress.step(step)}") for step in shown[:GAPS]]
    return lines


def _kinds(entries: Sequence[DocumentEntry]) -> str:
    """What documents that do not count are, for example " (record, superseded)"."""
    known = [e.lifecycle if e.lifecycle in {Lifecycle.draft, Lifecycle.superseded} else e.kind for e in entries]
    names = sorted({kind.value for kind in known if kind is not None})
    return f" ({', '.join(names)})" if names else ""


def _gaps(review: Review) -> list[RenderableType]:
    found = gaps.weightiest(review)
    if not found:
        return [_heading("No gap was found")]
    lines: list[RenderableType] = [_heading(f"What weighs most, of {words.count(len(found), 'gap')}")]
    lines.append(_listed([_gap(finding) for finding in found[:GAPS]]))
    if len(found) > GAPS:
        lines.append(_note(f"and {len(found) - GAPS:,} more", ""))
    unsure = sum(words.to_confirm(element) for finding in review.findings for element in finding.elements)
    if unsure:
        lines.append(_note(f"{words.count(unsure, 'status', 'statuses')} to confirm: read the quotes in the detailed report"))
    return lines


def _gap(finding: Finding) -> tuple[Text, Text]:
    basis = "" if finding.basis is Basis.requirement else f"; {words.BASES[finding.basis]}"
    asked = f"  ({words.short(finding.standard)} {words.clean(finding.clause)}; {finding.severity}{basis})"
    verdict = Text(words.VERDICTS[finding.verdict], style=_COLOURS.get(finding.verdict, ""))
    return verdict, Text.assemble(words.clean(finding.title), (asked, "dim"))


def _missing(review: Review) -> list[RenderableType]:
    absent = review.probably_missing
    if not absent:
        return []
    lines: list[RenderableType] = [_heading("Probably missing from the set")]
    lines += [_note(f"{words.clean(m.name)} ({words.count(m.mentions, 'mention')})", "") for m in absent[:DOCUMENTS]]
    if len(absent) > DOCUMENTS:
        lines.append(_note(f"and {len(absent) - DOCUMENTS:,} more", ""))
    return lines
