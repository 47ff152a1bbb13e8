"""Papers: the same content in every format, with nothing of a document taken for markup."""

from __future__ import annotations

import io
import re
import time
import zipfile

import docx as python_docx
import pypdfium2
import pytest
from docx.oxml.ns import qn
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from reviewer.report import paper
from reviewer.report.paper import glyphs
from reviewer.report.paper.text import breakable, clean, is_rtl, target
from tests.report.test_formats_agree import pdf_text

MARKUP = (
    '#panic("x") $x$ *b* _i_ `c` <script>alert(1)</script> @a \\ // c /* #let x = 1 [l](javascript:alert(1)) {{ 7*7 }} &lt; w:p'
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><title>t</title><rect width="9" height="9" fill="#123456"/></svg>'
LONG = "SOP-" + "x" * 296
PAPER = paper.Paper(
    title=f"Title {MARKUP}",
    kind="Kind of paper",
    facts=(("Fact", MARKUP),),
    made_at="2026-01-02T03:04:05+00:00",
    blocks=(
        paper.Contents(2),
        paper.PageBreak(),
        paper.Heading("First part", 1, "first"),
        paper.Paragraph(paper.line(MARKUP, paper.bold(" bold"), paper.link("inner", "#row-3"), paper.link("web", "https://example.org/a"))),
        paper.Paragraph(paper.line(paper.link("nowhere", "#nowhere"), paper.link("script", "javascript:alert(1)"))),
        paper.Table(
            "A table",
            (paper.Column("Name", 3), paper.Column("Number", 1, number=True)),
            (
                paper.Row((paper.line("Group"),), group=True),
                *(paper.Row((paper.line(f"row {n} {LONG if n == 2 else ''}"), paper.line(str(n))), anchor=f"row-{n}") for n in range(90)),
            ),
        ),
        paper.Heading("Second part", 2, "second"),
        paper.Quote(MARKUP, f"{LONG}, page 3", "Establishes it", "Lead-in:", "https://example.org/b", paper.Tone.good),
        paper.Quote("שלום עולם 5.2", "hebrew.docx"),
        paper.Quote("emoji \U0001f600 and 日本語 \x07\x1b[31m\ufffe\ud800", "other.docx"),
        paper.Wording("You could write:", ("One.", "", "Two.")),
        paper.Bullets((paper.line("a"), paper.line(MARKUP)), numbered=True),
        paper.Bullets((paper.line("b"),), numbered=True),
        paper.Facts((("Name", paper.line("value")),)),
        paper.Picture(SVG, "What the picture shows", "A picture", 0.5),
        paper.Fields(("Answer",), 2),
        paper.SignOff(("Author", "Approver")),
        paper.Paragraph(paper.line(paper.see("The second part", "#second"), paper.see("; no part", "#nowhere"))),
        paper.PageBreak(),
        paper.Columns(),
        paper.Quote("checked only", "place.docx", "Establishes it", tight=True),
        paper.Quote("בדיקה", "hebrew.docx", "Establishes it", tight=True),
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def word() -> bytes:
    return paper.docx(PAPER)


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return paper.pdf(PAPER)


def xml_of(word: bytes, part: str = "word/document.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(word)) as package:
        return package.read(part).decode("utf-8")


def test_word_has_styles_headings_contents_and_links_that_lead_somewhere(word: bytes) -> None:
    document = python_docx.Document(io.BytesIO(word))
    assert [p.text for p in document.paragraphs if p.style.name.startswith("Heading")] == ["First part", "Second part"]
    assert [p.text for p in document.paragraphs if p.style.name.startswith("toc ")] == ["First part", "Second part"]
    body = document.element.body
    assert any("TOC" in (node.text or "") for node in body.iter(qn("w:instrText")))
    marks = {node.get(qn("w:name")) for node in body.iter(qn("w:bookmarkStart"))}
    targets = [node.get(qn("w:anchor")) for node in body.iter(qn("w:hyperlink")) if node.get(qn("w:anchor"))]
    assert len(targets) == 4 and set(targets) <= marks and all(len(mark) <= 40 for mark in marks)
    web = [r.target_ref for r in document.part.rels.values() if r.is_external]
    assert sorted(web) == ["https://example.org/a", "https://example.org/b"]
    used = {p.style.name for p in document.paragraphs}
    assert "Normal" in used and {"Quote", "Report Wording", "Caption", "List Number"} <= used
    fields = [node.get(qn("w:fldCharType")) for node in body.iter(qn("w:fldChar"))]
    assert fields.count("begin") == fields.count("separate") == fields.count("end")


def test_word_tables_repeat_their_header_and_have_captions(word: bytes) -> None:
    document = python_docx.Document(io.BytesIO(word))
    table, sign_off = document.tables
    assert table.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None
    assert table.rows[1]._tr.find(f".//{qn('w:tblHeader')}") is None
    assert [p.text for p in document.paragraphs if p.style.name == "Caption"] == [
        "Table 1: A table",
        "Figure 1: A picture",
        "Table 2: Sign-off",
    ]
    assert [cell.text for cell in sign_off.rows[0].cells] == ["Role", "Name", "Signature", "Date"]


def test_lists_in_word_begin_at_one_each(word: bytes) -> None:
    document = python_docx.Document(io.BytesIO(word))
    lists = [p._p.pPr.numPr.numId.val for p in document.paragraphs if p.style.name == "List Number"]
    assert len(lists) == 3 and len(set(lists)) == 2


def test_pictures_in_word_have_words_a_drawing_and_a_fallback(word: bytes) -> None:
    assert 'descr="What the picture shows"' in xml_of(word) and "svgBlip" in xml_of(word)
    with zipfile.ZipFile(io.BytesIO(word)) as package:
        media = [name for name in package.namelist() if name.startswith("word/media/")]
        assert sorted(name.rpartition(".")[2] for name in media) == ["png", "svg"]
        assert (
            'Extension="svg"' in package.read("[Content_Types].xml").decode()
            or "image/svg+xml" in package.read("[Content_Types].xml").decode()
        )
        assert not [name for name in package.namelist() if "thumbnail" in name]


def test_markup_stays_text(word: bytes, pdf: bytes) -> None:
    said = {
        "docx": "\n".join(p.text for p in python_docx.Document(io.BytesIO(word)).paragraphs),
        "pdf": pdf_text(pdf),
        "html": lxml_html.fromstring(paper.html(PAPER).decode("utf-8")).text_content(),
        "md": lxml_html.fromstring(MarkdownIt("commonmark").enable("table").render(paper.markdown(PAPER))).text_content(),
        "txt": paper.text(PAPER),
    }
    for name, text in said.items():
        flat = re.sub(r"[\s\u2060]+", "", text)
        assert re.sub(r"\s", "", clean(MARKUP)) in flat, name


def test_markdown_makes_no_link_image_or_markup_of_its_own() -> None:
    page = lxml_html.fromstring(MarkdownIt("commonmark", {"html": True}).enable("table").render(paper.markdown(PAPER)))
    assert not page.xpath("//script | //img") and not [a for a in page.xpath("//a/@href") if a.startswith("javascript")]
    assert {a for a in page.xpath("//a/@href") if not a.startswith("#")} == {"https://example.org/a", "https://example.org/b"}
    assert len(page.xpath("//table")) == 2 and len(page.xpath("//table[1]//tr")) == 1 + 1 + 90
    assert not re.search(r"(?<!\\)@\w", paper.markdown(PAPER))  # a ticket system would tell somebody


def test_the_html_page_fetches_and_runs_nothing() -> None:
    page = lxml_html.fromstring(paper.html(PAPER).decode("utf-8"))
    assert not page.xpath("//script | //link | //img | //iframe | //object")
    (picture,) = page.xpath("//*[local-name()='svg']")
    assert picture.get("aria-label") == "What the picture shows" and picture.get("role") == "img"
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids)) and {a[1:] for a in page.xpath("//a/@href") if a.startswith("#")} <= set(ids)
    assert not [a for a in page.xpath("//a/@href") if not a.startswith(("#", "https://example.org/"))]


def test_pdf_is_tagged_has_bookmarks_and_says_what_it_cannot_show(pdf: bytes) -> None:
    document = pypdfium2.PdfDocument(pdf)
    assert document.is_tagged()
    assert [mark.get_title() for mark in document.get_toc()] == ["First part", "Second part"]
    assert b"pdfuaid:part" in pdf
    text = pdf_text(pdf)
    if glyphs.unshown("日", system=True):
        assert "could not be shown" in text
    assert text.count("Name Number") > 1  # the header of the long table, on every page of it
    assert "Page 1 of" in text and all(page.get_textpage().count_chars() > 60 for page in document)


def test_pdf_names_the_page_of_what_a_reader_of_paper_cannot_click(pdf: bytes) -> None:
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)]
    (at,) = [number for number, text in enumerate(pages, 1) if number > 1 and "Second part" in text]
    text = " ".join(" ".join(pages).split())
    assert f"The second part, page {at}; no part" in text
    assert "; no part, page" not in text


