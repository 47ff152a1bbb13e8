"""Kind and lifecycle of the documents of a set, and which of them count (conventions: what counts as a document)."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePosixPath

from reviewer.classify.titleblock import Identity, identify
from reviewer.language import words
from reviewer.model import BlockKind, Document, DocumentKind, Lifecycle, Record, Remark
from reviewer.terms import Thesaurus

_ESTABLISHING = {
    DocumentKind.procedure,
    DocumentKind.work_instruction,
    DocumentKind.plan,
    DocumentKind.policy,
    DocumentKind.form,
    DocumentKind.other,
}
_WHY_NOT = {
    DocumentKind.record: "a filled record shows practice, not what the procedures provide for",
    DocumentKind.external_standard: "a standard or guidance text is not the organisation's own procedure",
    DocumentKind.training: "training material is not a procedure",
    DocumentKind.checklist: "an audit checklist asks and does not provide",
    DocumentKind.supplier: "a supplier's paper is not the organisation's own procedure",
    DocumentKind.glossary: "a glossary explains words and provides for nothing",
}
_AUDIT = re.compile(
    r"\b(?:audit(?:or|ee|ed|s)?|non-?conformit(?:y|ies)|compl(?:y|ies|iance)|conform(?:s|ity)?|objective evidence|clauses?|(?:ISO|IEC) \d{4,5})\b",
    re.IGNORECASE,
)
# Blocks of the title block, whose dates say nothing about the kind.
_FRONT = 6
# The title decides first, the more telling kinds before the common ones.
_BY_TITLE = (
    ("kind.training", DocumentKind.training),
    ("kind.supplier", DocumentKind.supplier),
    ("kind.audit-checklist", DocumentKind.checklist),
    ("kind.glossary", DocumentKind.glossary),
    ("kind.form", DocumentKind.form),
    ("kind.work-instruction", DocumentKind.work_instruction),
    ("kind.procedure", DocumentKind.procedure),
    ("kind.plan", DocumentKind.plan),
    ("kind.policy", DocumentKind.policy),
    ("kind.external", DocumentKind.external_standard),
    ("kind.record", DocumentKind.record),
)


class Classified(Record):
    """What a document is, with the reason."""

    document: str
    kind: DocumentKind
    lifecycle: Lifecycle
    establishes: bool
    reason: str | None
    title: str
    number: str | None
    revision: str | None
    remarks: tuple[Remark, ...] = ()


def classify(
    documents: Iterable[Document], thesaurus: Thesaurus, overrides: Mapping[str, Mapping[str, str]] | None = None
) -> dict[str, Classified]:
    """Classify every document of a set. ``overrides``: id or name -> {kind, lifecycle}, from sources.yaml."""
    overrides = overrides or {}
    result: dict[str, Classified] = {}
    for document in documents:
        identity = identify(document, thesaurus)
        said = overrides.get(document.id) or overrides.get(document.name) or {}
        kind = DocumentKind(said["kind"]) if "kind" in said else _kind(document, identity, thesaurus)
        lifecycle = Lifecycle(said["lifecycle"]) if "lifecycle" in said else identity.lifecycle
        result[document.id] = Classified(
            document=document.id, kind=kind, lifecycle=lifecycle, establishes=kind in _ESTABLISHING, reason=_WHY_NOT.get(kind),
            title=identity.title, number=identity.number, revision=identity.revision,
        )  # fmt: skip
    return _newest_counts(result)


def _kind(document: Document, identity: Identity, thesaurus: Thesaurus) -> DocumentKind:
    """By title and file name, then by wording and structure."""
    stem = " ".join(re.split(r"[_\W]+", PurePosixPath(document.name).stem))
    found = set(thesaurus.find(words(f"{identity.title} . {stem} . {identity.declared_kind}")))
    body = [document.text[b.start : b.end] for b in document.blocks if b.kind not in {BlockKind.heading, BlockKind.title}]
    told = next((kind for name, kind in _BY_TITLE if name in found), None)
    if told in {DocumentKind.training, DocumentKind.supplier, DocumentKind.checklist, DocumentKind.glossary}:
        return told
    if _is_standard(document.text, "kind.external" in found):
        return DocumentKind.external_standard
    if _audits(body):
        return DocumentKind.checklist
    if told in {None, DocumentKind.form, DocumentKind.record}:
        if _is_filled(document):
            return DocumentKind.record
        if told is DocumentKind.record:
            return DocumentKind.form
    return told or DocumentKind.other


def _is_standard(text: str, titled: bool) -> bool:
    """Standards bind "the manufacturer" or "the organization"; a company's own text names itself and its roles."""
    duties = len(
        re.findall(
            r"\b(?:manufacturers?|organi[sz]ations?|health software (?:manufacturers?|developers?)|vendors?) (?:shall|should|must|needs? to)\b",
            text,
            re.IGNORECASE,
        )
    )
    modals = len(re.findall(r"\b(?:shall|should|must)\b", text, re.IGNORECASE))
    clauses = len(
        re.findall(
            r"\b(?:this (?:international standard|document|guidance|clause|technical report)|normative|informative|conformity|compliance is checked)\b",
            text,
            re.IGNORECASE,
        )
    )
    return duties >= 3 and duties * 2 >= modals and (titled or clauses >= 2 or duties >= 6)


