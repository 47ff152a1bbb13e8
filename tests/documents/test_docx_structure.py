"""What the paragraphs of a .docx are: headings styled and fake, clauses that borrow heading styles, lists, captions, titles."""

import pytest

from reviewer.model import BlockKind
from tests.documents.word_files import (
    DECIMAL,
    HEADING_STYLES,
    docx,
    kinds,
    lines,
    load,
    multilevel,
    p,
    part,
    r,
    tbl,
    tr,
)

BODY = p("The quality manager reviews every complaint within five working days.")
NUMBERS = {"numbering": part("numbering", multilevel(*DECIMAL))}


def headings(body: str, **options: object) -> list[tuple[int, str]]:
    document = load(body, **options)  # type: ignore[arg-type]
    return [
        (block.level, f"{block.label} {document.text[block.start : block.end]}".strip())
        for block in document.blocks
        if block.kind is BlockKind.heading
    ]


# ---- styled headings -------------------------------------------------------------------------------------------------


def style(style_id: str, name: str, more: str = "", based_on: str = "") -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return f'<w:style w:type="paragraph" w:styleId="{style_id}"><w:name w:val="{name}"/>{base}{more}</w:style>'


@pytest.mark.parametrize(
    ("styles", "level"),
    [
        (style("X", "heading 2"), 2),
        (style("X", "Überschrift 3"), 3),
        (style("X", "SOP head", '<w:pPr><w:outlineLvl w:val="3"/></w:pPr>'), 4),
        (style("X", "SOP head", based_on="Y") + style("Y", "Heading 2"), 2),
        (style("X", "TOC Heading", '<w:pPr><w:outlineLvl w:val="9"/></w:pPr>', "Y") + style("Y", "heading 2"), 1),
    ],
)
def test_heading_styles(styles: str, level: int) -> None:
    assert headings(p("Handling of complaints", style="X") + BODY, styles=styles) == [(level, "Handling of complaints")]


def test_outline_level_of_the_paragraph_goes_before_its_style() -> None:
    body = p("Plain after all", style="X", more='<w:outlineLvl w:val="9"/>') + BODY
    assert headings(body, styles=style("X", "heading 1")) == []
    assert headings(p("Made one", more='<w:outlineLvl w:val="1"/>') + BODY) == [(2, "Made one")]


def test_styles_based_on_each_other_in_a_circle_end() -> None:
    assert headings(p("Loop", style="A") + BODY, styles=style("A", "a", based_on="B") + style("B", "b", based_on="A")) == []


@pytest.mark.parametrize(
    ("typed", "label", "text"),
    [
        ("5.3.1 Purpose", "5.3.1", "Purpose"), ("5 Purpose", "5", "Purpose"), ("5.\tPurpose", "5.", "Purpose"),
        ("§ 4 Scope", "4", "Scope"), ("A.2 Forms", "A.2", "Forms"), ("10 day rule", "", "10 day rule"), ("3D printing", "", "3D printing"),
        ("1 - Purpose", "1", "Purpose"), ("1) Purpose", "1)", "Purpose"),
    ],
)  # fmt: skip
def test_typed_numbers_of_headings_are_labels(typed: str, label: str, text: str) -> None:
    block = load(p(typed, style="Heading1") + BODY).blocks
    document = load(p(typed, style="Heading1") + BODY)
    assert (block[0].label, document.text[: block[0].end]) == (label, text)
    assert block[0].kind is BlockKind.heading


@pytest.mark.parametrize(
    "clause",
    [
        "The PSIRT lead shall inform the users.",
        "QA must review all open complaints each month",
        "Record the finding in the tracker. Assign an owner.",
        "The following persons take part in the review meeting:",
        "For each vulnerability the product owner and the safety officer decide together whether users are told and when",
    ],
)
def test_a_clause_in_a_heading_style_is_text(clause: str) -> None:
    numbers = {n - 1: f'<w:pStyle w:val="Heading{n}"/>' for n in (1, 2, 3)}
    numbered = {"numbering": part("numbering", multilevel(*DECIMAL, extra=numbers))}
    linked = HEADING_STYLES.replace("<w:outlineLvl", '<w:numPr><w:numId w:val="1"/></w:numPr><w:outlineLvl')
    body = p("Process", style="Heading1") + p("Intake", style="Heading2") + p(clause, style="Heading3") + BODY
    document = load(body, styles=linked, parts=numbered)
    block = document.blocks[2]
    assert (block.kind, block.label, block.level) == (BlockKind.paragraph, "1.1.1", 0)
    assert document.text[block.start : block.end] == clause


