"""The first pages: where the organisation stands, and what to do first."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.model import Basis, Review
from reviewer.report import actions, beside, coverage, gaps, words
from reviewer.report.anchors import anchor
from reviewer.report.detailed import looks
from reviewer.report.html_filters import BASIS_NAMES
from reviewer.report.interface import Guidance
from reviewer.report.paper.content import Block, Column, Heading, Paragraph, Row, Style, Table, line, see, soft
from reviewer.report.pictures import coverage_picture


def state(review: Review, guidance: Guidance) -> Iterator[Block]:
    """State, coverage, weight of the gaps, first actions."""
    yield Heading("State", 1, "state")
    yield Paragraph(line(f"{coverage.headline(review)}."), Style.lead)
    yield Paragraph(line(" ".join(coverage.sentences(review))))
    for said in beside.sentences(review):
        yield Paragraph(line(said))
    picture = coverage_picture(review)
    if picture is not None:
        yield Heading("Coverage", 2, "coverage")
        yield picture
        yield scores(review)
    for name, score in review.scores.by_standard.items():
        if not score.addressed:
            reason = score.addressed_reason or "the documents do not seem to be about this standard"
            yield Paragraph(line(f"{words.short(name)}, perhaps elsewhere: {reason}."))
    yield Heading("Gaps by weight", 2, "weight")
    yield weights(review)
    unsure = sum(words.to_confirm(element) for finding in review.findings for element in finding.elements)
    if unsure:
        yield Paragraph(
            line(
                f"{words.count(unsure, 'status is', 'statuses are')} less sure than {words.percent(words.CONFIRM_BELOW)} and marked “confirm "
                "this”. Read the quotes there."
            )
        )
    yield from _first(review, guidance)


def scores(review: Review) -> Table:
    """Counts of every standard: what the picture shows, in numbers, and criteria by verdict."""
    columns = (
        Column("Standard", 1.6), Column("Share", 0.9, number=True), Column("Met", 0.9, number=True), Column("Not binding", 1, number=True),
        Column("Sent on", 0.8, number=True), Column("Covered", 1, number=True), Column("Partly", 0.9, number=True),
        Column("Missing", 1, number=True), Column("Conflict", 1, number=True), Column("Audit focus", 1, number=True),
    )  # fmt: skip
    rows = tuple(
        Row(
            tuple(
                line(said)
                for said in (
                    words.short(name), words.percent(s.coverage), f"{s.met}/{s.applicable}", str(s.weak), str(s.deferred), str(s.covered),
                    str(s.partial), str(s.missing), str(s.conflicting), f"{s.audit_focus_met}/{s.audit_focus}",
                )
            )
        )
        for name, s in review.scores.by_standard.items()
    )  # fmt: skip
    return Table(
        "Share of the elements met; elements met, not binding, sent on to another document; criteria by verdict; audit focus, counted apart",
        columns,
        rows,
    )


def weights(review: Review) -> Table:
    """Gaps by what asks for them and how much they weigh."""
    rows = []
    for row in coverage.gaps_by_basis(review):
        focus = row.basis is Basis.audit_focus
        name = line(BASIS_NAMES[row.basis], soft(f": {words.BASES[row.basis]}"))
        sizes = (words.count(row.gaps, "topic"), "") if focus else (str(row.major), str(row.minor))
        rows.append(Row((name, *map(line, sizes))))
    columns = (Column("Asked by", 4), Column("Major", 1, number=True), Column("Minor", 1, number=True))
    return Table(f"Criteria with a gap, of {len(review.findings)} that were judged", columns, tuple(rows))


def _first(review: Review, guidance: Guidance) -> Iterator[Block]:
    yield Heading("Do this first", 2, "first")
    found = actions.first_actions(review, guidance)
    if not found:
        yield Paragraph(
            line(
                "Nothing is left to do by the texts that were read. Show that practice follows them: the guidance names the records."
            )
        )
    for number, action in enumerate(found, 1):
        title = see(action.title, f"#{anchor(action.finding.criterion)}") if action.finding else action.title
        yield Paragraph(line(f"{number}. ", title), Style.label)
        facts = (
            looks.facts(action.finding, action.effort) if action.finding else f"before writing anything · {action.effort} effort"
        )
        yield Paragraph(line(facts), Style.note, keep=True)
        more = f" (and {words.count(action.more, 'more point')})" if action.more else ""
        for point in action.points:
            yield Paragraph(line(point, soft(more if point is action.points[-1] else "")))
        if action.why:
            yield Paragraph(line(action.why), Style.note)
    left = len(gaps.weightiest(review))
    if left > len(found):
        yield Paragraph(
            line(
                "Ordered by what asks for it, severity, open contradictions, then least effort. "
                f"{words.count(left, 'finding')} with something to do, all in the part Findings."
            ),
            Style.note,
        )
