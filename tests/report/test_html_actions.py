"""What to do first: the right things, in the right order; and the state in words that claim no more than is known."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from reviewer.model import (
    Basis,
    ElementResult,
    Finding,
    ReadStatus,
    Referral,
    Review,
    Scores,
    Severity,
    StandardScore,
    Status,
    Verdict,
)
from reviewer.report.actions import FIRST, effort, first_actions
from reviewer.report.coverage import gaps_by_basis, headline, sentences
from reviewer.report.interface import Guidance
from reviewer.rules import Criterion, Element
from tests.report.sample_review import DOCUMENTS, REVIEW


def finding(
    name: str,
    status: Status = Status.unmet,
    *,
    basis: Basis = Basis.requirement,
    severity: Severity = Severity.major,
    standard: str = "iso-14971",
    more: Sequence[Status] = (),
) -> Finding:
    statuses = (status, *more)
    if Status.contradicted in statuses:
        verdict = Verdict.conflicting
    elif set(statuses) == {Status.met}:
        verdict = Verdict.covered
    else:
        verdict = Verdict.missing if set(statuses) == {Status.unmet} else Verdict.partial
    return Finding(
        criterion=name, standard=standard, clause="10", title=f"Title of {name}", severity=severity, basis=basis, verdict=verdict,
        elements=tuple(
            ElementResult(
                id=f"{name}/e{i}", basis=basis, status=s, confidence=0.9, reason=f"Reason {i}.",
                missing=None if s is Status.met else f"Nothing says {i}.",
                refers_to=(Referral(name="SOP-9"),) if s is Status.deferred else (),
            )
            for i, s in enumerate(statuses)
        ),
    )  # fmt: skip


def review(*findings: Finding, **changes: object) -> Review:
    standards = dict.fromkeys(f.standard for f in findings)
    scores = Scores(overall=0.5, by_standard={s: StandardScore(coverage=0.5, met=1, applicable=2) for s in standards})
    return REVIEW.model_copy(update={"findings": findings, "documents": DOCUMENTS[:1], "scores": scores} | changes)


def guidance(**efforts: str) -> Guidance:
    """Guidance for criteria with two elements, both of one effort."""
    return Guidance(
        {
            name: Criterion(
                id=name, standard="iso-14971", clause="10", title=name, severity=Severity.major, basis=Basis.requirement,
                why="Because it matters. And so on.", auditor_questions=("?",), records=("r",), usually_missed="u", suggested_wording="w",
                elements={e: Element(basis=Basis.requirement, meaning="m", missing="x", write="w", effort=size) for e in ("e0", "e1")},
            )
            for name, size in efforts.items()
        }
    )  # fmt: skip


def order(given: Review, advice: Guidance | None = None) -> list[str]:
    return [action.finding.criterion if action.finding else "set" for action in first_actions(given, advice or Guidance())]


def test_basis_then_severity_then_contradiction_then_effort() -> None:
    given = review(
        finding("focus", Status.contradicted, basis=Basis.audit_focus),
        finding("minor", severity=Severity.minor),
        finding("large"),
        finding("small", Status.met, more=(Status.unmet,)),
        finding("clash", Status.contradicted),
    )
    assert order(given, guidance(large="large", small="small", clash="large", focus="small", minor="small")) == [
        "clash", "small", "large", "minor", "focus",
    ]  # fmt: skip


def test_no_more_than_five_and_nothing_for_what_is_covered() -> None:
    assert len(order(review(*(finding(f"c{i}") for i in range(66))))) == FIRST
    assert order(review(finding("done", Status.met))) == []


def test_gaps_of_a_standard_that_the_set_is_not_about_come_last() -> None:
    given = review(finding("far", standard="iec-62304"), finding("near", severity=Severity.minor))
    scores = given.scores.by_standard | {"iec-62304": StandardScore(coverage=0, met=0, applicable=2, addressed=False)}
    given = given.model_copy(update={"scores": Scores(overall=0, by_standard=scores)})
    assert order(given) == ["set", "near", "far"]
    assert first_actions(given, Guidance())[0].points == ("IEC 62304: the documents do not seem to be about it.",)


def test_holes_in_the_set_come_first() -> None:
    unread = DOCUMENTS[1].model_copy(update={"status": ReadStatus.unreadable, "name": "scan.pdf"})
    given = review(finding("a", Status.deferred), documents=(DOCUMENTS[0], unread))
    first, second = first_actions(given, Guidance())
    assert first.finding is None and first.points == (
        "1 file could not be read: scan.pdf.",
        "1 element is left to documents that are not in the set: SOP-9.",
    )
    assert second.finding is given.findings[0]


def test_a_document_that_is_missing_is_named_once() -> None:
    given = review(finding("a", Status.deferred, more=(Status.deferred,)))
    elements = [
        element.model_copy(update={"refers_to": (Referral(name=name, document=None),)})
        for element, name in zip(given.findings[0].elements, ("SOP-9", "SOP-9 Change Control"), strict=True)
    ]
    given = given.model_copy(update={"findings": (given.findings[0].model_copy(update={"elements": tuple(elements)}),)})
    (point,) = first_actions(given, Guidance())[0].points
    assert point == "2 elements are left to documents that are not in the set: SOP-9 Change Control."


def test_a_drawing_is_no_hole_in_the_set() -> None:
    drawing = DOCUMENTS[1].model_copy(update={"status": ReadStatus.skipped, "error_code": "format"})
    assert order(review(finding("a"), documents=(DOCUMENTS[0], drawing))) == ["a"]


def test_nothing_that_counts_is_the_first_thing_to_mend() -> None:
    (first,) = first_actions(review(documents=()), Guidance())
    assert "No document of the set counts" in first.points[0]


@pytest.mark.parametrize(
    ("given", "title"),
    [
        (finding("a", Status.contradicted), "Put right: Title of a"),
        (finding("a"), "Provide for: Title of a"),
        (finding("a", Status.met, more=(Status.weak,)), "Complete: Title of a"),
        (finding("a", basis=Basis.audit_focus), "Be ready to answer: Title of a"),
    ],
)
def test_the_verb_says_what_kind_of_work_it_is(given: Finding, title: str) -> None:
    assert first_actions(review(given), Guidance())[0].title == title


def test_an_action_says_what_is_missing_and_why() -> None:
    action = first_actions(review(finding("a", more=(Status.contradicted,))), guidance(a="medium"))[0]
    assert (action.points, action.more) == (("Reason 1.",), 1)
    assert (action.why, action.effort) == ("Because it matters.", "medium")


def test_effort_is_the_largest_of_what_is_open() -> None:
    advice = guidance(a="small")
    elements = advice.criteria["a"].elements
    mixed = advice.criteria["a"].model_copy(
        update={"elements": elements | {"e0": elements["e0"].model_copy(update={"effort": "large"})}}
    )
    both = Guidance({"a": mixed})
    assert effort(finding("a", more=(Status.unmet,)), both) == "large"
    assert effort(finding("a", Status.met, more=(Status.unmet,)), both) == "small"
    assert effort(finding("a"), Guidance()) == ""


def test_names_of_many_documents_are_cut() -> None:
    unread = tuple(DOCUMENTS[1].model_copy(update={"name": f"{i}{'x' * 300}.pdf"}) for i in range(9))
    (first,) = first_actions(review(documents=(DOCUMENTS[0], *unread)), Guidance())
    assert first.points[0].startswith("9 files could not be read: 0x") and first.points[0].endswith("; and 6 more.")
    assert len(first.points[0]) < 260


@pytest.mark.parametrize(
    ("findings", "said"),
    [
        ((finding("a"), finding("b", severity=Severity.minor)), "1 major and 1 minor gaps against the clauses in scope"),
        ((finding("a"),), "1 major gap against the clauses in scope"),
        ((finding("a", basis=Basis.adjacent),), "No gap against the clauses in scope; 1 gap against neighbouring clauses"),
        ((finding("a", basis=Basis.audit_focus),), "No gap against a clause; 1 topic that auditors look for"),
        ((finding("a", Status.met),), "No gap was found"),
    ],
)
def test_the_headline_claims_no_more_than_the_basis_allows(findings: tuple[Finding, ...], said: str) -> None:
    assert headline(review(*findings)) == said


def test_the_state_counts_what_is_asked_and_names_the_rest() -> None:
    given = review(finding("a"), finding("b", Status.contradicted, basis=Basis.audit_focus), finding("c", basis=Basis.adjacent))
    assert sentences(given) == (
        "The documents provide for 1 of the 2 elements (50 %) that the clauses in scope and their neighbours ask for.",
        "Beside that: 1 gap against neighbouring clauses and 1 topic that only auditors look for.",
        "In 1 criterion a text excludes what is asked.",
    )


def test_the_state_says_which_standard_is_perhaps_elsewhere() -> None:
    given = review(finding("a"), finding("b", Status.met))
    scores = Scores(overall=0, by_standard={"iso-14971": StandardScore(coverage=0, met=0, applicable=2, addressed=False)})
    said = sentences(given.model_copy(update={"scores": scores}))
    assert "1 gap of all these concerns ISO 14971, which the documents do not seem to be about." in said


def test_gaps_are_counted_by_basis_and_severity() -> None:
    given = review(
        finding("a"), finding("b", severity=Severity.minor), finding("c", Status.contradicted), finding("d", Status.met)
    )
    required, adjacent, focus = gaps_by_basis(given)
    assert (required.major, required.minor, required.conflicting, required.gaps) == (2, 1, 1, 3)
    assert adjacent.gaps == focus.gaps == 0
