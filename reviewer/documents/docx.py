"""Reader of .docx: Word as companies write it."""

from __future__ import annotations

from reviewer.documents.builder import DocumentBuilder, fold
from reviewer.documents.docx_body import BlockReader, Story
from reviewer.documents.docx_numbering import Numbering
from reviewer.documents.docx_parts import VML, Package, R, W, value
from reviewer.documents.docx_styles import Styles
from reviewer.documents.flow import Node, plain_text
from reviewer.documents.flow_layout import lay_down
from reviewer.documents.interface import Limits
from reviewer.documents.markup import Element
from reviewer.documents.paged import PagedBuilder
from reviewer.errors import UnreadableDocument
from reviewer.model import Document

_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")


def read(data: bytes, name: str, limits: Limits) -> Document:
    """Read a .docx (or .docm, .dotx). Text is as it would be after accepting all tracked changes."""
    builder = PagedBuilder(name, "docx", limits)
    root, story, nodes = walk(data, limits, builder)
    pages = story.page
    builder.follow(nodes)
    lay_down(nodes, builder)
    furniture = _furniture(root, story, builder)
    story.tally.remark(builder)
    return builder.build(pages=pages, title=story.package.core_title(), furniture=furniture)


def walk(data: bytes, limits: Limits, builder: DocumentBuilder) -> tuple[Element, Story, list[Node]]:
    """The main part, what its parts share, and its content as it stands, before anything is laid down."""
    package = Package(data, limits, builder)
    root = package.main_part()
    bodies = list(root.iterchildren(W + "body"))  # one, but for documents that were joined by a program
    if not bodies:
        raise UnreadableDocument("damaged", "the package holds no Word document; save the document anew")
    story = Story(
        package=package,
        styles=Styles(package.related("styles")),
        numbering=Numbering(package.related("numbering")),
        max_depth=limits.max_depth,
        notes={"footnote": _notes(package, "footnotes", "footnote"), "endnote": _notes(package, "endnotes", "endnote")},
        diagrams=package.targets("diagramData"),
        page=1 if next(root.iter(W + "lastRenderedPageBreak"), None) is not None else None,
    )
    return root, story, [node for body in bodies for node in BlockReader(story).read(body)]


def _notes(package: Package, part: str, kind: str) -> dict[str, Element]:
    root = package.related(part)
    if root is None:
        return {}
    return {value(note, "id") or "": note for note in root.iterchildren(W + kind) if value(note, "type") not in _SEPARATORS}


def _furniture(root: Element, story: Story, builder: DocumentBuilder) -> list[str]:
    """The lines of the headers and footers that the sections of the document use, and watermarks."""
    lines: list[str] = []
    for kind in ("header", "footer"):
        targets = story.package.targets(kind)
        used = dict.fromkeys(element.get(R + "id") for element in root.iter(f"{W}{kind}Reference"))
        for relation in used:
            part = story.package.part(targets[relation]) if relation in targets else None
            if part is None:
                continue
            lines += plain_text(BlockReader(story).read(part))
            for shape in part.iter(VML + "textpath"):
                watermark = fold(shape.get("string") or "")
                if watermark:
                    lines.append(watermark)
                    builder.remark("watermark", f"The pages carry the watermark “{watermark[:60]}”.")
    return lines
