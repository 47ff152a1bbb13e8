"""A Review made by hand, with one of everything a report has to show. Its company and documents are invented."""

from __future__ import annotations

from reviewer.model import (
    Basis,
    DocumentEntry,
    DocumentKind,
    ElementResult,
    Evidence,
    Finding,
    Lifecycle,
    MissingDocument,
    Profile,
    ReadStatus,
    Referral,
    Remark,
    Review,
    Role,
    RubricInfo,
    Scores,
    Severity,
    SourceKind,
    StandardScore,
    Status,
    ToolInfo,
    TraceStep,
    Verdict,
)
from reviewer.report.interface import Guidance
from reviewer.rules import Criterion, Element, Source

HOSTILE = "<script>alert(1)</script>\x1b[31m\x07\u202e&\"'[bold]"


def evidence(quote: str, role: Role = Role.establishes, **more: object) -> Evidence:
    given = {
        "document": "SOP-7.docx",
        "name": "SOP-7.docx",
        "quote": quote,
        "role": role,
        "start": 10,
        "end": 10 + len(quote),
    } | more
    return Evidence.model_validate(given)


PATH = ("5 Handling of weaknesses", "5.2 Resolution")
TRACE = TraceStep(
    document="SOP-7.docx", start=10, end=40, quote="q", frame="f1", found=("ticket=ticket",), outcome="establishes", weight=0.9
)

COVERED = Finding(
    criterion="81001-9.5-handling-route",
    standard="iec-81001-5-1",
    clause="9.5",
    title="Choice of route",
    severity=Severity.minor,
    basis=Basis.requirement,
    verdict=Verdict.covered,
    elements=(
        ElementResult(
            id="81001-9.5-handling-route/problem-resolution",
            basis=Basis.requirement,
            status=Status.met,
            confidence=0.934567,
            reason="A step sends each weakness into the ticket process.",
            trace=(TRACE,),
            evidence=(
                evidence("The PSIRT opens a ticket for each weakness.", page=3, heading_path=PATH, context="The lead does this:"),
            ),
        ),
    ),
)

PARTIAL = Finding(
    criterion="81001-9.5-remediation-path",
    standard="iec-81001-5-1",
    clause="9.5",
    title="Formal remediation path",
    severity=Severity.major,
    basis=Basis.requirement,
    verdict=Verdict.partial,
    remediation="Name the kinds of remediation.",
    elements=(
        ElementResult(
            id="81001-9.5-remediation-path/formal",
            basis=Basis.requirement,
            status=Status.met,
            confidence=0.62,
            reason="A duty says so.",
            evidence=(evidence(f"Each issue {HOSTILE} is resolved.", link="https://drive.invalid/d/1"),),
            conflicts=(evidence("Issues of old versions are not resolved.", Role.excludes, link="javascript:alert(1)"),),
        ),
        ElementResult(
            id="81001-9.5-remediation-path/options",
            basis=Basis.adjacent,
            status=Status.deferred,
            confidence=0.8,
            reason="It is elsewhere.",
            evidence=(evidence("See SOP-012.", Role.defers),),
            missing="The kinds of remediation.",
            refers_to=(Referral(name="SOP-012"), Referral(name="SOP-013", document="SOP-13.doc")),
        ),
        ElementResult(
            id="81001-9.5-remediation-path/timeline",
            basis=Basis.audit_focus,
            status=Status.weak,
            confidence=0.9,
            reason="Only a wish.",
            evidence=(evidence("It should be quick.", Role.weakens),),
            missing="A target time.",
        ),
    ),
)

MISSING = Finding(
    criterion="62304-9.6-trends",
    standard="iec-62304",
    clause="9.6",
    title="Problem reports analysed for trends",
    severity=Severity.minor,
    basis=Basis.requirement,
    verdict=Verdict.missing,
    remediation="Write how trends are found.",
    elements=(
        ElementResult(
            id="62304-9.6-trends/trend-analysis",
            basis=Basis.requirement,
            status=Status.unmet,
            confidence=0.97,
            reason="Nothing speaks of it.",
            evidence=(evidence("Trends are a fine thing.", Role.nearest),),
            missing="Who looks for trends, and how often.",
        ),
    ),
)

