"""The product without one of its layers, or with one alone, weighed anew: what does not earn its place goes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from reviewer.fitted import Silent
from reviewer.library import Library
from reviewer.linear import LinearModel

# Facts that the weighing model is told of each layer (``evidence_facts``).
_FACTS = {
    "rules": ("rule fits", "rule's strength", "rule nearly fits", "rule names the subject"),
    "wording": ("wording", "first", "among the first two", "among the first four", "nothing", "another", "best of the set"),
    "meaning": ("meaning", "first in meaning", "best of the set in meaning"),
}


class Ablation(NamedTuple):
    """Layers that are taken out."""

    without: tuple[str, ...]

    def facts(self, facts: Mapping[str, float]) -> dict[str, float]:
        """What the weighing model is still told."""
        gone = {name for layer in self.without for name in _FACTS[layer]}
        return {name: value for name, value in facts.items() if name not in gone}

    def library(self, library: Library) -> Library:
        """The library without the layers. Topics and hedges of the rules stay: they say what an element is about."""
        if "rules" in self.without:
            rules = {e: rule.model_copy(update={"evidence": (), "subject": ()}) for e, rule in library.rubric.rules.items()}
            library = library._replace(rubric=library.rubric.model_copy(update={"rules": rules}))
        if "wording" in self.without:
            classes = [*library.models.wording.classes]
            dumb = LinearModel(classes, [0.0] * len(classes), {}, {}, normalised=False)
            library = library._replace(models=library.models._replace(wording=dumb))
        if "meaning" in self.without:
            library = library._replace(models=library.models._replace(meaning=Silent()))
        return library


ABLATIONS = {
    "without rules": Ablation(("rules",)),
    "without wording": Ablation(("wording",)),
    "without meaning": Ablation(("meaning",)),
    "rules alone": Ablation(("wording", "meaning")),
    "wording alone": Ablation(("rules", "meaning")),
    "meaning alone": Ablation(("rules", "wording")),
}
