"""What a report says of people's decisions, and of what was left out of it before it was shared; as content for every format."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.model import ElementResult, Finding, Freshness, Judgement, Redaction, Review
from reviewer.report import words
from reviewer.report.paper.content import Block, Bullets, Column, Heading, Paragraph, Row, Run, Table, bold, line

FRESHNESS = {
    Freshness.current: "counts",
    Freshness.stale: "stale, does not count: decide again",
    Freshness.unchecked: "counts; what the person saw was not noted",
}


def judged(finding: Finding) -> tuple[tuple[ElementResult, Judgement], ...]:
    """The elements of a finding that somebody has decided on."""
    return tuple((element, element.judgement) for element in finding.elements if element.judgement)


def sentence(judgement: Judgement) -> str:
    """A decision in one sentence: what, by whom, when, why, and whether it counts."""
    what = {
        "confirm": f"Confirmed as {words.STATUSES[judgement.status]}",
        "overrule": f"Overruled: {words.STATUSES[judgement.status]}",
        "not_applicable": "Decided not to be applicable",
    }[judgement.action.value]
    told = f"{what} by {judgement.by} on {judgement.date.isoformat()}: {judgement.reason.rstrip('.')}. "
    return told + " ".join(filter(None, (f"It {_state(judgement)}.", judgement.note)))


def _state(judgement: Judgement) -> str:
    return {
        Freshness.current: "counts",
        Freshness.stale: "is stale and does not count until somebody decides again",
        Freshness.unchecked: "counts, though what the person saw was not noted",
    }[judgement.freshness]


def verdict(finding: Finding) -> str:
    """The tool's verdict, and the one with decisions where that is another."""
    return words.VERDICTS[finding.verdict] + beside(finding)


def beside(finding: Finding) -> str:
    """The verdict with decisions, where it is another than the tool's."""
    other = finding.decided_verdict
    return "" if other is None or other is finding.verdict else f"; with decisions: {words.VERDICTS[other]}"


def decisions_part(review: Review) -> Iterator[Block]:
    """The scores with and without decisions, and the decisions that have gone stale; nothing where no decisions were named."""
    told = review.decisions
    if told is None:
        return
    yield Heading("Decisions of people", 1, "decisions")
    yield Paragraph(
        line(
            f"{words.count(told.counted, 'status', 'statuses')} {'was' if told.counted == 1 else 'were'} decided on by people and "
            f"{'counts' if told.counted == 1 else 'count'} in the scores on the right. The tool's own statuses stand beside them, unchanged."
        )
    )
    if told.stale:
        yield Paragraph(
            line(
                bold(f"{words.count(told.stale, 'decision is', 'decisions are')} stale:"),
                " what was decided on has changed since. They do not count until somebody decides again.",
            )
        )
        stale = [
            line(bold(f"{element.id}:"), f" {sentence(judgement)}")
            for finding in review.findings
            for element, judgement in judged(finding)
            if judgement.freshness is Freshness.stale
        ]
        yield Bullets(tuple(stale))
    if told.unchecked:
        yield Paragraph(
            line(
                f"{words.count(told.unchecked, 'decision does', 'decisions do')} not note what the person saw, so that nobody can tell whether "
                "it has changed since; ",
                Run("reviewer decisions stamp", code=True),
                " notes it.",
            )
        )
    yield scores_table(review)


def scores_table(review: Review) -> Table:
    """Coverage of each standard, by the tool alone and with the decisions that count."""
    assert review.decisions is not None
    rows = [
        Row(
            (
                line(words.short(name)),
                line(f"{words.percent(score.coverage)} ({score.met} of {score.applicable})"),
                line(f"{words.percent(other.coverage)} ({other.met} of {other.applicable})"),
            )
        )
        for name, score in review.scores.by_standard.items()
        for other in (review.decisions.scores.by_standard[name],)
    ]
    whole = (line("All"), line(words.percent(review.scores.overall)), line(words.percent(review.decisions.scores.overall)))
    columns = (Column("Standard", 2), Column("Coverage by the tool", 1.5), Column("Coverage with decisions", 1.5))
    return Table("Coverage with and without decisions", columns, (*rows, Row(whole)))


def sharing_part(review: Review) -> Iterator[Block]:
    """What was replaced or left out before the report was made; nothing where it is whole."""
    redaction = review.redaction
    if redaction is None and not review.quotes_left_out:
        return
    yield Heading("What was taken out of this report", 1, "taken-out")
    if redaction is not None:
        yield Paragraph(line(redaction.statement))
        yield Paragraph(line(replaced(redaction)))
    if review.quotes_left_out:
        yield Paragraph(line("The text of quotes was left out on request; their places are named."))


def replaced(redaction: Redaction) -> str:
    """How many names and addresses were replaced."""
    counts = (
        (redaction.people, "person", "people"),
        (redaction.companies, "company", "companies"),
        (redaction.others, "other name", "other names"),
        (redaction.e_mails, "e-mail address", "e-mail addresses"),
        (redaction.phones, "telephone number", "telephone numbers"),
        (redaction.addresses, "web address", "web addresses"),
    )
    met = [words.count(number, one, many) for number, one, many in counts if number]
    return f"Replaced: {', '.join(met)}." if met else "None that the program knows occurred in the report."
