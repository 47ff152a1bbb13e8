"""Appendix: what the rubric and the clause library say of each criterion, for whoever closes the gap or prepares the audit."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from reviewer.model import Finding, Review
from reviewer.report import words
from reviewer.report.anchors import anchor
from reviewer.report.detailed import looks
from reviewer.report.interface import Guidance
from reviewer.report.paper.content import (
    Block,
    Bullets,
    Columns,
    Heading,
    PageBreak,
    Paragraph,
    Style,
    Wording,
    bold,
    line,
    see,
    soft,
)
from reviewer.report.related import related_clauses
from reviewer.rules import Criterion


def guide(review: Review, guidance: Guidance) -> Iterator[Block]:
    """Guidance on every criterion that was judged; nothing where the rubric says nothing."""
    known = [
        (finding, guidance.criteria[finding.criterion]) for finding in review.findings if finding.criterion in guidance.criteria
    ]
    if not known:
        return
    yield PageBreak()
    yield Heading("Appendix: guidance on each criterion", 1, "guidance")
    yield Paragraph(line("In our own words, from public sources; not the text of any standard."), Style.note)
    yield Columns()
    for standard, group in groupby(known, key=lambda pair: pair[0].standard):
        yield Heading(words.standard(standard), 2)
        for finding, advice in group:
            yield from _guide(finding, advice, guidance)


def _guide(finding: Finding, advice: Criterion, guidance: Guidance) -> Iterator[Block]:
    yield Heading(finding.title, 3, anchor(finding.criterion, "g"))
    yield Paragraph(
        line(f"{words.short(finding.standard)}, {finding.clause} · ", see("what was found", f"#{anchor(finding.criterion)}")),
        Style.note,
        keep=True,
    )
    yield Paragraph(line(bold("Why it matters: "), advice.why))
    yield Paragraph(line("What an auditor asks"), Style.label)
    yield Bullets(tuple(line(question) for question in advice.auditor_questions))
    yield Paragraph(line("Records to show"), Style.label)
    yield Bullets(tuple(line(looks.sentence(record)) for record in advice.records))
    yield Paragraph(line(bold("How it is usually missed: "), advice.usually_missed))
    yield Wording("Suggested wording for the whole:", tuple(advice.suggested_wording.splitlines()))
    related = related_clauses(advice, guidance.clauses) if guidance.clauses else ()
    if related:
        yield Paragraph(line("Related clauses"), Style.label)
        yield Bullets(
            tuple(
                line(
                    bold(clause.name),
                    f" {clause.title}",
                    f". {clause.relationship}: {clause.rationale} " if clause.relationship else "",
                    soft(f"({clause.source})" if clause.relationship else ""),
                )
                for clause in related
            )
        )
    if advice.sources:
        yield Paragraph(line("Where these claims come from"), Style.label)
        yield Bullets(
            tuple(
                line(f"{looks.sentence(source.claim)}: ", soft(f"{source.source} ({source.confidence.replace('-', ' ')})"))
                for source in advice.sources
            )
        )
