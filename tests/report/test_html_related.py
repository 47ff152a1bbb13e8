"""Related clauses: named for people, with what the crosswalk says, and never with what it corrects."""

from __future__ import annotations

import pytest

from reviewer.clauses import Clause, ClauseLibrary, Mapping, Posture, Source, Standard
from reviewer.report.html_report import html_report
from reviewer.report.interface import Guidance, Tier
from reviewer.report.related import RelatedClause, related_clauses
from tests.report.sample_review import CRITERIA, REVIEW

OWN, OTHER, THIRD = "iec-81001-5-1:9.5", "iec-62304:9.2", "iec-62304:9.3"
SOURCE = Source.model_validate({"claim": "c", "source": "s", "confidence": "our-reading"})


def standard(id: str, short: str) -> Standard:
    return Standard(id=id, short=short, title=f"{short}:2021", name="n", edition_note="e", sources=(SOURCE,))


def clause(id: str, title: str) -> Clause:
    return Clause(
        id=id, clause=id.partition(":")[2], title=title, summary="s", why="w", carries_over="c", new="n", audit_focus=("a",),
        common_gaps=("g",), related=(OWN,), sources=(SOURCE,),
    )  # fmt: skip


def mapping(start: str, end: str, relationship: str, posture: Posture, source: str = "a page") -> Mapping:
    return Mapping.model_validate(
        {
            "from": start,
            "to": end,
            "relationship": relationship,
            "posture": posture,
            "rationale": f"Why {posture} <b>.",
            "source": source,
            "confidence": "our-reading",
        }
    )


def library(*mappings: Mapping) -> ClauseLibrary:
    return ClauseLibrary(
        standards=(standard("iec-81001-5-1", "IEC 81001-5-1"), standard("iec-62304", "IEC 62304")),
        clauses=(clause(OWN, "Addressing"), clause(OTHER, "Investigate"), clause(THIRD, "Advise")),
        mappings=mappings,
    )


CRITERION = next(iter(CRITERIA.values())).model_copy(update={"related_clauses": (OTHER, THIRD, OWN)})


@pytest.mark.parametrize(
    ("start", "end", "relationship", "said"),
    [
        (OWN, OTHER, "intersects", "9.5 overlaps with it"),
        (OWN, OTHER, "subset", "9.5 is a part of it"),
        (OTHER, OWN, "subset", "9.5 asks more than it"),
        (OTHER, OWN, "equal", "9.5 asks the same as it"),
    ],
)
def test_the_relationship_reads_from_the_clause_of_the_criterion(start: str, end: str, relationship: str, said: str) -> None:
    first, second = related_clauses(CRITERION, library(mapping(start, end, relationship, Posture.ours)))
    assert first == RelatedClause("IEC 62304 9.2", "Investigate", said, "Why ours <b>.", "a page; our reading")
    assert second == RelatedClause("IEC 62304 9.3", "Advise")


def test_what_a_published_crosswalk_says_is_not_repeated() -> None:
    first, _ = related_clauses(CRITERION, library(mapping(OWN, OTHER, "equal", Posture.published)))
    assert first.relationship == ""


def test_a_source_is_not_said_twice() -> None:
    first, _ = related_clauses(CRITERION, library(mapping(OWN, OTHER, "equal", Posture.ours, "our reading")))
    assert first.source == "our reading"


def test_the_detailed_report_shows_them_escaped() -> None:
    guidance = Guidance({CRITERION.id: CRITERION}, library(mapping(OWN, OTHER, "intersects", Posture.corrected)))
    page = html_report(REVIEW, guidance, Tier.detailed)["detailed.html"].decode()
    assert "<h4>Related clauses</h4>" in page
    assert "<strong>IEC 62304 9.2</strong> Investigate. 9.5 overlaps with it: Why corrected &lt;b&gt;." in page
