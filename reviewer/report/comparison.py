"""Two reviews compared, for people: as a page in the terminal, as a web page, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import NamedTuple

from reviewer.model import ChangeKind, Comparison, FindingTurn, Status, Turn, WordRun
from reviewer.report import words
from reviewer.report.page import Block, Bullets, Entry, Facts, Heading, Page, Paragraph

TITLES = {
    Turn.regressed: "Regressed",
    Turn.new: "New gaps",
    Turn.changed: "Changed",
    Turn.closed: "Closed",
    Turn.dropped: "No longer asked for",
}
NOTES = {
    Turn.regressed: "Were met, or nearer to it, and are not any more.",
    Turn.new: "Were not asked for before, and are not met.",
    Turn.changed: "Another status on the same side, or another statement that the status rests on.",
    Turn.closed: "Were gaps, and are met.",
    Turn.dropped: "Out of scope now, or said not to apply.",
}
_HASH, _LONGEST = 12, 500


class Group(NamedTuple):
    """The findings of one turn."""

    turn: Turn
    title: str
    note: str
    findings: tuple[FindingTurn, ...]


def groups(comparison: Comparison) -> tuple[Group, ...]:
    """The findings by what became of them, the worst first; turns without a finding are left out."""
    found = ((turn, tuple(f for f in comparison.findings if f.step.turn is turn)) for turn in Turn)
    return tuple(Group(turn, TITLES[turn], NOTES[turn], findings) for turn, findings in found if findings)


def headline(comparison: Comparison) -> str:
    """What became of the findings, in one line."""
    counts = {turn: sum(f.step.turn is turn for f in comparison.findings) for turn in Turn}
    return (
        f"{counts[Turn.closed]} closed, {counts[Turn.new]} new, {counts[Turn.changed]} changed, "
        f"{counts[Turn.regressed]} regressed, {comparison.unchanged} as before"
    )


def cautions(comparison: Comparison) -> tuple[str, ...]:
    """What makes the two reviews hard to compare, one sentence each."""
    said = []
    before, after = comparison.before, comparison.after
    if not comparison.same_rubric:
        then, now = (f"{r.rubric_id} {r.rubric_version} ({r.rubric_sha256[:_HASH]})" for r in (before, after))
        said.append(f"The rubrics differ: {then} judged then, {now} judges now. A status may differ though no text does.")
    if before.tool_version != after.tool_version:
        said.append(f"The versions of the tool differ: {before.tool_version} then, {after.tool_version} now.")
    elif not comparison.same_tool:
        said.append("The models or data files of the tool differ.")
    if set(before.coverage) != set(after.coverage):
        said.append(f"The standards in scope differ: {_named(before.coverage)} then, {_named(after.coverage)} now.")
    if comparison.findings and not any(c.kind is not ChangeKind.revision for c in comparison.documents.changed):
        said.append("No document has other words than before: what differs comes from the rubric, the tool or the options.")
    if comparison.decided:
        said.append(
            f"All goes by the tool's statuses. People decided otherwise on {words.count(len(comparison.decided), 'element')}, listed below."
        )
    if before.stale or after.stale:
        said.append(f"Decisions of people that were stale and did not count: {before.stale} then, {after.stale} now.")
    if before.unread or after.unread:
        said.append(f"Documents that could not be read: {len(before.unread)} then, {len(after.unread)} now.")
    return tuple(said)


def coverage(comparison: Comparison) -> tuple[tuple[str, str, str], ...]:
    """Coverage then and now: of all, and of each standard."""
    before, after = comparison.before, comparison.after
    rows = [("All standards", words.percent(before.overall), words.percent(after.overall))]
    if before.decided_overall is not None or after.decided_overall is not None:
        rows.append(("with decisions of people", words.percent(before.decided_overall), words.percent(after.decided_overall)))
    for name in dict.fromkeys([*before.coverage, *after.coverage]):
        rows.append((words.short(name), words.percent(before.coverage.get(name)), words.percent(after.coverage.get(name))))
    return tuple(rows)


class Decided(NamedTuple):
    """An element on which people decided otherwise, in words."""

    title: str
    where: str
    element: str
    before: str
    after: str


def decided(comparison: Comparison) -> tuple[Decided, ...]:
    """The elements on which people decided otherwise than the tool, then or now."""
    return tuple(
        Decided(
            turn.title, f"{words.short(turn.standard)} {turn.clause}", turn.element,
            _beside(turn.before, turn.decided_before), _beside(turn.after, turn.decided_after),
        )
        for turn in comparison.decided
    )  # fmt: skip


def _beside(tool: Status | None, decision: Status | None) -> str:
    return status(tool) if decision is tool else f"{status(tool)}; decided: {status(decision)}"


def status(value: Status | None) -> str:
    """A status in words; that it was not asked for where there is none."""
    return "not asked for" if value is None else words.STATUSES[value]


def page(comparison: Comparison) -> Page:
    """The page for the terminal."""
    blocks: list[Block] = [
        Facts(
            (
                ("Then", (f"{comparison.before.report}{_when(comparison.before.finished_at)}",)),
                ("Now", (f"{comparison.after.report}{_when(comparison.after.finished_at)}",)),
                *((name, (f"{then} -> {now}",)) for name, then, now in coverage(comparison)),
            )
        ),
        *(Paragraph((f"Note: {caution}",)) for caution in cautions(comparison)),
    ]
    changed = comparison.documents.changed
    if changed:
        blocks.append(Heading(f"Documents: {len(changed)} changed, {comparison.documents.unchanged} as before"))
        blocks.append(Bullets(tuple((f"{change.name}: {words.CHANGES[change.kind]}",) for change in changed)))
    for group in groups(comparison):
        blocks += [Heading(f"{group.title}: {len(group.findings)}"), Paragraph((group.note,), quiet=True)]
        blocks += [_entry(finding) for finding in group.findings]
    if others := decided(comparison):
        blocks.append(Heading(f"Decided otherwise by people: {len(others)}"))
        blocks.append(Bullets(tuple((f"{o.where}, {o.title} ({o.element}): {o.before} -> {o.after}",) for o in others)))
    if comparison.verdicts:
        blocks.append(Heading(f"Criteria with another verdict: {len(comparison.verdicts)}"))
        lines = [
            f"{words.short(v.standard)} {v.clause}, {v.title}: {words.VERDICTS[v.before] if v.before else 'not judged'} -> "
            f"{words.VERDICTS[v.after] if v.after else 'not judged'}"
            for v in comparison.verdicts
        ]
        blocks.append(Bullets(tuple((line,) for line in lines)))
    return Page(headline(comparison), tuple(blocks))


def data(comparison: Comparison) -> str:
    """The same as JSON; keys whose value is not known are left out."""
    content = comparison.model_dump(mode="json", exclude_none=True)
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def marked(runs: Sequence[WordRun]) -> str:
    """The difference of two texts in plain characters, as ``git diff --word-diff`` marks it."""
    signs = {"same": ("", ""), "removed": ("[-", "-]"), "added": ("{+", "+}")}
    return "".join(f"{signs[run.kind][0]}{run.text}{signs[run.kind][1]}" for run in runs)


def _entry(finding: FindingTurn) -> Entry:
    step = finding.step
    lines: list[str] = []
    if finding.missing:
        lines.append(finding.missing)
    if finding.wording:
        before, after = finding.wording.before, finding.wording.after
        if finding.wording.words:
            lines.append(words.cut(marked(finding.wording.words), _LONGEST))
        else:
            lines += [f"then: “{words.cut(before.quote, _LONGEST)}”"] if before else []
            lines += [f"now: “{words.cut(after.quote, _LONGEST)}”"] if after else []
        stands = after or before
        asides = (f"{words.place(stands)}{'' if after else ', then'}",) if stands else ()
    else:
        asides = ()
    where = f"{words.short(step.standard)} {step.clause}; {words.SEVERITIES[step.severity]}"
    return Entry(
        (f"{step.title} ({step.element})",),
        f"{status(step.before)} -> {status(step.after)}" if step.before is not step.after else f"{status(step.after)}, other wording",
        tuple((line,) for line in lines), asides=(where, *asides),
    )  # fmt: skip


def _when(finished: str | None) -> str:
    return f", {words.moment(finished)}" if finished else ""


def _named(names: Sequence[str] | dict[str, float | None]) -> str:
    return ", ".join(words.short(name) for name in names) or "none"
