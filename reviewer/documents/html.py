"""HTML pages: their words in the blocks that the tags make. Scripts, styles, navigation and hidden parts are no text."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html

from reviewer.documents.builder import DocumentBuilder, split_label
from reviewer.documents.interface import Limits
from reviewer.errors import UnreadableDocument
from reviewer.model import BlockKind, Document

_DROPPED = {"script", "style", "nav", "noscript", "template", "head", "svg", "iframe", "object", "select", "button"}
_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_MAX_COLUMNS = 500
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt", "figcaption", "figure",
    "footer", "form", "header", "html", "li", "main", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th",
    "thead", "tr", "ul", *_HEADINGS,
}  # fmt: skip


def read(data: bytes, name: str, limits: Limits) -> Document:
    """Read a page. Raises UnreadableDocument (``damaged``, ``too_complex``)."""
    try:
        root = lxml_html.document_fromstring(
            data, parser=lxml_html.HTMLParser(huge_tree=False, remove_comments=True, remove_pis=True, encoding=_encoding(data))
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableDocument("damaged", "the page could not be parsed") from error
    builder = DocumentBuilder(name, "html", limits)
    walk = _Walk(builder, limits.max_depth * 4)
    walk.block(root, 0)
    return builder.build(title=root.findtext(".//title") or "")


def _encoding(data: bytes) -> str | None:
    """UTF-8 where it is; else what the page says of itself."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return "utf-8"


def _is_hidden(element: lxml_html.HtmlElement) -> bool:
    style = "".join(str(element.get("style") or "").lower().split())
    return element.get("hidden") is not None or "display:none" in style or "visibility:hidden" in style


class _Walk:
    """Lays the elements down in reading order."""

    def __init__(self, builder: DocumentBuilder, max_depth: int) -> None:
        self._builder = builder
        self._max_depth = max_depth
        self._lists: list[int | None] = []
        self._quotes = 0

    def block(self, element: lxml_html.HtmlElement, depth: int) -> None:
        """Lay down an element: runs of inline text as paragraphs, blocks in it as themselves."""
        if depth > self._max_depth:
            raise UnreadableDocument("too_complex", "the page is nested too deeply")
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _DROPPED or not tag or _is_hidden(element):
            return
        if tag == "table":
            self._table(element)
        elif tag in _HEADINGS:
            label, text = split_label(_words(element))
            self._builder.add(BlockKind.heading, text, level=_HEADINGS[tag], label=label)
        elif tag == "pre":
            self._builder.add(BlockKind.code, _words(element))
        else:
            self._container(element, tag, depth)

    def _container(self, element: lxml_html.HtmlElement, tag: str, depth: int) -> None:
        if tag in {"ul", "ol"}:
            self._lists.append(1 if tag == "ol" else None)
        self._quotes += tag == "blockquote"
        number = ""
        if tag == "li" and self._lists and self._lists[-1] is not None:
            number = f"{self._lists[-1]}."
            self._lists[-1] += 1
        run: list[str] = [element.text or ""]
        for child in element:
            name = child.tag if isinstance(child.tag, str) else ""
            if name in _BLOCKS:
                self._flush(run, tag, number)
                self.block(child, depth + 1)
                number, run = "", []
            elif name == "br":
                run.append("\n" if tag in {"td", "th"} else " ")
            elif name and name not in _DROPPED and not _is_hidden(child):
                run.append(_words(child))
            run.append(child.tail or "")
        self._flush(run, tag, number)
        self._quotes -= tag == "blockquote"
        if tag in {"ul", "ol"}:
            self._lists.pop()

    def _flush(self, run: list[str], tag: str, number: str) -> None:
        label, text = split_label(" ".join("".join(run).split()))
        if self._quotes:
            self._builder.add(BlockKind.quotation, text, label=label)
        elif tag in {"li", "dd"} or self._lists:
            self._builder.add(BlockKind.list_item, text, level=max(1, len(self._lists)), label=label or number)
        elif tag in {"caption", "figcaption"}:
            self._builder.add(BlockKind.caption, text)
        else:
            self._builder.add(BlockKind.paragraph, text, label=label)

    def _table(self, element: lxml_html.HtmlElement) -> None:
        for caption in element.findall("caption"):
            self._builder.add(BlockKind.caption, _words(caption))
        table = self._builder.new_table()
        headers: list[str] = []
        for position, row in enumerate(_grid(element)):
            is_header = position == 0 and all(cell.tag == "th" for cell in row if cell is not None)
            texts = ["" if cell is None else _words(cell) for cell in row]
            if is_header:
                headers = texts
            self._builder.add_row(texts, table=table, headers=headers, header_row=is_header)


def _grid(table: lxml_html.HtmlElement) -> Iterator[list[lxml_html.HtmlElement | None]]:
    """Rows with one entry a column; a spanned place is None, so that columns keep their place."""
    carried: dict[int, int] = {}
    for row in table.iter("tr"):
        if next(row.iterancestors("table")) is not table or _is_hidden(row):
            continue
        cells: list[lxml_html.HtmlElement | None] = []
        for cell in row:
            if cell.tag not in {"td", "th"}:
                continue
            if len(cells) >= _MAX_COLUMNS:
                raise UnreadableDocument("too_complex", f"a table has more than {_MAX_COLUMNS} columns")
            while carried.get(len(cells), 0):
                carried[len(cells)] -= 1
                cells.append(None)
            for k in range(_span(cell, "colspan")):
                carried[len(cells)] = _span(cell, "rowspan") - 1
                cells.append(cell if k == 0 else None)
        yield cells


def _span(cell: lxml_html.HtmlElement, name: str) -> int:
    value = str(cell.get(name) or "1")
    return min(100, max(1, int(value))) if value.isdecimal() else 1


def _words(element: lxml_html.HtmlElement) -> str:
    """The words of an element with everything in it; blocks and line breaks within stand on lines of their own."""
    if _is_hidden(element) or element.tag in _DROPPED:
        return ""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str):
            parts.append("\n" if child.tag == "br" or child.tag in _BLOCKS else "")
            parts.append(_words(child))
            parts.append("\n" if child.tag in _BLOCKS else "")
        parts.append(child.tail or "")
    return "".join(parts)
