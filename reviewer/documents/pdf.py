"""Reader of .pdf: text with its layout, running headers and footers apart, tables as rows, scanned pages named."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from reviewer.documents.flow_layout import lay_down
from reviewer.documents.interface import Limits
from reviewer.documents.ocr import Ocr, OcrError
from reviewer.documents.paged import PagedBuilder
from reviewer.documents.pdf_borderless import find_borderless
from reviewer.documents.pdf_file import PdfFile
from reviewer.documents.pdf_flow import to_flow
from reviewer.documents.pdf_furniture import PageParts, repeated_key, take_furniture
from reviewer.documents.pdf_guard import check, is_cut_short
from reviewer.documents.pdf_lines import Item, Line, even_out_sizes, group_lines
from reviewer.documents.pdf_notes import take_footnotes
from reviewer.documents.pdf_order import reading_order
from reviewer.documents.pdf_page import PageContent, Rule, Word
from reviewer.documents.pdf_tables import ruled_tables
from reviewer.errors import UnreadableDocument
from reviewer.model import Document

_UNMAPPED = 0.3  # share of characters without a meaning from which a text layer is of no use
_SCAN = 0.6  # share of the page that a picture covers where the page is a scan
_WATERMARK = 150  # letters; more slanted text than this says something
_PICTURE = 0.08  # a smaller picture is a logo or a signature


@dataclass(slots=True)
class _Findings:
    """Pages by what was odd about them."""

    without_text: list[int] = field(default_factory=list)
    stamped: list[int] = field(default_factory=list)
    recognised: list[int] = field(default_factory=list)
    failed_ocr: list[int] = field(default_factory=list)
    plain: list[int] = field(default_factory=list)
    unmapped: list[int] = field(default_factory=list)
    drawings: list[int] = field(default_factory=list)
    pictures: list[int] = field(default_factory=list)
    outside: list[int] = field(default_factory=list)
    slanted: list[int] = field(default_factory=list)
    lost_fields: list[int] = field(default_factory=list)
    comments: int = 0


def read(data: bytes, name: str, limits: Limits, ocr: Ocr | None = None) -> Document:
    """Read a PDF. Pages without a text layer are named, and recognised where an ``ocr`` is given."""
    check(data, limits)
    with PdfFile(data) as file:
        findings = _Findings()
        contents = _contents(file, limits, ocr, findings)
        if not any(content.characters for content in contents) and not findings.without_text:
            file.doubted, findings = True, _Findings()
            contents = _contents(file, limits, ocr, findings)
        facts = (file.title, file.pages, file.attachments, file.is_xfa)
    title, pages, attachments, is_xfa = facts

    even_out_sizes([word for content in contents for word in content.words])
    parts, rules = _parts(contents, findings)
    watermarks = [content.watermark for content in contents if len(content.watermark) > 2]
    furniture = take_furniture(parts)
    furniture += _margin_notes(parts, furniture)
    for part in parts:
        _note_pictures(part, findings)
    if not any(part.lines or part.tables or part.boxes for part in parts):
        raise _no_text(pages, findings)
    notes: list[Line] = take_footnotes(parts, rules)
    items: list[Item] = []
    for part in parts:
        words = [word for line in part.lines for word in line.words]
        ordered = reading_order(words, [*part.tables, *part.boxes], part.content.number)
        items.extend(find_borderless(ordered, part.content, rules[part.content.number]))
    nodes = to_flow(items, notes, {content.number: content.width for content in contents})

    builder = PagedBuilder(name, "pdf", limits, nodes)
    lay_down(nodes, builder)
    if pages > limits.max_pages:
        builder.remark("pages_cut", f"Only the first {limits.max_pages:,} of {pages:,} pages were read.")
    if is_cut_short(data):
        builder.remark("truncated", "The end of the file is missing; pages or parts of them may be lost.")
    if attachments:
        builder.remark("embedded_objects", f"{_count(attachments, 'attached file')}, not read.")
    if is_xfa:
        builder.remark("dynamic_form", "The file is a dynamic form; what only Adobe's own viewer shows of it is not read.")
    short = [watermark for watermark in watermarks if len(watermark) <= _WATERMARK]
    if short:
        builder.remark("watermark", f"The pages carry the watermark “{short[0][:60]}”.")
    _remark(findings, builder)
    return builder.build(pages=pages, pages_without_text=findings.without_text, title=title, furniture=[*furniture, *watermarks])


def _contents(file: PdfFile, limits: Limits, ocr: Ocr | None, findings: _Findings) -> list[PageContent]:
    """What the pages show, up to the limits of pages and characters."""
    contents: list[PageContent] = []
    left = limits.max_characters
    for number in range(1, min(file.pages, limits.max_pages) + 1):
        try:
            contents.append(_content(file, number, left, ocr, findings))
        except OverflowError as error:
            raise UnreadableDocument("too_complex", f"more than {limits.max_characters:,} characters of text") from error
        left -= contents[-1].characters
    return contents


def _content(file: PdfFile, number: int, most: int, ocr: Ocr | None, findings: _Findings) -> PageContent:
    """What a page shows; its words are recognised where it has none, or none that mean anything."""
    content, understood = file.content(number, most)
    if not understood:
        findings.plain.append(number)
    if content.unmapped > _UNMAPPED * max(content.characters, 1):
        findings.unmapped.append(number)
        content.words = []
    if content.outside > 3:
        findings.outside.append(number)
    if len(content.watermark) > _WATERMARK:
        findings.slanted.append(number)
    if content.lost_fields:
        findings.lost_fields.append(number)
    findings.comments += content.comments
    if _lacks_text(content):
        findings.without_text.append(number)
        if content.words:
            findings.stamped.append(number)
        if ocr is not None:
            try:
                content.words = file.recognise(number, ocr)
                findings.recognised.append(number)
            except OcrError:
                findings.failed_ocr.append(number)
    return content


def _lacks_text(content: PageContent) -> bool:
    """True for a page that shows something, but hardly any of it as text: a scan, even one stamped with a page number."""
    letters = sum(len(word.text) for word in content.words)
    if not letters:
        return bool(content.pictures) or content.strokes > 0 or content.unmapped > 0
    return letters < 100 and content.covered > _SCAN and content.unmapped == 0


def _parts(contents: Sequence[PageContent], findings: _Findings) -> tuple[list[PageParts], dict[int, list[Rule]]]:
    """Each page with its drawn tables found, and the ruling lines that belong to none."""
    parts: list[PageParts] = []
    rules: dict[int, list[Rule]] = {}
    for content in contents:
        ruled = ruled_tables(content)
        if ruled.too_complex:
            findings.drawings.append(content.number)
        upright = [word for word in ruled.words if word.upright]
        turned = [word for word in ruled.words if not word.upright]
        parts.append(PageParts(content, group_lines(upright, content.number), ruled.tables, ruled.boxes, turned))
        rules[content.number] = ruled.loose
    return parts, rules


def _margin_notes(parts: Sequence[PageParts], headers: Sequence[str]) -> list[str]:
    """Text that runs up or down outside of tables: the imprint of a form, a stamp in the margin.

    On a page that was turned it stands level for people who hold the page upright. What is none of the ``headers`` of other pages
    is read after the rest of that page.
    """
    known = [repeated_key(text) for text in headers]
    notes: list[str] = []
    for part in parts:
        for word in part.turned:
            if part.content.turn and not any(repeated_key(word.text) in key for key in known):
                part.lines.append(Line([_laid_below(word, part)], part.content.number))
            else:
                notes.append(word.text)
    return notes


def _laid_below(word: Word, part: PageParts) -> Word:
    """The word as if it stood level below all else on its page."""
    lowest = max([part.content.height, *(line.bottom for line in part.lines)])
    length = max(word.x1 - word.x0, word.bottom - word.top)
    base = lowest + 2 * word.size
    return replace(word, x0=0.0, x1=length, top=base - word.size, bottom=base, base=base, upright=True)


def _note_pictures(part: PageParts, findings: _Findings) -> None:
    number = part.content.number
    if number not in findings.without_text and part.content.covered > _PICTURE:
        findings.pictures.append(number)


def _no_text(pages: int, findings: _Findings) -> UnreadableDocument:
    if findings.slanted:
        return UnreadableDocument(
            "no_text", "its text is slanted in several directions, and can't be read; save it with level text"
        )
    if findings.without_text or findings.unmapped:
        which = "its page has" if pages == 1 else f"none of its {pages} pages has"
        no = "no text layer that can be read" if pages == 1 else "a text layer that can be read"
        return UnreadableDocument("no_text", f"{which} {no}; run text recognition (OCR) on it")
    return UnreadableDocument("empty", "the file has no text and no pictures")


def _remark(findings: _Findings, builder: PagedBuilder) -> None:
    unread = [n for n in findings.without_text if n not in findings.recognised and n not in findings.slanted]
    if bare := [n for n in unread if n not in findings.stamped]:
        builder.remark("page_without_text", f"{_pages(bare)} without a text layer; not read.")
    if stamped := [n for n in unread if n in findings.stamped]:
        builder.remark("page_without_text", f"{_pages(stamped)} with a few words over a scan; words in the scan are not read.")
    if findings.recognised:
        builder.remark("recognised_text", f"{_pages(findings.recognised)} read by text recognition (OCR), which makes mistakes.")
    if findings.failed_ocr:
        builder.remark("ocr_failed", f"Text recognition failed on {_pages(findings.failed_ocr)}.")
    if findings.plain:
        builder.remark("layout_lost", f"{_pages(findings.plain)} damaged; read without tables and columns.")
    if findings.unmapped:
        builder.remark("unmapped_text", f"{_pages(findings.unmapped)} with letters that the file gives no meaning to.")
    if findings.drawings:
        builder.remark("drawing", f"{_pages(findings.drawings)} with drawings of very many lines; tables there were not sought.")
    if findings.pictures:
        builder.remark("pictures", f"{_pages(findings.pictures)} with pictures; words in them are not read.")
    if findings.outside:
        builder.remark("text_outside_page", f"{_pages(findings.outside)} with text beyond the edge of the page; it was left out.")
    if findings.slanted:
        builder.remark("slanted_text", f"{_pages(findings.slanted)} with slanted text; it was not read.")
    if findings.lost_fields:
        builder.remark("form_fields", f"{_pages(findings.lost_fields)} with fields of a form that can't be read.")
    if findings.comments:
        builder.remark("comments", f"{_count(findings.comments, 'comment')} pinned to the pages; they are not read as text.")


def _pages(numbers: Sequence[int]) -> str:
    """Pages as people name them: "Page 3", "Pages 1, 4-6"."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    named = ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)
    return f"Page{'s' if len(set(numbers)) > 1 else ''} {named}"


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
