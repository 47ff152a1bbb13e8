"""The portfolio report says how the clients stand, and whatever a client is called harms nobody who opens it."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

from openpyxl import load_workbook

from reviewer.batch.folders import Folders
from reviewer.batch.inputs import Inputs
from reviewer.batch.journal import Finished, digests
from reviewer.batch.portfolio import Choices, Client, Portfolio
from reviewer.batch.summary import changes_since, summarise
from reviewer.model import PortfolioReview, Standing, Status, Verdict
from reviewer.report.brand import Brand
from reviewer.report.interface import Guidance, Tier
from reviewer.report.json_report import json_report
from reviewer.report.portfolio import portfolio_reports
from tests.report.sample_review import GUIDANCE, HOSTILE, REVIEW

BETTER = REVIEW.model_copy(
    update={
        "findings": tuple(
            finding.model_copy(
                update={
                    "verdict": Verdict.covered,
                    "elements": tuple(element.model_copy(update={"status": Status.met}) for element in finding.elements),
                }
            )
            if finding.criterion == "81001-9.5-remediation-path"
            else finding
            for finding in REVIEW.findings
        ),
        "documents": REVIEW.documents[:1],
    }
)
REPORTS = {"One": REVIEW, "Two": BETTER, "=1+1": REVIEW}


def made(
    tmp_path: Path, names: dict[str, str] | None = None, failed: dict[str, tuple[str, str, str]] | None = None
) -> PortfolioReview:
    """The portfolio of three clients, in a folder of its own."""
    names = names or {name: name for name in REPORTS}
    folders = Folders(tmp_path / "out")
    clients = tuple(Client(name=names[key], folder=f"c{n}", sources=("x",), choices=Choices()) for n, key in enumerate(REPORTS))
    for client in clients:
        folders.of(client.folder).mkdir()
        (folders.of(client.folder) / "detailed.html").touch()
    reviews = {
        client.name: review for client, review in zip(clients, REPORTS.values(), strict=True) if client.name not in (failed or {})
    }
    then = tmp_path / "then.json"
    then.write_bytes(json_report(REVIEW, Guidance(), Tier.detailed)["report.json"])
    changes = {clients[1].name: changes_since(then, BETTER)}
    standings = {clients[0].name: Standing.first, clients[1].name: Standing.again, clients[2].name: Standing.unchanged}
    result = summarise(
        Portfolio(clients=clients, left_out=("stray.txt",)),
        folders,
        reviews,
        GUIDANCE,
        standings,
        changes,
        failed or {},
        ["Gone"],
    )
    folders.close()
    return result


def test_it_counts_what_the_reviews_say(tmp_path: Path) -> None:
    portfolio = made(tmp_path)
    path = next(criterion for criterion in portfolio.criteria if criterion.id == "81001-9.5-remediation-path")
    assert path.verdicts == {Verdict.covered: 1, Verdict.partial: 2}
    assert [criterion.id for criterion in portfolio.criteria] == [finding.criterion for finding in REVIEW.findings]
    options = next(gap for gap in portfolio.common_gaps if gap.element == "81001-9.5-remediation-path/options")
    assert (options.clients, options.asked, options.asks) == (("One", "=1+1"), 3, "there are several remedies")
    trend = portfolio.common_gaps[0]
    assert trend.element == "62304-9.6-trends/trend-analysis" or len(trend.clients) == 3
    assert [len(gap.clients) for gap in portfolio.common_gaps] == sorted(
        (len(gap.clients) for gap in portfolio.common_gaps), reverse=True
    )
    assert not any(gap.element.startswith("81001-9.5-inform-third-parties") for gap in portfolio.common_gaps), "it does not apply"
    changes = portfolio.clients[1].changes
    assert changes is not None
    assert set(changes.closed) == {"81001-9.5-remediation-path/options", "81001-9.5-remediation-path/timeline"}
    assert (changes.steps.closed, changes.steps.regressed, changes.same_rubric) == (2, 0, True)
    assert changes.documents == len(REVIEW.documents) - 1


def test_a_report_that_got_worse_or_cannot_be_read_is_told(tmp_path: Path) -> None:
    then = tmp_path / "report.json"
    assert changes_since(then, REVIEW) is None
    then.write_text("{}", encoding="utf-8")
    assert changes_since(then, REVIEW) is None
    then.write_bytes(json_report(BETTER, Guidance(), Tier.detailed)["report.json"])
    worse = changes_since(then, REVIEW)
    assert worse is not None
    assert set(worse.regressed) == {"81001-9.5-remediation-path/options", "81001-9.5-remediation-path/timeline"}


def test_the_page_shows_all_and_runs_nothing(tmp_path: Path) -> None:
    hostile = f"{HOSTILE}{{{{ 7*7777 }}}}"
    failed = {"Two": ("unusable", f"{hostile}: does not exist", "check the path")}
    portfolio = made(tmp_path, {"One": hostile, "Two": "Two", "=1+1": "=1+1"}, failed)
    page = portfolio_reports(portfolio, Brand(name="Consultants <b>", disclaimer="Ours."))["portfolio.html"].decode("utf-8")
    assert "<script" not in page.replace("&lt;script", "") and "<b>" not in page and "54439" not in page
    assert not {"\x1b", "\x07", "\u202e"} & set(page)
    assert "default-src 'none'" in page and "javascript:" not in page
    assert set(re.findall(r'href="([^"]+)"', page)) == {"clients/c0/detailed.html", "clients/c2/detailed.html"}
    assert not re.findall(r"""(?:src|href)=["'](?:https?:)?//""", page)
    for said in (
        "What failed",
        "check the path",
        "Gone",
        "stray.txt",
        "Consultants &lt;b&gt;",
        "Ours.",
        "2 of 2",
        "sub/scan.pdf",
    ):
        assert said in page or (said == "sub/scan.pdf" and "scan.pdf" in page), said


