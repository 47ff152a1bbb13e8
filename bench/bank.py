"""The statement bank: for every element what different companies would write, with the status it deserves.

Each file of ``bench/bank`` is one writer. Writers named in HELD_OUT are never looked at by whoever writes rules.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import yaml

from reviewer.rules import Rubric

FOLDER = Path(__file__).resolve().parent / "bank"
NOTHING_FILE = FOLDER.parent / "bank-nothing.yaml"
FORCE_FOLDER = FOLDER.parent / "bank-force"
HELD_OUT = frozenset(["startup-handbook", "italian-narrative", "bangalore-services"])


class Statement(NamedTuple):
    """A statement of one element, as a small document."""

    writer: str
    element: str
    expected: str
    title: str
    heading: str
    text: str

    def document(self) -> str:
        """The statement in its surroundings, as Markdown."""
        return f"# {self.title}\n\n## {self.heading}\n\n{self.text.strip()}\n"


def writers() -> list[str]:
    """Names of all writers."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def statements(writer: str) -> Iterator[Statement]:
    """All statements of a writer."""
    content = yaml.safe_load((FOLDER / f"{writer}.yaml").read_text(encoding="utf-8"))
    for element, items in content["statements"].items():
        for item in items:
            yield Statement(writer, element, item["status"], item["title"], item["heading"], item["text"])


class Lesson(NamedTuple):
    """A text to learn from. ``whole``: it stands in surroundings of its own; else it only shows force."""

    element: str
    expected: str
    text: str
    whole: bool = True


def learning_statements(rubric: Rubric, left_out: set[str]) -> Iterator[Lesson]:
    """What the models learn from: the bank without some writers, statements that establish nothing, and the rubric's examples."""
    for writer in writers():
        if writer not in left_out:
            for statement in statements(writer):
                yield Lesson(statement.element, statement.expected, statement.document())
    for text in nothing():
        yield Lesson("", "unmet", text)
    for path in sorted(FORCE_FOLDER.glob("*.yaml")):
        for item in yaml.safe_load(path.read_text(encoding="utf-8"))["statements"]:
            yield Lesson("", item["status"], f"# Procedure\n\n## Activities\n\n{item['text'].strip()}\n", whole=False)
    for example in rubric.examples:
        yield Lesson(example.element, example.status, example.text)


def nothing() -> Iterator[str]:
    """Text of procedures that establishes no element, as small documents."""
    for item in yaml.safe_load(NOTHING_FILE.read_text(encoding="utf-8"))["statements"]:
        yield Statement("", "", "", item["title"], item["heading"], item["text"]).document()
