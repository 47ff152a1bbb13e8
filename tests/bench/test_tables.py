"""The tables of docs/accuracy.md are those of the committed results."""

from __future__ import annotations

from bench import tables


def test_the_page_is_filled_from_the_results() -> None:
    page = tables.PAGE.read_text(encoding="utf-8")
    assert tables.filled(page) == page, "run `python -m bench.tables`"


def test_every_table_of_the_page_is_known() -> None:
    page = tables.PAGE.read_text(encoding="utf-8")
    named = {line.split()[2] for line in page.splitlines() if line.startswith("<!-- table: ")}
    assert named == set(tables.TABLES)
