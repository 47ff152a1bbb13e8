"""Pages about clauses and criteria: complete, readable at any width, harmless, and linked in the docs."""

from __future__ import annotations

import io
import re
from pathlib import PurePosixPath

import pytest

from reviewer.clauses import ClauseLibrary
from reviewer.library import load_clauses, read_criteria
from reviewer.model import Basis
from reviewer.report.clause_pages import (
    clause_page,
    crosswalk_page,
    framework_page,
    reference_data,
    reference_page,
    standard_page,
)
from reviewer.report.criterion_pages import criteria_page, criterion_data, criterion_page
from reviewer.report.page import Bullets, Entry, Facts, Grid, Heading, Page, Paragraph, Ref, Wording
from reviewer.report.page_markdown import markdown
from reviewer.report.page_terminal import print_page
from reviewer.rules import Criterion
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def library() -> ClauseLibrary:
    return load_clauses(ROOT / "clauses")


@pytest.fixture(scope="module")
def criteria() -> tuple[Criterion, ...]:
    return read_criteria(ROOT / "rubric")


def shown(page: Page, width: int = 80) -> str:
    stream = io.StringIO()
    print_page(page, stream, width)
    return stream.getvalue()


def folded(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def test_a_clause_page_holds_all_that_is_known_of_it(library: ClauseLibrary, criteria: tuple[Criterion, ...]) -> None:
    clause = library.clause("iec-81001-5-1:9.5")
    assert clause is not None
    text = folded(shown(clause_page(library, clause, criteria)))
    for part in (clause.summary, clause.why, clause.carries_over, clause.new, *clause.audit_focus, *clause.common_gaps):
        assert folded(part) in text
    for row in library.rows(clause.id):
        assert folded(row.mapping.rationale) in text
        assert folded(row.mapping.source) in text or row.mapping.source == "our reading"
    for statement in library.statements:
        assert (folded(statement.says) in text and folded(statement.ours) in text) == (statement.clause == clause.id)
    for source in clause.sources:
        assert folded(source.claim)[1:] in text
    assert "81001-9.5-inform-third-parties" in text
    assert "62304-9.1-problem-report" not in text


def test_a_criterion_page_holds_all_that_helps(library: ClauseLibrary, criteria: tuple[Criterion, ...]) -> None:
    for criterion in criteria:
        text = folded(shown(criterion_page(criterion, library)))
        for part in (
            criterion.why, criterion.usually_missed, criterion.suggested_wording, *criterion.auditor_questions, *criterion.records,
            *(alike.why for element in criterion.elements.values() for alike in element.look_alikes),
            *(library.title(name) for name in criterion.related_clauses),
            *(source.claim[1:] for source in criterion.sources),
        ):  # fmt: skip
            assert folded(part) in text, (criterion.id, part)


def test_an_element_page_tells_what_to_write_for_it_alone(library: ClauseLibrary, criteria: tuple[Criterion, ...]) -> None:
    criterion = next(c for c in criteria if c.id == "81001-9.5-disclosure-decision")
    text = folded(shown(criterion_page(criterion, library, "authority")))
    assert folded(criterion.elements["authority"].write) in text
    assert folded(criterion.elements["authority"].missing) in text
    assert folded(criterion.elements["impact"].missing) not in text
    assert list(criterion_data(criterion, library, "authority")["elements"]) == ["authority"]


def test_no_severity_stands_beside_what_only_auditors_look_for(library: ClauseLibrary, criteria: tuple[Criterion, ...]) -> None:
    seen = set()
    for criterion in criteria:
        for block in criterion_page(criterion, library).blocks:
            if isinstance(block, Entry) and isinstance(block.title[0], Ref) and block.title[0].target.startswith(criterion.id):
                basis = criterion.elements[block.title[0].text].basis
                seen.add(basis)
                assert ("major" in block.note or "minor" in block.note) == (basis is not Basis.audit_focus)
    assert seen == set(Basis)


@pytest.mark.parametrize("width", [80, 120, 140])
def test_pages_keep_to_the_width(library: ClauseLibrary, criteria: tuple[Criterion, ...], width: int) -> None:
    pages = [crosswalk_page(library), criteria_page(criteria), *(standard_page(library, s) for s in library.standards)]
    pages += [clause_page(library, clause, criteria) for clause in library.clauses]
    pages += [framework_page(library, framework) for framework in library.frameworks]
    pages += [criterion_page(criterion, library) for criterion in criteria]
    for page in pages:
        text = shown(page, width)
        assert max(map(len, text.split("\n"))) <= width
        assert "\x1b" not in text
        assert not re.search(r"[ \t]+$", text, re.MULTILINE)


def test_ids_are_not_broken_where_they_can_be_typed_from(criteria: tuple[Criterion, ...]) -> None:
    text = shown(criteria_page(criteria), 80)
    assert all(criterion.id in text for criterion in criteria)


def test_the_crosswalk_has_a_line_for_each_row(library: ClauseLibrary) -> None:
    rows = [row for block in crosswalk_page(library).blocks if isinstance(block, Grid) for row in block.rows]
    assert len(rows) == len(library.mappings)


def test_a_provision_page_shows_that_provision_only(library: ClauseLibrary) -> None:
    text = shown(reference_page(library, "eu-mdr:art-87", ()))
    assert "15 days" in text
    assert "trend reporting" not in text.lower()


def test_data_for_machines_turn_rows_round(library: ClauseLibrary, criteria: tuple[Criterion, ...]) -> None:
    data = reference_data(library, "iec-62443-4-1:DM-3", criteria)
    assert {(m["to"], m["relationship"]) for m in data["mappings"]} >= {("iec-81001-5-1:9.4", "subset")}
    clause = reference_data(library, "iec-62304:9.6", criteria)
    assert clause["criteria"] == ["62304-9.6-trends"]


HOSTILE = "x\x1b[31m\x07\u202ey [bold] <script> a|b"
EVERY = Page(
    HOSTILE,
    (
        Heading(HOSTILE),
        Paragraph((HOSTILE,)),
        Bullets(((HOSTILE,),)),
        Facts((("name", (HOSTILE,)),)),
        Entry((HOSTILE,), HOSTILE, ((HOSTILE,),), ((HOSTILE,),), (HOSTILE,)),
        Wording(HOSTILE),
        Grid(("column",), (((HOSTILE,),),)),
    ),
)


def test_a_library_of_somebody_else_cannot_steer_the_terminal() -> None:
    text = shown(EVERY)
    assert not re.search("[\x07\x1b\u202e]", text)
    assert text.count("[bold]") == 12


def test_a_library_of_somebody_else_cannot_write_html_into_the_docs() -> None:
    text = markdown(EVERY, PurePosixPath("a.md"), lambda target: None)
    assert "\\<script" in text
    assert not re.search(r"(?<!\\)<script", text)
    assert not re.search(r"a(?<!\\)\|b", text)
    assert not re.search("[\x07\x1b\u202e]", text)


def test_names_become_links_from_where_the_page_stands() -> None:
    page = Page("t", (Paragraph((Ref("there", "a name"), " and ", Ref("nowhere", "another"))),))
    text = markdown(page, PurePosixPath("criteria/here.md"), {"there": "clauses/x.md#y"}.get)
    assert "[a name](../clauses/x.md#y) and another" in text
