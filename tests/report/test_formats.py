"""No format says less than another: each holds every finding, element, status and quote."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from openpyxl import load_workbook

from reviewer.model import Health, HealthKind, HealthRemark, Place, Redaction, Review
from reviewer.report import REPORTS, render, words
from reviewer.report.detailed.documents import checksums
from reviewer.report.interface import Tier
from reviewer.report.matrix.cells import plain
from reviewer.report.oscal.parts import markup
from reviewer.report.paper.content import plain as plain_words
from reviewer.report.paper.markdown import escape
from tests.report.sample_review import GUIDANCE, REVIEW
from tests.verdict.test_decided import OPTIONS, decided, made


def _texts(name: str, content: bytes) -> str:
    """All words of a file."""
    if name.endswith(".xlsx"):
        book = load_workbook(io.BytesIO(content))
        return "\n".join(
            str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None
        )
    text = content.decode("utf-8-sig")
    if name.endswith(".csv"):
        return "\n".join(cell.removeprefix("'") for row in csv.reader(io.StringIO(text)) for cell in row)
    return text


SHAPES = {
    "matrix.csv": plain,
    "matrix.xlsx": plain,
    "findings.md": escape,
    "report.json": lambda text: json.dumps(text, ensure_ascii=False)[1:-1],
    "oscal/assessment-results.json": lambda text: json.dumps(markup(text), ensure_ascii=False)[1:-1],
}


REMARK = HealthRemark(
    kind=HealthKind.placeholder, document="SOP-7.docx", name="SOP-7.docx", text="A role is not <filled> in.", advice="Fill it in.",
    places=(Place(document="SOP-7.docx", name="SOP-7.docx", quote="The <role> decides.", start=3, end=22),),
)  # fmt: skip
SICK = REVIEW.model_copy(update={"health": Health(checked=("SOP-7.docx",), controlled=(), remarks=(REMARK,))})


def test_every_format_for_work_holds_the_remarks_on_documents() -> None:
    files = render(SICK, ("json", "md", "oscal", "xlsx"), Tier.detailed, GUIDANCE)
    for name, shape in SHAPES.items():
        if name in files:
            text = _texts(name, files[name])
            for told in (REMARK.text, REMARK.advice, REMARK.places[0].quote):
                assert shape(told) in text, (name, told)


@pytest.mark.parametrize("review", [REVIEW, decided(made(OPTIONS))], ids=["plain", "decided"])
def test_every_format_holds_every_finding(review: Review) -> None:
    files = render(review, ("csv", "json", "md", "oscal", "xlsx"), Tier.detailed, GUIDANCE)
    for name, shape in SHAPES.items():
        text = _texts(name, files[name])
        for finding in review.findings:
            assert shape(finding.title) in text, (name, finding.title)
            for element in finding.elements:
                for quote in (*element.evidence, *element.conflicts):
                    assert shape(quote.quote) in text, (name, quote.quote)
                if element.missing:
                    assert shape(element.missing) in text, (name, element.missing)
                if element.judgement:
                    assert shape(element.judgement.by) in text and shape(element.judgement.reason) in text, name


def test_tickets_list_gaps_first_with_boxes_to_tick() -> None:
    text = REPORTS["md"](REVIEW, GUIDANCE, Tier.detailed)["findings.md"].decode("utf-8")
    order = re.findall(r'<a id="f-([^"]+)"></a>', text)
    assert set(order) == {finding.criterion for finding in REVIEW.findings}
    assert order.index("62304-9.6-trends") < order.index("81001-9.5-handling-route")
    assert "- [ ] There are several remedies – **left to another document**" in text
    assert "- [x] Each issue is put through a path – **met**" in text
    assert (
        "[ ] There are several remedies"
        not in REPORTS["md"](decided(made(OPTIONS)), GUIDANCE, Tier.detailed)["findings.md"].decode()
    )
    assert "<script>" not in text and words.BASES[REVIEW.findings[0].basis] in text
    assert REPORTS["md"](REVIEW, GUIDANCE, Tier.summary) == {}


def test_a_checksum_that_was_left_out_is_not_said_to_be_of_something_unread() -> None:
    told = Redaction(people=1, companies=0, e_mails=0, phones=0, addresses=0, given=0, statement="Names were replaced.")
    bare = tuple(entry.model_copy(update={"sha256": None}) for entry in REVIEW.documents)
    whole, redacted = (
        [plain_words(row.cells[2]) for row in checksums(review).rows]
        for review in (REVIEW, REVIEW.model_copy(update={"documents": bare, "redaction": told}))
    )
    assert "a" * 64 in whole and "left out" not in whole
    assert set(redacted) == {"left out"}
