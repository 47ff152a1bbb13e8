"""How statuses and verdicts look on paper: the word, and a colour that repeats it."""

from __future__ import annotations

from reviewer.model import Basis, ElementResult, Finding, Severity, Status, Verdict
from reviewer.report import words
from reviewer.report.html_filters import BASIS_NAMES
from reviewer.report.paper.content import Run, Tone

STATUS_TONES = {
    Status.met: Tone.good, Status.weak: Tone.half, Status.deferred: Tone.half, Status.contradicted: Tone.clash, Status.unmet: Tone.bad,
    Status.not_applicable: Tone.soft,
}  # fmt: skip
VERDICT_TONES = {
    Verdict.covered: Tone.good, Verdict.partial: Tone.half, Verdict.missing: Tone.bad, Verdict.conflicting: Tone.clash,
    Verdict.not_applicable: Tone.soft,
}  # fmt: skip


def status(element: ElementResult) -> Run:
    """The status of an element."""
    return Run(words.STATUSES[element.status], bold=True, tone=STATUS_TONES[element.status])


def verdict(finding: Finding) -> Run:
    """The verdict on a criterion."""
    return Run(words.VERDICTS[finding.verdict], bold=True, tone=VERDICT_TONES[finding.verdict])


def with_decisions(finding: Finding) -> tuple[Run, ...]:
    """The verdict with the decisions of people, where that is another than the tool's."""
    decided = finding.decided_verdict
    if decided is None or decided is finding.verdict:
        return ()
    return (Run(" – with decisions: "), Run(words.VERDICTS[decided], bold=True, tone=VERDICT_TONES[decided]))


def weight(finding: Finding) -> str:
    """What a finding weighs; what only auditors look for has a priority and no severity."""
    if finding.basis is Basis.audit_focus:
        return f"{'high' if finding.severity is Severity.major else 'low'} priority"
    return words.SEVERITIES[finding.severity]


def facts(finding: Finding, effort: str = "", *, reasoned: bool = False) -> str:
    """Clause, basis and weight of a finding in one line."""
    because = f": {words.BASES[finding.basis]}" if reasoned or finding.basis is Basis.audit_focus else ""
    parts = [
        f"{words.short(finding.standard)}, {finding.clause}",
        f"{BASIS_NAMES[finding.basis]}{because}",
        weight(finding),
        f"{effort} effort" if effort else "",
    ]
    return " · ".join(part for part in parts if part)


def met(finding: Finding) -> str:
    """How many elements are met, of those that apply."""
    asked = [element for element in finding.elements if element.status is not Status.not_applicable]
    return f"{sum(element.status is Status.met for element in asked)} of {len(asked)}"


def sentence(text: str) -> str:
    """A text with a capital at its beginning."""
    return text[:1].upper() + text[1:]
