"""What stands on the pages of a report, before anybody has decided on a format.

Texts are written as they are: cleaning and escaping are the renderers' work. An ``anchor`` is the target of links within the paper
(letters, digits, ``.``, ``_``, ``-``); a link is ``#anchor`` or a web address, and is dropped where it is neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from reviewer.report.brand import PLAIN, Brand


class Tone(StrEnum):
    """Colour of a few words. It only repeats what the words say."""

    none = ""
    soft = "soft"
    good = "good"
    half = "half"
    bad = "bad"
    clash = "clash"


class Style(StrEnum):
    """What a paragraph is."""

    normal = "normal"
    lead = "lead"
    note = "note"
    label = "label"
    """A title too small for the contents; stays with what follows."""


@dataclass(frozen=True, slots=True)
class Run:
    """Some words in one look."""

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    tone: Tone = Tone.none
    link: str = ""
    paged: bool = False
    """Where there are numbered pages, the page that an ``#anchor`` stands on is named too: paper cannot be clicked."""


Line = tuple[Run, ...]
Part = str | Run


def line(*parts: Part) -> Line:
    """A line of words and runs; what is empty is left out."""
    runs = (part if isinstance(part, Run) else Run(part) for part in parts)
    return tuple(run for run in runs if run.text)


def bold(text: str) -> Run:
    """Words that stand out."""
    return Run(text, bold=True)


def soft(text: str) -> Run:
    """Words that stand back."""
    return Run(text, tone=Tone.soft)


def link(text: str, target: str) -> Run:
    """Words that lead somewhere: to ``#anchor``, or to a web address."""
    return Run(text, link=target)


def see(text: str, target: str) -> Run:
    """Words that lead to ``#anchor``, with the page where it stands."""
    return Run(text, link=target, paged=True)


@dataclass(frozen=True, slots=True)
class Heading:
    """Title of a part, level 1 to 4 under the title of the paper. Levels up to that of ``Contents`` are listed there."""

    text: str
    level: int = 1
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    line: Line
    style: Style = Style.normal
    anchor: str = ""
    keep: bool = False
    """Stands on the same page as the beginning of what follows."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Words of a document, with what they do, what stands around them, and their place."""

    text: str
    place: str
    label: str = ""
    """What the quote does: "establishes it"."""
    context: str = ""
    link: str = ""
    """Web address of the document."""
    tone: Tone = Tone.none
    tight: bool = False
    """Its place stands in the same paragraph: for what need only be checked."""


@dataclass(frozen=True, slots=True)
class Wording:
    """Text to adopt or to act on, set apart in a box; each line of it is a paragraph."""

    label: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    title: str
    width: float = 1.0
    """Width beside that of the other columns."""
    number: bool = False
    """Holds numbers, which stand flush right."""


Cell = Line


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table, one cell for each column; or, as a ``group``, one cell over all of them that names the rows below."""

    cells: tuple[Cell, ...]
    group: bool = False
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A table. Its header row is repeated on every page; the caption stands above and is numbered on paper."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of short lines."""

    items: tuple[Line, ...]
    numbered: bool = False
    done: tuple[bool, ...] = ()
    """Of a list of tasks, whether each is done: Markdown draws boxes to tick. Empty for every other list."""


@dataclass(frozen=True, slots=True)
class Facts:
    """Names with their values."""

    rows: tuple[tuple[str, Line], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing of our own. Whatever it shows is said in ``alt``, for those who cannot see it."""

    svg: str
    alt: str
    caption: str = ""
    width: float = 1.0
    """Share of the width of the text, above 0 and at most 1."""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows begins on a new page, where there are pages."""


@dataclass(frozen=True, slots=True)
class Columns:
    """What follows, to the end of the paper, is looked up and not read through: small and in two columns where it is typeset."""


@dataclass(frozen=True, slots=True)
class Fields:
    """Labels with room to write beside them."""

    labels: tuple[str, ...]
    lines: int = 1
    """Height of the room, in lines."""


@dataclass(frozen=True, slots=True)
class SignOff:
    """A block to sign: for each role a row with name, signature and date to be filled in."""

    roles: tuple[str, ...]
    caption: str = "Sign-off"


@dataclass(frozen=True, slots=True)
class Contents:
    """The list of headings down to a level."""

    level: int = 2
    title: str = "Contents"


Block = (
    Heading | Paragraph | Quote | Wording | Table | Bullets | Facts | Picture | PageBreak | Columns | Fields | SignOff | Contents
)


@dataclass(frozen=True, slots=True)
class Paper:
    """A report: title, what kind of paper it is, facts for its first page, and what it says."""

    title: str
    kind: str
    """"Procedure review: detailed report"; stands above the title and at the foot of each page."""
    blocks: tuple[Block, ...]
    facts: tuple[tuple[str, str], ...] = ()
    """Said on the first page: date, tool, rubric."""
    brand: Brand = field(default=PLAIN)
    made_at: str = ""
    """When the review was made, ISO 8601: the only clock. It goes into the properties of a file that has to state a date."""
    cover: bool = True
    """Title and facts on a page of their own, where there are pages."""

    @property
    def headings(self) -> tuple[Heading, ...]:
        """All headings in order."""
        return tuple(block for block in self.blocks if isinstance(block, Heading))

    @property
    def anchors(self) -> frozenset[str]:
        """Everything that a link may lead to."""
        return frozenset(anchor for block in self.blocks for anchor in _anchors(block))


def _anchors(block: Block) -> Iterator[str]:
    if isinstance(block, Heading | Paragraph) and block.anchor:
        yield block.anchor
    if isinstance(block, Table):
        yield from (row.anchor for row in block.rows if row.anchor)


def plain(runs: Iterable[Run]) -> str:
    """The words of a line."""
    return "".join(run.text for run in runs)
