"""An opened PDF: its pages through pdfium, with pdfminer beside it for what pdfium fails on."""

from __future__ import annotations

import io
import math
import re
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

import pypdfium2
import pypdfium2.raw as raw

from reviewer.documents import pdfium
from reviewer.documents.ocr import DPI, Ocr
from reviewer.documents.pdf_fields import TYPED_SIZE, add_fields
from reviewer.documents.pdf_glyphs import add_words
from reviewer.documents.pdf_guard import is_cut_short
from reviewer.documents.pdf_objects import add_objects
from reviewer.documents.pdf_page import PageContent, Word
from reviewer.documents.pdf_turn import turned
from reviewer.documents.pdfium import Matrix
from reviewer.errors import UnreadableDocument

if TYPE_CHECKING:
    from pdfplumber.page import Page

_POINTS = 72
_MAX_PIXELS = 40_000_000
_XFA_FORMS = (2, 3)
# What pdfium puts for a hyphen at a line end, by its version.
_HYPHENS = str.maketrans("\ufffe\x02", "--")
# From this share of characters without a meaning on, pdfminer is asked whether it knows more.
_UNMAPPED = 0.05
_COMMENTS = frozenset({
    raw.FPDF_ANNOT_TEXT, raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_HIGHLIGHT, raw.FPDF_ANNOT_STRIKEOUT, raw.FPDF_ANNOT_UNDERLINE,
    raw.FPDF_ANNOT_CARET, raw.FPDF_ANNOT_INK,
})  # fmt: skip
# What programs put where nobody gave a title.
_WRITER = re.compile(r"^Microsoft (?:Word|Excel|PowerPoint) - |(?<=\w)\.(?:docx?|xlsx?|pptx?|odt|rtf|pdf)$", re.IGNORECASE)
_NO_TITLES = frozenset({"untitled", "(untitled)", "(anonymous)", "(unspecified)", "unknown", "document", "document1"})


