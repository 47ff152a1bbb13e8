"""Annotated copies: the right words are highlighted, each place has its comment, the look and the original stay as they were."""

from __future__ import annotations

import hashlib
import io
import shutil
import subprocess
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from reviewer import cli
from reviewer.annotation.annotate import Fate, annotate
from reviewer.documents import read_document
from reviewer.documents.docx_places import Places
from reviewer.documents.interface import Limits
from reviewer.errors import ReviewerError
from reviewer.model import DocumentEntry, ElementResult, Evidence, ReadStatus, Review, Role, SourceKind, Status
from reviewer.report.json_report import render
from tests.report.sample_review import GUIDANCE, PARTIAL, REVIEW

OPENED = "The PSIRT opens a ticket for each weakness."
ROW = "Fix | within 30 days | Developer"


def original() -> bytes:
    """A document with what makes runs hard: split formatting, a link, a typed number, a tracked insertion, a table, a tab."""
    document = docx.Document()
    document.add_heading("1 Handling", 1)
    paragraph = document.add_paragraph()
    paragraph.add_run("Before. The ")
    paragraph.add_run("PSIRT").bold = True
    paragraph.add_run(" opens a tic")
    paragraph.add_run("ket for each weakness. After").italic = True
    paragraph.add_run(" it.")
    listed = document.add_paragraph("a) Each one\tis closed.")
    listed.add_run(" It may be late.")
    table = document.add_table(rows=2, cols=3)
    for cell, text in zip(table._cells, ["What", "When", "Who", *ROW.split(" | ")], strict=True):
        cell.text = text
    last = document.add_paragraph("See ")
    link = OxmlElement("w:hyperlink")
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = "SOP-012 Change"
    run.append(text)
    link.append(run)
    last._p.append(link)
    inserted = OxmlElement("w:ins", attrs={qn("w:id"): "1", qn("w:author"): "A"})
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = " for the rest."
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    run.append(text)
    inserted.append(run)
    last._p.append(inserted)
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def evidence(text: str, quote: str, role: Role) -> Evidence:
    start = text.index(quote)
    return Evidence(document="sub/SOP-7.docx", name="SOP-7.docx", quote=quote, role=role, start=start, end=start + len(quote))


def element(name: str, status: Status, *quotes: Evidence) -> ElementResult:
    base = next(e for e in PARTIAL.elements if e.id.endswith(f"/{name}"))
    return base.model_copy(update={"status": status, "evidence": quotes, "conflicts": ()})


@pytest.fixture
def made(tmp_path: Path) -> tuple[Review, Path]:
    """A review of the document, which lies in ``docs/sub``."""
    data = original()
    path = tmp_path / "docs" / "sub" / "SOP-7.docx"
    path.parent.mkdir(parents=True)
    path.write_bytes(data)
    text = read_document(data, "SOP-7.docx", Limits()).text
    finding = PARTIAL.model_copy(
        update={
            "elements": (
                element("formal", Status.met, evidence(text, OPENED, Role.establishes), evidence(text, ROW, Role.establishes)),
                element("timeline", Status.weak, evidence(text, "It may be late.", Role.weakens)),
                element("options", Status.deferred, evidence(text, "See SOP-012 Change for the rest.", Role.defers)),
            )
        }
    )
    digest = hashlib.sha256(data).hexdigest()
    entry = DocumentEntry(
        id="sub/SOP-7.docx", name="SOP-7.docx", source=SourceKind.local, path=str(path), sha256=digest,
        text_sha256=hashlib.sha256(text.encode()).hexdigest(), status=ReadStatus.read, establishes=True,
    )  # fmt: skip
    others = tuple(entry.model_copy(update=u) for u in (
        {"id": "a.md", "name": "a.md"}, {"id": "b.docx", "name": "b.docx", "status": ReadStatus.unreadable, "reason": "it is damaged"},
    ))  # fmt: skip
    run = {"finished_at": "2026-01-02T03:04:05+00:00", "options": {"sources": [str(tmp_path / "docs")]}}
    return REVIEW.model_copy(update={"documents": (entry, *others), "findings": (finding,), "run": run}), path


def marked(document: Any) -> dict[str, str]:
    """Words by the colour they are highlighted in, run by run."""
    found: dict[str, str] = {}
    for run in document.element.iter(qn("w:r")):
        colour = run.find(f"{qn('w:rPr')}/{qn('w:highlight')}")
        if colour is not None:
            words = "".join(t.text or "" for t in run.iter(qn("w:t")))
            found[colour.get(qn("w:val"))] = found.get(colour.get(qn("w:val")), "") + words
    return found


