"""Invented procedures in many voices, whose sentences carry tags of what they are worth for which element.

Each folder of ``bench/procedures`` is the set of one manufacturer; the name before its number is its writer's voice. A tag stands right
after the sentence, item or row that it speaks of: ``[[met 62304-9.1-problem-report/report; weak 62304-9.6-trends/trend-analysis]]``.
What has no tag establishes nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).resolve().parent / "procedures"
# The stronger first: what an element's status is where its passages differ.
FORCES = ("met", "contradicted", "deferred", "weak")
# Voices by fold: a model that is asked about a voice of a fold has learnt from the other fold's alone.
FOLDS = (
    ("corporate", "nonnative", "security", "qms", "process", "force", "jin-dental", "us-pumpline"),
    ("forms", "institution", "lookalike", "startup", "oss", "saas", "prodsec", "flow-robotics", "wiki-telecare"),
)
_TAG = re.compile(r"\s*\[\[(.*?)\]\]")
_PART = re.compile(r"(met|weak|contradicted|deferred)\s+(\S.*)")
_WORD = re.compile(r"\w+")
_LINK = re.compile(r"\]\([^)]*\)")
# Words before a tag by which its passage is known: as many as can be found.
_TAILS = (8, 6, 5, 4, 3, 2)
_TELLING = 4

Labels = Mapping[str, str]
"""element -> met, weak, contradicted or deferred"""


class Tag(NamedTuple):
    """A tag with the words before it."""

    words: tuple[str, ...]
    labels: Labels


class TaggedSet(NamedTuple):
    """A manufacturer's procedures without their tags, and the tags of each."""

    name: str
    texts: Mapping[str, str]
    tags: Mapping[str, tuple[Tag, ...]]

    @property
    def voice(self) -> str:
        """Who wrote it: the models are tried on voices that they have not learnt from."""
        return self.name.rsplit("-", 1)[0]

    @property
    def gold(self) -> dict[str, str]:
        """Status of every element that a passage of the set speaks of."""
        found: dict[str, str] = {}
        for tags in self.tags.values():
            for element, force in (pair for tag in tags for pair in tag.labels.items()):
                found[element] = min(found.get(element, force), force, key=FORCES.index)
        return found


def tagged_sets() -> Iterator[TaggedSet]:
    """All sets, by name. Raises ValueError where a tag is malformed."""
    for folder in sorted(path for path in FOLDER.iterdir() if path.is_dir()):
        read = {path.name: read_tags(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.md"))}
        texts = {name: text for name, (text, _) in read.items()}
        yield TaggedSet(folder.name, texts, {name: tags for name, (_, tags) in read.items()})


def read_tags(source: str) -> tuple[str, tuple[Tag, ...]]:
    """A text without its tags, and the tags. Raises ValueError where one is malformed."""
    text, at, tags = "", 0, []
    for match in _TAG.finditer(source):
        text += source[at : match.start()]
        at = match.end()
        before = _LINK.sub("]", text.rsplit("\n\n", 1)[-1])
        tags.append(Tag(_words(before), _labels(match[1])))
    return text + source[at:], tuple(tags)


def passages_of(tags: Sequence[Tag], passages: Sequence[str]) -> tuple[list[dict[str, str]], list[Tag]]:
    """The labels of each passage of a document, and the tags that belong to none of them."""
    plain = [" ".join(_words(passage)) for passage in passages]
    labels: list[dict[str, str]] = [{} for _ in passages]
    lost, at = [], 0
    for tag in tags:
        number = _find(tag.words, plain, at)
        if number is None:
            lost.append(tag)
        else:
            labels[number].update(tag.labels)
            at = max(at, number)
    return labels, lost


def _find(words: Sequence[str], plain: Sequence[str], at: int) -> int | None:
    for length in _TAILS:
        tail = " ".join(words[-length:])
        for number in (*range(at, len(plain)), *range(at)):
            if plain[number].endswith(tail) or (length >= _TELLING and tail in plain[number]):
                return number
    return None


def _words(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.lower().replace("_", " ")))


def _labels(content: str) -> dict[str, str]:
    labels = {}
    for part in content.split(";"):
        match = _PART.fullmatch(part.strip())
        if match is None:
            raise ValueError(f"malformed tag: {content}")
        labels |= {element.strip(): match[1] for element in match[2].split(",")}
    return labels
