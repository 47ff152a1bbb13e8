"""The review as OSCAL 1.2: catalog (the rubric), mapping collection (the crosswalk), assessment plan and assessment results."""

from __future__ import annotations

import json

from reviewer.model import Review
from reviewer.report.interface import Guidance, Tier
from reviewer.report.oscal.catalog import catalog
from reviewer.report.oscal.mapping import mapping_collection
from reviewer.report.oscal.parts import Json
from reviewer.report.oscal.plan import assessment_plan
from reviewer.report.oscal.results import assessment_results


def oscal_report(review: Review, guidance: Guidance, tier: Tier) -> dict[str, bytes]:
    """The four files. They have no free tier: the results quote."""
    if tier is Tier.summary:
        return {}
    documents: dict[str, Json | None] = {
        "catalog": catalog(review, guidance),
        "mapping-collection": mapping_collection(review, guidance),
        "assessment-plan": assessment_plan(review, guidance),
        "assessment-results": assessment_results(review, guidance),
    }
    return {f"oscal/{name}.json": _written({name: content}) for name, content in documents.items() if content}


def _written(document: Json) -> bytes:
    return (json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode("utf-8")


__all__ = ["oscal_report"]
