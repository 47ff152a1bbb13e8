"""Running text of PDFs: paragraphs, columns, hyphens, lists, headings, furniture, footnotes, pages."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

import pdfplumber
import pytest
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, Spacer

from reviewer.documents import pdf_order
from reviewer.documents.interface import Limits
from reviewer.documents.pdf import read
from reviewer.documents.pdf_lines import Line
from reviewer.documents.pdf_page import Word
from reviewer.errors import UnreadableDocument
from reviewer.model import BlockKind, Document
from tests.documents.pdf_samples import BODY, BULLET, HEAD, SENTENCES, TITLE, drawn, flowed, prose, table, text_lines


def parse(data: bytes) -> Document:
    document = read(data, "sample.pdf", Limits())
    end = -1
    for block in document.blocks:
        assert block.start > end, "blocks overlap"
        assert document.text[block.start : block.end].strip() == document.text[block.start : block.end] != ""
        assert block.page is not None
        assert document.pages is not None
        assert 1 <= block.page <= document.pages
        end = block.end
    assert [b.page for b in document.blocks] == sorted(b.page or 0 for b in document.blocks)
    return document


def texts(document: Document, kind: BlockKind | None = None) -> list[str]:
    return [document.text[b.start : b.end] for b in document.blocks if kind is None or b.kind is kind]


def sentences(document: Document) -> list[str]:
    return [s for text in texts(document) for s in re.split(r"(?<=\.) ", text)]


# ---- paragraphs ------------------------------------------------------------------------------------------------------


def test_lines_of_a_paragraph_are_joined_and_paragraphs_are_kept_apart() -> None:
    said = [prose(4, i) for i in range(5)]
    assert texts(parse(flowed([Paragraph(text, BODY) for text in said]))) == said


def test_paragraphs_without_space_between_them_are_parted_where_the_next_word_would_have_fitted() -> None:
    tight = ParagraphStyle("tight", parent=BODY, spaceAfter=0)
    said = [prose(n, n) for n in (1, 2, 1, 3, 2)]
    assert texts(parse(flowed([Paragraph(text, tight) for text in said]))) == said


def test_justified_text_reads_like_ragged_text() -> None:
    justified = ParagraphStyle("justified", parent=BODY, alignment=4)
    said = [prose(5, i) for i in range(4)]
    assert texts(parse(flowed([Paragraph(text, justified) for text in said]))) == said


def test_text_beside_a_picture_stays_one_paragraph() -> None:
    lines = ["The officer rates the report and", "tells the reporter what will be", "done about it within five days.", ""]
    wide = ["A line that runs over the whole width of the page shows where the right margin of the text is to be found."]

    def page(canvas: Canvas) -> None:
        text_lines(canvas, wide, y=780)
        text_lines(canvas, lines, y=740)

    assert " ".join(lines).strip() in texts(parse(drawn(page)))


def test_a_paragraph_goes_on_over_the_page_end() -> None:
    story = [Paragraph(prose(5, i), BODY) for i in range(30)]
    document = parse(flowed(story, header="SOP-1 Vigilance", footer="Page {page} of 9"))
    assert document.pages is not None
    assert document.pages > 1
    assert sentences(document) == [s for i in range(30) for s in re.split(r"(?<=\.) ", prose(5, i))]


def test_the_same_text_in_one_two_and_three_columns_gives_the_same_sentences() -> None:
    story = [prose(4, i) for i in range(36)]
    wanted = [s for text in story for s in re.split(r"(?<=\.) ", text)]
    for columns in (1, 2, 3):
        document = parse(flowed([Paragraph(t, BODY) for t in story], header="SOP-1", footer="Page {page}", columns=columns))
        assert sentences(document) == wanted, columns


def test_a_heading_over_two_columns_comes_before_both() -> None:
    left = [
        "The officer informs customers",
        "of a weakness in the product as",
        "soon as its severity is known to",
        "be critical, and tells them also",
    ]
    right = [
        "what can be done until there is",
        "a correction for it. Authorities",
        "are informed as the law of the",
        "country demands of the maker.",
    ]
    last = "This line runs again from one margin of the page to the other, below both of the columns, as it should."

    def page(canvas: Canvas) -> None:
        text_lines(canvas, ["3 Notification of customers and of the authorities"], size=18, y=790, bold=True)
        text_lines(canvas, left, x=56, y=750, size=14, leading=17)
        text_lines(canvas, right, x=300, y=750, size=14, leading=17)
        text_lines(canvas, [last], y=650)

    joined = " ".join([*left, *right])
    assert texts(parse(drawn(page))) == ["Notification of customers and of the authorities", joined, last]


def test_every_word_that_another_reader_finds_is_in_the_text_or_the_furniture() -> None:
    story = [Paragraph(prose(4, i), BODY) for i in range(30)]
    data = flowed(story, header="SOP-1 Vigilance", footer="Page {page}")
    document = parse(data)
    with pdfplumber.open(io.BytesIO(data)) as other:
        words = {word for page in other.pages for word in page.extract_text().split()}
    own = set(document.text.split()) | set(" ".join(document.furniture).split()) | {str(n) for n in range(1, 9)}
    assert words <= own


# ---- hyphens ---------------------------------------------------------------------------------------------------------


def hyphenated(first: str, second: str, more: str = "") -> str:
    long = "The person in charge of the matter shall carry out without any delay whatsoever the whole of the"
    assert len(long) > 90

    def page(canvas: Canvas) -> None:
        text_lines(canvas, [f"{long} {first}", f"{second} that the procedure asks for. {more}"])

    return parse(drawn(page)).text


@pytest.mark.parametrize(
    ("first", "second", "more", "expected"),
    [
        ("investi-", "gation", "", "the investigation that"),
        ("investi-", "gation", "Each investigation is recorded.", "the investigation that"),
        ("post-", "market", "The post-market data are used.", "the post-market that"),
        ("risk-", "based", "", "the risk-based that"),
        ("set-", "up", "", "the set-up that"),
        ("non-", "conformity", "", "the non-conformity that"),
        ("pre-", "and post-release checks", "", "the pre- and post-release checks that"),
        ("IEC 81001-5-", "1 process", "", "the IEC 81001-5-1 process that"),
        ("hardware/", "software", "", "the hardware/software that"),
    ],
)
def test_words_split_at_line_ends_are_mended(first: str, second: str, more: str, expected: str) -> None:
    assert expected in hyphenated(first, second, more)


# ---- headings and lists ----------------------------------------------------------------------------------------------


def test_title_headings_and_numbered_clauses() -> None:
    story = [
        Paragraph("Handling of Vulnerabilities", TITLE),
        Paragraph("1 Purpose", HEAD),
        Paragraph(prose(2), BODY),
        Paragraph("2 Procedure", HEAD),
        Paragraph("2.1 Intake", ParagraphStyle("h2", parent=HEAD, fontSize=12)),
        Paragraph("2.1.1 " + prose(2, 1), BODY),
        Paragraph("2.1.2 " + prose(3, 2), BODY),
        Paragraph("Annex A Forms", HEAD),
        Paragraph(prose(2, 3), BODY),
    ]
    document = parse(flowed(story))
    found = [(b.kind.value, b.level, b.label, document.text[b.start : b.end][:24]) for b in document.blocks]
    assert found == [
        ("title", 0, "", "Handling of Vulnerabilit"),
        ("heading", 1, "1", "Purpose"),
        ("paragraph", 0, "", prose(1)[:24]),
        ("heading", 1, "2", "Procedure"),
        ("heading", 2, "2.1", "Intake"),
        ("list_item", 3, "2.1.1", prose(1, 1)[:24]),
        ("list_item", 3, "2.1.2", prose(1, 2)[:24]),
        ("heading", 1, "", "Annex A Forms"),
        ("paragraph", 0, "", prose(1, 3)[:24]),
    ]


def test_tables_under_captions_set_like_headings_are_not_in_the_section_above() -> None:
    step = table([["Step", "Activity", "Role"], ["1", "Rate the vulnerability", "Security officer"]], [50, 250, 150])
    story = [
        *(Paragraph("Handling of Vulnerabilities", TITLE), Paragraph("Scope", HEAD), Paragraph(prose(3), BODY)),
        *(Paragraph("Table 1: Intake", HEAD), step, Paragraph("Table 2: Release", HEAD), Paragraph(prose(2, 3), BODY), step),
        *(Paragraph("Records", HEAD), Paragraph(prose(1, 5), BODY)),
    ]
    document = parse(flowed(story))
    found = [(b.level, document.text[b.start : b.end]) for b in document.blocks if b.kind is BlockKind.heading]
    assert found == [(1, "Scope"), (1, "Table 1: Intake"), (1, "Table 2: Release"), (1, "Records")]


def test_bulleted_and_lettered_items_wrap_and_nest() -> None:
    inner = ParagraphStyle("inner", parent=BULLET, leftIndent=40, bulletIndent=28)
    story = [
        Paragraph("The report contains:", BODY),
        Paragraph(prose(2, 1), BULLET, bulletText="•"),
        Paragraph(prose(2, 2), inner, bulletText="–"),
        Paragraph("the date.", BULLET, bulletText="•"),
        Paragraph("The officer then:", BODY),
        Paragraph(prose(2, 3), BULLET, bulletText="a)"),
        Paragraph(prose(2, 4), BULLET, bulletText="b)"),
        Paragraph(prose(1, 5), BULLET, bulletText="7"),
    ]
    document = parse(flowed(story))
    items = [(b.label, document.text[b.start : b.end]) for b in document.blocks if b.kind is BlockKind.list_item]
    assert items == [
        ("", prose(2, 1)),
        ("", prose(2, 2)),
        ("", "the date."),
        ("a)", prose(2, 3)),
        ("b)", prose(2, 4)),
        ("7", prose(1, 5)),
    ]
    levels = [b.level for b in document.blocks if b.kind is BlockKind.list_item][:3]
    assert levels == [1, 2, 1]


def test_a_number_that_wrapped_to_the_start_of_a_line_starts_no_item() -> None:
    lines = [
        "The officer follows the rules for the rating of weaknesses that the quality manual sets out in section",
        "5.2.1 The board is told of the result and of all doubts that were raised about it in the course of the",
        "meeting.",
    ]
    document = parse(drawn(lambda canvas: text_lines(canvas, lines)))
    assert texts(document) == [" ".join(lines)]


def test_contents_entries_stay_apart_and_are_no_headings() -> None:
    entries = [f"{n} {name} {'.' * 80} {n}" for n, name in enumerate(("Purpose", "Scope", "Procedure", "Records"), start=1)]
    story = [*(Paragraph(e, BODY) for e in entries), Paragraph("1 Purpose", HEAD), Paragraph(prose(2), BODY)]
    document = parse(flowed(story))
    assert [b.kind for b in document.blocks[:4]] == [BlockKind.paragraph] * 4
    assert texts(document)[:4] == entries
    assert texts(document, BlockKind.heading) == ["Purpose"]


def test_contents_without_dots_are_neither_table_nor_headings() -> None:
    def page(canvas: Canvas) -> None:
        text_lines(canvas, ["1 Purpose", "2 Scope", "3 Procedure", "4 Records"], y=700, leading=16)
        text_lines(canvas, ["2", "3", "4", "7"], x=500, y=700, leading=16)
        text_lines(canvas, [prose(1)], y=600)

    document = parse(drawn(page))
    assert [b.kind for b in document.blocks] == [BlockKind.paragraph] * 5
    assert texts(document)[0] == "1 Purpose 2"


# ---- furniture and notes ---------------------------------------------------------------------------------------------


def test_running_headers_and_footers_are_kept_apart() -> None:
    story = [Paragraph(prose(5, i), BODY) for i in range(40)]
    document = parse(
        flowed(story, header="SOP-1 Vigilance          Confidential", footer="Printed copies are void   Page {page} of 4")
    )
    assert "Confidential" not in document.text
    assert "Printed" not in document.text
    assert document.furniture == ("SOP-1 Vigilance Confidential", "Printed copies are void Page 1 of 4")


def test_headers_that_differ_on_odd_and_even_pages_and_bare_page_numbers_go_too() -> None:
    def page(canvas: Canvas) -> None:
        number = canvas.getPageNumber()
        text_lines(canvas, ["ACME Medical" if number % 2 else "Quality manual"], y=815, size=8)
        text_lines(canvas, [f"Statement number {'abcdefgh'[number]} of this page.", prose(1, number)], y=760)
        text_lines(canvas, [str(number + 4)], x=290, y=25, size=8)

    document = parse(drawn(*[page] * 6))
    assert "ACME" not in document.text
    assert "Quality manual" not in document.text
    assert not re.search(r"\d", document.text)


def test_section_numbers_that_stand_at_the_same_place_are_no_page_numbers() -> None:
    def page(canvas: Canvas) -> None:
        number = canvas.getPageNumber()
        text_lines(canvas, [f"{(1, 4, 5, 9)[number - 1]} Duties"], y=790, size=14, bold=True)
        text_lines(canvas, [prose(1, number), f"This is statement {'abcd'[number - 1]}."], y=750)

    assert texts(parse(drawn(*[page] * 4)), BlockKind.heading) == ["Duties"] * 4


def test_header_and_footer_of_a_single_page() -> None:
    data = flowed(
        [Paragraph("SOP-7 Recall", TITLE), Paragraph(prose(3), BODY)],
        header="SOP-7 Recall     Confidential",
        footer="Void if printed   Page 1",
    )
    document = parse(data)
    assert texts(document) == ["SOP-7 Recall", prose(3)]
    assert document.furniture == ("SOP-7 Recall Confidential", "Void if printed Page 1")


def test_pages_that_are_all_alike_keep_their_text() -> None:
    assert texts(parse(drawn(*[lambda c: text_lines(c, [prose(1)])] * 3))) == [prose(1)] * 3


def test_pages_that_are_all_alike_keep_their_text_even_if_one_has_a_little_more() -> None:
    pages = [lambda c: text_lines(c, [prose(1)])] * 3 + [lambda c: text_lines(c, [prose(1), "", "", "", "", "", "", "x"])]
    assert texts(parse(drawn(*pages))) == [*[prose(1)] * 4, "x"]


def test_watermarks_and_text_in_the_margin_are_apart() -> None:
    def page(canvas: Canvas) -> None:
        text_lines(canvas, [prose(1)])
        for angle, text, size in ((45, "DRAFT", 60), (90, "Form F-1 issue 2", 8)):
            canvas.saveState()
            canvas.translate(30 if angle == 90 else 200, 300)
            canvas.rotate(angle)
            canvas.setFont("Helvetica", size)
            canvas.drawString(0, 0, text)
            canvas.restoreState()

    document = parse(drawn(page))
    assert document.text == prose(1)
    assert set(document.furniture) == {"DRAFT", "Form F-1 issue 2"}
    assert [r.code for r in document.remarks] == ["watermark"]


def test_footnotes_stand_apart_and_their_marks_vanish() -> None:
    def page(canvas: Canvas) -> None:
        text_lines(canvas, ["The officer informs the authority", "Another sentence stands here as well."], y=700, leading=14)
        canvas.setFont("Helvetica", 6)
        width = canvas.stringWidth("The officer informs the authority", "Helvetica", 10)
        canvas.drawString(56 + width, 704, "1")
        canvas.setFont("Helvetica", 10)
        canvas.drawString(56 + width + 7, 700, "without delay.")
        canvas.line(56, 90, 200, 90)
        canvas.setFont("Helvetica", 5)
        canvas.drawString(56, 83, "1")
        text_lines(canvas, ["The authority of the country in which the incident happened."], x=62, y=80, size=8)

    document = parse(drawn(page))
    notes = [b for b in document.blocks if b.kind is BlockKind.footnote]
    assert [(b.label, document.text[b.start : b.end]) for b in notes] == [
        ("1", "The authority of the country in which the incident happened.")
    ]
    assert "The officer informs the authority without delay." in document.text


# ---- odd type --------------------------------------------------------------------------------------------------------


def test_bold_by_double_printing_is_read_once() -> None:
    def page(canvas: Canvas) -> None:
        text_lines(canvas, ["Responsibilities"], y=700, size=10)
        text_lines(canvas, ["Responsibilities"], x=56.3, y=700, size=10)
        text_lines(canvas, [prose(1)], y=680)

    assert texts(parse(drawn(page)))[0] == "Responsibilities"


def test_words_without_spaces_between_them_are_parted_by_their_distance() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 10)
        x = 56.0
        for word in prose(1).split():
            canvas.drawString(x, 700, word)
            x += canvas.stringWidth(word, "Helvetica", 10) + 2.4

    assert parse(drawn(page)).text == prose(1)


def test_a_landscape_page_and_a_turned_page_are_read_upright() -> None:
    def turned(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.translate(595, 0)
        canvas.rotate(90)
        text_lines(canvas, [prose(1), "Second line of the page."], y=500, leading=40)

    assert texts(parse(drawn(turned))) == [prose(1), "Second line of the page."]


_ROWS = [f"Rule {number}: {SENTENCES[number % 6]}" for number in range(1, 13)]


@pytest.mark.parametrize("angle", [90, 180, 270, 1, 3, -5, 92, 30])
def test_a_page_whose_text_is_turned_or_slanted_as_a_whole_is_read_as_if_it_were_level(angle: float) -> None:
    def page(canvas: Canvas) -> None:
        canvas.translate(300, 420)
        canvas.rotate(angle)
        text_lines(canvas, _ROWS, x=-240, y=150)
        canvas.translate(-240, -100)
        rows(canvas)

    def rows(canvas: Canvas) -> None:
        made = table([["Step", "Role"], ["Rate", "Officer"], ["Close", "Architect"]], [90, 90])
        made.wrapOn(canvas, 200, 200)
        made.drawOn(canvas, 0, 0)

    document = parse(drawn(lambda canvas: text_lines(canvas, [prose(1)]), page))
    assert texts(document, BlockKind.table_row) == ["Step | Role", "Rate | Officer", "Close | Architect"]
    assert " ".join(texts(document, BlockKind.paragraph)) == " ".join([prose(1), *_ROWS])
    assert not document.furniture
    assert not document.remarks


def test_a_scan_slanted_a_little_from_line_to_line_is_read_in_order() -> None:
    def page(canvas: Canvas) -> None:
        for number, row in enumerate(_ROWS):
            canvas.saveState()
            canvas.translate(56, 780 - 14 * number)
            canvas.rotate(1.5 + 0.1 * (number % 3))
            text_lines(canvas, [row], x=0, y=0)
            canvas.restoreState()

    assert " ".join(texts(parse(drawn(page)))) == " ".join(_ROWS)


def test_slanted_text_that_is_not_read_is_said() -> None:
    def page(canvas: Canvas) -> None:
        for angle in (20, 40, 60, 80):
            canvas.saveState()
            canvas.translate(200, 200)
            canvas.rotate(angle)
            text_lines(canvas, [prose(1)], x=0, y=0)
            canvas.restoreState()

    document = parse(drawn(lambda canvas: text_lines(canvas, [prose(1)]), page))
    assert [remark.text for remark in document.remarks] == ["Page 2 with slanted text; it was not read."]
    with pytest.raises(UnreadableDocument, match="text is slanted"):
        parse(drawn(page))


def test_on_a_page_with_a_table_set_sideways_level_text_is_read_too_and_headers_are_kept_apart() -> None:
    def page(canvas: Canvas) -> None:
        text_lines(canvas, [f"ACME procedure 7, page {canvas.getPageNumber()}"], y=815, size=8)
        if canvas.getPageNumber() != 2:
            text_lines(canvas, _ROWS[:3])
            return
        text_lines(canvas, ["Duties are told in this table."])
        canvas.translate(560, 100)
        canvas.rotate(90)
        text_lines(canvas, _ROWS, x=0, y=400)

    document = parse(drawn(page, page, page))
    second = [document.text[b.start : b.end] for b in document.blocks if b.page == 2]
    assert " ".join(second) == " ".join([*_ROWS, "Duties are told in this table."])
    assert "ACME" not in document.text


def test_text_upside_down_beside_other_text_is_kept_apart_and_not_read_reversed() -> None:
    def page(canvas: Canvas) -> None:
        text_lines(canvas, [prose(1), prose(1, 1)])
        canvas.translate(300, 400)
        canvas.rotate(180)
        text_lines(canvas, ["Fold here"], x=0, y=0)

    document = parse(drawn(page))
    assert document.furniture == ("Fold here",)
    assert "ereh" not in document.text


def test_pages_of_blocks_and_spacers() -> None:
    story = [
        Paragraph(prose(1), BODY),
        PageBreak(),
        Spacer(1, 300),
        Paragraph(prose(1, 1), BODY),
        PageBreak(),
        Paragraph(prose(1, 2), BODY),
    ]
    document = parse(flowed(story))
    assert [b.page for b in document.blocks] == [1, 2, 3]
    assert document.pages == 3


# ---- what stands across the columns ----------------------------------------------------------------------------------


def test_a_table_across_the_page_parts_the_columns_above_it_from_those_below() -> None:
    left, right = (["The officer informs customers", "of a weakness in the product as", "soon as its severity is known to"],
                   ["be critical, and tells them also", "what can be done until there is", "a correction for it, in writing."])  # fmt: skip
    below_left = ["The second band begins at the", "left once more and it goes on in", "lines that fill all of the column"]
    below_right = ["up to the end of it, where the", "right column takes them on and", "brings them to their own end."]

    def page(canvas: Canvas) -> None:
        facts = table([["Document", "SOP-7 Handling of weaknesses in all products of the house"], ["Revision", "3"]], [100, 300])
        for top in (800, 640):
            facts.wrapOn(canvas, 400, 100)
            facts.drawOn(canvas, 56, top - 40)
        for x, lines in ((56, left), (300, right)):
            text_lines(canvas, lines, x=x, y=720)
        for x, lines in ((56, below_left), (300, below_right)):
            text_lines(canvas, lines, x=x, y=560)

    said = texts(parse(drawn(page)))
    assert [said[i] for i in (0, 2, 3, 5)] == [
        "Document | SOP-7 Handling of weaknesses in all products of the house",
        " ".join([*left, *right]),
        "Document | SOP-7 Handling of weaknesses in all products of the house",
        " ".join([*below_left, *below_right]),
    ]


def test_a_table_in_one_column_does_not_hide_that_there_are_two() -> None:
    prose_left = [
        "The officer informs customers",
        "of a weakness in the product as",
        "soon as its severity is known to",
        "be critical.",
    ]

    def page(canvas: Canvas) -> None:
        text_lines(canvas, prose_left, x=56, y=780)
        duties = table([["Step", "Who"], ["Log it", "Clerk"], ["Test it", "Lead"], ["Sign it", "Head"]], [100, 100])
        duties.wrapOn(canvas, 200, 200)
        duties.drawOn(canvas, 300, 720)

    assert texts(parse(drawn(page))) == [" ".join(prose_left), "Step | Who", "Log it | Clerk", "Test it | Lead", "Sign it | Head"]


def test_the_last_page_with_one_column_filled_is_joined_like_the_others() -> None:
    story = [prose(4, i) for i in range(30)]
    document = parse(flowed([Paragraph(t, BODY) for t in story], columns=2))
    assert document.pages is not None
    assert document.pages > 1
    assert sentences(document) == [s for text in story for s in re.split(r"(?<=\.) ", text)]


def test_sizes_that_differ_by_rounding_make_one_level() -> None:
    def page(canvas: Canvas) -> None:
        text_lines(canvas, ["Handling of fixes"], y=810, size=20, bold=True)
        for number, (name, size) in enumerate((("Purpose", 13.64), ("Scope", 13.66), ("Duties", 13.64), ("Records", 13.7))):
            text_lines(canvas, [name], y=780 - 80 * number, size=size, bold=True)
            text_lines(canvas, [prose(1, number)], y=760 - 80 * number)

    document = parse(drawn(page))
    assert [b.level for b in document.blocks if b.kind is BlockKind.heading] == [1, 1, 1, 1]


def test_the_header_of_a_lone_page_is_kept_apart() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(56, 805, "Harbour Devices")
        canvas.drawRightString(540, 805, "SOP-7, Revision 3")
        text_lines(canvas, [prose(1), prose(1, 1)], y=740, leading=40)

    document = parse(drawn(page))
    assert texts(document) == [prose(1), prose(1, 1)]
    assert document.furniture == ("Harbour Devices SOP-7, Revision 3",)


def test_a_page_strewn_with_words_is_searched_for_columns_within_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at = 0
    group = pdf_order.group_lines

    def counted(words: Sequence[Word], number: int) -> list[Line]:
        nonlocal looked_at
        looked_at += len(words)
        return group(words, number)

    monkeypatch.setattr(pdf_order, "group_lines", counted)
    words = []
    for number in range(1800):
        x, base = number * 171 % 2900, 12.0 * (number // 60)
        words.append(Word(f"w{number}", x, x + 14, base - 7, base + 1, base, 8))
    items = pdf_order.reading_order(words, [], 1)
    assert sum(len(item.words) for item in items if isinstance(item, Line)) == len(words)
    assert looked_at < 2_000_000  # 3.6 million without a bound, and seconds
