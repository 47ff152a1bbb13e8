"""Documents that the set names and that are not in it: they were probably forgotten when the folder was put together."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from rapidfuzz import fuzz, process

from reviewer.model import MissingDocument, Role
from reviewer.verdict.elements import PassageIndex

_SAME = 90
# Names that any text uses of any process; only a name that tells one document from another is worth asking for.
_VAGUE = re.compile(r"^(?:\w+\s+)?(?:process|procedure|plan|policy|instruction|manual)$", re.IGNORECASE)


def probably_missing(references: Iterable[tuple[str, int, str, str | None]], index: PassageIndex) -> tuple[MissingDocument, ...]:
    """Names without a document, the most often named first. References: (document, passage, name, id of what it means)."""
    places: dict[str, list[tuple[str, int]]] = defaultdict(list)
    names = _Names()
    for document, passage, name, target in references:
        if target is None and not _VAGUE.match(name):
            places[names.known(name)].append((document, passage))
    found = [
        MissingDocument(name=name, mentions=len(where), example=index.quote(*where[0], Role.defers))
        for name, where in places.items()
        if re.search(r"\d", name) or re.search(r"\b(?:SOP|WI)\b|[Pp]rocedure|[Pp]olicy|[Pp]lan", name)
    ]
    return tuple(sorted(found, key=lambda m: (-m.mentions, m.name)))


class _Names:
    """Names that were met, each under the first that means the same document."""

    def __init__(self) -> None:
        self._first: list[str] = []
        self._lower: list[str] = []
        self._met: dict[str, str] = {}

    def known(self, name: str) -> str:
        """The first name met for the same document: "SOP-012" and "SOP-012 Software Release" are one."""
        if name not in self._met:
            self._met[name] = self._same(name)
        return self._met[name]

    def _same(self, name: str) -> str:
        number = re.match(r"[A-Z][A-Z0-9_. -]*\d+", name)
        if number:
            same = next((other for other in self._first if other.startswith(number[0])), None)
        else:
            # All in one call, and no ratio worked out to its end that cannot be enough.
            found = process.extract_iter(name.lower(), self._lower, scorer=fuzz.token_set_ratio, score_cutoff=_SAME)
            same = next((self._first[index] for _, _, index in found), None)
        if same is not None:
            return same
        self._first.append(name)
        self._lower.append(name.lower())
        return name
