"""The detailed report, put together from its parts."""

from __future__ import annotations

from reviewer.model import Review
from reviewer.report.decided import decisions_part, sharing_part
from reviewer.report.detailed.about import about, cover_facts, reading
from reviewer.report.detailed.documents import documents, missing_documents
from reviewer.report.detailed.findings import at_a_glance, findings
from reviewer.report.detailed.guide import guide
from reviewer.report.detailed.health import document_health
from reviewer.report.detailed.map import document_map
from reviewer.report.detailed.progress import progress
from reviewer.report.detailed.state import state
from reviewer.report.interface import Guidance
from reviewer.report.paper.content import Contents, PageBreak, Paper

TITLE = "Readiness review of procedures"
KIND = "Procedure review: detailed report"


def detailed_paper(review: Review, guidance: Guidance) -> Paper:
    """All that the detailed report says, in the order in which it is read: state, decisions, progress,
    findings, map, documents, how to read it."""
    return Paper(
        title=TITLE,
        kind=KIND,
        facts=cover_facts(review),
        brand=guidance.brand,
        made_at=str(review.run.get("started_at", "")),
        blocks=(
            Contents(2),
            PageBreak(),
            *state(review, guidance),
            *decisions_part(review),
            *progress(review, guidance),
            *at_a_glance(review),
            *document_map(review),
            *findings(review, guidance),
            *document_health(review),
            *documents(review),
            *missing_documents(review),
            *sharing_part(review),
            *reading(),
            *about(review),
            *guide(review, guidance),
        ),
    )
