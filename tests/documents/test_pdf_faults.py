"""PDFs that are damaged, locked, scanned, huge or odd: what is said of them."""

from __future__ import annotations

import io
import shutil
import zlib

import pytest
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from reviewer.documents import pdf_file, pdf_miner
from reviewer.documents.interface import Limits
from reviewer.documents.ocr import OcrError, RecognisedWord, find_tesseract
from reviewer.documents.pdf import read
from reviewer.documents.pdf_guard import check
from reviewer.errors import UnreadableDocument
from reviewer.model import Document
from tests.documents.pdf_samples import BODY, drawn, flowed, prose, table, text_lines


def parse(data: bytes, limits: Limits | None = None) -> Document:
    return read(data, "sample.pdf", limits or Limits())


def code(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(UnreadableDocument) as caught:
        parse(data, limits)
    assert caught.value.reason
    return caught.value.code


def remarks(document: Document) -> dict[str, str]:
    return {remark.code: remark.text for remark in document.remarks}


def scan(lines: list[str]) -> ImageReader:
    picture = Image.new("L", (1240, 1754), 255)
    pen = ImageDraw.Draw(picture)
    for i, line in enumerate(lines):
        pen.text((120, 150 + 60 * i), line, fill=0, font=ImageFont.load_default(36))
    return ImageReader(picture)


def scanned(*lines: str, stamp: str = "") -> bytes:
    def page(canvas: Canvas) -> None:
        canvas.drawImage(scan(list(lines)), 0, 0, 595, 842)
        if stamp:
            text_lines(canvas, [stamp], y=20, size=8)

    return drawn(page)


# ---- broken and locked -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"PK\x03\x04 no pdf", "damaged"),
        (b"%PDF-1.7\nnothing else\n%%EOF", "damaged"),
        (b"%PDF-1.7\n1 0 obj", "truncated"),
    ],
)
def test_what_is_no_pdf_is_refused(data: bytes, expected: str) -> None:
    assert code(data) == expected


def test_a_password_is_said_and_a_mere_print_lock_is_read() -> None:
    locked = drawn(lambda c: text_lines(c, [prose(1)]), encrypt=StandardEncryption("secret", "owner", canPrint=0))
    assert code(locked) == "encrypted"
    print_lock = drawn(lambda c: text_lines(c, [prose(1)]), encrypt=StandardEncryption("", "owner", canPrint=0))
    assert parse(print_lock).text == prose(1)


def test_a_file_cut_short_gives_what_is_left_or_says_so() -> None:
    data = flowed([Paragraph(prose(5, i), BODY) for i in range(60)])
    for share in (0.2, 0.5, 0.8, 0.95):
        cut = data[: int(len(data) * share)]
        try:
            document = parse(cut)
        except UnreadableDocument as error:
            assert error.code in ("truncated", "damaged", "empty"), error.code
        else:
            assert "truncated" in remarks(document)


