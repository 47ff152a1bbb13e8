"""``python -m bench.fit``: fits the three models of rubric/fitted on the statement bank and on the sample sets of bench/sets.

Held-out writers take no part, so that the bench can say how the models do on an author whom they have not seen. ``wording`` learns
which element a statement speaks of, ``force`` whether it provides for it, denies it, leaves it open or sends the reader elsewhere,
``weighing`` how to bring both together with the rules over whole procedures.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression

from bench.bank import HELD_OUT, learning_statements
from bench.judge import ROOT, Judge, shipped_library
from bench.mutate import SampleSet, read_set, variant_texts
from bench.quotes import holds
from reviewer.linear import Models, Weighing, model_from
from reviewer.match.features import force_features, wording_features
from reviewer.match.qualify import qualify_whole
from reviewer.match.reading import Reading
from reviewer.match.references import DocumentNames
from reviewer.match.rule_fits import fits, index_frames
from reviewer.match.weighing import FLOOR, NOTHING, evidence_facts, outlook
from reviewer.rules import Rule

# Inverse strengths of regularisation, tried on writers who were held out.
_WORDING_C, _FORCE_C = 60.0, 0.1
_RARE = {"b": 6, "*": 3}
_SMALLEST = 0.2
WEIGHING_SETS = ("flow-robotics", "jin-dental", "us-pumpline", "wiki-telecare")
FORCE_SETS = ("calder-imaging", "kestrel-analysers", "nordlys-ventilators", "pulsewise-app")


SETS = sorted([*(ROOT / "bench" / "sets").iterdir(), *(path.parent for path in (ROOT / "fixtures").glob("*/variants.yaml"))])


class Sample(NamedTuple):
    """Something to learn from: its features, and what it is."""

    features: frozenset[str]
    label: str


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser("python -m bench.fit", description="Fit the models of the rubric.")
    parser.add_argument("--out", type=Path, default=ROOT / "rubric" / "fitted")
    parser.add_argument("--leave-out", nargs="*", default=sorted(HELD_OUT), metavar="WRITER")
    parser.add_argument("--without-sets", nargs="*", default=[], metavar="SET", help="sample sets that weighing is not fitted on")
    options = parser.parse_args(arguments)
    judge = Judge(shipped_library())
    wording, force = _samples(judge, set(options.leave_out))
    options.out.mkdir(parents=True, exist_ok=True)
    passages = {s.name: _passages(judge, s) for s in map(read_set, SETS) if s.name not in options.without_sets}
    contents = {"wording": fit_wording(wording + [p for of in passages.values() for p in of]), "force": fit_force(force)}
    facts: list[tuple[dict[str, float], bool]] = []
    for path in SETS:
        if path.name in WEIGHING_SETS and path.name in passages:
            # A model that has not seen the set: how sure it is of text that it learnt from says nothing.
            blind = fit_wording(wording + [p for name, of in passages.items() if name != path.name for p in of])
            facts += _facts(judge, Models(model_from(blind), model_from(contents["force"]), Weighing(0.0, {})), read_set(path))
    contents["weighing"] = fit_weighing(facts)
    for name, content in contents.items():
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        (options.out / f"{name}.json").write_text(text.replace('],"', '],\n"') + "\n", encoding="utf-8", newline="\n")


def _samples(judge: Judge, left_out: set[str]) -> tuple[list[Sample], list[Sample]]:
    wording, force = [], []
    learnt = [*learning_statements(judge.library.rubric, left_out)]
    learnt += [v for name in FORCE_SETS for v in variant_texts(read_set(ROOT / "fixtures" / name))]
    judge.prepare([item.text for item in learnt])
    for item in learnt:
        read = judge.readings({"procedure.md": item.text})
        if not read:
            continue
        if item.whole:
            label = NOTHING if item.expected == "unmet" else item.element
            wording.append(Sample(frozenset().union(*map(wording_features, read)), label))
            # The same without its surroundings, which in a real procedure may say nothing.
            wording.append(Sample(frozenset().union(*(wording_features(_bare(r)) for r in read)), label))
        if item.expected != "unmet":
            names = DocumentNames([("procedure.md", "procedure.md", "")])
            own = frozenset(["procedure.md"])
            found = (force_features(r, qualify_whole(r, Rule(evidence=()), names, own).role) for r in read)
            force.append(Sample(frozenset().union(*found), item.expected))
    return wording, force


def _passages(judge: Judge, sample: SampleSet) -> list[Sample]:
    """Passages of whole procedures: of each element those that hold one of its quotes, and of nothing those that hold none."""
    found = []
    quotes = {element: [*of] for element, of in sample.quotes.items()}
    for element, variant in sample.variants.items():
        quotes.setdefault(element, []).extend(q["quote"] for q in variant["replace"])
    for reading in judge.readings(sample.texts):
        labels = [element for element, of in quotes.items() if holds(reading.passage.text, of)]
        found += [Sample(wording_features(reading), label) for label in labels or [NOTHING]]
    return found


def _bare(reading: Reading) -> Reading:
    passage = reading.passage.model_copy(update={"heading_path": ()})
    return reading._replace(passage=passage, far=frozenset(), title=frozenset())


def _frequent(samples: Sequence[Sample]) -> list[dict[str, int]]:
    counts = Counter(name for sample in samples for name in sample.features)
    return [
        {name: 1 for name in sorted(sample.features) if counts[name] >= _RARE.get(name.split(":")[0], _RARE["*"])}
        for sample in samples
    ]


def fit_wording(samples: Sequence[Sample]) -> dict[str, Any]:
    """The model of wordings as the content of its file."""
    vectoriser, rarity = DictVectorizer(), TfidfTransformer(sublinear_tf=True)
    vectors = rarity.fit_transform(vectoriser.fit_transform(_frequent(samples)))
    model = LogisticRegression(C=_WORDING_C, max_iter=1000).fit(vectors, [s.label for s in samples])
    return _content(model, vectoriser.get_feature_names_out(), rarity.idf_, normalised=True)


def fit_force(samples: Sequence[Sample]) -> dict[str, Any]:
    """The model of force as the content of its file."""
    vectoriser = DictVectorizer()
    vectors = vectoriser.fit_transform(_frequent(samples))
    model = LogisticRegression(C=_FORCE_C, max_iter=1000, class_weight="balanced").fit(vectors, [s.label for s in samples])
    names = vectoriser.get_feature_names_out()
    return _content(model, names, [1.0] * len(names), normalised=False)


def _facts(judge: Judge, models: Models, sample: SampleSet) -> list[tuple[dict[str, float], bool]]:
    """What is known of each passage and element of a set, and whether the passage speaks of it: whether it holds one of its quotes."""
    rules = judge.library.rubric.rules
    index = index_frames(rules)
    read = judge.readings(sample.texts)
    names = DocumentNames((name, name, "") for name in sample.texts)
    views = [outlook(reading, models, names) for reading in read]
    best = {name: max(view.speaks[name] for view in views) for name in models.wording.classes}
    known = [fits(reading, rules, index, names, True) for reading in read]
    facts = []
    for element, variant in sample.variants.items():
        quotes = [q["quote"] for q in variant["replace"]]
        true = [holds(reading.passage.text, quotes) for reading in read]
        others = max((v.speaks[element] for v, holding in zip(views, true, strict=True) if not holding), default=0.0)
        for found, view, holding in zip(known, views, true, strict=True):
            if element not in found and view.speaks[element] < FLOOR:
                continue
            facts.append((evidence_facts(element, found.get(element), view, best), holding))
            if not holding:  # as it would be in a set that does not say it
                facts.append((evidence_facts(element, found.get(element), view, {element: others}), False))
    return facts


def fit_weighing(facts: Sequence[tuple[dict[str, float], bool]]) -> dict[str, Any]:
    """The weighing model as the content of its file."""
    vectoriser = DictVectorizer(sparse=False)
    vectors = vectoriser.fit_transform([fact for fact, _ in facts])
    model = LogisticRegression(C=1.0, max_iter=2000).fit(vectors, [label for _, label in facts])
    weights = {str(n): round(float(w), 3) for n, w in zip(vectoriser.get_feature_names_out(), model.coef_[0], strict=True)}
    return {"intercept": round(float(model.intercept_[0]), 3), "weights": weights}


def _content(model: LogisticRegression, names: Iterable[str], scales: Iterable[float], *, normalised: bool) -> dict[str, Any]:
    """A model as the content of its file: all numbers in hundredths, small weights left out."""
    features = {}
    for number, (name, scale) in enumerate(zip(names, scales, strict=True)):
        weights = {str(k): round(100 * w) for k, w in enumerate(model.coef_[:, number]) if abs(w) >= _SMALLEST}
        features[str(name)] = [round(100 * scale), weights]
    intercepts = [round(100 * b) for b in model.intercept_]
    return {"classes": list(map(str, model.classes_)), "features": features, "intercepts": intercepts, "normalised": normalised}


if __name__ == "__main__":
    main()
