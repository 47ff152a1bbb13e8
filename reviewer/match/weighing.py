"""What the rules and the fitted models say of a passage, brought together: which role it has for an element, and how surely."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from reviewer.fitted import Models
from reviewer.linear import Pulls, Scale, Weighing, logit
from reviewer.match.outlook import NOTHING, Outlook
from reviewer.match.qualify import Worth, qualify_whole
from reviewer.match.reading import Reading
from reviewer.match.references import DocumentNames
from reviewer.model import GENERAL_PROCESS, Candidate, Role
from reviewer.rules import Rule

WORDING = "wording"
"""Frame of a candidate that no rule found, but the model of wordings."""
FLOOR = 0.02
"""A passage less likely than this to speak of an element, which no rule finds either, is not considered for it."""
FACTS = (
    "wording", "meaning", "first", "among the first two", "among the first four", "first in meaning", "nothing", "another", "rule fits",
    "rule's strength", "rule nearly fits", "rule names the subject", "best of the set", "best of the set in meaning",
)  # fmt: skip
"""Names of what the weighing model is told: of ``evidence_facts``, then of ``best_facts``."""
_HINT = 0.0002
"""An element less likely than this by wording is not hinted at: what a rule nearly finds of it there is left alone."""
_UNNAMED = "a document that it does not name"
# Below this the grammar of a passage that a rule fits stands against the model of force. "States how grave it would be" is no hedge.
_CERTAIN = {Role.excludes: 0.8, Role.defers: 0.8, Role.weakens: 0.97, Role.establishes: 1.0, Role.nearest: 1.0}
_SURE = 0.95
_DENYING = frozenset(
    [
        "not",
        "no",
        "never",
        "none",
        "nobody",
        "nothing",
        "neither",
        "nor",
        "without",
        "cannot",
        "nowhere",
        "instead",
        "unless",
        "except",
    ]
)
_STANDARD = re.compile(r"\b(?:IEC|ISO|EN|DIN|AAMI|ANSI|NIST|MDCG|IMDRF)[ /-]")
_FORCE = {
    "met": Role.establishes,
    "contradicted": Role.excludes,
    "weak": Role.weakens,
    "deferred": Role.defers,
}


class Best(NamedTuple):
    """The highest probabilities of an element that any passage of the set has."""

    wording: float
    meaning: float


def best_of(found: Iterable[tuple[str, float, float]]) -> dict[str, Best]:
    """The best of each element among what its passages have: element, probability by wording, by meaning."""
    best: dict[str, Best] = {}
    for element, wording, meaning in found:
        before = best.get(element, Best(0.0, 0.0))
        best[element] = Best(max(before.wording, wording), max(before.meaning, meaning))
    return best


class Considered(NamedTuple):
    """A candidate with what is known of it, which has to be weighed again when the whole set is known."""

    candidate: Candidate
    """with its weight by itself"""
    facts: tuple[float, ...] | None
    """what ``evidence_facts`` says; None where the weight is final already"""


def consider(
    by_rules: Mapping[str, Candidate],
    reading: Reading,
    view: Outlook,
    rules: Mapping[str, Rule],
    models: Models,
    names: DocumentNames,
) -> list[Considered]:
    """Candidates of one passage. ``by_rules``: what the rules found, by element."""
    scale = evidence_scale(models.weighing)
    considered = []
    pulls: Pulls | None = None
    grammar: dict[tuple[object, ...], Worth] = {}
    force = _force(reading, view)
    own = frozenset({reading.passage.document})
    for element in sorted({*by_rules, *spoken_of(view, rules)}):
        rule, known = rules[element], by_rules.get(element)
        # Of a rule, what its clause allows is all that grammar looks at.
        allowed = (rule.hedges, rule.fills)
        if allowed not in grammar:
            grammar[allowed] = qualify_whole(reading, rule, names, own)
        worth = _worth(rule, known, reading, force, view.force[force], grammar[allowed], names)
        if known is not None:
            found = known.found
        else:
            pulls = pulls or models.wording.pulls(view.present)
            found = pulls.reasons(element)
        discarded, lacking = None, known.lacking if known is not None else ()
        if known is None and (gap := _off_topic(rule, reading)):
            lacking = (gap,)
            discarded = None if gap == GENERAL_PROCESS else f"lacks {gap}"
        if worth.role is Role.defers and worth.refers_to == _UNNAMED and _STANDARD.search(reading.passage.text):
            discarded = "only points to a standard"
        elif worth.role is Role.defers and worth.dead_end:
            discarded = f"only points to {worth.refers_to}"
        facts = evidence_facts(element, known, view)
        candidate = Candidate(
            element=element, document=reading.passage.document, passage=reading.passage.index,
            role=Role.nearest if discarded else worth.role, discarded=discarded, frame=known.frame if known else WORDING,
            found=found, lacking=lacking, weight=scale(facts), wording=view.speaks.get(element, 0.0), meaning=view.means.get(element, 0.0),
            refers_to=worth.refers_to, dead_end=worth.dead_end,
        )  # fmt: skip
        considered.append(Considered(candidate, facts))
    return considered


def weigh(found: Sequence[Considered], weighing: Weighing) -> Iterator[Candidate]:
    """The candidates of a whole set with their weights; those that are too light, and that no rule found, are left out."""
    told = [considered for considered in found if considered.facts is not None]
    best = best_of((c.candidate.element, c.candidate.wording, c.candidate.meaning) for c in told)
    scale = evidence_scale(weighing)
    for candidate, facts in found:
        if facts is None:
            yield candidate
            continue
        weight = scale((*facts, *best_facts(candidate.wording, candidate.meaning, best[candidate.element])))
        if candidate.frame != WORDING or weight >= FLOOR:
            yield candidate._replace(weight=weight)


@lru_cache(maxsize=4)
def evidence_scale(weighing: Weighing) -> Scale:
    """Weighs a passage and an element by what ``evidence_facts`` says, and by what ``best_facts`` says where that is known."""
    return weighing.over(FACTS)


def spoken_of(view: Outlook, rules: Mapping[str, Rule]) -> list[str]:
    """Elements that a model holds a passage to speak of, if only just."""
    likely = {name for of in (view.speaks, view.means) for name, probability in of.items() if probability >= FLOOR}
    return [name for name in rules if name in likely]


def hinted_at(view: Outlook, rules: Mapping[str, Rule]) -> set[str]:
    """Elements of rules that a passage may speak of at all; those that the models do not know among them."""
    return {name for name in rules if view.speaks.get(name, 1.0) >= _HINT or view.means.get(name, 0.0) >= FLOOR}


def evidence_facts(element: str, known: Candidate | None, view: Outlook) -> tuple[float, ...]:
    """What the weighing model is told of a passage and an element by itself, in the order of ``FACTS``; ``bench/fit.py`` fits it on the
    same."""
    wording, meaning = view.speaks.get(element, 0.0), view.means.get(element, 0.0)
    ranked = view.ranked
    above = len(ranked) - bisect_right(ranked, wording)
    # Beside it stands the likeliest of the others: where it is the likeliest itself, the one below it.
    others = ranked[-1] if above else (0.0, *ranked[-2:])[-2]
    speaks = known is not None and known.frame.startswith("subject")
    fits = known is not None and not speaks and known.role is not Role.nearest and known.discarded is None
    return (
        _logit(wording),
        _logit(meaning),
        float(above == 0),
        float(above <= 1),
        float(above <= 3),
        float(meaning > 0 and meaning >= view.meant_most),
        _logit(view.speaks.get(NOTHING, 0.0)),
        _logit(others),
        float(fits),
        known.weight if known is not None and fits else 0.0,
        float(known is not None and not fits and not speaks),
        float(speaks),
    )


def best_facts(wording: float, meaning: float, best: Best) -> tuple[float, ...]:
    """What it is told besides: how the passage stands to the best of its set."""
    return float(wording >= best.wording), float(meaning > 0 and meaning >= best.meaning)


@lru_cache(maxsize=16_384)
def _logit(probability: float) -> float:
    return logit(probability, 0.001)


def _worth(
    rule: Rule, known: Candidate | None, reading: Reading, force: str, sure: float, grammar: Worth, names: DocumentNames
) -> Worth:
    """The role of a passage: as the model of force has it, unless the rules know better. ``sure``: how likely that force is."""
    by_rule = known is not None and known.discarded is None and not known.frame.startswith("subject")
    role = _FORCE[force]
    if by_rule and known is not None and known.role is Role.establishes and sure < _CERTAIN[role]:
        role = Role.establishes
    if role is Role.excludes and "sentence.proviso" in reading.own:
        return Worth(Role.establishes)
    if role is Role.defers:
        refers_to, dead_end = _destination(reading, names)
        if dead_end == reading.passage.document or (dead_end and grammar.role is not Role.defers):
            return Worth(Role.establishes)
        if any(frame.pointer == "always" or (frame.pointer and dead_end) for frame in rule.evidence):
            return Worth(Role.establishes)
        if by_rule and known is not None and known.role is Role.establishes and refers_to == _UNNAMED:
            return Worth(Role.establishes)
        return Worth(role, "", refers_to, dead_end)
    if role is Role.weakens and _allowed(reading, rule):
        return Worth(Role.establishes)
    if role is Role.establishes and grammar.role is Role.weakens and grammar.why.startswith(("placeholder", "unfinished")):
        return grammar
    return Worth(role)


def _force(reading: Reading, view: Outlook) -> str:
    """The likeliest force. A denial without a word that denies has to be all but sure."""
    order = sorted(view.force, key=lambda name: (-view.force[name], name))
    if order[0] == "contradicted" and view.force[order[0]] < _SURE and not _denies(reading):
        return order[1]
    return order[0]


def _denies(reading: Reading) -> bool:
    return "deny.plain" in reading.own or any(not word.forms.isdisjoint(_DENYING) for word in reading.words)


def _allowed(reading: Reading, rule: Rule) -> bool:
    """The only hedges are those that the clause of the standard carries itself."""
    hedges = [reading.text_of(span).lower() for name in ("hedge.phrase", "hedge.verb") for span in reading.own.get(name, ())]
    return bool(hedges) and all(any(allowed in hedge for allowed in rule.hedges) for hedge in hedges)


def _destination(reading: Reading, names: DocumentNames) -> tuple[str, str | None]:
    """The document that a passage names, and its id if it is in the set: one outside the set if there is any."""
    places = [(reference.name, names.resolve(reference.name)) for reference in reading.references]
    outside = [place for place in places if place[1] is None]
    return (outside or places or [(_UNNAMED, None)])[0]


def _off_topic(rule: Rule, reading: Reading) -> str | None:
    places: Sequence[object] = (reading.own, reading.near, reading.far, reading.subject)
    if not rule.topic or any(name in place for place in places for name in rule.topic):  # type: ignore[operator]
        return None
    return GENERAL_PROCESS if any(frame.bridge for frame in rule.evidence) else "topic: " + "|".join(rule.topic)
