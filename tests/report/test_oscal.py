"""The OSCAL files hold what the review holds, and are valid for two independent checkers and NIST's own schemas."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest

from reviewer import resources
from reviewer.library import load_clauses
from reviewer.model import Review, Verdict
from reviewer.report.interface import Guidance, Tier
from reviewer.report.oscal import oscal_report
from reviewer.report.oscal.parts import markup, token
from tests.conftest import SHARED
from tests.report.sample_review import CRITERIA, GUIDANCE, HOSTILE, REVIEW
from tests.report.test_formats import SICK
from tests.verdict.test_decided import OPTIONS, decided, made

FILES = ("catalog", "mapping-collection", "assessment-plan", "assessment-results")
SCHEMAS = {"mapping-collection": "mapping"}
EMPTY = REVIEW.model_copy(update={"findings": (), "documents": (), "standards": (), "probably_missing": ()})


@cache
def _guidance() -> Guidance:
    return Guidance(criteria=CRITERIA, clauses=load_clauses(resources.clauses_dir()))


def files(review: Review, guidance: Guidance | None = None) -> dict[str, Any]:
    written = oscal_report(review, guidance or _guidance(), Tier.detailed)
    return {name: json.loads(written[f"oscal/{name}.json"]) for name in FILES}


REVIEWS = {
    "sample": REVIEW,
    "decided": decided(made(OPTIONS), made("62304-9.6-trends")),
    "without documents": EMPTY.model_copy(update={"findings": REVIEW.findings, "standards": REVIEW.standards}),
    "with health": SICK,
    "without a run": REVIEW.model_copy(update={"run": {}}),
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("which", REVIEWS)
def test_two_checkers_accept_it(which: str, name: str) -> None:
    oscal_bindings = pytest.importorskip("oscal_bindings")  # OSCAL 1.2.3
    document = files(REVIEWS[which])[name]
    kinds = {
        "catalog": "Catalog",
        "mapping-collection": "MappingCollection",
        "assessment-plan": "AssessmentPlan",
        "assessment-results": "AssessmentResults",
    }
    getattr(oscal_bindings, f"{kinds[name]}Document").model_validate(document)
    trestle = pytest.importorskip(f"trestle.oscal.{SCHEMAS.get(name, name).replace('-', '_')}")  # OSCAL 1.2.1
    trestle.Model.parse_obj(document)


def test_the_checkers_refuse_what_is_wrong() -> None:
    oscal_bindings = pytest.importorskip("oscal_bindings")
    document = files(REVIEW)["assessment-results"]
    document["assessment-results"]["results"][0]["findings"][0]["target"]["status"]["state"] = "partly"
    with pytest.raises(ValueError, match="state"):
        oscal_bindings.AssessmentResultsDocument.model_validate(document)


@pytest.mark.skipif(not (SHARED / "oscal").is_dir(), reason="the NIST schemas are not beside the checkout")
@pytest.mark.parametrize("name", FILES)
def test_the_schema_of_nist_accepts_it(name: str) -> None:
    jsonschema_rs = pytest.importorskip("jsonschema_rs")
    schema = json.loads(
        (SHARED / "oscal" / f"oscal_{SCHEMAS.get(name, name)}_schema.json").read_text(encoding="utf-8")
    )  # OSCAL 1.2.1
    checker = jsonschema_rs.validator_for(schema, validate_formats=True)
    for review in REVIEWS.values():
        assert [error.message for error in checker.iter_errors(files(review)[name])] == []


def _values(part: dict[str, Any]) -> dict[str, str]:
    return {prop["name"]: prop["value"] for prop in part.get("props", ()) if "ns" in prop}


def test_results_hold_every_finding_element_and_quote() -> None:
    result = files(REVIEW)["assessment-results"]["assessment-results"]["results"][0]
    found = {_values(f)["criterion"]: f for f in result["findings"]}
    assert list(found) == [finding.criterion for finding in REVIEW.findings]
    observed = {o["uuid"]: o for o in result["observations"]}
    for finding in REVIEW.findings:
        told = found[finding.criterion]
        assert _values(told)["verdict"] == finding.verdict
        assert (told["target"]["status"]["state"] == "satisfied") == (finding.verdict is Verdict.covered)
        related = [observed[o["observation-uuid"]] for o in told["related-observations"]]
        assert [_values(o)["element"] for o in related] == [e.id for e in finding.elements]
        assert [_values(o)["status"] for o in related] == [e.status for e in finding.elements]
        quotes = [e["description"] for o in related for e in o.get("relevant-evidence", ())]
        assert quotes == [markup(q.quote) for e in finding.elements for q in (*e.evidence, *e.conflicts)]


def test_a_gap_is_open_until_a_person_has_decided_it_away() -> None:
    def states(review: Review) -> dict[str, str]:
        result = files(review)["assessment-results"]["assessment-results"]["results"][0]
        return {risk["title"]: risk["status"] for risk in result["risks"]}

    title = "Gap: Problem reports analysed for trends"
    assert states(REVIEW)[title] == "open"
    assert states(REVIEWS["decided"])[title] == "closed"
    results = files(REVIEWS["decided"])["assessment-results"]["assessment-results"]
    assert [party["name"] for party in results["metadata"]["parties"]] == ["Ada"]
    decisions = [o for o in results["results"][0]["observations"] if o["types"] == ["decision"]]
    assert {_values(o)["element"] for o in decisions} == {OPTIONS, "62304-9.6-trends/trend-analysis"}


def test_references_lead_somewhere() -> None:
    documents = files(REVIEWS["decided"])
    targets = {part["id"] for part in _walk(documents["catalog"]) if "id" in part}
    for finding in documents["assessment-results"]["assessment-results"]["results"][0]["findings"]:
        assert finding["target"]["target-id"] in targets
    chosen = documents["assessment-plan"]["assessment-plan"]["reviewed-controls"]["control-selections"][0]["include-controls"]
    assert {control["control-id"] for control in chosen} <= targets
    for name, document in documents.items():
        known = {part["uuid"] for part in _walk(document) if "uuid" in part}
        for part in _walk(document):
            for key, value in part.items():
                if key == "href" and value.startswith("#"):
                    assert value[1:] in known, (name, value)
                if key.endswith("-uuid"):
                    assert value in known, (name, key, value)


def test_the_crosswalk_is_whole() -> None:
    library = _guidance().clauses
    assert library is not None
    collection = files(REVIEW)["mapping-collection"]["mapping-collection"]
    crosswalk = [m for m in collection["mappings"] if m["source-resource"]["href"] != "catalog.json"]
    assert sum(len(mapping["maps"]) for mapping in crosswalk) == len(library.mappings)
    uuids = [part["uuid"] for part in _walk(collection) if "relationship" in part]
    assert len(uuids) == len(set(uuids))


def test_same_review_same_bytes_and_another_identity_for_other_content() -> None:
    assert oscal_report(REVIEW, GUIDANCE, Tier.detailed) == oscal_report(REVIEW, GUIDANCE, Tier.detailed)
    one, other = (files(r)["assessment-results"]["assessment-results"]["uuid"] for r in (REVIEW, REVIEWS["decided"]))
    assert one != other


def test_text_of_documents_is_no_markup_and_ids_are_tokens() -> None:
    assert markup("*a* <b> {{ insert }}") == r"\*a\* \<b\> \{\{ insert \}\}"
    assert markup("1. one\n- two\n\n# three") == "1\\. one\n\n\\- two\n\n\\# three"
    assert markup(" \x00\u202e") == "–"
    assert token("81001-9.5-x/y z") == "c-81001-9.5-x-y-z"
    text = json.dumps(files(REVIEW), ensure_ascii=False)
    assert "<script>" not in text and "\x1b" not in text and "\u202e" not in text
    assert HOSTILE not in text


def test_where_nothing_is_mapped_there_is_no_mapping() -> None:
    written = oscal_report(EMPTY, Guidance(), Tier.detailed)
    assert set(written) == {f"oscal/{name}.json" for name in FILES if name != "mapping-collection"}


def test_summary_tier_has_no_oscal() -> None:
    assert oscal_report(REVIEW, GUIDANCE, Tier.summary) == {}


def _walk(value: Any) -> list[dict[str, Any]]:
    if isinstance(value, dict):
        return [value, *(part for item in value.values() for part in _walk(item))]
    return [part for item in value for part in _walk(item)] if isinstance(value, list) else []
