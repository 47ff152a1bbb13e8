"""Paper: a report as content that knows no format, and one renderer for each format that pages are written in.

``content`` holds the records (headings, paragraphs, quotes, tables, pictures, ...); ``docx``, ``pdf``, ``html`` and ``markdown`` each
turn a ``Paper`` into a file. What a report says is decided once, where its content is made; so no format says less than another.
Texts may come from documents: the renderers escape and clean them, and whoever makes content need not.
"""

from __future__ import annotations

from reviewer.report.paper.content import (
    Block,
    Bullets,
    Cell,
    Column,
    Columns,
    Contents,
    Facts,
    Fields,
    Heading,
    Line,
    PageBreak,
    Paper,
    Paragraph,
    Part,
    Picture,
    Quote,
    Row,
    Run,
    SignOff,
    Style,
    Table,
    Tone,
    Wording,
    bold,
    line,
    link,
    plain,
    see,
    soft,
)
from reviewer.report.paper.docx import docx
from reviewer.report.paper.html import html
from reviewer.report.paper.markdown import markdown
from reviewer.report.paper.pdf import pdf
from reviewer.report.paper.plain import text

__all__ = [
    "Block",
    "Bullets",
    "Cell",
    "Column",
    "Columns",
    "Contents",
    "Facts",
    "Fields",
    "Heading",
    "Line",
    "PageBreak",
    "Paper",
    "Paragraph",
    "Part",
    "Picture",
    "Quote",
    "Row",
    "Run",
    "SignOff",
    "Style",
    "Table",
    "Tone",
    "Wording",
    "bold",
    "docx",
    "html",
    "line",
    "link",
    "markdown",
    "pdf",
    "plain",
    "see",
    "soft",
    "text",
]
