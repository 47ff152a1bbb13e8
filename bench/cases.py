"""What the bench judges: sets of documents with the true status of every element.

``own`` sets lie in the repository. Evaluation corpora that lie beside it (``../shared/corpus``) and public procedures that were
fetched (``bench/public``) are used where they are there; of them the repository holds ids, statuses and figures alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from bench.judge import ROOT
from bench.mutate import mutations, read_set, sample_folders
from bench.render.recipes import Format
from bench.render.sets import render_set
from bench.tagged import tagged_sets

SHARED = ROOT.parent / "shared" / "corpus"
PUBLIC = Path(__file__).resolve().parent / "public"


class Case(NamedTuple):
    """Documents to judge, and what is true of them."""

    name: str
    style: str
    form: str
    files: Mapping[str, bytes]
    gold: Mapping[str, str]
    """element -> status; what is not named is unmet"""
    ambiguous: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    """elements whose status is arguable and not scored"""
    kind: str = "base"
    target: str | None = None
    """the element that was changed"""
    spared: frozenset[str] = frozenset()
    """elements that go with the target, or are not scored beside it"""
    open_kind: frozenset[str] = frozenset()
    """elements that are gaps for certain, while which kind of gap is open"""
    quotes: Mapping[str, tuple[str, ...]] | None = None
    """true evidence by element, where all of it is known"""


def _files(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def samples() -> Iterator[Case]:
    """The sample sets as they are."""
    for folder in sample_folders():
        sample = read_set(folder)
        files = {name: text.encode() for name, text in sample.texts.items()}
        yield Case(sample.name, sample.name, "md", files, sample.gold, quotes=sample.quotes)


def mutated() -> Iterator[Case]:
    """The sample sets with one statement taken out, denied, softened or sent elsewhere, in the manufacturer's voice."""
    for folder in sample_folders():
        sample = read_set(folder)
        for change in mutations(sample):
            if change.texts is not None:
                gold = {**sample.gold, change.element: change.expected}
                files = {name: text.encode() for name, text in change.texts.items()}
                yield Case(
                    f"{sample.name}/{change.kind}/{change.element}", sample.name, "md", files, gold, kind=change.kind,
                    target=change.element, spared=change.also_lost,
                )  # fmt: skip


def formats() -> Iterator[Case]:
    """The sample sets, each in four formats."""
    for folder in sample_folders():
        sample = read_set(folder)
        for form in (Format.md, Format.docx, Format.pdf, Format.html):
            yield Case(f"{sample.name}/{form.value}", sample.name, form.value, render_set(folder, form), sample.gold)


def tagged() -> Iterator[Case]:
    """Tagged procedures in many voices."""
    for item in tagged_sets():
        yield Case(item.name, item.voice, "md", {name: text.encode() for name, text in item.texts.items()}, item.gold)


def real() -> Iterator[Case]:
    """Real procedures with adjudicated labels, where they lie beside the repository."""
    for path in sorted((SHARED / "dev").glob("*/gold.yaml")):
        labels = yaml.safe_load(path.read_text(encoding="utf-8")).get("elements") or {}
        yield _labelled(path.parent.name, path.parent.name, labels, path.parent / "docs")


def public(fetched: Path | None) -> Iterator[Case]:
    """Public procedures whose labels lie in ``bench/public``, for those whose documents lie in ``fetched``, unchanged."""
    if fetched is None:
        return
    for path in sorted(PUBLIC.glob("*.yaml")):
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        folder = fetched / path.stem / "docs"
        intact = all(
            (folder / d["file"]).is_file() and hashlib.sha256((folder / d["file"]).read_bytes()).hexdigest() == d["sha256"]
            for d in content["documents"]
        )
        if intact:
            yield _labelled(path.stem, content["half"], content["elements"], folder)


def readings_of_public(elements: Iterable[str]) -> Iterator[tuple[str, str]]:
    """What the two readings of the public procedures had said of each element, before it was decided where they differed."""
    names = list(elements)
    for path in sorted(PUBLIC.glob("*.yaml")):
        labels = yaml.safe_load(path.read_text(encoding="utf-8"))["elements"]
        for name in names:
            label = labels.get(name, {"status": "unmet"})
            first, second = label.get("labelled", (label["status"],) * 2)
            yield first, second


def _labelled(name: str, style: str, labels: Mapping[str, Any], folder: Path) -> Case:
    gold = {element: label["status"] for element, label in labels.items()}
    ambiguous = frozenset(element for element, label in labels.items() if label.get("ambiguous"))
    return Case(name, style, "as published", _files(folder), gold, ambiguous)


def generated() -> Iterator[Case]:
    """Generated cases with exact truth, where they lie beside the repository."""
    for path in sorted((SHARED / "generated" / "cases").glob("*/truth.json")):
        truth = json.loads(path.read_text(encoding="utf-8"))
        ignored = frozenset(truth.get("ignore") or ())
        also = frozenset(truth.get("also_lost") or ())
        quotes = {element: tuple(_texts(spans)) for element, spans in (truth.get("evidence") or {}).items()}
        yield Case(
            truth["case"], truth.get("set") or truth["kind"], truth["format"], _files(path.parent / "docs"), truth["statuses"], ignore=ignored,
            kind=truth["kind"], target=truth.get("target"), spared=also, open_kind=frozenset(truth.get("binary_only") or ()), quotes=quotes,
        )  # fmt: skip


def _texts(spans: Any) -> Iterator[str]:
    for span in spans:
        if isinstance(span, str):
            yield span
        elif isinstance(span, dict):
            yield str(span.get("text") or span.get("quote") or "")
