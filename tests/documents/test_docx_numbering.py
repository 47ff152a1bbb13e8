"""Automatic numbers of .docx. Expected labels of the plain cases agree with LibreOffice's text export."""

import pytest

from reviewer.documents.numerals import numeral
from reviewer.model import BlockKind
from tests.documents.word_files import DECIMAL, HEADING_STYLES, lines, load, multilevel, p, part, tbl, tr


def labels(body: str, numbering: str, styles: str = HEADING_STYLES) -> list[str]:
    document = load(body, styles=styles, parts={"numbering": part("numbering", numbering)})
    return [block.label for block in document.blocks]


def steps(levels: str) -> str:
    return "".join(p(f"Step {name} of the work", num=1, level=int(name)) for name in levels)


NUMBERS = multilevel(*DECIMAL)


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ("0123312", ["1", "1.1", "1.1.1", "a)", "b)", "1.2", "1.2.1"]),
        ("01010", ["1", "1.1", "2", "2.1", "3"]),
        ("1101", ["1.1", "1.2", "2", "2.1"]),  # a chapter that was passed over counts as begun
        ("0212", ["1", "1.1.1", "1.2", "1.2.1"]),
    ],
)
def test_levels_count_and_restart_under_the_level_above(levels: str, expected: list[str]) -> None:
    assert labels(steps(levels), NUMBERS) == expected


def test_lists_of_one_definition_go_on_counting_unless_one_is_told_to_restart() -> None:
    more = '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="3"><w:abstractNumId w:val="0"/>'
    more += '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="4"/></w:lvlOverride></w:num>'
    body = "".join(p("Log the complaint", num=num, level=0) for num in (1, 1, 2, 3, 3, 1))
    assert labels(body, NUMBERS + more) == ["1", "2", "3", "4", "5", "6"]


def test_a_row_has_the_number_that_is_counted_in_one_of_its_cells() -> None:
    def cell(*content: str) -> str:
        return f"<w:tc><w:tcPr/>{''.join(content)}</w:tc>"

    header = tr("No.", "Step", "Who", header=True)
    rows = (
        tr(cell(p(num=1, level=1)), "Log the complaint", "QA"),  # the cell holds nothing but its number
        tr("", cell(p("Test the fix", num=1, level=1)), cell(p("The lead", num=1, level=2))),
        tr("", cell(p("Sign:"), p("the sheet", num=1, level=3), p("the list", num=1, level=3)), "QA"),
    )
    document = load(p("Work", num=1, level=0) + tbl(header, *rows), parts={"numbering": part("numbering", NUMBERS)})
    assert [(b.label, document.text[b.start : b.end]) for b in document.blocks if b.kind is BlockKind.table_row] == [
        ("", "No. | Step | Who"),
        ("1.1", "Log the complaint | QA"),
        ("1.2", "Test the fix | The lead"),
        ("", "Sign:\nthe sheet\nthe list | QA"),  # the letters of a list are not the row's number
    ]


def test_a_list_may_redefine_a_level() -> None:
    more = '<w:num w:numId="5"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:lvl w:ilvl="0">'
    more += '<w:start w:val="7"/><w:numFmt w:val="upperLetter"/><w:lvlText w:val="%1:"/></w:lvl></w:lvlOverride></w:num>'
    assert labels("".join(p("Log the complaint", num=num, level=0) for num in (1, 5, 1)), NUMBERS + more) == ["1", "B:", "3"]


@pytest.mark.parametrize(("restart", "expected"), [("0", ["1", "1)", "2", "2)"]), ("1", ["1", "1)", "2", "1)"])])
def test_a_level_may_be_told_never_to_restart(restart: str, expected: list[str]) -> None:
    levels = (("decimal", "%1"), ("decimal", "%2)"))
    assert labels(steps("0101"), multilevel(*levels, extra={1: f'<w:lvlRestart w:val="{restart}"/>'})) == expected


def test_legal_numbering_turns_the_figures_above_arabic() -> None:
    levels = (("upperRoman", "%1"), ("decimal", "%1.%2"))
    assert labels(steps("01"), multilevel(*levels, extra={1: "<w:isLgl/>"})) == ["I", "1.1"]


