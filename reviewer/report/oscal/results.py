"""``oscal/assessment-results.json``: a finding for each criterion, an observation with evidence for each element and decision.

OSCAL knows satisfied and not-satisfied alone. Our verdicts and statuses stand in properties of our namespace.
"""

from __future__ import annotations

from datetime import date

from reviewer.model import ElementResult, Finding, HealthRemark, Judgement, Review, Verdict
from reviewer.report import gaps, health, progress, words
from reviewer.report.decided import sentence
from reviewer.report.detailed.about import CAN_ERR, NO_CERTIFICATE
from reviewer.report.interface import Guidance
from reviewer.report.oscal.evidence import evidence, place_evidence
from reviewer.report.oscal.parts import (
    Json,
    document,
    document_resource,
    document_uuid,
    filled,
    finished,
    identity,
    line,
    markup,
    objective_id,
    prop,
    props,
    reviewed_controls,
    started,
    string,
    tool_component,
)
from reviewer.report.oscal.plan import CATALOG


def assessment_results(review: Review, guidance: Guidance) -> Json:
    """What the review found."""
    tool = tool_component(review)
    result_id = _result_id(review)
    origins = [{"actors": [{"type": "tool", "actor-uuid": tool["uuid"]}]}]
    observations = []
    for finding in review.findings:
        advice = guidance.criteria.get(finding.criterion)
        for element in finding.elements:
            told = advice.elements.get(_name(element)) if advice else None
            observations.append(_observation(review, element, told.meaning if told else element.id, origins, result_id))
            if element.judgement:
                observations.append(_decision(element, element.judgement, result_id))
    observations += [
        _remark(remark, origins, started(review), result_id) for remark in (review.health.remarks if review.health else ())
    ]
    result = filled(
        uuid=result_id,
        title="Procedure review",
        description=f"{NO_CERTIFICATE} {CAN_ERR}",
        start=started(review),
        end=finished(review),
        props=_scores(review),
        local_definitions={"assessment-assets": {"components": [tool], "assessment-platforms": [_platform(tool)]}},
        reviewed_controls=reviewed_controls(review),
        observations=observations,
        risks=[_risk(finding, result_id) for finding in review.findings if gaps.is_gap(finding)],
        findings=[_finding(finding, origins, result_id) for finding in review.findings],
        remarks=markup(_remarks(review)),
    )
    people = dict.fromkeys(e.judgement.by for f in review.findings for e in f.elements if e.judgement)
    content = filled(
        import_ap={"href": "assessment-plan.json"},
        results=[result],
        back_matter={
            "resources": [
                {"uuid": CATALOG, "title": "Criteria of the review", "rlinks": [{"href": "catalog.json"}]},
                *(document_resource(review, entry) for entry in review.documents),
            ]
        },
    )
    return document(
        review,
        "Results of the procedure review",
        review.rubric.version,
        NO_CERTIFICATE,
        content,
        links=[{"href": f"#{CATALOG}", "rel": "reference"}],
        parties=[{"uuid": _party(name), "type": "person", "name": string(name)} for name in people],
    )


def _result_id(review: Review) -> str:
    """Identity of the result, and with it of all it holds: another set of documents or another run has other ones."""
    states = (f"{entry.id} {entry.sha256} {entry.text_sha256}" for entry in review.documents)
    return identity("result", review.rubric.sha256, started(review), *states)


def _platform(tool: Json) -> Json:
    return {
        "uuid": identity("platform"),
        "title": "The machine of the user",
        "uses-components": [{"component-uuid": tool["uuid"]}],
    }


def _name(element: ElementResult) -> str:
    return element.id.rpartition("/")[2]


def _party(name: str) -> str:
    return identity("party", name)


def _scores(review: Review) -> list[Json]:
    told = []
    for kind, scores in (("coverage", review.scores), ("coverage-with-decisions", review.decisions and review.decisions.scores)):
        if not scores:
            continue
        for standard, score in scores.by_standard.items():
            if score.coverage is not None:
                told.append(prop(kind, score.coverage, **{"class": "by-standard", "remarks": line(words.standard(standard))}))
        if scores.overall is not None:
            told.append(prop(kind, scores.overall, **{"class": "overall"}))
    return told


def _remarks(review: Review) -> str:
    told = []
    if review.scores.stated_without:
        told.append(f"Coverage is stated without documents that could not be read: {'; '.join(review.scores.stated_without)}.")
    if review.probably_missing:
        told.append(f"Probably missing from the set: {'; '.join(missing.name for missing in review.probably_missing)}.")
    if review.decisions:
        told.append(
            f"Decisions of people count for {review.decisions.counted} elements; {review.decisions.stale} are stale and do not count."
        )
    if review.changes and review.changes.progress:
        told.append(f"{progress.headline(review)}. Compared with {review.changes.since}.")
    if review.redaction:
        told.append(review.redaction.statement)
    if review.quotes_left_out:
        told.append("The text of quotes was left out on request.")
    return "\n".join(told) or "All documents that were found were read."