def test_the_workbook_holds_no_formula(tmp_path: Path) -> None:
    portfolio = made(tmp_path, {"One": '=HYPERLINK("http://x")', "Two": "@SUM(A1)", "=1+1": "\t=1+1\x1b"})
    content = portfolio_reports(portfolio, Brand())["portfolio.xlsx"]
    book = load_workbook(io.BytesIO(content))
    assert book.sheetnames == ["Clients", "Heat map", "Commonest gaps", "Changes", "Not reviewed, not read"]
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type != "f", cell.value
                assert not (isinstance(cell.value, str) and cell.value[:1] in "=+-@" and not cell.quotePrefix)
    heat = [[cell.value for cell in row] for row in book["Heat map"].iter_rows()]
    assert len(heat) == 1 + 3 and len(heat[0]) == 1 + len(portfolio.criteria)
    column = next(n for n, title in enumerate(heat[0]) if "Formal remediation path" in title)
    assert [row[column] for row in heat[1:]] == ["◐ 1/3", "✓ 3/3", "◐ 1/3"]
    assert content == portfolio_reports(portfolio, Brand())["portfolio.xlsx"]


def test_the_data_are_read_back(tmp_path: Path) -> None:
    portfolio = made(tmp_path).model_copy(update={"run": {"started_at": "2026-01-02T03:04:05+00:00"}})
    text = portfolio_reports(portfolio, Brand())["portfolio.json"].decode("utf-8")
    assert PortfolioReview.model_validate_json(text) == portfolio
    assert list(json.loads(text))[-1] == "run"
    assert "The PSIRT opens a ticket" not in text, "no quote"


def test_own_files_are_told_from_ours_by_every_line_of_the_journal(tmp_path: Path) -> None:
    from reviewer.batch.journal import Complete, History

    inputs = Inputs(asked="a", made_by="b", files={})
    lines = [
        Finished(client="A", folder="a", inputs=inputs, files=digests({"x": text}), changes=None) for text in (b"one", b"two")
    ]  # fmt: skip
    history = History()
    for line in (lines[0], Complete(clients=("A", "B"))):
        history = history.with_line(line)
    assert (history.in_this_run, history.clients, history.before) == ({"A"}, ("A", "B"), ())
    history = history.with_line(lines[1])
    assert history.ours["A"] == {*lines[0].files.items(), *lines[1].files.items()}
    assert (history.in_this_run, history.clients, history.before) == ({"A"}, None, ("A", "B"))
