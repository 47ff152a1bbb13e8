"""What encoders that had not seen a text answered when asked about it, as ``bench/encoder`` recorded it.

So the weighing model can be fitted, and the bench can judge, without tuning an encoder again.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from reviewer.encoder import Answer, Question

FILE = Path(__file__).resolve().parent / "encoder" / "blind.json.gz"


def key(question: Question) -> str:
    """What a question is recorded under."""
    return hashlib.sha256(f"{question.around}\n{question.passage}".encode()).hexdigest()[:16]


class Recorded:
    """Answers from the record. A question that was never asked gets none."""

    def __init__(
        self, elements: Sequence[str], forces: Sequence[str], answers: Mapping[str, tuple[dict[str, int], list[int]]]
    ) -> None:
        """``answers``: by key, thousandths by number of the element (those of none left out) and for each force."""
        self.elements = tuple(elements)
        self._forces = tuple(forces)
        self._answers = answers

    @classmethod
    def read(cls) -> Recorded:
        """The committed record."""
        content = json.loads(gzip.decompress(FILE.read_bytes()))
        return cls(content["elements"], content["forces"], content["answers"])

    def answers(self, questions: Sequence[Question], threads: int = 1) -> list[Answer]:  # noqa: ARG002 -- nothing is computed
        """The answer to each question, in their order."""
        return [self._answer(question) for question in questions]

    def _answer(self, question: Question) -> Answer:
        if key(question) not in self._answers:
            return Answer({}, {})
        speaks, forces = self._answers[key(question)]
        of_elements = dict.fromkeys(self.elements, 0.0) | {self.elements[int(n)]: p / 1000 for n, p in speaks.items()}
        return Answer(of_elements, {name: p / 1000 for name, p in zip(self._forces, forces, strict=True)})
