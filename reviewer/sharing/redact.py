"""A review with names and addresses replaced, and without what would lead back to the documents."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import Enum
from typing import Any

from reviewer.model import (
    Changes,
    Decisions,
    DocumentEntry,
    ElementResult,
    ElementTurn,
    Evidence,
    Finding,
    HealthRemark,
    Judgement,
    Place,
    Progress,
    Record,
    Redaction,
    Remark,
    Review,
    RubricInfo,
    SourceKind,
    ToolInfo,
    TraceStep,
)
from reviewer.sharing.names import Names
from reviewer.sharing.placeholders import Placeholders, unique

# What the program or the rubric says stays as it is; everything else that is text may come from a document.
_OURS: Mapping[type[Record], Collection[str]] = {
    Review: ("schema_version", "standards"),
    Finding: ("criterion", "standard", "clause", "title", "remediation"),
    ElementResult: ("id", "missing"),
    TraceStep: ("frame", "lacking", "outcome"),
    DocumentEntry: ("language", "error_code", "modified_time"),
    ElementTurn: ("element", "title", "standard", "clause"),
    HealthRemark: ("advice", "element", "source"),
    Judgement: ("id",),
    Progress: ("rubric",),
    Remark: ("code",),
}
_DROPPED: Mapping[type[Record], Collection[str]] = {
    DocumentEntry: ("link", "paths", "sha256", "text_sha256"),
    Evidence: ("link", "paths", "revision"),
    ElementResult: ("evidence_sha256",),
    Judgement: ("seen",),
}
_FILES: Mapping[type[Record], Collection[str]] = {Changes: ("since",), Decisions: ("file",)}
"""Files that the user named: their names are shown, and not where they lie."""
_OFFSETS = (Evidence, Place, TraceStep)
_KEPT_WHOLE = (ToolInfo, RubricInfo, Redaction)
_RUN = ("started_at", "finished_at", "seconds")
_OPTIONS = ("standards", "trace", "ocr", "redact", "quotes")


def redacted(review: Review, given: Names, found: Names, common: Collection[str] = ()) -> Review:
    """The review with placeholders such as [person 1] in every text that comes from a document or a user.

    Hashes, links, paths and offsets are left out: they would tell a document to whoever has it. ``given`` names come from the user,
    ``found`` ones from the documents; ``common`` words are no names where they stand alone.
    """
    deciders = tuple(dict.fromkeys(e.judgement.by for f in review.findings for e in f.elements if e.judgement))
    owners = tuple(dict.fromkeys(e.task.owner for f in review.findings for e in f.elements if e.task and e.task.owner))
    people = tuple(dict.fromkeys((*given.people, *deciders)))
    placeholders = Placeholders(
        given.model_copy(update={"people": people}), found.model_copy(update={"people": (*found.people, *owners)}), common
    )
    ids = unique((entry.id for entry in review.documents if entry.source is SourceKind.local), placeholders)
    drive = [entry for entry in review.documents if entry.source is SourceKind.drive]
    ids |= {entry.id: f"document-{number}" for number, entry in enumerate(drive, 1)}
    walk = _Walk(placeholders, ids, tuple(entry.id for entry in drive))
    plain = review.model_copy(update={"run": {}})
    result = walk.record(plain)
    assert isinstance(result, Review)
    met = {kind: len(holders) for kind, holders in placeholders.met.items()}
    told = Redaction(
        people=met.get("person", 0), companies=met.get("company", 0), others=met.get("name", 0), e_mails=met.get("e-mail", 0),
        phones=met.get("phone", 0), addresses=met.get("web address", 0), given=len(given), statement=_statement(given),
    )  # fmt: skip
    return result.model_copy(update={"redaction": told, "run": _run(review.run)})


class _Walk:
    def __init__(self, placeholders: Placeholders, ids: Mapping[str, str], drive: Collection[str]) -> None:
        self._placeholders = placeholders
        self._ids = ids
        self._drive = drive

    def record(self, record: Record) -> Record:
        """A record with all that it holds."""
        kind = type(record)
        if isinstance(record, _KEPT_WHOLE):
            return record
        kept, dropped = _OURS.get(kind, ()), _DROPPED.get(kind, ())
        update: dict[str, Any] = {}
        for name in kind.model_fields:
            if name in dropped:
                update[name] = None
            elif kind in _OFFSETS and name in {"start", "end"}:
                update[name] = 0
            elif name in _FILES.get(kind, ()):
                update[name] = self.text(getattr(record, name).replace("\\", "/").rpartition("/")[2])
            elif name not in kept:
                update[name] = self.value(getattr(record, name))
        if isinstance(record, DocumentEntry):
            update["path"] = self.text(record.id if record.source is SourceKind.local else record.name)
            if record.source is SourceKind.drive:
                update["revision"] = None  # Google's, by which it could be asked for
        return record.model_copy(update=update)

    def value(self, value: Any) -> Any:
        """Anything that a field may hold. Keys of mappings are ours: ids of standards and criteria."""
        if isinstance(value, Record):
            return self.record(value)
        if isinstance(value, str) and not isinstance(value, Enum):
            return self.text(value)
        if isinstance(value, tuple | list):
            return type(value)(self.value(item) for item in value)
        if isinstance(value, dict):
            return {key: self.value(item) for key, item in value.items()}
        return value

    def text(self, text: str) -> str:
        """A text, or the id of a document."""
        if text in self._ids:
            return self._ids[text]
        for name in self._drive:
            text = text.replace(name, self._ids[name])
        return self._placeholders.text(text)


def _run(run: Mapping[str, Any]) -> dict[str, Any]:
    """What a reader needs of the run; nothing of where the documents lay."""
    kept = {key: run[key] for key in _RUN if key in run}
    options = run.get("options")
    if isinstance(options, Mapping):
        kept["options"] = {key: options[key] for key in _OPTIONS if key in options}
    return kept


def _statement(given: Names) -> str:
    known = f"{len(given)} {'name' if len(given) == 1 else 'names'} given by the user, and names" if len(given) else "names"
    return (
        "Names of people and companies, e-mail addresses, telephone numbers and web addresses of companies were replaced by placeholders. "
        f"The program knows {known} that title blocks, approvals, e-mail addresses and legal forms in the documents give away. "
        "Hashes, links, paths and offsets were left out. This cannot promise that nothing is left: a name that stands in running text alone, "
        "an abbreviation, a product, a place or the number of a document may remain, and wording can tell its writer by itself. "
        "Read the report before you hand it on."
    )
