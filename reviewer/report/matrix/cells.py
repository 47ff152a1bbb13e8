"""Texts of documents made fit for the cells of a spreadsheet: no formula, no control character, no escape of the format's own."""

from __future__ import annotations

import re

from reviewer.report.paper.text import clean

LONGEST = 32_767
"""Characters that a cell of a workbook holds."""
_CUT = " … (cut: the cell is full)"
_FORMULA = re.compile(r"^[\s'\"]*[=+\-@＝＋－＠|%\t\r]")
_ESCAPE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def plain(text: str) -> str:
    """Text in lines that any spreadsheet shows as they are, not longer than a cell."""
    lines = [clean(line).strip() for line in text.splitlines()] if "\n" in text else [clean(text).strip()]
    told = "\n".join(line for line in lines if line)
    return told if len(told) <= LONGEST else told[: LONGEST - len(_CUT)] + _CUT


def is_formula(text: str) -> bool:
    """Whether a spreadsheet could take a text for a formula, once it is typed or read from CSV."""
    return _FORMULA.match(text) is not None


def in_workbook(text: str) -> str:
    """Text for a workbook, where _x0041_ would be read as "A"."""
    told = _ESCAPE.sub("_x005F_", plain(text))
    return told if len(told) <= LONGEST else told[:LONGEST]


def in_csv(text: str) -> str:
    """Text for CSV, in one line. An apostrophe before what could be a formula keeps spreadsheets from computing it."""
    told = " ".join(plain(text).split("\n"))
    return f"'{told}" if is_formula(told) else told
