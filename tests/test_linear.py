"""Fitted models: probabilities, reasons and files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reviewer.fitted import read_models
from reviewer.linear import LinearModel, Weighing, read_model


def model(*, normalised: bool) -> LinearModel:
    weights = {"o:test": {0: 2.0}, "w:board": {1: 3.0}, "w:the": {0: 0.5, 1: 0.5}}
    return LinearModel(("a", "b"), (0.0, 0.0), dict.fromkeys(weights, 1.0), weights, normalised=normalised)


def test_the_class_whose_features_are_present_is_the_likelier() -> None:
    found = model(normalised=False).probabilities({"o:test", "w:unheard-of"})
    assert found["a"] == pytest.approx(1 / (1 + 2.718281828**-2), abs=1e-4)
    assert found["a"] + found["b"] == pytest.approx(1, abs=2e-4)


def test_without_a_known_feature_the_intercepts_decide() -> None:
    assert model(normalised=True).probabilities({"w:unheard-of"}) == {"a": 0.5, "b": 0.5}


def test_length_takes_nothing_from_a_normalised_model() -> None:
    one, many = {"o:test"}, {"o:test", "w:the"}
    plain, even = model(normalised=False), model(normalised=True)
    assert plain.probabilities(many)["a"] == plain.probabilities(one)["a"]
    assert even.probabilities(many)["a"] < even.probabilities(one)["a"]


def test_reasons_are_what_speaks_for_the_class_strongest_first() -> None:
    assert model(normalised=False).pulls({"o:test", "w:the", "w:board"}).reasons("b") == ("w:board", "w:the")


def test_weighing_ignores_what_it_has_no_weight_for() -> None:
    weighing = Weighing(-1.0, {"first": 2.0})
    assert weighing.probability({"first": 1.0, "other": 9.0}) == pytest.approx(0.7311, abs=1e-4)


def test_a_file_is_read_in_hundredths(tmp_path: Path) -> None:
    content = {"classes": ["a", "b"], "intercepts": [0, 0], "features": {"o:x": [100, {"0": 200}]}, "normalised": False}
    (tmp_path / "wording.json").write_text(json.dumps(content), encoding="utf-8")
    assert read_model(tmp_path / "wording.json").probabilities({"o:x"})["a"] == pytest.approx(0.8808, abs=1e-4)


def test_a_folder_without_models_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"weighing\.json"):
        read_models(tmp_path)
