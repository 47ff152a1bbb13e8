"""Finds what a user means by the name of a clause, framework, criterion or element, and the nearest names where nothing is meant."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from rapidfuzz import fuzz, process

from reviewer.clauses import ClauseLibrary, Framework, Standard
from reviewer.errors import ReviewerError
from reviewer.rules import Criterion

NEAREST = 4
_EDITION = re.compile(r":\s?\d{4}(?:\s?\+\s?(?:a|amd|a11:)\s?\d+(?::\d{4})?)?")
_FILLER = re.compile(
    r"§+|\b(?:sub)?-?(?:clauses?|sections?|chapters?|cl|sec|articles?|art|annex|part|no|en|iec|iso|eu|regulation)\b\.?"
)
_SEPARATOR = re.compile(r"[\s/:,;_()\[\]-]+")


class Found(NamedTuple):
    """What a name means: a clause or provision by its reference, or a whole standard or framework."""

    reference: str
    owner: Standard | Framework
    also: tuple[str, ...] = ()
    """Other references that the name could mean."""


def find_clause(library: ClauseLibrary, name: str) -> Found:
    """What ``name`` means: "IEC 62304 9.2", "9.5", "MDR Article 87", "CRA". Raises ReviewerError with the nearest names."""
    index = _index(library)
    hits = index.get(_key(name)) or index.get(_key(_EDITION.sub(" ", name.lower()))) or ()
    if hits:
        return Found(hits[0], library.owner(hits[0]), tuple(hit for hit in hits[1:] if hit != hits[0]))
    titles = {title: [reference] for reference, title in library.references().items()}
    names = {library.label(reference): reference for reference in library.references()}
    names |= {owner.short: owner.id for owner in library.owners}
    close = _nearest(name, [*names, *titles])
    shown = [near if near in names else library.label(titles[near][0]) for near in close]
    raise _unknown("clause or framework", name, shown, "`reviewer crosswalk` lists all")


def find_criterion(criteria: Sequence[Criterion], name: str) -> tuple[Criterion, str | None]:
    """The criterion, and the element if ``name`` is one. Ids count, and parts of them: "62304-9.6", "trends", "9.5-records".

    A criterion goes before an element of the same name. Raises ReviewerError with the nearest names where none is meant, and
    with the names to choose from where several are.
    """
    whole: dict[str, list[tuple[Criterion, str | None]]] = {}
    parts: dict[str, list[tuple[Criterion, str | None]]] = {}
    for criterion in criteria:
        for called in _called(criterion):
            whole.setdefault(called, []).append((criterion, None))
            for element in criterion.elements:
                parts.setdefault(f"{called}/{element}", []).append((criterion, element))
        for element in criterion.elements:
            parts.setdefault(element, []).append((criterion, element))
    wanted = re.sub(r"^(?:iec|iso|en)-", "", "-".join(name.lower().split()))
    hits = whole.get(wanted) or parts.get(wanted) or []
    if len(hits) == 1:
        return hits[0]
    ids = [criterion.id for criterion in criteria]
    if hits:
        raise ReviewerError(
            _shown(name), "several are called that", "name one: " + ", ".join(f"{c.id}/{e}" if e else c.id for c, e in hits)
        )
    elements = [f"{criterion.id}/{element}" for criterion in criteria for element in criterion.elements]
    raise _unknown(
        "criterion or element", name, _nearest(wanted, elements if "/" in name else ids), "`reviewer explain` lists all"
    )


def _called(criterion: Criterion) -> tuple[str, ...]:
    """The id, its number, and what follows it: "62304-9.6-trends", "62304-9.6", "9.6-trends", "trends"."""
    whole = criterion.id.lower()
    standard, number, rest = (*whole.split("-", 2), "", "")[:3]
    return tuple(dict.fromkeys(filter(None, (whole, f"{standard}-{number}", f"{number}-{rest}", rest))))


def _index(library: ClauseLibrary) -> Mapping[str, tuple[str, ...]]:
    names: dict[str, list[str]] = {}

    def add(name: str, reference: str) -> None:
        hits = names.setdefault(_key(name), [])
        if reference not in hits:
            hits.append(reference)

    for owner in library.owners:
        for called in (owner.id, owner.short, owner.title.partition(",")[0], *owner.aliases):
            add(called, owner.id)
            for reference, number in _parts(library, owner):
                add(f"{called} {number}", reference)
            for number, clause in owner.former.items() if isinstance(owner, Standard) else ():
                add(f"{called} {number}", f"{owner.id}:{clause}")
    for owner in library.owners:
        for reference, number in _parts(library, owner):
            add(reference, reference)
            add(number, reference)
    return {name: tuple(hits) for name, hits in names.items() if name}


def _parts(library: ClauseLibrary, owner: Standard | Framework) -> Iterable[tuple[str, str]]:
    if isinstance(owner, Standard):
        return [(clause.id, clause.clause) for clause in library.clauses if clause.standard == owner.id]
    parts = []
    for name, provision in owner.provisions.items():
        parts += [(f"{owner.id}:{name}", called) for called in (provision.label, name, provision.title) if called]
    return parts


def _key(name: str) -> str:
    """A name without the words and signs that people add or leave out."""
    bare = _SEPARATOR.sub(" ", _FILLER.sub(" ", name.lower())).strip()
    return re.sub(r"(?<=\d)\.(?=\s|$)", "", bare)


def _nearest(name: str, among: Sequence[str]) -> list[str]:
    found = process.extract(name, among, scorer=fuzz.WRatio, processor=str.lower, limit=NEAREST)
    return list(dict.fromkeys(text for text, score, _ in found if score >= 50))


def _unknown(what: str, name: str, close: Sequence[str], advice: str) -> ReviewerError:
    near = "; ".join(dict.fromkeys(close))
    return ReviewerError(_shown(name), f"no {what} is called that", f"nearest: {near} ({advice})" if near else advice)


def _shown(name: str) -> str:
    return repr(name if len(name) <= 60 else f"{name[:57]}...")
