"""The records that travel through the pipeline, in the order in which they arise.

Every record is frozen. Every offset is half-open, in code points of ``Document.text``, the one canonical text of a
document: its own words, one block a line, the cells of a table row joined by " | ". List numbers, column headers and
lead-ins are fields beside the text, never part of it. A quote is ``text[start:end]`` with its white space folded.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field


class Record(BaseModel):
    """Base of all records: immutable, and closed against keys that nobody declared."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Offset = Annotated[int, Field(ge=0, description="code point offset into Document.text")]
Share = Annotated[float, Field(ge=0, le=1)]


# ---- sources ---------------------------------------------------------------------------------------------------------


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


# ---- documents -------------------------------------------------------------------------------------------------------


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


# ---- segments --------------------------------------------------------------------------------------------------------


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


# ---- library ---------------------------------------------------------------------------------------------------------


class Severity(StrEnum):
    """How much a gap against the criterion weighs."""

    major = "major"
    minor = "minor"


class Basis(StrEnum):
    """Why it is asked: by the clause, by a neighbouring clause, or by auditors only."""

    requirement = "requirement"
    adjacent = "adjacent"
    audit_focus = "audit-focus"


# ---- verdicts --------------------------------------------------------------------------------------------------------


class Status(StrEnum):
    """Status of one element over the whole set of documents; see rubric/README.md for the meaning of each."""

    met = "met"
    contradicted = "contradicted"
    deferred = "deferred"
    weak = "weak"
    unmet = "unmet"
    not_applicable = "not_applicable"


class Verdict(StrEnum):
    """Verdict on a criterion, which follows from the statuses of its elements."""

    covered = "covered"
    partial = "partial"
    missing = "missing"
    conflicting = "conflicting"
    not_applicable = "not_applicable"


class Role(StrEnum):
    """What a quote does for the status of an element."""

    establishes = "establishes"
    weakens = "weakens"
    excludes = "excludes"
    defers = "defers"
    nearest = "nearest"


class Evidence(Record):
    """A quote with its place: one contiguous run of the document's own words."""

    document: str = Field(description="document id")
    name: str = Field(description="document name")
    quote: str = Field(description="text[start:end] with white space folded")
    context: str | None = Field(None, description="lead-in, column headers or neighbours that give the quote its meaning")
    role: Role
    page: int | None = Field(None, ge=1)
    heading_path: tuple[str, ...] = ()
    start: Offset
    end: Offset
    link: str | None = Field(None, description="Drive: address to open the document")
    revision: str | None = Field(None, description="Drive: the state of the document that is quoted")
    paths: tuple[str, ...] | None = Field(None, description="Drive: every way that leads to the document")


class Candidate(Record):
    """A passage that was considered for an element, and what came of it."""

    element: str = Field(description="<criterion>/<element>")
    document: str
    passage: int = Field(ge=0, description="index of the passage within its document")
    role: Role
    discarded: str | None = Field(None, description="why it counts for nothing; None where it counts in its role")
    frame: str = Field(description="id of the evidence rule")
    found: tuple[str, ...] = Field((), description="concepts found, as concept=words")
    lacking: tuple[str, ...] = Field((), description="concepts looked for and not found")
    weight: Share = Field(description="probability that the passage speaks of the element, by rules and models together")
    wording: Share = Field(0.0, description="the same by its words alone")
    meaning: Share = Field(0.0, description="the same by the encoder of meaning alone; 0 where it was not asked")
    refers_to: str | None = Field(None, description="document or process that the passage sends its reader to")
    dead_end: str | None = Field(None, description="document of the set that it points to")


class Referral(Record):
    """Where a deferring text sends its reader."""

    name: str = Field(description="the document or process as the text names it")
    document: str | None = Field(None, description="id, if it is in the set but could not be read")


class TraceStep(Record):
    """A passage that was considered for an element, and what came of it."""

    document: str
    start: Offset
    end: Offset
    quote: str
    frame: str = Field(description="id of the evidence rule that fired or came nearest")
    found: tuple[str, ...] = Field((), description="concepts found, as concept=words")
    lacking: tuple[str, ...] = Field((), description="concepts that were looked for and not found")
    outcome: str = Field(description="establishes, weakens, excludes, defers, or discarded: reason")
    weight: Share = Field(description="probability that the passage speaks of the element, by rules and models together")
    wording: Share = Field(0.0, description="the same by its words alone")
    meaning: Share = Field(0.0, description="the same by the encoder of meaning alone; 0 where it was not asked")


