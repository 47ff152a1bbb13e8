"""References to other documents are told from standards, sections and forms, and resolved within the set."""

from __future__ import annotations

import pytest

from reviewer.match.references import DocumentNames, find_references


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("as described in SOP-054 Software Release.", ["SOP-054 Software Release"]),
        ("see QP 07 and WI-12", ["QP 07", "WI-12"]),
        ("according to ISO 14971 and IEC 62304", []),
        ("under CVE-2024-1234 and MDR Article 87", []),
        ("handled in the change management process", ["change management process"]),
        ("see process for feedback management", ["process for feedback management"]),
        ("see section 5.2 and this procedure", []),
        ("the SOC 2 report, PCI DSS 4 and FIPS 140-3", []),
        ("per SOP Vigilance", ["SOP Vigilance"]),
        ("kept in SOP-12 (Complaint Handling) and WI-3 (OR, 5 %)", ["SOP-12 (Complaint Handling)", "WI-3"]),
        ("see SOP-12 (Complaint handling)", ["SOP-12"]),
        ("marked with the colour FF0000, CC9900 or 00CC00", []),
    ],
)
def test_found_references(text: str, names: list[str]) -> None:
    assert [r.name for r in find_references(text)] == names


def test_resolution_by_number_and_by_title() -> None:
    names = DocumentNames(
        [("a/SOP-054_rev3.docx", "SOP-054_rev3.docx", "SOP-054 Software Release"), ("b.md", "b.md", "Vigilance")]
    )
    assert names.resolve("SOP-054 Software Release") == "a/SOP-054_rev3.docx"
    assert names.resolve("SOP 054") == "a/SOP-054_rev3.docx"
    assert names.resolve("SOP-055") is None
    assert names.resolve("SOP Vigilance") == "b.md"
    assert names.resolve("incident response process") is None
