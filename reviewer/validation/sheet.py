"""The record of a validation as a paper to sign and file, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby

from reviewer.report import words
from reviewer.report.detailed.about import data_rows
from reviewer.report.paper import (
    Block,
    Bullets,
    Column,
    Contents,
    Facts,
    Fields,
    Heading,
    Line,
    PageBreak,
    Paper,
    Paragraph,
    Row,
    Run,
    SignOff,
    Table,
    Tone,
    bold,
    line,
    soft,
)
from reviewer.validation.record import Case, Outcome, Record

TITLE, KIND = "Validation of qms-reviewer for its intended use", "Validation record"
INTENDED_USE = (
    "A reading aid for people who prepare for an audit. It reads procedures of a quality management system and says which requirements of "
    "IEC 81001-5-1 clause 9.5, ISO 14971 clause 10 and IEC 62304 clause 9 they provide for, with the statement and the place that each "
    "verdict rests on. A person reads the statement and decides."
)
NOT_USED_FOR = (
    "It releases no product, approves no document, keeps no record and makes no decision in the quality system. It is no certificate, and it "
    "does not say whether procedures are followed."
)
RISK = (
    "Its failure would be a verdict that is wrong: a gap that it does not show, or one that is none. Every verdict has its statement with it, "
    "so that the person who reads it can see so; doubtful ones are marked. The documents themselves are never changed."
)
LIMITS = (
    "It judges English text only, and no pictures; scanned pages are read only with a text layer, or with --ocr where tesseract is installed.",
    "It judges statements, not whether procedures fit together, fit the device, or are followed.",
    "On procedures that nothing was fitted on it errs in both directions; docs/accuracy.md states how often.",
    (
        "These sets are of invented manufacturers and were known while the rubric was written: they show that the tool works here as it was "
        "released, not how accurate it is on other documents. Try it on procedures of your own whose gaps you know, and add them to this record."
    ),
    "Google Drive, text recognition (OCR) and files that need LibreOffice are not exercised.",
)
_CLAUSE = (
    "ISO 13485:2016, 4.1.6, as our reading: software used in the quality management system is validated for its application before its "
    "first use and, as far as fitting, after changes to it or its application; the effort is in proportion to the risk, and records are kept."
)
_MANY = {Outcome.agrees: "agree", Outcome.differs: "differ", Outcome.known_limit: "known limits"}
_TONES = {Outcome.agrees: Tone.good, Outcome.known_limit: Tone.half, Outcome.differs: Tone.bad, Outcome.not_checked: Tone.soft}


def as_json(record: Record) -> bytes:
    """The record for other programs."""
    said = {"intended_use": INTENDED_USE, "not_used_for": NOT_USED_FOR, "known_limits": [*LIMITS, *_case_limits(record)]}
    return (json.dumps(record.model_dump(mode="json") | said, ensure_ascii=False, indent=1) + "\n").encode()


def headline(record: Record) -> str:
    """The result in one line."""
    counts = [(outcome, record.count(outcome)) for outcome in Outcome]
    parts = ", ".join(
        words.count(number, outcome.value, _MANY.get(outcome, outcome.value)) for outcome, number in counts if number
    )
    return f"{'passed' if record.passed else 'NOT passed'}: {words.count(len(record.cases), 'case')}, {parts}"


def sheet(record: Record) -> Paper:
    """The paper."""
    return Paper(
        title=TITLE,
        kind=KIND,
        made_at=record.made_at,
        facts=(
            ("Result", headline(record)),
            ("Tool", f"{record.tool.name} {record.tool.version}"),
            ("Rubric and clauses", f"SHA-256 {record.rubric_sha256}"),
            ("Date", words.moment(record.made_at)),
            ("Where", f"{record.environment.python}, {record.environment.system}, {record.environment.machine}"),
        ),
        blocks=(
            Contents(1),
            PageBreak(),
            *_use(),
            *_what(record),
            *_result(record),
            *_limits(record),
            Heading("Conclusion and sign-off", 1, "sign-off"),
            Paragraph(
                line(
                    "By the results above and the checks of our own, the tool, in this version and on this machine, is fit for the use stated: "
                    "☐ yes   ☐ no   ☐ yes, with the restrictions named here."
                )
            ),
            Fields(("Restrictions, and when it is to be validated again (a new version, another machine, another use)",), 2),
            SignOff(("Carried out by", "Checked by", "Approved by (quality management)")),
            *_cases(record),
        ),
    )


def _use() -> Iterator[Block]:
    yield Heading("Intended use and risk", 1, "use")
    yield Facts(
        (
            ("Intended use", line(INTENDED_USE)),
            ("Not used for", line(NOT_USED_FOR)),
            ("Risk", line(RISK)),
            ("Why this record", line(_CLAUSE)),
        )
    )
    yield Fields(("How we use it in our quality system, and what depends on it",), 3)


def _what(record: Record) -> Iterator[Block]:
    yield Heading("What was validated, and where", 1, "what")
    rows: list[tuple[str, Line]] = [
        ("Tool", line(f"{record.tool.name} {record.tool.version}")),
        ("Rubric and clauses", line("SHA-256 ", Run(record.rubric_sha256, code=True))),
    ]
    rows += data_rows(record.tool)
    rows += [
        ("Python", line(record.environment.python)),
        ("System", line(f"{record.environment.system}, {record.environment.machine}")),
    ]
    yield Facts(tuple(rows))
    if record.environment.components:
        yield Paragraph(
            line(bold("Components: "), ", ".join(f"{c.name} {c.version}" for c in record.environment.components), ".")
        )
    yield Table(
        "Known-answer sets: invented manufacturers, labelled by people",
        (Column("Set", 2), Column("Manufacturer", 3.2), Column("Documents", 1.8, number=True), Column("SHA-256", 3.4)),
        tuple(Row((line(s.name), line(s.about), line(str(s.documents)), (Run(s.sha256, code=True),))) for s in record.sets),
    )


def _result(record: Record) -> Iterator[Block]:
    yield Heading("Result", 1, "result")
    yield Paragraph(line(bold(f"{headline(record)}.")))
    yield Paragraph(
        line(
            "A case agrees where the tool gives the status that people gave. A known limit is a case in which this version is known to give "
            "another; it is expected, and said below. Everything else differs, and must be explained before the tool is used."
        )
    )
    groups = [(name, list(cases)) for name, cases in groupby(record.cases, key=lambda case: case.group)]
    yield Table(
        "Cases by group",
        (Column("Group", 3), *(Column(outcome.value.capitalize(), 1, number=True) for outcome in Outcome)),
        tuple(
            Row((line(name), *(line(str(sum(c.outcome is outcome for c in cases))) for outcome in Outcome)))
            for name, cases in groups
        ),
    )
    different = [case for case in record.cases if case.outcome is Outcome.differs]
    if different:
        yield _table("Cases that differ", different)


def _limits(record: Record) -> Iterator[Block]:
    yield Heading("Known limits", 1, "limits")
    yield Bullets(tuple(line(limit) for limit in LIMITS))
    known = [case for case in record.cases if case.outcome is Outcome.known_limit]
    if known:
        yield Paragraph(line("Cases in which this version is known to give another status than people do:"), keep=True)
        yield Bullets(
            tuple(
                line(
                    f"{case.case} ({case.group}): ",
                    case.note.rstrip("."),
                    soft(f". People: {_status(case.expected)}; the tool: {_status(case.actual)}."),
                )
                for case in known
            )
        )


def _cases(record: Record) -> Iterator[Block]:
    yield Heading("All cases", 1, "cases")
    for name, cases in groupby(record.cases, key=lambda case: case.group):
        yield _table(f"Cases: {name}", list(cases))


def _table(caption: str, cases: list[Case]) -> Table:
    return Table(
        caption,
        (Column("Case", 4), Column("Expected", 1.8), Column("Actual", 1.8), Column("Outcome", 1.4)),
        tuple(
            Row(
                (
                    line(case.case),
                    line(_status(case.expected)),
                    line(_status(case.actual)),
                    line(Run(case.outcome.value, bold=case.outcome is Outcome.differs, tone=_TONES[case.outcome])),
                )
            )
            for case in cases
        ),
    )


def _case_limits(record: Record) -> list[str]:
    return [f"{case.group} {case.case}: {case.note}" for case in record.cases if case.outcome is Outcome.known_limit]


def _status(value: str) -> str:
    return {status.value: name for status, name in words.STATUSES.items()}.get(value, value)
