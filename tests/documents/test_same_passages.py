"""One document in several formats: the readers have to make the same passages of it, for its verdicts may not depend on its format."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from difflib import SequenceMatcher
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from bench.render import to_docx, to_html, to_md, to_pdf
from bench.render.blocks import Block, Caption, Heading, Listing, Paragraph, Source, Spans, Table, plain
from bench.render.markdown_source import parse
from bench.render.recipes import DocxLook, Headings, PdfLook
from reviewer.documents import Limits, read_document
from reviewer.library import Library
from reviewer.model import PassageKind
from reviewer.segment import segment
from tests.documents.test_odt import package

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted([
    *(ROOT / "fixtures/calder-imaging/docs-src").glob("*.md"),
    *(ROOT / "fixtures/nordlys-ventilators/docs-src").glob("*.md"),
    *(ROOT / "fixtures/pulsewise-app/docs").glob("*.md"),
])  # fmt: skip
COMPANY = "Harbour Devices"
_Said = tuple[str, str, str, tuple[str, ...], str, tuple[str, ...], str, str]


def said(data: bytes, name: str, library: Library) -> list[_Said]:
    """All that the passages of a document say, and where: kind, number, text, headings, lead-in, columns, caption, section."""
    passages = segment(read_document(data, name, Limits()), library.thesaurus).passages
    return [
        (p.kind.value, p.label.rstrip("."), p.text, p.heading_path, p.lead_in, p.headers, p.caption, p.section_kind.value)
        for p in passages
        if p.kind is not PassageKind.heading
    ]


@pytest.mark.parametrize("form", ["html", "docx", "docx-fake", "odt", "txt", "pdf", "pdf-justified"])
def test_every_format_gives_the_passages_of_the_markdown(form: str, library: Library) -> None:
    assert len(SOURCES) > 10
    differing: list[str] = []
    total = 0
    for path in SOURCES:
        source = parse(path.read_text("utf-8"), path.stem)
        wanted = said(to_md.render(source), f"{path.stem}.md", library)
        got = said(rendered(source, form), f"{path.stem}.{form.partition('-')[0]}", library)
        total += len(wanted)
        for kind, a, b, c, d in SequenceMatcher(None, wanted, got, autojunk=False).get_opcodes():
            if kind != "equal":
                differing += [f"{path.stem}: {passage}" for passage in (*wanted[a:b], *got[c:d])]
    assert len(differing) <= 0.002 * total, "\n".join(differing[:20])


def test_columns_leave_the_words_as_they_are(library: Library) -> None:
    """Two columns of justified text, below a title and a table across the page: hyphens and narrow tables may cost a passage."""
    lost = total = 0
    for path in SOURCES:
        source = parse(path.read_text("utf-8"), path.stem)
        wanted = [passage[2] for passage in said(to_md.render(source), f"{path.stem}.md", library)]
        data = to_pdf.render(source, PdfLook(justified=True, columns=2), COMPANY)
        got = [passage[2] for passage in said(data, f"{path.stem}.pdf", library)]
        total += len(wanted)
        lost += len(wanted) - sum(
            match.size for match in SequenceMatcher(None, wanted, got, autojunk=False).get_matching_blocks()
        )
    assert lost <= 0.02 * total


def rendered(source: Source, form: str) -> bytes:
    """The document as a file of a format."""
    if form == "html":
        return to_html.render(source, COMPANY)
    if form == "odt":
        return odt(source)
    if form == "txt":
        return txt(source)
    if form.startswith("docx"):
        return to_docx.render(source, DocxLook(Headings.fake if form == "docx-fake" else Headings.typed), COMPANY)
    return to_pdf.render(source, PdfLook(justified=form == "pdf-justified"), COMPANY)


# ---- a writer of plain text ------------------------------------------------------------------------------------------


def txt(source: Source) -> bytes:
    title = plain(source.title)
    return "\n\n".join([f"{title}\n{'=' * len(title)}", *map(txt_block, source.blocks)]).encode()


def txt_block(block: Block) -> str:
    if isinstance(block, Heading):
        words_ = f"{block.number} {plain(block.spans)}".strip()
        return f"{words_}\n{('-' if block.level == 1 else '~') * len(words_)}"
    if isinstance(block, Paragraph):
        return textwrap.fill(f"{block.number} {plain(block.spans)}".strip(), 78, break_on_hyphens=False)
    if isinstance(block, Caption):
        return f"Table {block.number}: {plain(block.spans)}"
    if isinstance(block, Listing):
        marks = ["-" if block.start is None else f"{block.start + place}." for place in range(len(block.items))]
        return "\n".join(
            textwrap.fill(f"{mark} {plain(item)}", 78, subsequent_indent="   ", break_on_hyphens=False)
            for mark, item in zip(marks, block.items, strict=True)
        )
    rows = [" | ".join(plain(cell) for cell in row) for row in block.rows]
    rule = ["-|-".join("---" for _ in block.rows[0])] if block.header else []
    return "\n".join(f"| {row} |" for row in [rows[0], *rule, *rows[1:]])


# ---- a writer of OpenDocument text -----------------------------------------------------------------------------------


def odt(source: Source) -> bytes:
    body = f'<text:p text:style-name="Title">{words(source.title)}</text:p>'
    return package(body + "".join(map(odt_block, source.blocks)))


def odt_block(block: Block) -> str:
    if isinstance(block, Heading):
        return f'<text:h text:outline-level="{block.level}">{numbered(block.number, block.spans)}</text:h>'
    if isinstance(block, Paragraph):
        return f"<text:p>{numbered(block.number, block.spans)}</text:p>"
    if isinstance(block, Caption):
        return f"<text:p>Table {block.number}: {words(block.spans)}</text:p>"
    if isinstance(block, Listing):
        items = "".join(f"<text:list-item><text:p>{words(item)}</text:p></text:list-item>" for item in block.items)
        if block.start is None:
            return f'<text:list text:style-name="Dot">{items}</text:list>'
        first = items.replace("<text:list-item>", f'<text:list-item text:start-value="{block.start}">', 1)
        return f'<text:list text:style-name="L">{first}</text:list>'
    return odt_table(block)


def odt_table(block: Table) -> str:
    first, *rest = [odt_row(row, bold_first=block.facts) for row in block.rows]
    if block.header:
        first = f"<table:table-header-rows>{first}</table:table-header-rows>"
    return f"<table:table>{first}{''.join(rest)}</table:table>"


def odt_row(row: Sequence[Spans], *, bold_first: bool) -> str:
    cells = [words(cell) for cell in row]
    if bold_first:
        cells[0] = f'<text:span text:style-name="B">{cells[0]}</text:span>'
    return (
        "<table:table-row>"
        + "".join(f"<table:table-cell><text:p>{c}</text:p></table:table-cell>" for c in cells)
        + "</table:table-row>"
    )


def numbered(number: str, spans: Spans) -> str:
    return f"{number} {words(spans)}" if number else words(spans)


def words(spans: Spans) -> str:
    return escape(plain(spans))
