"""What the pictures and counts of a report are made of: elements by status, gaps by weight, and the state in a few words."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from reviewer.model import Basis, Finding, Review, Severity, StandardScore, Status, Verdict
from reviewer.report import gaps, words

CELLS_IN_A_ROW = 26
"""Cells of a coverage picture that stand side by side: as many as a phone shows legibly."""

ORDER = (Status.met, Status.weak, Status.deferred, Status.contradicted, Status.unmet)


@dataclass(frozen=True, slots=True)
class Coverage:
    """One standard: its score, and one cell for each element that counts."""

    standard: str
    score: StandardScore
    cells: tuple[Status, ...]
    """Statuses of its applicable elements of basis requirement or adjacent, those met first."""

    @property
    def parts(self) -> tuple[tuple[Status, int], ...]:
        """How many elements have each status that occurs."""
        counts = Counter(self.cells)
        return tuple((status, counts[status]) for status in ORDER if counts[status])

    @property
    def said(self) -> str:
        """The picture in words."""
        if not self.cells:
            return "no element applies"
        return ", ".join(f"{number} {words.STATUSES[status]}" for status, number in self.parts)


def by_standard(review: Review) -> tuple[Coverage, ...]:
    """Coverage of every standard in scope, in the order of the scores."""
    result = []
    for standard, score in review.scores.by_standard.items():
        statuses = [
            element.status
            for finding in review.findings
            if finding.standard == standard
            for element in finding.elements
            if element.basis is not Basis.audit_focus and element.status in ORDER
        ]
        result.append(Coverage(standard, score, tuple(sorted(statuses, key=ORDER.index))))
    return tuple(result)


def cells(finding: Finding) -> tuple[Status, ...]:
    """One cell for each element of a finding, in its order."""
    return tuple(element.status for element in finding.elements)


@dataclass(frozen=True, slots=True)
class BasisCount:
    """Gaps of one basis."""

    basis: Basis
    major: int
    minor: int
    conflicting: int

    @property
    def gaps(self) -> int:
        """All of them."""
        return self.major + self.minor


def gaps_by_basis(review: Review) -> tuple[BasisCount, ...]:
    """Gaps of every basis, the most binding first."""
    result = []
    for basis in Basis:
        found = [finding for finding in review.findings if finding.basis is basis and gaps.is_gap(finding)]
        major = sum(finding.severity is Severity.major for finding in found)
        conflicting = sum(finding.verdict is Verdict.conflicting for finding in found)
        result.append(BasisCount(basis, major, len(found) - major, conflicting))
    return tuple(result)


def headline(review: Review) -> str:
    """Where the organisation stands, in one line. What only auditors look for is never called a gap against a clause."""
    if not any(entry.establishes for entry in review.documents):
        return "No procedure of the organisation was found among the documents"
    required, adjacent, focus = gaps_by_basis(review)
    if required.gaps:
        sizes = [f"{number} {size}" for number, size in ((required.major, "major"), (required.minor, "minor")) if number]
        return f"{' and '.join(sizes)} {'gap' if required.gaps == 1 else 'gaps'} against the clauses in scope"
    if adjacent.gaps:
        return f"No gap against the clauses in scope; {words.count(adjacent.gaps, 'gap')} against neighbouring clauses"
    if focus.gaps:
        return f"No gap against a clause; {words.count(focus.gaps, 'topic')} that auditors look for"
    return "No gap was found"


def sentences(review: Review) -> tuple[str, ...]:
    """The state in two or three sentences, under the headline."""
    met = sum(score.met for score in review.scores.by_standard.values())
    asked = sum(score.applicable for score in review.scores.by_standard.values())
    required, adjacent, focus = gaps_by_basis(review)
    said = []
    if asked:
        said.append(
            f"The documents provide for {met} of the {words.count(asked, 'element')} ({words.percent(review.scores.overall)}) "
            "that the clauses in scope and their neighbours ask for."
        )
    else:
        said.append("No element of the clauses in scope applies.")
    beside = []
    if adjacent.gaps:
        beside.append(f"{words.count(adjacent.gaps, 'gap')} against neighbouring clauses")
    if focus.gaps:
        beside.append(f"{words.count(focus.gaps, 'topic')} that only auditors look for")
    if beside and required.gaps:
        said.append(f"Beside {'that' if required.gaps == 1 else 'those'}: {' and '.join(beside)}.")
    elsewhere = [standard for standard, score in review.scores.by_standard.items() if not score.addressed]
    number = sum(finding.standard in elsewhere and gaps.is_gap(finding) for finding in review.findings)
    if number:
        names = " and ".join(words.short(standard) for standard in elsewhere)
        concern = f"{words.count(number, 'gap')} of all these {'concerns' if number == 1 else 'concern'}"
        said.append(f"{concern} {names}, which the documents do not seem to be about.")
    conflicting = sum(finding.verdict is Verdict.conflicting for finding in review.findings)
    if conflicting:
        said.append(f"In {words.count(conflicting, 'criterion', 'criteria')} a text excludes what is asked.")
    return tuple(said)
