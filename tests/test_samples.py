"""The sample sets get the labels that people gave them, from the files as users have them."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest
import yaml

from reviewer import intake, pipeline
from reviewer.model import ElementResult, ReadStatus, Review
from reviewer.sources.drive.settings import Settings as DriveSettings
from tests.conftest import ROOT

FIXTURES = ROOT / "fixtures"
SETS = sorted(p.parent.name for p in FIXTURES.glob("*/gold.yaml"))
# Labels that the rules miss today, by set: each is a known gap, and the test says so when it closes.
KNOWN_GAPS = yaml.safe_load((FIXTURES / "known-gaps.yaml").read_text(encoding="utf-8"))


@lru_cache
def review(name: str) -> Review:
    return pipeline.review_sources([str(FIXTURES / name / "docs")], pipeline.Options())


def results(name: str) -> dict[str, ElementResult]:
    return {e.id: e for f in review(name).findings for e in f.elements}


def labels(name: str) -> dict[str, str]:
    gold = yaml.safe_load((FIXTURES / name / "gold.yaml").read_text(encoding="utf-8"))["elements"]
    return {element: label["status"] for element, label in gold.items()}


def cases() -> list[tuple[str, str]]:
    return [(name, element) for name in SETS for element in results(name)]


@pytest.mark.parametrize(("name", "element"), cases())
def test_gold_label(name: str, element: str, request: pytest.FixtureRequest) -> None:
    if element in KNOWN_GAPS.get(name, {}):
        request.applymarker(pytest.mark.xfail(strict=True, reason=KNOWN_GAPS[name][element]))
    assert results(name)[element].status.value == labels(name).get(element, "unmet")


@pytest.mark.parametrize("name", SETS)
def test_every_quote_is_the_text_at_its_offsets(name: str) -> None:
    texts = {}
    for entry in review(name).documents:
        if entry.status in {ReadStatus.read, ReadStatus.partly_read}:
            texts[entry.id] = intake.read_one(entry.path, DriveSettings()).text
    for result in results(name).values():
        for evidence in (*result.evidence, *result.conflicts):
            assert " ".join(texts[evidence.document][evidence.start : evidence.end].split()) == evidence.quote


def test_the_documents_that_lie_about_are_known_for_what_they_are() -> None:
    kinds = yaml.safe_load((FIXTURES / "kestrel-analysers" / "docs-src" / "kinds.yaml").read_text(encoding="utf-8"))
    found = {Path(entry.name).stem: entry for entry in review("kestrel-analysers").documents}
    for name, label in kinds.items():
        assert found[name].establishes is label["establishes"], (name, found[name].kind, found[name].reason)
        assert found[name].establishes or found[name].reason, name
