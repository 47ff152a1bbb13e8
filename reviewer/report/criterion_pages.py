"""What the rubric says about a criterion, as a page: what is asked, why, and what to show and write."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from reviewer.clauses import ClauseLibrary, Posture
from reviewer.model import Basis
from reviewer.report import words
from reviewer.report.clause_pages import NOTE, RELATIONSHIPS, named, source_entry, sourced
from reviewer.report.page import Block, Bullets, Entry, Facts, Grid, Heading, Line, Page, Paragraph, Ref, Wording
from reviewer.rules import Criterion, Element

SEVERITY_NOTE = "our weight for the order of work, not an auditor's grade"


def criteria_page(criteria: Sequence[Criterion]) -> Page:
    """All criteria, standard by standard."""
    blocks: list[Block] = [Paragraph((NOTE, f" Severity is {SEVERITY_NOTE}."))]
    for standard in dict.fromkeys(criterion.standard for criterion in criteria):
        rows = tuple(
            ((Ref(c.id, c.id),), (c.title,), (c.severity.value,), (c.basis.value,)) for c in criteria if c.standard == standard
        )
        blocks += [Heading(words.standard(standard)), Grid(("Criterion", "What is asked", "Severity", "Basis"), rows)]
    return Page("Criteria", tuple(blocks))


def criterion_page(criterion: Criterion, library: ClauseLibrary, element: str | None = None) -> Page:
    """One criterion with all its elements, or with the one that is named."""
    chosen = {name: criterion.elements[name] for name in ([element] if element else criterion.elements)}
    owner = library.owner(criterion.standard)
    own = criterion.own_clauses(library)
    blocks: list[Block] = [
        Facts(
            (
                ("Criterion", (criterion.id,)),
                ("Clause", (f"{owner.short} {criterion.clause}",)),
                ("Severity", (_severity(criterion),)),
                ("Basis", (_basis(criterion),)),
            )
        ),
        Heading("Why it is asked"),
        Paragraph((criterion.why,)),
        Heading("What must be found in the procedures" if element is None else f"Element: {element}"),
    ]
    for name, asked in chosen.items():
        blocks += _element(criterion, name, asked, whole=element is None)
    if element is None:
        blocks += [
            Heading("What a good procedure says"),
            Paragraph(("Adopt it, and fill in what stands in <brackets>.",), quiet=True),
        ]
        blocks += [Wording(criterion.suggested_wording), *_told(criterion, "wording")]
    blocks += [
        Heading("What an auditor asks"),
        Bullets(tuple((question,) for question in criterion.auditor_questions)),
        Heading("Records to show"),
        Bullets(tuple((record,) for record in criterion.records)),
        *_told(criterion, "records"),
        Heading("How it is usually missed"),
        Paragraph((criterion.usually_missed,)),
        *_told(criterion, "usually_missed"),
        Heading("Clauses"),
        Bullets(tuple(named(library, clause.id) for clause in own)),
        Heading("Related clauses"),
        *(_related(library, criterion, name) for name in criterion.related_clauses if name not in {clause.id for clause in own}),
    ]
    if element is None:
        blocks += [Heading("Sources, and how sure we are"), Paragraph((NOTE,), quiet=True), *map(source_entry, criterion.sources)]
    return Page(criterion.title, tuple(blocks))


def criterion_data(criterion: Criterion, library: ClauseLibrary, element: str | None = None) -> dict[str, Any]:
    """The same for machines."""
    data = criterion.model_dump(mode="json")
    if element is not None:
        data["elements"] = {element: data["elements"][element]}
    data["related_clauses"] = [_data(library, name) for name in criterion.related_clauses]
    data["clauses"] = [_data(library, clause.id) for clause in criterion.own_clauses(library)]
    return data


def _data(library: ClauseLibrary, reference: str) -> dict[str, str]:
    return {"reference": reference, "label": library.label(reference), "title": library.title(reference)}


def _severity(criterion: Criterion) -> str:
    aside = "; no gap against the clause itself" if criterion.basis is Basis.audit_focus else ""
    return f"{criterion.severity.value}; {SEVERITY_NOTE}{aside}"


def _basis(criterion: Criterion) -> str:
    kinds = {element.basis for element in criterion.elements.values()}
    text = words.BASES[criterion.basis]
    return text if kinds == {criterion.basis} else f"{text}; some elements differ, see each"


def _element(criterion: Criterion, name: str, element: Element, *, whole: bool) -> list[Block]:
    asides = tuple(dict.fromkeys(sourced(source) for source in criterion.sources_of(name)))
    lines: tuple[Line, ...] = ((f"{element.meaning[:1].upper()}{element.meaning[1:]}.",),)
    if element.look_alikes:
        lines = (*lines, ("Looks like it and does not count:",))
    blocks: list[Block] = [
        Entry(
            (Ref(f"{criterion.id}/{name}", name),),
            _weight(criterion, element),
            lines,
            tuple((f"{alike.name}: {alike.why}",) for alike in element.look_alikes),
            asides,
        )
    ]
    if not whole:
        blocks += [Heading("If it is missing"), Paragraph((element.missing,)), Heading("What to write"), Wording(element.write)]
    return blocks


def _weight(criterion: Criterion, element: Element) -> str:
    """Severity is a weight of gaps against a clause; what only auditors look for carries none."""
    weight = "" if element.basis is Basis.audit_focus else f"{criterion.severity.value}; "
    return f"{weight}{words.BASES[element.basis]}; effort {element.effort}"


def _told(criterion: Criterion, part: str) -> list[Block]:
    return [Paragraph((f"How sure: {source.claim} ({source.source}).",), quiet=True) for source in criterion.sources_of(part)]


def _related(library: ClauseLibrary, criterion: Criterion, reference: str) -> Entry:
    """A related clause, with what the crosswalk says of it and the first clause of the criterion that maps to it."""
    for clause in criterion.own_clauses(library):
        for row in library.rows(clause.id):
            if row.other == reference and row.mapping.posture is not Posture.published:
                note = f"{clause.clause} {RELATIONSHIPS[row.relationship]}"
                return Entry(named(library, reference), note, ((row.mapping.rationale,),), asides=(sourced(row.mapping),))
    return Entry(named(library, reference), "")
