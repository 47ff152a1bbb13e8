"""The batch with the review itself: nothing of one client reaches another, by a file or by what a process remembers, and being killed
changes no byte."""

from __future__ import annotations

import io
import json
import os
import random
import re
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest

from bench.judge import Judge
from reviewer.library import Library
from tests.batch.conftest import ROOT
from tests.batch.test_killed import KILLS, none_left, processes_of
from tests.documents.word_files import HEADING_STYLES, docx, p, part, r, tbl, tr

CLOCK = Path(__file__).parent / "fixed_clock"
CLIENTS = ("alpha", "beta")
FORMATS = "csv,docx,html,json,md,oscal,pdf,text,xlsx"
# Where a document or a setting can carry text. What a report shows of its own client is checked, so that the search for it can fail.
PLACES = (
    "body", "heading", "title", "file", "header", "footer", "comment", "author", "company", "person", "term", "short", "supplier",
    "footnote", "cell", "property", "missing",
)  # fmt: skip
SHOWN = {"body", "heading", "title", "file", "company", "missing"}
# What A calls an event is a security issue; to B it is any event. With A's word for it B would have told its customers of them.
A_MEANS = "Event means a security vulnerability."
SIZE = 8_000
"""Bytes of each document, so that the portfolio alone decides which client comes first."""
B_SAYS = "Customers are informed of every event and of the update that removes it."


def marker(client: str, place: str) -> str:
    return f"zq{client}x{place}"


