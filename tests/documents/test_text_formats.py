"""HTML, plain text and spreadsheets: the words in the blocks that their makers meant."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from reviewer.documents import html, read_document
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
        ("title", "", "SOP-3 Fixes"),
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
    assert [remark.code for remark in document.remarks] == ["hidden_text"]


def test_html_is_never_fetched_or_run() -> None:
    text = read("<p>a</p><img src='http://example.invalid/x.png'><iframe src='file:/etc/passwd'>x</iframe>", "a.html").text
    assert text == "a"


def test_html_spans_cannot_exhaust_the_machine() -> None:
    row = "<tr>" + "<td colspan='100'>x</td>" * 50 + "</tr>"
    with pytest.raises(UnreadableDocument, match="columns"):
        read(f"<table>{row}</table>", "a.html")
    assert read("<table><tr><td colspan='²'>x</td><td>y</td></tr></table>", "a.html").text == "x | y"


def rows(document: Document) -> list[tuple[bool, list[tuple[str, str]]]]:
    """For each table row whether it names the columns, and header and text of its cells."""
    return [
        (b.header_row, [(c.header, document.text[c.start : c.end]) for c in b.cells])
        for b in document.blocks
        if b.kind is BlockKind.table_row
    ]


@pytest.mark.parametrize("depth", [300, 3_000])
def test_html_nested_deeply_keeps_its_words_and_says_so(depth: int) -> None:
    document = read("<div>" * depth + "The lead shall test." + "</div>" * depth + "<p>After it.</p>", "a.html")
    assert document.text == "The lead shall test.\nAfter it."
    assert "nested_deeply" in {remark.code for remark in document.remarks}


def test_html_keeps_a_long_text_whole() -> None:
    page = f"<p>{'The lead shall test each fix. ' * 400_000}</p><p>The end of it.</p>".encode()  # beyond the 10 MB of the parser
    document = html.read(page, "long.html", Limits(max_characters=20_000_000))
    assert document.text.endswith("each fix.\nThe end of it.") and len(document.text) > 11_000_000


@pytest.mark.parametrize(
    "head",
    [
        "<thead><tr><td>Step</td><td>Who</td></tr></thead>",
        "<tr><th>Alpha</th><th>Beta</th></tr>",
        "<tr><td><b>Alpha</b></td><td style='font-weight: 700'>Beta</td></tr>",
    ],
)
def test_html_header_rows(head: str) -> None:
    document = read(
        f"<table>{head}<tr><th>Log it</th><td>The clerk</td></tr><tr><th>Close it</th><td>The lead</td></tr></table>", "a.html"
    )
    found = rows(document)
    assert [header for header, _ in found] == [True, False, False]
    assert all(name for name, _ in found[1][1])


def test_html_header_of_a_row_is_no_header_of_columns() -> None:
    document = read("<table><tr><th>Owner</th><td>QA</td></tr><tr><th>Status</th><td>In force</td></tr></table>", "a.html")
    assert rows(document) == [(False, [("", "Owner"), ("", "QA")]), (False, [("", "Status"), ("", "In force")])]


def test_html_line_breaks_that_part_paragraphs() -> None:
    document = read("<div>The clerk logs it.<br><br>The lead<br>tests it.<br>- one<br>- two</div>", "a.html")
    assert blocks(document) == [
        ("paragraph", "", "The clerk logs it."),
        ("paragraph", "", "The lead tests it."),
        ("list_item", "", "one"),
        ("list_item", "", "two"),
    ]


def test_html_definition_lists_are_rows() -> None:
    document = read("<dl><dt>CCB</dt><dd>Change <i>control</i> board</dd><dt>DN</dt><dd>Deviation note</dd></dl>", "a.html")
    assert document.text == "CCB | Change control board\nDN | Deviation note"


def test_html_lists_of_letters_and_lists_in_lists() -> None:
    page = (
        "<p>The lead:</p><ol type='a' start='3'><li><p>logs</p><p>and signs</p></li><ol><li>inside</li></ol><li>tests</li></ol>"
    )
    document = read(page, "a.html")
    assert [(b.label, b.level) for b in document.blocks if b.kind is BlockKind.list_item] == [
        ("c.", 1),
        ("", 1),
        ("1.", 2),
        ("d.", 1),
    ]


def test_html_frame_of_the_page_is_kept_apart() -> None:
    page = (
        "<header>Harbour intranet</header><ol id='breadcrumbs'><li>Space</li></ol><main><h1>Fixes</h1><article><header>Rev. 3</header>"
        "<h2>Work</h2><p>The lead tests.</p></article></main><footer>Page of the intranet</footer>"
    )
    document = read(page, "a.html")
    assert document.text == "Fixes\nRev. 3\nWork\nThe lead tests."
    assert document.furniture == ("Harbour intranet", "Space", "Page of the intranet")


def test_html_of_a_wiki_with_tags_of_its_own() -> None:
    page = (
        "<ac:structured-macro ac:name='info'><ac:parameter ac:name='title'>grey</ac:parameter><ac:rich-text-body><p>The lead tests.</p>"
        "</ac:rich-text-body></ac:structured-macro><ul class='inline-task-list'><li data-inline-task-id='1'>Sign</li></ul>"
        "<p><del>Old words.</del><ins>New words.</ins></p>"
    )
    document = read(page, "a.html")
    assert document.text == "The lead tests.\nSign\nNew words."
    assert [(b.form_field, b.inserted) for b in document.blocks] == [(False, False), (True, False), (False, True)]
    assert "tracked_changes" in {remark.code for remark in document.remarks}


def test_html_headings_that_are_only_bold() -> None:
    page = "<p><b>1 Purpose</b></p><p>It says how fixes are tested.</p><p><strong>2 Scope</strong></p><p>It is valid for all sites.</p>"
    assert [b[:2] for b in blocks(read(page, "a.html"))] == [
        ("heading", "1"),
        ("paragraph", ""),
        ("heading", "2"),
        ("paragraph", ""),
    ]


# ---- Markdown --------------------------------------------------------------------------------------------------------


def test_markdown_blocks() -> None:
    text = (
        "---\ntitle: Fixes\n---\n# SOP-3 Fixes\n\n| Number | SOP-3 |\n|---|---|\n| Revision | 3 |\n\n## 5.1 Work\n\nThe lead **shall** "
        "test ~~at once~~ with `tool` and <name of role>.\n\n3. first\n4. second\n   - deep\n\n> A note\n\n| Step | Who |\n|---|---|\n"
        "| Log | QA<br>TL |\n\n<!-- hidden --><p>In <b>HTML</b>.</p>\n"
    )
    document = read(text, "a.md")
    assert blocks(document) == [
        ("title", "", "SOP-3 Fixes"),
        ("table_row", "", "Number | SOP-3"),
        ("table_row", "", "Revision | 3"),
        ("heading", "5.1", "Work"),
        ("paragraph", "", "The lead shall test with tool and <name of role>."),
        ("list_item", "3.", "first"),
        ("list_item", "4.", "second"),
        ("list_item", "", "deep"),
        ("quotation", "", "A note"),
        ("table_row", "", "Step | Who"),
        ("table_row", "", "Log | QA\nTL"),
        ("paragraph", "", "In HTML."),
    ]
    assert [header for header, _ in rows(document)] == [False, False, True, False]
    assert document.title == "Fixes"


def test_markdown_headings_of_one_level_have_no_title_among_them() -> None:
    document = read("# Purpose\n\nIt says how.\n\n# Scope\n\nAll sites.\n", "a.md")
    assert [b[0] for b in blocks(document)] == ["heading", "paragraph", "heading", "paragraph"]


# ---- plain text ------------------------------------------------------------------------------------------------------


def test_plain_text_blocks() -> None:
    text = "SOP-3 Fixes\n===========\n\n1 PURPOSE\n\nThis line is wrapped\nover two lines.\n\n- first\n  goes on\n- second\n\nWho | What | When\nTL | Retest | daily\n"
    assert blocks(read(text, "a.txt")) == [
        ("title", "", "SOP-3 Fixes"),
        ("heading", "1", "PURPOSE"),
        ("paragraph", "", "This line is wrapped over two lines."),
        ("list_item", "", "first goes on"),
        ("list_item", "", "second"),
        ("table_row", "", "Who | What | When"),
        ("table_row", "", "TL | Retest | daily"),
    ]


WRAPPED = """PURPOSE
This procedure lays down how the fixes of our software are tested, as is laid down in
5.2 of the manual, and it names the Head of Quality as the one who signs.
5 Scope
It is valid for all sites and for all products that the company places on the market.
6. Duties
The lead tests each fix before it leaves the house. Nobody tests what he has written.
Records
-------
The coordinator:
* keeps the sheet
  for ten years
