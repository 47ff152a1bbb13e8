"""Which standards the set does not seem to be about: a lone surveillance procedure is no bad security procedure."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer.model import Finding, Status

# Fewer elements than this share touched, and the set is thought not to be about the standard at all.
_SHARE = 0.15


def addressed(found: Sequence[Finding], standards: Sequence[str]) -> dict[str, tuple[bool, str | None]]:
    """Standard -> (whether the set seems to address it, the reason if it does not)."""
    result: dict[str, tuple[bool, str | None]] = {}
    for standard in standards:
        elements = [e for f in found if f.standard == standard for e in f.elements if e.status is not Status.not_applicable]
        touched = [e for e in elements if e.status is not Status.unmet]
        if elements and len(touched) < _SHARE * len(elements):
            number = f"only {len(touched)}" if touched else "none"
            reason = (
                f"the documents speak of {number} of its {len(elements)} elements, those of audit focus counted; "
                "the procedures for it are probably elsewhere"
            )
            result[standard] = (False, reason)
        else:
            result[standard] = (True, None)
    return result
