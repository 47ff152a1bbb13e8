"""Elements of WordprocessingML that python-docx has no calls for."""

from __future__ import annotations

from collections.abc import Iterable

from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement, parse_xml
from lxml import etree

from bench.render.blocks import Span

Element = etree._Element  # what python-docx has no class for is a bare element

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
        "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
        "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
        "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
        "o": "urn:schemas-microsoft-com:office:office",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    }.items()
)


def element(tag: str, children: Iterable[Element] = (), **attributes: str | int) -> Element:
    """An element ``w:tag`` with attributes of the same namespace."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), str(value))
    made.extend(list(children))
    return made


def parsed(xml: str) -> Element:
    """An element written out as text, its namespaces declared on the outermost tag."""
    head, rest = xml.split(">", 1)
    slash = "/" if head.endswith("/") else ""
    root: Element = parse_xml(f"{head.removesuffix('/')} {NAMESPACES}{slash}>{rest}")
    return root


def extend(parent: Element, *children: Element) -> None:
    """Append to an element of any class; python-docx types its own ones as if they held their like only."""
    parent.extend(children)


def text(words: str, deleted: bool = False) -> Element:
    """``w:t`` or ``w:delText`` that keeps its outer spaces."""
    made = element("delText" if deleted else "t")
    made.text = words
    made.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return made


def run(*content: Element, look: Span | None = None, properties: Iterable[Element] = ()) -> Element:
    """A run; ``look`` gives its character formatting."""
    marks = list(properties)
    if look is not None and look.code:
        marks.append(element("rFonts", ascii="Consolas", hAnsi="Consolas"))
    if look is not None and look.bold:
        marks.append(element("b"))
    if look is not None and look.italic:
        marks.append(element("i"))
    if look is not None and look.href:
        marks += [element("color", val="0563C1"), element("u", val="single")]
    return element("r", ([element("rPr", marks)] if marks else []) + list(content))


def tab() -> Element:
    """A run with a tab."""
    return run(element("tab"))


def page_field(instruction: str, shown: str) -> list[Element]:
    """The runs of a field and the result that it showed when the file was saved."""
    code = element("instrText")
    code.text = f" {instruction} "
    code.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    return [
        run(element("fldChar", fldCharType="begin")),
        run(code),
        run(element("fldChar", fldCharType="separate")),
        run(text(shown)),
        run(element("fldChar", fldCharType="end")),
    ]