def test_what_is_set_tight_says_the_same(word: bytes, pdf: bytes) -> None:
    said = "“checked only” Establishes it · place.docx"
    assert said in " ".join(pdf_text(pdf).split())
    assert said in [paragraph.text for paragraph in python_docx.Document(io.BytesIO(word)).paragraphs]


def test_long_words_stay_on_the_page(pdf: bytes) -> None:
    for page in pypdfium2.PdfDocument(pdf):
        reach = page.get_textpage()
        right = max((reach.get_charbox(n)[2] for n in range(reach.count_chars())), default=0)
        assert right <= page.get_width() - 50


def test_every_character_is_shown_or_named_as_missing() -> None:
    assert glyphs.unshown("aé≤שا✓", system=False) == ""
    assert glyphs.unshown("a日b", system=False) == "日"
    assert glyphs.without("a日\ufe0fb", frozenset("日")) == "a□b"
    assert glyphs.doubtful(["plain text – “ok”", "日"]) == "日"


def test_the_characters_taken_for_shown_are_shown() -> None:
    safe = [chr(n) for n in range(0x20, 0x2700) if glyphs.doubtful([chr(n)]) == "" and chr(n) not in "\u200b\u200c\u200d"]
    assert len(safe) > 400 and glyphs.unshown("".join(safe), system=False) == ""


def test_same_paper_same_bytes_whenever_it_is_made(word: bytes, pdf: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + 86_400)
    assert paper.docx(PAPER) == word and paper.pdf(PAPER) == pdf
    assert "2026-01-02T03:04:05Z" in xml_of(word, "docProps/core.xml")


def test_text_is_cleaned_once_for_all() -> None:
    assert clean(" a\x07\u202e\ufffe\ufdd0\nb ") == " a b "
    assert target("#a", frozenset({"a"})) == "#a" and target("#b", frozenset({"a"})) == ""
    assert target("https://a.b/c", frozenset()) == "https://a.b/c"
    assert not any(
        target(t, frozenset()) for t in ("javascript:x", "file:///x", "https://a b", "data:x", 'https://a"b', "ftp://a")
    )
    assert is_rtl("(1) שלום") and not is_rtl("a שלום") and not is_rtl("12")
    assert max(map(len, breakable(LONG).split("\u200b"))) <= 24 and breakable("a short word") == "a short word"
    assert "e\u0301" in breakable("e\u0301" * 40).split("\u200b")
