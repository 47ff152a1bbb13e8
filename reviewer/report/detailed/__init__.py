"""The detailed report as content: made once, and rendered as Word, PDF and Markdown, so that none of them says less than another."""

from __future__ import annotations

from reviewer.report.detailed.assembly import detailed_paper

__all__ = ["detailed_paper"]
