"""PDFs made in code for the tests of the PDF reader."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

from reportlab.lib import colors
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, SimpleDocTemplate, Table, TableStyle

BODY = ParagraphStyle("body", fontName="Helvetica", fontSize=10, leading=12.5, spaceAfter=6)
CELL = ParagraphStyle("cell", fontName="Helvetica", fontSize=9, leading=11)
HEAD = ParagraphStyle("head", fontName="Helvetica-Bold", fontSize=14, leading=17, spaceBefore=10, spaceAfter=6)
TITLE = ParagraphStyle("title", fontName="Helvetica-Bold", fontSize=20, leading=24, spaceAfter=12)
BULLET = ParagraphStyle("bullet", parent=BODY, leftIndent=18, bulletIndent=6)
GRID = TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black), ("VALIGN", (0, 0), (-1, -1), "TOP")])

SENTENCES = (
    "The product security officer shall rate each vulnerability within five working days.",
    "Affected customers are informed of the remediation and of the remaining risk.",
    "The software architect reviews whether the same weakness exists in other products.",
    "Records of the evaluation are kept in the configuration management system.",
    "Where no correction is possible, compensating measures are documented in the risk management file.",
    "The release of the correction requires the approval of the change control board.",
)


def prose(number: int, start: int = 0) -> str:
    """``number`` sentences."""
    return " ".join(SENTENCES[(start + i) % len(SENTENCES)] for i in range(number))


def drawn(*pages: Callable[[Canvas], None], size: tuple[float, float] = A4, **options: Any) -> bytes:
    """A PDF whose pages are drawn on a canvas."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size, invariant=1, **options)
    for page in pages:
        page(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def flowed(story: Sequence[Any], header: str = "", footer: str = "", columns: int = 1, **options: Any) -> bytes:
    """A PDF of flowing text with running header and footer; "{page}" in them is the page number."""

    def furniture(canvas: Canvas, document: Any) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(56, 810, header.format(page=document.page))
        canvas.drawString(56, 30, footer.format(page=document.page))

    buffer = io.BytesIO()
    if columns == 1:
        SimpleDocTemplate(buffer, pagesize=A4, leftMargin=56, rightMargin=56, invariant=1, **options).build(
            list(story), onFirstPage=furniture, onLaterPages=furniture
        )
    else:
        width = (A4[0] - 112 - 20 * (columns - 1)) / columns
        frames = [Frame(56 + i * (width + 20), 60, width, 720, leftPadding=0, rightPadding=0) for i in range(columns)]
        document = BaseDocTemplate(buffer, pagesize=A4, invariant=1, **options)
        document.addPageTemplates(PageTemplate(frames=frames, onPage=furniture))
        document.build(list(story))
    return buffer.getvalue()


def table(
    rows: Sequence[Sequence[str]], widths: Sequence[float], *, style: TableStyle = GRID, repeat: int = 0, split: bool = True
) -> Table:
    """A table whose cells wrap."""
    made = Table(
        [[Paragraph(cell, CELL) for cell in row] for row in rows],
        colWidths=list(widths),
        repeatRows=repeat,
        splitInRow=int(split),
    )
    made.setStyle(style)
    return made


def text_lines(
    canvas: Canvas,
    lines: Sequence[str],
    x: float = 56,
    y: float = 780,
    size: float = 10,
    leading: float = 12.5,
    bold: bool = False,
) -> None:
    """Lines of text from ``y`` downwards."""
    canvas.setFont("Helvetica-Bold" if bold else "Helvetica", size)
    for line in lines:
        canvas.drawString(x, y, line)
        y -= leading
