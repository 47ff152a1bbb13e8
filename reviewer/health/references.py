"""Documents that are referred to by their number and are not in the set."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from reviewer.health.interface import Subject, first, living, place
from reviewer.model import HealthKind, HealthRemark, Place

# A number of the organisation's own: letters in one to four parts, then figures. Longer codes of parts and builds are none.
_NUMBER = re.compile(
    r"(?<![\w./@#-])(?P<scheme>[A-Z]{2,6}(?:[-_ .][A-Z]{1,5}){0,3}|[A-Z][-_])(?P<gap>[-_. ]?)(?P<figures>\d{1,5}(?:[-._]\d{1,4}){0,2})(?:[-.]?[A-Z])?(?![\w@%]|-\w|\.\d)"
)
# What a document is numbered by wherever it comes from; any other scheme counts only where a document of the set has it.
_KINDS = frozenset(
    [
        "SOP",
        "WI",
        "QP",
        "QSP",
        "QMP",
        "PROC",
        "POL",
        "PLN",
        "PLAN",
        "FRM",
        "FORM",
        "TMP",
        "TPL",
        "CHK",
        "LST",
        "INS",
        "MAN",
        "QM",
        "QMH",
        "DOC",
        "PRO",
        "RPT",
        "SPEC",
        "POLICY",
    ]
)
_FRONT = 10
"""Blocks from the start whose table rows may name the document itself, or what it replaces."""


class _Cited(NamedTuple):
    name: str
    place: Place


def check(subjects: Sequence[Subject], unread: Sequence[str]) -> Iterator[HealthRemark]:
    """Each number without a document, once for the whole set. ``unread``: names of files that are there and could not be read."""
    own = {subject.document.id: _own_numbers(subject) for subject in subjects}
    known = {_key(n) for numbers in own.values() for n in numbers} | {
        _key(m[0]) for name in unread for m in _NUMBER.finditer(_stem(name))
    }
    bare = {re.sub(r"\W", "", _stem(s.document.name)).upper() for s in subjects} | {
        re.sub(r"\W", "", _stem(n)).upper() for n in unread
    }
    schemes = Counter(_scheme(n) for subject in subjects for n in _names(subject))
    cited: dict[str, list[_Cited]] = defaultdict(list)
    for subject in (s for s in subjects if s.establishes):
        for passage in living(subject):
            for match in _NUMBER.finditer(passage.text):
                key = _key(match[0])
                if key in known or any(key in name for name in bare) or not _is_document(match, schemes):
                    continue
                cited[key].append(_Cited(match[0], place(subject, passage)))
    for where in cited.values():
        yield _remark(where)


def _remark(where: Sequence[_Cited]) -> HealthRemark:
    head = where[0]
    others = len({c.place.document for c in where}) - 1
    by = f", as {others} more {'document does' if others == 1 else 'documents do'}" if others else ""
    return HealthRemark(
        kind=HealthKind.missing_reference, document=head.place.document, name=head.place.name, subject=head.name,
        text=f"It refers to {head.name}{by}; that is not among the documents.",
        advice="Add it to the set, or correct the reference if the number is out of date.",
        places=first(c.place for c in where), count=len(where),
    )  # fmt: skip


def _own_numbers(subject: Subject) -> set[str]:
    """The numbers that a document goes by."""
    text = subject.document.text
    opening = [text[b.start : b.end] for b in subject.document.blocks[:3]]
    block = [text[b.start : b.end] for b in subject.document.blocks[:_FRONT] if b.cells]
    texts = [_stem(subject.document.name), subject.document.title, *opening, *subject.document.furniture, *block]
    found = {m[0] for line in texts for m in [_NUMBER.search(line)] if m}
    return found | ({subject.number} if subject.number else set())


def _names(subject: Subject) -> set[str]:
    """Numbers that open the name or title of a document, or fill a cell of its title block: those that it is surely numbered by.

    "PMS plan LUM-20" is named after a product.
    """
    text = subject.document.text
    cells = [text[c.start : c.end].strip() for b in subject.document.blocks[:_FRONT] for c in b.cells]
    opening = [
        _stem(subject.document.name),
        subject.document.title,
        *(text[b.start : b.end] for b in subject.document.blocks[:2]),
    ]
    found = {m[0] for line in opening for m in [_NUMBER.match(line)] if m}
    return found | {m[0] for cell in cells for m in [_NUMBER.fullmatch(cell)] if m}


def _is_document(match: re.Match[str], schemes: Counter[str]) -> bool:
    """Whether a number is one of a document: by the word for its kind, or because documents of the set are numbered so."""
    scheme = _scheme(match[0])
    parts = scheme.split("-")
    if any(part in _KINDS for part in parts):
        return bool(match["gap"]) or len(match["figures"]) >= 2
    if len(match["figures"]) < 2:
        return False
    if schemes[scheme] and match["gap"] in {"-", "_", "."}:
        return True
    # "NR-FRM-044" where the set has "NR-SOP-017": the same house, another kind of document
    return len(parts) > 1 and any(s.split("-")[0] == parts[0] and len(s.split("-")) == len(parts) for s in schemes)


def _scheme(number: str) -> str:
    return "-".join(re.findall(r"[A-Z]+", re.split(r"\d", number.upper(), maxsplit=1)[0]))


def _key(number: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", number.upper())


def _stem(name: str) -> str:
    return PurePosixPath(name).stem.replace("_", " ")
