"""Telling formats by their bytes, and refusing what is nothing that can be read."""

import pytest

from reviewer.documents.interface import Limits
from reviewer.documents.sniff import sniff
from reviewer.errors import UnreadableDocument
from tests.documents.test_odt import BODY as ODT_BODY
from tests.documents.test_odt import package as odt
from tests.documents.word_files import docx, p, pack, unpack

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
DOCX = docx(p("Text."))
TYPES = b'<Types><Override ContentType="application/vnd.openxmlformats-officedocument.%s.main+xml"/></Types>'
XLSX = pack({"[Content_Types].xml": TYPES % b"spreadsheetml.sheet", "xl/workbook.xml": b"<x/>"})
PPTX = pack({"[Content_Types].xml": TYPES % b"presentationml.presentation"})
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(100)
HTML = b"<!DOCTYPE html><html><body><p>Text.</p></body></html>"
MHTML = b"Date: Mon\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n"
RTF = rb"{\rtf1 Text.}"


def stream(*names: str) -> bytes:
    return OLE + b"".join((name + "\0").encode("utf-16-le") for name in names)


def result(data: bytes, name: str) -> tuple[str, bool]:
    sniffed = sniff(data, name, Limits())
    return sniffed.format, sniffed.remark is not None


def refusal(data: bytes, name: str) -> UnreadableDocument:
    with pytest.raises(UnreadableDocument) as caught:
        sniff(data, name, Limits())
    return caught.value


@pytest.mark.parametrize(
    ("data", "name", "format"),
    [
        (DOCX, "a.docx", "docx"), (DOCX, "A.DOCM", "docx"), (odt(ODT_BODY), "a.odt", "odt"), (XLSX, "a.xlsx", "xlsx"), (PDF, "a.pdf", "pdf"),
        (b"junk\n" + PDF, "a.pdf", "pdf"), (stream("WordDocument"), "a.doc", "doc"), (RTF, "a.rtf", "doc"), (RTF, "a.doc", "doc"),
        (b"# Title\n", "a.md", "md"), (b"# Title\n", "a.markdown", "md"), (b"text", "a.b.txt", "txt"), (HTML, "a.html", "html"),
        (b"a fragment", "a.htm", "html"), (HTML, "a.txt", "txt"), (HTML, "a.md", "md"), (MHTML, "a.mht", "mhtml"),
        (b"\xff\xfe" + "text".encode("utf-16-le"), "a.txt", "txt"),
    ],
)  # fmt: skip
def test_a_file_that_is_what_it_is_called(data: bytes, name: str, format: str) -> None:
    assert result(data, name) == (format, False)