def test_the_copy(made: tuple[Review, Path], tmp_path: Path) -> None:
    review, path = made
    before = path.read_bytes()
    outcomes = list(annotate(review, GUIDANCE, tmp_path / "out"))
    assert [(o.document.id, o.fate) for o in outcomes] == [
        ("sub/SOP-7.docx", Fate.annotated), ("a.md", Fate.left), ("b.docx", Fate.left),
    ]  # fmt: skip
    assert "no .docx" in outcomes[1].reason and "it is damaged" in outcomes[2].reason
    assert (outcomes[0].places, outcomes[0].lost) == (4, 0)
    assert path.read_bytes() == before
    copy = docx.Document(tmp_path / "out" / "sub" / "SOP-7.docx")
    assert marked(copy) == {
        "green": OPENED + ROW.replace(" | ", ""), "yellow": "It may be late.", "cyan": "See SOP-012 Change for the rest.",
    }  # fmt: skip
    plain = docx.Document(io.BytesIO(before))
    assert [p.text for p in copy.paragraphs] == [p.text for p in plain.paragraphs]
    assert looks(copy) == looks(plain)  # sign by sign: bold, italic
    comments = ["\n".join(p.text for p in c.paragraphs) for c in copy.comments]
    assert len(comments) == 5
    assert (
        comments[0].startswith("Annotated copy for a readiness review; no certificate.")
        and hashlib.sha256(before).hexdigest() in comments[0]
    )
    assert "Covers: each issue is put through a path" in comments[1]
    by_text = {text: comments[n] for n, text in enumerate(commented(copy))}
    assert "Falls short: A target time." in by_text["It may be late."]
    assert "To add: Set a time." in by_text["It may be late."]
    assert by_text[OPENED] == comments[1]
    assert next(iter(annotate(review, GUIDANCE, tmp_path / "again"))).copy is not None
    assert (tmp_path / "again/sub/SOP-7.docx").read_bytes() == (tmp_path / "out/sub/SOP-7.docx").read_bytes()


def looks(document: Any) -> list[tuple[str, bool, bool]]:
    found = []
    for run in document.element.iter(qn("w:r")):
        look = run.find(qn("w:rPr"))
        bold, italic = (look is not None and look.find(qn(f"w:{name}")) is not None for name in "bi")
        found += [(sign, bold, italic) for node in run.iter(qn("w:t")) for sign in node.text or ""]
    return found


def commented(document: Any) -> list[str]:
    """The words between the marks of each comment, by its number."""
    texts: dict[int, str] = {}
    open_ones: set[int] = set()
    for node in document.element.iter():
        if node.tag == qn("w:commentRangeStart"):
            open_ones.add(int(node.get(qn("w:id"))))
        elif node.tag == qn("w:commentRangeEnd"):
            open_ones.discard(int(node.get(qn("w:id"))))
        elif node.tag == qn("w:t"):
            for number in open_ones:
                texts[number] = texts.get(number, "") + (node.text or "")
    assert not open_ones
    return [texts[number] for number in sorted(texts)]


def test_a_document_that_has_changed_is_refused(
    made: tuple[Review, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    review, path = made
    report = tmp_path / "report.json"
    report.write_text(render(review), encoding="utf-8")
    document = docx.Document(str(path))
    document.add_paragraph("One more.")
    document.save(str(path))
    assert cli.run(["annotate", str(report), "--out", str(tmp_path / "out")]) == 2
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith("refused: sub/SOP-7.docx: has changed since the review")
    path.unlink()
    assert cli.run(["annotate", str(report), "--out", str(tmp_path / "out")]) == 2
    assert "cannot be read" in capsys.readouterr().err
    assert not list((tmp_path / "out").rglob("*.docx"))


def test_copies_never_lie_among_the_documents_or_outside_the_folder(made: tuple[Review, Path], tmp_path: Path) -> None:
    review, path = made
    with pytest.raises(ReviewerError, match="among the documents"):
        list(annotate(review, GUIDANCE, tmp_path / "docs" / "copies"))
    entry = review.documents[0].model_copy(update={"id": "../../escape.docx"})
    quotes = tuple(
        e.model_copy(update={"evidence": tuple(q.model_copy(update={"document": entry.id}) for q in e.evidence)})
        for e in review.findings[0].elements
    )
    hostile = review.model_copy(
        update={"documents": (entry,), "findings": (review.findings[0].model_copy(update={"elements": quotes}),)}
    )
    outcome = next(annotate(hostile, GUIDANCE, tmp_path / "deep" / "out"))
    assert outcome.fate is Fate.left and outcome.copy is None
    assert [p.name for p in tmp_path.rglob("*.docx")] == [path.name]


def test_places_cover_every_sign_of_the_text() -> None:
    data = original()
    document = read_document(data, "SOP-7.docx", Limits())
    places = Places(data, document, Limits())
    nodes = [node.text or "" for node in docx.Document(io.BytesIO(data)).element.iter(qn("w:t"))]
    for block in document.blocks:
        for start, end in [(c.start, c.end) for c in block.cells] or [(block.start, block.end)]:
            said = "".join("".join(nodes[s.node][s.start : s.end].split()) for s in places.of(start, end))
            assert said == "".join(document.text[start:end].split())


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_the_copy_opens_in_libreoffice(made: tuple[Review, Path], tmp_path: Path) -> None:
    review, _ = made
    list(annotate(review, GUIDANCE, tmp_path / "out"))
    profile = f"-env:UserInstallation=file://{tmp_path}/profile"
    call = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        "txt:Text",
        "--outdir",
        str(tmp_path),
        str(tmp_path / "out/sub/SOP-7.docx"),
    ]
    subprocess.run(call, check=True, capture_output=True, timeout=120)
    assert OPENED in (tmp_path / "SOP-7.txt").read_text(encoding="utf-8-sig")
