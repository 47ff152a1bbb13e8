"""The language of a document. The rules read English; text in another language is listed, not judged."""

from __future__ import annotations

import re

_MIN_WORDS = 25
_SAMPLE = 20_000
# English words that other languages do not write so. Where they are this share of the words, and several of them, no model has to be
# asked, which would take longer to load than a small document takes to read.
_ENGLISH = frozenset(
    [
        "the",
        "of",
        "and",
        "to",
        "shall",
        "is",
        "are",
        "be",
        "by",
        "with",
        "from",
        "this",
        "that",
        "which",
        "each",
        "their",
        "has",
        "been",
        "must",
        "any",
        "not",
        "where",
        "who",
        "its",
    ]
)
_PLAINLY = 0.2
_DIFFERENT = 8


def detect_language(text: str) -> str | None:
    """ISO 639-1 code of the language that most of the text is in; None where there is too little to tell.

    Names, numbers and codes are left out first: they look alike in every language.
    """
    prose = re.findall(r"[^\W\d_]{2,}", text[:_SAMPLE])
    prose = [w for w in prose if not w.isupper()]
    if len(prose) < _MIN_WORDS:
        return None
    lower = [w.lower() for w in prose]
    known = [w for w in lower if w in _ENGLISH]
    if len(known) >= _PLAINLY * len(prose) and len(set(known)) >= _DIFFERENT:
        return "en"
    import py3langid

    code, _ = py3langid.classify(" ".join(prose))
    return str(code)