def styles_with_numbers() -> str:
    style = (
        '<w:style w:type="paragraph" w:styleId="H{n}"><w:name w:val="heading {n}"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        '<w:outlineLvl w:val="{outline}"/></w:pPr></w:style>'
    )
    derived = '<w:style w:type="paragraph" w:styleId="SOP2"><w:name w:val="SOP section"/><w:basedOn w:val="H2"/></w:style>'
    return "".join(style.format(n=n, outline=n - 1) for n in (1, 2, 3)) + derived


def test_heading_styles_carry_numbers_and_derived_styles_inherit_them() -> None:
    tied = {n - 1: f'<w:pStyle w:val="H{n}"/>' for n in (1, 2, 3)}
    body = p("Purpose", style="H1") + p("Text.") + p("Process", style="H1") + p("Intake", style="SOP2") + p("Text.")
    body += p("Log", style="H3") + p("Text.") + p("Foreword", style="H2", num=0) + p("Text.")
    document = load(body, styles=styles_with_numbers(), parts={"numbering": part("numbering", multilevel(*DECIMAL, extra=tied))})
    assert lines(document, BlockKind.heading) == ["1 Purpose", "2 Process", "2.1 Intake", "2.1.1 Log", "Foreword"]
    assert [block.level for block in document.blocks if block.kind is BlockKind.heading] == [1, 1, 2, 3, 2]


def test_a_numbering_style_lends_its_definition() -> None:
    numbering = (
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="House"/></w:abstractNum>'
        '<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="House"/><w:lvl w:ilvl="0"><w:start w:val="3"/>'
        '<w:numFmt w:val="upperLetter"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    assert labels(steps("00"), numbering) == ["C.", "D."]


def test_bullets_are_no_labels_but_make_list_items_of_their_depth() -> None:
    document = load(steps("01"), parts={"numbering": part("numbering", multilevel(("bullet", "\uf0b7"), ("bullet", "o")))})
    assert [(block.kind, block.label, block.level) for block in document.blocks] == [
        (BlockKind.list_item, "", 1),
        (BlockKind.list_item, "", 2),
    ]


def test_a_bullet_that_is_a_tick_box_marks_an_entry() -> None:
    wingdings = {0: '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>'}
    numbering = multilevel(("bullet", "\uf0a8"), extra=wingdings)
    document = load(steps("0"), parts={"numbering": part("numbering", numbering)})
    assert document.blocks[0].form_field


def test_empty_and_table_paragraphs_count_deleted_ones_do_not() -> None:
    gone = '<w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>'
    gone += '<w:del w:id="2"><w:r><w:delText>Gone</w:delText></w:r></w:del></w:p>'
    body = p("First step", num=1, level=0) + p("", num=1, level=0) + gone
    body += tbl(tr(p_cell("In a table")), tr("x", "y")) + p("Last step", num=1, level=0)
    assert labels(body, NUMBERS)[-1] == "4"


def p_cell(content: str) -> str:
    return f"<w:tc>{p(content, num=1, level=0)}</w:tc><w:tc><w:p/></w:tc>"


def test_numbers_in_cells_are_not_text() -> None:
    document = load(tbl(tr(p_cell("Log it")), tr("QA", "R&D")), parts={"numbering": part("numbering", NUMBERS)})
    assert document.text == "Log it\nQA | R&D"


@pytest.mark.parametrize(
    "numbering",
    [
        "",
        '<w:num w:numId="1"><w:abstractNumId w:val="9"/></w:num>',
        '<w:num w:numId="x"><w:abstractNumId w:val="y"/></w:num>',
        '<w:abstractNum w:abstractNumId="0"/><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>',
    ],
)
def test_a_broken_definition_costs_the_number_not_the_text(numbering: str) -> None:
    assert labels(steps("0"), numbering) == [""]


@pytest.mark.parametrize(
    ("count", "format", "expected"),
    [
        (27, "lowerLetter", "aa"), (28, "upperLetter", "BB"), (1, "decimalZero", "01"),
        (4, "lowerRoman", "iv"), (1994, "upperRoman", "MCMXCIV"),
        (11, "ordinal", "11th"), (22, "ordinal", "22nd"), (3, "cardinalText", "Three"), (7, "none", ""), (5, "hebrew1", "5"),
        (0, "lowerLetter", "0"), (-1, "lowerRoman", "-1"),
    ],
)  # fmt: skip
def test_figures(count: int, format: str, expected: str) -> None:
    assert numeral(count, format) == expected
