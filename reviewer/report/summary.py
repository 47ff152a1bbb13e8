"""The free summary as content: enough to decide, and no quotes. It becomes ``summary.pdf`` and ``summary.txt``."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.model import DocumentEntry, MissingDocument, ReadStatus, Review, SourceKind
from reviewer.report import beside, coverage, gaps, words
from reviewer.report.brand import Brand
from reviewer.report.decided import sharing_part
from reviewer.report.detailed import about, looks, state
from reviewer.report.detailed.documents import checksums
from reviewer.report.paper.content import Block, Bullets, Heading, Line, PageBreak, Paper, Paragraph, Style, bold, line, soft
from reviewer.report.pictures import coverage_by_standard
from reviewer.report.summary_lists import NAME_LENGTH, REASON_LENGTH, SUMMARY_GAPS, within

KIND = "Procedure review: summary"
MORE = (
    "what to do first, with effort and reason",
    "each element with the quote it rests on, in its place, or what is missing",
    "wording to adopt, auditors’ questions, records to show, related clauses",
    "which document covers what",
)
"""What the detailed report adds."""


def summary_paper(review: Review, brand: Brand) -> Paper:
    """One page for whoever decides; after it, what was reviewed with what, and how to read it."""
    return Paper(
        title=coverage.headline(review),
        kind=KIND,
        brand=brand,
        made_at=str(review.run.get("started_at", "")),
        cover=False,
        blocks=(
            Paragraph(line(_of_what(review)), Style.note),
            Paragraph(line(" ".join(coverage.sentences(review)))),
            *(Paragraph(line(said), Style.note) for said in (*beside.sentences(review), about.NO_CERTIFICATE)),
            *_coverage(review),
            *_gaps(review),
            *_documents(review),
            *_missing(review),
            Paragraph(line(bold("The detailed report adds: "), "; ".join(MORE), "."), Style.note),
            PageBreak(),
            Heading("What was reviewed", 1, "reviewed"),
            checksums(review),
            *sharing_part(review),
            *about.reading(),
            *about.about(review),
        ),
    )


def _of_what(review: Review) -> str:
    """When what was held against which standards, in one line."""
    standards = ", ".join(map(words.short, review.standards)) or "no standard in scope"
    return " · ".join(filter(None, (about.date(review), words.count(len(review.documents), "document"), standards)))


def _coverage(review: Review) -> Iterator[Block]:
    picture = coverage_by_standard(review)
    if picture is None:
        return
    yield Heading("Coverage by standard", 1, "coverage")
    yield picture
    for name, score in review.scores.by_standard.items():
        if not score.addressed:
            reason = score.addressed_reason or "the documents do not seem to be about this standard"
            yield Paragraph(line(f"{words.short(name)}, perhaps elsewhere: {reason}."), Style.note)


def _gaps(review: Review) -> Iterator[Block]:
    yield Heading("What weighs most", 1, "gaps")
    found = gaps.weightiest(review)
    if not found:
        yield Paragraph(line("No gap was found in what was read."))
        return
    yield Bullets(
        tuple(
            line(bold(words.brief(finding.title, 80)), ": ", looks.verdict(finding), soft(f" ({looks.facts(finding)})"))
            for finding in found[:SUMMARY_GAPS]
        ),
        numbered=True,
    )
    if len(found) > SUMMARY_GAPS:
        yield Paragraph(line(f"and {len(found) - SUMMARY_GAPS} more in the detailed report."), Style.note)
    yield state.weights(review)


def _documents(review: Review) -> Iterator[Block]:
    yield Heading("Documents", 1, "documents")
    if not review.documents:
        yield Paragraph(line("No document was found."))
        return
    counting = [entry for entry in review.documents if entry.establishes]
    unread = gaps.unread(review)
    idle = [e for e in review.documents if not e.establishes and e.status in {ReadStatus.read, ReadStatus.partly_read}]
    verb = "counts" if len(counting) == 1 else "count"
    yield Paragraph(
        line(
            bold(f"{len(counting)} of {words.count(len(review.documents), 'document')} "),
            f"{verb} as current procedures, plans, policies or forms of the organisation{': ' if counting else '.'}",
            *_names(counting, 280),
        )
    )
    if unread:
        limit = within(unread, 380, reasons=True)
        yield Paragraph(
            line(
                bold(f"Not, or not wholly, read: {len(unread)}. "),
                f"Coverage is stated without {'it' if len(unread) == 1 else 'them'}.",
            ),
            keep=True,
        )
        rest = (line(soft(f"and {len(unread) - limit} more, named in the detailed report")),) if len(unread) > limit else ()
        yield Bullets((*map(_reasoned, unread[:limit]), *rest))
    else:
        yield Paragraph(line("Every document that was found could be read."))
    if idle:
        yield Paragraph(line(bold(f"Read, but not counted: {len(idle)}. "), *_names(idle, 200)))


def _names(entries: list[DocumentEntry], budget: int) -> Line:
    limit = within(entries, budget)
    names = "; ".join(words.brief(_name(entry), NAME_LENGTH) for entry in entries[:limit])
    return line(names, soft(f"; and {len(entries) - limit} more") if len(entries) > limit else "")


def _reasoned(entry: DocumentEntry) -> Line:
    return line(
        words.brief(_name(entry), NAME_LENGTH), soft(f": {words.cut(entry.reason, REASON_LENGTH)}" if entry.reason else "")
    )


def _name(entry: DocumentEntry) -> str:
    return entry.id if entry.source is SourceKind.local else entry.name


def _missing(review: Review) -> Iterator[Block]:
    yield Heading("Probably missing from the set", 1, "missing")
    absent: tuple[MissingDocument, ...] = review.probably_missing
    if not absent:
        yield Paragraph(line("The documents name no other document that was not among the files."))
        return
    limit = within(absent, 200)
    names = "; ".join(
        f"{words.brief(missing.name, NAME_LENGTH)} ({words.count(missing.mentions, 'mention')})" for missing in absent[:limit]
    )
    more = f"; and {len(absent) - limit} more" if len(absent) > limit else ""
    yield Paragraph(
        line(names, soft(f"{more}. The documents send their reader to these. If they exist, review again with them."))
    )
