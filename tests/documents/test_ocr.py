"""The adapter to tesseract."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from reviewer.documents.ocr import OcrError, RecognisedWord, Tesseract, find_tesseract, parse_tsv

HEADER = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n"


def test_words_come_with_their_places_and_lines() -> None:
    table = HEADER + "5\t1\t1\t1\t1\t1\t10\t20\t30\t8\t96.1\tThe\n5\t1\t1\t1\t2\t1\t10\t40\t50\t8\t91\tofficer\n"
    assert parse_tsv(table) == [RecognisedWord("The", 10, 20, 40, 28, 0), RecognisedWord("officer", 10, 40, 60, 48, 1)]


def test_doubtful_words_layout_rows_and_quotes() -> None:
    table = (
        HEADER
        + '4\t1\t1\t1\t1\t0\t1\t1\t1\t1\t-1\t\n5\t1\t1\t1\t1\t1\t1\t1\t1\t1\t12\tspeck\n5\t1\t1\t1\t1\t2\t1\t1\t1\t1\t90\t"quoted\nshort row\n'
    )
    assert [word.text for word in parse_tsv(table)] == ['"quoted']


def test_a_program_that_fails_or_hangs_is_an_ocr_error(tmp_path: Path) -> None:
    with pytest.raises(OcrError, match="failed"):
        Tesseract(str(tmp_path / "missing"))(b"")
    with pytest.raises(OcrError, match="failed"):
        Tesseract(sys.executable)(b"")


def test_no_tesseract_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    assert find_tesseract() is None
