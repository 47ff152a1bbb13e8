"""Tagged procedures: tags are read, known to the rubric, and find their passages."""

from __future__ import annotations

import pytest

from bench.judge import Judge, shipped_library
from bench.recorded import Recorded
from bench.tagged import FOLDS, TaggedSet, passages_of, read_tags, tagged_sets
from reviewer.match.features import question

SETS = list(tagged_sets())


def test_a_tag_belongs_to_the_words_before_it() -> None:
    text, tags = read_tags("Bugs get a ticket. [[met a/b, a/c; weak d/e]] Others do not.\n\n| QA | reviews [[met f/g]] |\n")
    assert text == "Bugs get a ticket. Others do not.\n\n| QA | reviews |\n"
    assert [tag.labels for tag in tags] == [{"a/b": "met", "a/c": "met", "d/e": "weak"}, {"f/g": "met"}]
    labels, lost = passages_of(tags, ["Bugs get a ticket.", "Others do not.", "QA | reviews"])
    assert (labels, lost) == ([tags[0].labels, {}, tags[1].labels], [])


@pytest.mark.parametrize("tag", ["[[yes a/b]]", "[[met]]", "[[met a/b; c/d]]"])
def test_a_malformed_tag_is_refused(tag: str) -> None:
    with pytest.raises(ValueError, match="malformed"):
        read_tags(f"Text. {tag}")


def test_the_strongest_passage_is_the_status_of_a_set() -> None:
    _, tags = read_tags("One. [[weak a/b]] Two. [[contradicted a/b]] Three. [[deferred c/d]]")
    assert TaggedSet("voice-1", {}, {"x.md": tags}).gold == {"a/b": "contradicted", "c/d": "deferred"}


def test_tags_name_elements_of_the_rubric_and_every_element_is_tagged() -> None:
    known = set(shipped_library().rubric.rules)
    named = {element for item in SETS for tags in item.tags.values() for tag in tags for element in tag.labels}
    assert named == known


def test_every_voice_stands_in_one_fold() -> None:
    voices = [voice for fold in FOLDS for voice in fold]
    assert len(voices) == len(set(voices))
    assert {item.voice for item in SETS} <= set(voices)


def test_nearly_every_tag_finds_its_passage() -> None:
    judge = Judge(shipped_library())
    lost = total = 0
    for item in SETS[::4]:
        for name, text in item.texts.items():
            passages = [p.text for p in judge.passages({name: text})]
            total += len(item.tags[name])
            lost += len(passages_of(item.tags[name], passages)[1])
    assert total > 200
    assert lost <= 0.01 * total


def test_what_blind_encoders_answered_is_on_record() -> None:
    judge, record = Judge(shipped_library()), Recorded.read()
    answers = [answer for item in SETS[::12] for answer in record.answers([question(r) for r in judge.readings(item.texts)])]
    assert len(answers) > 500
    assert sum(not answer.speaks for answer in answers) <= 0.02 * len(answers), (
        "texts or readers have changed: run `make encoder`"
    )
