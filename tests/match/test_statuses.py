"""The hard cases of the conventions, each as a small procedure of its own."""

from __future__ import annotations

import pytest

from reviewer.model import Role, Status
from tests.conftest import Judge

PENTEST = "81001-9.5-proactive-identification/penetration-testing"
TRENDS = "62304-9.6-trends/trend-analysis"
CAUSE = "62304-9.2-investigation/cause"


def security(*lines: str, heading: str = "4 Security testing") -> str:
    return f"# SOP-7 Product security\n\n## {heading}\n\n" + "\n\n".join(lines) + "\n"


@pytest.mark.parametrize(
    ("line", "status"),
    [
        ("An independent laboratory performs a penetration test before each major release.", Status.met),
        ("Penetration tests shall be performed every year by an outside company.", Status.met),
        ("Penetration testing is not performed.", Status.contradicted),
        ("No penetration tests are carried out.", Status.contradicted),
        ("A penetration test may be performed where time allows.", Status.weak),
        ("Penetration testing should ideally be carried out once a year.", Status.weak),
        ("Penetration testing: method and interval to be defined.", Status.weak),
        ("It is planned to perform penetration tests.", Status.weak),
        ("Penetration testing is described in SOP-082 Penetration Testing.", Status.deferred),
        ("For penetration testing, see SOP-082.", Status.deferred),
        ("Penetration testing is described in IEC 62443-4-1.", Status.unmet),
        ("No release is approved until a penetration test has been performed.", Status.met),
    ],
)
def test_force_and_polarity(line: str, status: Status, judge: Judge) -> None:
    assert judge(security(line))[PENTEST].status is status


@pytest.mark.parametrize("heading", ["Scope", "Purpose", "Definitions", "References", "Revision history", "Training"])
def test_sections_that_never_establish(heading: str, judge: Judge) -> None:
    line = "An independent laboratory performs a penetration test every year."
    assert judge(security(line, heading=heading))[PENTEST].status is Status.unmet


def test_scope_sentences_are_unmet_under_any_heading(judge: Judge) -> None:
    line = "This section describes how penetration tests are performed every year."
    assert judge(security(line))[PENTEST].status is Status.unmet


def test_a_heading_alone_establishes_nothing(judge: Judge) -> None:
    assert (
        judge("# SOP-7 Product security\n\n## Penetration tests performed every year\n\nSee below.\n")[PENTEST].status
        is Status.unmet
    )


def test_a_pointer_inside_the_set_is_followed(judge: Judge) -> None:
    pointing = security("Penetration testing is described in SOP-082 Security testing.")
    silent = "# SOP-082 Security testing\n\n## Work\n\nThe team meets on Mondays.\n"
    telling = "# SOP-082 Security testing\n\n## Work\n\nA hired company performs a penetration test each year.\n"
    dead_end = judge({"SOP-7.md": pointing, "SOP-082.md": silent})[PENTEST]
    assert dead_end.status is Status.unmet
    assert "SOP-082" in dead_end.reason
    followed = judge({"SOP-7.md": pointing, "SOP-082.md": telling})[PENTEST]
    assert (followed.status, followed.evidence[0].document) == (Status.met, "SOP-082.md")


def test_met_wins_over_a_denial_elsewhere_and_shows_the_conflict(judge: Judge) -> None:
    result = judge({
        "SOP-1.md": security("A penetration test is performed every year by an outside company."),
        "SOP-2.md": "# SOP-2 Testing\n\n## Security\n\nPenetration tests are not performed.\n",
    })[PENTEST]  # fmt: skip
    assert result.status is Status.met
    assert [c.document for c in result.conflicts] == ["SOP-2.md"]
    assert result.conflicts[0].role is Role.excludes


def test_a_hedge_that_the_clause_carries_does_not_weaken(judge: Judge) -> None:
    text = "# SOP-3 Problem resolution\n\n## Work\n\nThe developer determines the root cause of each problem, if possible.\n"
    assert judge(text)[CAUSE].status is Status.met


def test_documents_that_do_not_count(judge: Judge) -> None:
    line = "An independent laboratory performs a penetration test every year."
    training = f"# Training: product security\n\n## Slide 3\n\n{line}\n"
    superseded = f"# SOP-7 Product security\n\nStatus: superseded\n\n## Work\n\n{line}\n"
    assert judge(training)[PENTEST].status is Status.unmet
    assert judge(superseded)[PENTEST].status is Status.unmet


def test_the_newest_revision_counts(judge: Judge) -> None:
    def revision(number: int, line: str) -> str:
        return f"# SOP-7 Product security\n\n| Document no. | SOP-7 |\n|---|---|\n| Revision | {number} |\n\n## Work\n\n{line}\n"

    old = revision(9, "A penetration test is performed every year.")
    new = revision(10, "The team meets on Mondays.")
    assert judge({"a.md": old, "b.md": new})[PENTEST].status is Status.unmet
    assert judge({"a.md": revision(11, "A penetration test is performed every year."), "b.md": new})[PENTEST].status is Status.met


def test_it_and_privacy_incidents_are_no_product_problems(judge: Judge) -> None:
    text = (
        "# Personal data breaches\n\n## Work\n\nEvery breach is entered in the register. The breaches are analysed for trends every "
        "quarter. Affected customers are informed of the breach.\n"
    )
    assert {r.status for r in judge(text).values()} == {Status.unmet}


def test_quotes_are_the_documents_own_words(judge: Judge) -> None:
    text = (
        "# SOP-3 Software problems\n\n## Work\n\n| Activity | Who |\n|---|---|\n| Analyse all problem reports for trends | QA |\n"
    )
    result = judge(text)[TRENDS]
    assert result.status is Status.met
    assert result.evidence[0].quote == "Analyse all problem reports for trends | QA"
    assert result.evidence[0].context is not None and "Activity | Who" in result.evidence[0].context
