"""From candidates to statuses, verdicts and scores."""

from reviewer.verdict.addressed import addressed
from reviewer.verdict.decided import decide, seen_now, stamp
from reviewer.verdict.elements import PassageIndex, element_results
from reviewer.verdict.findings import findings, scores
from reviewer.verdict.missing import probably_missing

__all__ = [
    "PassageIndex",
    "addressed",
    "decide",
    "element_results",
    "findings",
    "probably_missing",
    "scores",
    "seen_now",
    "stamp",
]
