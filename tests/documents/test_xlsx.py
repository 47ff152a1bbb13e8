"""The spreadsheet reader: sheets, tables and their headers, hidden parts, values, and files made to harm."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Sequence

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.worksheet.worksheet import Worksheet

from reviewer.documents.interface import Limits
from reviewer.documents.xlsx import read
from reviewer.errors import UnreadableDocument
from reviewer.model import Block, BlockKind, Document

RACI = [["Activity", "SWQ", "PSR", "RMR"], ["Open the note", "A", "R", "I"], ["Close the note", "A/R", "C", "I"]]


def new(*rows: Sequence[object]) -> tuple[Workbook, Worksheet]:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    return workbook, sheet


def packed(workbook: Workbook) -> bytes:
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


def document(workbook: Workbook) -> Document:
    return read(packed(workbook), "a.xlsx", Limits())


def text(read_document: Document, block: Block) -> str:
    return read_document.text[block.start : block.end]


def rows(read_document: Document) -> list[tuple[str, list[str]]]:
    return [(text(read_document, b), [c.header for c in b.cells]) for b in read_document.blocks if b.kind is BlockKind.table_row]


def altered(part: str, old: bytes, new_bytes: bytes) -> bytes:
    """A small workbook with bytes of one part replaced."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(packed(new(["word"])[0]))) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        for name in source.namelist():
            content = source.read(name)
            assert name != part or old in content
            out.writestr(name, content.replace(old, new_bytes, 1) if name == part else content)
    return target.getvalue()


def test_each_sheet_is_a_heading_with_its_table() -> None:
    workbook, sheet = new(*RACI)
    sheet.title = "2.1 RACI"
    workbook.create_sheet("Notes").append(["Only a line"])
    found = document(workbook)
    assert [(b.kind.value, b.label, text(found, b)) for b in found.blocks if b.kind is not BlockKind.table_row] == [
        ("heading", "2.1", "RACI"), ("heading", "", "Notes"), ("paragraph", "", "Only a line"),
    ]  # fmt: skip
    assert [b.header_row for b in found.blocks if b.table == 0] == [True, False, False]


def test_a_matrix_keeps_its_headers_over_an_empty_row_but_not_in_its_legend() -> None:
    found = rows(document(new(*RACI, [], ["Archive", "I", "R", "A"], ["Legend", "R = does it", "A = decides", None])[0]))
    assert found[1] == ("Open the note | A | R | I", RACI[0])
    assert found[3] == ("Archive | I | R | A", RACI[0])
    assert found[4][1] == [""] * 4


def test_title_lines_above_a_bold_header() -> None:
    workbook, sheet = new(["Handling of notes"], ["Plant", "North", None], ["Weekday", "Place", "Whom"], ["Monday", "Lab", "Ann"])
    for cell in sheet[3]:
        cell.font = Font(bold=True)
    found = document(workbook)
    assert (found.blocks[1].kind, text(found, found.blocks[1])) == (BlockKind.paragraph, "Handling of notes")
    assert rows(found) == [
        ("Plant | North", ["", "", ""]), ("Weekday | Place | Whom", ["", "", ""]), ("Monday | Lab | Ann", ["Weekday", "Place", "Whom"]),
    ]  # fmt: skip


def test_pairs_of_name_and_value_have_no_header() -> None:
    assert all(headers == ["", ""] for _, headers in rows(document(new(["Belongs to", "VA-114"], ["Valid from", "1 March"])[0])))


def test_tables_are_told_apart_by_empty_rows() -> None:
    workbook, _ = new(["Step", "Activity"], ["1", "Open"], [], ["Role", "Task", "Due"], ["QA", "Check", "weekly"])
    found = document(workbook)
    assert [b.table for b in found.blocks if b.table is not None] == [0, 0, 1, 1]
    assert rows(found)[-1][1] == ["Role", "Task", "Due"]


def test_merged_cells_appear_once_and_span_their_headers() -> None:
    workbook, sheet = new(["Phase", "Roles", None], [None, "SWQ", "PSR"], ["Plan it", "A", "R"], [None, "R", "A"])
    for cells in ("A1:A2", "B1:C1", "A3:A4"):
        sheet.merge_cells(cells)
    assert rows(document(workbook)) == [
        ("Phase | Roles", ["", "", ""]), ("SWQ | PSR", ["", "", ""]),
        ("Plan it | A | R", ["Phase", "Roles / SWQ", "Roles / PSR"]), ("R | A", ["Phase", "Roles / SWQ", "Roles / PSR"]),
    ]  # fmt: skip


