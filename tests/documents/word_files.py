"""Writes small .docx files from raw WordprocessingML, so that tests can hold whatever Word, or an attacker, would write."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape

from reviewer.documents.docx import read
from reviewer.documents.interface import Limits
from reviewer.model import Block, BlockKind, Document

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "dgm": "http://schemas.openxmlformats.org/drawingml/2006/diagram",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"

HEADING_STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="Heading{n}"><w:name w:val="heading {n}"/>'
    f'<w:pPr><w:outlineLvl w:val="{n - 1}"/></w:pPr><w:rPr><w:b/></w:rPr></w:style>'
    for n in range(1, 7)
)


def part(root: str, content: str) -> str:
    """An XML part with the namespaces that the tests use."""
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {NAMESPACES}>{content}</w:{root}>'


def docx(body: str, *, styles: str = HEADING_STYLES, parts: Mapping[str, str] | None = None, core_title: str = "") -> bytes:
    """A package with this body. ``parts`` are further parts by kind ("numbering"); "header2" is one more "header"."""
    parts = {"styles": part("styles", styles), **(parts or {})}
    files = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{_CONTENT}.document.main+xml"/>'
        + "".join(
            f'<Override PartName="/word/{name}.xml" ContentType="{_CONTENT}.{kind_of(name)}+xml"/>'
            for name in parts
            if kind_of(name) != "diagramData"
        )
        + "</Types>",
        "_rels/.rels": _relations(
            {"rId1": ("officeDocument", "word/document.xml"), "rId2": ("core-properties", "docProps/core.xml")}
        ),
        "docProps/core.xml": f'<c:coreProperties xmlns:c="{_CORE}" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{escape(core_title)}</dc:title></c:coreProperties>',
        "word/document.xml": part("document", f"<w:body>{body}</w:body>"),
        "word/_rels/document.xml.rels": _relations({f"id-{name}": (kind_of(name), f"{name}.xml") for name in parts}),
        **{f"word/{name}.xml": text for name, text in parts.items()},
    }
    return pack({name: text.encode() for name, text in files.items()})


def kind_of(name: str) -> str:
    """Relationship kind of a part: "header2" is a "header"."""
    return name.rstrip("0123456789")


def pack(files: Mapping[str, bytes]) -> bytes:
    """A zip file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


def unpack(data: bytes) -> dict[str, bytes]:
    """The members of a zip file."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _relations(targets: Mapping[str, tuple[str, str]]) -> str:
    entries = "".join(
        f'<Relationship Id="{key}" Type="{_RELATIONSHIPS}/{kind}" Target="{target}"/>' for key, (kind, target) in targets.items()
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{entries}</Relationships>'


def r(text: str, properties: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def p(
    content: str = "", *, style: str = "", num: int | None = None, level: int | None = None, bold: bool = False, more: str = ""
) -> str:
    """A paragraph. ``content`` is text, or runs where it begins with "<"; ``more`` are further paragraph properties."""
    properties = f'<w:pStyle w:val="{style}"/>' if style else ""
    if num is not None or level is not None:
        properties += "<w:numPr>"
        properties += f'<w:ilvl w:val="{level}"/>' if level is not None else ""
        properties += f'<w:numId w:val="{num}"/>' if num is not None else ""
        properties += "</w:numPr>"
    runs = content if content.startswith("<") or not content else r(content, "<w:b/>" if bold else "")
    return f"<w:p><w:pPr>{properties}{more}</w:pPr>{runs}</w:p>"


def tc(content: str = "", *, span: int = 1, merge: str = "", bold: bool = False, properties: str = "") -> str:
    """A table cell. ``merge`` is "restart" or "continue"; ``content`` is text, or blocks where it begins with "<"."""
    properties += f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    properties += f'<w:vMerge w:val="{merge}"/>' if merge else ""
    blocks = content if content.startswith("<") else "".join(p(line, bold=bold) for line in content.split("\n"))
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{blocks}</w:tc>"


def tr(*cells: str, header: bool = False, properties: str = "", bold: bool = False) -> str:
    """A table row; a cell that is no markup yet is made one."""
    properties += "<w:tblHeader/>" if header else ""
    made = (cell if cell.startswith("<w:tc>") else tc(cell, bold=bold) for cell in cells)
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(made)}</w:tr>"


def tbl(*rows: str, properties: str = "") -> str:
    """A table."""
    return f"<w:tbl><w:tblPr>{properties}</w:tblPr>{''.join(rows)}</w:tbl>"


def fld(instruction: str, result: str, data: str = "") -> str:
    """A complex field."""
    begin, separate, end = (f'<w:fldChar w:fldCharType="{mark}">{{}}</w:fldChar>' for mark in ("begin", "separate", "end"))
    pieces = (begin.format(data), f"<w:instrText>{escape(instruction)}</w:instrText>", separate.format(""))
    return "".join(f"<w:r>{piece}</w:r>" for piece in pieces) + r(result) + f"<w:r>{end.format('')}</w:r>"


def box(content: str) -> str:
    """A run with a text box as Word writes it: once as a shape, once more for older programs."""
    content = f"<w:txbxContent>{content}</w:txbxContent>"
    shape = f"<a:graphic><a:graphicData><wps:wsp><wps:txbx>{content}</wps:txbx></wps:wsp></a:graphicData></a:graphic>"
    return (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor>{shape}</wp:anchor></w:drawing></mc:Choice>'
        f"<mc:Fallback><w:pict><v:shape><v:textbox>{content}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )


def multilevel(*levels: tuple[str, str], abstract: int = 0, num: int = 1, extra: Mapping[int, str] | None = None) -> str:
    """An abstract numbering and its list: for each level its format and text. ``extra`` is markup for single levels."""
    made = ""
    for index, (figures, pattern) in enumerate(levels):
        made += f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{figures}"/>{(extra or {}).get(index, "")}'
        made += f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    return (
        f'<w:abstractNum w:abstractNumId="{abstract}">{made}</w:abstractNum>'
        f'<w:num w:numId="{num}"><w:abstractNumId w:val="{abstract}"/></w:num>'
    )


DECIMAL = (("decimal", "%1"), ("decimal", "%1.%2"), ("decimal", "%1.%2.%3"), ("lowerLetter", "%4)"))


def load(
    body: str, *, styles: str = HEADING_STYLES, parts: Mapping[str, str] | None = None, limits: Limits | None = None
) -> Document:
    """The Document of such a package, checked for what holds of every Document."""
    document = read(docx(body, styles=styles, parts=parts), "sop.docx", limits or Limits())
    check(document)
    return document


def check(document: Document) -> None:
    """Blocks and cells lie in the text in order, do not overlap, and leave nothing out."""
    position = 0
    for block in document.blocks:
        assert block.start >= position
        assert document.text[position : block.start].strip() == ""
        assert document.text[block.start : block.end].strip()
        for cell in block.cells:
            assert block.start <= cell.start <= cell.end <= block.end
        position = block.end
    assert position == len(document.text)


def lines(document: Document, *kinds: BlockKind) -> list[str]:
    """Text of the blocks of these kinds, or of all, with the label before it."""
    return [f"{block.label} {text(document, block)}".strip() for block in document.blocks if not kinds or block.kind in kinds]


def text(document: Document, block: Block) -> str:
    """Text of a block."""
    return document.text[block.start : block.end]


def kinds(document: Document) -> list[str]:
    """Kinds of the blocks."""
    return [block.kind.value for block in document.blocks]


def codes(document: Document) -> set[str]:
    """Codes of the remarks."""
    return {remark.code for remark in document.remarks}
