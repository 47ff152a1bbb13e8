"""The rendered sample sets: the same bytes each time, every authored word in them, and the oddities they are made for."""

from __future__ import annotations

import hashlib
import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterable
from pathlib import Path

import docx
import openpyxl
import pypdfium2
import pytest
import yaml
from docx.table import Table as WordTable

from bench.render.blocks import Block, Listing, RenderError, Source, Table, plain
from bench.render.hyphens import SOFT_HYPHEN, hyphenate
from bench.render.markdown_source import parse
from bench.render.recipes import SETS, Boxed, Control, DocxLook, Format, Headings, Inserted
from bench.render.sets import render_set, source_folder
from bench.render.sheets_source import as_source, parse_sheets
from bench.render.to_docx import render as render_docx
from bench.render.to_md import render as render_md

ROOT = Path(__file__).parents[2]
FIXTURES = ROOT / "fixtures"
SAMPLE_SETS = sorted(SETS)
ALL_SETS = [*(FIXTURES / name for name in SAMPLE_SETS), *sorted((ROOT / "bench" / "sets").glob("*/"))]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PRINT_DIGESTS = """
import hashlib, sys
from pathlib import Path
from bench.render.sets import render_set
for name, content in render_set(Path(sys.argv[1])).items():
    print(name, hashlib.sha256(content).hexdigest())
"""


def sources(set_dir: Path) -> Iterable[Source]:
    for path in sorted(source_folder(set_dir).iterdir()):
        text = path.read_text("utf-8")
        if path.name.endswith(".sheets.yaml"):
            stem = path.name.removesuffix(".sheets.yaml")
            yield as_source(parse_sheets(text, stem), stem)
        elif path.suffix == ".md":
            yield parse(text, path.stem)


# ---- reading the files with other libraries --------------------------------------------------------------------------


def docx_text(content: bytes) -> str:
    """Paragraphs and rows as python-docx gives them: without insertions, controls and text boxes."""
    lines: list[str] = []
    for block in docx.Document(io.BytesIO(content)).iter_inner_content():
        if isinstance(block, WordTable):
            lines += [" | ".join(cell.text for cell in row.cells) for row in block.rows]
        else:
            lines.append(block.text)
    return "\n".join(lines)


def pdf_text(content: bytes) -> str:
    """The text of all pages without the lines that all pages begin or end with."""
    texts = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(content)]
    pages = [text.replace("\ufffe", "-\n").splitlines() for text in texts]  # pdfium's sign for a word broken at the end of a line
    for end in (0, -1):
        while len(pages) > 1 and len({re.sub(r"\d+", "0", page[end]) if page else "" for page in pages}) == 1:
            for page in pages:
                page.pop(end)
    return "\n".join(line for page in pages for line in page)


def xlsx_text(content: bytes) -> str:
    book = openpyxl.load_workbook(io.BytesIO(content))
    lines: list[str] = []
    for sheet in book:
        lines += [sheet.title, *(" | ".join(str(value or "") for value in row) for row in sheet.iter_rows(values_only=True))]
    return "\n".join(lines)


def text_of(name: str, content: bytes) -> str:
    readers = {".docx": docx_text, ".pdf": pdf_text, ".xlsx": xlsx_text}
    reader = readers.get(Path(name).suffix)
    return reader(content) if reader else re.sub(r"[*_`]", "", content.decode())


def folded(text: str) -> str:
    return " ".join(text.split())


def bare(text: str) -> str:
    """Without white space and hyphens, for a line may end at any of them."""
    return re.sub(r"[\s\u00ad-]+", "", text)


def pieces(quote: str, name: str) -> list[str]:
    """A row is one line in Word and in a sheet; in a PDF its cells stand for themselves."""
    return quote.split(" | ") if name.endswith(".pdf") else [quote]


