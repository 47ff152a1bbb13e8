"""The language of a document. The rules read English; text in another language is listed, not judged."""

from __future__ import annotations

import re

import py3langid

_MIN_WORDS = 25
_SAMPLE = 20_000


def detect_language(text: str) -> str | None:
    """ISO 639-1 code of the language that most of the text is in; None where there is too little to tell.

    Names, numbers and codes are left out first: they look alike in every language.
    """
    prose = re.findall(r"[^\W\d_]{2,}", text[:_SAMPLE])
    prose = [w for w in prose if not w.isupper()]
    if len(prose) < _MIN_WORDS:
        return None
    code, _ = py3langid.classify(" ".join(prose))
    return str(code)
