"""A brand is checked before the work begins, and stands in every format that people hand on."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from reviewer import report
from reviewer.cli import run
from reviewer.errors import ReviewerError
from reviewer.report import raster
from reviewer.report.brand import load_brand
from reviewer.report.interface import Tier
from tests.report.sample_review import GUIDANCE, REVIEW
from tests.report.test_formats_agree import pdf_text

SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 10"><rect width="40" height="10" fill="#123456"/></svg>'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "logo.png").write_bytes(raster.png(SVG, width=40))
    (tmp_path / "logo.svg").write_bytes(SVG)
    (tmp_path / "broken.png").write_bytes(b"\x89PNG\r\n\x1a\n0000")
    (tmp_path / "note.txt").write_text("no picture")
    return tmp_path


def brand_file(folder: Path, text: str) -> Path:
    path = folder / "brand.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- a\n- b", "is not a mapping"),
        ("name: [", "is not readable YAML (line"),
        ("nmae: A", "no key nmae"),
        ("name: 7", "name: not a text"),
        ("name: " + "x" * 121, "name: 121 characters"),
        ("colours: red", "colours: not a mapping"),
        ("colours: {main: red}", "'red' is no colour"),
        ("colours: {main: '#ffee00'}", "too pale to be read on white"),
        ("logo: none.png", "none.png is not a file"),
        ("logo: note.txt", "note.txt is no PNG, JPEG or SVG"),
        ("logo: broken.png", "broken.png is damaged"),
        ("logo: 3", "logo: not the name of a file"),
    ],
)
def test_a_fault_is_one_clear_line(folder: Path, text: str, said: str) -> None:
    with pytest.raises(ReviewerError) as caught:
        load_brand(brand_file(folder, text))
    assert said in str(caught.value) and "\n" not in str(caught.value) and "brand.yaml" in str(caught.value)


def test_a_faulty_brand_ends_the_call_before_the_review(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    documents, out = folder / "docs", folder / "out"
    documents.mkdir()
    (documents / "SOP.md").write_text("# SOP\n\nThe QA manager reviews each report.")
    path = brand_file(folder, "colours: {main: pink}")
    assert run(["review", str(documents), "--out", str(out), "--brand", str(path)]) == 2
    assert "'pink' is no colour" in capsys.readouterr().err and not out.exists()


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ReviewerError, match="no such file"):
        load_brand(tmp_path / "brand.yaml")


def test_contrast_is_that_of_the_guideline(folder: Path) -> None:
    # #767676 is the lightest grey that reaches 4.5:1 on white, as the guideline's own examples have it; #777777 does not.
    assert load_brand(brand_file(folder, "colours: {main: '#767676'}")).main == "#767676"
    with pytest.raises(ReviewerError, match=r"4\.5"):
        load_brand(brand_file(folder, "colours: {main: '#777777'}"))


@pytest.mark.parametrize("logo", ["logo.png", "logo.svg"])
def test_a_brand_travels(folder: Path, logo: str) -> None:
    text = f"name: Odum & Søn\nlogo: {logo}\ncolours: {{main: '#6b2d0f'}}\ndisclaimer: For the <client> alone."
    guidance = replace(GUIDANCE, brand=load_brand(brand_file(folder, text)))
    files = report.render(REVIEW, ["html", "docx", "pdf", "text"], Tier.detailed, guidance)
    for name in ("summary.html", "detailed.html"):
        page = files[name].decode("utf-8")
        assert "Odum &amp; Søn" in page and "For the &lt;client&gt; alone." in page and "#6b2d0f" in page
        assert "img-src data:;" in page and 'src="data:image/' in page
    for name in ("summary.pdf", "detailed.pdf"):
        said = pdf_text(files[name])
        assert "Odum & Søn" in said and "For the <client> alone." in said
    assert "Odum & Søn" in files["summary.txt"].decode("utf-8")
    with zipfile.ZipFile(io.BytesIO(files["detailed.docx"])) as package:
        body, foot = package.read("word/document.xml").decode("utf-8"), package.read("word/footer1.xml").decode("utf-8")
        assert "Odum &amp; Søn" in body and "For the &lt;client&gt; alone." in foot
        assert "6B2D0F" in package.read("word/styles.xml").decode("utf-8")
        assert 'descr="Logo of Odum &amp; Søn"' in body


def test_without_a_brand_a_page_may_load_no_picture() -> None:
    page = report.render(REVIEW, ["html"], Tier.summary, GUIDANCE)["summary.html"].decode("utf-8")
    assert "img-src" not in page and "<img" not in page
