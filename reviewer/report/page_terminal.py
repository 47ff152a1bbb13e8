"""A page in the terminal: wrapped to its width, plain where nobody watches."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TextIO

from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from reviewer.report import page, words
from reviewer.report.page import Block, Bullets, Entry, Facts, Grid, Heading, Line, Page, Paragraph, Wording
from reviewer.report.terminal import console_for

READABLE = 100
"""Columns beyond which lines of prose are hard to follow."""


def print_page(shown: Page, stream: TextIO, width: int | None = None) -> None:
    """Print a page. ``width`` in columns; that of the terminal, or of COLUMNS, where it is not given."""
    columns = os.environ.get("COLUMNS", "")
    console = console_for(stream, width or (int(columns) if columns.isdecimal() and int(columns) >= 40 else None))
    with console.capture() as capture:
        _print(shown, console)
    # rich fills lines up with blanks, which nobody wants to copy or to diff.
    stream.write("\n".join(line.rstrip() for line in capture.get().split("\n")))


def _print(shown: Page, console: Console) -> None:
    console.print(Text(words.clean(shown.title), style="bold"), width=min(console.width, READABLE))
    console.print(
        Rule(style="dim", characters="=" if console.no_color else "─"), width=min(console.width, len(shown.title), READABLE)
    )
    for block in shown.blocks:
        for item in _drawn(block):
            wide = isinstance(block, Grid)
            console.print(item, width=console.width if wide else min(console.width, READABLE), soft_wrap=False)


def _drawn(block: Block) -> Iterator[RenderableType]:
    match block:
        case Heading():
            yield Text(f"\n{words.clean(block.text)}", style="bold" if block.level < 3 else "underline")
        case Paragraph():
            yield Text(_words(block.line), style="dim" if block.quiet else "")
        case Bullets():
            for line in block.lines:
                yield _hanging("- ", Text(_words(line)))
        case Facts():
            yield _facts(block)
        case Entry():
            yield Text("")
            yield Text.assemble((_words(block.title), "bold"), (f"  [{words.clean(block.note)}]" if block.note else "", "cyan"))
            for line in block.lines:
                yield Padding(Text(_words(line)), (0, 0, 0, 2))
            for line in block.bullets:
                yield Padding(_hanging("- ", Text(_words(line))), (0, 0, 0, 2))
            for aside in block.asides:
                yield Padding(Text(words.clean(aside), style="dim"), (0, 0, 0, 2))
        case Wording():
            yield Padding(Text(words.clean(block.text), style="italic"), (0, 0, 0, 4))
        case Grid():
            yield _grid(block)


def _words(line: Line) -> str:
    return words.clean(page.text(line))


def _hanging(mark: str, body: Text) -> Table:
    table = Table.grid(padding=0)
    table.add_column(width=len(mark), no_wrap=True)
    table.add_column(overflow="fold")
    table.add_row(Text(mark), body)
    return table


def _facts(block: Facts) -> Table:
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for name, line in block.rows:
        table.add_row(Text(name, style="dim"), Text(_words(line)))
    return table


def _grid(block: Grid) -> Table:
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for i, column in enumerate(block.columns):
        cells = [_words(row[i]) for row in block.rows]
        whole = not any(" " in cell for cell in cells) or max(map(len, cells)) <= 12
        table.add_column(column, overflow="fold", no_wrap=whole)
    for row in block.rows:
        table.add_row(*(Text(_words(cell)) for cell in row))
    return table
