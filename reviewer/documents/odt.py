"""Reader of .odt, the text documents of LibreOffice and others."""

from __future__ import annotations

from reviewer.documents.archive import Archive
from reviewer.documents.builder import DocumentBuilder
from reviewer.documents.flow import plain_text
from reviewer.documents.flow_layout import lay_down
from reviewer.documents.interface import Limits
from reviewer.documents.markup import Element, children, parse, tag
from reviewer.documents.odt_body import BlockReader, Story
from reviewer.documents.odt_inline import insertions_and_deletions
from reviewer.documents.odt_numbering import Lists
from reviewer.documents.odt_styles import FORM, OFFICE, STYLE, XML, Styles
from reviewer.errors import UnreadableDocument
from reviewer.model import Document

_SHARE_OF_ONE_PART = 4  # a parsed part takes about ten times its size in memory


def read(data: bytes, name: str, limits: Limits) -> Document:
    """Read an .odt. Text is as it would be after accepting all tracked changes."""
    builder = DocumentBuilder(name, "odt", limits)
    archive = Archive(data, limits)
    if "encrypted-package" in archive or b"encryption-data" in (archive.read("META-INF/manifest.xml") or b""):
        raise UnreadableDocument("encrypted", "the file is protected by a password; save a copy without one")
    content = archive.read("content.xml")
    if content is None:
        raise UnreadableDocument("damaged", "the package holds no text document; save the document anew")
    root = parse(content, "content.xml", limits.max_unpacked_bytes // _SHARE_OF_ONE_PART)
    body = root.find(f"{OFFICE}body/{OFFICE}text")
    if body is None:
        raise UnreadableDocument("damaged", "the package holds no text document; save the document anew")
    named = _side_part(archive, "styles.xml", limits, builder)
    insertions, deletions = insertions_and_deletions(body)
    story = Story(
        styles=Styles(root, named),
        lists=Lists(root, named),
        max_depth=limits.max_depth,
        insertions=insertions,
        controls={
            element.get(FORM + "id") or element.get(XML + "id") or "": element
            for forms in body.iter(OFFICE + "forms")
            for element in forms.iter()
            if isinstance(element.tag, str)
        },
    )
    story.tally.insertions, story.tally.deletions = len(insertions), deletions
    lay_down(BlockReader(story).read(body), builder)
    furniture = _furniture(named, limits)
    story.tally.remark(builder)
    meta = _side_part(archive, "meta.xml", limits, builder)
    title = meta.findtext(f"{OFFICE}meta/{{http://purl.org/dc/elements/1.1/}}title") if meta is not None else None
    return builder.build(title=title or "", furniture=furniture)


def _side_part(archive: Archive, name: str, limits: Limits, builder: DocumentBuilder) -> Element | None:
    try:
        data = archive.read(name)
        return None if data is None else parse(data, name, limits.max_unpacked_bytes // _SHARE_OF_ONE_PART)
    except UnreadableDocument as error:
        if error.code != "damaged":
            raise
        builder.remark("damaged_part", f"A part of the file is damaged and was left out: {name}.")
        return None


def _furniture(named: Element | None, limits: Limits) -> list[str]:
    """The lines of all headers and footers. They have automatic styles of their own, which their words do not need."""
    if named is None:
        return []
    story = Story(styles=Styles(named), lists=Lists(named), max_depth=limits.max_depth)
    lines: list[str] = []
    for page in named.iter(STYLE + "master-page"):
        for part in children(page):
            if tag(part).startswith((STYLE + "header", STYLE + "footer")) and part.get(STYLE + "display") != "false":
                lines += plain_text(BlockReader(story).read(part))
    return lines
