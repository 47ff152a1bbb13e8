"""The package of a workbook: looked at before openpyxl unpacks it, and mended where openpyxl can't take what Excel opens."""

from __future__ import annotations

import io
import posixpath
import re
import warnings
import zipfile
from typing import Final

from lxml import etree
from openpyxl import Workbook, load_workbook
from openpyxl.utils.cell import range_boundaries

from reviewer.documents.archive import Archive
from reviewer.documents.builder import DocumentBuilder
from reviewer.documents.interface import Limits
from reviewer.documents.markup import Element, children, parse, rename, tag
from reviewer.documents.remarks import Tally
from reviewer.errors import UnreadableDocument

_MAX_MERGED = 1_000_000  # cells; a merged range may span the whole sheet, and openpyxl makes an object for each of its cells
_NEEDED: Final = re.compile(r"\[content_types\]\.xml|_rels/|xl/(?:_rels/|workbook|worksheets/|sharedstrings)")
"""Parts, by the names that they usually have, without which the text of a workbook is not whole."""
_STRICT: Final = {
    "{http://purl.oclc.org/ooxml/spreadsheetml/main}": "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}": (
        "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
    ),
}
_KINDS: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_READ: Final = {
    "Relationships": {"officeDocument", "worksheet", "chartsheet", "sharedStrings", "styles"},
    "workbook": {"workbookPr", "sheets"},
    "worksheet": {"cols", "sheetData", "mergeCells"},
    "chartsheet": set[str](),
    "styleSheet": {"numFmts", "fonts", "cellXfs"},
    "font": {"b"},
    "xf": set[str](),
}
"""By the element, the root of a part or one in it: what in it bears on the text. openpyxl makes objects of the rest too, and fails on what it doesn't expect."""
_ATTRIBUTES: Final = {"col": {"min", "max", "hidden"}, "row": {"r", "hidden"}, "c": {"r", "t", "s"}, "xf": {"numFmtId", "fontId"}}
"""The same of attributes."""
# openpyxl asks for these by the names that they usually have; all others it looks up where the package says.
_USUAL_NAMES: Final = {name.lower(): name for name in ("[Content_Types].xml", "docProps/core.xml")}


def open_workbook(data: bytes, limits: Limits, builder: DocumentBuilder, tally: Tally) -> Workbook:
    """The workbook as openpyxl reads it, mended where it has to be. Raises UnreadableDocument."""
    uncomputed, mend = _look(data, limits, builder, tally)
    if uncomputed:
        builder.remark(
            "formulas_without_values", f"{uncomputed} formulas hold no computed value; open and save the file in Excel."
        )
    workbook = None if mend else _load(data)
    workbook = workbook or _load(_mended(data, limits))
    if workbook is None:
        workbook = _load(_mended(data, limits, styles=False))
        builder.remark(
            "damaged_part", "The formats of the cells can't be read; dates and percentages may stand as plain numbers."
        )
    if workbook is None:
        raise UnreadableDocument("damaged", "the workbook could not be opened; save it anew as .xlsx")
    return workbook


def _load(data: bytes) -> Workbook | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of drop-down lists and styles that nobody reads here
        try:
            return load_workbook(io.BytesIO(data), data_only=True, keep_links=False)
        except MemoryError:
            raise
        except Exception:  # noqa: BLE001 -- openpyxl fails in many ways
            return None


def _look(data: bytes, limits: Limits, builder: DocumentBuilder, tally: Tally) -> tuple[int, bool]:
    """Look at every part before openpyxl unpacks it, which knows no bounds.

    Returns how many formulas hold no value, and whether openpyxl would not read the package as it is.
    """
    archive = Archive(data, limits)
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if len(package.namelist()) != len(archive.names()):
            raise UnreadableDocument("damaged", "two parts of the workbook have one name; save it anew as .xlsx")
    uncomputed = walked = 0
    mend = False
    tally.pictures = sum(part.startswith("xl/media/") for part in archive.names())
    for part in archive.names():
        content = archive.read(part) or b""
        try:
            root = parse(content, part.removeprefix("xl/"), limits.max_unpacked_bytes)
        except UnreadableDocument as error:
            said = part.endswith((".xml", ".rels"))
            if error.code == "unsafe_xml" or (said and (error.code != "damaged" or _NEEDED.match(part))):
                raise
            if said:
                mend = True
                name = posixpath.basename(part)
                builder.remark("damaged_part", f"A part of the file is damaged and was left out: {name}.")
            continue  # a picture; but a sheet may have any name
        mend = mend or any(f"{{{uri}}}" in _STRICT for uri in root.nsmap.values())
        tally.comments += sum(1 for _ in root.iterfind("{*}commentList/{*}comment"))
        # openpyxl walks through every cell of a merged or linked range.
        walked += sum(map(_extent, root.iterfind("{*}mergeCells/{*}mergeCell")))
        walked += sum(map(_extent, root.iterfind("{*}hyperlinks/{*}hyperlink")))
        for cell in root.iterfind("{*}sheetData/{*}row/{*}c"):
            uncomputed += cell.find("{*}f") is not None and not cell.findtext("{*}v")
    if walked > _MAX_MERGED:
        raise UnreadableDocument("too_complex", f"more than {_MAX_MERGED:,} cells are merged or linked")
    return uncomputed, mend


def _extent(reference: Element) -> int:
    """How many cells a merged or linked range covers. A range without a row or column number is of whole columns or rows."""
    try:
        left, top, right, bottom = range_boundaries(reference.get("ref", ""))
    except ValueError:
        raise UnreadableDocument("damaged", "the workbook names cells that can't be; save it anew as .xlsx") from None
    if left is None or top is None or right is None or bottom is None:
        return _MAX_MERGED + 1
    return (right - left + 1) * (bottom - top + 1)


def _mended(data: bytes, limits: Limits, *, styles: bool = True) -> bytes:
    """A workbook, looked at before, as openpyxl takes it: the usual names and namespaces, and only what bears on the text."""
    archive = Archive(data, limits)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for part in archive.names():
            try:
                root = parse(archive.read(part) or b"", part, limits.max_unpacked_bytes)
            except UnreadableDocument:
                continue  # a picture, or left out with a remark
            rename(root, _STRICT)
            if _local_name(root) == "styleSheet" and not styles:
                continue
            _strip(root, archive, styles)
            package.writestr(_USUAL_NAMES.get(part, part), etree.tostring(root))
    return made.getvalue()


def _strip(root: Element, archive: Archive, styles: bool) -> None:
    """Leave what bears on the text in a part, and write the names of parts in it as the archive has them."""
    for parent in [root, *root.iter("{*}font", "{*}xf")]:
        kind = _local_name(parent)
        for child in list(children(parent)):
            if kind in _READ and (child.get("Type", "").rpartition("/")[2] or _local_name(child)) not in _READ[kind]:
                parent.remove(child)
    for element in root.iter("{*}col", "{*}row", "{*}c", "{*}xf"):
        kept = _ATTRIBUTES[_local_name(element)]
        for name in [n for n in element.attrib if n not in kept or (n == "s" and not styles)]:
            del element.attrib[name]
    for relation in root.iterfind("{*}Relationship"):
        relation.set("Type", _KINDS + relation.get("Type", "").rpartition("/")[2])
        relation.set("Target", _name(relation.get("Target", "")))
    for override in root.findall("{*}Override"):
        override.set("PartName", _name(override.get("PartName", "")))
        if override.get("PartName", "") not in archive:
            root.remove(override)


def _name(part: str) -> str:
    return part.replace("\\", "/").lower()


def _local_name(element: Element) -> str:
    return etree.QName(tag(element)).localname
