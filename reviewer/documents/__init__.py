"""Reading documents: bytes in, one canonical text with its blocks out, whatever the format.

``read_document`` is the way in. Each format has its module with a ``read`` (``interface.Reader``); all lay their blocks down
through ``builder.DocumentBuilder``.
"""

from __future__ import annotations

from importlib import import_module
from typing import Final, cast

from reviewer.documents.interface import Limits, Reader
from reviewer.documents.ocr import Ocr, find_tesseract
from reviewer.documents.sniff import sniff
from reviewer.errors import UnreadableDocument
from reviewer.model import Document

__all__ = ["OUT_OF_MEMORY", "Limits", "find_tesseract", "read_document"]

OUT_OF_MEMORY: Final = "reading it took more memory than one document may take; split it, or leave out large pictures and tables"

# Imported when first needed: a folder of Markdown need not wait for the PDF machinery.
_MODULES: Final = {
    "doc": "doc",
    "docx": "docx",
    "html": "html",
    "md": "markdown",
    "mhtml": "mhtml",
    "odt": "odt",
    "pdf": "pdf",
    "txt": "plain_text",
    "xlsx": "xlsx",
}


def read_document(data: bytes, name: str, limits: Limits, *, ocr: Ocr | None = None) -> Document:
    """Read one file, going by what it is rather than by its name.

    Raises UnreadableDocument and nothing else, so that one bad file never ends the review of the others. Its reason never
    quotes the document. ``ocr`` recognises PDF pages without a text layer; where there is none they are named in a remark.
    """
    if len(data) > limits.max_bytes:
        raise UnreadableDocument("too_large", f"the file is larger than {limits.max_bytes:,} bytes; split it")
    try:
        sniffed = sniff(data, name, limits)
        reader = cast("Reader", import_module(f"reviewer.documents.{_MODULES[sniffed.format]}").read)
        if sniffed.format == "pdf" and ocr is not None:
            document = cast("Document", import_module("reviewer.documents.pdf").read(data, name, limits, ocr))
        else:
            document = reader(data, name, limits)
    except UnreadableDocument:
        raise
    except RecursionError:
        raise UnreadableDocument("too_complex", "the file is nested or sized beyond what can be parsed; split it") from None
    except MemoryError:
        raise UnreadableDocument("out_of_memory", OUT_OF_MEMORY) from None
    except Exception as error:  # noqa: BLE001 - parsers of hostile files fail in any way; their messages may quote the text
        raise UnreadableDocument("damaged", f"the file could not be parsed ({type(error).__name__}); save it anew") from None
    if not any(character.isalnum() for character in document.text):
        raise UnreadableDocument("no_text", _why_no_text(document))
    if sniffed.remark is None:
        return document
    return document.model_copy(update={"remarks": (sniffed.remark, *document.remarks)})


def _why_no_text(document: Document) -> str:
    """Why a document without words has none, as far as its reader saw."""
    if document.pages_without_text:
        return "its pages are pictures without a text layer; run text recognition (OCR) and save it as .pdf"
    seen = " ".join(remark.text for remark in document.remarks)
    return f"the document holds no words. {seen}".strip()
