"""Sections, and passages: the units of evidence."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from reviewer.model.base import Offset, Record


class SectionKind(StrEnum):
    """What a section is for. Only some kinds can establish an element."""

    purpose = "purpose"
    scope = "scope"
    definitions = "definitions"
    abbreviations = "abbreviations"
    references = "references"
    responsibilities = "responsibilities"
    procedure = "procedure"
    records = "records"
    revision_history = "revision_history"
    contents = "contents"
    training = "training"
    appendix = "appendix"
    form = "form"
    title_block = "title_block"
    summary = "summary"
    other = "other"


class Section(Record):
    """A heading with all that stands under it up to the next heading."""

    index: int = Field(ge=0, description="running number within the document")
    heading: str
    label: str = ""
    level: int = Field(ge=0, description="0 for the text before the first heading")
    kind: SectionKind
    path: tuple[str, ...] = Field(description="headings from the outermost to this one, with their labels")
    start: Offset
    end: Offset


class PassageKind(StrEnum):
    """What a passage is."""

    sentence = "sentence"
    list_item = "list_item"
    table_row = "table_row"
    heading = "heading"


class Passage(Record):
    """The unit of evidence: a sentence, list item or table row, with the context that gives it its meaning."""

    document: str = Field(description="id of its document")
    index: int = Field(ge=0, description="running number within the document")
    kind: PassageKind
    start: Offset
    end: Offset
    text: str = Field(description="text[start:end]")
    page: int | None = None
    label: str = ""
    section: int = Field(ge=0, description="index of its section")
    section_kind: SectionKind
    heading_path: tuple[str, ...] = ()
    lead_in: str = Field("", description="the sentence that introduces the list it belongs to")
    headers: tuple[str, ...] = Field((), description="column headers of a table row, one for each cell")
    caption: str = Field("", description="caption or sentence before the table")
    previous: str = Field("", description="the sentence before it in the same section")
    group: int | None = Field(None, description="list or table that it belongs to, numbered within the document")
    quotation: bool = Field(False, description="stands in a block quotation or in code: a note to the author, or a sample")
    quoted: bool = Field(False, description="stands within quotation marks: somebody else's words")
    form_field: bool = Field(False, description="stands beside an entry field or tick box")
    inserted: bool = False
    hidden: bool = False