class PdfFile:
    """A PDF that could be opened. Use it in a ``with`` statement. ``doubted``: pdfminer is asked about every page."""

    def __init__(self, data: bytes) -> None:
        try:
            self._quick = pypdfium2.PdfDocument(data)
            self.pages = len(self._quick)
        except pypdfium2.PdfiumError as error:
            raise _why_not(data, error) from error
        if not self.pages:
            self._quick.close()
            raise UnreadableDocument("damaged", "the file has no pages; save it as PDF anew")
        self.doubted = False
        self._data = data
        self._miner_pages: list[Page] | None = None

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

    def content(self, number: int, most: int) -> tuple[PageContent, bool]:
        """What a page shows, and whether its layout was understood; else its words stand in the order of the file.

        Pages count from 1. Raises OverflowError if the page has more than ``most`` characters.
        """
        content: PageContent | None = None
        complete = False
        try:
            content, complete = self._by_pdfium(number, most)
        except OverflowError:
            raise
        except Exception:  # noqa: BLE001 - whatever is odd about the page, another reader is left
            content = None
        if content is None or not complete or self.doubted or content.unmapped > _UNMAPPED * content.characters:
            content = _better(content, self._by_pdfminer(number))
        if content is None:
            return self._plain(number), False
        if content.fields:
            self._add_fields(content)
        return content, True

    def _by_pdfium(self, number: int, most: int) -> tuple[PageContent, bool]:
        """A page as pdfium reads it, and whether all of its text is there. Raises many things."""
        page = self._quick[number - 1]
        try:
            place, width, height = pdfium.placement(page.raw)
            content, complete, turn = _shown(page.raw, number, place, width, height, most)
            if turn:
                place, width, height = turned(place, width, height, turn)
                content, complete, _ = _shown(page.raw, number, place, width, height, most)
                content.turn = turn
        finally:
            page.close()
        return content, complete

    def _place(self, content: PageContent) -> Matrix:
        """Where the space of a page lies."""
        page = self._quick[content.number - 1]
        try:
            return turned(*pdfium.placement(page.raw), content.turn)[0]
        finally:
            page.close()

    def _by_pdfminer(self, number: int) -> PageContent | None:
        """A page as pdfminer reads it; None if it fails on it as well."""
        page = self._miner_page(number)
        if page is None:
            return None
        from reviewer.documents.pdf_miner import page_content

        try:
            return page_content(page)
        except Exception:  # noqa: BLE001 - pdfminer raises whatever a damaged file leads to
            return None
        finally:
            page.close()

    def _miner_page(self, number: int) -> Page | None:
        if self._miner_pages is None:
            from reviewer.documents.pdf_miner import open_pages

            try:
                self._miner_pages = open_pages(self._data)
            except Exception:  # noqa: BLE001 - as above
                self._miner_pages = []
        return self._miner_pages[number - 1] if number <= len(self._miner_pages) else None

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
        size = heights[len(heights) // 2] if heights else TYPED_SIZE
        bases = {n: sorted(w.bottom for w in found if w.line == n)[sum(w.line == n for w in found) // 2] / scale for n in lines}
        return [Word(w.text, w.x0 / scale, w.x1 / scale, bases[w.line] - size, bases[w.line], bases[w.line], size) for w in found]

    def _add_fields(self, content: PageContent) -> None:
        from reviewer.documents.pdf_miner import entered

        try:
            page = self._miner_page(content.number)
            fields = None if page is None else list(entered(page))
            place = self._place(content)
        except Exception:  # noqa: BLE001 - as above
            fields = None
        if fields is None:
            content.lost_fields = True
        else:
            add_fields(content, place, fields)

    def _plain(self, number: int) -> PageContent:
        """A page as pdfium reads it: lines of text without their places."""
        try:
            page = self._quick[number - 1]
        except pypdfium2.PdfiumError:
            return PageContent(number, 595, 842)
        layer = page.get_textpage()
        text = layer.get_text_bounded()
        width, height = page.get_size()
        layer.close()
        page.close()
        content = PageContent(number, width, height, characters=len(text.strip()))
        step = min(14.0, 0.9 * height / max(1, text.count("\n") + 1))
        for row, line in enumerate(text.splitlines(), start=3):
            x = 50.0
            for part in line.translate(_HYPHENS).split():
                end = x + len(part) * width / 160
                content.words.append(Word(part, x, end, row * step - 10, row * step, row * step - 2, TYPED_SIZE))
                x = end + width / 200
        return content


def _why_not(data: bytes, error: Exception) -> UnreadableDocument:
    if "password" in str(error).lower() or "security" in str(error).lower():
        return UnreadableDocument("encrypted", "the file is protected by a password; save a copy without one")
    if is_cut_short(data):
        return UnreadableDocument("truncated", "the end of the file is missing, as after a broken download; fetch it again")
    return UnreadableDocument("damaged", "the file can't be opened; save it as PDF anew")


def _shown(page: Any, number: int, place: Matrix, width: float, height: float, most: int) -> tuple[PageContent, bool, float]:
    """A page as it lies; whether all of its text is there, and in which direction most of it runs. Raises many things."""
    content = PageContent(number, width, height)
    _count_annotations(content, page)
    handle = pdfium.address(page)
    objects = add_objects(content, handle, place)
    complete, turn = add_words(content, handle, objects, place, most)
    return content, complete, turn


def _better(content: PageContent | None, other: PageContent | None) -> PageContent | None:
    """The one with more letters that mean something; the first where both are alike."""
    if content is None or other is None:
        return content or other
    more = _letters(other) - other.unmapped
    if more <= _letters(content) - content.unmapped:
        return content
    other.comments, other.fields = content.comments, content.fields
    return other


def _letters(content: PageContent) -> int:
    """How many letters it has; a line that is turned has spaces in it."""
    return sum(len(word.text) - word.text.count(" ") for word in content.words)


def _count_annotations(content: PageContent, page: Any) -> None:
    """Count the remarks that people pinned to the page, and see whether it has fields of a form."""
    for number in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, number)
        if annotation:
            kind = raw.FPDFAnnot_GetSubtype(annotation)
            raw.FPDFPage_CloseAnnot(annotation)
            content.comments += kind in _COMMENTS
            content.fields = content.fields or kind == raw.FPDF_ANNOT_WIDGET
