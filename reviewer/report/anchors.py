"""Ids that links lead to, the same in every review, so that a link to a finding keeps its meaning."""

from __future__ import annotations

import re


def anchor(id: str, prefix: str = "f") -> str:
    """An id fit to be the target of a link, the same in every review."""
    return f"{prefix}-" + re.sub(r"[^A-Za-z0-9._-]", "-", id)
