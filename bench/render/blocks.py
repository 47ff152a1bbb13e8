"""What an authored document is made of, between its source and its file."""

from __future__ import annotations

from dataclasses import dataclass, replace

_NUMBER_KEYS = ("Document number", "Document no.", "Dokumentnummer", "Form number", "Form", "Document", "Reference")
_REVISION_KEYS = ("Revision", "Issue", "Edition", "Version", "Index")


class RenderError(Exception):
    """A source or recipe that can't be rendered: ``where: what; what to do``."""


@dataclass(frozen=True, slots=True)
class Span:
    """A run of text in one look."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    href: str = ""


Spans = tuple[Span, ...]


def plain(spans: Spans) -> str:
    """The words without their looks."""
    return "".join(span.text for span in spans)


def cut(spans: Spans, start: int, end: int) -> Spans:
    """The spans between two offsets of their plain text."""
    kept: list[Span] = []
    for span in spans:
        text = span.text[max(start, 0) : max(end, 0)]
        if text:
            kept.append(replace(span, text=text))
        start, end = start - len(span.text), end - len(span.text)
    return tuple(kept)


def drop_start(spans: Spans, length: int) -> Spans:
    """The spans without their first ``length`` characters."""
    return cut(spans, length, len(plain(spans)))


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the first below the title. ``number`` is the number as it was typed, "5.1" or "5."."""

    level: int
    number: str
    spans: Spans


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``number`` where it is a numbered clause of its section ("5.1.2")."""

    number: str
    spans: Spans


@dataclass(frozen=True, slots=True)
class Caption:
    """The line above a table: "Table 2: Searches"."""

    number: str
    spans: Spans


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of one level. ``start`` is the first number of a numbered one, None for bullets."""

    start: int | None
    items: tuple[Spans, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table, all rows of one width. ``header``: the first row names the columns. ``facts``: the title block."""

    rows: tuple[tuple[Spans, ...], ...]
    header: bool = True
    facts: bool = False


Block = Heading | Paragraph | Caption | Listing | Table


@dataclass(frozen=True, slots=True)
class Source:
    """An authored document: its file stem, its title and what follows the title."""

    stem: str
    title: Spans
    blocks: tuple[Block, ...]

    def fact(self, *keys: str) -> str:
        """Value that the title block gives to the first of the keys it has, '' without one."""
        tables = [block for block in self.blocks if isinstance(block, Table) and block.facts]
        for key in keys:
            for row in tables[0].rows if tables else ():
                if plain(row[0]).casefold() == key.casefold():
                    return plain(row[1])
        return ""

    def designation(self) -> str:
        """What a page header says of the document: its number and revision in the company's words, else its title."""
        revision = next((f"{key} {self.fact(key)}" for key in _REVISION_KEYS if self.fact(key)), "")
        return ", ".join(part for part in (self.fact(*_NUMBER_KEYS), revision) if part) or plain(self.title)
