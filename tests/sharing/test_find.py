"""Names that documents give away are found, and functions, products and common words are not taken for names."""

from __future__ import annotations

import pytest

from reviewer.documents import read_document
from reviewer.documents.interface import Limits
from reviewer.model import Document
from reviewer.sharing import found_names


def document(text: str, name: str = "sop.md") -> Document:
    return read_document(text.encode("utf-8"), name, Limits())


TITLE_BLOCK = """
# SOP-7 Handling of weaknesses

| Prepared by | Jana Nováková | Date | 2026-01-05 |
| --- | --- | --- | --- |
| Approved by | Dr. T. Berg, Head of Quality | Function | Quality Manager |

Author: Ada Byron; Owner: Regulatory Affairs

The Quality Manager informs the board. Questions go to Mr Okafor or to maria.lindqvist@halden-medical.example.
Findings of Tessloh Systemtechnik AG are read. The report AS built is kept. Copyright 2024 Halden Medical
"""


def test_title_blocks_approvals_and_addresses_give_people_away() -> None:
    people = found_names([document(TITLE_BLOCK)]).people
    assert set(people) == {"Jana Nováková", "T. Berg", "Ada Byron", "Okafor", "Maria Lindqvist"}


def test_legal_forms_copyright_and_domains_give_companies_away() -> None:
    assert set(found_names([document(TITLE_BLOCK)]).company) == {"Tessloh Systemtechnik AG", "Halden Medical"}


@pytest.mark.parametrize(
    "line",
    [
        "Prepared by: Quality Engineer",
        "Approved by: Head of Development",
        "Owner: Product Security Team",
        "| Reviewed by | Risk Manager |\n| --- | --- |\n| Name | Signature |",
        "Send it to incident.report@agency.example and to first.line@agency.example.",
        "Software AS A Medical Device is covered. Corrective Action Limited to the device is allowed.",
        "Reports reach vigilance@aemps.example, the agency AEMPS.",
    ],
)
def test_functions_and_common_words_are_no_names(line: str) -> None:
    text = f"# SOP-7 Reports\n\n{'Filler. ' * 3}\n\n" + "\n\n".join(f"Step {n} is done." for n in range(45))
    names = found_names([document(f"{text}\n\n{line}\n\nAn incident is a report of the first line; an action is corrective.")])
    assert (names.people, names.company) == ((), ())


def test_owners_that_a_source_names_are_people() -> None:
    assert found_names([document("Text.")], ["Kim  Larsen"]).people == ("Kim Larsen",)
