"""An opened PDF: its pages through pdfplumber, with pdfium beside it for opening, plain text and pictures of pages.

pdfium opens what is slightly damaged and reads its text quickly, but without layout; pdfplumber has the layout.
"""

from __future__ import annotations

import io
import logging
import math
import re
from collections.abc import Iterator
from types import TracebackType
from typing import Any, Self

import pdfplumber
import pypdfium2
from pdfminer.utils import decode_text
from pdfplumber.page import Page

from reviewer.documents.ocr import DPI, Ocr
from reviewer.documents.pdf_guard import is_cut_short
from reviewer.documents.pdf_page import PageContent, Word, page_content
from reviewer.errors import UnreadableDocument

# pdfminer warns of every oddity of a file on the terminal of the user.
logging.getLogger("pdfminer").setLevel(logging.CRITICAL)

_POINTS = 72
_MAX_PIXELS = 40_000_000
_XFA_FORMS = (2, 3)
_TYPED_SIZE = 10.0
# What programs put where nobody gave a title.
_WRITER = re.compile(r"^Microsoft (?:Word|Excel|PowerPoint) - |(?<=\w)\.(?:docx?|xlsx?|pptx?|odt|rtf|pdf)$", re.IGNORECASE)
_NO_TITLES = frozenset({"untitled", "(untitled)", "(anonymous)", "(unspecified)", "unknown", "document", "document1"})


