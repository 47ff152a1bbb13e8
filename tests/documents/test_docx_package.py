"""Packages of .docx as other programs, older Words and attackers write them."""

import io
import random
import time
import warnings

import docx as python_docx
import pytest
from docx.shared import Pt

from reviewer.documents.docx import read
from reviewer.documents.interface import Limits
from reviewer.errors import UnreadableDocument
from reviewer.model import BlockKind
from tests.documents.word_files import check, codes, docx, kinds, lines, load, p, pack, part, r, tbl, tr, unpack

BODY = p("Purpose", style="Heading1") + p("The manufacturer informs the users.")


def changed(name: str, old: str, new: str, data: bytes | None = None) -> bytes:
    files = unpack(data or docx(BODY))
    assert old.encode() in files[name]
    files[name] = files[name].replace(old.encode(), new.encode())
    return pack(files)


def refusal(data: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(UnreadableDocument) as caught:
        read(data, "a.docx", limits or Limits())
    return caught.value.code


# ---- variants --------------------------------------------------------------------------------------------------------


def test_a_document_of_python_docx() -> None:
    made = python_docx.Document()
    made.add_heading("Complaint handling", 0)
    made.add_heading("Purpose", 1)
    made.add_paragraph("This procedure applies.").runs[0].font.size = Pt(11)
    made.add_paragraph("log it", style="List Bullet")
    made.add_paragraph("log it", style="List Number")
    table = made.add_table(rows=2, cols=2, style="Table Grid")
    for cell, text in zip(table._cells, ("Role", "Responsibility", "QA", "reviews"), strict=True):
        cell.text = text
    made.sections[0].header.paragraphs[0].text = "SOP-012"
    buffer = io.BytesIO()
    made.save(buffer)
    document = read(buffer.getvalue(), "a.docx", Limits())
    check(document)
    assert kinds(document) == ["title", "heading", "paragraph", "list_item", "list_item", "table_row", "table_row"]
    assert [block.label for block in document.blocks if block.kind is BlockKind.list_item] == ["", "1."]
    assert document.furniture == ("SOP-012",)


STRICT = {
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main": "http://purl.oclc.org/ooxml/wordprocessingml/main",
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships": "http://purl.oclc.org/ooxml/officeDocument/relationships",
}


def test_the_strict_variant_is_read_alike() -> None:
    header = {"header": part("hdr", p("SOP-012"))}
    body = BODY + tbl(tr("a", "b")) + '<w:sectPr><w:headerReference r:id="id-header"/></w:sectPr>'
    files = unpack(docx(body, parts=header))
    for name, data in files.items():
        for usual, strict in STRICT.items():
            data = data.replace(usual.encode(), strict.encode())
        files[name] = data
    document = read(pack(files), "sop.docx", Limits())
    assert document == load(body, parts=header)
    assert document.furniture == ("SOP-012",)


def test_dangling_relationships_are_no_obstacle() -> None:
    dangling = '<Relationship Id="z" Type="http://x/image" Target="NULL"/></Relationships>'
    data = changed("word/_rels/document.xml.rels", "</Relationships>", dangling)
    assert read(data, "a.docx", Limits()).text.startswith("Purpose")


def test_the_main_part_may_have_any_name() -> None:
    files = unpack(docx(BODY))
    files["word/document2.xml"] = files.pop("word/document.xml")
    files["word/_rels/document2.xml.rels"] = files.pop("word/_rels/document.xml.rels")
    files["_rels/.rels"] = files["_rels/.rels"].replace(b"word/document.xml", b"/word/document2.xml")
    assert read(pack(files), "a.docx", Limits()).blocks[0].kind is BlockKind.heading


def test_without_relationships_the_usual_name_is_tried() -> None:
    files = unpack(docx(BODY))
    del files["_rels/.rels"], files["word/_rels/document.xml.rels"]
    assert read(pack(files), "a.docx", Limits()).text.startswith("Purpose\nThe manufacturer")


def test_a_byte_order_mark_and_utf_16_parts() -> None:
    files = unpack(docx(p("Größe ≥ 5")))
    text = files["word/document.xml"].decode().replace('encoding="UTF-8"', 'encoding="UTF-16"')
    files["word/document.xml"] = text.encode("utf-16")
    assert read(pack(files), "a.docx", Limits()).text == "Größe ≥ 5"


# ---- damage ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["word/styles.xml", "word/numbering.xml", "word/footnotes.xml", "word/header.xml", "docProps/core.xml"]
)
def test_a_damaged_side_part_is_left_out_and_said(name: str) -> None:
    body = BODY + '<w:sectPr><w:headerReference r:id="id-header"/></w:sectPr>'
    parts = {"numbering": part("numbering", ""), "footnotes": part("footnotes", ""), "header": part("hdr", p("SOP"))}
    files = unpack(docx(body, parts=parts))
    files[name] = b"<w:broken"
    document = read(pack(files), "a.docx", Limits())
    assert document.text == "Purpose\nThe manufacturer informs the users."
    assert codes(document) == {"damaged_part"}


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (changed("word/document.xml", "</w:body>", ""), "damaged"),
        (changed("word/document.xml", "w:body>", "w:content>"), "damaged"),
        (pack({"word/other.xml": b"<a/>"}), "damaged"),
        (pack({"word/document.xml": b""}), "damaged"),
        (pack({}), "damaged"),
        (docx(BODY)[:-300], "truncated"),
        (docx("<w:p>" * 300 + "</w:p>" * 300), "too_complex"),
        (docx(p("x" * 11_000_000)), "too_complex"),
    ],
)
def test_damage_is_named(data: bytes, expected: str) -> None:
    assert refusal(data) == expected


