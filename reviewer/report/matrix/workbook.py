"""``matrix.xlsx``: the traceability matrix to filter, to print, and to fill in with decisions that are read back."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from reviewer.model import Judgement, Review, Seen, Verdict, seen_of
from reviewer.report import document_map, health, words
from reviewer.report.html_filters import BASIS_NAMES
from reviewer.report.html_report import web_address
from reviewer.report.interface import Guidance, Tier
from reviewer.report.matrix import about, columns
from reviewer.report.matrix.columns import ACTIONS, DECIDABLE
from reviewer.report.matrix.rows import decision_cells, judged, rows
from reviewer.report.matrix.sheet import Column, Table, Value, add_styles
from reviewer.report.paper.zipped import EPOCH, settled

NAME = "matrix.xlsx"
_MODIFIED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(<)")

_DECISION = (
    Column(columns.DECISION, 15, asked=True, choices=tuple(ACTIONS.values())),
    Column(columns.DECIDED, 15, asked=True, signed=True, choices=tuple(DECIDABLE.values())),
    Column(columns.REASON, 28, asked=True),
    Column(columns.BY, 14, asked=True),
    Column(columns.DATE, 12, asked=True, day=True),
    Column(columns.STATE, 22),
)
_HIDDEN = (
    Column(columns.SEEN_STATUS, 10, hidden=True),
    Column(columns.SEEN, 10, hidden=True),
    Column(columns.AS_WRITTEN, 10, hidden=True),
)
MATRIX = (
    Column("Standard", 13), Column("Clause", 9), Column("Criterion", 23), Column("Element", 30), Column("Weight", 8),
    Column("Asked by", 12), Column(columns.STATUS, 15, signed=True), Column("Sure", 7, share=True), Column("Confirm", 11),
    Column("Document", 25), Column("Revision", 9), Column("Section", 23), Column("Page", 7, number=True), Column("Quote", 56),
    Column("Context", 27), Column("Quote does", 16), Column("Quote no.", 8), Column("Link", 16, link=True),
    Column("Gap", 32), Column("Remediation", 46), Column("Why this status", 30),
    Column(columns.OWNER, 14, asked=True), Column(columns.DUE, 12, asked=True, day=True),
    *_DECISION,
    Column("Document id", 24, aside=True), Column(columns.ELEMENT, 40, aside=True), *_HIDDEN,
)  # fmt: skip
FINDINGS = (
    Column("Standard", 14), Column("Clause", 11), Column("Criterion", 40), Column("Weight", 8), Column("Asked by", 13),
    Column("Verdict", 17, signed=True), Column("With decisions", 17, signed=True), Column("Met", 8),
    Column("What is missing", 56), Column("Remediation", 70),
    *_DECISION,
    Column(columns.CRITERION, 34, aside=True), *_HIDDEN,
)  # fmt: skip
DOCUMENTS = (
    Column("Document", 36), Column("Title", 36), Column("Kind", 16), Column("State", 11), Column("Revision", 10),
    Column("Use", 26), Column("Reason", 44), Column("Remarks", 44), Column("Elements it establishes", 12, number=True), Column("Pages", 7, number=True),
    Column("Words", 8, number=True), Column("Language", 9), Column("Changed", 20), Column("Link", 24, link=True), Column("SHA-256", 36),
    Column("Path", 36, aside=True), Column("SHA-256 of its text", 36, aside=True), Column("Document id", 36, aside=True),
)  # fmt: skip


HEALTH = (
    Column("Remark", 30), Column("Document", 34), Column("Subject", 24), Column("What was seen", 56), Column("Where", 40),
    Column("Quotes", 60), Column("How often", 8, number=True), Column("What to do", 44), Column("Element", 34), Column("Basis", 30),
    Column("Document id", 34, aside=True),
)  # fmt: skip


def xlsx_report(review: Review, guidance: Guidance, tier: Tier) -> dict[str, bytes]:
    """The workbook. It has no free tier: it quotes."""
    if tier is Tier.summary:
        return {}
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Matrix"
    add_styles(book)
    _matrix(sheet, review, guidance)
    _findings(book.create_sheet("Findings"), review)
    _documents(book.create_sheet("Documents"), review)
    _health(book.create_sheet("Health"), review)
    about.write(book.create_sheet("About"), review, guidance)
    book.properties.creator = f"{review.tool.name} {review.tool.version}"
    book.properties.title = "Traceability matrix of a procedure review"
    buffer = io.BytesIO()
    book.save(buffer)
    return {NAME: settled(dated(buffer.getvalue(), review.run))}


def _matrix(sheet: Worksheet, review: Review, guidance: Guidance) -> None:
    table = Table(sheet, MATRIX)
    for row in rows(review, guidance):
        element = row.element
        # As the cells of the decision, what it rests on stands in the first row of the element.
        own = element.judgement if row.number <= 1 and element.judgement and element.judgement.id == element.id else None
        table.add(row.values() | _hidden(seen_of((element,), element.status.value), own))
    table.finish(
        frozen=4, groups=columns.ELEMENT, break_after="Link", scale=48,
        repeated=("Standard", "Clause", "Criterion", "Element", "Weight", "Asked by", "Gap", "Remediation", "Why this status"),
    )  # fmt: skip


def _findings(sheet: Worksheet, review: Review) -> None:
    table = Table(sheet, FINDINGS)
    for finding in review.findings:
        whole = next((e.judgement for e in finding.elements if e.judgement and e.judgement.id == finding.criterion), None)
        values: dict[str, Value] = {
            "Standard": words.short(finding.standard),
            "Clause": finding.clause,
            "Criterion": finding.title,
            "Weight": words.SEVERITIES[finding.severity],
            "Asked by": BASIS_NAMES[finding.basis],
            "Verdict": _verdict(finding.verdict),
            "With decisions": _verdict(finding.decided_verdict) if finding.decided_verdict else "",
            "Met": words.met_of_asked(finding),
            "What is missing": "\n".join(element.missing for element in finding.elements if element.missing),
            "Remediation": finding.remediation or "",
            columns.CRITERION: finding.criterion,
        }
        table.add(values | judged(whole, finding.criterion) | _hidden(seen_of(finding.elements, finding.verdict.value), whole))
    table.finish(frozen=3, groups=columns.CRITERION)


def _verdict(verdict: Verdict) -> str:
    return f"{words.SIGNS[verdict.value]} {words.VERDICTS[verdict]}"


def _hidden(now: Seen | None, judgement: Judgement | None) -> dict[str, Value]:
    """What a decision in this row would rest on, and what the one that stands in it rested on."""
    written = ""
    if judgement is not None:
        seen = f"{judgement.seen.status} {judgement.seen.sha256}" if judgement.seen else ""
        written = f"{decision_cells(judgement).digest()} {seen}".strip()
    return {
        columns.SEEN_STATUS: now.status if now else "",
        columns.SEEN: now.sha256 if now else "",
        columns.AS_WRITTEN: written,
    }


def _documents(sheet: Worksheet, review: Review) -> None:
    table = Table(sheet, DOCUMENTS)
    for use in document_map.uses(review):
        entry = use.entry
        table.add(
            {
                "Document": entry.name,
                "Title": entry.title or "",
                "Kind": entry.kind.value if entry.kind else "",
                "State": entry.lifecycle.value if entry.lifecycle else "",
                "Revision": entry.stated_revision or entry.revision or "",
                "Use": words.document_state(entry),
                "Reason": entry.reason or "",
                "Remarks": "\n".join(remark.text for remark in entry.remarks),
                "Elements it establishes": use.established,
                "Pages": entry.pages,
                "Words": entry.words,
                "Language": entry.language or "",
                "Changed": entry.modified_time or "",
                "Link": web_address(entry.link),
                "Path": "\n".join(entry.paths or (entry.path,)),
                "SHA-256": entry.sha256 or "",
                "SHA-256 of its text": entry.text_sha256 or "",
                "Document id": entry.id,
            }
        )
    table.finish(frozen=1)


def _health(sheet: Worksheet, review: Review) -> None:
    """Remarks on the documents themselves, one a row."""
    table = Table(sheet, HEALTH)
    for remark in review.health.remarks if review.health else ():
        table.add(
            {
                "Remark": health.TITLES[remark.kind],
                "Document": remark.name,
                "Subject": remark.subject,
                "What was seen": remark.text,
                "Where": "\n".join(health.place(remark, number) for number in range(len(remark.places))) or remark.looked_at,
                "Quotes": "\n".join(place.quote or words.LEFT_OUT for place in remark.places),
                "How often": remark.count,
                "What to do": remark.advice,
                "Element": remark.element or "",
                "Basis": remark.source or "",
                "Document id": remark.document,
            }
        )
    table.finish(frozen=2)


def _moment(run: Mapping[str, Any]) -> datetime:
    """When the review was made, the only clock there is; the first day that a zip archive can state where it does not say."""
    try:
        return datetime.fromisoformat(str(run.get("started_at")))
    except ValueError:
        return EPOCH


def dated(content: bytes, run: Mapping[str, Any]) -> bytes:
    """A workbook with the time of the review in its properties, in place of that of writing."""
    said = _moment(run).strftime("%Y-%m-%dT%H:%M:%SZ").encode("ascii")
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as given, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        for part in given.infolist():
            data = given.read(part)
            made.writestr(
                part, _MODIFIED.sub(rb"\g<1>" + said + rb"\g<2>", data) if part.filename == "docProps/core.xml" else data
            )
    return buffer.getvalue()
