"""Markdown, as wikis and repositories hold it: the words without their marks, in the blocks that the marks make."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from lxml import etree
from lxml import html as lxml_html
from markdown_it import MarkdownIt
from markdown_it.token import Token

from reviewer.documents.builder import DocumentBuilder
from reviewer.documents.encodings import decode_wide
from reviewer.documents.flow import Cell, Node, Paragraph, Role, Row, Run, Table
from reviewer.documents.flow_layout import lay_down
from reviewer.documents.html_blocks import PageReader
from reviewer.documents.interface import Limits
from reviewer.documents.marks import reads_as_header_row
from reviewer.errors import UnreadableDocument
from reviewer.model import Document

_FRONT_MATTER = re.compile(r"\A---\r?\n(.*?)\r?\n(?:---|\.\.\.)\r?\n", re.DOTALL)
_TITLE = re.compile(r"^title:\s*[\"']?(.+?)[\"']?\s*$", re.MULTILINE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
# Inline HTML that is markup; anything else in angle brackets is an author's placeholder and stays.
_TAG = re.compile(
    r"^</?(?:a|b|i|u|em|strong|sup|sub|span|div|p|img|kbd|code|small|mark|details|summary|font|center|del|ins)\b[^>]*>$|^<!--",
    re.IGNORECASE,
)
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_STRONG_TAG = re.compile(r"^<(?P<end>/)?(?:b|strong)\s*>$", re.IGNORECASE)


def read(data: bytes, name: str, limits: Limits) -> Document:
    """Read Markdown with tables. Emphasis, link targets, images and comments are dropped; placeholders in angle brackets stay."""
    remark = False
    try:
        wide = decode_wide(data)
        text = data.decode("utf-8-sig") if wide is None else wide
    except UnicodeDecodeError:
        text, remark = data.decode("cp1252", errors="replace"), True
    if "\x00" in text:
        raise UnreadableDocument("damaged", "the file holds binary data, not text; fetch it again")
    builder = DocumentBuilder(name, "md", limits)
    if remark:
        builder.remark("not_utf8", "The text is not UTF-8; it was read as Windows-1252.")
    front = _FRONT_MATTER.match(text)
    title = _TITLE.search(front[1]) if front else None
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": limits.max_depth}).enable(["table", "strikethrough"])
    pages = PageReader(limits.max_depth)
    lay_down(_Walk(pages).nodes(parser.parse(text[front.end() :] if front else text)), builder)
    pages.remark(builder)
    return builder.build(title=title[1] if title else "", furniture=pages.furniture)


class _Walk:
    """Turns the flat list of tokens into the nodes of a flow. ``pages`` reads the HTML that stands in it."""

    def __init__(self, pages: PageReader) -> None:
        self._pages = pages
        self._nodes: list[Node] = []
        self._quotes = 0
        self._numbers: list[int | None] = []  # for each list that is open: its next number, None for bullets
        self._label = ""

    def nodes(self, tokens: Sequence[Token]) -> list[Node]:
        """The nodes, in reading order."""
        i = 0
        while i < len(tokens):
            token = tokens[i]
            if token.type == "table_open":
                end = next(j for j in range(i, len(tokens)) if tokens[j].type == "table_close")
                self._nodes.append(self._table(tokens[i:end]))
                i = end
            elif token.type == "heading_open":
                self._nodes.append(Paragraph(_runs(tokens[i + 1]), role=Role.heading, level=int(token.tag[1:])))
                i += 2
            elif token.type == "paragraph_open":
                self._nodes.append(self._paragraph(_runs(tokens[i + 1])))
                i += 2
            else:
                self._structure(token)
            i += 1
        return self._nodes

    def _structure(self, token: Token) -> None:
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            start = token.attrGet("start")
            self._numbers.append(int(start if start is not None else 1) if token.type.startswith("ordered") else None)
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            self._numbers.pop()
        elif token.type == "list_item_open":
            number = self._numbers[-1]
            self._label = f"{number}." if number is not None else ""
            if number is not None:
                self._numbers[-1] = number + 1
        elif token.type in {"blockquote_open", "blockquote_close"}:
            self._quotes += 1 if token.type == "blockquote_open" else -1
        elif token.type in {"fence", "code_block"}:
            self._nodes.append(Paragraph([Run(token.content)], role=Role.code))
        elif token.type == "html_block":
            self._nodes += self._html(token.content)

    def _paragraph(self, runs: list[Run]) -> Paragraph:
        if self._quotes:
            return Paragraph(runs, role=Role.quotation)
        paragraph = Paragraph(runs, listed=bool(self._numbers), level=len(self._numbers), label=self._label)
        self._label = ""
        return paragraph

    def _html(self, content: str) -> list[Node]:
        """A block of HTML within Markdown. A placeholder in angle brackets is not one."""
        content = _COMMENT.sub(" ", content)
        if not content.strip():
            return []
        opening = content.lstrip().split(None, 1)[0].rstrip(">") + ">"
        if not _TAG.match(opening) and not re.match(r"\s*</?[A-Za-z][\w:-]*[\s/>]", content):
            return [Paragraph([Run(content)])]
        try:
            root = lxml_html.fragment_fromstring(content, create_parent="div")
        except (etree.ParserError, etree.XMLSyntaxError, ValueError, AssertionError):
            return [Paragraph([Run(re.sub(r"</?[A-Za-z][^>]*>", " ", content))])]
        return self._pages.read(root)

    def _table(self, tokens: Sequence[Token]) -> Table:
        rows = [(header, [Cell([Paragraph(_runs(token))]) for token in cells]) for header, cells in _rows(tokens)]
        table = Table([Row(cells, header=header) for header, cells in rows])
        if table.rows and table.rows[0].header and self._is_facts(table):
            table.rows[0].header = False
        return table

    def _is_facts(self, table: Table) -> bool:
        """Whether the first row of the title block is a fact like the others: Markdown has no table without a header row."""
        if any(isinstance(node, Paragraph) and node.role is Role.heading and node.level > 1 for node in self._nodes):
            return False
        texts = [" ".join(node.visible() for node in cell.nodes if isinstance(node, Paragraph)) for cell in table.rows[0].cells]
        return len(texts) == 2 and any(map(str.strip, texts)) and not reads_as_header_row(texts)


def _rows(tokens: Sequence[Token]) -> Iterator[tuple[bool, list[Token]]]:
    cells: list[Token] = []
    header = False
    for token in tokens:
        if token.type == "tr_open":
            cells, header = [], False
        elif token.type == "th_open":
            header = True
        elif token.type == "inline":
            cells.append(token)
        elif token.type == "tr_close":
            yield header, cells


def _runs(token: Token) -> list[Run]:
    """The words of a run of text: link text without its target, code without ticks, line breaks as such."""
    runs: list[Run] = []
    struck = strong = 0
    for child in token.children or []:
        if child.type in {"s_open", "s_close"}:
            struck += 1 if child.type == "s_open" else -1
        elif child.type in {"strong_open", "strong_close"}:
            strong += 1 if child.type == "strong_open" else -1
        elif struck:
            continue
        elif child.type in {"text", "code_inline"}:
            runs.append(Run(child.content, strong=strong > 0))
        elif child.type == "softbreak":
            runs.append(Run(" "))
        elif child.type == "hardbreak" or (child.type == "html_inline" and _BREAK.fullmatch(child.content)):
            runs.append(Run("\n"))
        elif child.type == "html_inline" and (tag := _STRONG_TAG.match(child.content)):
            strong = max(0, strong + (-1 if tag["end"] else 1))
        elif child.type == "html_inline" and not _TAG.match(child.content):
            runs.append(Run(child.content, strong=strong > 0))
    return runs
