"""Damaged, cut, mislabelled and locked files of every format: a Document or an UnreadableDocument, and nothing else."""

from __future__ import annotations

import io
import random
import warnings
from collections.abc import Callable
from importlib import import_module

import pytest
from openpyxl import Workbook
from reportlab.lib.pdfencrypt import StandardEncryption

from reviewer.documents import read_document
from reviewer.documents.interface import Limits
from reviewer.errors import UnreadableDocument
from reviewer.model import Document
from tests.documents.pdf_samples import drawn, prose, table, text_lines
from tests.documents.pdf_samples import flowed as flowed_pdf
from tests.documents.test_odt import package as odt_package
from tests.documents.word_files import DECIMAL, box, docx, multilevel, p, pack, part, tbl, tr, unpack

MUTATIONS = 200  # of each format; those of PDFs are a fourth, for their layout is worked out each time
MODULES = {
    "docx": "docx", "html": "html", "md": "markdown", "mhtml": "mhtml", "odt": "odt", "pdf": "pdf", "txt": "plain_text", "xlsx": "xlsx"
}  # fmt: skip


def word() -> bytes:
    body = p("1 Purpose", style="Heading1") + p("The lead tests each fix.") + p("first", num=1, level=0) + p(box(p("In a box.")))
    return docx(
        body + tbl(tr("Step", "Who", header=True), tr("Log", "QA")), parts={"numbering": part("numbering", multilevel(*DECIMAL))}
    )


def sheet() -> bytes:
    book = Workbook()
    page = book.active
    assert page is not None
    for row in (["Step", "Who"], ["Log it", "QA"], ["Test it", "TL"]):
        page.append(row)
    page.merge_cells("A4:B5")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def samples() -> dict[str, bytes]:
    """A small file of each format."""
    page = (
        "<h1>Fixes</h1><p>The <b>lead</b> tests.</p><ul><li>one</li></ul><table><tr><th>A</th><td rowspan=2>B</td></tr></table>"
    )
    mark = "# Fixes\n\n1. one\n   - two\n\n| A | B |\n|---|---|\n| c | d |\n\n> quote\n\n<div>x</div>\n\n```\ncode\n```\n"
    saved = (
        'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="x"\n\n--x\nContent-Type: text/html\n\n'
        + page
        + "\n--x--\n"
    )
    return {
        "docx": word(),
        "html": f"<html><head><title>t</title></head><body>{page}</body></html>".encode(),
        "md": mark.encode(),
        "mhtml": saved.encode(),
        "odt": odt_package(
            '<text:h text:outline-level="1">Fixes</text:h><text:p>The lead tests.</text:p><table:table><table:table-row><table:table-cell>'
            "<text:p>A</text:p></table:table-cell></table:table-row></table:table>"
        ),
        "pdf": flowed_pdf([table([["Step", "Who"], ["Log", "QA"]], [100, 100])]),
        "txt": ("PURPOSE\nThe lead tests.\n- one\n- two\n\n| A | B |\n|---|---|\n| c | d |\n" + prose(3)).encode(),
        "xlsx": sheet(),
    }


SAMPLES = samples()
Mutate = Callable[[random.Random, bytes], bytes]


def flip(chance: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 12)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut(chance: random.Random, data: bytes) -> bytes:
    return data[: chance.randrange(len(data))]


def drop(chance: random.Random, data: bytes) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + data[start + chance.randint(1, 60) :]


def repeat(chance: random.Random, data: bytes) -> bytes:
    start = chance.randrange(len(data))
    piece = data[start : start + chance.randint(1, 80)]
    return data[:start] + piece * chance.randint(2, 40) + data[start:]


def insert(chance: random.Random, data: bytes) -> bytes:
    start = chance.randrange(len(data))
    return data[:start] + chance.randbytes(chance.randint(1, 20)) + data[start:]


def in_a_part(mutate: Mutate) -> Mutate:
    """The mutation of one member of a zip container, which is then packed soundly again."""

    def mutated(chance: random.Random, data: bytes) -> bytes:
        files = unpack(data)
        name = chance.choice([name for name, content in files.items() if content])
        return pack({**files, name: mutate(chance, files[name])})

    return mutated