def _observation(review: Review, element: ElementResult, meaning: str, origins: list[Json], result_id: str) -> Json:
    quotes = [(quote, False) for quote in element.evidence] + [(quote, True) for quote in element.conflicts]
    documents = dict.fromkeys(quote.document for quote, _ in quotes)
    return filled(
        uuid=_observed(element, result_id),
        title=line(meaning),
        description=markup(words.reason(element.reason)),
        props=[
            *props(element=element.id, status=element.status, confidence=f"{element.confidence:.2f}", basis=element.basis),
            *props(evidence_sha256=element.evidence_sha256),
            *(props(decided_status=element.judgement.status, decision=element.judgement.freshness) if element.judgement else []),
        ],
        methods=["EXAMINE"],
        types=["finding"],
        origins=origins,
        subjects=[{"subject-uuid": document_uuid(name), "type": "resource"} for name in documents],
        relevant_evidence=[evidence(quote, opposes) for quote, opposes in quotes],
        collected=started(review),
        remarks=markup(element.missing) if element.missing else None,
    )


def _observed(element: ElementResult, result_id: str) -> str:
    return identity("observation", result_id, element.id)


def _decision(element: ElementResult, judgement: Judgement, result_id: str) -> Json:
    """What a person decided, as an observation of theirs."""
    return filled(
        uuid=_decided(element, result_id),
        title=line(f"Decision on {element.id}"),
        description=markup(sentence(judgement)),
        props=props(
            element=element.id, action=judgement.action, decided_status=judgement.status, freshness=judgement.freshness,
            decided_on=judgement.id, date=judgement.date,
        ),
        methods=["EXAMINE"],
        types=["decision"],
        origins=[{"actors": [{"type": "party", "actor-uuid": _party(judgement.by)}]}],
        collected=_midnight(judgement.date),
    )  # fmt: skip


def _remark(remark: HealthRemark, origins: list[Json], moment: str, result_id: str) -> Json:
    """A remark on the documents themselves, on which no finding depends."""
    return filled(
        uuid=identity("health", result_id, remark.kind, remark.document, remark.subject, remark.text),
        title=line(health.TITLES[remark.kind]),
        description=markup(remark.text),
        props=props(health=remark.kind, subject=remark.subject, count=remark.count, element=remark.element, basis=remark.source),
        methods=["EXAMINE"],
        types=["document-health"],
        origins=origins,
        subjects=[{"subject-uuid": document_uuid(remark.document), "type": "resource"}],
        relevant_evidence=[place_evidence(place) for place in remark.places],
        collected=moment,
        remarks=markup(remark.advice),
    )


def _decided(element: ElementResult, result_id: str) -> str:
    return identity("decision", result_id, element.id)


def _midnight(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _finding(finding: Finding, origins: list[Json], result_id: str) -> Json:
    applies = finding.verdict is not Verdict.not_applicable
    satisfied = finding.verdict is Verdict.covered
    status = {
        "state": "satisfied" if satisfied else "not-satisfied",
        "reason": ("pass" if satisfied else "fail") if applies else "other",
    }
    if not applies:
        status["remarks"] = "Not applicable: nothing was judged, and nothing has failed."
    related = [_observed(element, result_id) for element in finding.elements]
    related += [_decided(element, result_id) for element in finding.elements if element.judgement]
    return filled(
        uuid=identity("finding", result_id, finding.criterion),
        title=line(finding.title),
        description=markup(f"{words.standard(finding.standard)} ({finding.clause}): {words.VERDICTS[finding.verdict]}."),
        props=props(
            criterion=finding.criterion, verdict=finding.verdict, decided_verdict=finding.decided_verdict,
            severity=finding.severity, basis=finding.basis,
        ),
        origins=origins,
        target=filled(
            type="objective-id",
            target_id=objective_id(finding.criterion),
            status=status,
            implementation_status=None if applies else {"state": "not-applicable"},
        ),
        related_observations=[{"observation-uuid": uuid} for uuid in related],
        related_risks=[{"risk-uuid": _risk_uuid(finding, result_id)}] if gaps.is_gap(finding) else [],
    )  # fmt: skip


def _risk_uuid(finding: Finding, result_id: str) -> str:
    return identity("risk", result_id, finding.criterion)


def _risk(finding: Finding, result_id: str) -> Json:
    """The gap of a finding, with what to write; OSCAL keeps remediations there."""
    missing = [element.missing for element in finding.elements if element.missing]
    days = [element.task.due for element in finding.elements if element.task and element.task.due]
    owners = dict.fromkeys(element.task.owner for element in finding.elements if element.task and element.task.owner)
    return filled(
        uuid=_risk_uuid(finding, result_id),
        title=line(f"Gap: {finding.title}"),
        description=markup("\n".join(missing) or finding.title),
        statement="A gap in the text of procedures, weighed by the tool to set an order. It is no risk of a device in the sense of ISO 14971.",
        props=[*props(severity=finding.severity, basis=finding.basis), *(prop("owner", name) for name in owners)],
        status="open" if gaps.is_open(finding) else "closed",
        deadline=_midnight(min(days)) if days else None,
        remediations=[
            {
                "uuid": identity("remediation", result_id, finding.criterion),
                "lifecycle": "recommendation",
                "title": "Wording to adopt",
                "description": markup(finding.remediation),
            }
        ]
        if finding.remediation
        else [],
        related_observations=[{"observation-uuid": _observed(element, result_id)} for element in finding.elements],
    )
