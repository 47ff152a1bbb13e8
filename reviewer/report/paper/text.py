"""Text of documents made safe and fit for a page."""

from __future__ import annotations

import re
import unicodedata

from reviewer.report import words

LONGEST_WORD = 24
"""Characters without a place to break that a narrow column carries."""
_WEB = re.compile(r"https?://[^\s\"'<>\\^`{|}\x00-\x20]+\Z")
_BREAK = "\u200b"


def clean(text: str) -> str:
    """Text in one line that no format stumbles over: without control characters, turned directions and code points that are no
    characters. Spaces at the ends are kept as one, since a line is made of several texts."""
    lead = " " if text[:1].isspace() else ""
    tail = " " if text[-1:].isspace() else ""
    body = "".join(c for c in words.clean(text) if not _is_noncharacter(c))
    return f"{lead}{body}{tail}" if body else lead


def target(link: str, anchors: frozenset[str]) -> str:
    """The link if it leads to an anchor that is there or to the web; "" for everything else, scripts above all."""
    if link.startswith("#"):
        return link if link[1:] in anchors else ""
    return link if _WEB.match(link) else ""


def breakable(text: str) -> str:
    """Text in which an overlong word, such as a file name, may be broken: after its signs, else anywhere."""

    def broken(found: re.Match[str]) -> str:
        parts = re.sub(r"([-_./\\:,;=&?])(?=\w)", rf"\1{_BREAK}", found[0]).split(_BREAK)
        return _BREAK.join(_BREAK.join(_clusters(part)) if len(part) > LONGEST_WORD else part for part in parts)

    return re.sub(rf"\S{{{LONGEST_WORD + 1},}}", broken, text)


def is_rtl(text: str) -> bool:
    """Whether a text runs from right to left: so does its first letter that has a direction."""
    for char in text:
        kind = unicodedata.bidirectional(char)
        if kind in {"R", "AL"}:
            return True
        if kind == "L":
            return False
    return False


def _clusters(text: str) -> list[str]:
    """Characters with the marks that stand on them, so that a break never parts the two."""
    clusters: list[str] = []
    for char in text:
        joined = clusters and (unicodedata.combining(char) or char in "\u200d\ufe0f" or clusters[-1].endswith("\u200d"))
        if joined:
            clusters[-1] += char
        else:
            clusters.append(char)
    return clusters


def _is_noncharacter(char: str) -> bool:
    number = ord(char)
    return 0xFDD0 <= number <= 0xFDEF or number & 0xFFFE == 0xFFFE
