"""``oscal/assessment-plan.json``: what was to be reviewed, by which criteria and how."""

from __future__ import annotations

from reviewer.model import Review
from reviewer.report import words
from reviewer.report.detailed.about import CAN_ERR, NO_CERTIFICATE
from reviewer.report.interface import Guidance
from reviewer.report.oscal.parts import (
    Json,
    document,
    document_resource,
    filled,
    identity,
    line,
    no_ssp,
    reviewed_controls,
    started,
    tool_component,
)

CATALOG = identity("resource", "catalog.json")
_ACTIVITY = identity("activity", "examine")


def assessment_plan(review: Review, guidance: Guidance) -> Json:
    """The plan that the results carry out."""
    del guidance
    tool = tool_component(review)
    content = filled(
        import_ssp={"href": f"#{no_ssp()['uuid']}"},
        local_definitions={
            "activities": [
                {
                    "uuid": _ACTIVITY,
                    "title": "Examine the procedures",
                    "description": "Every document is read, told apart by kind and state, and searched for statements that provide for each element.",
                    "props": [{"name": "method", "value": "EXAMINE"}],
                    "related-controls": reviewed_controls(review),
                }
            ]
        },
        terms_and_conditions={
            "parts": [
                {"name": "rules-of-engagement", "title": "What it is, and what it is not", "prose": f"{NO_CERTIFICATE} {CAN_ERR}"}
            ]
        },
        reviewed_controls=reviewed_controls(review),
        assessment_subjects=[
            {
                "type": "resource",
                "description": f"All {words.count(len(review.documents), 'document')} of the set, listed in the back matter.",
                "include-all": {},
            }
        ],
        assessment_assets={
            "components": [tool],
            "assessment-platforms": [
                {
                    "uuid": identity("platform"),
                    "title": "The machine of the user",
                    "uses-components": [{"component-uuid": tool["uuid"]}],
                }
            ],
        },
        tasks=[
            {
                "uuid": identity("task", "review"),
                "type": "action",
                "title": "Review the procedures",
                "timing": {"on-date": {"date": started(review)}},
                "associated-activities": [{"activity-uuid": _ACTIVITY, "subjects": [{"type": "resource", "include-all": {}}]}],
            }
        ],
        back_matter={
            "resources": [
                {"uuid": CATALOG, "title": "Criteria of the review", "rlinks": [{"href": "catalog.json"}]},
                no_ssp(),
                *(document_resource(review, entry) for entry in review.documents),
            ]
        },
    )
    scope = "; ".join(words.standard(name) for name in review.standards) or "no standard"
    return document(
        review,
        "Plan of the procedure review",
        review.rubric.version,
        f"Standards in scope: {scope}.",
        content,
        links=[{"href": f"#{CATALOG}", "rel": "reference", "text": line("catalog.json")}],
    )
