"""What the affinity model sees of a passage."""

from __future__ import annotations

import re

from reviewer.match.reading import Reading

_WORD = re.compile(r"[^\W\d_]{2,}")


def features(reading: Reading) -> frozenset[str]:
    """What the model sees of a passage: concepts in it, near it and around it; its words, those beside it and those of its headings."""
    passage = reading.passage
    beside = " ".join((passage.lead_in, passage.caption, *passage.headers))
    return frozenset(
        [f"o:{name}" for name in reading.own]
        + [f"n:{name}" for name in reading.near]
        + [f"f:{name}" for name in reading.far | reading.subject]
        + [f"w:{min(word.forms, key=lambda form: (len(form), form))}" for word in reading.words if word.text.isalpha()]
        + [f"w:{word.lower()}" for word in _WORD.findall(beside)]
        + [f"h:{word.lower()}" for heading in passage.heading_path for word in _WORD.findall(heading)]
    )
