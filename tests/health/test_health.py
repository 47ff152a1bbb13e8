"""Remarks on documents: each kind is made where there is reason, and not where a reader would call it invented."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from reviewer.classify import classify
from reviewer.documents import read_document
from reviewer.documents.interface import Limits
from reviewer.health import Subject, health
from reviewer.library import Library
from reviewer.model import (
    Basis,
    Document,
    ElementResult,
    Evidence,
    Finding,
    Health,
    HealthKind,
    HealthRemark,
    Passage,
    Remark,
    Role,
    Severity,
    Status,
    Verdict,
)  # fmt: skip
from reviewer.segment import segment

TITLE = """# {number} {title}

| Document number | {number} |
|---|---|
| Revision | 3 |
| Effective | 2025-03-01 |
| Process owner | Head of Quality |
| Approved by | Managing Director |

## 1 Procedure

"""
PLAIN = "The Quality Engineer shall open a record for each problem.\n"


def procedure(body: str = PLAIN, number: str = "SOP-014", title: str = "Procedure for Problems") -> str:
    return TITLE.format(number=number, title=title) + body


def subjects(texts: Mapping[str, str], library: Library) -> list[Subject]:
    documents = [read_document(t.encode(), name, Limits()).model_copy(update={"id": name}) for name, t in texts.items()]
    what = classify(documents, library.thesaurus)
    return [
        Subject(d, segment(d, library.thesaurus).passages, c.kind, c.lifecycle, c.establishes, c.number, c.revision)
        for d in documents
        for c in [what[d.id]]
    ]


def examine(library: Library, texts: Mapping[str, str] | str, unread: tuple[str, ...] = ()) -> Health:
    given = {"SOP-014 Problems.md": texts} if isinstance(texts, str) else texts
    return health(subjects(given, library), (), unread, library.health)


def found(result: Health, kind: HealthKind) -> list[HealthRemark]:
    return [remark for remark in result.remarks if remark.kind is kind]


def test_a_complete_procedure_is_not_remarked(library: Library) -> None:
    result = examine(library, procedure())
    assert result.remarks == ()
    assert result.controlled == ("SOP-014 Problems.md",)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("| Revision | 3 |", HealthKind.missing_revision),
        ("| Effective | 2025-03-01 |", HealthKind.missing_date),
        ("| Process owner | Head of Quality |", HealthKind.missing_owner),
        ("| Approved by | Managing Director |", HealthKind.missing_approval),
    ],
)
def test_what_a_title_block_leaves_out(library: Library, line: str, kind: HealthKind) -> None:
    result = examine(library, procedure().replace(f"{line}\n", ""))
    assert [r.kind for r in result.remarks] == [kind]
    assert "title block" in result.remarks[0].looked_at
    label = line.split("|")[1].strip()
    emptied = found(examine(library, procedure().replace(line, f"| {label} | |")), kind)
    assert [r.subject for r in emptied] == [label]


def test_a_document_without_a_number(library: Library) -> None:
    text = (
        procedure()
        .replace("SOP-014 ", "")
        .replace("| Document number | SOP-014 |\n|---|---|\n| Revision | 3 |", "| Revision | 3 |\n|---|---|")
    )
    text = text.replace("Procedure for Problems", "Procedure for Problems after ISO 13485")
    assert [r.kind for r in examine(library, {"problems.md": text}).remarks] == [HealthKind.missing_number]


def test_a_draft_is_not_expected_to_be_approved_and_a_form_has_no_title_block(library: Library) -> None:
    draft = (
        procedure()
        .replace("| Effective | 2025-03-01 |", "| Status | DRAFT |")
        .replace("| Approved by | Managing Director |\n", "")
    )
    assert examine(library, draft).remarks == ()
    form = "# Problem Report Form\n\n| Field | Entry |\n|---|---|\n| Reporter | ____ |\n| What was seen | ____ |\n"
    result = examine(library, {"form.md": form})
    assert (result.checked, result.controlled, result.remarks) == (("form.md",), (), ())


@pytest.mark.parametrize(
    "text",
    [
        "The <name of role> shall decide.", "Each report is answered within TBD days.", "The [insert role] shall sign.",
        "Complaints follow SOP-XXX.", "The risk manager [to be decided] shall sign.", "It is kept in {{ tool }}.",
    ],
)  # fmt: skip
def test_placeholders(library: Library, text: str) -> None:
    remark = found(examine(library, procedure(text)), HealthKind.placeholder)
    assert len(remark) == 1
    assert remark[0].places[0].quote in text


@pytest.mark.parametrize(
    "text",
    [
        "A score < 7 and > 4 is medium.", "Mail to <psirt@maker.example> or security@<project> is read daily.",
        "Branches are named fix-<number>.", "How the case goes on is to be decided by the board.", "Placeholders such as TBD are not allowed.",
        "See <https://maker.example/security>.",
    ],
)  # fmt: skip
def test_no_placeholders(library: Library, text: str) -> None:
    assert found(examine(library, procedure(text)), HealthKind.placeholder) == []


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("Risks are managed as ISO 14971:2007 asks.", ["ISO 14971:2007"]),
        ("This follows EN ISO 14971:2012.", ["EN ISO 14971:2012"]),
        ("Software is maintained under IEC 62304:2006.", ["IEC 62304:2006"]),
        ("Software is maintained under BS EN 62304:2006.", ["BS EN 62304:2006"]),
        ("The system fulfils ISO 13485:2003.", ["ISO 13485:2003"]),
        ("Software is maintained under IEC 62304:2006+A1:2015.", []),
        ("Software is maintained under IEC 62304:2006 with Amendment 1.", []),
        ("Software is maintained under IEC 62304:2006/AMD1:2015.", []),
        ("Risks are managed as ISO 14971:2019 asks, ISO 13485:2016 and IEC 62304.", []),
        ("ISO 14971:2019 has replaced ISO 14971:2007.", []),
        ("The invoice ISO 2007 is paid.", []),
    ],
)
def test_superseded_editions(library: Library, text: str, cited: list[str]) -> None:
    remarks = found(examine(library, procedure(text)), HealthKind.superseded_edition)
    assert [r.subject for r in remarks] == cited
    assert all(r.source for r in remarks)


def test_references_that_lead_out_of_the_set(library: Library) -> None:
    body = (
        "Changes follow SOP-020 and form FRM-112. Complaints follow SOP-021. The model CLX-600 meets ISO 13485 and IEC 62304, "
        "ticket ABC-1234 and CVE-2024-1234 included. See also SOP-022."
    )
    texts = {
        "SOP-014 Problems.md": procedure(body),
        "SOP-020 Changes.md": procedure(number="SOP-020", title="Procedure for Changes"),
    }
    remarks = found(examine(library, texts, unread=("SOP-021_scan.pdf",)), HealthKind.missing_reference)
    assert [r.subject for r in remarks] == ["FRM-112", "SOP-022"]


def test_abbreviations(library: Library) -> None:
    body = (
        "The SWQA reviews each DR. The SWQA closes a defect record (DR). The change control board (CCB) meets; the CCB decides. "
        "The CAPA and the FDA are told, the CAPA again. Findings are entered in project VULN; VULN is locked. The CLX-200 and the CLX are covered. "
        "It is NOT done twice, NOT even once. The QRB meets weekly and the QRB decides."
    )
    glossary = "# Glossary\n\n| Abbreviation | Meaning |\n|---|---|\n| QRB | Quality Review Board |\n"
    remarks = found(examine(library, {"SOP-014 Problems.md": procedure(body), "glossary.md": glossary}), HealthKind.abbreviation)
    assert [r.subject for r in remarks] == ["SWQA"]


def deadlines(library: Library, first: str, second: str) -> list[HealthRemark]:
    texts = {
        "SOP-014 A.md": procedure(first),
        "SOP-020 B.md": procedure(second, number="SOP-020", title="Procedure for Security"),
    }
    return found(examine(library, texts), HealthKind.deadline)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (
            "Receipt shall be acknowledged to the finder within three working days.",
            "The PSIRT confirms receipt to the researcher within 10 working days.",
        ),
        (
            "The Quality Engineer shall enter each problem report into the tracker within two days.",
            "The Quality Engineer shall enter each problem report into the tracker within five days.",
        ),
    ],
)
def test_two_limits_for_one_act(library: Library, first: str, second: str) -> None:
    remark = deadlines(library, first, second)
    assert len(remark) == 1
    assert [place.quote for place in remark[0].places] == [first, second]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        # the same, in other units
        ("Receipt is acknowledged to the finder within 72 hours.", "Receipt is acknowledged to the finder within three days."),
        (
            "Receipt is acknowledged to the finder within five working days.",
            "Receipt is acknowledged to the finder within one week.",
        ),
        # another act, another addressee, another case
        (
            "Receipt is acknowledged to the finder within three days.",
            "The complaint is acknowledged to the customer within ten days.",
        ),
        ("Receipt is acknowledged to the finder within three days.", "The finder is told of the fix within thirty days."),
        (
            "Critical reports are acknowledged to the finder within one day.",
            "Receipt is acknowledged to the finder within three days.",
        ),
        (
            "Each problem report is closed by the board within two weeks.",
            "Each change request is closed by the board within three weeks.",
        ),
    ],
)
def test_limits_that_do_not_gainsay_each_other(library: Library, first: str, second: str) -> None:
    assert deadlines(library, first, second) == []


def evidence(document: str, role: Role) -> Evidence:
    return Evidence(document=document, name=document, quote="x", role=role, start=0, end=1)


def test_contradictions_between_documents_come_from_the_findings(library: Library) -> None:
    texts = {name: procedure(number=name[:7]) for name in ("SOP-014 A.md", "SOP-020 B.md")}
    a, b = texts

    def judged(opposite: str) -> list[HealthRemark]:
        element = ElementResult(
            id="c/e", basis=Basis.requirement, status=Status.met, confidence=0.9, reason="r",
            evidence=(evidence(a, Role.establishes),), conflicts=(evidence(opposite, Role.excludes),),
        )  # fmt: skip
        finding = Finding(
            criterion="c", standard="s", clause="1", title="Records", severity=Severity.major, basis=Basis.requirement,
            verdict=Verdict.covered, elements=(element,),
        )  # fmt: skip
        return found(health(subjects(texts, library), (finding,), (), library.health), HealthKind.contradiction)

    assert [(r.document, r.element, [p.document for p in r.places]) for r in judged(b)] == [(a, "c/e", [a, b])]
    assert judged(a) == []  # within one document it stands with its finding


def test_tracked_changes_are_shown_where_they_stand(library: Library) -> None:
    given = subjects({"SOP-014 A.md": procedure()}, library)[0]
    remark = Remark(code="tracked_changes", text="Changes that nobody has approved yet stand in the document.")
    document: Document = given.document.model_copy(update={"remarks": (remark,)})
    passages: list[Passage] = [p.model_copy(update={"inserted": p.text.startswith("The Quality")}) for p in given.passages]
    result = health([given._replace(document=document, passages=passages)], (), (), library.health)
    assert [(r.kind, r.text, [p.quote for p in r.places]) for r in result.remarks] == [
        (HealthKind.tracked_changes, remark.text, [PLAIN.strip()])
    ]


def test_documents_that_establish_nothing_are_not_remarked(library: Library) -> None:
    training = "# Training: Problems\n\nThe <name> shall do it as ISO 14971:2007 asks, see SOP-099. SWQA and SWQA.\n"
    result = examine(library, {"SOP-014 Problems.md": procedure(), "training.md": training})
    assert result.checked == ("SOP-014 Problems.md",)
    assert result.remarks == ()


def test_of_many_statements_of_one_limit_the_one_that_differs_is_compared(library: Library) -> None:
    line = "The Complaint Handler shall acknowledge each complaint within {} days.\n\n"
    texts = {f"SOP-{n:03} Complaints.md": procedure(line.format(5 if n < 79 else 30), f"SOP-{n:03}") for n in range(80)}
    remarks = found(examine(library, texts), HealthKind.deadline)
    assert len(remarks) == 59
    assert all(remark.places[1].document == "SOP-079 Complaints.md" for remark in remarks)
    assert all("60 of 80 statements" in remark.looked_at for remark in remarks)


def test_a_number_within_the_name_of_a_file_is_there(library: Library) -> None:
    texts = {
        "SOP-014 Problems.md": procedure("It follows SOP-021, SOP-02, SOP-022A, SOP-023 and SOP-024.\n"),
        "OLDSOP0215B notes.md": procedure(number="SOP-015"),
        "x2024SOP022A.md": procedure(number="SOP-016"),
        "4SOP0234.md": procedure(number="SOP-017"),
        "SOP 25.md": procedure(number="SOP-018"),
    }
    assert [r.subject for r in found(examine(library, texts), HealthKind.missing_reference)] == ["SOP-024"]
