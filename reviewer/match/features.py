"""What the fitted models see of a passage: features as short words that a person can read."""

from __future__ import annotations

import re
from itertools import pairwise

from reviewer.encoder import Question
from reviewer.match.reading import Reading
from reviewer.model import Role

_WORD = re.compile(r"[^\W\d_]{2,}")
# Concepts that qualify a statement rather than say what it is about.
_QUALIFYING = ("hedge.", "deny.", "defer.", "permit.", "sentence.", "when.")


def wording_features(reading: Reading) -> frozenset[str]:
    """What a passage speaks of.

    ``o:`` its concepts, ``n:`` those of its lead-in and headers, ``f:`` those of its headings, of the sentence before it and of the
    document's title; ``w:`` its words and those beside it, ``b:`` its words in pairs, ``h:`` words of its headings.
    """
    passage = reading.passage
    stems = [min(word.forms, key=lambda form: (len(form), form)) for word in reading.words if word.text.isalpha()]
    beside = " ".join((passage.lead_in, passage.caption, *passage.headers)).lower()
    return frozenset(
        [f"o:{name}" for name in reading.own]
        + [f"n:{name}" for name in reading.near]
        + [f"f:{name}" for name in reading.far | reading.title]
        + [f"w:{stem}" for stem in stems]
        + [f"w:{word}" for word in _WORD.findall(beside)]
        + [f"b:{first} {second}" for first, second in pairwise(stems)]
        + [f"h:{word}" for heading in passage.heading_path for word in _WORD.findall(heading.lower())]
    )


def question(reading: Reading) -> Question:
    """A passage as the encoder is asked about it: with title, the two headings above it, caption, lead-in and column headers."""
    passage = reading.passage
    headers = " ; ".join(header for header in passage.headers if header)
    around = (reading.document_title, *passage.heading_path[-2:], passage.caption, passage.lead_in, headers)
    return Question(" . ".join(" ".join(part.split()) for part in around if part), " ".join(passage.text.split()))


def force_features(reading: Reading, grammar: Role) -> frozenset[str]:
    """Whether a passage provides for something, denies it, leaves it open or sends the reader elsewhere.

    ``q:`` what grammar says of it (``qualify``), ``o:`` qualifying concepts, ``w:`` and ``b:`` its words as they stand, ``m:`` modals and
    ``neg:`` negations by kind of clause, those of its first main clause apart.
    """
    texts = [word.text for word in reading.words]
    found = {f"q:{grammar.value}"}
    found |= {f"o:{name}" for name in reading.own if name.startswith(_QUALIFYING)}
    found |= {f"w:{text}" for text in texts} | {f"b:{a} {b}" for a, b in pairwise(texts)}
    for clause in reading.clauses:
        found |= {f"m:{clause.kind}:{modal}" for modal in clause.modals}
        if clause.negated:
            found.add(f"neg:{clause.kind}")
    mains = [clause for clause in reading.clauses if clause.kind in {"main", "complement"} and clause.finite]
    if mains:
        found |= {f"m:first:{modal}" for modal in mains[0].modals} | {f"v:{mains[0].verb}"}
        found |= {"neg:first"} if mains[0].negated else set()
        found |= {"neg:all"} if all(clause.negated for clause in mains) else set()
    else:
        found.add("no main clause")
    if reading.references:
        found.add("names a document")
    if reading.passage.headers:
        found.add("row")
    return frozenset(found)
