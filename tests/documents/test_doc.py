"""Old Word documents: with LibreOffice where it is, and with a stand-in for what can go wrong with it."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import docx as python_docx
import pytest

from reviewer.documents import doc, read_document
from reviewer.documents.interface import Limits
from reviewer.errors import UnreadableDocument
from tests.documents.word_files import check, codes, docx, kinds, lines, p

SOFFICE = doc.find_libreoffice()
needs_libreoffice = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "WordDocument\0".encode("utf-16-le")
RTF = rb"{\rtf1\ansi {\b Purpose}\par The manufacturer informs the users.\par}"


@pytest.fixture
def stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Puts a script in LibreOffice's place; its last argument is the source, and $OUT the file to write."""

    def make(script: str) -> None:
        program = tmp_path / "soffice"
        program.write_text(f'#!/bin/sh\nOUT="$(dirname "$(eval echo \\${{$#}})")/out/document.docx"\n{script}\n')
        program.chmod(0o755)
        monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

    return make


def refusal(data: bytes = OLE) -> UnreadableDocument:
    with pytest.raises(UnreadableDocument) as caught:
        read_document(data, "old.doc", Limits())
    return caught.value


def test_without_libreoffice_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doc, "find_libreoffice", lambda: None)
    error = refusal()
    assert error.code == "needs_libreoffice"
    assert "save it as .docx" in error.reason


def test_the_program_is_looked_for_in_the_usual_places(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "soffice.exe"
    program.touch()
    monkeypatch.setenv("PATH", str(tmp_path / "nowhere"))
    monkeypatch.setattr(doc, "_USUAL_PLACES", (str(tmp_path / "none"), str(program)))
    assert doc.find_libreoffice() == str(program)


@posix_only
def test_what_it_makes_is_read_and_said(stand_in: Callable[[str], None], tmp_path: Path) -> None:
    made = tmp_path / "made.docx"
    made.write_bytes(docx(p("Purpose", style="Heading1") + p("The manufacturer informs the users.")))
    stand_in(f'mkdir -p "$(dirname "$OUT")"; cp {made} "$OUT"')
    document = read_document(OLE, "old; rm -rf $HOME.doc", Limits())
    assert (document.format, document.name) == ("doc", "old; rm -rf $HOME.doc")
    assert kinds(document) == ["heading", "paragraph"]
    assert codes(document) == {"converted"}


@posix_only
@pytest.mark.parametrize("script", ["exit 1", "exit 0", 'mkdir -p "$(dirname "$OUT")"; echo junk > "$OUT"'])
def test_a_conversion_that_fails_is_damage(stand_in: Callable[[str], None], script: str) -> None:
    stand_in(script)
    assert refusal().code in ("damaged", "truncated")


@posix_only
def test_a_program_that_can_not_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "soffice"
    program.write_bytes(b"\x00not a program")
    program.chmod(0o755)
    monkeypatch.setattr(doc, "find_libreoffice", lambda: str(program))
    assert refusal().code == "needs_libreoffice"


@posix_only
def test_a_conversion_that_hangs_is_ended_with_its_children(
    stand_in: Callable[[str], None],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    child = tmp_path / "child"
    stand_in(f"sleep 60 & echo $! > {child}; wait")
    with pytest.raises(UnreadableDocument) as caught:
        doc.convert(OLE, str(tmp_path / "soffice"), Limits(), timeout=1.0)
    assert caught.value.code == "timeout"
    number = int(child.read_text())
    for _ in range(50):
        if not _runs(number):
            return
        time.sleep(0.1)
    pytest.fail("the child of the program still runs")


def _runs(number: int) -> bool:
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(number)], capture_output=True, text=True, check=False).stdout.strip()
    return bool(state) and not state.startswith("Z")


@posix_only
def test_nothing_is_left_behind(stand_in: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    stand_in("exit 1")
    refusal()
    assert list(scratch.iterdir()) == []


@needs_libreoffice
def test_libreoffice_reads_rich_text() -> None:
    document = read_document(RTF, "old.rtf", Limits())
    check(document)
    assert lines(document) == ["Purpose", "The manufacturer informs the users."]
    assert document.format == "doc"


@needs_libreoffice
def test_libreoffice_reads_an_old_word_document(tmp_path: Path) -> None:
    made = python_docx.Document()
    made.add_heading("Purpose", 1)
    made.add_paragraph("The manufacturer informs the users.")
    for cell, text in zip(made.add_table(2, 2)._cells, ("Step", "Who", "Log", "QA"), strict=True):
        cell.text = text
    made.add_paragraph("It is signed.")
    source = tmp_path / "new.docx"
    made.save(str(source))
    assert SOFFICE is not None
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [SOFFICE, profile, "--headless", "--convert-to", "doc", "--outdir", str(tmp_path), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    data = (tmp_path / "new.doc").read_bytes()
    document = read_document(data, "old.doc", Limits())
    check(document)
    assert lines(document) == ["Purpose", "The manufacturer informs the users.", "Step | Who", "Log | QA", "It is signed."]
    assert kinds(document)[0] == "heading"
    assert codes(document) == {"converted"}


@needs_libreoffice
def test_libreoffice_refuses_junk() -> None:
    assert refusal(OLE).code in ("damaged", "no_text")
