"""``matrix.csv``: the rows of the matrix for other programs, as UTF-8 with a byte order mark so that spreadsheets show it right."""

from __future__ import annotations

import csv
import io
from datetime import date

from reviewer.model import Review
from reviewer.report.interface import Guidance, Tier
from reviewer.report.matrix.cells import in_csv
from reviewer.report.matrix.rows import rows
from reviewer.report.matrix.workbook import MATRIX

NAME = "matrix.csv"


def csv_report(review: Review, guidance: Guidance, tier: Tier) -> dict[str, bytes]:
    """The matrix. It has no free tier: it quotes."""
    if tier is Tier.summary:
        return {}
    stream = io.StringIO(newline="")
    titles = [column.title for column in MATRIX if not column.hidden]
    writer = csv.writer(stream)
    writer.writerow(titles)
    for row in rows(review, guidance):
        values = row.values()
        writer.writerow([_written(values.get(title)) for title in titles])
    return {NAME: stream.getvalue().encode("utf-8-sig", "replace")}


def _written(value: str | float | date | None) -> str:
    if value is None:
        return ""
    if isinstance(value, date):
        return value.isoformat()
    return in_csv(value) if isinstance(value, str) else str(value)
