"""``portfolio.json``. Keys whose value is not known are left out; ``run`` comes last and alone may differ between two runs."""

from __future__ import annotations

import json

from reviewer.model import PortfolioReview


def data(portfolio: PortfolioReview) -> bytes:
    """The report for other programs."""
    content = portfolio.model_dump(mode="json", exclude_none=True)
    content["run"] = content.pop("run")
    return (json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode("utf-8", "replace")