class PdfFile:
    """A PDF that could be opened. Use it in a ``with`` statement."""

    def __init__(self, data: bytes) -> None:
        try:
            self._quick = pypdfium2.PdfDocument(data)
            self.pages = len(self._quick)
        except pypdfium2.PdfiumError as error:
            raise _why_not(data, error) from error
        if not self.pages:
            self._quick.close()
            raise UnreadableDocument("damaged", "the file has no pages; save it as PDF anew")
        self._plumber_pages: list[Page] = []
        try:
            self._plumber_pages = pdfplumber.open(io.BytesIO(data), laparams=None).pages
        except Exception:  # noqa: BLE001 - pdfminer raises whatever a damaged file leads to; pdfium's text is left
            self._plumber_pages = []

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None) -> None:
        self._quick.close()

    @property
    def title(self) -> str:
        """The title in the properties of the file."""
        title = _WRITER.sub("", str(self._quick.get_metadata_value("Title") or "").strip())
        return "" if title.casefold() in _NO_TITLES else title

    @property
    def attachments(self) -> int:
        """Number of files that are packed into it."""
        return int(self._quick.count_attachments())

    @property
    def is_xfa(self) -> bool:
        """True for a form of the kind whose pages are made by the viewer, and hold nothing by themselves."""
        return self._quick.get_formtype() in _XFA_FORMS

    def count_characters(self, number: int) -> int:
        """Number of characters in the text layer of a page, counted from 1."""
        try:
            page = self._quick[number - 1]
        except pypdfium2.PdfiumError:
            return 0
        text = page.get_textpage()
        count = int(text.count_chars())
        text.close()
        page.close()
        return count

    def content(self, number: int) -> tuple[PageContent, bool]:
        """What a page shows, and whether its layout was understood; else its words stand in the order of the file."""
        if number <= len(self._plumber_pages) and self._plumber_pages:
            page = self._plumber_pages[number - 1]
            try:
                content = page_content(page)
                _add_fields(content, page)
            except Exception:  # noqa: BLE001 - as above
                return self._plain(number), False
            finally:
                page.close()
            return content, True
        return self._plain(number), False

    def comments(self, number: int) -> int:
        """Number of remarks that people pinned to a page."""
        if number > len(self._plumber_pages):
            return 0
        try:
            kinds = [_name(annotation["data"].get("Subtype")) for annotation in self._plumber_pages[number - 1].annots]
        except Exception:  # noqa: BLE001 - as above
            return 0
        return sum(kind in ("Text", "FreeText", "Highlight", "StrikeOut", "Underline", "Caret", "Ink") for kind in kinds)

    def recognise(self, number: int, ocr: Ocr) -> list[Word]:
        """The words of a scanned page. Raises OcrError."""
        page = self._quick[number - 1]
        width, height = page.get_size()
        scale = min(DPI / _POINTS, math.sqrt(_MAX_PIXELS / max(width * height, 1.0)))
        picture = io.BytesIO()
        page.render(scale=scale, grayscale=True).to_pil().save(picture, format="PNG")
        page.close()
        found = ocr(picture.getvalue())
        lines: dict[int, list[float]] = {}
        for word in found:
            lines.setdefault(word.line, []).append((word.bottom - word.top) / scale)
        heights = sorted(h for line in lines.values() for h in line)
        # Heights of single words tell little: all text counts as one size, so that headings are told by their numbers.
        size = heights[len(heights) // 2] if heights else _TYPED_SIZE
        bases = {n: sorted(w.bottom for w in found if w.line == n)[sum(w.line == n for w in found) // 2] / scale for n in lines}
        return [Word(w.text, w.x0 / scale, w.x1 / scale, bases[w.line] - size, bases[w.line], bases[w.line], size) for w in found]

    def _plain(self, number: int) -> PageContent:
        """A page as pdfium reads it: lines of text without their places."""
        try:
            page = self._quick[number - 1]
        except pypdfium2.PdfiumError:
            return PageContent(number, 595, 842)
        text = page.get_textpage().get_text_bounded()
        width, height = page.get_size()
        content = PageContent(number, width, height, characters=len(text.strip()))
        step = min(14.0, 0.9 * height / max(1, text.count("\n") + 1))
        for row, line in enumerate(text.splitlines(), start=3):
            x = 50.0
            for part in line.replace("\ufffe", "-").split():
                end = x + len(part) * width / 160
                content.words.append(Word(part, x, end, row * step - 10, row * step, row * step - 2, _TYPED_SIZE))
                x = end + width / 200
        return content


def _why_not(data: bytes, error: Exception) -> UnreadableDocument:
    if "password" in str(error).lower() or "security" in str(error).lower():
        return UnreadableDocument("encrypted", "the file is protected by a password; save a copy without one")
    if is_cut_short(data):
        return UnreadableDocument("truncated", "the end of the file is missing, as after a broken download; fetch it again")
    return UnreadableDocument("damaged", "the file can't be opened; save it as PDF anew")


# ---- form fields -----------------------------------------------------------------------------------------------------


def _add_fields(content: PageContent, page: Any) -> None:
    """Add what was entered in the fields of a form, and mark the words beside a field."""
    for annotation in page.annots:
        data = annotation["data"]
        if _name(data.get("Subtype")) != "Widget":
            continue
        x0, x1, top, bottom = (float(annotation[key]) for key in ("x0", "x1", "top", "bottom"))
        for word in content.words:
            if top - 2 < (word.top + word.bottom) / 2 < bottom + 2:
                word.entry = True
        x = x0 + 2
        # What is typed stands on the line of the words beside it.
        beside = [word.base for word in content.words if word.entry and top < word.base < bottom + 2]
        base = beside[0] if beside else bottom - max(2.0, (bottom - top - _TYPED_SIZE) / 2)
        for text in _entered(data):
            end = x + 0.5 * _TYPED_SIZE * len(text)
            content.words.append(Word(text, x, min(end, max(x1, x + 1)), base - 8, base + 2, base, _TYPED_SIZE, entry=True))
            content.characters += len(text)
            x = end + 3


def _entered(data: dict[str, Any]) -> Iterator[str]:
    parent = data.get("Parent")
    chain = [data, parent] if isinstance(parent, dict) else [data]
    kind = next((_name(d["FT"]) for d in chain if "FT" in d), "")
    value = next((d["V"] for d in chain if "V" in d), None)
    if kind == "Btn":
        if value is not None or "AS" in data:
            yield "☒" if _name(data.get("AS", value)) not in ("", "Off") else "☐"
    elif isinstance(value, bytes):
        yield from decode_text(value).split()
    elif isinstance(value, str):
        yield from value.split()


def _name(value: object) -> str:
    """A PDF name as text."""
    name = getattr(value, "name", value)
    return name.decode("latin-1") if isinstance(name, bytes) else str(name or "")
