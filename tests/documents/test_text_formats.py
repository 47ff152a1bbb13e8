"""HTML, plain text and spreadsheets: the words in the blocks that their makers meant."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from reviewer.documents import read_document
from reviewer.documents.interface import Limits
from reviewer.errors import UnreadableDocument
from reviewer.model import BlockKind, Document


def read(data: str | bytes, name: str) -> Document:
    return read_document(data.encode() if isinstance(data, str) else data, name, Limits())


def blocks(document: Document) -> list[tuple[str, str, str]]:
    return [(b.kind.value, b.label, document.text[b.start : b.end]) for b in document.blocks]


PAGE = """<html><head><title>SOP-3</title><style>p{}</style></head><body><nav>Menu</nav><h1>SOP-3 Fixes</h1>
<h2>5.1 Work</h2><p>The lead <b>shall</b> test<br>each fix.</p><ol><li>first</li><li>second<ul><li>deep</li></ul></li></ol>
<p hidden>secret</p><script>alert(1)</script>
<table><tr><th>Activity</th><th>Who</th></tr><tr><td rowspan="2">Retest</td><td>TL</td></tr><tr><td>QA</td></tr></table></body></html>"""


def test_html_blocks() -> None:
    document = read(PAGE, "a.html")
    assert blocks(document) == [
        ("heading", "", "SOP-3 Fixes"),
        ("heading", "5.1", "Work"),
        ("paragraph", "", "The lead shall test each fix."),
        ("list_item", "1.", "first"),
        ("list_item", "2.", "second"),
        ("list_item", "", "deep"),
        ("table_row", "", "Activity | Who"),
        ("table_row", "", "Retest | TL"),
        ("table_row", "", "QA"),
    ]
    assert [c.header for c in document.blocks[-1].cells] == ["Activity", "Who"]
    assert document.title == "SOP-3"


def test_html_is_never_fetched_or_run() -> None:
    text = read("<p>a</p><img src='http://example.invalid/x.png'><iframe src='file:/etc/passwd'>x</iframe>", "a.html").text
    assert text == "a"


def test_html_spans_cannot_exhaust_the_machine() -> None:
    row = "<tr>" + "<td colspan='100'>x</td>" * 50 + "</tr>"
    with pytest.raises(UnreadableDocument, match="columns"):
        read(f"<table>{row}</table>", "a.html")
    assert read("<table><tr><td colspan='²'>x</td><td>y</td></tr></table>", "a.html").text == "x | y"


def test_plain_text_blocks() -> None:
    text = "SOP-3 Fixes\n===========\n\n1 PURPOSE\n\nThis line is wrapped\nover two lines.\n\n- first\n  goes on\n- second\n\nWho | What | When\nTL | Retest | daily\n"
    assert blocks(read(text, "a.txt")) == [
        ("heading", "", "SOP-3 Fixes"),
        ("heading", "", "1 PURPOSE"),
        ("paragraph", "", "This line is wrapped over two lines."),
        ("list_item", "", "first goes on"),
        ("list_item", "", "second"),
        ("table_row", "", "Who | What | When"),
        ("table_row", "", "TL | Retest | daily"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_plain_text_in_other_encodings(encoding: str) -> None:
    document = read(
        "Die Prüfung – jährlich – wird von der Qualitätssicherung durchgeführt und dokumentiert.".encode(encoding), "a.txt"
    )
    assert "Prüfung" in document.text
    assert [r.code for r in document.remarks] == (["not_utf8"] if encoding == "cp1252" else [])


def workbook(fill: list[list[object]], **states: str) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "RACI"
    for row in fill:
        sheet.append(row)
    for name, state in states.items():
        book.create_sheet(name).append(["a", "b"])
        book[name].sheet_state = state
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_spreadsheet_rows_carry_their_headers() -> None:
    document = read(
        workbook([["Defect process"], ["Step", "Activity", "Responsible"], [1, "Write a record\nfor each defect", "TL"]]),
        "a.xlsx",
    )
    rows = [b for b in document.blocks if b.kind is BlockKind.table_row]
    assert blocks(document)[:2] == [("heading", "", "RACI"), ("paragraph", "", "Defect process")]
    assert [c.header for c in rows[1].cells] == ["Step", "Activity", "Responsible"]
    assert document.text[rows[1].start : rows[1].end] == "1 | Write a record\nfor each defect | TL"


def test_hidden_sheets_are_marked_and_said() -> None:
    document = read(workbook([["Step", "Activity"], ["1", "Test"]], Old="hidden"), "a.xlsx")
    assert [document.text[b.start : b.end] for b in document.blocks if b.hidden] == ["Old", "a | b"]
    assert [r.code for r in document.remarks] == ["hidden_text"]


def test_damaged_spreadsheet() -> None:
    with pytest.raises(UnreadableDocument):
        read(workbook([["a", "b"]])[:200], "a.xlsx")
