"""Document health: what an auditor sees of the documents before asking what they provide for."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer.model import HealthRemark, Review
from reviewer.report import health, words
from reviewer.report.paper.content import Block, Column, Heading, Line, Paragraph, Row, Style, Table, line, soft

_QUOTE_LENGTH = 400
"""Longest quote in a cell, in characters."""


def document_health(review: Review) -> Iterator[Block]:
    """The remarks by kind; nothing where the health was not looked at."""
    found = review.health
    if found is None:
        return
    yield Heading(f"Document health: {words.count(len(found.remarks), 'remark')}", 1, "health")
    looked = f"{words.count(len(found.checked), 'document')} whose text counts {'was' if len(found.checked) == 1 else 'were'} looked at"
    blocks = words.count(len(found.controlled), "procedure, plan or policy", "procedures, plans and policies")
    yield Paragraph(
        line(
            "What an auditor sees of the documents before asking what they provide for. "
            f"{looked}; the title block of {blocks}. No status or score depends on it."
        )
    )
    if not found.remarks:
        yield Paragraph(line("Nothing is to be remarked."))
    for group in health.groups(found):
        columns = (Column("Document", 1.2), Column("What was seen, and where", 2.7), Column("What to do", 1.5))
        yield Heading(f"{group.title}: {len(group.remarks)}", 2)
        if group.sources:
            yield Paragraph(line(f"Basis: {group.sources[0]}."), Style.note, keep=True)
        rows = (Row((line(r.name), _seen(r, sourced=bool(group.sources)), line(r.advice))) for r in group.remarks)
        yield Table(group.title, columns, tuple(rows))


def _seen(remark: HealthRemark, *, sourced: bool) -> Line:
    parts = [remark.text]
    if remark.looked_at:
        parts.append(f" Looked at: {remark.looked_at}.")
    if remark.source and not sourced:
        parts.append(f" Source: {remark.source}.")
    return line(*parts, soft(_places(remark)))


def _places(remark: HealthRemark) -> str:
    said = []
    for number, place in enumerate(remark.places):
        quoted = f"“{words.cut(place.quote, _QUOTE_LENGTH)}” " if place.quote else ""
        said.append(f"{quoted}({health.place(remark, number)})")
    more = f"; and {remark.count - len(remark.places)} more" if remark.places and remark.count > len(remark.places) else ""
    return f" {'; '.join(said)}{more}" if said else ""
