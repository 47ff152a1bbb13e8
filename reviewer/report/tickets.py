"""``findings.md``: the findings for a ticket system, gaps first, each with what to do as a list to tick off."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.model import ElementResult, Finding, Review, Status
from reviewer.report import actions, gaps, words
from reviewer.report.decided import decisions_part, sharing_part, verdict
from reviewer.report.detailed import looks
from reviewer.report.detailed.about import about, cover_facts, reading
from reviewer.report.detailed.documents import documents, missing_documents
from reviewer.report.detailed.findings import at_a_glance, finding_parts, meaning
from reviewer.report.detailed.health import document_health
from reviewer.report.detailed.progress import progress
from reviewer.report.html_filters import BASIS_NAMES
from reviewer.report.interface import Guidance, Tier
from reviewer.report.paper.content import Block, Bullets, Facts, Heading, Line, Paper, Paragraph, Run, bold, line
from reviewer.report.paper.markdown import markdown

NAME = "findings.md"
_KIND = "Findings of a procedure review, for a ticket system"


def tickets_report(review: Review, guidance: Guidance, tier: Tier) -> dict[str, bytes]:
    """The findings. They have no free tier: they quote."""
    return {} if tier is Tier.summary else {NAME: markdown(_paper(review, guidance)).encode("utf-8", "replace")}


def _paper(review: Review, guidance: Guidance) -> Paper:
    return Paper(
        title="Readiness review of procedures",
        kind=_KIND,
        facts=cover_facts(review),
        brand=guidance.brand,
        made_at=str(review.run.get("started_at", "")),
        blocks=(
            *sharing_part(review),
            *decisions_part(review),
            *at_a_glance(review),
            *progress(review, guidance),
            *_findings(review, guidance),
            *document_health(review),
            *documents(review),
            *missing_documents(review),
            *reading(),
            *about(review),
        ),
    )


def _findings(review: Review, guidance: Guidance) -> Iterator[Block]:
    """The gaps by weight, then what is covered or not applicable."""
    open_ = gaps.weightiest(review)
    closed = [finding for finding in review.findings if not gaps.is_gap(finding)]
    for title, found in ((f"{words.count(len(open_), 'gap')}, the weightiest first", open_), ("Nothing to do", closed)):
        if found:
            yield Heading(title, 1)
        for finding in found:
            # What comes second stands in the facts; guidance is no part of a ticket, `reviewer explain` has it.
            head, _, *rest = finding_parts(finding, guidance)
            yield head
            yield _facts(finding, guidance)
            if gaps.is_gap(finding):
                yield from _tasks(finding, guidance)
            yield from rest


def _facts(finding: Finding, guidance: Guidance) -> Facts:
    owners = dict.fromkeys(e.task.owner for e in finding.elements if e.task and e.task.owner)
    days = [e.task.due for e in finding.elements if e.task and e.task.due]
    rows: list[tuple[str, Line]] = [
        ("Verdict", line(verdict(finding))),
        (
            "Asked by",
            line(
                f"{words.short(finding.standard)} {finding.clause}: {BASIS_NAMES[finding.basis].lower()}, {words.BASES[finding.basis]}"
            ),
        ),
        ("Weight", line(looks.weight(finding))),
        ("Effort", line(actions.effort(finding, guidance))),
        ("Id", line(Run(finding.criterion, code=True))),
        ("Owner", line(", ".join(owners))),
        ("Due", line(min(days).isoformat() if days else "")),
    ]
    return Facts(tuple((name, value) for name, value in rows if value))


def _tasks(finding: Finding, guidance: Guidance) -> Iterator[Block]:
    asked = [element for element in finding.elements if element.status is not Status.not_applicable]
    yield Paragraph(line(bold("To do")), keep=True)
    yield Bullets(
        tuple(_task(element, finding, guidance) for element in asked),
        done=tuple(element.decided in {Status.met, Status.not_applicable} for element in asked),
    )


def _task(element: ElementResult, finding: Finding, guidance: Guidance) -> Line:
    told = [looks.sentence(meaning(element, guidance.criteria.get(finding.criterion)))]
    task = element.task
    if task:
        told.append(f" ({', '.join(filter(None, (task.owner, f'by {task.due.isoformat()}' if task.due else '')))})")
    return line(*told, " – ", bold(words.STATUSES[element.status]))
