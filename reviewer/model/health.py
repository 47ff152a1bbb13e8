"""Document health: what an auditor sees of the documents themselves before asking about their content."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from reviewer.model.base import Offset, Record


class HealthKind(StrEnum):
    """What is remarked, in the order in which it is shown."""

    missing_number = "missing_number"
    missing_revision = "missing_revision"
    missing_date = "missing_date"
    missing_approval = "missing_approval"
    missing_owner = "missing_owner"
    tracked_changes = "tracked_changes"
    placeholder = "placeholder"
    contradiction = "contradiction"
    deadline = "deadline"
    superseded_edition = "superseded_edition"
    missing_reference = "missing_reference"
    abbreviation = "abbreviation"


class Place(Record):
    """Where something stands: one contiguous run of a document's own words."""

    document: str = Field(description="document id")
    name: str = Field(description="document name")
    quote: str = Field(description="text[start:end] with white space folded")
    page: int | None = Field(None, ge=1)
    heading_path: tuple[str, ...] = ()
    start: Offset
    end: Offset


class HealthRemark(Record):
    """One thing about the documents themselves that an auditor would remark."""

    kind: HealthKind
    document: str = Field(description="id of the document it is about; of the first where there are several")
    name: str = Field(description="name of that document")
    subject: str = Field("", description="what it is about: the abbreviation, the cited edition, the document referred to")
    text: str = Field(description="one sentence: what was seen")
    advice: str = Field(description="one sentence: what to do")
    looked_at: str = Field("", description="where it was looked for, if something is missing")
    places: tuple[Place, ...] = Field((), description="where it stands, at most five")
    count: int = Field(1, ge=1, description="how often it stands in the documents")
    element: str | None = Field(None, description="element whose evidence is contradicted, where that is what was seen")
    source: str | None = Field(None, description="where the rule behind the remark comes from")


class Health(Record):
    """The health of the documents of a review, apart from their coverage; no score depends on it."""

    checked: tuple[str, ...] = Field(
        description="ids of the documents that were looked at: those whose text may establish elements"
    )
    controlled: tuple[str, ...] = Field(description="of them, ids of those whose title block has to be complete")
    remarks: tuple[HealthRemark, ...] = Field((), description="by kind, then by document")
