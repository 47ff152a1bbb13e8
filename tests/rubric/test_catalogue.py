"""The rubric asks exactly what the criteria catalogue asks."""

from __future__ import annotations

import pytest
import yaml

from bench.judge import shipped_library
from reviewer.library import read_library
from tests.conftest import ROOT, SHARED

CATALOGUE = SHARED / "spec" / "criteria.yaml"


@pytest.mark.skipif(not CATALOGUE.exists(), reason="the criteria catalogue lies outside the repository")
def test_ids_meanings_severity_and_basis_equal_the_catalogue() -> None:
    wanted = yaml.safe_load(CATALOGUE.read_text(encoding="utf-8"))["criteria"]
    got = shipped_library().rubric.criteria
    assert [c["id"] for c in wanted] == [c.id for c in got]
    for want, have in zip(wanted, got, strict=True):
        assert (want["standard"], want["clause"], want["title"], want["severity"], want["basis"]) == (
            have.standard, have.clause, have.title, have.severity.value, have.basis.value,
        )  # fmt: skip
        assert list(want["elements"]) == list(have.elements)
        for name, meaning in want["elements"].items():
            element = have.elements[name]
            assert element.meaning.strip() == meaning.strip()
            assert element.basis.value == want.get("element_basis", {}).get(name, want["basis"])


def test_shipped_rubric_has_no_faults() -> None:
    _, faults = read_library(ROOT / "rubric")
    assert not faults, "\n".join(map(str, faults))
