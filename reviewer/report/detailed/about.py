"""What every report states of itself: what made it, of what, when, how to read it, and what it is not."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from reviewer.model import Basis, Review, SourceKind, Status, ToolInfo
from reviewer.report import coverage, gaps, words
from reviewer.report.html_filters import BASIS_NAMES
from reviewer.report.paper.content import Block, Bullets, Facts, Heading, Line, Paragraph, Run, bold, line

NO_CERTIFICATE = (
    "This is a readiness review of texts. It tells what procedures provide for, not what is done in practice. It is no audit, no "
    "certificate and no legal advice."
)
CAN_ERR = (
    "It works by rules and fitted models, which can err in both directions: a quote shows what each verdict rests on, so read it "
    "before you rely on the verdict."
)
STATUS_MEANINGS = {
    Status.met: "A binding statement provides for it: a duty, a step, a row of a table.",
    Status.weak: "Only “may”, “should”, “where possible” or a placeholder speaks of it.",
    Status.deferred: "The text sends the reader to a document that was not read.",
    Status.contradicted: "The text excludes it.",
    Status.unmet: "Nothing provides for it. Definitions, scopes, headings and references do not count.",
    Status.not_applicable: "It was said beforehand that it does not apply, or its standard is not in scope.",
}
_BASIS_NOTES = {
    Basis.adjacent: " It belongs to the same process and is read with the clause.",
    Basis.audit_focus: " It is counted apart from coverage, and no clause of the standard in review asks for it in these words.",
}
_OPTION_NAMES = {
    "sources": "reviewed",
    "standards": "standards",
    "profile": "profile",
    "trace": "every passage kept",
    "ocr": "scanned pages read",
    "cache": "what was read is kept",
    "since": "compared with",
}


def date(review: Review) -> str:
    """When the review was made, for people; "" where that is not known."""
    return words.moment(str(review.run.get("started_at", "")))


def cover_facts(review: Review) -> tuple[tuple[str, str], ...]:
    """What stands on the first page."""
    counting = sum(entry.establishes for entry in review.documents)
    unread = len(gaps.unread(review))
    not_read = f", {unread} not or not wholly read" if unread else ""
    facts = [
        ("Result", coverage.headline(review)),
        ("Coverage", _coverage(review)),
        ("Standards", "; ".join(words.standard(name) for name in review.standards) or "none in scope"),
        ("Documents", f"{len(review.documents)} found, {counting} count as procedures of the organisation{not_read}"),
        ("Taken out", _taken_out(review)),
        ("Date", date(review)),
        ("Made by", f"{review.tool.name} {review.tool.version}, rubric {review.rubric.id} {review.rubric.version}"),
        ("What it is not", NO_CERTIFICATE),
    ]
    return tuple((name, value) for name, value in facts if value)


def reading() -> Iterator[Block]:
    """How to read a verdict."""
    yield Heading("How to read this", 1, "reading")
    yield Paragraph(line(NO_CERTIFICATE, " ", CAN_ERR))
    yield Heading("Statuses and verdicts", 2)
    yield Paragraph(
        line("Each criterion is one thing that an auditor asks of procedures. Its elements are what must each be found."),
        keep=True,
    )
    yield Facts(tuple((words.STATUSES[status], line(meaning)) for status, meaning in STATUS_MEANINGS.items()))
    yield Paragraph(
        line(
            "A criterion is ", bold("covered"), " where every element is met, ", bold("missing"), " where none is, ", bold("conflicting"),
            " where one is contradicted, else ", bold("partly covered"), ". Coverage of a standard is the share of its elements that are "
            "met, of those that a clause or its neighbour asks for. What is not binding or left to another document counts as not covered.",
        )
    )  # fmt: skip
    yield Heading("Why it is asked, and how much it weighs", 2)
    bases = [(BASIS_NAMES[b], line(f"{words.BASES[b][:1].upper()}{words.BASES[b][1:]}.{_BASIS_NOTES.get(b, '')}")) for b in Basis]
    yield Facts(
        (
            *bases,
            ("Major, minor", line("This tool’s own weighing of a gap, to set an order. An auditor may grade otherwise.")),
            (
                "Sure",
                line(
                    f"How probable it is that the status is right. Below {words.percent(words.CONFIRM_BELOW)} you are asked to confirm it."
                ),
            ),
        )
    )


def about(review: Review) -> Iterator[Block]:
    """What made the report, and with what settings."""
    yield Heading("About this review", 1, "about")
    yield Facts(tuple(_made(review)))
    if review.profile.not_applicable:
        yield Paragraph(line("Said not to apply:"), keep=True)
        yield Bullets(tuple(line(bold(f"{name}: "), reason) for name, reason in review.profile.not_applicable.items()))
    if review.scores.stated_without:
        yield Paragraph(line("Coverage is stated without these documents, which were found and not read:"), keep=True)
        yield Bullets(tuple(line(name) for name in review.scores.stated_without))
    passed_over = review.run.get("passed_over") or ()
    if passed_over:
        yield Paragraph(line("Passed over without being opened:"), keep=True)
        yield Bullets(tuple(line(_said(item)) for item in passed_over))


def _made(review: Review) -> Iterator[tuple[str, Line]]:
    yield "Tool", line(f"{review.tool.name} {review.tool.version}")
    yield "Rubric", line(f"{review.rubric.id} {review.rubric.version}, SHA-256 ", Run(review.rubric.sha256, code=True))
    yield from data_rows(review.tool)
    if date(review):
        yield "Date", line(date(review))
    yield "Standards", line("; ".join(words.standard(name) for name in review.standards) or "none in scope")
    options = "; ".join(_options(review))
    if options:
        yield "Options", line(options)
    profile = review.profile
    said_before = [
        *([f"software safety class {profile.safety_class}"] if profile.safety_class else []),
        *(["no third-party code is used"] if profile.third_party_code is False else []),
        *(["software only, no hardware is made"] if profile.software_only else []),
    ]
    if said_before:
        yield "Said beforehand", line("; ".join(said_before))


def data_rows(tool: ToolInfo) -> Iterator[tuple[str, Line]]:
    """The language data with its hash, and the programs that compute with models."""
    programs = []
    for item in tool.data:
        name = f"{item.get('name', '')} {item.get('version', '')}"
        if item.get("sha256"):
            yield "Language data", line(f"{name}, SHA-256 ", Run(item["sha256"], code=True))
        else:
            programs.append(name)
    if programs:
        yield "Computed with", line(", ".join(programs))


def _options(review: Review) -> Iterator[str]:
    options: dict[str, Any] = review.run.get("options") or {}
    on_drive = any(entry.source is SourceKind.drive for entry in review.documents)
    # How many processes work is left out too: the reports are the same for any number.
    unused = ("jobs",) if options.get("redact") else ("jobs", "redact_names", "redact_company")
    for key, value in options.items():
        if key not in unused and value not in (None, "", [], {}) and (key != "drive" or on_drive):
            yield f"{_OPTION_NAMES.get(key, key.replace('_', ' '))}: {_said(value)}"


def _said(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return "; ".join(f"{str(key).replace('_', ' ')}: {_said(item)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(map(_said, value))
    return str(value)


def _taken_out(review: Review) -> str:
    taken = [
        *(["names and addresses that the program knows, for which placeholders stand"] if review.redaction else []),
        *(["the text of quotes"] if review.quotes_left_out else []),
    ]
    return "; ".join(taken)


def _coverage(review: Review) -> str:
    met = sum(score.met for score in review.scores.by_standard.values())
    asked = sum(score.applicable for score in review.scores.by_standard.values())
    if not asked:
        return ""
    parts = ", ".join(f"{words.short(name)} {words.percent(score.coverage)}" for name, score in review.scores.by_standard.items())
    return f"{words.percent(review.scores.overall)} of what is asked ({met} of {words.count(asked, 'element')}): {parts}"
