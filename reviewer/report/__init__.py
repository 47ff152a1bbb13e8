"""Reports: each is a function of a Review. ``write`` renders the formats that were asked for and lays them down."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

from reviewer.errors import ReviewerError
from reviewer.files import write_whole
from reviewer.model import Review
from reviewer.report.html_report import html_report
from reviewer.report.interface import Guidance, Report, Tier
from reviewer.report.json_report import json_report
from reviewer.report.matrix import csv_report, xlsx_report
from reviewer.report.oscal import oscal_report
from reviewer.report.paper_reports import docx_report, pdf_report, text_report
from reviewer.report.tickets import tickets_report

REPORTS: dict[str, Report] = {
    "csv": csv_report,
    "docx": docx_report,
    "html": html_report,
    "json": json_report,
    "md": tickets_report,
    "oscal": oscal_report,
    "pdf": pdf_report,
    "text": text_report,
    "xlsx": xlsx_report,
}
DEFAULT_FORMATS = ("html", "json")
WITH_SUMMARY = frozenset({"html", "pdf", "text"})

__all__ = [
    "DEFAULT_FORMATS",
    "REPORTS",
    "Guidance",
    "Report",
    "Tier",
    "formats_from",
    "prepare",
    "render",
    "write",
]


def formats_from(text: str, tier: Tier = Tier.detailed) -> tuple[str, ...]:
    """The formats of a comma list, each once. Raises ReviewerError for one that is not known, or where none has the tier."""
    names = tuple(dict.fromkeys(name.strip().lower() for name in text.split(",") if name.strip()))
    unknown = [name for name in names if name not in REPORTS]
    if unknown or not names:
        raise ReviewerError("--format", f"no format {', '.join(unknown) or 'named'}", f"choose from {', '.join(sorted(REPORTS))}")
    if tier is Tier.summary and WITH_SUMMARY.isdisjoint(names):
        raise ReviewerError("--tier", f"{', '.join(names)} has no summary", f"add one of {', '.join(sorted(WITH_SUMMARY))}")
    return names


def render(review: Review, formats: Sequence[str], tier: Tier, guidance: Guidance) -> dict[str, bytes]:
    """All files of some formats."""
    files: dict[str, bytes] = {}
    for name in formats:
        files |= REPORTS[name](review, guidance, tier)
    return files


def prepare(out: Path) -> None:
    """Make the folder for the reports, before the work begins that they are about."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out):
            pass
    except OSError as error:
        raise ReviewerError(
            str(out), f"cannot be written to: {(error.strerror or str(error)).lower()}", "name another folder"
        ) from None


def write(files: dict[str, bytes], out: Path) -> tuple[Path, ...]:
    """Lay the files down, each whole or not at all."""
    written = []
    for name, content in files.items():
        target = out / name
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            write_whole(target, content, 0o644)
        except OSError as error:
            raise ReviewerError(
                str(target), f"cannot be written: {(error.strerror or str(error)).lower()}", "close it elsewhere"
            ) from None
        written.append(target)
    return tuple(written)
