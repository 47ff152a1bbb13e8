"""Writes the Markdown that ``markdown_source`` reads: parsing what is written here gives the same document again."""

from __future__ import annotations

import re

from bench.render.blocks import Block, Caption, Heading, Listing, Paragraph, Source, Span, Spans, Table

_MARKED = re.compile(r"[\\*`|<]|\]\(|_\w+_")
_SIGNS = re.compile(r"([\\*_`|\[\]<])")


def render(source: Source) -> bytes:
    """The document as the bytes of a .md file."""
    parts = [f"# {_inline(source.title)}", *(_block(block) for block in source.blocks)]
    return ("\n\n".join(parts) + "\n").encode()


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"{'#' * (block.level + 1)} {_numbered(block.number, block.spans)}"
    if isinstance(block, Paragraph):
        return _numbered(block.number, block.spans)
    if isinstance(block, Caption):
        return f"Table {block.number}: {_inline(block.spans)}"
    if isinstance(block, Listing):
        signs = ["-" if block.start is None else f"{block.start + place}." for place in range(len(block.items))]
        return "\n".join(f"{sign} {_inline(item)}" for sign, item in zip(signs, block.items, strict=True))
    return _table(block)


def _table(block: Table) -> str:
    first, *rest = [f"| {' | '.join(_inline(cell) for cell in row)} |" for row in block.rows]
    return "\n".join([first, "|" + "---|" * len(block.rows[0]), *rest])


def _numbered(number: str, spans: Spans) -> str:
    return f"{number} {_inline(spans)}" if number else _inline(spans)


def _inline(spans: Spans) -> str:
    return "".join(_span(span) for span in spans)


def _span(span: Span) -> str:
    words = f"`{span.text}`" if span.code else _escaped(span.text)
    if span.italic:
        words = f"*{words}*"
    if span.bold:
        words = f"**{words}**"
    return f"[{words}]({span.href})" if span.href else words


def _escaped(text: str) -> str:
    """Brackets in plain text are no link; escaping them everywhere would only litter the file."""
    return _SIGNS.sub(r"\\\1", text) if _MARKED.search(text) else text
