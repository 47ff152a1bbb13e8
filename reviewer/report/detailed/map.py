"""Who covers what: the heat map, and the same in words."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from reviewer.model import Review
from reviewer.report import document_map as uses_of
from reviewer.report import words
from reviewer.report.anchors import anchor
from reviewer.report.paper.content import Block, Column, Heading, Paragraph, Row, Table, line, link
from reviewer.report.pictures import heat_maps
from reviewer.report.pictures.heat_map import name_of


def document_map(review: Review) -> Iterator[Block]:
    """The pictures and a table."""
    yield Heading("Which document covers what", 1, "map")
    uses = [use for use in uses_of.uses(review) if use.contributions]
    if not uses:
        yield Paragraph(line("No quote of any document bears on a criterion."))
        return
    yield Paragraph(
        line(
            "A number counts the elements of a criterion that a quote from the document bears on. At most three quotes of an element are "
            "kept, so a document may say more."
        ),
        keep=True,
    )
    yield from heat_maps(review)
    rows: list[Row] = []
    for standard, group in groupby(review.findings, key=lambda finding: finding.standard):
        rows.append(Row((line(words.short(standard)),), group=True))
        for finding in group:
            parts = [(use, part) for use in uses if (part := use.to(finding)) is not None]
            said = "; ".join(
                f"{name_of(use)} ({', '.join(f'{words.CONTRIBUTES[role]}: {number}' for role, number in part.roles)})"
                for use, part in parts
            )
            rows.append(Row((line(link(finding.title, f"#{anchor(finding.criterion)}")), line(said or "none"))))
    yield Table(
        "Which document covers what, in words", (Column("Criterion", 2), Column("Documents, with their elements", 3)), tuple(rows)
    )
