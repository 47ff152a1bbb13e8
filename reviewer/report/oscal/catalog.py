"""``oscal/catalog.json``: the rubric. A standard is a group, a criterion a control, an element an objective."""

from __future__ import annotations

from itertools import groupby

from reviewer.model import Finding, Review
from reviewer.report import words
from reviewer.report.interface import Guidance
from reviewer.report.oscal.parts import (
    NAMESPACE,
    Json,
    control_id,
    document,
    filled,
    line,
    markup,
    objective_id,
    props,
    string,
    token,
)
from reviewer.rules import Criterion

_REMARKS = (
    "What the reviewer asks of procedures, in its own words. It is not the text of any standard, and no substitute for one: ids of controls "
    "are those of the reviewer's criteria, and the property clause names the clause."
)


def catalog(review: Review, guidance: Guidance) -> Json:
    """All criteria of the rubric, those out of scope as well."""
    groups = [
        {
            "id": token(standard),
            "class": "standard",
            "title": line(words.standard(standard)),
            "controls": [_control(finding, guidance.criteria.get(finding.criterion)) for finding in findings],
        }
        for standard, findings in groupby(review.findings, key=lambda finding: finding.standard)
    ]
    return document(
        review,
        f"Criteria of the procedure review: {review.rubric.id}",
        review.rubric.version,
        _REMARKS,
        filled(groups=groups),
    )


def _control(finding: Finding, criterion: Criterion | None) -> Json:
    name = finding.criterion
    asked = {element.id.rpartition("/")[2]: element for element in finding.elements}
    meanings = {key: criterion.elements[key].meaning if criterion and key in criterion.elements else key for key in asked}
    statement = {
        "id": f"{control_id(name)}_smt",
        "name": "statement",
        "prose": markup(f"The procedures provide for: {finding.title}."),
        "parts": [
            {
                "id": f"{control_id(name)}_smt.{token(key)}",
                "name": "item",
                "props": props(element=element.id, basis=element.basis),
                "prose": markup(meanings[key]),
            }
            for key, element in asked.items()
        ],
    }
    objective = {
        "id": objective_id(name),
        "name": "assessment-objective",
        "prose": "Determine whether a binding statement of the procedures provides for each of these:",
        "parts": [
            {"id": objective_id(name, key), "name": "assessment-objective", "prose": markup(meaning)}
            for key, meaning in meanings.items()
        ],
    }
    told = _guidance(criterion) if criterion else []
    return {
        "id": control_id(name),
        "class": "criterion",
        "title": line(finding.title),
        "props": [
            {"name": "label", "value": string(name)},
            *props(clause=finding.clause, severity=finding.severity, basis=finding.basis),
        ],
        "parts": [statement, *told[:1], objective, *told[1:]],
    }


def _guidance(criterion: Criterion) -> list[Json]:
    """Why it is asked, then how it is examined, what auditors ask, and what to write."""
    name = control_id(criterion.id)
    return [
        {"id": f"{name}_gdn", "name": "guidance", "prose": markup(criterion.why)},
        {
            "id": f"{name}_asm",
            "name": "assessment-method",
            "props": [{"name": "method", "ns": "http://csrc.nist.gov/ns/rmf", "value": "EXAMINE"}],
            "parts": [{"name": "assessment-objects", "prose": markup("\n".join(criterion.records))}],
        },
        _own(name, "auditor-questions", "\n".join(criterion.auditor_questions)),
        _own(name, "usually-missed", criterion.usually_missed),
        _own(name, "suggested-wording", criterion.suggested_wording),
    ]


def _own(control: str, name: str, text: str) -> Json:
    return {"id": f"{control}_{name}", "name": name, "ns": NAMESPACE, "prose": markup(text)}
