"""The way in: dispatch by content, and errors that are always UnreadableDocument and never quote the document."""

import pickle
import sys
from types import ModuleType

import pytest

from reviewer.documents import docx as docx_module
from reviewer.documents import read_document
from reviewer.documents.interface import Limits
from reviewer.errors import UnreadableDocument
from reviewer.model import Document
from tests.documents.test_odt import BODY as ODT_BODY
from tests.documents.test_odt import package as odt
from tests.documents.word_files import box, codes, docx, p

DOCX = docx(p("The manufacturer informs the users."))


def refusal(data: bytes, name: str = "a.docx", limits: Limits | None = None) -> UnreadableDocument:
    with pytest.raises(UnreadableDocument) as caught:
        read_document(data, name, limits or Limits())
    return caught.value


def test_dispatch() -> None:
    assert read_document(DOCX, "a.docx", Limits()).format == "docx"
    assert read_document(odt(ODT_BODY), "a.odt", Limits()).format == "odt"


def test_a_misnamed_document_keeps_its_name_and_says_so() -> None:
    document = read_document(DOCX, "procedure.pdf", Limits())
    assert (document.name, document.format, document.text) == ("procedure.pdf", "docx", "The manufacturer informs the users.")
    assert codes(document) == {"wrong_extension"}


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.docx", "empty"),
        (b"x", "a.pptx", "unsupported"),
        (docx(""), "a.docx", "no_text"),
        (docx(p("– … –") + p("")), "a.docx", "no_text"),
        (odt(""), "a.odt", "no_text"),
        (DOCX[:500], "a.docx", "truncated"),
    ],
)
def test_codes(data: bytes, name: str, code: str) -> None:
    assert refusal(data, name).code == code


def test_too_large() -> None:
    assert refusal(DOCX, limits=Limits(max_bytes=100)).code == "too_large"


def test_why_there_is_no_text() -> None:
    assert "picture" in refusal(docx(p("<w:r><w:drawing><a:blip/></w:drawing></w:r>"))).reason
    assert "inserted document" in refusal(docx('<w:altChunk r:id="x"/>')).reason


def test_words_in_a_box_are_words() -> None:
    assert read_document(docx(p(box(p("Only here")))), "a.docx", Limits()).text == "Only here"


@pytest.mark.parametrize(
    ("raised", "code"),
    [
        (KeyError("Secret words"), "damaged"),
        (ValueError("Secret words"), "damaged"),
        (AssertionError("Secret words"), "damaged"),
        (RecursionError("Secret words"), "too_complex"),
        (MemoryError(), "out_of_memory"),
        (UnreadableDocument("encrypted", "as it is"), "encrypted"),
    ],
)
def test_whatever_a_parser_raises_is_named_without_its_words(
    monkeypatch: pytest.MonkeyPatch, raised: BaseException, code: str
) -> None:
    def fails(data: bytes, name: str, limits: Limits) -> Document:
        raise raised

    monkeypatch.setattr(docx_module, "read", fails)
    error = refusal(DOCX)
    assert error.code == code
    assert "Secret" not in str(error)
    assert error.__suppress_context__ or error is raised


def test_an_interrupt_goes_through(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(data: bytes, name: str, limits: Limits) -> Document:
        raise KeyboardInterrupt

    monkeypatch.setattr(docx_module, "read", fails)
    with pytest.raises(KeyboardInterrupt):
        read_document(DOCX, "a.docx", Limits())


def test_pages_without_a_text_layer_ask_for_recognition(monkeypatch: pytest.MonkeyPatch) -> None:
    scan = ModuleType("reviewer.documents.pdf")
    empty = Document(id="a.pdf", name="a.pdf", format="pdf", text="", blocks=(), pages=2, pages_without_text=(1, 2))
    scan.read = lambda data, name, limits: empty  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "reviewer.documents.pdf", scan)
    error = refusal(b"%PDF-1.7\n", "a.pdf")
    assert error.code == "no_text"
    assert "text recognition" in error.reason


def test_results_travel_between_processes() -> None:
    document = read_document(DOCX, "a.docx", Limits())
    assert pickle.loads(pickle.dumps(document)) == document
    error = pickle.loads(pickle.dumps(refusal(b"", "a.docx")))
    assert error.code == "empty"


def test_the_same_bytes_give_the_same_document() -> None:
    assert read_document(DOCX, "a.docx", Limits()).model_dump_json() == read_document(DOCX, "a.docx", Limits()).model_dump_json()


CONFLUENCE = (
    b"Date: Tue, 1 Sep 2026 10:00:00 +0000 (UTC)\r\nMessage-ID: <1@wiki>\r\nSubject: Exported From Wiki\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html; charset=UTF-8\r\n'
    b'Content-Transfer-Encoding: quoted-printable\r\n\r\n<html><head><meta charset=3D"windows-1252"></head><body><h1>Purpose</h1>'
    b"<p>We inform users in Z=C3=BCrich=\r\n at once.</p></body></html>\r\n--b--\r\n"
)


def test_a_wiki_page_saved_as_doc() -> None:
    pytest.importorskip("reviewer.documents.html")
    document = read_document(CONFLUENCE, "export.doc", Limits())
    assert document.text == "Purpose\nWe inform users in Zürich at once."
    assert document.format == "html"
    assert "wrong_extension" in codes(document)
    assert refusal(CONFLUENCE.replace(b"text/html", b"text/plain"), "export.mht").code == "damaged"