@pytest.mark.parametrize(
    "name", ["What must be reported and when", "Handling of complaints, returns and repairs", "Who decides?"]
)
def test_a_heading_with_a_verb_or_comma_stays_one(name: str) -> None:
    assert headings(p(name, style="Heading2") + BODY) == [(2, name)]


def test_long_headings_with_nothing_under_them_are_clauses() -> None:
    chapter = p("Steps of the intake", style="Heading1")
    steps = [p(f"Enter the complaint in register {n} within two days", style="Heading2") for n in "ABC"]
    assert headings(chapter + "".join(steps)) == [(1, "Steps of the intake")]


# ---- headings that only look so --------------------------------------------------------------------------------------


def test_bold_lines_are_headings_and_numbers_give_their_level() -> None:
    body = p("1. Purpose", bold=True) + BODY + p("2. Process", bold=True) + p("2.1 Intake", bold=True) + BODY
    body += p("Urgent cases", bold=True) + BODY + p("3. Records", bold=True) + BODY
    assert headings(body) == [
        (1, "1. Purpose"),
        (1, "2. Process"),
        (2, "2.1 Intake"),
        (3, "Urgent cases"),
        (1, "3. Records"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "Do not release before QA has approved it.",
        "All complaints must be reported to QA",
        "NOTE:",
        "Date:\t____",
        "5 | 6",
        "The quality manager does the following:",
    ],
)
def test_bold_lines_that_state_or_list_are_no_headings(line: str) -> None:
    assert headings(p(line, bold=True) + p("• reviews complaints") + p("• signs") + BODY) == []


def test_a_bold_section_name_with_a_colon_heads_its_list() -> None:
    assert headings(p("Definitions:", bold=True) + p("• CVSS: a score") + BODY) == [(1, "Definitions:")]


def test_partly_bold_text_is_no_heading() -> None:
    assert headings(p(r("Quality manager", "<w:b/>") + r(" signs the report")) + BODY) == []


def test_the_last_line_is_no_heading() -> None:
    assert headings(BODY + p("End of document", bold=True)) == []


def test_underlined_large_and_capital_lines_are_headings() -> None:
    normal = '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults>'
    set_apart = (p(r("Underlined", '<w:u w:val="single"/>')), p(r("Large", '<w:sz w:val="32"/>')), p("CAPITALS HERE"))
    body = BODY + "".join(line + BODY for line in set_apart)
    assert [name for _, name in headings(body, styles=normal)] == ["Underlined", "Large", "CAPITALS HERE"]


def test_larger_fake_headings_stand_above_smaller_ones() -> None:
    def line(text: str, size: int) -> str:
        return p(r(text, f'<w:b/><w:sz w:val="{size}"/>'))

    normal = '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="22"/></w:rPr></w:rPrDefault></w:docDefaults>'
    body = BODY + line("Process", 28) + BODY + line("Intake", 24) + BODY + line("Records", 28) + BODY
    assert headings(body, styles=normal) == [(1, "Process"), (2, "Intake"), (1, "Records")]


def test_numbered_lines_with_text_under_them_are_headings_steps_are_items() -> None:
    body = p("5.1 Intake of reports") + BODY + p("5.2 Triage") + BODY
    assert headings(body) == [(2, "5.1 Intake of reports"), (2, "5.2 Triage")]
    steps = p("5.1 Log the report") + p("5.2 Assess the report") + p("5.3 Close the report") + BODY
    assert kinds(load(steps))[:2] == ["list_item", "list_item"]


