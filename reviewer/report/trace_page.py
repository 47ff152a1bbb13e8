"""How the status of an element was reached, as a page: the passages that were considered, and what would have changed it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pydantic import ValidationError

from reviewer.errors import ReviewerError
from reviewer.files import read_json
from reviewer.model import ElementResult, Finding, Status, TraceStep
from reviewer.report import words
from reviewer.report.page import Block, Bullets, Entry, Facts, Heading, Page, Paragraph, Wording
from reviewer.rules import Criterion, Element

_LONGEST_QUOTE, _SHORT_QUOTE = 400, 120
_BY_MODELS = "wording"
_KINDS = {
    "o:": "concept",
    "n:": "concept beside it",
    "f:": "concept above it",
    "w:": "word",
    "b:": "words",
    "h:": "word of a heading",
}
# What turns a status that is not met into a met one, where the statement itself is there.
_ADVICE = {
    Status.weak: "Say it as a duty or as a plain step: who does what, without may, should or where possible, and with every placeholder filled.",
    Status.contradicted: "Take the excluding statement back, or limit it to the case it is meant for; while it stands, it speaks against the requirement.",
    Status.deferred: "Review the document that the text points to together with these, or say the essence here.",
}


def read_findings(path: Path) -> tuple[Finding, ...]:
    """The findings of a ``report.json``. Raises ReviewerError where the file is none."""
    path = path / "report.json" if path.is_dir() else path
    content = read_json(path, "REPORT")
    try:
        return tuple(Finding.model_validate(finding) for finding in content["findings"])
    except (KeyError, TypeError, ValidationError) as error:
        raise ReviewerError(
            str(path), "is not a report of this version", "name the report.json of a review, or review again"
        ) from error


def trace_page(finding: Finding, result: ElementResult, criterion: Criterion) -> Page:
    """All that is known of how one element was judged."""
    asked = criterion.elements[result.id.split("/")[1]]
    blocks: list[Block] = [
        Facts(
            (
                ("Element", (result.id,)),
                ("What is asked", (asked.meaning,)),
                ("Status", (f"{words.STATUSES[result.status]}; confidence {result.confidence:.2f}",)),
                ("Reason", (words.reason(result.reason),)),
                ("Criterion", (f"{finding.title}: {words.VERDICTS[finding.verdict]}",)),
            )
        ),
        Heading("Passages that were considered"),
    ]
    if not result.trace:
        blocks.append(Paragraph(("None: no passage of the set speaks of it, in its words or in its meaning.",)))
    for step in result.trace:
        blocks.append(_entry(step))
    blocks += [Heading("What would have changed it"), *_change(result, asked)]
    return Page(f"How {result.id} was judged", tuple(blocks))


def trace_data(finding: Finding, result: ElementResult) -> dict[str, Any]:
    """The same as data."""
    return {"criterion": finding.criterion, "verdict": finding.verdict.value, "element": result.model_dump(mode="json")}


def _entry(step: TraceStep) -> Entry:
    by = "no rule; its wording and meaning" if step.frame == _BY_MODELS else f"rule {step.frame}"
    lines = [
        (f"{step.document}, characters {step.start} to {step.end}",),
        (
            f"Speaks of it with probability {step.weight:.2f} (words {step.wording:.2f}, meaning {step.meaning:.2f}). Found by {by}.",
        ),
    ]
    if step.found:
        lines.append((f"Found: {', '.join(_concept(name) for name in step.found)}",))
    if step.lacking:
        lines.append((f"Looked for and not found: {', '.join(step.lacking)}",))
    return Entry((f"“{words.cut(step.quote, _LONGEST_QUOTE)}”",), step.outcome, tuple(lines))


def _concept(name: str) -> str:
    kind = _KINDS.get(name[:2])
    return f"{kind} “{name[2:]}”" if kind else name


def _change(result: ElementResult, asked: Element) -> list[Block]:
    blocks: list[Block] = []
    if result.status is Status.met:
        if sum(step.outcome == "establishes" for step in result.trace) == 1:
            return [Paragraph(("One passage establishes it; without that passage it would not be met.",))]
        return [Paragraph(("Several passages establish it, and it rests on all of them together, on the first the most.",))]
    if advice := _ADVICE.get(result.status):
        blocks.append(Paragraph((advice,)))
    near = [step for step in result.trace if step.outcome.startswith("discarded")]
    if result.status is Status.unmet and near:
        lines = [f"“{words.cut(step.quote, _SHORT_QUOTE)}” does not count: {_why_not(step)}." for step in near[:3]]
        blocks.append(Bullets(tuple((line,) for line in lines)))
    blocks += [Paragraph(("This wording, filled in and kept to, would meet it:",)), Wording(asked.write)]
    return blocks


def _why_not(step: TraceStep) -> str:
    return words.why_not(step.outcome.removeprefix("discarded: "))


def find_element(findings: tuple[Finding, ...], criterion: str, element: str | None) -> tuple[Finding, ElementResult]:
    """The finding and result of an element. Raises ReviewerError where the report does not have it or it is not said which is meant."""
    finding = next((f for f in findings if f.criterion == criterion), None)
    if finding is None:
        raise ReviewerError(criterion, "is not in the report", "name an element of a standard that was reviewed")
    names = [result.id for result in finding.elements]
    if element is None and len(names) > 1:
        raise ReviewerError(criterion, "has several elements", f"name one of {', '.join(names)}")
    wanted = f"{criterion}/{element}" if element else names[0]
    return finding, next(result for result in finding.elements if result.id == wanted)
