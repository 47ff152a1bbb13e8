"""Sentences, sections and passages with the context that gives them their meaning."""

from __future__ import annotations

import pytest

from reviewer.documents import read_document
from reviewer.documents.interface import Limits
from reviewer.library import Library
from reviewer.model import Passage, PassageKind, SectionKind
from reviewer.segment import segment
from reviewer.segment.sections import heading_kind, is_contents_line
from reviewer.segment.sentences import split_sentences


def passages(text: str, library: Library) -> list[Passage]:
    return list(segment(read_document(text.encode(), "a.md", Limits()), library.thesaurus).passages)


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("See Fig. 2 for it. Then stop.", ["See Fig. 2 for it.", "Then stop."]),
        ("Approved by K. Lind in Rev. 3. It is valid.", ["Approved by K. Lind in Rev. 3.", "It is valid."]),
        ("Use e.g. SOP-3. Is it open? Yes.", ["Use e.g. SOP-3.", "Is it open?", "Yes."]),
        ("Version 5.3.1 is meant. Class C. The rest follows.", ["Version 5.3.1 is meant.", "Class C.", "The rest follows."]),
        ("first line\nsecond line", ["first line", "second line"]),
        ("ends in lower case. and goes on", ["ends in lower case. and goes on"]),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [text[a:b] for a, b in split_sentences(text)] == sentences


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("Purpose and scope", SectionKind.purpose),
        ("Definitions and abbreviations", SectionKind.abbreviations),
        ("Definition of severity classes and their deadlines", SectionKind.other),
        ("References", SectionKind.references),
        ("Revision history", SectionKind.revision_history),
        ("Table of contents", SectionKind.contents),
        ("Content", SectionKind.contents),
        ("Content of a release", SectionKind.other),
        ("Contents of the risk file", SectionKind.other),
        ("Handling of weaknesses", SectionKind.other),
        ("Roles and responsibilities", SectionKind.responsibilities),
    ],
)
def test_heading_kinds(heading: str, kind: SectionKind, library: Library) -> None:
    assert heading_kind(heading, library.thesaurus) is kind


def test_contents_lines() -> None:
    assert is_contents_line("5.1 Intake ........ 7")
    assert not is_contents_line("The pump shall stop.")


def test_subsections_inherit_what_cannot_establish(library: Library) -> None:
    found = passages(
        "# SOP\n\n## Definitions\n\n### Terms of the trade\n\nPatch: a small release.\n\n## Work\n\nWe patch.\n", library
    )
    kinds = {p.text: p.section_kind for p in found if p.kind is PassageKind.sentence}
    assert kinds["Patch: a small release."] is SectionKind.definitions
    assert kinds["We patch."] is SectionKind.other


def test_list_items_carry_their_lead_in(library: Library) -> None:
    found = passages("# S\n\n## Form\n\nThe record shall contain:\n\n- the date;\n- the tester.\n", library)
    items = [p for p in found if p.kind is PassageKind.list_item]
    assert [p.text for p in items] == ["the date;", "the tester."]
    assert {p.lead_in for p in items} == {"The record shall contain:"}
    assert len({p.group for p in items}) == 1


def test_table_rows_carry_their_headers_and_quote_as_one_run(library: Library) -> None:
    text = "# S\n\n## Steps\n\n| Activity | Who |\n|---|---|\n| Review open weaknesses | PSO |\n"
    document = read_document(text.encode(), "a.md", Limits())
    row = next(p for p in segment(document, library.thesaurus).passages if p.kind is PassageKind.table_row)
    assert row.headers == ("Activity", "Who")
    assert document.text[row.start : row.end] == "Review open weaknesses | PSO"


def test_revision_tables_and_title_blocks_are_known_without_a_heading(library: Library) -> None:
    text = (
        "# SOP-9 Fixes\n\n| Document no. | SOP-9 |\n|---|---|\n| Revision | 4 |\n| Approved by | QA |\n\n## Work\n\nWe fix.\n\n"
        "| Rev. | Date | Change |\n|---|---|---|\n| 4 | 2024-01-01 | Trend analysis added |\n"
    )
    rows = [p for p in passages(text, library) if p.kind is PassageKind.table_row]
    assert rows[0].section_kind is SectionKind.title_block
    assert rows[-1].section_kind is SectionKind.revision_history


def test_every_offset_points_at_its_text(library: Library) -> None:
    text = "# S\n\n## A\n\nÄrger   with  spaces. Next.\n\n1. one\n2. two\n   - deep\n\n| a | b |\n|---|---|\n| c<br>d | e |\n"
    document = read_document(text.encode(), "a.md", Limits())
    for passage in segment(document, library.thesaurus).passages:
        assert document.text[passage.start : passage.end] == passage.text


def test_a_section_numbered_elsewhere_is_no_part_of_the_one_above(library: Library) -> None:
    text = "# WI-7 Trends\n\n## 1 Purpose\n\nThis instruction is about trends.\n\n### 5.6 Evaluation\n\nTrends are analysed.\n"
    document = read_document(text.encode(), "wi.md", Limits())
    passages = segment(document, library.thesaurus).passages
    found = next(p for p in passages if p.text == "Trends are analysed.")
    assert found.section_kind is SectionKind.other
    assert found.heading_path[-1].endswith("Evaluation")


FIELDS = "| Field | Entry |\n|---|---|\n| Version and build | |\n| Tested by | |\n| Date | |\n"


@pytest.mark.parametrize(
    ("before", "block"),
    [("", True), ("## 1 Purpose\n\nIt helps.\n\n## 2 Scope\n\nAll.\n\n## 3 Protocol of tests\n\n", False)],
)
def test_fields_of_a_form_are_no_title_block(before: str, block: bool, library: Library) -> None:
    found = passages(f"# Tests\n\n{before}{FIELDS}", library)
    kinds = {p.section_kind for p in found if p.kind is PassageKind.table_row}
    assert (kinds == {SectionKind.title_block}) is block


@pytest.mark.parametrize(
    ("header", "defines"),
    [("| Term | Definition |", True), ("| No. | Term | Seen in | Description |", False), ("| Item | Description |", False)],
)
def test_only_a_list_of_terms_defines(header: str, defines: bool, library: Library) -> None:
    columns = header.count("|") - 1
    table = f"{header}\n|{'---|' * columns}\n|{' patch |' * columns}\n|{' hotfix |' * columns}\n"
    kinds = {p.section_kind for p in passages(f"# SOP\n\n## 5 Work\n\n{table}", library) if p.kind is PassageKind.table_row}
    assert (kinds == {SectionKind.definitions}) is defines
