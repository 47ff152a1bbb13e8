"""Sets of documents with one statement taken out, denied, softened or sent elsewhere, in the manufacturer's own voice.

``variants.yaml`` of a set says for an element which passages establish it (``replace``: the first gives way to the variant, the
others are taken out), which other elements go with them (``also_lost``), and what a negated, weakened or deferred text would be.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from bench.bank import Lesson

KINDS = {"dropped": "unmet", "negated": "contradicted", "weakened": "weak", "deferred": "deferred"}
_MARKUP = re.compile(r"[*_`]")


class SampleSet(NamedTuple):
    """A sample set in its Markdown sources, with its labels."""

    name: str
    texts: dict[str, str]
    gold: dict[str, str]
    quotes: dict[str, tuple[str, ...]]
    variants: dict[str, Any]


class Mutation(NamedTuple):
    """A changed set. ``texts`` is None where a passage to replace was not found, which is a fault of the variant."""

    element: str
    kind: str
    expected: str
    texts: dict[str, str] | None
    also_lost: frozenset[str]


def sample_folders() -> list[Path]:
    """Folders of the sample sets that have variants, by name."""
    root = Path(__file__).resolve().parent.parent
    return sorted([*(root / "bench" / "sets").iterdir(), *(path.parent for path in (root / "fixtures").glob("*/variants.yaml"))])


def read_set(folder: Path) -> SampleSet:
    """Read a set of fixtures/ or bench/sets/."""
    sources = folder / "docs-src" if (folder / "docs-src").is_dir() else folder / "docs"
    texts = {path.name: path.read_text(encoding="utf-8") for path in sorted(sources.glob("*.md"))}
    labels = yaml.safe_load((folder / "gold.yaml").read_text(encoding="utf-8"))["elements"]
    variants = yaml.safe_load((folder / "variants.yaml").read_text(encoding="utf-8"))
    return SampleSet(
        folder.name,
        texts,
        {element: label["status"] for element, label in labels.items()},
        {element: tuple(e["quote"] for e in label.get("evidence", ())) for element, label in labels.items()},
        variants,
    )


def mutations(sample: SampleSet) -> Iterator[Mutation]:
    """Every mutation of a set."""
    for element, variant in sorted(sample.variants.items()):
        for kind, expected in KINDS.items():
            lost = frozenset(variant.get("also_lost") or ())
            yield Mutation(element, kind, expected, _changed(sample.texts, variant, kind), lost)


def _changed(texts: Mapping[str, str], variant: Mapping[str, Any], kind: str) -> dict[str, str] | None:
    changed = dict(texts)
    for number, passage in enumerate(variant["replace"]):
        name = passage["document"].removesuffix(".md") + ".md"
        match = _pattern(passage["quote"]).search(changed.get(name, ""))
        if match is None:
            return None
        instead = "" if number or kind == "dropped" else str(variant[kind]).strip()
        changed[name] = _replaced(changed[name], match.span(), instead, "|" in passage["quote"])
    return changed


def _replaced(text: str, span: tuple[int, int], instead: str, row: bool) -> str:
    start, end = span
    line = text.rfind("\n", 0, start) + 1
    if row or text[line:start].lstrip().startswith("|"):
        # A row gives way as a whole, and stays a row of as many columns.
        stop = text.find("\n", end)
        stop = len(text) if stop < 0 else stop
        if not instead:
            return text[:line] + text[stop + 1 :]
        if not instead.startswith("|"):
            instead = f"| {instead} |"
        return text[:line] + instead + text[stop:]
    return text[:start] + instead + text[end:]


@lru_cache(maxsize=10_000)
def _pattern(quote: str) -> re.Pattern[str]:
    """The quote in Markdown source: with any white space, marks of emphasis and links between its words."""
    tokens = [t for t in re.findall(r"\w+|[^\w\s]", _MARKUP.sub("", quote)) if t != "|"]
    return re.compile(r"(?:\]\([^)]*\)|[\s*_`|\[\]])*".join(map(re.escape, tokens)))


def variant_texts(sample: SampleSet) -> Iterator[Lesson]:
    """Every variant, and every first quote as it stands, as a small document that shows force and nothing else."""
    for element, variant in sorted(sample.variants.items()):
        yield Lesson(element, "met", _alone(variant["replace"][0]["quote"]), whole=False)
        for kind in ("negated", "weakened", "deferred"):
            yield Lesson(element, KINDS[kind], _alone(str(variant[kind]).strip()), whole=False)


def _alone(text: str) -> str:
    if " | " in text or text.startswith("|"):
        cells = text.strip("|").count("|") + 1
        text = f"|{' a |' * cells}\n|{'---|' * cells}\n| {text.strip('| ')} |"
    return f"# Procedure\n\n## Activities\n\n{text}\n"
