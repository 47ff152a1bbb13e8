"""Variants of the sample sets apply, and change what they say they change."""

from __future__ import annotations

import pytest

from bench.judge import ROOT
from bench.mutate import KINDS, SampleSet, mutations, read_set

SETS = sorted(path.name for path in (ROOT / "bench" / "sets").iterdir())


def sample(name: str) -> SampleSet:
    return read_set(ROOT / "bench" / "sets" / name)


@pytest.mark.parametrize("name", SETS)
def test_every_variant_finds_the_passages_that_it_replaces(name: str) -> None:
    found = [*mutations(sample(name))]
    assert {m.kind for m in found} == set(KINDS)
    assert not [(m.element, m.kind) for m in found if m.texts is None]


def test_what_is_dropped_is_gone_and_a_variant_stands_in_its_place() -> None:
    base = sample("us-pumpline")
    for mutation in mutations(base):
        assert mutation.texts is not None
        first = base.variants[mutation.element]["replace"][0]
        before = base.texts[first["document"].removesuffix(".md") + ".md"]
        after = mutation.texts[first["document"].removesuffix(".md") + ".md"]
        if mutation.kind == "dropped":
            assert len(after) < len(before)
        else:
            assert str(base.variants[mutation.element][mutation.kind]).strip() in after