# ---- the same bytes --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SAMPLE_SETS)
def test_bytes_depend_on_the_source_alone(name: str) -> None:
    here = {file: hashlib.sha256(content).hexdigest() for file, content in render_set(FIXTURES / name).items()}
    other = subprocess.run(
        [sys.executable, "-c", PRINT_DIGESTS, str(FIXTURES / name)],
        capture_output=True, text=True, check=True, cwd=ROOT, env={"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo", "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert dict(line.rsplit(" ", 1) for line in other.stdout.splitlines()) == here


@pytest.mark.parametrize("name", SAMPLE_SETS)
def test_committed_documents_are_rendered_from_their_sources(name: str) -> None:
    rendered = render_set(FIXTURES / name)
    docs = FIXTURES / name / "docs"
    assert sorted(path.name for path in docs.iterdir()) == sorted(rendered), f"run: python -m bench.render fixtures/{name}"
    for file, content in rendered.items():
        committed = (docs / file).read_bytes()
        if committed != content:  # another version of a library may pack or place it otherwise
            assert folded(text_of(file, committed)) == folded(text_of(file, content)), (
                f"run: python -m bench.render fixtures/{name}"
            )


def test_no_date_of_today_in_an_office_file() -> None:
    for name in SAMPLE_SETS:
        for file, content in render_set(FIXTURES / name).items():
            if file.endswith((".docx", ".xlsx")) and content:
                with zipfile.ZipFile(io.BytesIO(content)) as archive:
                    assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
                    assert set(re.findall(rb"20\d\d-\d\d-\d\dT", archive.read("docProps/core.xml"))) == {b"2025-06-02T"}


# ---- nothing lost ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SAMPLE_SETS)
def test_gold_quotes_stand_in_the_rendered_documents(name: str) -> None:
    gold = yaml.safe_load((FIXTURES / name / "gold.yaml").read_text("utf-8"))
    files = {Path(file).stem: (file, text_of(file, content)) for file, content in render_set(FIXTURES / name).items() if content}
    evidence = [item for element in gold["elements"].values() for item in element.get("evidence", ())]
    assert len(evidence) > 20
    for item in evidence:
        file, text = files[item["document"]]
        if file.endswith(".pdf"):
            assert all(bare(piece) in bare(text) for piece in pieces(item["quote"], file)), (file, item["quote"])
        else:
            assert folded(item["quote"]) in folded(text), (file, item["quote"])


def words_of(block: Block) -> list[str]:
    if isinstance(block, Table):
        return [plain(cell) for row in block.rows for cell in row]
    return [plain(item) for item in block.items] if isinstance(block, Listing) else [plain(block.spans)]


@pytest.mark.parametrize("format", [Format.docx, Format.pdf, Format.html, Format.xlsx])
@pytest.mark.parametrize("set_dir", ALL_SETS, ids=lambda path: path.name)
def test_every_authored_word_stands_in_every_format(set_dir: Path, format: Format) -> None:
    rendered = render_set(set_dir, format)
    for source in sources(set_dir):
        content = rendered[f"{source.stem}.{format}"]
        if format is Format.docx:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:  # python-docx would leave out what stands in controls
                text = docx.Document(io.BytesIO(content)).element.xpath("string(.)") + str(archive.namelist())
        elif format is Format.html:
            text = re.sub(r"<[^>]+>", "", content.decode()).replace("&amp;", "&").replace("&lt;", "<").replace("&gt;", ">")
        else:
            text = text_of(f"x.{format}", content)
        text = bare(text)
        for block in source.blocks:
            for words in words_of(block):
                assert bare(words) in text or marked_in(source.stem, words), (source.stem, words)


def marked_in(stem: str, words: str) -> bool:
    """Whether an extra of the recipe stands amidst the words."""
    looks = [recipe.documents[stem].docx for recipe in SETS.values() if stem in recipe.documents]
    anchors = [getattr(extra, "after", getattr(extra, "words", None)) for look in looks for extra in look.extras]
    return any(anchor and anchor in words for anchor in anchors)


@pytest.mark.parametrize("set_dir", ALL_SETS, ids=lambda path: path.name)
def test_markdown_is_read_back_as_the_same_document(set_dir: Path) -> None:
    for source in sources(set_dir):
        if not (source_folder(set_dir) / f"{source.stem}.sheets.yaml").exists():
            assert parse(render_md(source).decode(), source.stem) == source


# ---- what the files are made for -------------------------------------------------------------------------------------


def body_xml(name: str, stem: str) -> str:
    with zipfile.ZipFile(io.BytesIO(render_set(FIXTURES / name)[f"{stem}.docx"])) as archive:
        return archive.read("word/document.xml").decode()


def test_automatic_numbers_are_not_in_the_text() -> None:
    text = docx_text(render_set(FIXTURES / "nordlys-ventilators")["NR-SOP-021-security-weaknesses.docx"])
    assert "\nIntake\n" in text
    assert not re.search(r"^\d+(\.\d+)* [^|]*$", text, re.MULTILINE)


def test_fake_headings_have_no_style() -> None:
    content = render_set(FIXTURES / "nordlys-ventilators")["NR-SOP-019-change-control-and-release.docx"]
    paragraphs = {paragraph.text: paragraph for paragraph in docx.Document(io.BytesIO(content)).paragraphs}
    heading = paragraphs["5.2 Impact"]
    assert heading.style is not None
    assert heading.style.name == "Normal"
    assert all(run.bold for run in heading.runs)


def test_one_document_has_all_that_people_leave_behind() -> None:
    xml = body_xml("nordlys-ventilators", "NR-SOP-021-security-weaknesses")
    marks = ("ins ", "del ", "delText", "vanish", "sdt", "txbxContent", "footnoteReference", "commentReference")
    assert [mark for mark in marks if f"<w:{mark}" not in xml] == []
    assert "w14:checkbox" in body_xml("nordlys-ventilators", "NR-FRM-044-retest-record")
    form = body_xml("kestrel-analysers", "KA-FB-114-2")
    assert "<w:sym " in form
    assert '<w:vMerge w:val="restart"/>' in form


def test_tables_run_on_over_pages_with_their_header() -> None:
    document = pypdfium2.PdfDocument(render_set(FIXTURES / "kestrel-analysers")["KA-VA-120.pdf"])
    assert all("Step Activity" in folded(page.get_textpage().get_text_range()) for page in document)


def test_extras_keep_off_the_evidence() -> None:
    for name, recipes in SETS.items():
        gold = yaml.safe_load((FIXTURES / name / "gold.yaml").read_text("utf-8"))
        quotes = [
            (item["document"], item["quote"]) for element in gold["elements"].values() for item in element.get("evidence", ())
        ]
        for stem, recipe in recipes.documents.items():
            for extra in recipe.docx.extras:
                anchor = getattr(extra, "after", getattr(extra, "words", None))
                assert not [quote for document, quote in quotes if anchor and document == stem and anchor in quote]


def test_a_scanned_page_an_empty_file_and_a_drawing_lie_beside_them() -> None:
    rendered = render_set(FIXTURES / "kestrel-analysers")
    (page,) = list(pypdfium2.PdfDocument(rendered["TR-2025-031_scan.pdf"]))
    assert page.get_textpage().count_chars() == 0
    assert [name for name, content in rendered.items() if not content] == ["Minutes_2025-08-14.docx"]
    assert rendered["HaemoLine500_Frame.dwg"].startswith(b"AC10")


# ---- faults are named ------------------------------------------------------------------------------------------------


def test_automatic_numbers_must_be_those_of_the_source() -> None:
    source = parse("# T\n\n## 1 One\n\n## 3 Three\n", "x")
    with pytest.raises(RenderError, match="clause 3: Word would count 2"):
        render_docx(source, DocxLook(Headings.automatic), "")


@pytest.mark.parametrize("extra", [Inserted("nowhere"), Control("nowhere", "x"), Boxed("nowhere", "x")])
def test_an_extra_without_its_words_is_an_error(extra: Inserted | Control | Boxed) -> None:
    with pytest.raises(RenderError, match="its words are not in the document"):
        render_docx(parse("# T\n\nwords\n", "x"), DocxLook(extras=(extra,)), "")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("no title\n", "x: no title"),
        ("# T\n\n> said\n", "x.md:3: blockquote is not rendered"),
        ("# T\n\n- a\n  - b\n", "x.md:3: a list item of more than one paragraph"),
        ("# T\n\n# U\n", "x: a second title"),
        ("# T\n\na <b>b</b>\n", "html_inline is not rendered"),
    ],
)
def test_unknown_markdown_is_an_error_with_its_place(text: str, reason: str) -> None:
    with pytest.raises(RenderError, match=re.escape(reason)):
        parse(text, "x")


def test_a_date_is_no_clause_number() -> None:
    source = parse("# T\n\n## 22 Course\n\n22.05 Opened.\n\n23.05. Closed.\n", "x")
    assert [block.number for block in source.blocks if not isinstance(block, Listing | Table)] == ["22", "22.05", ""]


def test_words_are_broken_where_they_may_be() -> None:
    broken = hyphenate("investigation running children KestrelHub sub-system").replace(SOFT_HYPHEN, "·")
    assert broken == "inves·tiga·tion run·ning chil·dren KestrelHub sub-system"