* and the list, which is
  1) complete
  2) signed
"""


def test_plain_text_without_blank_lines() -> None:
    assert blocks(read(WRAPPED, "a.txt")) == [
        ("heading", "", "PURPOSE"),
        (
            "paragraph",
            "",
            " ".join(WRAPPED.splitlines()[1:3]),
        ),
        ("heading", "5", "Scope"),
        ("paragraph", "", "It is valid for all sites and for all products that the company places on the market."),
        ("heading", "6.", "Duties"),
        ("paragraph", "", "The lead tests each fix before it leaves the house. Nobody tests what he has written."),
        ("heading", "", "Records"),
        ("paragraph", "", "The coordinator:"),
        ("list_item", "", "keeps the sheet for ten years"),
        ("list_item", "", "and the list, which is"),
        ("list_item", "1)", "complete"),
        ("list_item", "2)", "signed"),
    ]


def test_plain_text_with_a_line_for_each_paragraph() -> None:
    long = "The lead tests each fix before it leaves the house, and the result is written down by somebody who did not write the fix at all."
    assert blocks(read(f"{long}\n{long}\n- one\n- two\n", "a.txt")) == [
        ("paragraph", "", long),
        ("paragraph", "", long),
        ("list_item", "", "one"),
        ("list_item", "", "two"),
    ]


@pytest.mark.parametrize(
    "drawn",
    [
        "| Step | Who |\n|------|-----|\n| Log it | QA |\n| Test | TL |",
        "Step | Who\n-----+----\nLog it | QA\nTest | TL",
        "+------+-----+\n| Step | Who |\n+======+=====+\n| Log  | QA  |\n| it   |     |\n+------+-----+\n| Test | TL  |\n+------+-----+",
        "Step\tWho\nLog it\tQA\nTest\tTL",
        "Step     Who\n----     ---\nLog it   QA\nTest     TL",
        "Step     Who\nLog it   QA\nTest     TL",
    ],
)
def test_plain_text_tables(drawn: str) -> None:
    document = read(f"The steps are these:\n\n{drawn}\n\nThe end of it.\n", "a.txt")
    assert rows(document) == [
        (True, [("", "Step"), ("", "Who")]),
        (False, [("Step", "Log it"), ("Who", "QA")]),
        (False, [("Step", "Test"), ("Who", "TL")]),
    ]
    assert len(document.blocks) == 5


def test_plain_text_items_with_tabs_are_no_table() -> None:
    document = read("1)\topen the file\n2)\tclose the file\n", "a.txt")
    assert blocks(document) == [("list_item", "1)", "open the file"), ("list_item", "2)", "close the file")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "cp1252"])
def test_plain_text_in_other_encodings(encoding: str) -> None:
    document = read(
        "Die Prüfung – jährlich – wird von der Qualitätssicherung durchgeführt und dokumentiert.".encode(encoding), "a.txt"
    )
    assert "Prüfung" in document.text
    assert [r.code for r in document.remarks] == (["not_utf8"] if encoding == "cp1252" else [])


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_text_of_two_or_four_bytes_a_character(encoding: str, name: str) -> None:
    words = "Each note – even a short one – names its owner."
    page = f"<!DOCTYPE html><html><head><meta charset='{encoding}'></head><body><p>{words}</p></body></html>"
    document = read((page if name == "a.html" else words).encode(encoding), name)
    assert (document.text, document.remarks) == (words, ())


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
