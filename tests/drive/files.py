"""Small documents in the formats that Google exports."""

from __future__ import annotations

import io

import docx
import openpyxl


def word(*paragraphs: str) -> bytes:
    """A Word document with a heading."""
    document = docx.Document()
    document.add_heading("SOP-9 Software problems", 1)
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def workbook(*rows: tuple[str, ...]) -> bytes:
    """An Excel workbook with one sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()
