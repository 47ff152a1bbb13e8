"""Documents that the set names and that are not in it: they were probably forgotten when the folder was put together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz import fuzz

from reviewer.model import MissingDocument, Role
from reviewer.verdict.elements import PassageIndex

_SAME = 90
# Names that any text uses of any process; only a name that tells one document from another is worth asking for.
_VAGUE = re.compile(r"^(?:\w+\s+)?(?:process|procedure|plan|policy|instruction|manual)$", re.IGNORECASE)


def probably_missing(references: Iterable[tuple[str, int, str, str | None]], index: PassageIndex) -> tuple[MissingDocument, ...]:
    """Names without a document, the most often named first. References: (document, passage, name, id of what it means)."""
    places: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for document, passage, name, target in references:
        if target is None and not _VAGUE.match(name):
            places[_known(name, places)].append((document, passage))
    found = [
        MissingDocument(name=name, mentions=len(where), example=index.quote(*where[0], Role.defers))
        for name, where in places.items()
        if re.search(r"\d", name) or re.search(r"\b(?:SOP|WI)\b|[Pp]rocedure|[Pp]olicy|[Pp]lan", name)
    ]
    return tuple(sorted(found, key=lambda m: (-m.mentions, m.name)))


def _known(name: str, places: dict[str, list[tuple[str, int]]]) -> str:
    """A name already met for the same document: "SOP-012" and "SOP-012 Software Release" are one."""
    number = re.match(r"[A-Z][A-Z0-9_. -]*\d+", name)
    for other in places:
        if number and other.startswith(number[0]):
            return other
        if not number and fuzz.token_set_ratio(name.lower(), other.lower()) >= _SAME:
            return other
    return name
