"""The findings: all at a glance, then each with its elements, quotes, gaps and wording."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from reviewer.model import ElementResult, Evidence, Finding, Review, Role, Status
from reviewer.report import actions, decided, words
from reviewer.report.anchors import anchor
from reviewer.report.detailed import looks
from reviewer.report.html_filters import BASIS_NAMES
from reviewer.report.interface import Guidance
from reviewer.report.paper.content import (
    Block,
    Column,
    Heading,
    Line,
    Paragraph,
    Quote,
    Row,
    Run,
    Style,
    Table,
    Tone,
    Wording,
    bold,
    line,
    see,
    soft,
)
from reviewer.rules import Criterion, Element

_ROLE_TONES = {Role.establishes: Tone.good, Role.weakens: Tone.half, Role.defers: Tone.half, Role.excludes: Tone.clash}


def at_a_glance(review: Review) -> Iterator[Block]:
    """The table of all findings."""
    yield Heading("All findings at a glance", 1, "glance")
    if not review.findings:
        yield Paragraph(line("No criterion was judged: no standard is in scope."))
        return
    rows: list[Row] = []
    for standard, group in groupby(review.findings, key=lambda finding: finding.standard):
        rows.append(Row((line(words.standard(standard)),), group=True))
        for finding in group:
            cells: tuple[Line, ...] = (
                line(looks.verdict(finding), *looks.with_decisions(finding)),
                line(see(finding.title, f"#{anchor(finding.criterion)}")),
                line(finding.clause),
                line(BASIS_NAMES[finding.basis]),
                line(looks.weight(finding)),
                line(looks.met(finding)),
            )
            rows.append(Row(cells))
    columns = (
        Column("Verdict", 1.45), Column("What is asked", 3.5), Column("Clause", 1.3), Column("Asked by", 1.55), Column("Weight", 1.05), Column("Met", 0.85, number=True),
    )  # fmt: skip
    yield Table("All findings", columns, tuple(rows))


def findings(review: Review, guidance: Guidance) -> Iterator[Block]:
    """Every finding."""
    yield Heading("Findings", 1, "findings")
    if not review.findings:
        yield Paragraph(line("No criterion was judged: no standard is in scope."))
    for finding in review.findings:
        yield from finding_parts(finding, guidance)


def finding_parts(finding: Finding, guidance: Guidance) -> Iterator[Block]:
    """One finding: its heading, then all there is to say of it."""
    advice = guidance.criteria.get(finding.criterion)
    yield Heading(finding.title, 2, anchor(finding.criterion))
    facts = looks.facts(finding, actions.effort(finding, guidance), reasoned=True)
    yield Paragraph(
        line(
            looks.verdict(finding),
            *looks.with_decisions(finding),
            f" · {looks.met(finding)} elements met · {facts}",
            *((" · ", see("guidance", f"#{anchor(finding.criterion, 'g')}")) if advice else ()),
        ),
        keep=True,
    )
    if finding.remediation and (advice is None or finding.remediation != actions.writings(finding, guidance)):
        yield Wording("What to do:", (finding.remediation,))
    for element in finding.elements:
        yield from _element(element, finding, advice.elements.get(element.id.rpartition("/")[2]) if advice else None)


def meaning(element: ElementResult, criterion: Criterion | None) -> str:
    """What an element asks, in the words of the rubric; else its id in words."""
    name = element.id.rpartition("/")[2]
    return criterion.elements[name].meaning if criterion and name in criterion.elements else name.replace("-", " ")


def _element(element: ElementResult, finding: Finding, advice: Element | None) -> Iterator[Block]:
    asked = advice.meaning if advice else element.id.rpartition("/")[2].replace("-", " ")
    yield Paragraph(
        line(looks.status(element), f": {looks.sentence(asked)}", *_remarks(element, finding)),
        Style.label,
        anchor(element.id, "e"),
    )
    if element.missing:
        yield Paragraph(line(bold("What is missing: "), element.missing))
    sure = (
        ""
        if element.status is Status.not_applicable or words.to_confirm(element)
        else f" {words.percent(element.confidence)} sure."
    )
    bearing = [evidence for evidence in element.evidence if evidence.role is not Role.nearest]
    yield Paragraph(line(words.reason(element.reason), soft(sure)), Style.note, keep=bool(bearing or element.judgement))
    if element.judgement:
        yield Paragraph(line(bold("Decision: "), decided.sentence(element.judgement)))
    if element.task and (element.task.owner or element.task.due):
        due = f"by {element.task.due.isoformat()}" if element.task.due else ""
        yield Paragraph(line(bold("To be closed: "), ", ".join(filter(None, (element.task.owner, due)))))
    for evidence in bearing:
        yield quote(evidence, tight=element.status is Status.met)
    for evidence in element.conflicts:
        yield quote(evidence, conflict=True)
    if element.refers_to:
        yield Paragraph(line(bold("Sends the reader to: "), "; ".join(_referral(r.name, r.document) for r in element.refers_to)))
    if advice and element.status not in {Status.met, Status.not_applicable}:
        yield Wording("You could write:", (advice.write,))
    for evidence in element.evidence:
        if evidence.role is Role.nearest:
            yield quote(evidence)


def _remarks(element: ElementResult, finding: Finding) -> Iterator[Run]:
    if element.judgement:
        stale = "" if element.judgement.counts else ", stale"
        status = element.judgement.status
        yield Run(f" – decided by a person: {words.STATUSES[status]}{stale}", bold=True, tone=looks.STATUS_TONES[status])
    if element.basis != finding.basis:
        yield soft(f" ({BASIS_NAMES[element.basis]}: {words.BASES[element.basis]})")
    if element.conflicts:
        yield Run(" – another text says the opposite", bold=True, tone=Tone.clash)
    if words.to_confirm(element):
        yield Run(f" – confirm this: {words.percent(element.confidence)} sure", bold=True, tone=Tone.half)


def _referral(name: str, document: str | None) -> str:
    return f"{name} ({document}: in the set, but could not be read)" if document else f"{name} (not in the set)"


def quote(evidence: Evidence, *, conflict: bool = False, tight: bool = False) -> Quote:
    """A quote with what it does and where it stands."""
    label = "Says the opposite" if conflict else looks.sentence(words.ROLES[evidence.role])
    place = words.place(evidence)
    if evidence.paths:
        place += f" in {', '.join(evidence.paths)}"
    if evidence.revision:
        place += f"; revision {evidence.revision}"
    return Quote(
        text=evidence.quote or words.LEFT_OUT,
        place=place,
        label=label,
        context=f"In context: {evidence.context}" if evidence.context else "",
        link=evidence.link or "",
        tone=Tone.clash if conflict else _ROLE_TONES.get(evidence.role, Tone.none),
        tight=tight,
    )
