"""Decisions of people stand beside the tool's statuses, count in scores of their own, and go stale."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from reviewer.decisions import dump_decisions, load_decisions, merge
from reviewer.errors import ReviewerError
from reviewer.model import (
    Action,
    Basis,
    Decision,
    DecisionFile,
    Freshness,
    Review,
    Role,
    Seen,
    Severity,
    Status,
    TaskEntry,
    Verdict,
    fingerprint,
)
from reviewer.report import gaps
from reviewer.verdict import decide, seen_now, stamp
from reviewer.verdict.findings import scores
from tests.report.sample_review import PARTIAL, REVIEW, evidence

CRITERION = "81001-9.5-remediation-path"
FORMAL, OPTIONS, TIMELINE = (f"{CRITERION}/{name}" for name in ("formal", "options", "timeline"))


def review() -> Review:
    """The sample with fingerprints and its true scores."""
    findings = tuple(
        finding.model_copy(
            update={
                "elements": tuple(
                    e.model_copy(update={"evidence_sha256": fingerprint(e.evidence, e.conflicts)}) for e in finding.elements
                )
            }
        )
        for finding in REVIEW.findings
    )
    return REVIEW.model_copy(update={"findings": findings, "scores": scores(findings, REVIEW.standards, {}, ())})


def made(on: str, action: Action = Action.overrule, status: Status | None = Status.met, seen: Seen | None = None) -> Decision:
    status = status if action is Action.overrule else None
    return Decision(id=on, action=action, status=status, reason="See SOP-9", by="Ada", date=date(2026, 1, 5), seen=seen)


def decided(*decisions: Decision, of: Review | None = None) -> Review:
    return decide(of or review(), DecisionFile(decisions=decisions), "decisions.yaml")


def test_an_overruled_status_counts_beside_the_tools_own() -> None:
    result = decided(made(OPTIONS))
    finding = next(f for f in result.findings if f.criterion == CRITERION)
    element = finding.elements[1]
    assert (element.status, element.decided) == (Status.deferred, Status.met)
    assert (finding.verdict, finding.decided_verdict) == (Verdict.partial, Verdict.partial)
    assert result.scores == review().scores
    assert result.decisions is not None
    before, after = (s.by_standard["iec-81001-5-1"] for s in (result.scores, result.decisions.scores))
    # Of basis requirement or adjacent: problem-resolution and formal are met, options was deferred.
    assert (before.met, before.applicable, before.deferred) == (2, 3, 1)
    assert (after.met, after.applicable, after.deferred) == (3, 3, 0)


def test_a_criterion_decides_for_elements_without_a_decision_of_their_own() -> None:
    result = decided(made(CRITERION), made(TIMELINE, Action.not_applicable))
    finding = next(f for f in result.findings if f.criterion == CRITERION)
    assert [e.decided for e in finding.elements] == [Status.met, Status.met, Status.not_applicable]
    assert finding.decided_verdict is Verdict.covered
    assert [e.judgement.id for e in finding.elements if e.judgement] == [CRITERION, CRITERION, TIMELINE]


def test_what_is_decided_away_does_not_fail_a_build() -> None:
    every = frozenset(Basis)
    names = [f.criterion for f in review().findings if gaps.is_gap(f)]
    assert gaps.fails(review(), Severity.minor, every)
    assert not gaps.fails(decided(*(made(name) for name in names)), Severity.minor, every)


@pytest.mark.parametrize(
    ("change", "note"),
    [
        ({"evidence": (evidence("See SOP-013.", Role.defers),)}, "the evidence has other words"),
        ({"status": Status.weak}, "the tool has come to another status"),
    ],
)
def test_a_decision_goes_stale_with_what_it_rests_on(change: dict[str, object], note: str) -> None:
    seen = seen_now(review(), OPTIONS)
    assert decided(made(OPTIONS, seen=seen)).decisions == decided(made(OPTIONS, seen=seen)).decisions
    fresh = decided(made(OPTIONS, seen=seen))
    assert fresh.decisions and (fresh.decisions.counted, fresh.decisions.stale, fresh.decisions.unchecked) == (1, 0, 0)
    element = PARTIAL.elements[1].model_copy(update=change)
    element = element.model_copy(update={"evidence_sha256": fingerprint(element.evidence, element.conflicts)})
    now = review()
    findings = tuple(
        f.model_copy(update={"elements": tuple(element if e.id == OPTIONS else e for e in f.elements)}) for f in now.findings
    )
    later = decided(made(OPTIONS, seen=seen), of=now.model_copy(update={"findings": findings}))
    judgement = next(e.judgement for f in later.findings for e in f.elements if e.id == OPTIONS)
    assert judgement is not None and judgement.freshness is Freshness.stale and note in (judgement.note or "")
    assert later.decisions and (later.decisions.counted, later.decisions.stale) == (0, 1)
    assert later.decisions.scores.overall == later.scores.overall


def test_moved_evidence_with_the_same_words_is_not_stale() -> None:
    here = [evidence("A.", start=1, end=3, page=1), evidence("B.", Role.weakens)]
    there = [evidence("B.", Role.weakens, document="new.docx"), evidence("A.", start=90, end=92, page=7)]
    assert fingerprint(here) == fingerprint(there)
    assert fingerprint(here) != fingerprint([here[0], evidence("B.", Role.excludes)])
    assert fingerprint(here) != fingerprint([here[0].model_copy(update={"context": "Not so:"}), here[1]])


def test_unnoted_decisions_count_and_are_said_so_until_stamped() -> None:
    file = DecisionFile(decisions=(made(OPTIONS), made(CRITERION, Action.confirm)))
    result = decide(review(), file, "d")
    assert result.decisions and result.decisions.unchecked == result.decisions.counted == 3
    stamped = stamp(review(), file, "d")
    assert [d.seen and d.seen.status for d in stamped.decisions] == ["deferred", "partial"]
    again = decide(review(), stamped, "d")
    assert again.decisions and (again.decisions.counted, again.decisions.unchecked) == (3, 0)


def test_an_id_that_nothing_has_is_named() -> None:
    with pytest.raises(ReviewerError, match=r"decisions\.yaml: there is no criterion or element 'nowhere'"):
        decided(made("nowhere"))
    with pytest.raises(ReviewerError, match="nobody"):
        decide(review(), DecisionFile(tasks=(TaskEntry(id="nobody", owner="Joe"),)), "d")


def test_a_file_comes_back_as_it_was_written(tmp_path: Path) -> None:
    file = DecisionFile(
        decisions=(made(OPTIONS, seen=seen_now(review(), OPTIONS)), made(CRITERION, Action.confirm)),
        tasks=(TaskEntry(id=TIMELINE, owner="Zoë: #1", due=date(2026, 3, 1)),),
    )
    path = tmp_path / "decisions.yaml"
    path.write_text(dump_decisions(file), encoding="utf-8")
    assert load_decisions(path) == file
    path.write_text("decisions:\ntasks:\n", encoding="utf-8")
    assert load_decisions(path) == DecisionFile()


ENTRY = "decisions:\n- {id: a, action: confirm, reason: r, by: b, date: 2026-01-05}\n"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("decisions: [\n", r"d\.yaml:2:1: .*no readable YAML"),
        ("- a", "is not a mapping"),
        ("decision: []", "decision: Extra inputs"),
        (ENTRY + "- {id: a, action: confirm, reason: r, by: b, date: 2026-01-05}\n", r"d\.yaml:3:3: a: stands twice"),
        (ENTRY.replace("reason: r, ", ""), r"d\.yaml:2:3: .*reason: Field required"),
        (ENTRY.replace("confirm", "agree"), r"d\.yaml:2:\d+: decisions\.0\.action"),
        (ENTRY.replace("confirm", "overrule"), "status is for the action overrule"),
        (ENTRY.replace("confirm", "confirm, status: met"), "status is for the action overrule"),
        (ENTRY.replace("confirm", "overrule, status: not_applicable"), "there is the action not_applicable"),
        (ENTRY.replace("by: b", "by: ' '"), r"decisions\.0\.by"),
        (ENTRY.replace("2026-01-05", "soon"), r"decisions\.0\.date"),
        (ENTRY.replace("by: b", "by: b, by: c"), "key 'by' stands twice"),
    ],
)
def test_a_faulty_file_is_named_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "d.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ReviewerError, match=told) as raised:
        load_decisions(path)
    assert "\n" not in str(raised.value)


def test_merging_drops_nothing() -> None:
    older = DecisionFile(decisions=(made(FORMAL), made(OPTIONS)), tasks=(TaskEntry(id=FORMAL, owner="Joe"),))
    newer = DecisionFile(decisions=(made(OPTIONS, Action.confirm), made(TIMELINE)))
    merged = merge(older, newer)
    assert [(d.id, d.action) for d in merged.file.decisions] == [
        (FORMAL, Action.overrule),
        (OPTIONS, Action.confirm),
        (TIMELINE, Action.overrule),
    ]
    assert (merged.added, merged.changed, merged.kept) == (1, 1, (FORMAL,))
    assert merged.file.tasks == older.tasks