CONFLICTING = Finding(
    criterion="81001-9.5-proactive-identification",
    standard="iec-81001-5-1",
    clause="9.5 with 5.7",
    title="Proactive identification",
    severity=Severity.major,
    basis=Basis.audit_focus,
    verdict=Verdict.conflicting,
    remediation="Decide.",
    elements=(
        ElementResult(
            id="81001-9.5-proactive-identification/scheduled",
            basis=Basis.audit_focus,
            status=Status.contradicted,
            confidence=0.9,
            reason="The plan says no.",
            evidence=(evidence("No scans are planned.", Role.excludes),),
            missing="A plan.",
        ),
    ),
)

IRRELEVANT = Finding(
    criterion="81001-9.5-inform-third-parties",
    standard="iec-81001-5-1",
    clause="9.5",
    title="Third parties are informed",
    severity=Severity.major,
    basis=Basis.requirement,
    verdict=Verdict.not_applicable,
    elements=(
        ElementResult(
            id="81001-9.5-inform-third-parties/supplier-notified",
            basis=Basis.requirement,
            status=Status.not_applicable,
            confidence=1,
            reason="No third-party code is used.",
        ),
    ),
)

DOCUMENTS = (
    DocumentEntry(
        id="SOP-7.docx",
        name="SOP-7.docx",
        source=SourceKind.local,
        path="docs/SOP-7.docx",
        revision="4",
        title="Weaknesses & fixes",
        sha256="a" * 64,
        text_sha256="b" * 64,
        words=1234,
        language="en",
        kind=DocumentKind.procedure,
        lifecycle=Lifecycle.draft,
        status=ReadStatus.read,
        establishes=True,
        remarks=(Remark(code="draft", text="It calls itself a draft."),),
    ),
    DocumentEntry(
        id="sub/scan.pdf",
        name="scan.pdf",
        source=SourceKind.local,
        path="docs/sub/scan.pdf",
        status=ReadStatus.unreadable,
        reason=f"no page has a text layer {HOSTILE}",
        error_code="no_text",
    ),
    DocumentEntry(
        id="1AbC",
        name="Training.pptx",
        source=SourceKind.drive,
        path="Training.pptx",
        link="https://drive.invalid/d/2",
        kind=DocumentKind.training,
        words=90,
        status=ReadStatus.read,
        reason="training material",
    ),
)

REVIEW = Review(
    tool=ToolInfo(name="qms-reviewer", version="0.1.0", data=({"name": "model", "version": "3.8.0", "sha256": "c" * 64},)),
    rubric=RubricInfo(id="core", version="1", sha256="d" * 64),
    standards=("iec-81001-5-1", "iec-62304", "iso-14971"),
    profile=Profile(third_party_code=False, not_applicable={"81001-9.5-inform-third-parties": "no third-party code"}),
    documents=DOCUMENTS,
    scores=Scores(
        overall=2 / 3,
        by_standard={
            "iec-81001-5-1": StandardScore(
                coverage=1.0, met=2, applicable=2, deferred=1, covered=1, partial=1, conflicting=1, audit_focus=2
            ),
            "iec-62304": StandardScore(coverage=0.0, met=0, applicable=1, missing=1),
            "iso-14971": StandardScore(
                coverage=None, met=0, applicable=0, addressed=False, addressed_reason="nothing on devices in use"
            ),
        },
        stated_without=("sub/scan.pdf",),
    ),
    findings=(COVERED, PARTIAL, CONFLICTING, IRRELEVANT, MISSING),
    probably_missing=(MissingDocument(name="SOP-012 <Change>", mentions=3, example=evidence("See SOP-012.", Role.defers)),),
    run={"started_at": "2026-01-02T03:04:05+00:00"},
)

CRITERIA = {
    "81001-9.5-remediation-path": Criterion(
        id="81001-9.5-remediation-path",
        standard="iec-81001-5-1",
        clause="9.5",
        title="Formal remediation path",
        severity=Severity.major,
        basis=Basis.requirement,
        why="An issue without a path is forgotten.",
        auditor_questions=("Show me one issue from report to release.",),
        records=("The ticket with its history",),
        usually_missed="The options.",
        suggested_wording="First line.\n\nSecond line.",
        sources=(Source(claim="a path is asked for", source="a public page", confidence="single-source"),),
        elements={
            "formal": Element(
                basis=Basis.requirement, meaning="each issue is put through a path", missing="m", write="Write the path down."
            ),
            "options": Element(
                basis=Basis.adjacent, meaning="there are several remedies", missing="m", write="List the remedies."
            ),
            "timeline": Element(basis=Basis.audit_focus, meaning="there is a target time", missing="m", write="Set a time."),
        },
    )
}

GUIDANCE = Guidance(criteria=CRITERIA)
