"""What a controlled document has to say of itself: number, revision, effective date, approval, owner."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from reviewer.health.interface import Subject
from reviewer.model import Block, BlockKind, HealthKind, HealthRemark, Lifecycle

_FRONT, _BACK = 30, 25
"""Blocks from the start and from the end that may belong to the title block or to a table of signatures."""
_LEAST_FRONT, _SHORT = 8, 14
_STANDARD = re.compile(
    r"\b(?:ISO|IEC|EN|MDR|IVDR|CFR|MDCG|AAMI|TIR|NIST|SP|EU|Part|Art|Annex|Section|FDA|HIPAA)\b[^|,;]{0,4}\d[\w.:+-]*",
    re.IGNORECASE,
)
_CONTROL = "ISO 13485:2016, 4.2.4, as our reading: documents are approved before issue, and their revision status and identification are kept"
_CUSTOM = (
    "our reading: auditors look for it to tell whether the document is in force and who answers for it; no clause names the field"
)

_NUMBER = re.compile(
    r"\b[A-Z]{2,6}(?:[-_. /][A-Z]{1,5}){0,3}[-_. ]?\d{1,5}(?:[-._]\d{1,4})*\b|\b[A-Z]{1,3}[-_.]\d{1,5}(?:[-._]\d{1,4})*\b"
)
_REVISION = re.compile(
    r"\b(?:rev(?:ision)?|version|ver|issue|edition|index)\b\.?\W{0,4}(?:no\.?|number)?\W{0,3}[\dA-Z]|\bv\s?\d|\bR\d{1,2}\b",
    re.IGNORECASE,
)
_MONTHS = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|mär|mai|okt|dez)[a-z]*\.?"
_DATE = re.compile(
    rf"\b\d{{4}}\s?[-/.]\s?\d{{1,2}}\s?[-/.]\s?\d{{1,2}}\b|\b\d{{1,2}}\s?[-/.]\s?\d{{1,2}}\s?[-/.]\s?(?:19|20)?\d\d\b"
    rf"|\b\d{{1,2}}(?:st|nd|rd|th)?\.?[ -]{_MONTHS}[ -,]*(?:19|20)?\d\d\b|\b{_MONTHS} \d{{1,2}}(?:st|nd|rd|th)?,? (?:19|20)\d\d\b|\b{_MONTHS} (?:19|20)\d\d\b"
    r"|\b(?:effective|valid|in force) (?:on|upon|with|from)\b",
    re.IGNORECASE,
)
_DATED = re.compile(r"\b(?:effective|valid|in force|date|released|approved)\b[^|]{0,20}(?:\||:| )[^|]{0,12}\d", re.IGNORECASE)
_DATE_COLUMN = re.compile(r"\b(?:effective|valid|in force|date)\b", re.IGNORECASE)
_APPROVAL = re.compile(
    r"\b(?:approv\w+|released? by|authori[sz]ed by|signed|signatures?|sign-?off|freigabe|freigegeben|released|accepted|endorsed|adopted|ratified|agreed by)\b",
    re.IGNORECASE,
)
_OWNER = re.compile(
    r"\b(?:owner|owned|owns|author|prepared by|written by|maintained by|kept by|responsible (?:for this|person)|custodian|editor|steward|"
    r"department|dept|worked out|elaborated|drawn up|compiled by|created by|responsible:?|process lead|risk manager|(?:issued|issuing) (?:by|department)|document controller|contact|maintainers?)\b",
    re.IGNORECASE,
)
_OWNED = re.compile(
    r"\b(?:own(?:s|er of)|owned by|maintain(?:s|ed by)|keeps|responsible for|answers? for|looks? after|is kept by)\b.{0,40}"
    r"\b(?:this|the present) (?:procedure|document|policy|plan|instruction|page|process|sop|handbook|manual)|"
    r"\bthis (?:procedure|document|policy|plan|instruction|page|process|sop|handbook|manual) is (?:owned|maintained|kept|looked after)",
    re.IGNORECASE,
)


class _Field(NamedTuple):
    kind: HealthKind
    what: str
    advice: str
    source: str


_FIELDS = (
    _Field(HealthKind.missing_number, "document number", "Give the document its number from the document register.", _CONTROL),
    _Field(HealthKind.missing_revision, "revision", "State the revision in the title block or the page header.", _CONTROL),
    _Field(HealthKind.missing_date, "effective date", "State the date from which the revision is in force.", _CUSTOM),
    _Field(
        HealthKind.missing_approval, "approval", "Say who approved the revision, and keep the dated approval with it.", _CONTROL
    ),
    _Field(HealthKind.missing_owner, "owner", "Name the role that answers for the document.", _CUSTOM),
)


def check(subject: Subject) -> Iterator[HealthRemark]:
    """What the title block of a controlled document leaves out. A draft is not expected to be approved or in force yet."""
    document = subject.document
    front, back = _front(subject), document.blocks[-_BACK:]
    lines = [*(_text(subject, b) for b in front), *document.furniture]
    rows = [_text(subject, b) for b in (*document.blocks[:_FRONT], *back) if b.cells]
    signatures = [*rows, *(t for b in back if not b.cells and len((t := _text(subject, b)).split()) <= _SHORT)]
    history = [p.text for p in subject.passages if p.section_kind.value == "revision_history"]
    head = _head(lines)
    present = {
        HealthKind.missing_number: bool(
            subject.number
            or any(_NUMBER.search(_STANDARD.sub(" ", t)) for t in [*head, *document.furniture, document.name, document.title])
        ),
        HealthKind.missing_revision: bool(
            subject.revision or history or any(_REVISION.search(t) for t in [*lines, document.name])
        ),
        HealthKind.missing_date: any(_DATED.search(t) for t in [*head, *document.furniture])
        or any(_DATE_COLUMN.search(c.header) and document.text[c.start : c.end][:1].isalnum() for b in front for c in b.cells)
        or any(_DATE.search(t) for t in [*head, *document.furniture, *history, document.name]),
        HealthKind.missing_approval: any(_APPROVAL.search(t) for t in [*head, *document.furniture, *signatures, *history]),
        HealthKind.missing_owner: any(_OWNER.search(t) for t in [*head, *document.furniture, *signatures])
        or any(_OWNED.search(p.text) for p in subject.passages),
    }
    empty = _empty_fields(subject, front)
    draft = subject.lifecycle is Lifecycle.draft
    for field in _FIELDS:
        if draft and field.kind in {HealthKind.missing_date, HealthKind.missing_approval}:
            continue
        if present[field.kind] and field.kind not in empty:
            continue
        label = empty.get(field.kind)
        seen = f"The field “{label}” of the title block is empty." if label else f"No {field.what} was found."
        yield HealthRemark(
            kind=field.kind, document=document.id, name=document.name, subject=label or field.what, text=seen,
            advice=field.advice, looked_at=_looked_at(subject, field.kind), source=field.source,
        )  # fmt: skip


def _front(subject: Subject) -> tuple[Block, ...]:
    """The blocks before the first chapter: up to the second heading, or a number of them where nothing parts them."""
    blocks = subject.document.blocks[:_FRONT]
    headings = [n for n, b in enumerate(blocks) if b.kind in {BlockKind.heading, BlockKind.title}]
    return blocks[: max(headings[1], _LEAST_FRONT)] if len(headings) > 1 else blocks


def _text(subject: Subject, block: Block) -> str:
    return subject.document.text[block.start : block.end]


def _head(lines: list[str]) -> list[str]:
    """Short lines, as a title block has them; a sentence of the first chapter does not introduce the document."""
    return [line for line in lines if len(line.split()) <= 45]


def _looked_at(subject: Subject, kind: HealthKind) -> str:
    places = ["the title block and the first lines", "page headers and footers" if subject.document.furniture else ""]
    if kind in {HealthKind.missing_number, HealthKind.missing_revision, HealthKind.missing_date}:
        places.append("the file name")
    if kind is not HealthKind.missing_number and kind is not HealthKind.missing_owner:
        places.append("the revision history")
    if kind in {HealthKind.missing_approval, HealthKind.missing_owner}:
        places.append("tables and short lines at the end")
    if kind is HealthKind.missing_owner:
        places.append("sentences about the document itself")
    named = [p for p in places if p]
    return f"{', '.join(named[:-1])} and {named[-1]}"


_LABELS = (
    (
        HealthKind.missing_number,
        re.compile(r"(?:document|doc\.?|sop|procedure) ?(?:no\.?|number|id|identifier)\.?:?", re.IGNORECASE),
    ),
    (
        HealthKind.missing_revision,
        re.compile(r"(?:document )?(?:revision|rev\.?|version|issue)(?: no\.?| number)?:?", re.IGNORECASE),
    ),
    (
        HealthKind.missing_date,
        re.compile(r"(?:effective(?: date| from)?|valid from|in force (?:from|since)|date of issue|issue date):?", re.IGNORECASE),
    ),
    (HealthKind.missing_approval, re.compile(r"(?:approv(?:al|ed|ed by|er)|released by|authori[sz]ed by):?", re.IGNORECASE)),
    (HealthKind.missing_owner, re.compile(r"(?:document |process |page )?(?:owner|author):?", re.IGNORECASE)),
)


def _empty_fields(subject: Subject, front: tuple[Block, ...]) -> dict[HealthKind, str]:
    """Fields of a two-column title block that are named and left empty: kind -> label. A table of signatures has more columns."""
    found: dict[HealthKind, str] = {}
    text = subject.document.text
    for block in front:
        if len(block.cells) != 2 or block.header_row or block.form_field:
            continue
        label, filled = (text[c.start : c.end].strip() for c in block.cells)
        for kind, pattern in _LABELS:
            if pattern.fullmatch(label) and not any(c.isalnum() for c in filled):
                found[kind] = label.rstrip(":")
    return found
