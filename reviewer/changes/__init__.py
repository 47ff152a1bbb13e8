"""What has changed since an earlier report: its documents, the statuses of its elements, and the wording they rest on."""

from __future__ import annotations

from reviewer.changes.compare import changes, compare
from reviewer.changes.earlier import Earlier, read_earlier, read_review

__all__ = ["Earlier", "changes", "compare", "read_earlier", "read_review"]
