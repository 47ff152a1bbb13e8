"""Parts of speech by spaCy's attribute ruler, which is asked once about each kind of word and not for each word.

The ruler tries some 180 patterns on every word, which takes as long as the network that reads the text. Nearly all of them look at one word by
itself: at its tag, its letters in lower case and its place in the sentence. Of words that are alike in these the answer is remembered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.pipeline import AttributeRuler
from spacy.strings import StringStore
from spacy.tokens import Doc

_MOST_REMEMBERED = 65_536
_SEEN: list[int | str] = ["TAG", "LOWER", "DEP"]
"""What patterns look at. Whether a word is a space is told by its letters."""
_SET: list[int | str] = ["POS", "MORPH", "LEMMA"]
"""What is remembered. Where a rule sets anything else, the ruler is asked each time."""
_Kind = tuple[int, ...]
_Sign = tuple[int | None, frozenset[int]]
"""Of a pattern of several words, which are seldom met: which of what is seen has which values where a text may hold it, so that the ruler
itself looks. None: it may be anywhere."""


class RememberingRuler:
    """Sets what a ruler sets."""

    def __init__(self, ruler: AttributeRuler) -> None:
        self._ruler = ruler
        self._known: dict[_Kind, _Kind | None] = {}
        """what is set for a kind of word; None where more is set than is remembered"""
        rules: Any = ruler.patterns
        patterns = [pattern for rule in rules for pattern in rule["patterns"]]
        self._signs = {_sign(pattern, ruler.vocab.strings) for pattern in patterns if len(pattern) > 1}
        if any(token.keys() - {*_SEEN, "IS_SPACE"} for pattern in patterns for token in pattern):
            self._signs.add((None, frozenset()))

    def __call__(self, doc: Doc) -> Doc:
        """Set what the ruler would set."""
        kinds: list[_Kind] = list(map(tuple, doc.to_array(_SEEN).tolist()))
        together = any(place is None or any(kind[place] in values for kind in kinds) for place, values in self._signs)
        known = [self._known.get(kind) for kind in kinds]
        if not together and None not in known:
            values: Any = np.array(known, dtype=np.uint64).reshape(-1, len(_SET))
            doc.from_array(_SET, values)
            return doc
        doc = self._ruler(doc)
        if not together:
            self._remember(kinds, doc)
        return doc

    def pipe(self, docs: Iterable[Doc], batch_size: int = 128) -> Iterator[Doc]:  # noqa: ARG002 -- as spaCy calls it
        """Set what the ruler would set, of one text after another."""
        return map(self, docs)

    def _remember(self, kinds: list[_Kind], doc: Doc) -> None:
        if len(self._known) > _MOST_REMEMBERED:
            self._known.clear()
        kept = doc.to_array(_SEEN).tolist()
        for kind, now, values in zip(kinds, kept, doc.to_array(_SET).tolist(), strict=True):
            self._known[kind] = tuple(values) if kind == tuple(now) else None


def _sign(pattern: Sequence[Mapping[str, Any]], strings: StringStore) -> _Sign:
    """The sign of a pattern: what its first word that can be told so easily has to be."""
    for token in pattern:
        for attribute in ("LOWER", "DEP"):
            wanted = token.get(attribute)
            values = wanted.get("IN") if isinstance(wanted, Mapping) else [wanted] if wanted else None
            if values:
                return _SEEN.index(attribute), frozenset(strings[value] for value in values)
    return None, frozenset()


def remember(pipeline: Language) -> None:
    """Put a ruler that remembers in the place of a pipeline's own."""
    Language.factory("remembering_ruler", func=lambda nlp, name: RememberingRuler(nlp.get_pipe("attribute_ruler")))  # noqa: ARG005
    pipeline.add_pipe("remembering_ruler", before="attribute_ruler")
    pipeline.remove_pipe("attribute_ruler")
