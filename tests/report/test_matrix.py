"""The matrix says all there is, computes nothing, and is read back as people fill it in."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from reviewer.errors import ReviewerError
from reviewer.model import Action, Evidence, Freshness, Judgement, Review, Role, Seen, Status, Task, seen_of
from reviewer.report.interface import Guidance, Tier
from reviewer.report.matrix import csv_report, xlsx_report
from reviewer.report.matrix.cells import in_csv, in_workbook, plain
from reviewer.report.matrix.filled import read_filled
from tests.report.sample_review import GUIDANCE, PARTIAL, REVIEW, evidence

FORMULAS = ("=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1", ' =HYPERLINK("http://x")', "＝1+1", "'=1")
TREND = "62304-9.6-trends/trend-analysis"
TIMELINE = "81001-9.5-remediation-path/timeline"


def book(review: Review = REVIEW, guidance: Guidance = GUIDANCE) -> Workbook:
    return load_workbook(io.BytesIO(xlsx_report(review, guidance, Tier.detailed)["matrix.xlsx"]))


def table(sheet: Worksheet) -> list[dict[str, Any]]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def with_quotes(*quotes: Evidence) -> Review:
    element = PARTIAL.elements[0].model_copy(update={"evidence": quotes, "conflicts": ()})
    return REVIEW.model_copy(update={"findings": (PARTIAL.model_copy(update={"elements": (element,)}),)})


def known(review: Review = REVIEW) -> Review:
    """The review with fingerprints, as the pipeline writes them."""
    findings = tuple(
        finding.model_copy(
            update={
                "elements": tuple(
                    element.model_copy(update={"evidence_sha256": f"{number:x}" * 64})
                    for number, element in enumerate(finding.elements, 1)
                )
            }
        )
        for finding in review.findings
    )
    return review.model_copy(update={"findings": findings})


def saved(review: Review, path: Path) -> Path:
    path.write_bytes(xlsx_report(review, GUIDANCE, Tier.detailed)["matrix.xlsx"])
    return path


def fill(path: Path, sheet: str, id: str, row: int = 0, **cells: object) -> None:
    """Fill cells in the ``row``-th row of an id."""
    workbook = load_workbook(path)
    entries = workbook[sheet]
    titles = {str(cell.value): cell.column for cell in entries[1]}
    key = titles["Element id" if sheet == "Matrix" else "Criterion id"]
    rows = [number for number in range(2, entries.max_row + 1) if entries.cell(number, key).value == id]
    for title, value in cells.items():
        entries.cell(rows[row], titles[title.replace("_", " ")]).value = value  # type: ignore[assignment]
    workbook.save(path)


def decision(**more: object) -> dict[str, object]:
    return {
        "Decision": "overrule",
        "Decided_status": "met",
        "Why": "It is in SOP-9.",
        "By": "Ada Byron",
        "Decided_on": date(2026, 1, 5),
    } | more


def test_every_element_and_quote_has_its_row() -> None:
    rows = table(book()["Matrix"])
    wanted = [
        (element.id, quote.quote if quote else None)
        for finding in REVIEW.findings
        for element in finding.elements
        for quote in (*element.evidence, *element.conflicts) or (None,)
    ]
    assert [row["Element id"] for row in rows] == [name for name, _ in wanted]
    for row, (_, quote) in zip(rows, wanted, strict=True):
        assert row["Quote"] == (plain(quote) if quote else None)
    first = next(row for row in rows if row["Element id"] == "81001-9.5-handling-route/problem-resolution")
    assert (first["Document"], first["Page"], first["Revision"]) == ("SOP-7.docx", 3, "4")
    assert first["Section"] == "5 Handling of weaknesses › 5.2 Resolution"
    late = next(row for row in rows if row["Element id"] == TIMELINE)
    assert (late["Gap"], late["Remediation"], late["Standard"]) == ("A target time.", "Set a time.", "IEC 81001-5-1")


def test_csv_has_the_rows_of_the_workbook() -> None:
    content = csv_report(REVIEW, GUIDANCE, Tier.detailed)["matrix.csv"]
    assert content.startswith(b"\xef\xbb\xbf")
    flat = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))
    rows = table(book()["Matrix"])
    assert [row["Element id"] for row in flat] == [row["Element id"] for row in rows]
    assert [row["Quote"].removeprefix("'") for row in flat] == [row["Quote"] or "" for row in rows]
    assert "Seen" not in flat[0] and "Decision" in flat[0]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_is_a_formula(text: str) -> None:
    review = with_quotes(evidence(text, context=text, name=text, heading_path=(text,)))
    workbook = book(review)
    cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(cell.data_type != "f" for cell in cells)
    shown = [cell for cell in cells if str(cell.value) == plain(text)]
    assert len(shown) == 4, "the quote, its context, its document and its section"
    assert all(cell.quotePrefix for cell in shown), "stays a text when somebody edits it"
    row = next(csv.DictReader(io.StringIO(csv_report(review, GUIDANCE, Tier.detailed)["matrix.csv"].decode("utf-8-sig"))))
    assert row["Quote"].startswith("'") and row["Document"].startswith("'")


def test_hostile_text_reaches_no_cell_as_it_was() -> None:
    assert plain("a\x00b\x1b[31m\u202ec\ufffed") == "ab[31mcd"
    assert in_workbook("_x0041_") == "_x005F_x0041_"
    assert len(in_workbook("ä" * 40_000)) <= 32_767
    assert "\n" not in in_csv("one\ntwo") and plain("one\n\n two") == "one\ntwo"
    long = table(book(with_quotes(evidence("word " * 9_000)))["Matrix"])
    assert long[0]["Quote"].endswith("(cut: the cell is full)")


def test_links_lead_to_the_web_alone() -> None:
    review = with_quotes(evidence("a", link="https://drive.invalid/d/1"), evidence("b", link="javascript:alert(1)"))
    cells = [cell for row in book(review)["Matrix"].iter_rows() for cell in row if cell.hyperlink]
    assert [cell.hyperlink.target for cell in cells if cell.hyperlink] == ["https://drive.invalid/d/1"]


def test_sheets_are_ready_for_work_and_print() -> None:
    workbook = book()
    assert workbook.sheetnames == ["Matrix", "Findings", "Documents", "Health", "About"]
    for name in ("Matrix", "Findings", "Documents"):
        sheet = workbook[name]
        assert sheet.freeze_panes and sheet.auto_filter.ref and sheet.print_title_rows == "$1:$1"
        assert sheet.page_setup.orientation == "landscape"
    matrix = workbook["Matrix"]
    rules = {rule.formula1: str(rule.sqref) for rule in matrix.data_validations.dataValidation}
    assert '"confirm,overrule,not applicable"' in rules
    assert [row["Document id"] for row in table(workbook["Documents"])] == [entry.id for entry in REVIEW.documents]
    told = " ".join(str(cell) for row in workbook["About"].iter_rows(values_only=True) for cell in row if cell)
    for needed in (REVIEW.rubric.sha256, "qms-reviewer 0.1.0", "no certificate", "sub/scan.pdf", "SOP-012"):
        assert needed in told


def test_same_review_same_bytes() -> None:
    first, second = (xlsx_report(known(), GUIDANCE, Tier.detailed)["matrix.xlsx"] for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {part.date_time[0] for part in archive.infolist()} == {1980}
        assert archive.read("docProps/core.xml").count(b"2026-01-02T03:04:05Z") == 2


def test_summary_tier_has_no_matrix() -> None:
    assert xlsx_report(REVIEW, GUIDANCE, Tier.summary) == {} == csv_report(REVIEW, GUIDANCE, Tier.summary)


def test_filled_cells_are_read_back(tmp_path: Path) -> None:
    path = saved(known(), tmp_path / "m.xlsx")
    fill(path, "Matrix", TREND, **decision(Owner="Joe", Due="31.12.2026"))
    fill(path, "Findings", "81001-9.5-remediation-path", Decision="Confirm ", Why="read", By="Ada", Decided_on=46_000)
    filled = read_filled(path)
    by_id = {d.id: d for d in filled.file.decisions}
    trend = by_id[TREND]
    assert (trend.action, trend.status, trend.by, trend.date) == (Action.overrule, Status.met, "Ada Byron", date(2026, 1, 5))
    element = next(e for f in known().findings for e in f.elements if e.id == TREND)
    assert trend.seen == seen_of((element,), "unmet")
    whole = by_id["81001-9.5-remediation-path"]
    assert (whole.action, whole.date, whole.seen and whole.seen.status) == (Action.confirm, date(2025, 12, 9), "partial")
    assert [(t.id, t.owner, t.due) for t in filled.file.tasks] == [(TREND, "Joe", date(2026, 12, 31))]
    assert filled.unnoted == 0


def test_order_filters_and_columns_do_not_matter(tmp_path: Path) -> None:
    path = saved(known(), tmp_path / "m.xlsx")
    fill(path, "Matrix", TREND, **decision())
    wanted = read_filled(path)
    workbook = load_workbook(path)
    sheet = workbook["Matrix"]
    head, *rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    other = workbook.create_sheet("copy")
    other.append(["Our own note"])
    for row in (head, *reversed(rows)):
        other.append(list(reversed(row)))
    other.row_dimensions[3].hidden = True
    workbook.remove(sheet)
    workbook.save(path)
    assert read_filled(path) == wanted


@pytest.mark.parametrize(
    ("cells", "told"),
    [
        ({"By": None}, "By is empty"),
        ({"Why": " "}, "Why is empty"),
        ({"Decided_on": None}, "Decided on is empty"),
        ({"Decided_on": "soon"}, "write a day"),
        ({"Decision": "maybe"}, "choose from confirm, overrule, not applicable"),
        ({"Decision": None}, "no Decision"),
        ({"Decided_status": None}, "Decided status is empty"),
        ({"Decided_status": "fine"}, "choose from met"),
        ({"Decision": "confirm"}, "for overrule alone"),
        ({"Element_id": None}, "lost its id"),
    ],
)
def test_what_cannot_be_understood_is_named_with_its_row(tmp_path: Path, cells: dict[str, object], told: str) -> None:
    path = saved(known(), tmp_path / "m.xlsx")
    fill(path, "Matrix", TREND, **decision(**cells))
    with pytest.raises(ReviewerError, match=r"m\.xlsx: Matrix, row \d+: .*" + told):
        read_filled(path)


def test_rows_of_one_element_must_not_differ(tmp_path: Path) -> None:
    path = saved(known(), tmp_path / "m.xlsx")
    twice = "81001-9.5-remediation-path/formal"
    fill(path, "Matrix", twice, **decision())
    fill(path, "Matrix", twice, row=1, **decision())
    assert len(read_filled(path).file.decisions) == 1
    fill(path, "Matrix", twice, row=1, **decision(Decided_status="not found"))
    with pytest.raises(ReviewerError, match=r"decided on differently in rows 3, 4"):
        read_filled(path)


def judged(freshness: Freshness, seen: Seen | None) -> Review:
    judgement = Judgement(
        id=TREND,
        action=Action.overrule,
        status=Status.met,
        reason="In SOP-9.",
        by="Ada",
        date=date(2026, 1, 5),
        freshness=freshness,
        seen=seen,
    )
    review = known()
    findings = tuple(
        finding.model_copy(
            update={
                "elements": tuple(
                    e.model_copy(update={"judgement": judgement, "task": Task(owner="Joe")}) if e.id == TREND else e
                    for e in finding.elements
                )
            }
        )
        for finding in review.findings
    )
    return review.model_copy(update={"findings": findings})


def test_a_stale_decision_stays_stale_until_somebody_touches_it(tmp_path: Path) -> None:
    old = Seen(status="weak", sha256="e" * 64)
    path = saved(judged(Freshness.stale, old), tmp_path / "m.xlsx")
    assert read_filled(path).file.decisions[0].seen == old
    assert read_filled(path).file.tasks[0].owner == "Joe"
    fill(path, "Matrix", TREND, Decided_on=date(2026, 2, 1))
    renewed = read_filled(path).file.decisions[0].seen
    assert renewed and (renewed.status, renewed.sha256) == ("unmet", "1" * 64)


def test_a_workbook_of_something_else_is_refused(tmp_path: Path) -> None:
    other = Workbook()
    other.save(tmp_path / "other.xlsx")
    (tmp_path / "text.xlsx").write_text("no workbook", encoding="utf-8")
    for name, told in (("other.xlsx", "no sheet"), ("text.xlsx", "no workbook"), ("absent.xlsx", "cannot be read")):
        with pytest.raises(ReviewerError, match=told):
            read_filled(tmp_path / name)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_saved_by_libreoffice_it_is_read_the_same(tmp_path: Path) -> None:
    path = saved(known(), tmp_path / "m.xlsx")
    fill(path, "Matrix", TREND, **decision(Owner="Joe", Due=date(2026, 12, 31)))
    wanted = read_filled(path)
    office = [
        "soffice",
        "--headless",
        f"-env:UserInstallation=file://{tmp_path}/profile",
        "--convert-to",
        "xlsx:Calc MS Excel 2007 XML",
    ]
    subprocess.run([*office, "--outdir", str(tmp_path / "lo"), str(path)], check=True, capture_output=True, timeout=120)
    assert read_filled(tmp_path / "lo" / "m.xlsx") == wanted


def test_a_quote_that_was_left_out_says_so() -> None:
    rows = table(book(with_quotes(evidence("", Role.establishes)))["Matrix"])
    assert rows[0]["Quote"] == "(the text of the quote was left out)"
