"""Cases of the bench: what is not there is left out, and public text counts only as it was labelled."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bench import cases
from bench.run import Bench
from reviewer.rules import Rubric
from tests.conftest import SHARED


def test_public_labels_name_known_elements_and_statuses(library: object) -> None:
    rubric: Rubric = library.rubric  # type: ignore[attr-defined]
    files = sorted(cases.PUBLIC.glob("*.yaml"))
    assert len(files) == 26
    for path in files:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        assert set(content["elements"]) <= set(rubric.rules), path.name
        assert {label["status"] for label in content["elements"].values()} <= {"met", "weak", "contradicted", "deferred", "unmet"}
        assert content["half"] in {"open", "test"} and len(content["commit"]) == 40


def test_public_text_that_differs_is_left_out(tmp_path: Path) -> None:
    assert list(cases.public(None)) == []
    content = yaml.safe_load((cases.PUBLIC / "qms-mdn.yaml").read_text(encoding="utf-8"))
    folder = tmp_path / "qms-mdn" / "docs"
    folder.mkdir(parents=True)
    for document in content["documents"]:
        (folder / document["file"]).write_text("something else", encoding="utf-8")
    assert list(cases.public(tmp_path)) == []


def test_a_gap_whose_kind_is_open_is_right_with_any_kind() -> None:
    element = "62304-9.6-trends/trend-analysis"
    text = b"# SOP-1 Problem resolution\n\n## Trends\n\nProblem reports may be analysed for trends.\n"
    bench = Bench(None)
    for kinds, right in ((frozenset([element]), True), (frozenset[str](), False)):
        case = cases.Case("x", "x", "md", {"SOP-1.md": text}, {}, open_kind=kinds)
        found = {j.element: j for j in bench.judged(case, bench.results(case))}[element]
        assert found.status == "weak"
        assert (found.gold == found.status) is right


@pytest.mark.skipif(not SHARED.is_dir(), reason="the evaluation corpora lie beside the repository and are not there")
def test_corpora_beside_the_repository_are_read() -> None:
    assert len(list(cases.real())) == 6
    assert {case.kind for case in cases.generated()} >= {"base", "drop-one", "negate", "weaken", "defer"}