class ElementResult(Record):
    """Status of one element, with the quotes it rests on and the way it was reached."""

    id: str = Field(description="<criterion>/<element>")
    basis: Basis
    status: Status
    confidence: Share = Field(description="probability that the met / not-met side of the status is right")
    reason: str = Field(description="one plain sentence")
    missing: str | None = Field(None, description="what the procedures do not say, where the status is not met")
    evidence: tuple[Evidence, ...] = Field((), description="best first, at most three")
    conflicts: tuple[Evidence, ...] = Field((), description="text elsewhere in the set that says the opposite")
    refers_to: tuple[Referral, ...] = ()
    trace: tuple[TraceStep, ...] = ()


class Finding(Record):
    """Verdict on one criterion."""

    criterion: str
    standard: str
    clause: str
    title: str
    severity: Severity
    basis: Basis
    verdict: Verdict
    elements: tuple[ElementResult, ...]
    remediation: str | None = Field(None, description="what to write or do; absent where covered or not applicable")


class StandardScore(Record):
    """Coverage of one standard: elements met of its applicable elements of basis requirement or adjacent."""

    coverage: Share | None = Field(description="met / applicable; null where nothing applies")
    met: int = Field(ge=0)
    applicable: int = Field(ge=0)
    weak: int = Field(0, ge=0, description="elements with non-binding text only")
    deferred: int = Field(0, ge=0, description="elements left to documents outside the set")
    covered: int = Field(0, ge=0, description="criteria")
    partial: int = Field(0, ge=0, description="criteria")
    missing: int = Field(0, ge=0, description="criteria")
    conflicting: int = Field(0, ge=0, description="criteria")
    audit_focus_met: int = Field(0, ge=0)
    audit_focus: int = Field(0, ge=0, description="applicable elements of basis audit-focus, counted apart")
    addressed: bool = Field(True, description="false where the set does not seem to be about this standard at all")
    addressed_reason: str | None = None


class Scores(Record):
    """Scores of a review, as the report contract defines them."""

    overall: Share | None
    by_standard: dict[str, StandardScore]
    stated_without: tuple[str, ...] = Field(
        (), description="documents that were found but not read; coverage is stated without them"
    )


class ToolInfo(Record):
    """What made the report: the program and every data file a verdict depends on."""

    name: str
    version: str
    data: tuple[dict[str, str], ...] = Field((), description="models and data files: name, version, sha256")


class RubricInfo(Record):
    """Which rubric judged."""

    id: str
    version: str
    sha256: str = Field(description="over the rubric and clause data that was used")


class MissingDocument(Record):
    """A document or process that the set names and that is not in it."""

    name: str
    mentions: int = Field(ge=1)
    example: Evidence


class ChangeKind(StrEnum):
    """What became of a document since an earlier report."""

    added = "added"
    text = "text"
    revision = "revision"
    readable_now = "readable_now"
    unreadable_now = "unreadable_now"
    removed = "removed"


class Change(Record):
    """A document that is not as it was."""

    document: str = Field(description="document id")
    name: str
    kind: ChangeKind = Field(description="text: other words; revision: another revision or other bytes with the same words")


class Changes(Record):
    """The documents, compared with those of an earlier report (``--since``)."""

    since: str = Field(description="the earlier report, as it was named")
    changed: tuple[Change, ...] = Field(description="by kind, then by name")
    unchanged: int = Field(ge=0, description="documents that are as they were")


class Profile(Record):
    """What the user said of the manufacturer before the review (reviewer.yaml)."""

    safety_class: str | None = Field(None, description="software safety class A, B or C")
    third_party_code: bool | None = Field(None, description="false: no third-party code is used")
    software_only: bool | None = Field(None, description="true: no hardware is made")
    not_applicable: dict[str, str] = Field(default_factory=dict, description="element or criterion id -> reason")


class Review(Record):
    """Everything a report is made of. The same input, rubric and options give the same review."""

    schema_version: str = "1"
    tool: ToolInfo
    rubric: RubricInfo
    standards: tuple[str, ...] = Field(description="standards in scope")
    profile: Profile
    documents: tuple[DocumentEntry, ...]
    scores: Scores
    findings: tuple[Finding, ...]
    probably_missing: tuple[MissingDocument, ...] = ()
    changes: Changes | None = Field(None, description="since an earlier report, where one was named")
    run: dict[str, Any] = Field(default_factory=dict, description="the only part that may differ between two runs")
