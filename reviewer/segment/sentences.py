"""Where sentences end, in the prose of procedures: numbered references, abbreviations and file names do not end one."""

from __future__ import annotations

import re

_ABBREVIATIONS = frozenset(
    [
        "e.g",
        "i.e",
        "etc",
        "fig",
        "figs",
        "no",
        "nos",
        "nr",
        "dr",
        "mr",
        "mrs",
        "ms",
        "prof",
        "art",
        "arts",
        "cl",
        "rev",
        "vs",
        "approx",
        "incl",
        "excl",
        "max",
        "min",
        "sec",
        "sect",
        "ref",
        "refs",
        "para",
        "paras",
        "st",
        "inc",
        "ltd",
        "co",
        "corp",
        "dept",
        "doc",
        "ver",
        "vol",
        "ch",
        "chap",
        "app",
        "appx",
        "annex",
        "resp",
        "e.g.",
        "i.e.",
        "cf",
        "al",
        "ca",
        "tel",
        "min",
        "sub",
        "sop",
        "qp",
        "wi",
        "pr",
        "fr",
        "frm",
        "p",
        "pp",
        "ed",
        "tab",
    ]
)
_END = re.compile(r"[.!?]+[\"'”’)\]]*(?=\s)|\n")
_NEXT = re.compile(r"\s*[\"'“‘(\[]?(?:[A-Z0-9<☐☒☑•§À-Þ]|i\.e|e\.g)")


def split_sentences(text: str) -> list[tuple[int, int]]:
    """Spans of the sentences of ``text``, without surrounding white space. A line break always ends one."""
    spans: list[tuple[int, int]] = []
    start = 0
    for match in _END.finditer(text):
        if match[0] != "\n" and not _ends(text, start, match.start(), match.end()):
            continue
        _append(spans, text, start, match.start() if match[0] == "\n" else match.end())
        start = match.end()
    _append(spans, text, start, len(text))
    return spans


def _append(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    piece = text[start:end]
    stripped = piece.strip()
    if stripped:
        start += len(piece) - len(piece.lstrip())
        spans.append((start, start + len(stripped)))


def _ends(text: str, start: int, stop: int, after: int) -> bool:
    if text[stop] in "!?":
        return True
    if not _NEXT.match(text, after):
        return False
    word = re.search(r"[\w.]*$", text[start:stop])
    last = word[0].lower() if word else ""
    if last in _ABBREVIATIONS or re.fullmatch(r"(?:[a-z]\.)*[a-z]", last):
        # a single letter is an initial ("K. Lind"), unless it names a class or an annex ("of class C. The ...")
        return bool(re.fullmatch(r"[a-z]", last)) and bool(
            re.search(r"\b(?:class|type|annex|appendix|level|step|table)\s\w$", text[start:stop], re.IGNORECASE)
        )
    # "5.3. Records": a number that opens the sentence is its label
    return not (last.replace(".", "").isdigit() and not text[start : stop - len(last)].strip())
