"""The fitted models of a rubric, brought together."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, Protocol

from reviewer.encoder import Answer, Encoder, Question
from reviewer.linear import LinearModel, Weighing, read_model, weighing_from


class Meaning(Protocol):
    """What says what passages mean: the encoder, or what stands in its place."""

    elements: tuple[str, ...]

    def answers(self, questions: Sequence[Question], threads: int = 1) -> list[Answer]:
        """The answer to each question, in their order."""
        ...


class Models(NamedTuple):
    """The fitted models of a rubric."""

    wording: LinearModel
    """which element a passage speaks of, by its words and concepts"""
    force: LinearModel
    """whether it provides for it, denies it, leaves it open or sends the reader elsewhere"""
    meaning: Meaning
    """both, whatever the words"""
    weighing: Weighing
    """how sure it is that the passage speaks of an element, by wording, meaning and rules together"""
    deciding: Weighing
    """how likely a set provides for an element, by all of its passages together"""


class Silent:
    """Stands in place of the encoder where there is none."""

    elements: tuple[str, ...] = ()

    def answers(self, questions: Sequence[Question], threads: int = 1) -> list[Answer]:  # noqa: ARG002
        """Nothing is known of any passage."""
        return [Answer({}, {}) for _ in questions]


def no_models() -> Models:
    """Models that say nothing, for a rubric that has none yet."""
    nothing = LinearModel((), (), {}, {}, normalised=False)
    return Models(nothing, nothing, Silent(), Weighing(0.0, {}), Weighing(0.0, {}))


def read_models(folder: Path) -> Models:
    """The models in a folder that ``bench/fit.py`` wrote. Raises OSError, ValueError, KeyError or TypeError where it is no such folder."""
    weighing, deciding = (json.loads((folder / name).read_text(encoding="utf-8")) for name in ("weighing.json", "deciding.json"))
    return Models(
        read_model(folder / "wording.json"),
        read_model(folder / "force.json"),
        Encoder(folder),
        weighing_from(weighing),
        weighing_from(deciding),
    )