PLAIN: list[Mutate] = [flip, cut, drop, repeat, insert]


@pytest.mark.parametrize("form", list(SAMPLES))
def test_mutated_files_are_read_or_refused(form: str) -> None:
    """Each reader itself, without the net that ``read_document`` spreads below it."""
    read = import_module(f"reviewer.documents.{MODULES[form]}").read
    chance = random.Random(f"hostile {form}")
    ways = PLAIN + ([in_a_part(way) for way in PLAIN] if form in ("docx", "odt", "xlsx") else [])
    limits = Limits(max_bytes=10_000_000, max_unpacked_bytes=20_000_000, max_characters=200_000)
    outcomes = {"read": 0, "refused": 0}
    for number in range(MUTATIONS // (4 if form == "pdf" else 1)):
        data = ways[number % len(ways)](chance, SAMPLES[form])
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                assert isinstance(read(data, f"a.{form}", limits), Document)
            outcomes["read"] += 1
        except UnreadableDocument as error:
            assert error.code
            assert error.reason
            outcomes["refused"] += 1
    assert outcomes["read"]


@pytest.mark.parametrize("form", list(SAMPLES))
def test_cut_files_are_read_or_refused_in_words(form: str) -> None:
    data = SAMPLES[form]
    for length in {0, 1, 3, 4, 8, len(data) // 4, len(data) // 2, len(data) - 30, len(data) - 1}:
        try:
            assert read_document(data[:length], f"a.{form}", Limits()).text
        except UnreadableDocument as error:
            assert error.reason
            assert "could not be parsed" not in error.reason  # the net caught what the reader should have


@pytest.mark.parametrize("form", list(SAMPLES))
def test_what_a_file_is_counts_and_not_its_name(form: str) -> None:
    wrong = "pdf" if form != "pdf" else "docx"
    text = form in ("md", "txt", "html", "mhtml")
    right = read_document(SAMPLES[form], f"a.{form}", Limits())
    try:
        document = read_document(SAMPLES[form], f"a.{wrong}", Limits())
    except UnreadableDocument as error:
        assert text, error.reason
    else:
        assert (document.text == right.text and document.format == right.format) or text
        assert document.remarks


def test_files_that_need_a_password() -> None:
    locked = drawn(lambda canvas: text_lines(canvas, [prose(1)]), encrypt=StandardEncryption("secret", "owner"))
    compound = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptionInfo\0EncryptedPackage\0".encode("utf-16-le") + bytes(2_000)
    )
    for data, name in ((locked, "a.pdf"), (compound, "a.docx"), (compound, "a.xlsx")):
        with pytest.raises(UnreadableDocument) as caught:
            read_document(data, name, Limits())
        assert caught.value.code == "encrypted"


@pytest.mark.parametrize("form", ["docx", "odt", "xlsx"])
def test_packages_with_a_part_missing(form: str) -> None:
    files = unpack(SAMPLES[form])
    for missing in files:
        rest = pack({name: content for name, content in files.items() if name != missing})
        try:
            assert read_document(rest, f"a.{form}", Limits()).text
        except UnreadableDocument as error:
            assert "could not be parsed" not in error.reason


@pytest.mark.parametrize("method", [9, 12, 14, 97])
def test_packages_with_a_part_packed_in_another_way(method: int) -> None:
    """Deflate64, bzip2, LZMA, JPEG: names of methods that the data does not keep to."""
    data = bytearray(SAMPLES["docx"])
    for sign, offset in ((b"PK\x03\x04", 8), (b"PK\x01\x02", 10)):
        start = data.find(sign)
        while start >= 0:
            data[start + offset : start + offset + 2] = method.to_bytes(2, "little")
            start = data.find(sign, start + 4)
    with pytest.raises(UnreadableDocument) as caught:
        read_document(bytes(data), "a.docx", Limits())
    assert "could not be parsed" not in caught.value.reason
