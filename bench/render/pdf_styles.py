"""Paper, fonts and paragraph styles of a PDF."""

from __future__ import annotations

from dataclasses import dataclass
from xml.sax.saxutils import escape, quoteattr

from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import cm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from bench.render.blocks import Spans
from bench.render.hyphens import hyphenate
from bench.render.recipes import PdfLook

_FACES = {
    "Times": ("Times-Roman", "Times-Bold", "Times-Italic", "Times-BoldItalic"),
    "Helvetica": ("Helvetica", "Helvetica-Bold", "Helvetica-Oblique", "Helvetica-BoldOblique"),
    "Vera": ("Vera", "VeraBd", "VeraIt", "VeraBI"),  # comes with reportlab, is embedded
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """Size and margins of a page, in points."""

    width: float
    height: float
    margin: float
    top: float
    bottom: float

    @classmethod
    def of(cls, look: PdfLook) -> Sheet:
        """A4, or the wide page of a slide."""
        if look.slides:
            return cls(25.4 * cm, 14.29 * cm, 1.8 * cm, 1.4 * cm, 1.9 * cm)
        return cls(*A4, margin=2.3 * cm, top=2.3 * cm, bottom=2.1 * cm)

    @property
    def text_width(self) -> float:
        """Width between the margins."""
        return self.width - 2 * self.margin

    @property
    def text_height(self) -> float:
        """Height between header and footer."""
        return self.height - self.top - self.bottom


class Styles:
    """The paragraph styles of one look."""

    def __init__(self, look: PdfLook) -> None:
        faces = _FACES[look.font]
        if look.font == "Vera":
            for face in faces:
                pdfmetrics.registerFont(TTFont(face, f"{face}.ttf"))
            pdfmetrics.registerFontFamily(faces[0], *faces)
        self.regular, self.bold = faces[:2]
        size, colour = look.size, HexColor(look.colour)
        cell_size = size * (0.75 if look.slides else 0.88)
        body = ParagraphStyle("body", fontName=self.regular, fontSize=size, leading=size * 1.3, spaceAfter=size * 0.6)
        self.body = ParagraphStyle("text", body, alignment=TA_JUSTIFY) if look.justified else body
        self.item = ParagraphStyle("item", self.body, leftIndent=size * 1.6, bulletIndent=size * 0.3, spaceAfter=size * 0.3)
        self.item.bulletFontName, self.item.bulletFontSize = self.regular, size
        self.title = ParagraphStyle("title", body, fontName=self.bold, fontSize=size * 1.7, leading=size * 2.1, textColor=colour)
        self.title.spaceAfter = size
        self.headings = [
            ParagraphStyle(
                f"h{level}", body, fontName=self.bold, fontSize=size * scale, leading=size * scale * 1.25, textColor=colour
            )
            for level, scale in ((1, 1.3), (2, 1.12))
        ]
        for heading in self.headings:
            heading.spaceBefore, heading.spaceAfter = size, size * 0.4
        self.caption = ParagraphStyle(
            "caption", body, fontName=self.bold, fontSize=cell_size, spaceAfter=size * 0.3, keepWithNext=1
        )
        self.cell = ParagraphStyle("cell", body, fontSize=cell_size, leading=cell_size * 1.22, spaceAfter=0)
        self.strong_cell = ParagraphStyle("strong", self.cell, fontName=self.bold)


def markup(spans: Spans, hyphens: bool = False) -> str:
    """Spans in the little markup of reportlab's paragraphs."""
    made: list[str] = []
    hyphens = hyphens and len(spans) == 1  # across a change of font reportlab loses a space with them
    for span in spans:
        words = escape(hyphenate(span.text) if hyphens else span.text)
        if span.code:
            words = f'<font face="Courier">{words}</font>'
        if span.italic:
            words = f"<i>{words}</i>"
        if span.bold:
            words = f"<b>{words}</b>"
        made.append(f"<a href={quoteattr(span.href)}>{words}</a>" if span.href else words)
    return "".join(made)
