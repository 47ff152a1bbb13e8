"""Writes a web page as an intranet serves it: the document in ``main``, with the site around it."""

from __future__ import annotations

from html import escape

from bench.render.blocks import Block, Caption, Heading, Listing, Paragraph, Source, Spans, Table, plain

_STYLE = "body{font-family:sans-serif;margin:2em}table{border-collapse:collapse}td,th{border:1px solid #999;padding:.2em .5em}"


def render(source: Source, company: str) -> bytes:
    """The document as the bytes of an .html file."""
    lines = [
        "<!DOCTYPE html>",
        '<html lang="en"><head><meta charset="utf-8">',
        f"<title>{escape(plain(source.title))}</title><style>{_STYLE}</style></head><body>",
        f"<header>{escape(company)} intranet</header>",
        '<nav><a href="index.html">Home</a> <a href="news.html">News</a> <a href="search.html">Search</a></nav>',
        "<main>",
        f"<h1>{_inline(source.title)}</h1>",
    ]
    blocks = iter(source.blocks)
    for block in blocks:
        if isinstance(block, Caption):
            table = next(blocks, None)
            if isinstance(table, Table):
                lines.append(_table(table, f"Table {block.number}: {_inline(block.spans)}"))
                continue
            lines.append(f"<p>Table {block.number}: {_inline(block.spans)}</p>")
            lines += [_block(table)] if table is not None else []
            continue
        lines.append(_block(block))
    lines += ["</main>", f"<footer>{escape(source.designation())}</footer>", "</body></html>", ""]
    return "\n".join(lines).encode()


def _block(block: Block) -> str:
    if isinstance(block, Heading):
        return f"<h{block.level + 1}>{_numbered(block.number, block.spans)}</h{block.level + 1}>"
    if isinstance(block, Paragraph | Caption):
        return f"<p>{_numbered(block.number, block.spans)}</p>"
    if isinstance(block, Listing):
        items = "\n".join(f"<li>{_inline(item)}</li>" for item in block.items)
        if block.start is None:
            return f"<ul>\n{items}\n</ul>"
        return f'<ol start="{block.start}">\n{items}\n</ol>'
    return _table(block)


def _table(block: Table, caption: str = "") -> str:
    lines = ["<table>", *([f"<caption>{caption}</caption>"] if caption else [])]
    for index, row in enumerate(block.rows):
        header = block.header and index == 0
        cells = [("th" if header or (block.facts and place == 0) else "td", _inline(cell)) for place, cell in enumerate(row)]
        line = "<tr>" + "".join(f"<{tag}>{words}</{tag}>" for tag, words in cells) + "</tr>"
        lines.append(f"<thead>{line}</thead>" if header else line)
    return "\n".join([*lines, "</table>"])


def _numbered(number: str, spans: Spans) -> str:
    return f"{number} {_inline(spans)}" if number else _inline(spans)


def _inline(spans: Spans) -> str:
    made: list[str] = []
    for span in spans:
        words = escape(span.text, quote=False)
        for tag, wanted in (("code", span.code), ("em", span.italic), ("strong", span.bold)):
            words = f"<{tag}>{words}</{tag}>" if wanted else words
        made.append(f'<a href="{escape(span.href)}">{words}</a>' if span.href else words)
    return "".join(made)
