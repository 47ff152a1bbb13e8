"""Parses the plain Markdown in which sample documents are authored; whatever it does not know is an error, not a guess."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from bench.render.blocks import (
    Block,
    Caption,
    Heading,
    Listing,
    Paragraph,
    RenderError,
    Source,
    Span,
    Spans,
    Table,
    drop_start,
    plain,
)

_HEADING_NUMBER = re.compile(r"(\d+(?:\.\d+)*\.?)\s+")
_CLAUSE_NUMBER = re.compile(r"(\d+(?:\.\d+)+)\s+")
_CAPTION = re.compile(r"Table (\d+): ")
_FACT_HEADERS = {"item", "field"}  # a title block headed by these has a header row; another starts with a fact


def parse(text: str, stem: str) -> Source:
    """Parse one document: its first heading is the title, everything after it a block."""
    root = SyntaxTreeNode(MarkdownIt("commonmark").enable("table").parse(text))
    reader = _Reader(stem)
    for node in root.children:
        reader.take(node)
    if not reader.title:
        raise RenderError(f"{stem}: no title; start the document with '# Title'")
    return Source(stem, reader.title, tuple(reader.blocks))


class _Reader:
    """Takes the top-level nodes in order and remembers the section that a clause number must belong to."""

    def __init__(self, stem: str) -> None:
        self.title: Spans = ()
        self.blocks: list[Block] = []
        self._stem = stem
        self._section = ""

    def take(self, node: SyntaxTreeNode) -> None:
        """Add one node as a block."""
        if node.type == "heading":
            self._heading(node)
        elif node.type == "paragraph":
            self.blocks.append(self._paragraph(self._spans(node)))
        elif node.type in ("bullet_list", "ordered_list"):
            start = int(node.attrs.get("start", 1)) if node.type == "ordered_list" else None
            self.blocks.append(Listing(start, tuple(self._item(item) for item in node.children)))
        elif node.type == "table":
            self.blocks.append(self._table(node))
        else:
            raise self._unknown(node)

    def _heading(self, node: SyntaxTreeNode) -> None:
        spans, level = self._spans(node), int(node.tag[1:]) - 1
        if level == 0:
            if self.title or self.blocks:
                raise RenderError(f"{self._stem}: a second title, {plain(spans)!r}; use '##' for headings")
            self.title = spans
            return
        number = _HEADING_NUMBER.match(plain(spans))
        self._section = number[1].rstrip(".") if number else ""
        self.blocks.append(Heading(level, number[1] if number else "", drop_start(spans, number.end() if number else 0)))

    def _paragraph(self, spans: Spans) -> Paragraph | Caption:
        text = plain(spans)
        caption = _CAPTION.match(text)
        if caption:
            return Caption(caption[1], drop_start(spans, caption.end()))
        # "22.05. Opened." is a date; a clause number goes on from the number of its section.
        number = _CLAUSE_NUMBER.match(text)
        if number and self._section and number[1].rpartition(".")[0] == self._section:
            return Paragraph(number[1], drop_start(spans, number.end()))
        return Paragraph("", spans)

    def _item(self, node: SyntaxTreeNode) -> Spans:
        if [child.type for child in node.children] != ["paragraph"]:
            raise RenderError(
                f"{self._place(node)}: a list item of more than one paragraph; keep it to one, without a list in it"
            )
        return self._spans(node.children[0])

    def _table(self, node: SyntaxTreeNode) -> Table:
        rows = tuple(tuple(self._spans(cell) for cell in row.children) for part in node.children for row in part.children)
        facts = not self.blocks and len(rows[0]) == 2
        return Table(rows, header=not facts or plain(rows[0][0]).casefold() in _FACT_HEADERS, facts=facts)

    def _spans(self, node: SyntaxTreeNode) -> Spans:
        inline = node.children[0] if node.children else None
        return _joined(self._looks(inline.children, Span(""))) if inline is not None else ()

    def _looks(self, nodes: Sequence[SyntaxTreeNode], look: Span) -> list[Span]:
        spans: list[Span] = []
        for node in nodes:
            if node.type in ("text", "softbreak"):
                spans.append(replace(look, text=" " if node.type == "softbreak" else node.content))
            elif node.type == "code_inline":
                spans.append(replace(look, text=node.content, code=True))
            elif node.type == "strong":
                spans += self._looks(node.children, replace(look, bold=True))
            elif node.type == "em":
                spans += self._looks(node.children, replace(look, italic=True))
            elif node.type == "link":
                spans += self._looks(node.children, replace(look, href=str(node.attrs["href"])))
            else:
                raise self._unknown(node)
        return spans

    def _place(self, node: SyntaxTreeNode) -> str:
        return f"{self._stem}.md:{node.map[0] + 1}" if node.map else self._stem

    def _unknown(self, node: SyntaxTreeNode) -> RenderError:
        return RenderError(
            f"{self._place(node)}: {node.type} is not rendered; use headings, paragraphs, one-level lists and tables"
        )


def _joined(spans: list[Span]) -> Spans:
    """Neighbours of one look as one span, empty ones dropped."""
    joined: list[Span] = []
    for span in spans:
        if joined and replace(joined[-1], text="") == replace(span, text=""):
            joined[-1] = replace(span, text=joined[-1].text + span.text)
        elif span.text:
            joined.append(span)
    return tuple(joined)