def test_reasons_quote_nothing() -> None:
    data = changed("word/document.xml", "The manufacturer informs", "Secret-Projekt </w:oops>")
    with pytest.raises(UnreadableDocument) as caught:
        read(data, "a.docx", Limits())
    assert "Secret" not in caught.value.reason
    assert "oops" not in caught.value.reason


def test_entities_are_neither_expanded_nor_fetched() -> None:
    secret = '<!DOCTYPE w:document [<!ENTITY e SYSTEM "file:/etc/passwd">]><w:document'
    assert refusal(changed("word/document.xml", "<w:document", secret)) == "unsafe_xml"
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10))
    assert refusal(changed("word/document.xml", "<w:document", f"<!DOCTYPE w:document [{laughs}]><w:document")) == "unsafe_xml"


def test_limits_of_text_and_blocks() -> None:
    many = "".join(p(f"Sentence number {n}.") for n in range(50))
    assert refusal(docx(many), Limits(max_blocks=20)) == "too_complex"
    assert refusal(docx(many), Limits(max_characters=100)) == "too_complex"


def test_content_controls_nested_without_end_are_refused() -> None:
    body = p("x")
    for _ in range(50):
        body = f"<w:sdt><w:sdtContent>{body}</w:sdtContent></w:sdt>"
    assert refusal(docx(body), Limits(max_depth=30)) == "too_complex"


def test_a_footnote_chain_is_bounded() -> None:
    def note(n: int) -> str:
        named = f'<w:r><w:footnoteReference w:id="{n + 1}"/></w:r>'
        return f'<w:footnote w:id="{n}">{p(r("note") + named)}</w:footnote>'

    notes = {"footnotes": part("footnotes", "".join(note(n) for n in range(2000)))}
    body = p(r("start") + '<w:r><w:footnoteReference w:id="0"/></w:r>')
    assert refusal(docx(body, parts=notes)) == "too_complex"


def test_spoilt_bytes_never_raise_anything_else() -> None:
    """A thousand documents with a spoilt byte, in the zip and in the XML: read, or refused as unreadable."""
    random_source = random.Random(7)
    body = BODY + tbl(tr("Step", "Who", header=True), tr("Log", "QA")) + p(r("x", "<w:vanish/>"), num=1, level=0)
    whole = docx(body, parts={"numbering": part("numbering", "")})
    xml = unpack(whole)
    for turn in range(1000):
        if turn % 2:
            data = bytearray(whole)
            data[random_source.randrange(len(data))] = random_source.randrange(256)
            spoilt = bytes(data)
        else:
            files = dict(xml)
            name = random_source.choice(["word/document.xml", "word/styles.xml", "word/_rels/document.xml.rels"])
            content = bytearray(files[name])
            at = random_source.randrange(len(content))
            content[at : at + random_source.randrange(3)] = random_source.choice([b"", b"<", b'"', b"9", b"-", b"w:p", b"\xff"])
            files[name] = bytes(content)
            spoilt = pack(files)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # zipfile warns of doubled names
            try:
                check(read(spoilt, "a.docx", Limits()))
            except UnreadableDocument as error:
                assert error.code in {"damaged", "truncated", "too_complex", "encrypted", "too_large", "unsafe_xml"}


BREAKS = "<w:r><w:br/><w:t>x</w:t></w:r>" * 40_000
BEGIN = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
STYLE = '<w:style w:type="paragraph" w:styleId="s{}"><w:basedOn w:val="s{}"/></w:style>'


@pytest.mark.parametrize(
    "data",
    [
        docx(p(BREAKS)),
        docx(p(BEGIN + "<w:r><w:instrText>0123456789</w:instrText></w:r>" * 40_000)),
        docx(p((BEGIN + r("x")) * 20_000)),
        docx("".join(p("x", style=f"s{n}") for n in range(4000)), styles="".join(STYLE.format(n, n + 1) for n in range(4000))),
        docx(tbl(*[tr("h" * 99 + str(n), "k", header=True) for n in range(2000)], *[tr("x", "y")] * 2000)),
        docx(tbl(tr("h " * 100_000, "k", header=True), *[tr("x", "y")] * 2000)),
        docx(p(r("x") * 40_000)),
    ],
    ids=["line breaks", "instruction", "open fields", "style chain", "header rows", "long header", "runs"],
)
def test_no_document_takes_more_than_its_share_of_time(data: bytes) -> None:
    begun = time.process_time()
    document = read(data, "a.docx", Limits(max_compression_ratio=10_000))
    assert time.process_time() - begun < 5
    assert sum(len(cell.header) for block in document.blocks for cell in block.cells) < 2_000_000


def test_a_document_of_two_bodies() -> None:
    assert read(
        changed("word/document.xml", "</w:body>", f"</w:body><w:body>{p('More.')}</w:body>"), "a", Limits()
    ).text.endswith("More.")


def test_words_are_kept_in_order() -> None:
    body = "".join(p(f"alpha{n} beta{n}") + tbl(tr(f"c{n}", f"d{n}")) for n in range(5))
    words = [word for line in lines(load(body)) for word in line.replace("|", " ").split()]
    assert words == [word for n in range(5) for word in (f"alpha{n}", f"beta{n}", f"c{n}", f"d{n}")]
