"""Text recognition for scanned pages through the tesseract program, for callers that ask for it. Nothing here runs by itself."""

from __future__ import annotations

import csv
import io
import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field

DPI = 288
_SURE = 30.0  # words that tesseract trusts less than this are noise: specks, parts of pictures
_SECONDS = 120


@dataclass(frozen=True, slots=True)
class RecognisedWord:
    """A word with its place in pixels of the picture, and the number of its line."""

    text: str
    x0: float
    top: float
    x1: float
    bottom: float
    line: int


Ocr = Callable[[bytes], list[RecognisedWord]]
"""Turns the picture of a page (PNG, at ``DPI``) into its words."""


class OcrError(Exception):
    """A picture could not be recognised."""


@dataclass(frozen=True, slots=True)
class Tesseract:
    """The tesseract program; call it with a picture. ``languages`` as tesseract names them ("eng", "eng+deu")."""

    program: str
    languages: str = "eng"
    seconds: int = _SECONDS
    environment: dict[str, str] = field(default_factory=dict)

    def __call__(self, picture: bytes) -> list[RecognisedWord]:
        # One thread: with more of them tesseract runs many times slower on a busy machine.
        environment = {**os.environ, "OMP_THREAD_LIMIT": "1", **self.environment}
        command = [self.program, "stdin", "stdout", "--dpi", str(DPI), "--psm", "3", "-l", self.languages, "tsv"]
        try:
            done = subprocess.run(  # noqa: S603 - a fixed command; the picture goes in through a pipe
                command, input=picture, capture_output=True, timeout=self.seconds, env=environment, check=True
            )
        except subprocess.TimeoutExpired as error:
            raise OcrError(f"took longer than {self.seconds} s") from error
        except (subprocess.CalledProcessError, OSError) as error:
            raise OcrError("tesseract failed") from error
        return parse_tsv(done.stdout.decode("utf-8", "replace"))


def find_tesseract(languages: str = "eng") -> Tesseract | None:
    """The tesseract program of this machine, or None if it has none."""
    program = shutil.which("tesseract")
    return None if program is None else Tesseract(program, languages)


def parse_tsv(table: str) -> list[RecognisedWord]:
    """Words from tesseract's table of results."""
    words: list[RecognisedWord] = []
    lines: dict[tuple[str, ...], int] = {}
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = (row.get("text") or "").strip()
        try:
            sure = float(row["conf"])
            left, top, width, height = (float(row[key]) for key in ("left", "top", "width", "height"))
        except (KeyError, TypeError, ValueError):
            continue
        if not text or sure < _SURE:
            continue
        line = lines.setdefault(tuple(row[key] for key in ("block_num", "par_num", "line_num")), len(lines))
        words.append(RecognisedWord(text, left, top, left + width, top + height, line))
    return words
