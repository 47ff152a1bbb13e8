"""The clause library: whole, consistent, and honest about what it rests on."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from reviewer.clauses import ClauseLibrary, Posture, Relationship
from reviewer.errors import ReviewerError
from reviewer.library import check_criteria, find_clause, find_criterion, load_clauses, read_clauses, read_criteria
from reviewer.model import Basis
from reviewer.rules import Criterion
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def library() -> ClauseLibrary:
    return load_clauses(ROOT / "clauses")


@pytest.fixture(scope="module")
def criteria() -> tuple[Criterion, ...]:
    return read_criteria(ROOT / "rubric")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    shutil.copytree(ROOT / "clauses", tmp_path / "clauses")
    return tmp_path / "clauses"


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_shipped_library_and_its_ties_to_the_rubric_have_no_faults(criteria: tuple[Criterion, ...]) -> None:
    library, faults = read_clauses(ROOT / "clauses")
    faults += check_criteria(criteria, library, ROOT / "rubric")
    assert not faults, "\n".join(map(str, faults))


def test_the_clauses_and_frameworks_that_were_promised_are_there(library: ClauseLibrary) -> None:
    promised = {
        "iec-81001-5-1": "9.2 9.3 9.4 9.5 4.1.6 4.1.7 4.1.8 4.1.9 4.2 4.3 5.8.5 6.1.1 6.2.1 6.2.2 6.3.1 6.3.2 6.3.3 7.2 7.3 7.4",
        "iso-14971": "10.1 10.2 10.3 10.4",
        "iec-62304": "9.1 9.2 9.3 9.4 9.5 9.6 9.7 9.8 6.2.1 6.2.2 6.2.3 6.2.4 6.2.5 8.2.1 8.2.2 8.2.3 8.2.4",
    }
    assert {f"{standard}:{n}" for standard, numbers in promised.items() for n in numbers.split()} <= {
        c.id for c in library.clauses
    }
    for framework in (
        "fda-524b", "fda-premarket", "fda-postmarket-2016", "eu-mdr", "mdcg-2019-16", "iec-62443-4-1", "iso-iec-29147",
        "iso-iec-30111", "nist-ssdf", "iso-13485", "eu-cra",
    ):  # fmt: skip
        assert any(m.from_ == "iec-81001-5-1:9.5" and m.to.startswith(f"{framework}:") for m in library.mappings), framework


@pytest.mark.parametrize(
    ("published", "corrected"),
    [
        (
            "iec-62304:9.8",
            {"9.2", "9.3", "9.4", "9.5", "9.6", "9.7", "6.2.3", "6.2.4", "6.2.5", "8.2.1", "8.2.2", "8.2.3", "8.2.4"},
        ),
        ("iso-14971:10", {"10.3", "10.4"}),
    ],
)
def test_published_pairs_of_9_5_stand_beside_their_corrections(
    library: ClauseLibrary, published: str, corrected: set[str]
) -> None:
    rows = library.rows("iec-81001-5-1:9.5")
    assert next(row.mapping.posture for row in rows if row.other == published) is Posture.published
    standard = published.partition(":")[0]
    ours = {row.other for row in rows if row.mapping.posture is Posture.corrected}
    assert {f"{standard}:{number}" for number in corrected} <= ours


def test_every_provision_is_mapped(library: ClauseLibrary) -> None:
    for reference in library.references():
        if library.clause(reference) is None:
            assert library.rows(reference), reference


def test_a_row_turns_round_with_its_side(library: ClauseLibrary) -> None:
    there = next(row for row in library.rows("iec-81001-5-1:9.4") if row.other == "iec-62443-4-1:DM-3")
    back = next(row for row in library.rows("iec-62443-4-1:DM-3") if row.other == "iec-81001-5-1:9.4")
    assert (there.relationship, back.relationship) == (Relationship.superset, Relationship.subset)
    assert all(kind.reverse.reverse is kind for kind in Relationship)


@pytest.mark.parametrize(
    ("file", "old", "new", "fault"),
    [
        ("crosswalk/iec-81001-5-1--iec-62304.yaml", 'to: "iec-62304:9.2"', 'to: "iec-62304:9.22"', "no clause or provision iec-62304:9.22"),
        ("crosswalk/iec-81001-5-1--eu-mdr.yaml", 'to: "eu-mdr:art-87"', 'to: "eu-mdr:art-8"', "no clause or provision eu-mdr:art-8"),
        ("crosswalk/iec-81001-5-1--eu-mdr.yaml", 'to: "eu-mdr:art-87"', 'to: "eu-cra:art-14"', "does not belong to the pair"),
        ("crosswalk/iec-81001-5-1--eu-mdr.yaml", 'to: "eu-mdr:art-88"', 'to: "eu-mdr:art-87"', "stands twice"),
        ("crosswalk/iec-81001-5-1--eu-mdr.yaml", "relationship: intersects", "relationship: touches", "relationship"),
        ("crosswalk/iec-81001-5-1--eu-mdr.yaml", "posture: ours", "posture: ours\n  weight: 3", "weight"),
        ("iec-62304.yaml", 'related: ["iec-62304:9.7"', 'related: ["iec-62304:9.77"', "no clause or provision iec-62304:9.77"),
        ("iec-62304.yaml", '- id: "iec-62304:9.7"\n  clause: "9.7"', '- id: "iec-62304:9.7"\n  clause: "9.9"', "iec-62304:9.7 should be named"),
        ("published.yaml", 'clause: "iec-81001-5-1:4.3"', 'clause: "iec-81001-5-1:43"', "no clause or provision iec-81001-5-1:43"),
        (
            "iec-81001-5-1.yaml",
            "kelseyqms.com crosswalk page for clause 4.1.6; ISASecure SDLA-312 v6.3 (restates IEC 62443-4-1:2018)",
            "kelseyqms.com crosswalk page for clause 4.1.6; published crosswalk page for clause 9.5",
            "of one publisher",
        ),
    ],
)  # fmt: skip
def test_faults_are_found_where_they_stand(copy: Path, file: str, old: str, new: str, fault: str) -> None:
    line = (copy / file).read_text(encoding="utf-8")[: (copy / file).read_text(encoding="utf-8").index(old)].count("\n") + 1
    edit(copy / file, old, new)
    _, faults = read_clauses(copy)
    near = [f for f in faults if fault in f.text and f.path.endswith(file)]
    assert near, faults
    assert min(abs(f.line - line) for f in near) <= 3
    with pytest.raises(ReviewerError, match="in the clause library"):
        load_clauses(copy)


def test_a_criterion_needs_sources_and_clauses_that_exist(library: ClauseLibrary, criteria: tuple[Criterion, ...]) -> None:
    good = criteria[0]
    for change, fault in (
        ({"sources": ()}, "has no source"),
        ({"related_clauses": ("iec-62304:99",)}, "iec-62304:99"),
        ({"clause": "99.1"}, "99.1"),
        ({"sources": (good.sources[0].model_copy(update={"about": ("nobody",)}),)}, "nobody"),
    ):
        faults = check_criteria([good.model_copy(update=change)], library, Path("rubric"))
        assert any(fault in f.text for f in faults), change


@pytest.mark.parametrize(
    ("name", "reference"),
    [
        ("IEC 81001-5-1 9.5", "iec-81001-5-1:9.5"),
        ("9.5", "iec-81001-5-1:9.5"),
        ("§9.5", "iec-81001-5-1:9.5"),
        ("62304 clause 9.5", "iec-62304:9.5"),
        ("IEC 62304:2006+A1:2015, 9.8", "iec-62304:9.8"),
        ("EN ISO 14971:2019 10.4", "iso-14971:10.4"),
        ("ISO 14971:2007 9", "iso-14971:10"),
        ("iso-14971:10.2", "iso-14971:10.2"),
        ("ISO 14971", "iso-14971"),
        ("mdr", "eu-mdr"),
        ("MDR Article 87", "eu-mdr:art-87"),
        ("MDR Annex I 17.2", "eu-mdr:annex-i-17.2"),
        ("FDA 524B", "fda-524b"),
        ("524B(b)(2)", "fda-524b:b2"),
        ("Cyber Resilience Act", "eu-cra"),
        ("CRA art. 14", "eu-cra:art-14"),
        ("DM-4", "iec-62443-4-1:DM-4"),
        ("SSDF RV.2.2", "nist-ssdf:RV.2.2"),
        ("ISO 13485 8.2.2", "iso-13485:8.2.2"),
    ],
)
def test_clauses_are_found_by_the_names_people_use(library: ClauseLibrary, name: str, reference: str) -> None:
    assert find_clause(library, name).reference == reference


def test_a_number_that_two_standards_share_says_so(library: ClauseLibrary) -> None:
    assert "iec-62304:9.5" in find_clause(library, "9.5").also
    assert find_clause(library, "IEC 62304 9.5").also == ()


def test_every_label_leads_back(library: ClauseLibrary) -> None:
    for reference in library.references():
        if library.label(reference) != library.owner(reference).short:
            assert find_clause(library, library.label(reference)).reference == reference


@pytest.mark.parametrize(
    ("name", "near"), [("IEC 62304 9.99", "IEC 62304 9.1"), ("MDRR", "EU MDR"), ("ISO 14791 10.3", "ISO 14971 10.3")]
)
def test_an_unknown_clause_names_its_neighbours(library: ClauseLibrary, name: str, near: str) -> None:
    with pytest.raises(ReviewerError) as caught:
        find_clause(library, name)
    assert near in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "criterion", "element"),
    [
        ("81001-9.5-disclosure-decision", "81001-9.5-disclosure-decision", None),
        ("disclosure-decision/authority", "81001-9.5-disclosure-decision", "authority"),
        ("81001-9.5-disclosure-decision/authority", "81001-9.5-disclosure-decision", "authority"),
        ("62304-9.6", "62304-9.6-trends", None),
        ("IEC 62304 9.6", "62304-9.6-trends", None),
        ("trends", "62304-9.6-trends", None),
        ("tester", "62304-9.8-test-documentation", "tester"),
    ],
)
def test_criteria_are_found_by_id_and_by_its_parts(
    criteria: tuple[Criterion, ...], name: str, criterion: str, element: str | None
) -> None:
    found, part = find_criterion(criteria, name)
    assert (found.id, part) == (criterion, element)


def test_names_that_mean_nothing_or_too_much_are_refused(criteria: tuple[Criterion, ...]) -> None:
    with pytest.raises(ReviewerError, match=r"nearest: 81001-9.5-disclosure-decision"):
        find_criterion(criteria, "81001-9.5-disclosure-decison")
    with pytest.raises(ReviewerError, match=r"nearest: 62304-9.6-trends/trend-analysis"):
        find_criterion(criteria, "62304-9.6-trends/trend-analysys")
    with pytest.raises(ReviewerError, match=r"81001-9.5-records, 62304-9.5-records"):
        find_criterion(criteria, "records")


def test_nothing_but_a_requirement_is_called_a_duty_of_the_clause(criteria: tuple[Criterion, ...]) -> None:
    """What is missing from an element says by itself on what ground it was looked for."""
    for criterion in criteria:
        for name, element in criterion.elements.items():
            place = f"{criterion.id}/{name}"
            if element.basis is Basis.audit_focus:
                assert "auditors look for it" in element.missing, place
            if element.basis is Basis.adjacent:
                assert re.search(r"\d\.\d|\bclause|parent standard|text of 2006", element.missing), place
            if element.basis is not Basis.requirement:
                assert not re.search(r"non-?conform|violat|breach of|fails to comply", element.missing), place


def test_a_figure_in_suggested_wording_is_owned_as_ours(criteria: tuple[Criterion, ...]) -> None:
    figure = re.compile(r"\b\d+ (?:working |calendar )?days\b|\bdaily\b|\bevery (?:month|quarter|six|build)|\bonce a ")
    for criterion in criteria:
        texts = [criterion.suggested_wording, *(element.write for element in criterion.elements.values())]
        if any(figure.search(text) for text in texts):
            assert any("ours" in source.claim for source in criterion.sources_of("wording")), criterion.id


def test_wording_to_adopt_has_placeholders_for_whoever_adopts_it(criteria: tuple[Criterion, ...]) -> None:
    for criterion in criteria:
        assert re.search(r"<[^<>]+>", criterion.suggested_wording), criterion.id
        assert re.search(r"\bshall\b", criterion.suggested_wording), criterion.id
