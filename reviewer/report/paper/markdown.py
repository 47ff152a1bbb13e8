"""A paper as Markdown that ticket systems and repositories show (CommonMark with tables, as GitHub has them)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer.report.paper.content import (
    Block,
    Bullets,
    Columns,
    Contents,
    Facts,
    Fields,
    Heading,
    Line,
    PageBreak,
    Paper,
    Paragraph,
    Picture,
    Quote,
    Run,
    SignOff,
    Style,
    Table,
    Wording,
)
from reviewer.report.paper.text import clean, target

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#~&$@]|(?<=www)\.|:(?=//))")
_LINE_START = re.compile(r"^(\d+)([.)])|^([-+=])")


def markdown(paper: Paper) -> str:
    """The text. Nothing of a document is taken for markup, a mention or a link."""
    writer = _Writer(paper)
    parts = [f"# {escape(paper.title)}", f"{escape(paper.kind)}"]
    if paper.brand.name:
        parts[1] = f"{escape(paper.brand.name)} · {parts[1]}"
    if paper.facts:
        parts.append("\n".join(f"- **{escape(name)}:** {escape(value)}" for name, value in paper.facts))
    for block in paper.blocks:
        parts += writer.block(block)
    if paper.brand.disclaimer:
        parts += ["---", escape(paper.brand.disclaimer)]
    return "\n\n".join(part for part in parts if part) + "\n"


def escape(text: str) -> str:
    """Text that Markdown shows as it is, in one line. An @ or # that a ticket system would make a mention is kept from it."""
    return _SPECIAL.sub(r"\\\1", clean(text)).replace("\\@", "@\u2060")


class _Writer:
    def __init__(self, paper: Paper) -> None:
        self._paper = paper
        self._anchors = paper.anchors

    def line(self, line: Line) -> str:
        return "".join(self._run(run) for run in line).strip()

    def _run(self, run: Run) -> str:
        text = clean(run.text)
        lead, tail = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        body = escape(text.strip())
        if not body:
            return text
        if run.code:
            body = f"`{text.strip().replace('`', chr(39))}`"
        if run.bold:
            body = f"**{body}**"
        if run.italic:
            body = f"*{body}*"
        link = target(run.link, self._anchors)
        return f"{lead}{f'[{body}](<{link}>)' if link else body}{tail}"

    def block(self, block: Block) -> Iterator[str]:
        match block:
            case Heading():
                yield f"{_anchor(block.anchor)}{'#' * min(6, block.level + 1)} {escape(block.text)}"
            case Paragraph():
                said = _start(self.line(block.line))
                yield _anchor(block.anchor) + (f"**{said}**" if block.style is Style.label and "**" not in said else said)
            case Quote():
                place = self._run(Run(block.place, link=block.link))
                lines = [
                    escape(block.context),
                    f"“{escape(block.text)}”",
                    " · ".join(filter(None, (f"**{escape(block.label)}**" if block.label else "", place))),
                ]
                yield "\n>\n".join(f"> {_start(text)}" for text in lines if text)
            case Wording():
                first, *others = [escape(text) for text in block.lines if text.strip()] or [""]
                head = f"**{escape(block.label)}** {first}" if block.label else first
                yield "\n>\n".join(f"> {_start(text)}" for text in (head, *others))
            case Table():
                yield from self._table(block)
            case Bullets():
                boxes = [f"[{'x' if done else ' '}] " for done in block.done] or [""] * len(block.items)
                yield "\n".join(
                    f"{f'{n}.' if block.numbered else '-'} {box}{_start(self.line(item))}"
                    for n, (box, item) in enumerate(zip(boxes, block.items, strict=True), 1)
                )
            case Facts():
                yield "\n".join(f"- **{escape(name)}:** {self.line(value)}" for name, value in block.rows)
            case Picture():
                yield f"*{escape(block.caption or 'Picture')}:* {escape(block.alt)}"
            case PageBreak() | Columns():
                pass
            case Fields():
                yield "\n".join(f"- **{escape(label)}:** " for label in block.labels)
            case SignOff():
                head = f"**{escape(block.caption)}**\n\n| Role | Name | Signature | Date |\n| --- | --- | --- | --- |\n"
                yield head + "\n".join(f"| {escape(role)} | | | |" for role in block.roles)
            case Contents():
                listed = [h for h in self._paper.headings if h.level <= block.level and h.anchor]
                if listed:
                    yield f"## {escape(block.title)}"
                    yield "\n".join(f"{'  ' * (h.level - 1)}- [{escape(h.text)}](#{h.anchor})" for h in listed)

    def _table(self, table: Table) -> Iterator[str]:
        yield f"**{escape(table.caption)}**"
        head = f"| {' | '.join(escape(c.title) for c in table.columns)} |\n|{''.join(' ---: |' if c.number else ' --- |' for c in table.columns)}\n"
        rows = []
        for row in table.rows:
            cells = [self.line(cell) for cell in row.cells]
            if row.group:
                cells = [f"**{cells[0].replace('**', '')}**", *[""] * (len(table.columns) - 1)]
            cells[0] = _anchor(row.anchor).strip() + cells[0]
            rows.append(f"| {' | '.join(cells)} |")
        yield head + "\n".join(rows)


def _anchor(anchor: str) -> str:
    return f'<a id="{anchor}"></a>\n\n' if re.fullmatch(r"[A-Za-z0-9._-]+", anchor) else ""


def _start(text: str) -> str:
    """A line whose beginning is not taken for a list, a rule or a heading."""
    return _LINE_START.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", text)
