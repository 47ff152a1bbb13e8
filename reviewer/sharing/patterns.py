"""How a name may be written: in full, turned round, with initials, with or without its legal form, in file names."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from reviewer.sharing.folded import Folded, fold

LEGAL_FORM = (
    r"(?:GmbH(?:\s*&\s*Co\.?\s*KGa?A?)?|mbH|AG|KGaA|KG|SE|Inc\.?|Incorporated|Ltd\.?|Limited|LLC|L\.L\.C\.|LLP|plc|PLC|Corp\.?|Corporation|Co\.|"
    r"S\.?A\.?S\.?|S\.A\.|SA|SARL|B\.V\.|BV|N\.V\.|NV|A/S|ApS|ASA|AS|AB|Oyj?|S\.p\.A\.|SpA|S\.r\.l\.|Srl|S\.L\.|Pty\.?(?:\s+Ltd\.?)?|Kft\.?|s\.r\.o\.|"
    r"Sp\.\s*z\s*o\.\s*o\.|K\.K\.|Pvt\.?(?:\s+Ltd\.?)?)"
)
_FORM_AT_END = re.compile(rf"[\s,]+{LEGAL_FORM}$")
_TITLE = re.compile(r"^(?:(?:Dr|Prof|Mr|Mrs|Ms|Dipl|Ing|PhD|Herr|Frau|Sir)\.?[\s-]*)+", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+")
_GAP = r"[\W_]{0,3}"
_SHORTEST_ALONE = 3


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to write a name, as a pattern over folded text."""

    pattern: re.Pattern[str]
    first: str
    """Its first word, folded; where that is not in a text, the pattern need not be tried."""
    proper: bool
    """It counts only where it is written with a capital: it could be a common word otherwise."""

    def spans(self, text: str, folded: Folded) -> Iterator[tuple[int, int]]:
        """Where it stands in a text, as a word of its own or as a hump of CamelCase."""
        if self.first not in folded.text:
            return
        for match in self.pattern.finditer(folded.text):
            start, end = folded.span(*match.span())
            if self.proper and not text[start].isupper():
                continue
            if _ends(text, start) and _ends(text, end):
                yield start, end


def _ends(text: str, place: int) -> bool:
    """Whether a word ends or begins here."""
    if place in {0, len(text)}:
        return True
    before, after = text[place - 1], text[place]
    return not (before.isalpha() and after.isalpha()) or (before.islower() and after.isupper())


def person(name: str, common: Collection[str]) -> tuple[Variant, ...]:
    """The ways to write a person's name. ``common``: words that the documents also write in lower case; they never stand alone."""
    words = _words(_TITLE.sub("", name))
    if not words:
        return ()
    if len(words) == 1:
        return (_variant(words, proper=True),)
    first, last = words[0], words[-1]
    written = [_variant(words), _variant([last, *words[:-1]]), _variant([first, last])]
    written += [
        _variant([first[0], last], gap=r"[\W_]{1,3}", proper=True),
        _variant([last, first[0]], gap=r"[\W_]{1,3}", proper=True),
    ]
    written += [_variant([word], proper=True) for word in (last, first) if len(word) >= _SHORTEST_ALONE and word not in common]
    return tuple(written)


def company(name: str, common: Collection[str]) -> tuple[Variant, ...]:
    """The ways to write a company's name; its first word alone only where that is no common word."""
    words, bare = _words(name), _words(_FORM_AT_END.sub("", name.strip()))
    written = [_variant(words)]
    if bare and (len(bare) > 1 or bare[0] not in common):
        written.append(_variant(bare, proper=len(bare) == 1 and len(bare[0]) <= _SHORTEST_ALONE))
    if len(bare) > 1 and len(bare[0]) > _SHORTEST_ALONE and bare[0] not in common:
        written.append(_variant(bare[:1]))
    return tuple(written)


def other(name: str) -> tuple[Variant, ...]:
    """The ways to write anything else."""
    words = _words(name)
    return (_variant(words),) if words else ()


def _words(name: str) -> list[str]:
    return _WORD.findall(fold(name).text)


def _variant(words: list[str], gap: str = _GAP, *, proper: bool = False) -> Variant:
    return Variant(re.compile(gap.join(map(re.escape, words))), words[0], proper)