def test_an_empty_row_within_a_merged_cell_is_no_gap() -> None:
    workbook, sheet = new(["Phase", "Step"], ["Plan", "One"], [], ["Do", "Two"])
    sheet.merge_cells("A2:A3")
    assert {b.table for b in document(workbook).blocks[1:]} == {0}


def test_hidden_sheets_rows_and_columns() -> None:
    workbook, sheet = new(["Step", "Activity", "Owner"], ["1", "Open", "secret"], ["2", "gone", "gone"], [], ["note"])
    sheet.column_dimensions["C"].hidden = True
    sheet.row_dimensions[3].hidden = sheet.row_dimensions[5].hidden = True
    other = workbook.create_sheet("Old")
    other.append(["old words"])
    other.sheet_state = "veryHidden"
    found = document(workbook)
    seen = {text(found, b): b.hidden for b in found.blocks}
    assert seen == {
        "Sheet": False, "Step | Activity": False, "Owner": True, "1 | Open": False, "secret": True, "2 | gone | gone": True,
        "note": True, "Old": True, "old words": True,
    }  # fmt: skip
    assert [r.code for r in found.remarks] == ["hidden_text"]


def test_values_read_as_on_the_sheet() -> None:
    values = [2.0, 0.1 + 0.2, True, dt.date(2025, 3, 1), dt.datetime.fromisoformat("2025-03-01T10:30"), "two\nlines", 0.8]
    workbook, sheet = new(["x", *values])
    sheet["H1"].number_format = "0%"
    found = rows(document(workbook))
    assert found[0][0] == "x | 2 | 0.3 | TRUE | 2025-03-01 | 2025-03-01 10:30:00 | two\nlines | 80%"


def test_what_is_not_read_is_said() -> None:
    workbook, sheet = new(["word", "=1+1"])
    sheet["A1"].comment = Comment("aside", "me")
    found = document(workbook)
    assert {r.code for r in found.remarks} == {"formulas_without_values", "comments"}
    assert "aside" not in found.text


def test_the_value_a_formula_was_saved_with() -> None:
    data = altered("xl/worksheets/sheet1.xml", b"</row>", b'<c r="B1"><f>1+1</f><v>2</v></c></row>')
    found = read(data, "a.xlsx", Limits())
    assert (rows(found), found.remarks) == ([("word | 2", ["", ""])], ())


def test_a_table_of_too_many_columns_is_cut_and_that_is_said() -> None:
    found = document(new([f"column {n}" for n in range(600)], ["value"] * 512 + ["lost"] * 88, [""] * 590 + ["lost"] * 10)[0])
    assert len(rows(found)) == 2
    assert rows(found)[0][0].endswith("| column 511")
    assert "lost" not in found.text
    assert [remark.text for remark in found.remarks] == [
        "A table has more than 512 columns; those after them are not read. Split the table."
    ]


def test_a_cell_in_the_last_corner_costs_nothing() -> None:
    workbook, sheet = new(["word"])
    sheet["XFD1048576"] = "far"
    assert document(workbook).text == "Sheet\nword\nfar"


@pytest.mark.parametrize(
    ("old", "harm", "code"),
    [
        (b"</sheetData>", b" " * 30_000_000 + b"</sheetData>", "too_complex"),
        (b"</sheetData>", b'</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>', "too_complex"),
        (b"</sheetData>", b'</sheetData><hyperlinks><hyperlink ref="A1:XFD99999" location="x"/></hyperlinks>', "too_complex"),
        (b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet', "unsafe_xml"),
        (b"</sheetData>", b"", "damaged"),
    ],
)
def test_harmful_sheets_are_refused(old: bytes, harm: bytes, code: str) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read(altered("xl/worksheets/sheet1.xml", old, harm), "a.xlsx", Limits())
    assert caught.value.code == code


@pytest.mark.parametrize(("data", "code"), [(b"PK\x03\x04 broken off", "truncated"), (b"", "truncated")])
def test_what_is_no_archive(data: bytes, code: str) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        read(data, "a.xlsx", Limits())
    assert caught.value.code == code
