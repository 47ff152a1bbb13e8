"""Characters and drawings of a PDF page as pdfium tells them, beside what pdfminer tells of the same page."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from reportlab.lib import colors
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from reviewer.documents.interface import Limits
from reviewer.documents.pdf import read
from reviewer.documents.pdf_file import PdfFile
from reviewer.documents.pdf_page import PageContent, Word
from tests.documents.pdf_samples import drawn, prose, text_lines
from tests.documents.zoo import pdf, stream

MANY = 10**6


def content(data: bytes) -> PageContent:
    with PdfFile(data) as file:
        found, understood = file.content(1, MANY)
    assert understood
    return found


def by_pdfminer(data: bytes) -> PageContent:
    with PdfFile(data) as file:
        found = file._by_pdfminer(1)
    assert found is not None
    return found


def texts(data: bytes) -> list[str]:
    return [word.text for word in content(data).words]


def written(operators: str, page: str = "", **more: str) -> bytes:
    """A page with the given content stream; the font F1 is Helvetica."""
    return pdf({3: _PAGE.format(page), 4: stream(operators), **{int(n[1:]): body for n, body in more.items()}})


_PAGE = (
    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R"
    "/Resources<</Font<</F1 5 0 R>>/XObject<</X 7 0 R>>/Properties<</P 8 0 R>>>>{}>>"
)


# ---- both readers agree ----------------------------------------------------------------------------------------------


def everything(canvas: Canvas) -> None:
    text_lines(canvas, [prose(1), prose(1, 1), "office and affairs"])
    text_lines(canvas, ["Bold words"], y=720, size=14, bold=True)
    canvas.setFont("Helvetica-Oblique", 6)
    canvas.drawString(200, 724, "1")
    canvas.grid([56, 156, 300], [600, 620, 660])
    canvas.setFillColor(colors.lightgrey)
    canvas.rect(56, 500, 200, 30, stroke=0, fill=1)
    canvas.setFillColor(colors.white)
    canvas.rect(56, 450, 200, 30, stroke=1, fill=1)
    canvas.setFillColor(colors.black)
    canvas.circle(400, 400, 20)
    canvas.translate(40, 300)
    for angle, text in ((90, "up the margin"), (180, "down again"), (45, "DRAFT")):
        canvas.rotate(angle)
        canvas.drawString(0, 0, text)


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_pdfium_and_pdfminer_tell_the_same_of_a_page(turned: int) -> None:
    def page(canvas: Canvas) -> None:
        canvas.setPageRotation(turned)
        if not turned:  # pdfminer does not turn the crop box
            canvas.setCropBox((20, 10, 580, 830))
        everything(canvas)

    data = drawn(page, size=A4 if turned % 180 == 0 else landscape(A4))
    ours, theirs = content(data), by_pdfminer(data)
    assert (ours.width, ours.height) == pytest.approx((theirs.width, theirs.height))
    assert ours.watermark == theirs.watermark
    assert len(ours.words) == len(theirs.words) > 7

    def place(word: Word) -> tuple[str, int, int]:
        return word.text, round(word.base / 3), round(word.x0 / 3)

    for one, other in zip(sorted(ours.words, key=place), sorted(theirs.words, key=place), strict=True):
        assert (one.text, one.bold, one.italic, one.upright) == (other.text, other.bold, other.italic, other.upright)
        assert (one.x0, one.x1, one.top, one.bottom) == pytest.approx((other.x0, other.x1, other.top, other.bottom), abs=0.8)
        assert (one.base, one.size) == pytest.approx((other.base, other.size), abs=0.1 if one.upright else 0.3)
    for kind in ("rules", "fills", "frames"):
        assert len(getattr(ours, kind)) == len(getattr(theirs, kind)), kind
    assert ours.strokes == theirs.strokes


# ---- what pdfium's text hides ----------------------------------------------------------------------------------------


def test_text_printed_twice_is_bold_and_said_once() -> None:
    def page(canvas: Canvas) -> None:
        text_lines(canvas, ["Scope and purpose"], y=700)
        text_lines(canvas, ["Scope and purpose"], x=56.3, y=700)
        text_lines(canvas, ["plain"], y=600)

    assert [(word.text, word.bold) for word in content(drawn(page)).words] == [
        ("Scope", True),
        ("and", True),
        ("purpose", True),
        ("plain", False),
    ]


@pytest.mark.parametrize(("code", "read_as"), [("2D", "-"), ("AD", "\u00ad")])
def test_a_hyphen_at_a_line_end_is_told_from_a_soft_one(code: str, read_as: str) -> None:
    unicode_of_ad = "1 beginbfchar <AD> <00AD> endbfchar"
    font = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding/ToUnicode 9 0 R>>"
    cmap = f"begincmap 1 begincodespacerange <00><FF> endcodespacerange 1 beginbfrange <20> <7E> <0020> endbfrange {unicode_of_ad} endcmap"
    operators = f"BT /F1 10 Tf 50 700 Td (investi) Tj <{code}> Tj 0 -12 Td (gation of it) Tj ET"
    data = pdf({3: _PAGE.format(""), 4: stream(operators), 5: font, 9: stream(cmap)})
    assert texts(data)[0] == "investi" + read_as


def test_words_set_apart_without_a_space_are_apart_and_letters_set_one_by_one_are_one_word() -> None:
    apart = "BT /F1 10 Tf 50 700 Td [(two) -300 (words)] TJ ET"
    singly = "BT /F1 10 Tf 50 600 Td (l) Tj 2.22 0 Td (l) Tj 2.22 0 Td (l) Tj 20 0 Td (x) Tj ET"
    assert texts(written(apart + " " + singly)) == ["two", "words", "lll", "x"]


def test_sizes_are_those_seen_and_raised_text_has_its_own_base() -> None:
    scaled = "q 5 0 0 5 0 0 cm BT /F1 2 Tf 10 140 Td (scaled) Tj ET Q"
    turned_over = "BT /F1 -10 Tf -1 0 0 -1 50 600 Tm (minus) Tj ET"
    raised = "BT /F1 10 Tf 50 500 Td (x) Tj 6 Tf 4 Ts (2) Tj ET"
    words = {word.text: word for word in content(written(" ".join((scaled, turned_over, raised)))).words}
    assert words["scaled"].size == pytest.approx(10)
    assert (words["minus"].x0, words["minus"].size) == (pytest.approx(50), pytest.approx(10))
    assert words["minus"].top < 842 - 600 < words["minus"].bottom
    assert words["x"].base - words["2"].base == pytest.approx(4)


def test_the_glyphs_are_read_and_not_what_the_file_says_in_their_place() -> None:
    data = written("BT /F1 10 Tf 50 700 Td /Span <</ActualText(Other words)>> BDC (These words) Tj EMC ET")
    assert texts(data) == ["These", "words"]


def test_artifacts_are_marked_even_within_other_marks_and_forms() -> None:
    form = stream(
        "BT /F1 10 Tf 50 650 Td (form) Tj ET", "/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources<</Font<</F1 5 0 R>>>>"
    )
    text = "BT /F1 10 Tf 50 {} Td ({}) Tj ET"
    operators = (
        f"/Artifact BMC /Span BMC {text.format(700, 'inner')} EMC {text.format(680, 'outer')} /X Do EMC "
        f"/P BMC {text.format(600, 'body')} EMC"
    )
    data = pdf({3: _PAGE.format(""), 4: stream(operators), 7: form})
    assert {word.text: word.artifact for word in content(data).words} == {
        "inner": True,
        "outer": True,
        "form": True,
        "body": False,
    }


def test_letters_without_a_meaning_are_counted_and_signs_beyond_16_bits_are_whole() -> None:
    font = (
        "<</Type/Font/Subtype/Type0/BaseFont/Nothing/Encoding/Identity-H/ToUnicode 9 0 R/DescendantFonts[<</Type/Font"
        "/Subtype/CIDFontType2/BaseFont/Nothing/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/DW 600"
        "/FontDescriptor<</Type/FontDescriptor/FontName/Nothing/Flags 4/FontBBox[0 -200 1000 800]/Ascent 800/Descent -200>>>>]>>"
    )
    cmap = (
        "begincmap 1 begincodespacerange <0000><FFFF> endcodespacerange "
        "3 beginbfchar <0001> <D83DDE00> <0002> <0041> <0003> <00660066> endbfchar endcmap"
    )
    data = pdf({3: _PAGE.format(""), 4: stream("BT /F1 10 Tf 50 700 Td <0001000200030004> Tj ET"), 5: font, 9: stream(cmap)})
    found = content(data)
    assert [word.text for word in found.words] == ["\U0001f600Aff\ufffd"]
    assert (found.unmapped, found.words[0].x1 - found.words[0].x0) == (1, pytest.approx(24, abs=0.1))


# ---- shapes ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("operators", "rules", "frames", "fills"),
    [
        ("50 700 m 250 700 l S", 1, 0, 0),
        ("50 700 m 250 700 l 50 690 m 250 690 l S", 2, 0, 0),
        ("50 700 200 40 re S", 0, 1, 0),
        ("0.8 g 50 700 200 40 re f", 0, 0, 1),
        ("1 g 50 700 200 40 re f", 0, 0, 0),
        ("0 0 0 0 k 50 700 200 40 re f", 0, 0, 0),
        ("0 g 50 700 200 1 re f", 1, 0, 0),
        ("0.8 g 50 700 m 250 700 l 250 740 l 50 740 l h f", 0, 0, 1),
        ("0.8 g 50 700 m 250 720 l 240 760 l 50 740 l h f", 0, 0, 0),
        ("q 0 1 -1 0 500 0 cm 50 100 200 40 re S Q", 0, 1, 0),
        ("50 700 200 40 re W n", 0, 0, 0),
    ],
)
def test_paths_are_rules_frames_or_fills(operators: str, rules: int, frames: int, fills: int) -> None:
    data = written(operators + " BT /F1 10 Tf 50 500 Td (x) Tj ET")
    for found in (content(data), by_pdfminer(data)):
        assert (len(found.rules), len(found.frames), len(found.fills)) == (rules, frames, fills)


def test_a_form_stands_where_it_is_placed_and_one_that_holds_itself_ends() -> None:
    form = stream(
        "0 0 100 20 re S BT /F1 10 Tf 5 5 Td (inside) Tj ET /X Do",
        "/Type/XObject/Subtype/Form/BBox[0 0 595 842]/Matrix[2 0 0 2 0 0]/Resources<</Font<</F1 5 0 R>>/XObject<</X 7 0 R>>>>",
    )
    found = content(pdf({3: _PAGE.format(""), 4: stream("q 1 0 0 1 50 700 cm /X Do Q"), 7: form}))
    word = next(word for word in found.words if word.size == pytest.approx(20))
    assert (word.text, word.x0, word.base) == ("inside", pytest.approx(60), pytest.approx(132))
    assert any((area.x0, area.x1, area.bottom) == pytest.approx((50, 250, 142)) for area in found.frames)


# ---- pages and memory ------------------------------------------------------------------------------------------------


def test_what_lies_outside_the_crop_box_is_not_on_the_page() -> None:
    def page(canvas: Canvas) -> None:
        canvas.setCropBox((100, 100, 400, 742))
        text_lines(canvas, ["inside of it"], x=150, y=700)
        text_lines(canvas, ["cut away"], x=150, y=60)

    found = content(drawn(page))
    assert [word.text for word in found.words] == ["inside", "of", "it"]
    assert (found.words[0].x0, found.words[0].base, found.outside) == (pytest.approx(50), pytest.approx(42), 7)


def test_a_field_that_cannot_be_read_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def page(canvas: Canvas) -> None:
        text_lines(canvas, ["Name of the reporter:"])
        canvas.acroForm.textfield(name="reporter", value="Jane Roe", x=200, y=772, width=200, height=20)

    data = drawn(page)
    nothing: Callable[..., None] = lambda *_: None  # noqa: E731
    monkeypatch.setattr(PdfFile, "_miner_page", nothing)
    assert [remark.code for remark in read(data, "a.pdf", Limits()).remarks] == ["form_fields"]
