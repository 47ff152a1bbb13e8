"""A paper as plain text, for mail, terminals and diffs."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

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
    SignOff,
    Table,
    Wording,
)
from reviewer.report.paper.content import plain as words_of
from reviewer.report.paper.text import clean

WIDTH = 96
_GAP = 2


def text(paper: Paper) -> str:
    """The text, at most ``WIDTH`` columns wide apart from words that are longer."""
    head = " · ".join(filter(None, (clean(paper.brand.name), clean(paper.kind))))
    parts = [f"{head}\n{_wrapped(paper.title)}\n{'=' * min(WIDTH, max(len(clean(paper.title)), 3))}"]
    if paper.facts:
        parts.append("\n".join(_fact(name, value) for name, value in paper.facts))
    for block in paper.blocks:
        parts += _block(block)
    if paper.brand.disclaimer:
        parts += ["-" * 3, _wrapped(paper.brand.disclaimer)]
    return "\n\n".join(part for part in parts if part) + "\n"


def _said(line: Line) -> str:
    return clean(words_of(line)).strip()


def _wrapped(said: str, first: str = "", rest: str | None = None) -> str:
    indent = first if rest is None else rest
    return textwrap.fill(
        clean(said).strip(), WIDTH, initial_indent=first, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
    )


def _fact(name: str, value: str) -> str:
    return _wrapped(f"{clean(name)}: {clean(value)}", "", "  ")


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            title = clean(block.text).strip()
            yield f"{title}\n{('=' if block.level == 1 else '-') * len(title)}" if block.level < 3 else title
        case Paragraph():
            yield _wrapped(words_of(block.line))
        case Quote():
            yield _wrapped(f"“{clean(block.text)}”", "  ") + "\n" + _wrapped(f"{clean(block.label)}: {clean(block.place)}", "  ")
        case Wording():
            yield "\n".join(
                _wrapped(f"{clean(block.label)} {said}" if not n else said, "  ") for n, said in enumerate(block.lines)
            )
        case Table():
            yield f"{_wrapped(block.caption)}\n{_table(block)}"
        case Bullets():
            signs = (f"{n}. " if block.numbered else "- " for n in range(1, len(block.items) + 1))
            yield "\n".join(
                _wrapped(words_of(item), sign, " " * len(sign)) for sign, item in zip(signs, block.items, strict=True)
            )
        case Facts():
            yield "\n".join(_fact(name, words_of(value)) for name, value in block.rows)
        case Picture():
            yield _wrapped(block.alt)
        case Fields():
            yield "\n".join(f"{clean(label)}: {'_' * 20}" for label in block.labels)
        case SignOff():
            yield "\n".join((clean(block.caption), *(f"{clean(role)}: {'_' * 20}  Date: {'_' * 10}" for role in block.roles)))
        case PageBreak() | Columns() | Contents():
            pass


def _table(table: Table) -> str:
    titles = [clean(column.title) for column in table.columns]
    cells = [[_said(cell) for cell in row.cells] for row in table.rows if not row.group]
    natural = [max([len(title), *(len(row[n]) for row in cells)]) for n, title in enumerate(titles)]
    if sum(natural) + _GAP * (len(titles) - 1) > WIDTH:
        return "\n".join(_entry(titles, [_said(cell) for cell in row.cells], group=row.group) for row in table.rows)
    lines = [_row(titles, natural, table), _row(["-" * width for width in natural], natural, table)]
    lines += [
        _said(row.cells[0]) if row.group else _row([_said(cell) for cell in row.cells], natural, table) for row in table.rows
    ]
    return "\n".join(lines)


def _entry(titles: Sequence[str], cells: Sequence[str], *, group: bool) -> str:
    """A row that is too wide for its line: its first cell, then the others by name."""
    if group:
        return cells[0]
    more = [_wrapped(f"{title}: {cell}", "    ", "      ") for title, cell in zip(titles[1:], cells[1:], strict=True) if cell]
    return "\n".join([_wrapped(cells[0], "- ", "  "), *more])


def _row(cells: Sequence[str], widths: Sequence[int], table: Table) -> str:
    parts = [
        cell.rjust(width) if column.number else cell.ljust(width)
        for cell, width, column in zip(cells, widths, table.columns, strict=True)
    ]
    return (" " * _GAP).join(parts).rstrip()
