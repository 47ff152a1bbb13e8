"""``python -m bench.fit``: fits the affinity model on the statement bank and writes rubric/affinity.json.

Held-out writers are left out, so that the bench can say how the model does on text of an author whom it has not seen.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import yaml
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression

from bench.bank import HELD_OUT, Statement, statements, writers
from bench.judge import ROOT, shipped_library
from reviewer.affinity import NOTHING
from reviewer.classify import classify
from reviewer.documents import read_document
from reviewer.documents.interface import Limits
from reviewer.match import Source
from reviewer.match.aliases import learn_aliases
from reviewer.match.features import features
from reviewer.match.search import readings
from reviewer.model import PassageKind
from reviewer.segment import segment
from reviewer.terms import Thesaurus

NOTHING_FILE = Path(__file__).resolve().parent / "bank-nothing.yaml"
_STRENGTH = 60.0
_SMALLEST = 0.15


def examples(left_out: Iterable[str]) -> Iterator[tuple[str, str]]:
    """(text, class) of everything to learn from: a statement that only looks alike is about nothing."""
    for writer in writers():
        if writer not in set(left_out):
            for statement in statements(writer):
                yield statement.document(), NOTHING if statement.expected == "unmet" else statement.element
    for item in yaml.safe_load(NOTHING_FILE.read_text(encoding="utf-8"))["statements"]:
        yield Statement("", "", "", item["title"], item["heading"], item["text"]).document(), NOTHING
    for example in shipped_library().rubric.examples:
        yield example.text, NOTHING if example.status == "unmet" else example.element


def features_of(text: str, thesaurus: Thesaurus) -> frozenset[str]:
    """Features of a small document: those of all its passages."""
    document = read_document(text.encode(), "procedure.md", Limits())
    passages = segment(document, thesaurus).passages
    title = classify([document], thesaurus)[document.id].title
    aliases = learn_aliases(passages, thesaurus)
    found: set[str] = set()
    for reading in readings(Source(document, title, passages, True), thesaurus, aliases):
        if reading.passage.kind is not PassageKind.heading:
            found |= features(reading)
    return frozenset(found)


def fit(data: Sequence[tuple[frozenset[str], str]]) -> dict[str, object]:
    """The model as the content of its file: all numbers in hundredths, small weights left out."""
    vectoriser, rarity = DictVectorizer(), TfidfTransformer(sublinear_tf=True)
    vectors = rarity.fit_transform(vectoriser.fit_transform([dict.fromkeys(sorted(found), 1) for found, _ in data]))
    model = LogisticRegression(C=_STRENGTH, max_iter=1000).fit(vectors, [label for _, label in data])
    kept = {}
    for number, name in enumerate(vectoriser.get_feature_names_out()):
        weights = {str(k): round(100 * w) for k, w in enumerate(model.coef_[:, number]) if abs(w) >= _SMALLEST}
        kept[str(name)] = [round(100 * rarity.idf_[number]), weights]
    return {"classes": list(map(str, model.classes_)), "intercepts": [round(100 * b) for b in model.intercept_], "features": kept}


def main(arguments: Sequence[str] | None = None) -> None:
    """Fit and write."""
    parser = argparse.ArgumentParser("python -m bench.fit", description="Fit the affinity model on the statement bank.")
    parser.add_argument("--out", type=Path, default=ROOT / "rubric" / "affinity.json")
    parser.add_argument("--leave-out", nargs="*", default=sorted(HELD_OUT), metavar="WRITER")
    options = parser.parse_args(arguments)
    thesaurus = shipped_library().thesaurus
    data = [(features_of(text, thesaurus), label) for text, label in examples(options.leave_out)]
    rows = json.dumps(fit(data), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    options.out.write_text(rows.replace('],"', '],\n"') + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
