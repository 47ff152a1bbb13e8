"""What a passage sends its reader to: other documents and processes, resolved within the set."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import PurePosixPath
from typing import NamedTuple

from reviewer.likeness import Likeness
from reviewer.model import Mention

# Bodies whose numbers name standards, laws and identifiers, not the organisation's own documents.
_STANDARD = re.compile(
    r"^(?:ISO|IEC|EN|DIN|BS|ANSI|AAMI|TIR|SW|MDR|IVDR|MDCG|MEDDEV|FDA|CFR|NIST|SP|SSDF|CVE|CWE|CVSS|IEEE|GDPR|EU|UL|RFC|OWASP|MDSAP|GHTF|IMDRF|TR|TS|"
    r"HIPAA|CRA|NIS|ART|USB|TLS|AES|SHA|RSA|P|V|REV|CLASS|UDI|ICD|SNOMED|HL|UTF|ASCII|PDF|KPI|COVID|SOC|PCI|FIPS|CMMC)\b",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"\b(?P<id>[A-Z]{1,5}(?:[-_. ][A-Z]{1,4}){0,2}[-_. ]?\d{1,5}(?:[-_.]\d{1,4})*[A-Z]?)\b(?P<title>(?:[,:]?\s+[\"“(]?[A-Z][\w&/-]*(?:\s+(?:and|of|for|the|to|in))?){0,7})"
)
_TYPED = re.compile(
    r"\b(?P<type>SOPs?|[Pp]rocedure|[Ww]ork [Ii]nstruction|[Pp]olicy|[Pp]lan|[Pp]rocess|WI)\s+(?:for|on)?\s*[\"“]?(?P<title>[A-Z][\w&/-]*(?:\s+(?:and|of|for|the|to|[A-Z][\w&/-]*))*)"
)
_PROCESS = re.compile(
    r"\b(?:the|our|its|a|company['’]s|general|existing|established|separate)?\s*(?P<name>(?:(?!(?:in|of|to|by|the|a|an|and|with|under|per|for|is|are|as|from|our|its)\b)[\w/-]+\s+(?:(?:and|&)\s+[\w/-]+\s+)?){1,4}(?P<type>process|procedure|plan|policy|SOP|instruction|handbook|manual|programme|program))\b",
)
_PROCESS_FOR = re.compile(
    r"\b(?P<type>process|procedure|SOP|plan|policy) (?:for|on|of) (?P<name>(?:the )?[\w/-]+(?:[ ](?:and )?[\w/-]+){0,3})"
)
_OWN = re.compile(
    r"^(?:this|the|that|such|same|each|any|every|present|own|following|above|documented|defined|written|formal|update|normal|usual|standard)\s+",
    re.IGNORECASE,
)
# Colours as web pages and office programs write them, by the steps that their palettes have: FF0000.
_COLOUR = re.compile(r"(?:00|33|66|80|99|C0|CC|FF){3}")
_SAME = 92
"""How alike a reference and the name of a document have to be, by token_set_ratio, 0 to 100, to mean the same."""


class Reference(NamedTuple):
    """A document or process as a passage names it."""

    name: str
    start: int
    end: int


class Mentions:
    """What a set names and does not hold: each name once, whatever the number of times and the order of the documents."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[tuple[int, int], Mention]] = {}
        self._added = 0

    def add(self, mentions: Iterable[Mention], number: int = 0) -> None:
        """Take in mentions of a document, in their order. ``number``: its place among the documents of the set."""
        for mention in mentions:
            place, self._added = (number, self._added), self._added + 1
            before = self._found.get(mention.name)
            if before is not None:
                times = before[1].times + mention.times
                place, mention = min((before, (place, mention)), key=lambda one: one[0])
                mention = mention._replace(times=times)
            self._found[mention.name] = (place, mention)

    def found(self) -> tuple[Mention, ...]:
        """Each name, in the order in which the set names them."""
        return tuple(mention for _, mention in sorted(self._found.values()))


class DocumentNames:
    """The names that the documents of the set go by, to look references up in."""

    def __init__(self, names: Iterable[tuple[str, str, str]]) -> None:
        """``names``: (document id, file name, title) for each document."""
        titles: list[tuple[str, str]] = []
        self._numbers: dict[str, str] = {}
        for document, name, title in names:
            stem = PurePosixPath(name).stem
            for text in (stem, title):
                words = _plain(text)
                if words:
                    titles.append((words, document))
                for match in _NUMBERED.finditer(text.replace("_", " ")):
                    if not _STANDARD.match(match["id"]):
                        self._numbers.setdefault(_key(match["id"]), document)
        self._documents = [document for _, document in titles]
        self._titles = Likeness(_SAME, [words for words, _ in titles])
        for words, _ in titles:
            self._titles.add(words)

    def resolve(self, reference: str) -> str | None:
        """Id of the document that a reference means, or None if it is not in the set."""
        for match in _NUMBERED.finditer(reference):
            if _key(match["id"]) in self._numbers:
                return self._numbers[_key(match["id"])]
            return None
        words = _plain(reference)
        if len(words) < 4:
            return None
        best = max(((ratio, self._documents[number]) for number, ratio in self._titles.like(words)), default=None)
        return best[1] if best is not None else None


def _key(number: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", number.upper())


def _plain(text: str) -> str:
    text = re.sub(
        r"\b(?:sop|wi|procedure|process|plan|policy|standard|operating|work|instruction|the|for|of|on|and|our)\b",
        " ",
        text.lower(),
    )
    return " ".join(re.findall(r"[a-z]{2,}", text.replace("_", " ").replace("-", " ")))


def find_references(text: str) -> list[Reference]:
    """References to other documents and processes. Standards, and the document's own sections, are none."""
    found: list[Reference] = []
    for match in _NUMBERED.finditer(text):
        before = text[max(0, match.start() - 14) : match.start()].lower()
        if _STANDARD.match(match["id"]) or re.search(r"(?:section|chapter|clause|step|table|annex|appendix|form|§)\s*$", before):
            continue
        if len(re.sub(r"[^A-Z]", "", match["id"])) < 2 or _COLOUR.fullmatch(match["id"]):
            continue
        found.append(Reference(_closed(_trim(match[0]), text[match.end() : match.end() + 1]), match.start(), match.end()))
    for pattern in (_TYPED, _PROCESS_FOR, _PROCESS):
        for match in pattern.finditer(text):
            plain = _OWN.sub("", _trim(match["name"] if pattern is _PROCESS else match[0]))
            if re.search(r"\b(?:this|these|same|section|own)\b", plain):
                continue
            if (
                len(plain.split()) < 2
                or _STANDARD.match(plain)
                or any(r.start < match.end() and match.start() < r.end for r in found)
            ):
                continue
            found.append(Reference(plain, match.start(), match.end()))
    return sorted(found, key=lambda r: r.start)


def _closed(name: str, following: str) -> str:
    """A name with a bracket open, closed where the bracket ends right after it, and else without what stands in it."""
    if "(" not in name:
        return name
    return f"{name})" if following == ")" and name.count("(") == 1 else _trim(name.partition("(")[0])


def _trim(name: str) -> str:
    return re.sub(r"\s+(?:and|of|for|the|to|in)$", "", " ".join(name.split())).strip(' ,;:“"(')
