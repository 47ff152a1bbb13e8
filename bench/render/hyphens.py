"""Places where an English word may be broken at the end of a line. Coarse: good enough to look like a typesetter's work."""

from __future__ import annotations

import re
from itertools import pairwise

SOFT_HYPHEN = "\u00ad"
_WORD = re.compile(r"[A-Za-z]{7,}")
_KEPT = {"th", "ch", "sh", "ph", "gh", "ck", "qu", "wh", "ng"}  # one sound: not to be torn apart
_ONSETS = {"bl", "br", "cl", "cr", "dr", "fl", "fr", "gl", "gr", "pl", "pr", "sc", "sk", "sp", "st", "tr", "str"}
_ENDINGS = ("tions", "tion", "sions", "sion", "ments", "ment", "ness", "ship", "ingly", "ing", "able", "ities", "ity", "ful")
_SHORTEST = 3  # letters on either side of the break


def hyphenate(text: str) -> str:
    """The text with soft hyphens in its longer words; names and numbers with signs in them are left alone."""
    return _WORD.sub(lambda match: SOFT_HYPHEN.join(_parts(match[0])), text)


def _parts(word: str) -> list[str]:
    if not word[1:].islower():
        return [word]
    breaks = [place for place in _breaks(word.lower()) if _SHORTEST <= place <= len(word) - _SHORTEST]
    places = [0, *breaks, len(word)]
    return [word[start:end] for start, end in pairwise(places)]


def _breaks(word: str) -> list[int]:
    """Before the endings, and between consonants that stand between vowels."""
    ending = next((len(word) - len(tail) for tail in _ENDINGS if word.endswith(tail)), None)
    if ending is not None and word[ending:].startswith("ing") and word[ending - 1] == word[ending - 2]:
        ending -= 1  # run-ning
    found = {ending} if ending is not None else set[int]()
    for match in re.finditer(r"(?<=[aeiou])[bcdfghjklmnpqrstvwxz]{2,4}(?=[aeiouy])", word):
        group = match[0]
        if group in _KEPT or (ending is not None and match.start() < ending + 2 and match.end() > ending - 1):
            continue
        onset = next((size for size in (3, 2) if group[-size:] in _ONSETS | _KEPT and size < len(group)), 1)
        found.add(match.end() - onset)
    return sorted(found)
