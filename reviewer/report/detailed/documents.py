"""The documents: what was found, what of it counts, what could not be read, and what the set names and lacks."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.model import DocumentEntry, Lifecycle, Review, SourceKind
from reviewer.report import words
from reviewer.report.detailed.findings import quote
from reviewer.report.document_map import DocumentUse, groups, key, uses
from reviewer.report.paper.content import (
    Block,
    Bullets,
    Column,
    Heading,
    Paragraph,
    Row,
    Run,
    Style,
    Table,
    bold,
    line,
    link,
    soft,
)


def documents(review: Review) -> Iterator[Block]:
    """All documents in three groups, then their revisions and checksums."""
    yield Heading("Documents", 1, "documents")
    used = uses(review)
    if not used:
        yield Paragraph(line("No document was found."))
        return
    for title, note, group in groups(used):
        if group:
            yield Heading(f"{title}: {len(group)}", 2)
            yield Paragraph(line(note), Style.note, keep=True)
            for use in group:
                yield from _document(use)
    yield checksums(review)


def checksums(review: Review) -> Table:
    """Which state of each document was read."""
    without = "left out" if review.redaction else "not read"
    rows = tuple(
        Row(
            (
                line(_name(entry)),
                line(entry.revision or entry.stated_revision or "not stated"),
                line(Run(entry.sha256, code=True)) if entry.sha256 else line(without),
            )
        )
        for entry in review.documents
    )
    columns = (Column("Document", 2.2), Column("Revision", 1), Column("SHA-256 of what was read", 2.6))
    return Table("Revisions and checksums", columns, rows)


def missing_documents(review: Review) -> Iterator[Block]:
    """What the set names and does not hold."""
    yield Heading("Probably missing documents", 1, "missing-documents")
    if not review.probably_missing:
        yield Paragraph(line("The documents name no other document that was not among the files."))
        return
    yield Paragraph(
        line(
            "The documents send their reader to these, and they were not among the files. If they exist, review again with them."
        )
    )
    for missing in review.probably_missing:
        yield Paragraph(line(missing.name, soft(f" ({words.count(missing.mentions, 'mention')}, for example:)")), Style.label)
        yield quote(missing.example)


def _document(use: DocumentUse) -> Iterator[Block]:
    entry = use.entry
    name = link(_name(entry), entry.link) if entry.link else _name(entry)
    yield Paragraph(line(name), Style.label, f"d-{key(entry.id)}")
    if entry.title:
        yield Paragraph(line(entry.title), keep=True)
    yield Paragraph(line(" · ".join(_facts(entry))), Style.note, keep=bool(entry.reason))
    if entry.reason:
        yield Paragraph(line(bold("Why: "), entry.reason))
    if entry.remarks:
        yield Bullets(tuple(line(remark.text) for remark in entry.remarks))
    if use.contributions:
        criteria = words.count(len(use.contributions), "criterion", "criteria")
        yield Paragraph(line(f"Establishes {words.count(use.established, 'element')}; bears on {criteria}."))
    elif entry.establishes:
        yield Paragraph(line("No quote of it bears on a criterion."), Style.note)


def _facts(entry: DocumentEntry) -> Iterator[str]:
    yield words.document_state(entry)
    if entry.kind:
        yield words.kind(entry.kind)
    if entry.lifecycle and entry.lifecycle is not Lifecycle.unknown:
        yield entry.lifecycle.value
    if entry.stated_revision:
        yield f"revision {entry.stated_revision}"
    if entry.revision:
        yield f"{'revision in Google Drive' if entry.source is SourceKind.drive else 'revision'} {entry.revision}"
    if entry.words:
        yield words.count(entry.words, "word")
    if entry.pages:
        yield words.count(entry.pages, "page")
    if entry.language and entry.language != "en":
        yield f"language {entry.language}"
    if entry.owner:
        yield f"owner {entry.owner}"
    if entry.modified_time:
        yield f"last changed {entry.modified_time}"
    if entry.paths:
        yield f"in {', '.join(entry.paths)}"


def _name(entry: DocumentEntry) -> str:
    return entry.id if entry.source is SourceKind.local else entry.name