def make_client(folder: Path, client: str, says: str, means: str = "") -> Path:
    """A folder with one document and the profile, with a marker in every place that can carry text."""

    def mark(place: str) -> str:
        return marker(client, place)

    comment = f'<w:comment w:id="1" w:author="{mark("author")}">{p(mark("comment"))}</w:comment>'
    footnote = f'<w:footnote w:id="2">{p(mark("footnote"))}</w:footnote>'
    body = (
        p(mark("title"), style="Title")
        + tbl(tr("Document number", f"{client}-1"), tr("Author", f"Dr. {mark('person')}"), tr("Supplier", f"{mark('supplier')} GmbH"))
        + p("Definitions and abbreviations", style="Heading1")
        + (p(means) if means else "")
        + p(f"{mark('term')} means a defect that a customer of {mark('supplier')} GmbH has seen.")
        + p(f"Change control board ({client}CB) decides; {mark('short')} stands for problem report.")
        + p(f"Handling of {mark('heading')}", style="Heading1")
        + p(r(f"{says} Dr. {mark('person')} files the problem report with {mark('body')}.") + '<w:r><w:footnoteReference w:id="2"/></w:r>')
        + p(f"Details are given in SOP-77 {mark('missing')}.")
        + tbl(tr("Step", "Who", header=True), tr(f"Each problem report is recorded with {mark('cell')}.", "The engineer"))
        + '<w:sectPr><w:headerReference w:type="default" r:id="id-header"/><w:footerReference w:type="default" r:id="id-footer"/></w:sectPr>'
    )  # fmt: skip
    parts = {
        "header": part("hdr", p(f"{mark('header')} Ltd.")),
        "footer": part("ftr", p(f"{mark('footer')} confidential")),
        "comments": part("comments", comment),
        "footnotes": part("footnotes", footnote),
    }
    title = '<w:style w:type="paragraph" w:styleId="Title"><w:name w:val="Title"/></w:style>'
    content = docx(body, styles=HEADING_STYLES + title, parts=parts, core_title=mark("property"))
    buffer = io.BytesIO(content)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.comment = bytes(SIZE - len(content))
    folder.mkdir(parents=True)
    (folder / f"{mark('file')}.docx").write_bytes(buffer.getvalue())
    (folder / "reviewer.yaml").write_text(f"company: {mark('company')}\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def portfolio(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two clients, each in a folder of its own."""
    given = tmp_path_factory.mktemp("portfolio")
    make_client(given / "alpha", "alpha", "The team opens a ticket.", A_MEANS)
    make_client(given / "beta", "beta", B_SAYS)
    return given


def started(*arguments: str | Path) -> subprocess.Popen[bytes]:
    """The command itself, in a process and a session of its own, at one moment for all."""
    command = [sys.executable, "-m", "reviewer", "batch", *map(str, arguments)]
    return subprocess.Popen(
        command, cwd=ROOT, env=os.environ | {"PYTHONPATH": f"{CLOCK}{os.pathsep}{ROOT}"}, start_new_session=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def texts_of(path: Path) -> Iterator[bytes]:
    """All that a file says: as it is, unpacked, and as a reader of PDF sees it."""
    content = path.read_bytes()
    yield path.name.encode()
    yield content
    if zipfile.is_zipfile(io.BytesIO(content)):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name.encode() + archive.read(name)
    if path.suffix == ".pdf":
        document = pypdfium2.PdfDocument(content)
        for page in document:
            yield page.get_textpage().get_text_bounded().replace("\r\n", "").encode()
        yield json.dumps(document.get_metadata_dict()).encode()
        document.close()


def all_of(path: Path) -> str:
    return b"\n".join(texts_of(path)).decode("utf-8", "replace").lower()


def all_bytes(out: Path) -> dict[str, bytes]:
    """All reports in a folder; of data without ``run``, which may tell how they were made."""
    found = {path.relative_to(out).as_posix(): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}
    for name in [name for name in found if name.endswith(("report.json", "portfolio.json"))]:
        found[name] = json.dumps({key: value for key, value in json.loads(found[name]).items() if key != "run"}).encode()
    return {name: content for name, content in found.items() if name not in {".lock", "journal.jsonl"}}


def test_the_word_of_one_client_would_change_the_verdict_of_the_other(library: Library) -> None:
    """What the next test rests on."""
    judge = Judge(library)
    theirs = {"a.md": f"# Handling\n\n## Definitions\n\n{A_MEANS}\n"}
    own = {"b.md": f"# Work\n\n## Steps\n\n{B_SAYS}\n"}
    element = "81001-9.5-stakeholder-notification/customers"
    assert judge(own)[element].status != judge(own | theirs)[element].status


def test_nothing_of_one_client_is_in_the_reports_of_another_whatever_was_reviewed_before(portfolio: Path, tmp_path: Path) -> None:
    """The same bytes whether a client comes first in a process or after the other, and no word of the other in them."""
    clients = [{"name": client, "sources": str(portfolio / client)} for client in CLIENTS]
    runs = {}
    for name, order in (("to", clients), ("fro", clients[::-1])):
        given = tmp_path / f"{name}.yaml"
        given.write_text(json.dumps({"clients": order}), encoding="utf-8")
        log = tmp_path / f"{name}.jsonl"
        arguments = (given, "--out", tmp_path / name, "--format", FORMATS, "--executor", "none", "--log-json", log)
        runs[name] = started(*arguments)
    printed = {name: b"".join(run.communicate(timeout=300)).decode() for name, run in runs.items()}
    assert [run.returncode for run in runs.values()] == [0, 0], printed
    begun = [re.findall('"client_started", "client": "(\\w+)"', (tmp_path / f"{name}.jsonl").read_text()) for name in runs]
    assert begun == [[*CLIENTS], [*CLIENTS[::-1]]]
    made = {name: {report: text for report, text in all_bytes(tmp_path / name).items() if "/" in report} for name in runs}
    assert len(made["to"]) == 2 * 14
    assert made["to"] == made["fro"]

    both = tmp_path / "to"
    for client, other in (CLIENTS, CLIENTS[::-1]):
        said = {path.name: all_of(path) for path in (both / "clients" / client).rglob("*") if path.is_file()}
        for report, text in said.items():
            assert not [place for place in PLACES if marker(other, place) in text], report
        shown = {place for place in PLACES if any(marker(client, place) in text for text in said.values())}
        assert shown >= SHOWN, SHOWN - shown
        for report in ("detailed.html", "detailed.pdf", "detailed.docx", "report.json", "matrix.xlsx", "matrix.csv"):
            assert marker(client, "body") in said[report], f"{report} is looked through"
    # What is of no client in particular quotes nobody, and nothing of a document is printed.
    told = {path.name: all_of(path) for path in both.iterdir() if path.is_file()}
    assert {"portfolio.html", "portfolio.json", "portfolio.xlsx", "journal.jsonl"} <= set(told)
    told |= {"terminal": printed["to"].lower(), "log": all_of(tmp_path / "to.jsonl")}
    for name, text in told.items():
        quoted = {place for place in PLACES for client in CLIENTS if marker(client, place) in text}
        assert quoted == ({"file"} if name == "log" else set()), (name, quoted)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows knows no SIGKILL")
def test_the_review_itself_killed_at_random_moments_ends_with_the_same_reports(portfolio: Path, tmp_path: Path) -> None:
    calm, wild, chance = tmp_path / "calm", tmp_path / "wild", random.Random(20261201)
    begun = time.monotonic()
    process = started(portfolio, "--out", calm, "--format", "md", "--executor", "none")
    assert process.communicate() and process.returncode == 0
    whole = time.monotonic() - begun
    arguments = (portfolio, "--out", wild, "--format", "md", "--jobs", "2")
    for _ in range(KILLS):
        process = started(*arguments)
        try:
            process.communicate(timeout=chance.uniform(0.05, 1.0) * whole)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
        assert none_left(process.pid), processes_of(process.pid)
        for folder in wild.glob("clients/*"):
            assert {path.name for path in folder.iterdir()} == {"findings.md", "report.json"}, "whole or not at all"
    process = started(*arguments)
    _, errors = process.communicate()
    assert (process.returncode, errors) == (0, b"")
    assert none_left(process.pid)
    assert all_bytes(wild) == all_bytes(calm)
    assert {path.name for path in wild.iterdir() if path.is_dir()} == {"clients"}