def test_automatically_numbered_bold_lines_are_headings() -> None:
    body = p("Purpose", num=1, level=0, bold=True) + BODY + p("Intake", num=1, level=1, bold=True) + BODY
    assert headings(body, parts=NUMBERS) == [(1, "1 Purpose"), (2, "1.1 Intake")]


def test_numbered_chapters_before_any_styled_heading_are_of_one_level() -> None:
    body = p("1. Purpose", bold=True) + BODY + p("2. Scope", bold=True) + BODY + p("Process", style="Heading1") + BODY
    assert headings(body + p("1. Intake", bold=True) + BODY) == [
        (1, "1. Purpose"),
        (1, "2. Scope"),
        (1, "Process"),
        (2, "1. Intake"),
    ]


def test_a_bold_numbered_line_may_end_with_a_full_stop() -> None:
    body = p("18.3.1 Standards for remote access.", bold=True) + BODY + p("18.3.2 All access is logged by QA.", bold=True) + BODY
    assert headings(body) == [(3, "18.3.1 Standards for remote access.")]


def test_bold_bullets_are_no_headings() -> None:
    bullets = {"numbering": part("numbering", multilevel(("bullet", "•")))}
    assert headings(p("Quality manager", num=1, level=0, bold=True) + BODY, parts=bullets) == []


def test_bold_lines_without_a_number_rank_with_the_numbered_ones_of_their_look() -> None:
    def heading(name: str, size: int) -> str:
        return p(r(name, f'<w:b/><w:sz w:val="{size}"/>')) + BODY

    chapters = heading("1 Purpose", 26) + heading("1.1 Limits", 23) + heading("Remarks", 23) + heading("History of changes", 26)
    assert headings(chapters) == [(1, "1 Purpose"), (2, "1.1 Limits"), (2, "Remarks"), (1, "History of changes")]


def test_an_appendix_stands_beside_the_chapters_where_looks_do_not_tell() -> None:
    body = "".join(p(name, bold=True) + BODY for name in ("1 Purpose", "1.1 Limits", "Remarks", "Appendix A Forms"))
    assert headings(body) == [(1, "1 Purpose"), (2, "1.1 Limits"), (3, "Remarks"), (1, "Appendix A Forms")]


def test_a_chapter_numbered_with_a_nought_stands_above_its_sections() -> None:
    body = p("5.0 Procedure", bold=True) + p("5.1 Intake", bold=True) + BODY
    assert headings(body) == [(1, "5.0 Procedure"), (2, "5.1 Intake")]


def test_a_bold_caption_is_no_heading() -> None:
    document = load(
        p("1 Sources", bold=True) + BODY + p("Table 1: Sources", bold=True) + tbl(tr("Source", "Who"), tr("Ticket", "QA"))
    )
    assert kinds(document)[:3] == ["heading", "paragraph", "caption"]


@pytest.mark.parametrize(
    ("section", "caption", "levels"),
    [
        ('<w:b/><w:sz w:val="28"/>', '<w:b/><w:sz w:val="28"/>', ["Scope", "Table 1: Sources"]),
        ("<w:b/>", "<w:b/>", ["Scope", "Table 1: Sources"]),
        ('<w:b/><w:sz w:val="28"/>', "<w:b/>", ["Scope"]),
        ('<w:b/><w:sz w:val="28"/>', '<w:sz w:val="28"/>', ["Scope"]),
        ('<w:b/><w:sz w:val="24"/>', '<w:b/><w:sz w:val="28"/>', ["Scope"]),
    ],
)
def test_a_caption_in_the_type_of_the_headings_ends_the_section_above_it(section: str, caption: str, levels: list[str]) -> None:
    text = p(r("Patching of pumps", '<w:b/><w:sz w:val="40"/>')) + p(r("Scope", section)) + BODY
    assert headings(text + p(r("Table 1: Sources", caption)) + tbl(tr("Source", "Who"), tr("Ticket", "QA"))) == [
        (1, name) for name in levels
    ]


# ---- titles, contents, lines -----------------------------------------------------------------------------------------