@pytest.mark.parametrize(
    ("data", "name", "format"),
    [
        (DOCX, "a.pdf", "docx"), (DOCX, "a.doc", "docx"), (DOCX, "a.txt", "docx"), (PDF, "a.docx", "pdf"), (PDF, "a.md", "pdf"),
        (odt(ODT_BODY), "a.docx", "odt"), (XLSX, "a.docx", "xlsx"), (stream("WordDocument"), "a.docx", "doc"), (RTF, "a.docx", "doc"),
        (HTML, "a.doc", "html"), (MHTML, "a.doc", "mhtml"), (b"just text", "a.docx", "txt"), (HTML, "a.pdf", "html"),
        (b"\xff\xfe" + HTML.decode().encode("utf-16-le"), "a.doc", "html"),
        (b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w/>', "a.html", "doc"),
    ],
)  # fmt: skip
def test_a_misnamed_file_is_read_as_what_it_is_with_a_remark(data: bytes, name: str, format: str) -> None:
    assert result(data, name) == (format, True)


def test_the_remark_names_both() -> None:
    remark = sniff(DOCX, "procedure.pdf", Limits()).remark
    assert remark is not None
    assert remark.code == "wrong_extension"
    assert ".pdf" in remark.text
    assert "Word" in remark.text


def test_without_extension_the_bytes_decide() -> None:
    assert result(DOCX, "procedure") == ("docx", False)
    assert result(b"Read me.", "README") == ("txt", False)
    assert refusal(b"\x00\x01\x02 \x00\x03" * 50, "procedure").code == "unsupported"


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.docx", "empty"), (bytes(5000), "a.docx", "empty"),
        (PNG, "a.docx", "wrong_extension"), (b"\xff\xd8\xff\xe0" + bytes(50), "a.pdf", "wrong_extension"), (PNG, "a.txt", "wrong_extension"),
        (b"MZ\x90\x00" + bytes(100), "a.docx", "wrong_extension"), (b"\x7fELF" + bytes(60), "a.md", "wrong_extension"),
        (PPTX, "a.docx", "wrong_extension"), (stream("Workbook"), "a.doc", "wrong_extension"), (stream("Workbook"), "a.xlsx", "wrong_extension"),
        (stream("PowerPoint Document"), "a.docx", "wrong_extension"), (OLE, "a.doc", "wrong_extension"),
        (pack({"a.txt": b"x"}), "a.docx", "wrong_extension"), (pack({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}), "a.odt", "wrong_extension"),
        (pack({"Index/Document.iwa": b"x"}), "a.docx", "wrong_extension"), (b"\x1f\x8b\x08" + bytes(50), "a.txt", "wrong_extension"),
        (bytes(range(1, 32)) * 40, "a.docx", "damaged"), (bytes(range(1, 32)) * 40, "a.pdf", "damaged"),
        (stream("EncryptedPackage", "EncryptionInfo"), "a.docx", "encrypted"), (stream("ENCRYPTEDPACKAGE", "ENCRYPTIONINFO"), "a.docx", "encrypted"), (stream("EncryptedPackage", "EncryptionInfo", "WordDocument"), "a.pdf", "encrypted"),
        (b"x", "a.pptx", "unsupported"), (b"x", "a.xls", "unsupported"), (PNG, "a.png", "unsupported"), (b"x", "a.exe", "unsupported"),
        (DOCX, "a.docx.bak", "unsupported"), (PNG, "scan", "unsupported"), (b"x" * 162, "~$a.docx", "unsupported"), (b"x", "._a.docx", "unsupported"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "a.docx", "unsupported"), (b"{}", "a.gdoc", "unsupported"),
        (DOCX[: len(DOCX) // 2], "a.pdf", "truncated"), (b"\xffWPC" + bytes(range(60)), "a.doc", "wrong_extension"),
    ],
)  # fmt: skip
def test_refusals_have_codes_and_say_what_to_do(data: bytes, name: str, code: str) -> None:
    error = refusal(data, name)
    assert error.code == code
    assert len(error.reason.split()) >= 4


@pytest.mark.parametrize(
    ("name", "advice"), [("a.pptx", ".pdf"), ("a.xls", ".xlsx"), ("a.jpg", "text recognition"), ("a.zip", "unpack")]
)
def test_advice_fits_the_type(name: str, advice: str) -> None:
    assert advice in refusal(b"x", name).reason


def test_a_cut_docx_is_left_to_its_reader() -> None:
    assert result(DOCX[: len(DOCX) // 2], "a.docx") == ("docx", False)


def test_an_old_word_document_with_a_password() -> None:
    block = b"\xec\xa5\xc1\x00" + bytes(6) + b"\x00\x13"
    padded = OLE + block + bytes(512 - len(block)) + "WordDocument\0".encode("utf-16-le")
    assert refusal(padded, "a.doc").code == "encrypted"
    plain = padded.replace(b"\x00\x13", b"\x00\x12")
    assert result(plain, "a.doc") == ("doc", False)


def test_an_old_document_with_a_sheet_in_it_stays_a_document() -> None:
    assert result(stream("WordDocument", "Workbook"), "a.doc") == ("doc", False)


def test_a_docx_with_a_sheet_in_it_stays_a_document() -> None:
    files = unpack(DOCX)
    extra = b'<Default Extension="xlsx" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"/></Types>'
    files["[Content_Types].xml"] = files["[Content_Types].xml"].replace(b"</Types>", extra)
    assert result(pack(files), "a.docx") == ("docx", False)
