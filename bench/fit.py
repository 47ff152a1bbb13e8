"""``python -m bench.fit``: fits the small models of rubric/fitted on the statement bank and on whole procedures.

Held-out writers take no part, so that the bench can say how the models do on an author whom they have not seen. ``wording`` learns
which element a statement speaks of, ``force`` whether it provides for it, denies it, leaves it open or sends the reader elsewhere,
``weighing`` how to bring both together with the rules and the encoder, ``deciding`` what all passages of a set come to. The last two
learn from what models say of voices that those have not learnt from.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression

from bench.bank import HELD_OUT, learning_statements
from bench.judge import ROOT, Judge, shipped_library
from bench.mutate import read_set, sample_folders, variant_texts
from bench.quotes import holds
from bench.recorded import Recorded
from bench.tagged import FOLDS, TaggedSet, passages_of, tagged_sets
from reviewer.fitted import Models
from reviewer.linear import Weighing, model_from, weighing_from
from reviewer.match.asking import answered, claims
from reviewer.match.features import force_features, wording_features
from reviewer.match.outlook import NOTHING, Outlook, outlook
from reviewer.match.qualify import qualify_whole
from reviewer.match.reading import Reading
from reviewer.match.references import DocumentNames
from reviewer.match.rule_fits import fits, index_frames, near_misses
from reviewer.match.weighing import FACTS, best_facts, best_of, evidence_facts, spoken_of
from reviewer.model import Candidate
from reviewer.rules import Rule
from reviewer.verdict.elements import group, likelihood_facts

# Inverse strengths of regularisation, tried on writers who were held out.
_WORDING_C, _FORCE_C = 60.0, 0.1
_RARE = {"b": 6, "*": 3}
_SMALLEST = 0.2
FORCE_SETS = ("calder-imaging", "kestrel-analysers", "nordlys-ventilators", "pulsewise-app")


class Sample(NamedTuple):
    """Something to learn from: its features, and what it is."""

    features: frozenset[str]
    label: str


class Part(NamedTuple):
    """A set of whole procedures: what is read of it, and which elements each passage speaks of."""

    voice: str
    texts: Mapping[str, str]
    readings: Sequence[Reading]
    labels: Sequence[Mapping[str, str]]
    names: DocumentNames
    gold: Mapping[str, str]
    """status of every element that the set speaks of"""


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser("python -m bench.fit", description="Fit the models of the rubric.")
    parser.add_argument("--out", type=Path, default=ROOT / "rubric" / "fitted")
    parser.add_argument("--leave-out", nargs="*", default=sorted(HELD_OUT), metavar="WRITER")
    options = parser.parse_args(arguments)
    judge = Judge(shipped_library())
    wording, force, parts = learning_material(judge, set(options.leave_out))
    options.out.mkdir(parents=True, exist_ok=True)
    contents = {
        "wording": fit_wording(wording + [p for part in parts for p in _passages(part)]),
        "force": fit_force(force + [f for part in parts for f in _force_of(part)]),
    }
    blind = [*blind_models(wording, force, parts)]
    facts = [fact for models, asked in blind for fact in facts_of(judge, models, asked)]
    contents["weighing"] = fit_weighing(facts)
    contents["deciding"] = fit_weighing(decisions(judge, blind, weighing_from(contents["weighing"])))
    for name, content in contents.items():
        text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        (options.out / f"{name}.json").write_text(text.replace('],"', '],\n"') + "\n", encoding="utf-8", newline="\n")


def learning_material(judge: Judge, left_out: set[str] | None = None) -> tuple[list[Sample], list[Sample], list[Part]]:
    """Statements to learn wording from, statements to learn force from, and whole procedures to learn both from."""
    wording, force = _samples(judge, left_out if left_out is not None else set(HELD_OUT))
    return wording, force, whole_procedures(judge)


def whole_procedures(judge: Judge) -> list[Part]:
    """The sample sets and the tagged procedures, read."""
    return [*_sample_parts(judge), *_tagged_parts(judge)]


def facts_of(judge: Judge, models: Models, parts: Iterable[Part]) -> list[tuple[dict[str, float], bool]]:
    """What the weighing model learns from some sets: what is known of a passage and an element, and whether it speaks of it."""
    return [fact for part in parts for fact in _facts(judge, models, part)]


def blind_models(
    wording: Sequence[Sample], force: Sequence[Sample], parts: Sequence[Part]
) -> Iterator[tuple[Models, list[Part]]]:
    """For each fold of voices models that have not seen them, and the sets to ask them about: how sure a model is of text that it
    learnt from says nothing."""
    meaning = Recorded.read()
    for fold in FOLDS:
        seen = [part for part in parts if part.voice not in fold]
        blind = model_from(fit_wording([*wording, *(sample for part in seen for sample in _passages(part))]))
        blind_force = model_from(fit_force([*force, *(sample for part in seen for sample in _force_of(part))]))
        models = Models(blind, blind_force, meaning, Weighing(0.0, {}), Weighing(0.0, {}))
        yield models, [part for part in parts if part.voice in fold]


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
            force.append(Sample(frozenset().union(*(_force_features(r, names) for r in read)), item.expected))
    return wording, force


def _force_features(reading: Reading, names: DocumentNames) -> frozenset[str]:
    grammar = qualify_whole(reading, Rule(evidence=()), names, frozenset({reading.passage.document}))
    return force_features(reading, grammar.role)


def _sample_parts(judge: Judge) -> Iterator[Part]:
    """Sample sets: of each element the passages that hold one of its quotes, of nothing those that hold none."""
    for sample in map(read_set, sample_folders()):
        quotes = {element: [*of] for element, of in sample.quotes.items()}
        for element, variant in sample.variants.items():
            quotes.setdefault(element, []).extend(q["quote"] for q in variant["replace"])
        read = judge.readings(sample.texts)
        labels = [
            {e: sample.gold.get(e, "met") for e, of in quotes.items() if holds(reading.passage.text, of)} for reading in read
        ]
        names = DocumentNames((name, name, "") for name in sample.texts)
        yield Part(sample.name, sample.texts, read, labels, names, sample.gold)


def _tagged_parts(judge: Judge) -> Iterator[Part]:
    for tagged in tagged_sets():
        readings, labels = tagged_readings(judge, tagged)
        names = DocumentNames((name, name, "") for name in tagged.texts)
        yield Part(tagged.voice, tagged.texts, readings, labels, names, tagged.gold)


def tagged_readings(judge: Judge, tagged: TaggedSet) -> tuple[list[Reading], list[dict[str, str]]]:
    """What is read of a tagged set, and the labels of each passage."""
    readings = judge.readings(tagged.texts)
    labels: list[dict[str, str]] = []
    for name in dict.fromkeys(r.passage.document for r in readings):
        texts = [r.passage.text for r in readings if r.passage.document == name]
        labels += passages_of(tagged.tags[name], texts)[0]
    return readings, labels


def _passages(part: Part) -> list[Sample]:
    found = []
    for reading, labels in zip(part.readings, part.labels, strict=True):
        found += [Sample(wording_features(reading), label) for label in labels or [NOTHING]]
    return found


def _force_of(part: Part) -> list[Sample]:
    """Tagged passages that have one force alone."""
    if part.voice not in {voice for fold in FOLDS for voice in fold}:
        return []
    found = []
    for reading, labels in zip(part.readings, part.labels, strict=True):
        forces = set(labels.values())
        if len(forces) == 1:
            found.append(Sample(_force_features(reading, part.names), forces.pop()))
    return found


def _bare(reading: Reading) -> Reading:
    passage = reading.passage.model_copy(update={"heading_path": ()})
    return dataclasses.replace(reading, passage=passage, far=frozenset(), title=frozenset())


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
    model = LogisticRegression(C=_WORDING_C, max_iter=300, tol=1e-3).fit(vectors, [s.label for s in samples])
    return _content(model, vectoriser.get_feature_names_out(), rarity.idf_, normalised=True)


def fit_force(samples: Sequence[Sample]) -> dict[str, Any]:
    """The model of force as the content of its file."""
    vectoriser = DictVectorizer()
    vectors = vectoriser.fit_transform(_frequent(samples))
    model = LogisticRegression(C=_FORCE_C, max_iter=1000, class_weight="balanced").fit(vectors, [s.label for s in samples])
    names = vectoriser.get_feature_names_out()
    return _content(model, names, [1.0] * len(names), normalised=False)


def _outlooks(read: Sequence[tuple[Reading, Mapping[str, Candidate]]], models: Models, names: DocumentNames) -> list[Outlook]:
    """What the models say of passages: the encoder is asked about every telling one, not only about the weightiest of a set."""
    views = [outlook(reading, models, names) for reading, _ in read]
    asked = {
        number: waiting
        for number, ((reading, found), view) in enumerate(zip(read, views, strict=True))
        if (waiting := claims(reading, found, view, (), models.weighing)) is not None
    }
    for number, view in zip(asked, answered(list(asked.values()), models, 1), strict=True):
        views[number] = view
    return views


def _facts(judge: Judge, models: Models, part: Part) -> list[tuple[dict[str, float], bool]]:
    """What is known of each passage and element of a set, and whether the passage speaks of it."""
    rules = judge.library.rubric.rules
    index = index_frames(rules)
    read = [(reading, fits(reading, rules, index, part.names, True)) for reading in part.readings]
    views = _outlooks(read, models, part.names)
    # Of all near misses, hinted at or not: so the model sees what a rule says where wording says nothing.
    known_of = [by_rules | near_misses(reading, rules, index, rules.keys() - by_rules.keys()) for reading, by_rules in read]
    found = [
        (element, view.speaks.get(element, 0.0), view.means.get(element, 0.0), known.get(element), view, element in labels)
        for known, view, labels in zip(known_of, views, part.labels, strict=True)
        for element in sorted({*known, *spoken_of(view, rules)})
    ]
    best = best_of((element, wording, meaning) for element, wording, meaning, *_ in found)
    # The best of what does not speak of it: what would be best if the set did not say it.
    silent = best_of((element, wording, meaning) for element, wording, meaning, _, _, speaks in found if not speaks)
    spoken = {row[0] for row in found if row[-1]}
    facts = []
    for element, wording, meaning, known, view, speaks in found:
        told = evidence_facts(element, known, view)
        facts.append((told + best_facts(wording, meaning, best[element]), speaks))
        if not speaks and element in spoken:
            facts.append((told + best_facts(wording, meaning, silent[element]), False))
    return [(dict(zip(FACTS, values, strict=True)), speaks) for values, speaks in facts]


def decisions(
    judge: Judge, blind: Iterable[tuple[Models, list[Part]]], weighing: Weighing
) -> list[tuple[dict[str, float], bool]]:
    """What the deciding model learns from: what models that had not seen a set bring for each element, and whether it is met."""
    facts = []
    for models, asked in blind:
        judge.library = judge.library._replace(models=models._replace(weighing=weighing))
        for part in asked:
            found = group(judge.search(part.texts)[0].candidates)
            told = likelihood_facts(found, judge.library.rubric.rules)
            facts += [(of, part.gold.get(element) == "met") for element, of in told.items()]
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
