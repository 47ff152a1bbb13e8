"""``detailed.docx``, ``detailed.pdf``, ``summary.pdf`` and ``summary.txt``: papers, each rendered from the one content."""

from __future__ import annotations

from reviewer.model import Review
from reviewer.report import paper
from reviewer.report.detailed import detailed_paper
from reviewer.report.interface import Guidance, Tier
from reviewer.report.summary import summary_paper


def docx_report(review: Review, guidance: Guidance, tier: Tier) -> dict[str, bytes]:
    """The detailed report for Word. The summary is nothing to edit."""
    return {} if tier is Tier.summary else {"detailed.docx": paper.docx(detailed_paper(review, guidance))}


def pdf_report(review: Review, guidance: Guidance, tier: Tier) -> dict[str, bytes]:
    """The free summary, and the detailed report where it is asked for."""
    files = {"summary.pdf": paper.pdf(summary_paper(review, guidance.brand))}
    if tier is Tier.detailed:
        files["detailed.pdf"] = paper.pdf(detailed_paper(review, guidance))
    return files


def text_report(review: Review, guidance: Guidance, tier: Tier) -> dict[str, bytes]:
    """The free summary as text."""
    del tier
    return {"summary.txt": paper.text(summary_paper(review, guidance.brand)).encode("utf-8", "replace")}
