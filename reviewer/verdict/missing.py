"""Documents that the set names and that are not in it: they were probably forgotten when the folder was put together."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reviewer.likeness import Likeness
from reviewer.model import Mention, MissingDocument, Role
from reviewer.verdict.elements import PassageIndex

_SAME = 90
# Names that any text uses of any process; only a name that tells one document from another is worth asking for.
_VAGUE = re.compile(r"^(?:\w+\s+)?(?:process|procedure|plan|policy|instruction|manual)$", re.IGNORECASE)
_NUMBERED = re.compile(r"[A-Z][A-Z0-9_. -]*\d+")


def probably_missing(mentions: Sequence[Mention], index: PassageIndex) -> tuple[MissingDocument, ...]:
    """Names without a document, the most often named first. ``mentions``: each name once, in the order in which the set names them."""
    telling = [mention for mention in mentions if not _VAGUE.match(mention.name)]
    names = _Names(telling)
    same: dict[str, Mention] = {}
    for mention in telling:
        name = names.known(mention.name)
        first = same.get(name)
        same[name] = mention if first is None else first._replace(times=first.times + mention.times)
    found = [
        MissingDocument(name=name, mentions=first.times, example=index.quote(first.document, first.passage, Role.defers))
        for name, first in same.items()
        if re.search(r"\d", name) or re.search(r"\b(?:SOP|WI)\b|[Pp]rocedure|[Pp]olicy|[Pp]lan", name)
    ]
    return tuple(sorted(found, key=lambda m: (-m.mentions, m.name)))


class _Names:
    """Names that were met, each under the first that means the same document."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self._first: list[str] = []
        self._like = Likeness(_SAME, [mention.name.lower() for mention in mentions])
        self._by_number: dict[str, str] = {}

    def known(self, name: str) -> str:
        """The first name met for the same document: "SOP-012" and "SOP-012 Software Release" are one."""
        number = _NUMBERED.match(name)
        if number:
            same = self._by_number.get(number[0])
        else:
            same = next((self._first[at] for at, _ in self._like.like(name.lower())), None)
        if same is not None:
            return same
        self._first.append(name)
        self._like.add(name.lower())
        for start in _starts(name):
            self._by_number.setdefault(start, name)
        return name


def _starts(name: str) -> list[str]:
    """The beginnings of a name that are numbers: all by which a shorter name may mean the same."""
    number = _NUMBERED.match(name)
    return [] if number is None else [name[: at + 1] for at in range(1, number.end()) if name[at].isdigit()]
