"""A page of prose about a clause or criterion, before anybody has decided whether it goes to a terminal or into the docs."""

from __future__ import annotations

from typing import NamedTuple


class Ref(NamedTuple):
    """A name that leads to the page of a clause, framework or criterion, where there are pages."""

    target: str
    """Reference of a clause or provision, id of a framework or criterion; "<criterion>/<element>" leads into a page."""
    text: str


Line = tuple[str | Ref, ...]


class Heading(NamedTuple):
    """Title of a section; level 2 stands under the title of the page."""

    text: str
    level: int = 2
    anchor: str = ""


class Paragraph(NamedTuple):
    """Running text; ``quiet`` where it is an aside."""

    line: Line
    quiet: bool = False


class Bullets(NamedTuple):
    """A list of short lines."""

    lines: tuple[Line, ...]


class Facts(NamedTuple):
    """Names with their values."""

    rows: tuple[tuple[str, Line], ...]


class Entry(NamedTuple):
    """One of several things of a kind: what it is, a word on it, and what there is to say."""

    title: Line
    note: str
    lines: tuple[Line, ...] = ()
    bullets: tuple[Line, ...] = ()
    asides: tuple[str, ...] = ()


class Wording(NamedTuple):
    """Text to be copied into a procedure."""

    text: str


class Grid(NamedTuple):
    """A table with one line for each row where the width allows."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]


Block = Heading | Paragraph | Bullets | Facts | Entry | Wording | Grid


class Page(NamedTuple):
    """A title with its blocks."""

    title: str
    blocks: tuple[Block, ...]


def text(line: Line) -> str:
    """The words of a line."""
    return "".join(part if isinstance(part, str) else part.text for part in line)


def joined(parts: tuple[str | Ref, ...] | list[str | Ref], by: str = ", ") -> Line:
    """Parts in a row with a sign between them."""
    line: list[str | Ref] = []
    for part in parts:
        line += [by, part] if line else [part]
    return tuple(line)
