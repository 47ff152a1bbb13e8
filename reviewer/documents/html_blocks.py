"""Walks the elements of a web page into a flow: paragraphs, lists, tables, with the frame of the page set apart."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from lxml import html as lxml_html

from reviewer.documents.builder import DocumentBuilder, fold
from reviewer.documents.flow import Node, Paragraph, Role, Run, Table
from reviewer.documents.html_tables import definition_rows, table_rows
from reviewer.documents.numerals import numeral
from reviewer.documents.remarks import Tally
from reviewer.documents.symbols import BOX, TICKED

_HEADINGS = {f"h{n}": n for n in range(1, 7)}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "dir", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "header", "hr", "html", "legend", "li", "main", "menu", "ol", "p", "pre",
    "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", *_HEADINGS,
}  # fmt: skip
# No words of the document: menus, what a script works with, the parameters of a wiki's macros.
_DROPPED = {"script", "style", "nav", "noscript", "template", "head", "select", "button", "datalist", "ac:parameter"}
_OBJECTS = {"svg", "iframe", "object", "embed", "video", "audio", "canvas", "applet", "math"}
_REMOVED = {"del", "s", "strike"}
_STRONG = {"b", "strong", "th", "u"}
_LISTS = {"ul", "ol", "menu", "dir"}
# What wikis and Word give the parts of their pages for a name, in "class" or "id".
_FRAME = {"breadcrumbs", "breadcrumb-section", "page-metadata", "footer", "msoheader", "msofooter", "site-header", "site-footer"}
_ROLES = {"msotitle": Role.main_title, "msocaption": Role.caption, "toc-macro": Role.contents, "toc": Role.contents}
_BOLD = re.compile(r"font-weight:(?:bold|[6-9]00)")
_STATED = re.compile(r"font-weight:(?:normal|[1-5]00)")
_SPACE = re.compile(r"[ \t\r\n\f]+")
_FIGURES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


@dataclass(frozen=True, slots=True)
class _Look:
    """What the elements around a piece of text make of it. ``depth``: of lists."""

    strong: bool = False
    inserted: bool = False
    verbatim: bool = False
    depth: int = 0
    role: Role = Role.body
    level: int = 0


class PageReader:
    """Reads one page, or a piece of one. ``furniture`` is then what frames it: site name, footer, breadcrumbs."""

    def __init__(self, max_depth: int) -> None:
        self.furniture: list[str] = []
        self._tally = Tally()
        self._max_depth = max_depth
        self._flattened = 0
        self._hidden = 0
        self._blocks: set[lxml_html.HtmlElement] = set()

    def read(self, root: lxml_html.HtmlElement) -> list[Node]:
        """The nodes of the page, in reading order."""
        self._blocks = _holding_blocks(root)
        return self._container(root, _Look(), 0)

    def remark(self, builder: DocumentBuilder) -> None:
        """Note what was met in the page besides its text."""
        self._tally.remark(builder)
        if self._flattened:
            builder.remark("nested_deeply", "Parts of the page are nested so deeply that they were read as plain paragraphs.")
        if self._hidden:
            builder.remark("hidden_text", "Parts of the page are hidden; they were left out.")

    # ---- blocks ------------------------------------------------------------------------------------------------------

    def _container(self, element: lxml_html.HtmlElement, look: _Look, depth: int) -> list[Node]:
        """The content of an element: runs of inline text as paragraphs, blocks in it as themselves."""
        if depth > self._max_depth:
            self._flattened += 1
            return _paragraphs([Run(" ".join(_all_words(element)))], look)
        nodes: list[Node] = []
        runs: list[Run] = []
        self._text(runs, element.text, look)
        for child in element:
            if child in self._blocks and not self._is_left_out(child):
                nodes += _paragraphs(runs, look)
                runs = []
                nodes += self._block(child, look, depth + 1)
            elif child not in self._blocks:
                self._inline(runs, child, look, depth + 1)
            self._text(runs, child.tail, look)
        return nodes + _paragraphs(runs, look)

    def _block(self, element: lxml_html.HtmlElement, outer: _Look, depth: int) -> list[Node]:
        tag, look = str(element.tag), _look(element, outer)
        if tag == "table":
            return self._table(element, look, depth)
        if tag == "dl":
            return [Table(definition_rows(element, lambda cell: self._container(cell, look, depth + 1)))]
        if _is_frame(element):
            self.furniture += [line for line in (fold(words) for words in _all_words(element)) if line]
            return []
        if tag in _LISTS:
            return self._list(element, replace(look, depth=look.depth + 1), depth)
        if tag in _HEADINGS:
            return _merged(self._container(element, replace(look, role=Role.heading, level=_HEADINGS[tag]), depth))
        if tag == "blockquote":
            look = replace(look, role=Role.quotation)
        elif tag == "pre":
            look = replace(look, role=Role.code, verbatim=True)
        elif tag in ("caption", "figcaption"):
            look = replace(look, role=Role.caption)
        return self._container(element, look, depth)

    def _list(self, element: lxml_html.HtmlElement, look: _Look, depth: int) -> list[Node]:
        nodes: list[Node] = []
        count = _number(element.get("start"), 1)
        for child in element:
            if self._is_left_out(child):
                continue
            inner = (
                self._block(child, look, depth + 1)
                if child.tag in _LISTS
                else self._container(child, _look(child, look), depth + 1)
            )
            if child.tag == "li":
                count = _number(child.get("value"), count)
                first = next((node for node in inner if isinstance(node, Paragraph) and node.listed), None)
                if first is not None and first.level == look.depth and element.tag == "ol" and not _has_style(element, "none"):
                    first.label = f"{numeral(count, _FIGURES.get(element.get('type') or '', 'decimal'))}."
                if first is not None and child.get("data-inline-task-id") is not None:
                    first.form_field = True
                count += 1
            nodes += inner
        return nodes

    def _table(self, element: lxml_html.HtmlElement, look: _Look, depth: int) -> list[Node]:
        # A list or quotation around a table does not make its cells items of its own.
        inside = _Look(strong=look.strong, inserted=look.inserted)
        nodes: list[Node] = []
        for caption in element.findall("caption"):
            nodes += self._container(caption, replace(inside, role=Role.caption), depth + 1)
        rows = table_rows(element, _is_hidden, lambda cell: self._container(cell, _look(cell, inside), depth + 1))
        return [*nodes, Table(rows)]

    # ---- running text ------------------------------------------------------------------------------------------------

    def _inline(self, runs: list[Run], element: lxml_html.HtmlElement, outer: _Look, depth: int) -> None:
        if self._is_left_out(element):
            return
        tag, look = str(element.tag), _look(element, outer)
        if tag == "br":
            runs.append(Run("\n"))
        elif tag == "img":
            self._tally.pictures += 1
        elif tag == "input":
            if element.get("type") in ("checkbox", "radio"):
                runs.append(Run(f"{TICKED if element.get('checked') is not None else BOX} "))
        elif depth > self._max_depth:
            self._flattened += 1
            runs.append(Run(" ".join(_all_words(element)), strong=look.strong))
        else:
            self._tally.insertions += tag == "ins"
            self._text(runs, element.text, look)
            for child in element:
                self._inline(runs, child, look, depth + 1)
                self._text(runs, child.tail, look)

    def _text(self, runs: list[Run], text: str | None, look: _Look) -> None:
        if text:
            words = text if look.verbatim else _SPACE.sub(" ", text)
            runs.append(Run(words, strong=look.strong, inserted=look.inserted))

    def _is_left_out(self, element: lxml_html.HtmlElement) -> bool:
        if not isinstance(element.tag, str) or element.tag in _DROPPED:
            return True
        if element.tag in _OBJECTS or element.tag in _REMOVED:
            self._tally.objects += element.tag in _OBJECTS
            self._tally.deletions += element.tag in _REMOVED
            return True
        hidden = _is_hidden(element)
        self._hidden += hidden and any(words.strip() for words in _all_words(element))
        return hidden


def _holding_blocks(root: lxml_html.HtmlElement) -> set[lxml_html.HtmlElement]:
    """The elements that are blocks or hold one, whatever they are called: wikis have tags of their own."""
    found: set[lxml_html.HtmlElement] = set()
    for element in root.iter(*_BLOCKS):
        above: lxml_html.HtmlElement | None = element
        while above is not None and above not in found:
            found.add(above)
            above = above.getparent()
    return found


def _look(element: lxml_html.HtmlElement, outer: _Look) -> _Look:
    style = _style(element)
    strong = (outer.strong or element.tag in _STRONG or _BOLD.search(style) is not None) and _STATED.search(style) is None
    role = next((_ROLES[name] for name in _names(element) if name in _ROLES), outer.role)
    return replace(outer, strong=strong, inserted=outer.inserted or element.tag == "ins", role=role)


def _is_frame(element: lxml_html.HtmlElement) -> bool:
    """The header or footer of the page. That of an article is the article's own, and so is a header with a heading in it."""
    named = element.get("role") in ("banner", "contentinfo", "navigation") or not _FRAME.isdisjoint(_names(element))
    inside = any(above.tag in ("main", "article", "section") for above in element.iterancestors())
    return (named or (element.tag in ("header", "footer") and not inside)) and next(element.iter(*_HEADINGS), None) is None


