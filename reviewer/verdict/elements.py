"""Status of each element over the whole set: which candidates decide it, how sure that is, and why, in one sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from reviewer.linear import Weighing
from reviewer.model import (
    GENERAL_PROCESS,
    Candidate,
    ElementResult,
    Evidence,
    Passage,
    Referral,
    Role,
    Status,
    TraceStep,
    fingerprint,
)
from reviewer.rules import Rubric
from reviewer.verdict.deciding import deciding_facts

# The set sends security issues into its general process where one of these is established with the topic named.
_BRIDGES = ("81001-9.5-handling-route/problem-resolution", "81001-9.5-remediation-path/formal")
_PRECEDENCE = (
    (Role.establishes, Status.met),
    (Role.excludes, Status.contradicted),
    (Role.defers, Status.deferred),
    (Role.weakens, Status.weak),
)
# How sure it must be that a passage speaks of the element, before it counts. Passages that establish it are weighed together, and
# each of them that is shown has to be likely enough by itself.
_ENOUGH = {Role.establishes: 0.04, Role.excludes: 0.15, Role.defers: 0.15, Role.weakens: 0.15}
# How likely it must be that the set provides for the element.
_MET = 0.5
# How sure it must be that security issues are sent into the general process.
_SENT = 0.3
_UNLIKELY = "too unlikely to speak of it"
_TRACE_STEPS = 10
_MAX_QUOTES = 3
# Of a large set not every passage is kept to the end.
_COUNTED = 20
# What is shown beside the best quote has to be nearly as telling.
_TELLING_SHARE = 0.4


class PassageIndex:
    """Looks passages and document names up."""

    def __init__(self, passages: Mapping[str, Sequence[Passage]], names: Mapping[str, str]) -> None:
        self._passages = passages
        self._names = names
        self._at_hand: dict[tuple[str, int], Passage] = {}

    def fetch(self, candidates: Iterable[Candidate]) -> None:
        """Have the passages of some candidates at hand: each document is looked up once for all of them, which takes long."""
        wanted = sorted({(c.document, c.passage) for c in candidates})
        self._at_hand = {(document, number): self._passages[document][number] for document, number in wanted}

    def passage(self, candidate: Candidate) -> Passage:
        """The passage of a candidate."""
        return self._passage(candidate.document, candidate.passage)

    def _passage(self, document: str, number: int) -> Passage:
        return self._at_hand.get((document, number)) or self._passages[document][number]

    def evidence(self, candidate: Candidate, role: Role | None = None) -> Evidence:
        """A candidate as a quote with its place."""
        return self.quote(candidate.document, candidate.passage, role or candidate.role)

    def quote(self, document: str, number: int, role: Role) -> Evidence:
        """A passage as a quote with its place."""
        passage = self._passage(document, number)
        return Evidence(
            document=document, name=self._names[document], quote=fold(passage.text), context=_context(passage), role=role,
            page=passage.page, heading_path=passage.heading_path, start=passage.start, end=passage.end,
        )  # fmt: skip


def fold(text: str) -> str:
    """White space folded."""
    return " ".join(text.split())


def _context(passage: Passage) -> str | None:
    parts = [fold(passage.lead_in), fold(passage.caption)]
    headers = [h for h in passage.headers if h]
    if headers:
        parts.append("columns: " + " | ".join(headers))
    return " — ".join(p for p in parts if p) or (
        fold(passage.previous) if passage.kind.value == "sentence" and passage.previous else None
    )


def element_results(
    rubric: Rubric, candidates: Iterable[Candidate], index: PassageIndex, not_applicable: Mapping[str, str],
    unread: Mapping[str, str], deciding: Weighing, full_trace: bool = False,
) -> dict[str, ElementResult]:  # fmt: skip
    """Result of every element. ``not_applicable``: element id -> reason. ``unread``: name -> id of documents that could not be read.
    ``deciding``: how likely a set provides for an element, by ``deciding_facts``."""
    by_element = group(candidates)
    for found in by_element.values():
        found.sort(key=lambda c: (-c.weight, c.document, c.passage))
    bridged = sends_on(by_element)
    index.fetch(
        c for found in by_element.values() for n, c in enumerate(found) if full_trace or n < _TRACE_STEPS or _counts(c, bridged)
    )
    results = {}
    for criterion in rubric.criteria:
        for name, element in criterion.elements.items():
            key = f"{criterion.id}/{name}"
            if key in not_applicable:
                results[key] = ElementResult(
                    id=key, basis=element.basis, status=Status.not_applicable, confidence=1.0, reason=not_applicable[key],
                    evidence_sha256=fingerprint(()),
                )  # fmt: skip
                continue
            found = by_element[key]
            likely = deciding.probability(deciding_facts(c for c in found if _speaks(c, bridged)))
            results[key] = _result(key, element.basis, element.missing, found, bridged, likely, index, unread, full_trace)
    return results


def group(candidates: Iterable[Candidate]) -> dict[str, list[Candidate]]:
    """Candidates by element."""
    by_element: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        by_element[candidate.element].append(candidate)
    return by_element


def sends_on(by_element: Mapping[str, Sequence[Candidate]]) -> bool:
    """The set sends security issues into its general process, by name: then its general controls count for them."""
    return any(
        _speaks(c, False) and c.role is Role.establishes and c.weight >= _SENT
        for name in _BRIDGES
        for c in by_element.get(name, ())
    )


def likelihood_facts(by_element: Mapping[str, Sequence[Candidate]], elements: Iterable[str]) -> dict[str, dict[str, float]]:
    """What the deciding model is told of each element of a set."""
    bridged = sends_on(by_element)
    return {name: deciding_facts(c for c in by_element.get(name, ()) if _speaks(c, bridged)) for name in elements}


def _speaks(candidate: Candidate, bridged: bool) -> bool:
    return candidate.discarded is None and (bridged or GENERAL_PROCESS not in candidate.lacking)


def _counts(candidate: Candidate, bridged: bool) -> bool:
    return _speaks(candidate, bridged) and candidate.weight >= _ENOUGH.get(candidate.role, 1.1)


def _result(
    key: str,
    basis: object,
    missing: str,
    found: list[Candidate],
    bridged: bool,
    likely: float,
    index: PassageIndex,
    unread: Mapping[str, str],
    full_trace: bool,
) -> ElementResult:
    counting = [c for c in found if _counts(c, bridged)]
    status, deciding = Status.unmet, list[Candidate]()
    for role, name in _PRECEDENCE:
        deciding = [c for c in counting if c.role is role]
        if deciding and (role is not Role.establishes or likely >= _MET):
            status = name
            break
    else:
        deciding = []
    nearest = [c for c in found if not deciding and (c.discarded or c.role is Role.establishes)]
    conflicts = [c for c in counting if c.role is Role.excludes] if status is Status.met else []
    telling = [c for c in deciding if c.weight >= _TELLING_SHARE * deciding[0].weight]
    shown = _distinct(telling, index) if deciding else _distinct(nearest[:1], index)
    steps = found if full_trace else found[:_TRACE_STEPS]
    evidence = tuple(index.evidence(c, c.role if deciding else Role.nearest) for c in shown)
    against = tuple(index.evidence(c) for c in conflicts[:_MAX_QUOTES])
    return ElementResult(
        id=key, basis=basis, status=status, confidence=round(likely if status is Status.met else 1 - likely, 2), reason=_reason(status, deciding, nearest, index),
        missing=None if status is Status.met else missing,
        evidence=evidence, conflicts=against, evidence_sha256=fingerprint(evidence, against),
        refers_to=_referrals(deciding, unread) if status is Status.deferred else (),
        trace=tuple(_step(c, index, bridged) for c in steps),
    )  # fmt: skip


def _distinct(candidates: list[Candidate], index: PassageIndex) -> list[Candidate]:
    """The best quotes, no text twice."""
    seen: set[str] = set()
    kept = []
    for c in candidates:
        text = fold(index.passage(c).text).lower()
        if text not in seen:
            seen.add(text)
            kept.append(c)
    return kept[:_MAX_QUOTES]


def _reason(status: Status, deciding: list[Candidate], nearest: list[Candidate], index: PassageIndex) -> str:
    if status is Status.unmet:
        dead = next((c for c in nearest if c.dead_end), None)
        if dead:
            return f"The text refers to {dead.refers_to}, which is in the set and does not say it."
        if nearest:
            return f"No text of the set establishes it; the nearest passage {_because(nearest[0])}."
        return "Nothing in the set speaks of it."
    best = deciding[0]
    place = f"{best.document}{_at(index.passage(best))}"
    others = f"{len(deciding) - 1} more" if len(deciding) <= _COUNTED else f"more than {_COUNTED - 1} others"
    more = f", and {others}" if len(deciding) > 1 else ""
    if status is Status.met:
        return f"A binding statement in {place} establishes it{more}."
    if status is Status.contradicted:
        return f"A statement in {place} excludes it, and none establishes it."
    if status is Status.deferred:
        return f"{place} sends the reader to {best.refers_to}, which is not in the set."
    return f"Only non-binding or unfinished text speaks of it, in {place}."


def _because(candidate: Candidate) -> str:
    return f"does not count: {candidate.discarded or _UNLIKELY}"


def _at(passage: Passage) -> str:
    place = passage.label or (passage.heading_path[-1] if passage.heading_path else "")
    return f" ({place})" if place else ""


def _referrals(deciding: list[Candidate], unread: Mapping[str, str]) -> tuple[Referral, ...]:
    names = dict.fromkeys(c.refers_to for c in deciding if c.refers_to)
    return tuple(Referral(name=n, document=unread.get(n)) for n in names)


def _step(candidate: Candidate, index: PassageIndex, bridged: bool) -> TraceStep:
    passage = index.passage(candidate)
    if _counts(candidate, bridged):
        outcome = candidate.role.value
    elif candidate.discarded:
        outcome = f"discarded: {candidate.discarded}"
    elif GENERAL_PROCESS in candidate.lacking and not bridged:
        outcome = "discarded: no security topic, and the set does not send security issues into its general process"
    else:
        outcome = f"discarded: {_UNLIKELY}"
    return TraceStep(
        document=candidate.document, start=passage.start, end=passage.end, quote=fold(passage.text), frame=candidate.frame,
        found=candidate.found, lacking=candidate.lacking, outcome=outcome, weight=candidate.weight, wording=candidate.wording,
        meaning=candidate.meaning,
    )  # fmt: skip
