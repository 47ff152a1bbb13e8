"""Every format holds the same findings and elements, with the same verdicts and statuses. A new format is plugged in below."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable

import docx
import openpyxl
import pypdfium2
import pytest
from docx.oxml.ns import qn
from lxml import html

from reviewer import report
from reviewer.model import (
    Basis,
    Change,
    ChangeKind,
    Changes,
    ElementTurn,
    Health,
    HealthKind,
    HealthRemark,
    Place,
    Progress,
    Review,
    Severity,
    Status,
    Turn,
)
from reviewer.report import words
from reviewer.report.anchors import anchor
from reviewer.report.detailed.looks import sentence
from reviewer.report.interface import Tier
from reviewer.report.paper.docx_parts import bookmark_name
from tests.report.sample_review import CRITERIA, GUIDANCE, REVIEW
from tests.verdict.test_decided import TIMELINE, decided, made

Stated = set[tuple[str, str]]
Files = dict[str, bytes]

STATUS_OF = {said: status.value for status, said in words.STATUSES.items()}
VERDICT_OF = {said: verdict.value for verdict, said in words.VERDICTS.items()}


def expected(review: Review) -> Stated:
    """(criterion, verdict) and (element, status) of a review."""
    return {(f.criterion, f.verdict.value) for f in review.findings} | {
        (e.id, e.status.value) for f in review.findings for e in f.elements
    }


def in_json(files: Files) -> Stated:
    data = json.loads(files["report.json"])
    return {(f["criterion"], f["verdict"]) for f in data["findings"]} | {
        (e["id"], e["status"]) for f in data["findings"] for e in f["elements"]
    }


def in_html(files: Files) -> Stated:
    page = html.fromstring(files["detailed.html"].decode("utf-8"))
    stated: Stated = set()
    for finding in REVIEW.findings:
        for card in page.xpath(f"//article[@id='{anchor(finding.criterion)}']"):
            stated.add((finding.criterion, VERDICT_OF[_word(card.find(".//header"))]))
        for element in finding.elements:
            for row in page.xpath(f"//details[@id='{anchor(element.id, 'e')}']/summary"):
                stated.add((element.id, STATUS_OF[_word(row)]))
    return stated


def _word(node: html.HtmlElement) -> str:
    (word, *_) = node.xpath(".//*[starts-with(@class, 'word')]")
    return word.text_content().strip()


def in_docx(files: Files) -> Stated:
    paragraphs = list(docx.Document(io.BytesIO(files["detailed.docx"])).paragraphs)
    at = {
        mark.get(qn("w:name")): number
        for number, paragraph in enumerate(paragraphs)
        for mark in paragraph._p.iter(qn("w:bookmarkStart"))
    }
    stated: Stated = set()
    for finding in REVIEW.findings:
        below = at.get(bookmark_name(anchor(finding.criterion)))
        if below is not None:
            stated.add((finding.criterion, VERDICT_OF[paragraphs[below + 1].text.partition(" · ")[0]]))
        for element in finding.elements:
            place = at.get(bookmark_name(anchor(element.id, "e")))
            if place is not None:
                stated.add((element.id, STATUS_OF[paragraphs[place].text.partition(": ")[0]]))
    return stated


def pdf_text(content: bytes) -> str:
    """All text of a PDF in one line, with words mended that a line parted."""
    pages = "\n".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(content))
    mended = re.sub(r"[\ufffe\u0002\u00ad]\s*", "", pages)  # what stands for a hyphen at the end of a line
    return " ".join(mended.replace("\u200b", "").split())


def in_pdf(files: Files) -> Stated:
    return said_in(pdf_text(files["detailed.pdf"]))


def said_in(text: str) -> Stated:
    """What a text says, title by title: its verdict under the title, the status before what an element means."""
    stated: Stated = set()
    for finding in REVIEW.findings:
        stated |= {(finding.criterion, verdict) for said, verdict in VERDICT_OF.items() if f"{finding.title} {said} · " in text}
        advice = CRITERIA.get(finding.criterion)
        for element in finding.elements:
            name = element.id.rpartition("/")[2]
            meaning = sentence(advice.elements[name].meaning if advice else name.replace("-", " "))
            stated |= {(element.id, status) for said, status in STATUS_OF.items() if f"{said}: {meaning}" in text}
    return stated


def in_md(files: Files) -> Stated:
    """By the ids of the anchors: the verdict in the facts under a title, the status at the beginning of an element."""
    parts = dict(re.findall(r'<a id="([^"]+)"></a>\n\n(.*?)(?=<a id=|\Z)', files["findings.md"].decode("utf-8"), re.DOTALL))
    stated: Stated = set()
    for finding in REVIEW.findings:
        told = re.search(r"- \*\*Verdict:\*\* ([^\n;]+)", parts.get(anchor(finding.criterion), ""))
        stated |= {(finding.criterion, VERDICT_OF[told[1]])} if told else set()
        for element in finding.elements:
            told = re.match(r"\*\*([^*]+)\*\*: ", parts.get(anchor(element.id, "e"), ""))
            stated |= {(element.id, STATUS_OF[told[1]])} if told else set()
    return stated


def in_csv(files: Files) -> Stated:
    rows = csv.DictReader(io.StringIO(files["matrix.csv"].decode("utf-8-sig")))
    return {(row["Element id"], STATUS_OF[_without_sign(row["Status"])]) for row in rows}


def in_xlsx(files: Files) -> Stated:
    book = openpyxl.load_workbook(io.BytesIO(files["matrix.xlsx"]))
    stated: Stated = set()
    for sheet, id_, value, of in (
        ("Matrix", "Element id", "Status", STATUS_OF),
        ("Findings", "Criterion id", "Verdict", VERDICT_OF),
    ):
        titles, *rows = list(book[sheet].values)
        where, what = titles.index(id_), titles.index(value)
        stated |= {(str(row[where]), of[_without_sign(str(row[what]))]) for row in rows}
    return stated


def _without_sign(text: str) -> str:
    """A status without the sign before it."""
    return text.partition(" ")[2] if not text[0].isalpha() else text


def in_oscal(files: Files) -> Stated:
    (result,) = json.loads(files["oscal/assessment-results.json"])["assessment-results"]["results"]
    stated: Stated = set()
    for item, id_, value in (
        *((f, "criterion", "verdict") for f in result["findings"]),
        *((o, "element", "status") for o in result["observations"]),
    ):
        props = {prop["name"]: prop["value"] for prop in item.get("props", [])}
        if id_ in props and value in props:
            stated.add((props[id_], props[value]))
    return stated


STATED: dict[str, Callable[[Files], Stated]] = {
    "csv": in_csv, "docx": in_docx, "html": in_html, "json": in_json, "md": in_md, "oscal": in_oscal, "pdf": in_pdf, "xlsx": in_xlsx,
}  # fmt: skip
"""How to read back what a format states."""
WITHOUT_FINDINGS = {"text"}
"""Formats of the summary alone."""
WITHOUT_VERDICTS = {"csv"}
"""One row for each element and quote: the verdict follows from the statuses."""


def test_every_format_is_compared() -> None:
    assert set(STATED) | WITHOUT_FINDINGS == set(report.REPORTS)


@pytest.mark.parametrize("name", sorted(STATED))
def test_no_format_says_less_than_another(name: str) -> None:
    files = report.REPORTS[name](REVIEW, GUIDANCE, Tier.detailed)
    criteria = {f.criterion for f in REVIEW.findings} if name in WITHOUT_VERDICTS else set()
    assert STATED[name](files) == {pair for pair in expected(REVIEW) if pair[0] not in criteria}


@pytest.mark.parametrize("name", sorted(report.REPORTS))
def test_same_review_same_bytes(name: str) -> None:
    render = report.REPORTS[name]
    assert render(REVIEW, GUIDANCE, Tier.detailed) == render(REVIEW, GUIDANCE, Tier.detailed)


@pytest.mark.parametrize("name", sorted(report.REPORTS))
def test_tier_summary_makes_the_summary_alone(name: str) -> None:
    files = report.REPORTS[name](REVIEW, GUIDANCE, Tier.summary)
    assert bool(files) is (name in report.WITH_SUMMARY)
    assert all(file.startswith("summary.") for file in files)


def test_summaries_hold_no_quotes() -> None:
    pdf = pdf_text(report.REPORTS["pdf"](REVIEW, GUIDANCE, Tier.summary)["summary.pdf"])
    text = " ".join(report.REPORTS["text"](REVIEW, GUIDANCE, Tier.summary)["summary.txt"].decode("utf-8").split())
    quotes = [e.quote for f in REVIEW.findings for element in f.elements for e in (*element.evidence, *element.conflicts)]
    for said in (pdf, text):
        assert not [quote for quote in quotes if words.clean(quote) in said]
        assert "IEC 81001-5-1: 100 %" in said or "2 of 2 met" in said
        assert "no certificate" in said and "d" * 64 in said.replace(" ", "") and "a" * 64 in said.replace(" ", "")


def with_everything() -> Review:
    """The sample with decisions of people, document health and an earlier review."""
    review = decided(made(TIMELINE))
    place = Place(document="SOP-7.docx", name="SOP-7.docx", quote="See SOP-99 for this.", page=4, start=1, end=9)
    remark = HealthRemark(
        kind=HealthKind.missing_reference, document="SOP-7.docx", name="SOP-7.docx", subject="SOP-99", text="SOP-99 is not in the set.",
        advice="Add SOP-99 or mend the reference.", places=(place,),
    )  # fmt: skip
    turn = ElementTurn(
        element="62304-9.6-trends/trend-analysis", title="Problem reports analysed for trends", standard="iec-62304", clause="9.6",
        severity=Severity.minor, basis=Basis.requirement, turn=Turn.regressed, before=Status.met, after=Status.unmet,
    )  # fmt: skip
    progress = Progress(
        rubric="core 0", same_rubric=False, overall_before=0.25, coverage_before={"iec-62304": 1.0}, turns=(turn,)
    )
    return review.model_copy(
        update={
            "health": Health(checked=("SOP-7.docx",), controlled=("SOP-7.docx",), remarks=(remark,)),
            "changes": Changes(
                since="january.json",
                changed=(Change(document="SOP-7.docx", name="SOP-7.docx", kind=ChangeKind.text),),
                unchanged=2,
                progress=progress,
            ),
        }
    )


def test_decisions_health_and_progress_stand_in_every_page() -> None:
    for name, text in said_by(with_everything(), "detailed").items():
        flat = re.sub(r"[\s\u200b]+", " ", text)
        for told in (
            "Overruled: met by Ada on 2026-01-05: See SOP-9",
            "decided by a person: met",
            "SOP-99 is not in the set.",
            "See SOP-99 for this.",
            "Another rubric judged then",
            "january.json",
            "coverage 25 % then",
        ):
            assert told in flat, (name, told)
        assert re.search(r"Regressed: 1\b", flat), name


def test_summaries_say_it_in_a_sentence_each() -> None:
    for name, text in said_by(with_everything(), "summary").items():
        flat = re.sub(r"[\s\u200b]+", " ", text)
        for told in ("With the decisions of people, coverage is", "coverage 25 % then", "Document health: 1 remark"):
            assert told in flat, (name, told)
        assert "See SOP-99 for this." not in flat


def said_by(review: Review, tier: str) -> dict[str, str]:
    """The words of the pages of a tier."""
    files = report.render(review, ["html", "docx", "pdf", "text"], Tier.detailed, GUIDANCE)
    said = {name: html.fromstring(c.decode("utf-8")).text_content() for name, c in files.items() if name.endswith(".html")}
    said |= {name: pdf_text(c) for name, c in files.items() if name.endswith(".pdf")}
    said |= {"summary.txt": files["summary.txt"].decode("utf-8"), "detailed.docx": docx_text(files["detailed.docx"])}
    return {name: text for name, text in said.items() if name.startswith(tier)}


def docx_text(content: bytes) -> str:
    """Paragraphs, then the cells of tables."""
    word = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(p.text for p in word.paragraphs), *cells])


def test_every_report_for_people_says_what_it_was_made_of() -> None:
    files = report.render(REVIEW, ["html", "docx", "pdf", "text", "md"], Tier.detailed, GUIDANCE)
    said = {name: content.decode("utf-8") for name, content in files.items() if name.endswith((".html", ".txt", ".md"))}
    said |= {name: pdf_text(content) for name, content in files.items() if name.endswith(".pdf")}
    said["detailed.docx"] = docx_text(files["detailed.docx"])
    assert set(said) == set(files)
    for name, text in said.items():
        flat = re.sub(r"[\s\u200b]", "", text)
        for told in (
            "a" * 64,
            "d" * 64,
            "qms-reviewer0.1.0",
            "core1",
            "2January2026,03:04UTC",
            "nocertificate",
            "scan.pdf",
            "Abindingstatement",
        ):
            assert told in flat or (told == "Abindingstatement" and name == "summary.html"), (name, told)