def test_titles() -> None:
    assert kinds(load(p("Complaint handling", style="T") + BODY, styles=style("T", "Title"))) == ["title", "paragraph"]
    large = p(r("Complaint handling", '<w:b/><w:sz w:val="40"/>')) + BODY + p("Scope", bold=True) + BODY
    assert kinds(load(large)) == ["title", "paragraph", "heading", "paragraph"]


def test_the_only_heading_of_the_first_level_is_the_title() -> None:
    sections = p("Purpose", style="Heading2") + BODY + p("Scope", style="Heading2") + BODY
    assert kinds(load(p("Complaint handling", style="Heading1") + sections))[0] == "title"
    assert kinds(load(p("1 Complaints", style="Heading1") + sections))[0] == "heading"
    assert (
        kinds(load(p("Complaint handling", style="Heading1") + sections + p("Records", style="Heading1") + BODY))[0] == "heading"
    )


def test_the_title_property() -> None:
    from reviewer.documents.docx import read
    from reviewer.documents.interface import Limits

    assert read(docx(BODY, core_title="SOP-012  Complaints"), "a.docx", Limits()).title == "SOP-012 Complaints"


def test_contents_entries_are_text_not_headings() -> None:
    toc = style("TOC1", "toc 1") + HEADING_STYLES
    marks = [f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")]
    field = f'{marks[0]}<w:r><w:instrText> TOC \\o "1-3" </w:instrText></w:r>{marks[1]}'
    body = p(field + r("1 Purpose\t2"), style="TOC1") + p(r("2 Scope\t3", "<w:b/>")) + p(marks[2])
    document = load(body + p("Purpose", style="Heading1") + BODY, styles=toc)
    assert kinds(document) == ["paragraph", "paragraph", "heading", "paragraph"]
    assert document.text.startswith("1 Purpose 2\n2 Scope 3\nPurpose")


def test_line_breaks_part_statements_but_not_wraps() -> None:
    br = "<w:r><w:br/></w:r>"
    parted = load(
        p(r("Scope", "<w:b/>") + br + r("It applies to all sites.") + br + r("It does not apply to") + br + r("suppliers."))
        + BODY
    )
    assert lines(parted)[:3] == ["Scope", "It applies to all sites.", "It does not apply to suppliers."]
    assert kinds(parted)[0] == "heading"
    typed = load(p(r("Steps:") + br + r("- log it") + br + r("- close it")) + BODY)
    assert kinds(typed)[:3] == ["paragraph", "list_item", "list_item"]
    item = load(p(r("Log it.") + br + r("At once."), num=1, level=0), parts=NUMBERS)
    assert lines(item) == ["1 Log it. At once."]


# ---- lists -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "label", "text", "level"),
    [
        ("• log it", "", "log it", 1), ("–\tlog it", "", "log it", 1), ("- log it", "", "log it", 1),
        ("a) log it", "a)", "log it", 1), ("1. Log it", "1.", "Log it", 1), ("(iv) log it", "(iv)", "log it", 1),
        ("5.3.1 Log it at once.", "5.3.1", "Log it at once.", 3),
    ],
)  # fmt: skip
def test_typed_items(typed: str, label: str, text: str, level: int) -> None:
    document = load(BODY + p(typed) + BODY)
    block = document.blocks[1]
    assert (block.kind, block.label, document.text[block.start : block.end], block.level) == (
        BlockKind.list_item,
        label,
        text,
        level,
    )


@pytest.mark.parametrize(
    "line", ["2.5 mg of the substance are used.", "24 hours after receipt QA is told.", "e.g. by post.", "*"]
)
def test_lines_that_only_begin_with_a_number(line: str) -> None:
    document = load(BODY + p(line) + BODY)
    assert (document.blocks[1].kind, document.blocks[1].label) == (BlockKind.paragraph, "")
    assert lines(document)[1] == line


def test_a_label_that_runs_over_several_runs_is_split_off_whole() -> None:
    document = load(BODY + p(r("5.", "<w:b/>") + r("3") + r(" ") + r("Log it at once.")) + BODY)
    assert lines(document)[1] == "5.3 Log it at once."
    assert document.blocks[1].label == "5.3"