def test_a_single_bad_byte_never_raises_anything_else() -> None:
    data = flowed([Paragraph(prose(3, i), BODY) for i in range(6)])
    for at in range(9, len(data), max(1, len(data) // 60)):
        broken = data[:at] + bytes([data[at] ^ 0x55]) + data[at + 1 :]
        try:
            assert parse(broken).text
        except UnreadableDocument:
            continue


def test_a_page_that_pdfium_fails_on_is_read_by_pdfminer_and_else_its_words_are_still_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = flowed([Paragraph(prose(3), BODY), table([["Step", "Role"], ["Rate", "Officer"]], [90, 90])])
    wanted = parse(data)

    def fail(*_: object) -> None:
        raise RecursionError

    monkeypatch.setattr(pdf_file, "add_words", fail)
    assert parse(data) == wanted
    monkeypatch.setattr(pdf_miner, "page_content", fail)
    broken = parse(drawn(lambda canvas: text_lines(canvas, [prose(1), "It is an investi-", "gation of the officer."])))
    assert not any(ord(character) < 32 for character in broken.text)
    document = parse(data)
    assert prose(3) in document.text
    assert remarks(document)["layout_lost"].startswith("Page 1 ")


def test_a_file_that_pdfium_sees_no_text_in_is_shown_to_pdfminer_before_it_is_called_empty(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = drawn(lambda canvas: text_lines(canvas, [prose(1)]))
    monkeypatch.setattr(pdf_file, "add_words", lambda *_: (True, 0.0))
    assert parse(data).text == prose(1)


# ---- limits ----------------------------------------------------------------------------------------------------------


def test_limits_of_size_pages_and_characters() -> None:
    data = flowed([Paragraph(prose(5, i), BODY) for i in range(60)])
    assert code(data, Limits(max_bytes=100)) == "too_large"
    assert code(data, Limits(max_characters=500)) == "too_complex"
    document = parse(data, Limits(max_pages=1))
    assert {block.page for block in document.blocks} == {1}
    assert document.pages == 2 or document.pages is not None
    assert "first 1 of" in remarks(document)["pages_cut"]


def _with_stream(payload: bytes, filters: bytes) -> bytes:
    return b"%%PDF-1.4\n1 0 obj\n<< /Length %d /Filter %s >>\nstream\n%s\nendstream\nendobj\n%%%%EOF" % (
        len(payload),
        filters,
        payload,
    )


def test_a_stream_that_unpacks_beyond_measure_is_refused_before_it_is_unpacked() -> None:
    bomb = zlib.compress(bytes(200 * 2**20), 9)
    assert code(_with_stream(bomb, b"/FlateDecode")) == "too_complex"
    assert code(_with_stream(zlib.compress(bomb, 9), b"[/FlateDecode /FlateDecode]")) == "too_complex"


def test_many_streams_that_are_large_together_are_refused() -> None:
    part = zlib.compress(bytes(range(256)) * 4096, 1)
    many = b"%PDF-1.4\n" + b"".join(
        b"%d 0 obj <</Filter/FlateDecode>>\nstream\n%s\nendstream endobj\n" % (i, part) for i in range(50)
    )
    assert code(many + b"%%EOF", Limits(max_unpacked_bytes=20 * 2**20)) == "too_large"


def test_a_stream_of_more_than_a_megabyte_is_looked_through_once() -> None:
    picture = zlib.compress(bytes(range(256)) * 5000, 1)
    assert len(picture) < 60_000, "its end is in the piece that it begins in"
    check(_with_stream(picture, b"/FlateDecode") + bytes(200_000) + b"%%EOF", Limits())


def test_a_blank_white_scan_is_no_bomb() -> None:
    white = ImageReader(Image.new("L", (5000, 7000), 255))

    def page(canvas: Canvas) -> None:
        canvas.drawImage(white, 0, 0, 595, 842)

    document = parse(drawn(lambda c: text_lines(c, [prose(1)]), page))
    assert document.pages_without_text == (2,)


# ---- pages without text ----------------------------------------------------------------------------------------------


def test_scanned_pages_are_named() -> None:
    def picture(canvas: Canvas) -> None:
        canvas.drawImage(scan(["Text in a picture"]), 0, 0, 595, 842)

    def text(canvas: Canvas) -> None:
        text_lines(canvas, [prose(1), prose(1, canvas.getPageNumber())], leading=40)

    document = parse(drawn(text, picture, picture, text, picture, lambda c: None))
    assert document.pages_without_text == (2, 3, 5)
    assert remarks(document) == {"page_without_text": "Pages 2-3, 5 without a text layer; not read."}
    assert document.pages == 6


def test_a_scan_with_nothing_but_a_stamped_page_number_is_without_text() -> None:
    def page(canvas: Canvas) -> None:
        if canvas.getPageNumber() == 2:
            canvas.drawImage(scan(["Text in a picture"]), 0, 0, 595, 842)
        else:
            text_lines(canvas, [prose(1, canvas.getPageNumber())])
        text_lines(canvas, [f"Page {canvas.getPageNumber()}"], y=20, size=8)

    document = parse(drawn(page, page, page))
    assert document.pages_without_text == (2,)
    assert remarks(document) == {"page_without_text": "Page 2 with a few words over a scan; words in the scan are not read."}


def test_a_page_with_a_large_picture_and_a_few_words_has_text() -> None:
    def page(canvas: Canvas) -> None:
        text_lines(canvas, ["Layout of the laboratory"])
        canvas.drawImage(scan(["A plan"]), 50, 200, 500, 500)

    document = parse(drawn(page))
    assert document.pages_without_text == ()
    assert remarks(document) == {"pictures": "Page 1 with pictures; words in them are not read."}


def test_a_document_of_scans_is_unreadable_and_says_what_to_do() -> None:
    with pytest.raises(UnreadableDocument, match=r"no_text: its page has no text layer.*OCR"):
        parse(scanned("Text in a picture"))


def test_an_empty_page_is_empty() -> None:
    assert code(drawn(lambda c: None)) == "empty"


def test_pictures_beside_text_are_remarked() -> None:
    def page(canvas: Canvas) -> None:
        text_lines(canvas, [prose(1)])
        canvas.drawImage(scan(["A flow chart"]), 100, 200, 300, 300)

    assert remarks(parse(drawn(page))) == {"pictures": "Page 1 with pictures; words in them are not read."}


def test_recognition_runs_only_when_asked_and_keeps_the_remark() -> None:
    pictures: list[bytes] = []

    def ocr(picture: bytes) -> list[RecognisedWord]:
        pictures.append(picture)
        words = []
        for line, text in enumerate(("1. Purpose", "The officer rates each weakness that is", "reported to the company.")):
            x = 200.0
            for word in text.split():
                words.append(RecognisedWord(word, x, 300.0 + 60 * line, x + 22 * len(word), 340.0 + 60 * line, line))
                x += 22 * len(word) + 12
        return words

    document = read(scanned("Text in a picture"), "scan.pdf", Limits(), ocr=ocr)
    assert "The officer rates each weakness that is reported to the company." in document.text
    assert document.pages_without_text == (1,)
    assert set(remarks(document)) == {"recognised_text"}
    assert len(pictures) == 1
    assert Image.open(io.BytesIO(pictures[0])).width in range(2379, 2384)


def test_failed_recognition_is_said() -> None:
    def ocr(picture: bytes) -> list[RecognisedWord]:
        raise OcrError("no")

    def page(canvas: Canvas) -> None:
        canvas.drawImage(scan(["Text in a picture"]), 0, 0, 595, 842)

    document = read(drawn(lambda c: text_lines(c, [prose(1)]), page), "scan.pdf", Limits(), ocr=ocr)
    assert remarks(document)["ocr_failed"] == "Text recognition failed on Page 2."


@pytest.mark.skipif(shutil.which("tesseract") is None, reason="tesseract is not installed")
def test_tesseract_reads_a_scan() -> None:
    lines = ["The officer shall rate each weakness", "within five working days."]
    document = read(scanned(*lines), "scan.pdf", Limits(), ocr=find_tesseract())
    assert document.text == " ".join(lines)


# ---- other oddities --------------------------------------------------------------------------------------------------


def test_entries_of_a_form_are_read_and_marked() -> None:
    def page(canvas: Canvas) -> None:
        text_lines(canvas, ["Name of the reporter:", "Severity was rated:", "A line without a field."], leading=60)
        canvas.acroForm.textfield(name="reporter", value="Jane Roe", x=200, y=772, width=200, height=20)
        canvas.acroForm.checkbox(name="rated", checked=True, x=200, y=712, size=16)

    document = parse(drawn(page))
    found = [(document.text[b.start : b.end], b.form_field) for b in document.blocks]
    assert found == [
        ("Name of the reporter: Jane Roe", True),
        ("Severity was rated: ☒", True),
        ("A line without a field.", False),
    ]


def test_comments_are_counted_and_not_read() -> None:
    def page(canvas: Canvas) -> None:
        text_lines(canvas, [prose(1)])
        canvas.textAnnotation("This must be changed", Rect=[100, 100, 200, 200])

    document = parse(drawn(page))
    assert document.text == prose(1)
    assert remarks(document)["comments"].startswith("1 comment ")


def test_text_beyond_the_page_edge_is_left_out_with_a_remark() -> None:
    def page(canvas: Canvas) -> None:
        text_lines(canvas, [prose(1)])
        text_lines(canvas, ["Nobody sees this."], x=700)

    document = parse(drawn(page))
    assert document.text == prose(1)
    assert "text_outside_page" in remarks(document)


def test_the_title_of_the_file_is_kept_unless_a_program_made_it_up() -> None:
    assert parse(flowed([Paragraph(prose(1), BODY)], title="SOP-1 Vigilance")).title == "SOP-1 Vigilance"
    assert parse(flowed([Paragraph(prose(1), BODY)], title="Microsoft Word - SOP-1 Vigilance.docx")).title == "SOP-1 Vigilance"
    assert parse(flowed([Paragraph(prose(1), BODY)], title="untitled")).title == ""


def test_reading_twice_gives_the_same() -> None:
    data = flowed([Paragraph(prose(4, i), BODY) for i in range(20)], columns=2)
    assert parse(data) == parse(data)
