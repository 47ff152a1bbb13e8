"""Tables of PDFs: drawn ones, ones without lines, merged cells, page ends, matrices, boxes that are no table."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from reportlab.lib import colors
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, TableStyle

from reviewer.documents.interface import Limits
from reviewer.documents.pdf import read
from reviewer.model import Block, BlockKind, Document
from tests.documents.pdf_samples import BODY, GRID, HEAD, drawn, flowed, prose, table, text_lines

HEADERS = ["Step", "Activity", "Responsible"]
WIDTHS = [40, 300, 100]


def parse(data: bytes) -> Document:
    return read(data, "sample.pdf", Limits())


def rows(document: Document) -> list[Block]:
    return [block for block in document.blocks if block.kind is BlockKind.table_row]


def said(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in rows(document)]


def cells(document: Document, block: Block) -> list[tuple[str, str]]:
    return [(cell.header, document.text[cell.start : cell.end]) for cell in block.cells]


def steps(number: int) -> list[list[str]]:
    return [[str(i), prose(1 + i % 3, i), "Product security officer"] for i in range(1, number + 1)]


def styled(*more: Any) -> TableStyle:
    return TableStyle([*GRID.getCommands(), *more])


# ---- drawn tables ----------------------------------------------------------------------------------------------------


def test_wrapped_cells_are_whole_and_rows_read_across() -> None:
    body = steps(4)
    document = parse(flowed([Paragraph("4 Steps", HEAD), table([[f"<b>{h}</b>" for h in HEADERS], *body], WIDTHS)]))
    assert said(document) == [" | ".join(row) for row in [HEADERS, *body]]
    assert [block.header_row for block in rows(document)] == [True, False, False, False, False]
    assert cells(document, rows(document)[1]) == list(zip(HEADERS, body[0], strict=True))


def test_a_shaded_first_row_names_the_columns() -> None:
    shade = styled(("BACKGROUND", (0, 0), (-1, 0), colors.lightgrey))
    document = parse(
        flowed([table([["No.", "What", "By"], ["1", "Rate it", "PSO"], ["2", "Close it", "QM"]], [60, 200, 80], style=shade)])
    )
    assert [block.header_row for block in rows(document)] == [True, False, False]


def test_paragraphs_and_bullets_in_a_cell_are_lines_of_it() -> None:
    cell = (
        "The officer:<br/>• rates the weakness and all that follows from it for the patient and the user;<br/>• tells the board."
    )
    document = parse(flowed([table([["1", cell], ["2", "done"]], [40, 200])]))
    assert said(document)[0] == (
        "1 | The officer:\nrates the weakness and all that follows from it for the patient and the user;\ntells the board."
    )


def test_merged_cells_appear_once_and_head_all_their_columns() -> None:
    grid = styled(("SPAN", (1, 0), (2, 0)), ("SPAN", (0, 2), (0, 3)), ("BACKGROUND", (0, 0), (-1, 1), colors.lightgrey))
    content = [["Task", "Duty", ""], ["", "Leads", "Helps"], ["Rating", "PSO", "QM"], ["", "RA", "PM"]]
    document = parse(flowed([table(content, [120, 120, 120], style=grid)]))
    body = rows(document)[-2:]
    assert [text for _, text in cells(document, body[0])] == ["Rating", "PSO", "QM"]
    assert [text for _, text in cells(document, body[1])] == ["", "RA", "PM"]
    first_row = rows(document)[0]
    assert [text for _, text in cells(document, first_row)] == ["Task", "Duty", ""]


def test_a_word_that_a_narrow_column_cuts_is_mended() -> None:
    def page(canvas: Canvas) -> None:
        for x in (56, 110, 300):
            canvas.line(x, 700, x, 760)
        for y in (700, 730, 760):
            canvas.line(56, y, 300, y)
        text_lines(canvas, ["Responsibl", "e"], x=59, y=748, size=9.6, leading=11)
        text_lines(canvas, ["Activity"], x=114, y=748)
        text_lines(canvas, ["PSO"], x=59, y=715)
        text_lines(canvas, ["rates it"], x=114, y=715)

    assert said(parse(drawn(page)))[0] == "Responsible | Activity"


def test_tables_with_open_sides_are_tables() -> None:
    open_sides = TableStyle([("INNERGRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")])
    body = steps(3)
    document = parse(
        flowed([Paragraph(prose(2), BODY), table([HEADERS, *body], WIDTHS, style=open_sides), Paragraph(prose(2), BODY)])
    )
    assert [row for row in said(document) if row[0].isdigit()] == [" | ".join(row) for row in body]


def test_tables_with_shading_only_are_tables() -> None:
    zebra = TableStyle([("BACKGROUND", (0, i), (-1, i), colors.lightgrey if i % 2 == 0 else colors.lightblue) for i in range(5)])
    body = [[str(i), f"Do the thing that is number {i}", "PSO"] for i in range(1, 5)]
    document = parse(flowed([table([HEADERS, *body], WIDTHS, style=zebra)]))
    assert said(document) == [" | ".join(row) for row in [HEADERS, *body]]


# ---- page ends -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("header", ["", "SOP-12 Change control"])
@pytest.mark.parametrize(
    "style",
    [
        GRID,
        TableStyle([("LINEBELOW", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")]),
        TableStyle([("VALIGN", (0, 0), (-1, -1), "TOP")]),
    ],
    ids=["grid", "horizontal lines", "no lines"],
)
def test_a_table_over_several_pages_is_one_table_with_one_header(style: TableStyle, header: str) -> None:
    body = steps(60)
    head = [f"<b>{h}</b>" for h in HEADERS]
    story = [Paragraph("4 Steps", HEAD), table([head, *body], WIDTHS, style=style, repeat=1)]
    document = parse(flowed(story, header=header, footer="Page {page}"))
    assert document.pages is not None
    assert document.pages >= 3
    assert said(document) == [" | ".join(row) for row in [HEADERS, *body]]
    assert {block.table for block in rows(document)} == {0}
    assert [block.header_row for block in rows(document)] == [True] + [False] * 60
    assert [cell.header for cell in rows(document)[-1].cells] == HEADERS
    assert rows(document)[-1].page == document.pages


def test_a_row_cut_by_the_page_end_is_one_row() -> None:
    body = [[str(i), prose(9, i), "Product security officer"] for i in range(1, 9)]
    document = parse(flowed([table([[f"<b>{h}</b>" for h in HEADERS], *body], [40, 160, 100], repeat=1)]))
    assert said(document) == [" | ".join(row) for row in [HEADERS, *body]]


def test_a_new_row_at_the_page_top_is_not_taken_for_the_rest_of_the_last() -> None:
    body = [[f"phase {'abcdefgh'[i % 8]}{i}", "until the board has met", "officer"] for i in range(90)]
    document = parse(flowed([table([[f"<b>{h}</b>" for h in HEADERS], *body], [80, 200, 100], repeat=1)]))
    assert said(document) == [" | ".join(row) for row in [HEADERS, *body]]


def test_two_tables_on_two_pages_stay_apart_if_their_columns_differ() -> None:
    def page(widths: Sequence[float]) -> list[object]:
        return [table([["Role", "Task"], ["PSO", "rates"], ["QM", "closes"]], widths)]

    first = flowed([*page([100, 200]), Paragraph(prose(1), BODY), *page([200, 150])])
    assert {block.table for block in rows(parse(first))} == {0, 1}


# ---- tables without lines --------------------------------------------------------------------------------------------


def columns(canvas: Canvas, lines: Sequence[Sequence[str]], xs: Sequence[float], y: float, leadings: Sequence[float]) -> None:
    for line, leading in zip(lines, leadings, strict=True):
        for x, text in zip(xs, line, strict=True):
            canvas.drawString(x, y, text)
        y -= leading


def test_a_table_without_lines_is_read_by_its_columns() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 10)
        columns(canvas, [("Role", "Task", "Record")], (56, 180, 420), 760, [20])
        canvas.setFont("Helvetica", 10)
        lines = [
            ("PSO", "Rates each weakness within five", "Rating sheet"),
            ("", "working days", ""),
            ("Risk manager", "Evaluates the risk to the patient", "Risk file"),
            ("QM", "Approves the release", "Release note"),
        ]
        columns(canvas, lines, (56, 180, 420), 740, [12.5, 18, 18, 18])
        text_lines(
            canvas,
            ["The roles above are assigned by the management. Each of them has a deputy who is named in", "the chart."],
            y=640,
        )

    document = parse(drawn(page))
    assert said(document) == [
        "Role | Task | Record",
        "PSO | Rates each weakness within five working days | Rating sheet",
        "Risk manager | Evaluates the risk to the patient | Risk file",
        "QM | Approves the release | Release note",
    ]
    assert rows(document)[0].header_row
    assert document.blocks[-1].kind is BlockKind.paragraph


def test_a_rule_below_the_first_row_makes_it_the_header() -> None:
    def page(canvas: Canvas) -> None:
        for y in (760, 742, 680):
            canvas.line(56, y, 500, y)
        canvas.setFont("Helvetica", 10)
        lines = [
            ("Class", "Deadline", "Board"),
            ("Critical", "7 days", "CCB"),
            ("High", "30 days", "PSO"),
            ("Low", "next release", "PSO"),
        ]
        columns(canvas, lines, (60, 200, 350), 747, [19, 18, 18, 18])

    document = parse(drawn(page))
    assert [block.header_row for block in rows(document)] == [True, False, False, False]
    assert cells(document, rows(document)[3]) == [("Class", "Low"), ("Deadline", "next release"), ("Board", "PSO")]


@pytest.mark.parametrize("lines", [
    ["5.1.1   The officer rates the weakness.", "5.1.2   The board decides.", "5.1.3   The architect corrects."],
    ["•    the date;", "•    the name of the person;", "•    the outcome."],
])  # fmt: skip
def test_numbered_and_bulleted_lines_are_no_table(lines: list[str]) -> None:
    def page(canvas: Canvas) -> None:
        for i, line in enumerate(lines):
            mark, text = line.split("   ", 1)
            text_lines(canvas, [mark], y=700 - 14 * i)
            text_lines(canvas, [text.strip()], x=100, y=700 - 14 * i)

    document = parse(drawn(page))
    assert not rows(document)
    assert len(document.blocks) == 3


# ---- matrices and boxes ----------------------------------------------------------------------------------------------


def test_headers_turned_on_their_side_head_the_columns_of_a_matrix() -> None:
    roles = ["Product owner", "Quality", "Security"]
    tasks = [["Rate the weakness", "A", "C", "R"], ["Release the patch", "R", "A", "I"], ["Inform customers", "I", "R", "C"]]

    def page(canvas: Canvas) -> None:
        xs, ys = [56, 250, 290, 330, 370], [780, 700, 680, 660, 640]
        for x in xs:
            canvas.line(x, ys[0], x, ys[-1])
        for y in ys:
            canvas.line(xs[0], y, xs[-1], y)
        text_lines(canvas, ["Activity"], x=60, y=705)
        for x, role in zip(xs[1:], roles, strict=False):
            canvas.saveState()
            canvas.translate(x + 22, 703)
            canvas.rotate(90)
            canvas.drawString(0, 0, role)
            canvas.restoreState()
        for y, task in zip(ys[1:], tasks, strict=False):
            for x, text in zip(xs, task, strict=False):
                canvas.drawString(x + 4, y - 14, text)

    document = parse(drawn(page))
    assert said(document) == [" | ".join(row) for row in [["Activity", *roles], *tasks]]
    assert cells(document, rows(document)[1]) == [
        ("Activity", "Rate the weakness"),
        ("Product owner", "A"),
        ("Quality", "C"),
        ("Security", "R"),
    ]


def test_boxes_of_a_flow_chart_are_text_boxes_in_order() -> None:
    boxes = [(60, 700, ["Register the", "report"]), (220, 700, ["Rate the", "severity"]), (380, 700, ["Decide on", "disclosure"])]

    def page(canvas: Canvas) -> None:
        for x, y, lines in boxes:
            canvas.rect(x, y, 100, 40)
            text_lines(canvas, lines, x=x + 8, y=y + 24, size=9, leading=11)
        canvas.line(160, 720, 220, 720)
        canvas.line(320, 720, 380, 720)
        text_lines(
            canvas,
            ["The process is started by every report that reaches the company, whoever sends it and", "whichever way."],
            y=600,
        )

    document = parse(drawn(page))
    found = [document.text[b.start : b.end] for b in document.blocks if b.kind is BlockKind.text_box]
    assert found == ["Register the report", "Rate the severity", "Decide on disclosure"]
    assert not rows(document)


def test_a_frame_around_the_page_is_no_table() -> None:
    def page(canvas: Canvas) -> None:
        number = canvas.getPageNumber()
        canvas.rect(30, 30, 535, 780)
        canvas.line(30, 760, 565, 760)
        canvas.line(200, 760, 200, 810)
        canvas.line(400, 760, 400, 810)
        for x, text in ((40, "ACME Medical"), (210, "SOP-9 Vigilance"), (410, f"Page {number} of 3")):
            text_lines(canvas, [text], x=x, y=780, size=9)
        text_lines(canvas, [prose(1, number), prose(1, number + 1)], y=700 - 20 * number, leading=30)

    document = parse(drawn(page, page, page))
    assert not rows(document)
    assert [document.text[b.start : b.end] for b in document.blocks] == [prose(1, i + j) for i in (1, 2, 3) for j in (0, 1)]
    assert document.furniture == ("ACME Medical SOP-9 Vigilance Page 1 of 3",)


def test_a_drawing_of_countless_lines_is_said_and_does_not_stop_the_reading() -> None:
    def page(canvas: Canvas) -> None:
        text_lines(canvas, [prose(1)])
        for i in range(2100):
            canvas.line(50 + i % 500, 100 + i / 4, 52 + i % 500, 100 + i / 4)
            canvas.line(50 + i / 5, 100 + i % 500, 50 + i / 5, 104 + i % 500)

    document = parse(drawn(page))
    assert document.text == prose(1)


def test_the_lines_of_a_chart_that_make_too_many_columns_are_no_table() -> None:
    def page(canvas: Canvas) -> None:
        text_lines(canvas, [prose(1)])
        canvas.setLineWidth(0.2)
        canvas.grid([20 + 6 * i for i in range(600)], [300, 320, 340])
        text_lines(canvas, ["Open reports by week"], x=20, y=325, size=2)
        canvas.grid([20, 120, 220], [100, 120, 140])
        text_lines(canvas, ["Step"], x=24, y=125)
        text_lines(canvas, ["Role"], x=124, y=125)

    document = parse(drawn(page, size=(3700, 842)))
    assert prose(1) in document.text
    assert "Open reports by week" in document.text
    assert "Step | Role" in document.text
    assert any("tables there were not sought" in remark.text for remark in document.remarks)
