"""Markdown, as wikis and repositories hold it: the words without their marks, in the blocks that the marks make."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from reviewer.documents.builder import DocumentBuilder, split_label
from reviewer.documents.interface import Limits
from reviewer.errors import UnreadableDocument
from reviewer.model import BlockKind, Document

_FRONT_MATTER = re.compile(r"\A---\r?\n(.*?)\r?\n(?:---|\.\.\.)\r?\n", re.DOTALL)
_TITLE = re.compile(r"^title:\s*[\"']?(.+?)[\"']?\s*$", re.MULTILINE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TASK = re.compile(r"^\[([ xX])\]\s+")
_CAPTION = re.compile(r"^(?:Table|Tab\.|Figure|Fig\.)\s*\d+\b")
# Inline HTML that is markup; anything else in angle brackets is an author's placeholder and stays.
_TAG = re.compile(
    r"^</?(?:a|b|i|u|em|strong|sup|sub|span|div|p|img|kbd|code|small|mark|details|summary|font|center)\b[^>]*>$|^<!--",
    re.IGNORECASE,
)


def read(data: bytes, name: str, limits: Limits) -> Document:
    """Read Markdown with tables. Emphasis, link targets, images and comments are dropped; placeholders in angle brackets stay."""
    remark = False
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text, remark = data.decode("cp1252", errors="replace"), True
    if "\x00" in text:
        raise UnreadableDocument("damaged", "it holds binary data, not text")
    builder = DocumentBuilder(name, "md", limits)
    if remark:
        builder.remark("not_utf8", "The text is not UTF-8; it was read as Windows-1252.")
    front = _FRONT_MATTER.match(text)
    title = _TITLE.search(front[1]) if front else None
    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": limits.max_depth}).enable(["table", "strikethrough"])
    _Walk(builder).run(parser.parse(text[front.end() :] if front else text))
    return builder.build(title=title[1] if title else "")


class _Walk:
    """Lays the parsed blocks down in reading order."""

    def __init__(self, builder: DocumentBuilder) -> None:
        self._builder = builder
        self._depth = 0
        self._quotes = 0
        self._numbers: list[int | None] = []
        self._label = ""

    def run(self, tokens: Sequence[Token]) -> None:
        """Walk the flat list of tokens."""
        i = 0
        while i < len(tokens):
            token = tokens[i]
            if token.type == "table_open":
                end = next(j for j in range(i, len(tokens)) if tokens[j].type == "table_close")
                self._table(tokens[i:end])
                i = end
            elif token.type == "heading_open":
                self._heading(int(token.tag[1:]), _plain(tokens[i + 1]))
                i += 2
            elif token.type == "paragraph_open":
                self._paragraph(_plain(tokens[i + 1]))
                i += 2
            else:
                self._structure(token)
            i += 1

    def _structure(self, token: Token) -> None:
        if token.type in {"bullet_list_open", "ordered_list_open"}:
            self._depth += 1
            start = token.attrGet("start")
            self._numbers.append(int(start if start is not None else 1) if token.type.startswith("ordered") else None)
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            self._depth -= 1
            self._numbers.pop()
        elif token.type == "list_item_open":
            number = self._numbers[-1]
            self._label = f"{number}." if number is not None else ""
            if number is not None:
                self._numbers[-1] = number + 1
        elif token.type == "blockquote_open":
            self._quotes += 1
        elif token.type == "blockquote_close":
            self._quotes -= 1
        elif token.type in {"fence", "code_block"}:
            self._builder.add(BlockKind.code, token.content)
        elif token.type == "html_block":
            self._html(token.content)

    def _html(self, content: str) -> None:
        """A block of HTML within Markdown: its words, without comments and tags."""
        content = re.sub(r"<!--.*?(?:-->|\Z)|<(script|style)\b.*?(?:</\1>|\Z)", " ", content, flags=re.DOTALL | re.IGNORECASE)
        for line in re.split(r"\n\s*\n|<br\s*/?>|</(?:p|div|li|tr|h\d)>", content, flags=re.IGNORECASE):
            self._builder.add(BlockKind.paragraph, re.sub(r"</?[A-Za-z][^>]*>", " ", line))

    def _heading(self, level: int, text: str) -> None:
        label, rest = split_label(text)
        self._builder.add(BlockKind.heading, rest, level=level, label=label)

    def _paragraph(self, text: str) -> None:
        label, rest = split_label(text)
        if self._quotes:
            self._builder.add(BlockKind.quotation, rest, label=label)
        elif self._depth:
            task = _TASK.match(text)
            label, rest = split_label(text[task.end() :] if task else text)
            self._builder.add(BlockKind.list_item, rest, level=self._depth, label=label or self._label, form_field=bool(task))
            self._label = ""
        elif _CAPTION.match(text) and len(text) < 200 and not text.rstrip().endswith((".", ";")):
            self._builder.add(BlockKind.caption, text)
        else:
            self._builder.add(BlockKind.paragraph, rest, label=label)

    def _table(self, tokens: Sequence[Token]) -> None:
        table = self._builder.new_table()
        headers: list[str] = []
        for header, cells in _rows(tokens):
            if header:
                # A table with an empty header line is a list of keys and values and names no columns.
                headers = cells if any(c.strip() for c in cells) else []
                self._builder.add_row(cells, table=table, header_row=True)
            else:
                self._builder.add_row(cells, table=table, headers=headers)


def _rows(tokens: Sequence[Token]) -> Iterator[tuple[bool, list[str]]]:
    cells: list[str] = []
    header = False
    for token in tokens:
        if token.type == "tr_open":
            cells, header = [], False
        elif token.type == "th_open":
            header = True
        elif token.type == "inline":
            cells.append(_plain(token))
        elif token.type == "tr_close":
            yield header, cells


def _plain(token: Token) -> str:
    """The words of a run of text: link text without its target, code without ticks, line breaks in cells as such."""
    parts: list[str] = []
    struck = 0
    for child in token.children or []:
        if child.type in {"s_open", "s_close"}:
            struck += 1 if child.type == "s_open" else -1
        elif struck:
            continue
        elif child.type in {"text", "code_inline"}:
            parts.append(child.content)
        elif child.type == "softbreak":
            parts.append(" ")
        elif child.type == "hardbreak" or (child.type == "html_inline" and _BREAK.fullmatch(child.content)):
            parts.append("\n")
        elif child.type == "html_inline" and not _TAG.match(child.content):
            parts.append(child.content)
    return "".join(parts)
