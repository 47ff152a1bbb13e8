"""Files that were found, and documents that were read."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from reviewer.model.base import Offset, Record


class SourceKind(StrEnum):
    """Where a file came from."""

    local = "local"
    drive = "drive"


class Remark(Record):
    """Something the reader of the report should know about a document: a skipped page, a tracked change, a cut."""

    code: str = Field(description="short stable word, e.g. tracked_changes, page_without_text, hidden_text, draft")
    text: str = Field(description="one sentence for people")


class DriveOrigin(Record):
    """What Google Drive says of a file."""

    link: str = Field(description="address to open it (webViewLink)")
    paths: tuple[str, ...] = Field(description="every way that leads to it, folder names from the root")
    revision: str | None = Field(None, description="headRevisionId; the version for what Google stores itself")
    checksum: str | None = Field(None, description="of its content, as Google states it, e.g. md5:...")
    modified_time: str | None = Field(None, description="when somebody says it was last changed, RFC 3339")
    owner: str | None = Field(None, description="name of its owner")
    exported: bool = Field(False, description="Google stores no bytes of it: it is read by export to an Office format")
    remarks: tuple[Remark, ...] = Field((), description="what was odd about finding or fetching it")


class SourceFile(Record):
    """A file that was found, before anybody has tried to read it."""

    id: str = Field(description="path relative to its SOURCE argument (NFC, '/'; a second SOURCE is prefixed '2/'), or Drive id")
    name: str = Field(description="file name with extension")
    source: SourceKind = Field(description="local folder or Google Drive")
    path: str = Field(description="where it lies, as the user would write it")
    size: int = Field(ge=0, description="size in bytes; 0 where it is not known")
    drive: DriveOrigin | None = Field(None, description="of a Drive file, what Google says of it")


class BlockKind(StrEnum):
    """What a run of text is in the layout of its document."""

    title = "title"  # type: ignore[assignment]
    heading = "heading"
    paragraph = "paragraph"
    list_item = "list_item"
    table_row = "table_row"
    caption = "caption"
    quotation = "quotation"
    code = "code"
    footnote = "footnote"
    text_box = "text_box"


class Cell(Record):
    """One cell of a table row. A merged cell appears once, where it starts; a continued one has an empty span."""

    start: Offset
    end: Offset
    header: str = Field("", description="text of the column header above it, '' if the table has none")


class Block(Record):
    """A paragraph, heading, list item or table row with its place."""

    kind: BlockKind = Field(description="role in the layout")
    start: Offset
    end: Offset
    level: int = Field(0, ge=0, description="heading level from 1, list depth from 1, else 0")
    label: str = Field("", description="generated or typed number or bullet letter ('5.3.1', 'a)'), not part of the text")
    page: int | None = Field(None, ge=1, description="page, counted from 1, where the format has pages")
    cells: tuple[Cell, ...] = Field((), description="of a table row, in reading order")
    table: int | None = Field(None, ge=0, description="running number of the table that a row or caption belongs to")
    header_row: bool = Field(False, description="the row names its columns and states nothing itself")
    hidden: bool = Field(False, description="the author marked the text as hidden")
    inserted: bool = Field(False, description="stands in a tracked insertion that nobody has accepted yet")
    form_field: bool = Field(False, description="carries an entry field, tick box or content control to be filled in")


class Document(Record):
    """A document that was read: its canonical text and the blocks that make it up, in reading order."""

    id: str = Field(description="id of the SourceFile")
    name: str = Field(description="file name")
    format: str = Field(description="docx, pdf, md, html, txt, odt, xlsx or doc")
    text: str = Field(description="the canonical text")
    blocks: tuple[Block, ...] = Field(description="in reading order; their spans do not overlap")
    pages: int | None = Field(None, ge=0, description="number of pages, where the format has them")
    pages_without_text: tuple[int, ...] = Field((), description="pages that carry an image and no text layer")
    title: str = Field("", description="title property of the file, else ''")
    furniture: tuple[str, ...] = Field((), description="running headers and footers, each once, apart from the text")
    remarks: tuple[Remark, ...] = Field((), description="what was odd while reading it")


class DocumentKind(StrEnum):
    """What a document is in a quality system (conventions: what counts as a document)."""

    procedure = "procedure"
    work_instruction = "work instruction"
    plan = "plan"
    policy = "policy"
    form = "form"
    record = "record"
    external_standard = "external standard"
    training = "training"
    checklist = "checklist"
    supplier = "supplier paper"
    glossary = "glossary"
    other = "other"


class Lifecycle(StrEnum):
    """Where a document stands in its life."""

    effective = "effective"
    draft = "draft"
    superseded = "superseded"
    unknown = "unknown"


class ReadStatus(StrEnum):
    """What became of a file that was found."""

    read = "read"
    partly_read = "partly_read"
    unreadable = "unreadable"
    skipped = "skipped"


class DocumentEntry(Record):
    """One row of ``documents`` in the report: every file that was found, readable or not."""

    id: str
    name: str
    source: SourceKind
    path: str
    paths: tuple[str, ...] | None = Field(None, description="Drive: every way that leads to it")
    link: str | None = Field(None, description="Drive: address to open it")
    revision: str | None = Field(
        None, description="Drive: the state that was read (headRevisionId or version); else as its title block states it"
    )
    stated_revision: str | None = Field(None, description="Drive: revision as its title block states it")
    modified_time: str | None = Field(None, description="Drive: when it was last changed, as Drive says")
    owner: str | None = Field(None, description="Drive: name of its owner")
    title: str | None = Field(None, description="title as the document states it")
    sha256: str | None = Field(None, description="of the bytes read; of the canonical text where Google exported it")
    text_sha256: str | None = Field(None, description="of the canonical text")
    pages: int | None = None
    words: int = Field(0, ge=0)
    language: str | None = Field(None, description="ISO 639-1 code")
    kind: DocumentKind | None = None
    lifecycle: Lifecycle | None = None
    status: ReadStatus
    reason: str | None = Field(None, description="why it was not (wholly) read, or why it establishes nothing")
    error_code: str | None = Field(None, description="stable word for the reason where it was not read")
    establishes: bool = Field(False, description="its text may establish elements")
    remarks: tuple[Remark, ...] = ()
