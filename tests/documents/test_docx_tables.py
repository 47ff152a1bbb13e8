"""Tables of .docx: header rows, merged and nested cells, layout tables."""

import pytest

from reviewer.documents.docx import read
from reviewer.documents.interface import Limits
from reviewer.errors import UnreadableDocument
from reviewer.model import BlockKind, Document
from tests.documents.word_files import HEADING_STYLES, docx, kinds, lines, load, p, r, tbl, tc, tr

LONG = "The PSIRT assesses each report within five working days of its receipt."
SHADE = '<w:shd w:val="clear" w:fill="D9D9D9"/>'


def header_rows(document: Document) -> list[bool]:
    return [block.header_row for block in document.blocks if block.kind is BlockKind.table_row]


def cells(document: Document, row: int) -> list[tuple[str, str]]:
    block = [block for block in document.blocks if block.kind is BlockKind.table_row][row]
    return [(cell.header, document.text[cell.start : cell.end]) for cell in block.cells]


# ---- header rows -----------------------------------------------------------------------------------------------------


def test_a_marked_header_row_names_the_cells_below() -> None:
    document = load(tbl(tr("Step", "Responsible", header=True), tr("Log", "QA"), tr("Close", "")))
    assert header_rows(document) == [True, False, False]
    assert cells(document, 1) == [("Step", "Log"), ("Responsible", "QA")]
    assert cells(document, 2) == [("Step", "Close"), ("Responsible", "")]


@pytest.mark.parametrize(
    "first",
    [
        tr("Phase A", "Team B", bold=True),
        tr(tc("Phase A", properties=SHADE), tc("Team B", properties=SHADE)),
        tr("Step", "Responsible"),
    ],
)
def test_a_header_row_by_its_look_or_words(first: str) -> None:
    assert header_rows(load(tbl(first, tr("Intake of it", LONG), tr("Closure", LONG)))) == [True, False, False]


def test_a_table_style_with_its_first_row_apart() -> None:
    styled = (
        '<w:style w:type="table" w:styleId="Grid"><w:name w:val="Grid"/>'
        '<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr></w:tblStylePr></w:style>'
    )
    on = '<w:tblStyle w:val="Grid"/><w:tblLook w:val="04A0"/>'
    off = '<w:tblStyle w:val="Grid"/><w:tblLook w:val="0480"/>'
    rows = (tr("Alpha", "Beta"), tr("Intake", LONG), tr("Closure", LONG))
    assert header_rows(load(tbl(*rows, properties=on), styles=styled)) == [True, False, False]
    assert header_rows(load(tbl(*rows, properties=off), styles=styled)) == [False, False, False]


@pytest.mark.parametrize(
    "rows",
    [
        (tr("Document No.", "SOP-012"), tr("Revision", "C"), tr("Owner", "QA")),
        (tr(tc("Title", bold=True), "Complaints"), tr(tc("Owner", bold=True), "QA")),
        (tr("Log", LONG), tr("Assess", LONG)),
        (tr("A", "B", bold=True), tr("C", "D", bold=True)),
        (tr("One row", "only", header=True),),
    ],
)
def test_lists_of_facts_have_no_header_row(rows: tuple[str, ...]) -> None:
    assert not any(header_rows(load(tbl(*rows))))


def test_two_header_rows_with_spanning_cells() -> None:
    document = load(
        tbl(
            tr(tc("Step", merge="restart"), tc("Roles", span=2), header=True),
            tr(tc("", merge="continue"), "QA", "R&D", header=True),
            tr("Log", "R", "C"),
        )
    )
    assert cells(document, 2) == [("Step", "Log"), ("Roles / QA", "R"), ("Roles / R&D", "C")]


def test_a_header_typed_again_is_a_header_again() -> None:
    head = ("Step", "Who")
    document = load(tbl(tr(*head, header=True), tr("Log", "QA"), tr(*head), tr("Close", "QA")))
    assert header_rows(document) == [True, False, True, False]


def test_a_title_line_across_the_table_is_its_caption() -> None:
    document = load(tbl(tr(tc("Roles and duties", span=2)), tr("Role", "Duty", bold=True), tr("QA", LONG), tr("R&D", LONG)))
    assert kinds(document) == ["caption", "table_row", "table_row", "table_row"]
    assert document.blocks[0].table == 0
    assert header_rows(document) == [True, False, False]
    assert cells(document, 1) == [("Role", "QA"), ("Duty", LONG)]


def test_a_line_that_names_a_group_of_rows_states_nothing() -> None:
    document = load(tbl(tr("Step", "Who", header=True), tr(tc("Phase 1: Intake", span=2)), tr("Log", "QA"), tr(tc(LONG, span=2))))
    assert header_rows(document) == [True, True, False, False]
    assert cells(document, 2) == [("Step", "Log"), ("Who", "QA")]
    assert cells(document, 3)[0] == ("Step / Who", LONG)


# ---- merged, nested and filled cells ---------------------------------------------------------------------------------


def test_merged_cells_appear_once_and_keep_the_columns() -> None:
    document = load(
        tbl(
            tr("Phase", "Step", "Who", header=True),
            tr(tc("Intake", merge="restart"), "Log", "QA"),
            tr(tc("", merge="continue"), tc("Assess and decide", span=2)),
            tr("Closure", "", "QA"),
        )
    )
    assert lines(document)[1:] == ["Intake | Log | QA", "Assess and decide", "Closure | QA"]
    assert cells(document, 2) == [("Phase", ""), ("Step / Who", "Assess and decide"), ("Who", "")]
    assert cells(document, 3) == [("Phase", "Closure"), ("Step", ""), ("Who", "QA")]