def _audits(body: Sequence[str]) -> bool:
    """Mostly questions, and words of an audit: an audit checklist. A checklist of the process itself asks too, but audits nobody."""
    rows = [text for text in body if len(text.split()) >= 4]
    asking = [t for t in rows if "?" in t]
    return len(rows) >= 6 and len(asking) * 2 > len(rows) and bool(_AUDIT.search("\n".join(body)))


def _is_filled(document: Document) -> bool:
    """Dates, names and ticked boxes beside field names, and hardly a sentence that binds: a filled record."""
    lines = []
    for block in document.blocks[_FRONT:]:
        text = document.text[block.start : block.end]
        if block.kind is BlockKind.heading and re.search(r"\b(?:history|changes)\b", text, re.IGNORECASE):
            break
        lines.append(text)
    text = "\n".join(lines)
    dates = len(re.findall(r"\b(?:20\d\d-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]20\d\d|\d{1,2} \w{3,9} 20\d\d)\b", text))
    ticked = len(re.findall(r"[☒☑]|\[x\]", text))
    binding = len(re.findall(r"\b(?:shall|must)\b", text))
    return binding <= 1 and dates >= 2 and dates + ticked >= 3 and len(text.split()) < 3000


def _newest_counts(classified: dict[str, Classified]) -> dict[str, Classified]:
    """Of several revisions of one document the newest effective one counts; a draft counts only where it stands alone."""
    by_number: dict[str, list[Classified]] = defaultdict(list)
    for c in classified.values():
        if c.lifecycle is Lifecycle.superseded:
            classified[c.document] = c.model_copy(update={"establishes": False, "reason": "a superseded revision"})
        elif c.number and c.kind in _ESTABLISHING:
            by_number[c.number].append(c)
    for group in by_number.values():
        if len(group) < 2:
            continue
        effective = [c for c in group if c.lifecycle is not Lifecycle.draft]
        newest = max(effective or group, key=lambda c: (_revision_key(c.revision), c.document))
        same = [c for c in group if c is not newest]
        for c in same:
            if c.lifecycle is Lifecycle.draft:
                change = {"establishes": False, "reason": f"a draft; the effective revision {newest.document} is in the set"}
            elif _revision_key(c.revision) < _revision_key(newest.revision):
                change = {"establishes": False, "lifecycle": Lifecycle.superseded, "reason": f"superseded by {newest.document}"}
            else:
                continue
            classified[c.document] = c.model_copy(update=change)
    for name, c in classified.items():
        if c.lifecycle is Lifecycle.draft and c.establishes:
            remark = Remark(code="draft", text="is a draft; it is judged as if it were approved")
            classified[name] = c.model_copy(update={"remarks": (*c.remarks, remark)})
    return classified


def _revision_key(revision: str | None) -> tuple[tuple[int, str], ...]:
    """Revisions in order: 2 < 10, A < B, 1.9 < 1.10, none first."""
    parts = re.findall(r"\d+|[A-Za-z]+", revision or "")
    return tuple((int(p), "") if p.isdigit() else (0, p.upper()) for p in parts)
