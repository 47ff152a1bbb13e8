"""What counts as a document of the organisation: a checklist of its own does, an audit checklist and a standard do not."""

from __future__ import annotations

import pytest

from reviewer.classify import classify
from reviewer.documents import read_document
from reviewer.documents.interface import Limits
from reviewer.library import Library
from reviewer.model import DocumentKind

QUESTIONS = (
    "Known defects of this build gone through?",
    "Scan of the final package finished without new findings?",
    "Installation tried on the oldest supported system?",
    "Release notes read by somebody from support?",
    "Signature of the package checked on a clean machine?",
    "Way back to the former version tried?",
    "Tickets of this version set to done?",
)
AUDIT = (*QUESTIONS[:3], "Is there objective evidence that the auditee keeps records of each problem?", *QUESTIONS[3:])


def kind(name: str, text: str, library: Library) -> tuple[DocumentKind, bool]:
    document = read_document(text.encode(), name, Limits()).model_copy(update={"id": name})
    found = classify([document], library.thesaurus)[name]
    return found.kind, found.establishes


def table(questions: tuple[str, ...]) -> str:
    rows = "".join(f"| {n} | {question} | |\n" for n, question in enumerate(questions, 1))
    return f"| No | Question | Done |\n|---|---|---|\n{rows}"


def test_a_checklist_of_the_process_counts(library: Library) -> None:
    found, counts = kind("Before_Release.md", f"# Before we ship\n\n{table(QUESTIONS)}", library)
    assert found is not DocumentKind.checklist and counts


def test_questions_of_an_audit_do_not_count(library: Library) -> None:
    assert kind("Questions.md", f"# Visit to the software group\n\n{table(AUDIT)}", library) == (DocumentKind.checklist, False)


@pytest.mark.parametrize(
    "title", ["Audit checklist: problem resolution", "Gap analysis of our procedures", "Supplier questionnaire"]
)
def test_a_title_tells_what_only_asks(title: str, library: Library) -> None:
    assert kind("a.md", f"# {title}\n\nThe manager reviews each problem.\n", library) == (DocumentKind.checklist, False)


def test_a_questionnaire_for_users_is_a_form_of_the_set(library: Library) -> None:
    text = "# User questionnaire\n\nIt is sent to all users every year. Answers are reviewed by the safety officer.\n"
    assert kind("Users.md", text, library)[1]


def test_the_language_in_a_file_name_makes_no_standard(library: Library) -> None:
    text = "# Disclosure of weaknesses\n\nThe team lead decides on each advisory and publishes it.\n"
    assert kind("disclosure-en.md", text, library)[1]
    assert kind("EN_ISO_14971.md", "# EN ISO 14971\n\nText.\n", library)[0] is DocumentKind.external_standard