def test_a_row_that_begins_late_keeps_its_columns() -> None:
    document = load(tbl(tr("Phase", "Step", header=True), tr("Log", properties='<w:gridBefore w:val="1"/>')))
    assert cells(document, 1) == [("Phase", ""), ("Step", "Log")]


def test_paragraphs_of_a_cell_stand_on_lines_of_their_own_without_bullets() -> None:
    document = load(tbl(tr("Role", "Duties", header=True), tr("QA", "• reviews\n- signs\nnone")))
    assert document.text.endswith("QA | reviews\nsigns\nnone")


def test_a_nested_table_follows_its_row() -> None:
    inner = tbl(tr("Grade", "Days", header=True), tr("high", "5"))
    document = load(tbl(tr("Step", "Times", header=True), tr("Assess", tc(p("as listed") + inner + p())), tr("Close", "30")))
    assert lines(document) == ["Step | Times", "Assess | as listed", "Grade | Days", "high | 5", "Close | 30"]
    assert [block.table for block in document.blocks] == [0, 0, 1, 1, 0]
    assert cells(document, 3) == [("Grade", "high"), ("Days", "5")]


def test_rows_and_cells_in_content_controls_are_found() -> None:
    def control(content: str) -> str:
        return f"<w:sdt><w:sdtPr><w:date/></w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"

    table = tbl(tr("Step", "Date", header=True), control(tr("Log", "x")), f"<w:tr>{tc('Close')}{control(tc('1 May'))}</w:tr>")
    document = load(control(table))
    assert lines(document) == ["Step | Date", "Log | x", "Close | 1 May"]
    assert document.blocks[2].form_field
    assert not document.blocks[0].form_field


def test_tables_are_numbered_in_reading_order() -> None:
    one = tbl(tr("a", "b"), tr("c", "d"))
    assert [block.table for block in load(one + p("Text.") + one).blocks] == [0, 0, None, 1, 1]


# ---- layout tables ---------------------------------------------------------------------------------------------------


def test_a_single_column_is_running_text() -> None:
    document = load(tbl(tr(tc(p("Purpose", style="Heading1") + p(LONG))), tr(tc(p("Scope", style="Heading1") + p(LONG)))))
    assert kinds(document) == ["heading", "paragraph", "heading", "paragraph"]


def test_a_cell_that_holds_sections_is_running_text() -> None:
    left = tc(p("SOP-012") + p("Revision C"))
    right = tc(p("Purpose", style="Heading1") + p(LONG) + tbl(tr("Role", "Duty", header=True), tr("QA", "reviews")) + p())
    document = load(tbl(tr(left, right)))
    assert kinds(document) == ["paragraph", "paragraph", "heading", "paragraph", "table_row", "table_row"]


def test_fake_headings_in_a_layout_table_are_found() -> None:
    document = load(tbl(tr(tc(p("Purpose", bold=True) + p(LONG) + p("Scope", bold=True) + p(LONG)))))
    assert kinds(document) == ["heading", "paragraph", "heading", "paragraph"]


def test_whole_pages_beside_a_margin_are_running_text() -> None:
    page = tc("".join(p(f"{LONG} This is paragraph {n}.") for n in range(10)))
    document = load(tbl(tr(tc("5.1", bold=True), page)))
    assert kinds(document).count("paragraph") >= 10


def test_a_table_with_styled_column_names_is_a_table() -> None:
    head = tr(tc(p("Role", style="Heading5")), tc(p("Duty", style="Heading5")), header=True)
    document = load(tbl(head, tr("QA", LONG)))
    assert kinds(document) == ["table_row", "table_row"]
    assert header_rows(document) == [True, False]


# ---- hostile tables --------------------------------------------------------------------------------------------------


def test_absurd_spans_are_bounded() -> None:
    assert load(tbl(tr(tc("a", span=10**9), "b"), tr("c", "d"))).text == "a | b\nc | d"
    wide = tbl(tr(*[tc("x", span=63) for _ in range(20)]), tr("c", "d"))
    with pytest.raises(UnreadableDocument) as caught:
        load(wide)
    assert caught.value.code == "too_complex"


def test_deep_nesting_is_refused() -> None:
    body = "<w:p/>"
    for _ in range(40):
        body = tbl(tr(tc(body + p("x")), "y"))
    with pytest.raises(UnreadableDocument) as caught:
        read(docx(body), "a.docx", Limits(max_depth=20))
    assert caught.value.code == "too_complex"


def test_empty_tables_leave_no_trace() -> None:
    document = load(p("Text.") + tbl() + tbl(tr("", ""), tr()) + tbl("<w:tr/>") + p("More."))
    assert document.text == "Text.\nMore."


def test_a_wide_matrix_keeps_its_marks() -> None:
    head = tr("Activity", *[f"R{n}" for n in range(8)], header=True)
    document = load(tbl(head, tr("Log", "R", "", "A", "", "", "C", "", "I")), styles=HEADING_STYLES)
    assert [text for _, text in cells(document, 1)] == ["Log", "R", "", "A", "", "", "C", "", "I"]
    assert cells(document, 1)[3] == ("R2", "A")


def test_bold_text_in_all_rows_does_not_make_the_first_a_header() -> None:
    rows = [tr(tc(p(r("Log", "<w:b/>"))), tc(p(r("QA", "<w:b/>")))), tr(tc(p(r("Close", "<w:b/>"))), tc(p(r("R&D", "<w:b/>"))))]
    assert header_rows(load(tbl(*rows))) == [False, False]