def test_letters_under_numbers_are_deeper() -> None:
    document = load(p("1. Log it.") + p("a) in the tool") + p("b) on paper") + p("2. Close it.") + BODY + p("a) anew"))
    assert [block.level for block in document.blocks] == [1, 2, 2, 1, 0, 1]


def test_letters_with_a_full_stop_are_labels_in_a_sequence_only() -> None:
    document = load(p("A. Increase the supply.") + p("B. Keep it.") + p("i. Log it.") + p("ii. Close it.") + BODY)
    assert [block.label for block in document.blocks] == ["A.", "B.", "i.", "ii.", ""]
    initials = load(p("A. Smith approves the report.") + BODY)
    assert lines(initials)[0] == "A. Smith approves the report."
    assert initials.blocks[0].label == ""


def test_style_numbering_makes_items() -> None:
    styles = style("LB", "List Bullet", '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>')
    bullets = {"numbering": part("numbering", multilevel(("bullet", "•")))}
    assert kinds(load(p("log it", style="LB"), styles=styles, parts=bullets)) == ["list_item"]


# ---- captions --------------------------------------------------------------------------------------------------------

TABLE = tbl(tr("Role", "Duty", header=True), tr("QA", "reviews"))


def captions(body: str, styles: str = HEADING_STYLES) -> list[tuple[str, int | None]]:
    document = load(body, styles=styles)
    return [(document.text[b.start : b.end], b.table) for b in document.blocks if b.kind is BlockKind.caption]


def test_captions_belong_to_the_table_below_or_above() -> None:
    above = BODY + p("Table 1: Roles") + TABLE + BODY + p("Table 2 – Times") + p("") + TABLE
    assert captions(above) == [("Table 1: Roles", 0), ("Table 2 – Times", 1)]
    below = TABLE + p("Table 1: Roles") + TABLE + p("Table 2: Times") + BODY
    assert captions(below) == [("Table 1: Roles", 0), ("Table 2: Times", 1)]


def test_captions_by_style_and_of_figures() -> None:
    caption = style("C", "caption")
    assert captions(p("Overview of roles", style="C") + TABLE, caption) == [("Overview of roles", 0)]
    assert captions(TABLE + p("Figure 3: The process") + BODY) == [("Figure 3: The process", None)]


def test_a_sentence_about_a_table_is_no_caption() -> None:
    assert captions(BODY + p("Table 3 shows the roles that take part.") + TABLE) == []


def test_a_caption_of_its_number_field() -> None:
    number = '<w:fldSimple w:instr=" SEQ Table ">' + r("4") + "</w:fldSimple>"
    assert captions(p(r("Table ") + number + r(": Times")) + TABLE) == [("Table 4: Times", 0)]


# ---- pages -----------------------------------------------------------------------------------------------------------

BREAK = "<w:r><w:lastRenderedPageBreak/></w:r>"


def test_pages_are_counted_where_word_left_their_breaks() -> None:
    within = r("The lead tests each fix on the first page, ") + BREAK + r("and signs on the second.")
    row = "<w:tr><w:tc><w:p>" + BREAK + r("Log it") + "</w:p></w:tc><w:tc>" + p("QA") + "</w:tc></w:tr>"
    document = load(p(within) + p("The clerk keeps the sheet.") + tbl(tr("Step", "Who", header=True), row) + p("It ends here."))
    assert [(b.page, document.text[b.start : b.end]) for b in document.blocks] == [
        (1, "The lead tests each fix on the first page, and signs on the second."),
        (2, "The clerk keeps the sheet."),
        (2, "Step | Who"),
        (3, "Log it | QA"),
        (3, "It ends here."),
    ]
    assert document.pages == 3


def test_pages_are_unknown_where_word_left_nothing() -> None:
    document = load(p("The lead tests.") + p('<w:r><w:br w:type="page"/></w:r>') + p("The clerk logs."))
    assert [b.page for b in document.blocks] == [None, None]
    assert document.pages is None
