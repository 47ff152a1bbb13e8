"""No name that is known stands in any file of a redacted report, and nothing else is lost."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reviewer.errors import ReviewerError
from reviewer.model import Action, Evidence, Freshness, Judgement, Review, Role, Seen, SourceKind
from reviewer.report import REPORTS, render
from reviewer.report.interface import Tier
from reviewer.sharing import Names, load_names, redacted, without_quotes
from reviewer.sharing.placeholders import Placeholders
from tests.report.sample_review import DOCUMENTS, GUIDANCE, PARTIAL, REVIEW, evidence

GIVEN = Names(people=("Jana Nováková",), company=("Halden Medical AS",), other=("Aurora",))
NONE = Names()
COMMON = frozenset({"medical", "price"})


def text(value: str, given: Names = GIVEN, found: Names = NONE) -> str:
    return Placeholders(given, found, COMMON).text(value)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Jana Nováková signs.", "[person 1] signs."),
        ("Nováková, Jana", "[person 1]"),
        ("jana_novakova-v2.docx", "[person 1]-v2.docx"),
        ("J. Nováková's desk", "[person 1]'s desk"),
        ("Ms NOVÁKOVÁ decides", "Ms [person 1] decides"),
        ("Jana\u00ad No\u200bváková", "[person 1]"),
        ("Jana and Jan", "[person 1] and Jan"),
        ("Halden Medical AS, Halden Medical and Halden", "[company 1], [company 1] and [company 1]"),
        ("HALDEN-MEDICAL_SOP-7.pdf", "[company 1]_SOP-7.pdf"),
        ("HaldenVent and halden", "[company 1]Vent and [company 1]"),
        ("Haldenstein is a town", "Haldenstein is a town"),
        ("Medical devices, medical staff", "Medical devices, medical staff"),
        ("the aurora 2 console", "the [name 1] 2 console"),
        ("Write to qa@halden-medical.no or j.n [at] x [dot] org.", "Write to [e-mail 1] or [e-mail 2]."),
        (
            "See https://portal.halden-medical.no/x?y and https://nvd.nist.gov/vuln.",
            "See [web address 1] and https://nvd.nist.gov/vuln.",
        ),
        ("Call +47 22 12 34 56 or tel. (0)89-1234567.", "Call [phone 1] or tel. [phone 2]."),
        ("IEC 62304:2006, 81001-5-1, 2026-01-05, SOP-012-34", "IEC 62304:2006, 81001-5-1, 2026-01-05, SOP-012-34"),
    ],
)
def test_names_are_known_however_they_are_written(written: str, shown: str) -> None:
    assert text(written) == shown


def test_a_surname_that_is_a_common_word_stands_alone_untouched() -> None:
    found = Names(people=("Ann Price",))
    assert (
        text("Ann Price keeps the Price list. A. Price signs.", found=found)
        == "[person 2] keeps the Price list. [person 2] signs."
    )


def test_the_same_name_has_one_placeholder_in_every_text() -> None:
    placeholders = Placeholders(GIVEN, Names(company=("Halden Medical", "Tessloh AG"), people=("Jana Novakova",)), COMMON)
    assert placeholders.text("Tessloh for Halden Medical") == "[company 2] for [company 1]"
    assert placeholders.text("Jana Novakova") == "[person 1]"
    assert placeholders.text("a@b.example b@b.example A@B.example") == "[e-mail 1] [e-mail 2] [e-mail 1]"


SECRETS = (
    "Jana",
    "Nováková",
    "Halden",
    "Aurora",
    "qa@halden",
    "1AbCdEfGh",
    "drive.invalid",
    "a" * 64,
    "b" * 64,
    "/home/jana",
    "Grace",
)
NAME = "Halden-SOP-7.docx"


def _review() -> Review:
    """A review with names wherever a name may stand."""
    quote: Evidence = evidence(
        "Jana Nováková of Halden opens it in Aurora.", context="Write to qa@halden-medical.no:", document=NAME, name=NAME,
        heading_path=("5 Halden",), link="https://drive.invalid/x",
    )  # fmt: skip
    other = quote.model_copy(update={"document": "1AbCdEfGh", "paths": ("Halden/Jana",), "revision": "1AbCdEfGh-9"})
    judgement = Judgement(
        id=PARTIAL.elements[0].id, action=Action.confirm, status=PARTIAL.elements[0].status, reason="Jana says so", by="Grace Hopper",
        date=date(2026, 1, 5), freshness=Freshness.current, seen=Seen(status="met", sha256="a" * 64),
    )  # fmt: skip
    step = PARTIAL.elements[0].model_copy(
        update={
            "evidence": (quote, other), "conflicts": (), "judgement": judgement, "evidence_sha256": "a" * 64,
            "reason": f"A binding statement in {NAME} and 1AbCdEfGh establishes it.",
        }
    )  # fmt: skip
    finding = PARTIAL.model_copy(update={"elements": (step, *PARTIAL.elements[1:])})
    local = DOCUMENTS[0].model_copy(
        update={"id": NAME, "name": NAME, "path": f"/home/jana/{NAME}", "title": "Halden: weaknesses"}
    )
    drive = DOCUMENTS[2].model_copy(
        update={
            "id": "1AbCdEfGh", "name": "Aurora.pptx", "owner": "Jana Nováková", "paths": ("Halden/Aurora.pptx",), "revision": "1AbCdEfGh-9",
            "sha256": "b" * 64, "source": SourceKind.drive, "path": "Halden/Aurora.pptx",
        }
    )  # fmt: skip
    missing = REVIEW.probably_missing[0].model_copy(update={"name": "Halden Handbook", "example": quote})
    run = {
        "started_at": "2026-01-02T03:04:05+00:00",
        "options": {"sources": ["/home/jana"], "trace": True},
        "passed_over": [{"path": "/home/jana/x"}],
    }
    return REVIEW.model_copy(
        update={
            "findings": (finding, *REVIEW.findings[2:]),
            "documents": (local, drive),
            "probably_missing": (missing,),
            "run": run,
        }
    )


def test_no_file_of_any_format_names_anybody() -> None:
    result = redacted(_review(), GIVEN, Names(), COMMON)
    files = render(result, sorted(REPORTS), Tier.detailed, GUIDANCE)
    for name, content in files.items():
        if name.endswith(".xlsx"):
            book = load_workbook(io.BytesIO(content))
            content = repr([list(sheet.iter_rows(values_only=True)) for sheet in book]).encode("utf-8")
        elif name.endswith((".docx", ".pdf", ".png")):
            continue
        for secret in SECRETS:
            assert secret.casefold() not in content.decode("utf-8").casefold(), (name, secret)


def test_what_is_no_name_stays_and_references_still_meet() -> None:
    before = _review()
    after = redacted(before, GIVEN, Names(), COMMON)
    assert [f.verdict for f in after.findings] == [f.verdict for f in before.findings]
    assert [f.criterion for f in after.findings] == [f.criterion for f in before.findings]
    quote, other = after.findings[0].elements[0].evidence
    assert quote.quote == "[person 1] of [company 1] opens it in [name 1]."
    assert (quote.start, quote.end, quote.link, other.paths, other.revision) == (0, 0, None, None, None)
    ids = {entry.id for entry in after.documents}
    assert ids == {"[company 1]-SOP-7.docx", "document-1"}
    assert {quote.document, other.document} == ids
    assert after.findings[0].elements[0].reason == "A binding statement in [company 1]-SOP-7.docx and document-1 establishes it."
    assert after.documents[0].revision == "4" and after.documents[1].revision is None
    judgement = after.findings[0].elements[0].judgement
    assert judgement and (judgement.by, judgement.reason, judgement.seen) == ("[person 2]", "[person 1] says so", None)
    assert after.run == {"started_at": "2026-01-02T03:04:05+00:00", "options": {"trace": True}}
    told = after.redaction
    assert told and (told.people, told.companies, told.others, told.e_mails, told.given) == (2, 1, 1, 1, 3)
    assert "cannot promise" in told.statement


def test_documents_that_become_alike_stay_apart() -> None:
    one, two = (DOCUMENTS[0].model_copy(update={"id": f"{n}.docx", "name": f"{n}.docx"}) for n in ("Aurora", "aurora"))
    after = redacted(REVIEW.model_copy(update={"documents": (one, two)}), GIVEN, Names())
    assert [entry.id for entry in after.documents] == ["[name 1].docx", "[name 1].docx (2)"]


def test_quotes_can_be_left_out_of_every_format() -> None:
    review = without_quotes(REVIEW)
    quotes = [q.quote for f in REVIEW.findings for e in f.elements for q in (*e.evidence, *e.conflicts) if "<" not in q.quote]
    assert len(quotes) > 5
    for name, content in render(review, ("csv", "html", "json", "md", "oscal"), Tier.detailed, GUIDANCE).items():
        text = content.decode("utf-8")
        assert not any(quote in text for quote in quotes), name
        assert (
            name in {"oscal/catalog.json", "oscal/mapping-collection.json", "oscal/assessment-plan.json", "summary.html"}
            or "SOP-7.docx" in text
        )
    assert review.quotes_left_out and review.scores == REVIEW.scores
    assert all(q.role is not Role.establishes or q.heading_path == o.heading_path for q, o in _pairs(review))


def _pairs(review: Review) -> list[tuple[Evidence, Evidence]]:
    return [
        (q, o)
        for f, g in zip(review.findings, REVIEW.findings, strict=True)
        for e, h in zip(f.elements, g.elements, strict=True)
        for q, o in zip(e.evidence, h.evidence, strict=True)
    ]


def test_names_come_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "names.yaml"
    path.write_text("people: [Ada Byron]\ncompany: Halden AS\n", encoding="utf-8")
    assert load_names(path) == Names(people=("Ada Byron",), company=("Halden AS",))
    for faulty, told in (
        ("persons: [a]", "persons: Extra"),
        ("people: [1]", r"names\.yaml:1:"),
        ("people: [", "readable YAML"),
        ("- a", "the file"),
    ):
        path.write_text(faulty, encoding="utf-8")
        with pytest.raises(ReviewerError, match=told):
            load_names(path)
    with pytest.raises(ReviewerError, match="cannot be read"):
        load_names(tmp_path / "absent.yaml")
