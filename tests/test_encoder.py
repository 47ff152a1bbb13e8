"""The encoder of meaning: what it is asked, and that its answers do not depend on what else is asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer.encoder import Encoder, Question
from reviewer.fitted import no_models
from reviewer.resources import rubric_dir

TRENDS = "62304-9.6-trends/trend-analysis"
SPEAKING = Question(
    "SOP-9 Problem resolution . 5 Trends", "Every quarter QA goes through all tickets and looks for kinds that recur."
)
SILENT = Question("SOP-9 Problem resolution . 2 Access", "Access to the tracker is requested from the administrator.")


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    return Encoder(rubric_dir() / "fitted")


def test_a_passage_is_known_by_what_it_means(encoder: Encoder) -> None:
    speaking, silent = encoder.answers([SPEAKING, SILENT])
    assert speaking.speaks[TRENDS] > 0.5 > 0.1 > silent.speaks[TRENDS]
    assert max(speaking.force, key=lambda name: speaking.force[name]) == "met"


def test_answers_do_not_depend_on_what_else_is_asked(encoder: Encoder) -> None:
    alone = encoder.answers([SPEAKING])[0]
    longer = Question(SPEAKING.around, SPEAKING.passage * 20)
    among = encoder.answers([SILENT, longer, SPEAKING, *[SILENT] * 40])[2]
    assert all(abs(alone.speaks[name] - among.speaks[name]) <= 0.0011 for name in alone.speaks)


def test_threads_change_no_answer(encoder: Encoder) -> None:
    many = [Question(SPEAKING.around, " ".join(SPEAKING.passage.split()[: 1 + n % 17])) for n in range(150)]
    assert encoder.answers(many, threads=3) == encoder.answers(many)


def test_nothing_asked_nothing_answered(encoder: Encoder) -> None:
    assert encoder.answers([]) == []
    assert len(encoder.answers([Question("", "")])) == 1


def test_it_knows_every_element_of_the_rubric(encoder: Encoder, library: object) -> None:
    assert set(encoder.elements) == set(library.rubric.rules)  # type: ignore[attr-defined]


def test_a_folder_without_an_encoder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"encoder\.json"):
        Encoder(tmp_path)


def test_without_models_nothing_is_known() -> None:
    assert no_models().meaning.answers([SPEAKING])[0] == ({}, {})