def _is_hidden(element: lxml_html.HtmlElement) -> bool:
    return element.get("hidden") is not None or _has_style(element, "display:none", "visibility:hidden", "mso-hide:all")


def _has_style(element: lxml_html.HtmlElement, *wanted: str) -> bool:
    style = _style(element)
    return any(name in style for name in wanted)


def _style(element: lxml_html.HtmlElement) -> str:
    return "".join(str(element.get("style") or "").lower().split())


def _names(element: lxml_html.HtmlElement) -> list[str]:
    return f"{element.get('class') or ''} {element.get('id') or ''}".lower().split()


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text is not None and re.fullmatch(r"[0-9]{1,4}", text) else otherwise


def _all_words(element: lxml_html.HtmlElement) -> Iterable[str]:
    """The pieces of text in an element, without those that no reader sees. Takes any depth."""
    for inner in element.iter():
        if isinstance(inner.tag, str) and inner.tag not in _DROPPED and inner.text:
            yield inner.text
        if inner is not element and inner.tail:
            yield inner.tail


def _paragraphs(runs: list[Run], look: _Look) -> list[Node]:
    """The paragraphs of some runs: people part them by two line breaks, too."""
    parts: list[list[Run]] = [[]]
    breaks = 0
    for run in runs:
        breaks = breaks + 1 if run.text == "\n" else breaks if not run.text.strip() else 0
        if breaks == 2:
            parts.append([])
        parts[-1].append(run)
    return [_paragraph(part, look) for part in parts if any(run.text.strip() for run in part)]


def _paragraph(runs: list[Run], look: _Look) -> Paragraph:
    listed = look.depth > 0 and look.role is Role.body
    ticks = any(run.text.strip() in (BOX, TICKED) for run in runs)
    level = look.depth if listed else look.level if look.role is Role.heading else 0
    return Paragraph(runs, role=look.role, level=level, listed=listed, form_field=ticks)


def _merged(nodes: list[Node]) -> list[Node]:
    """The blocks in a heading as one, since they share its number and level."""
    runs = [run for node in nodes if isinstance(node, Paragraph) for run in (*node.runs, Run(" "))]
    first = next((node for node in nodes if isinstance(node, Paragraph)), None)
    return nodes if first is None else [replace(first, runs=runs), *(n for n in nodes if not isinstance(n, Paragraph))]
