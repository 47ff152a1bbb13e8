"""Workbooks that Excel opens and openpyxl does not: the strict variant, odd names, and faults in what bears on no text."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable

import pytest
from openpyxl import Workbook
from openpyxl.styles import Font

from reviewer.documents.interface import Limits
from reviewer.documents.xlsx import read
from reviewer.errors import UnreadableDocument
from reviewer.model import BlockKind, Document

DAY = dt.date(2026, 3, 1)


def parts() -> dict[str, bytes]:
    """The parts of a sheet with a bold header, a date and a hidden row."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    for line in (["Known weakness", "Found"], ["overflow 1", DAY], ["overflow 2", DAY]):
        sheet.append(line)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.row_dimensions[3].hidden = True
    stream = io.BytesIO()
    workbook.save(stream)
    with zipfile.ZipFile(stream) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(found: dict[str, bytes], name: Callable[[str], str] = str) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for part, content in found.items():
            package.writestr(name(part), content)
    return stream.getvalue()


def changed(part: str, old: bytes, new: bytes) -> bytes:
    found = parts()
    assert old in found[part]
    return packed({**found, part: found[part].replace(old, new, 1)})


def document(data: bytes) -> Document:
    return read(data, "a.xlsx", Limits())


def is_whole(found: Document) -> bool:
    """Whether text, headers and hidden rows are those of a healthy workbook."""
    whole = document(packed(parts()))
    assert "overflow 1 | 2026-03-01" in whole.text
    return (found.text, found.blocks) == (whole.text, whole.blocks)


def test_a_strict_workbook() -> None:
    strict = {
        name: content.replace(
            b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"http://purl.oclc.org/ooxml/spreadsheetml/main"
        ).replace(
            b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        )
        for name, content in parts().items()
    }
    assert is_whole(document(packed(strict)))


@pytest.mark.parametrize("name", [lambda n: n.replace("/", "\\"), str.lower, str.upper], ids=["backslashes", "lower", "upper"])
def test_names_of_parts(name: Callable[[str], str]) -> None:
    assert is_whole(document(packed(parts(), name)))


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        ("xl/worksheets/sheet1.xml", b"</sheetData>", b'</sheetData><sheetProtection content="1"/>'),
        ("xl/worksheets/sheet1.xml", b"<sheetData>", b'<cols><col min="9" max="9" phonetic="1"/></cols><sheetData>'),
        ("xl/styles.xml", b"<cellStyle ", b'<cellStyle odd="1" '),
        ("xl/styles.xml", b"<xf ", b'<xf oddCount="1" '),
    ],
)
def test_what_openpyxl_does_not_expect(part: str, old: bytes, new: bytes) -> None:
    found = document(changed(part, old, new))
    assert is_whole(found)
    assert not [remark for remark in found.remarks if remark.code == "damaged_part"]


def test_formats_that_cannot_be_read_are_said() -> None:
    found = document(changed("xl/styles.xml", b"<cellXfs ", b"<cellXfs><xf numFmtId='many'/></cellXfs><cellXfs "))
    assert "overflow 1 | 46082" in found.text
    assert [remark.text for remark in found.remarks if remark.code == "damaged_part"] == [
        "The formats of the cells can't be read; dates and percentages may stand as plain numbers."
    ]
    assert any(block.hidden for block in found.blocks if block.kind is BlockKind.table_row)


def test_a_damaged_part_without_text_is_left_out_and_said() -> None:
    found = document(packed({**parts(), "xl/slicerCaches/slicerCache1.xml": b"<slicer><cut"}))
    assert is_whole(found)
    assert "A part of the file is damaged and was left out: slicercache1.xml." in [remark.text for remark in found.remarks]


@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
def test_a_damaged_part_with_text_is_refused(part: str) -> None:
    found = parts()
    with pytest.raises(UnreadableDocument, match="not well-formed"):
        document(packed({**found, part: found[part][:-20]}))
