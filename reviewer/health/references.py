"""Documents that are referred to by their number and are not in the set."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import PurePosixPath

from reviewer.health.interface import Subject, Tally, living, place
from reviewer.model import HealthKind, HealthRemark

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


class _Cited(Tally):
    """Where a number is cited, under the first way in which it is written."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name


def check(subjects: Sequence[Subject], unread: Sequence[str]) -> Iterator[HealthRemark]:
    """Each number without a document, once for the whole set. ``unread``: names of files that are there and could not be read."""
    known = {_key(m[0]) for name in unread for m in _NUMBER.finditer(_stem(name))}
    bare = set(map(_bare, unread))
    schemes: set[str] = set()
    for subject in subjects:
        known |= {_key(n) for n in _own_numbers(subject)}
        bare.add(_bare(subject.document.name))
        schemes |= {_scheme(n) for n in _names(subject)}
    named, houses = _Within(bare), {_house(scheme) for scheme in schemes}
    cited: dict[str, _Cited] = {}
    for subject in subjects:
        if not subject.establishes:
            continue
        for passage in living(subject):
            for match in _NUMBER.finditer(passage.text):
                key = _key(match[0])
                if key in known or key in named or not _is_document(match, schemes, houses):
                    continue
                cited.setdefault(key, _Cited(match[0])).add(place(subject, passage))
    yield from map(_remark, cited.values())


class _Within:
    """Whether a key stands anywhere in a name of some, without looking through them all."""

    def __init__(self, names: Iterable[str]) -> None:
        """``names``: in capitals, without anything between their letters and figures."""
        self._names = tuple(names)
        # By the letter before the figures, and the figures as far as a key may have them: the letters, and the one after the figures.
        self._codes: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for name in self._names:
            for letters, figures, after in re.findall(r"([A-Z]+)([0-9]+)(?=([A-Z]?))", name):
                for end in range(1, len(figures) + 1):
                    self._codes[letters[-1] + figures[:end]].append((letters, after if end == len(figures) else ""))

    def __contains__(self, key: str) -> bool:
        code = re.fullmatch(r"([A-Z]+)([0-9]+)([A-Z]?)", key)
        if code is None:
            return any(key in name for name in self._names)
        return any(
            letters.endswith(code[1]) and code[3] in {"", after} for letters, after in self._codes.get(code[1][-1] + code[2], ())
        )


def _remark(cited: _Cited) -> HealthRemark:
    head = cited.places[0]
    others = cited.documents - 1
    by = f", as {others} more {'document does' if others == 1 else 'documents do'}" if others else ""
    return HealthRemark(
        kind=HealthKind.missing_reference, document=head.document, name=head.name, subject=cited.name,
        text=f"It refers to {cited.name}{by}; that is not among the documents.",
        advice="Add it to the set, or correct the reference if the number is out of date.",
        places=cited.places, count=cited.count,
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


def _is_document(match: re.Match[str], schemes: Collection[str], houses: Collection[tuple[str, int]]) -> bool:
    """Whether a number is one of a document: by the word for its kind, or because documents of the set are numbered so."""
    scheme = _scheme(match[0])
    parts = scheme.split("-")
    if any(part in _KINDS for part in parts):
        return bool(match["gap"]) or len(match["figures"]) >= 2
    if len(match["figures"]) < 2:
        return False
    if scheme in schemes and match["gap"] in {"-", "_", "."}:
        return True
    # "NR-FRM-044" where the set has "NR-SOP-017": the same house, another kind of document
    return len(parts) > 1 and _house(scheme) in houses


def _house(scheme: str) -> tuple[str, int]:
    """By what the schemes of one house are known: their first part, and how many there are."""
    parts = scheme.split("-")
    return parts[0], len(parts)


def _scheme(number: str) -> str:
    return "-".join(re.findall(r"[A-Z]+", re.split(r"\d", number.upper(), maxsplit=1)[0]))


def _key(number: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", number.upper())


def _bare(name: str) -> str:
    return re.sub(r"\W", "", _stem(name)).upper()


def _stem(name: str) -> str:
    return PurePosixPath(name).stem.replace("_", " ")
