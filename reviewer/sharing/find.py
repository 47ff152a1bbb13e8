"""Names of people and companies that documents give away: title blocks, approvals, e-mail addresses, legal forms."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise

from reviewer.model import BlockKind, Document
from reviewer.sharing.names import Names
from reviewer.sharing.patterns import LEGAL_FORM

E_MAIL = re.compile(
    r"[\w.+%-]+(?:@|\s?[\[(](?:at|@)[\])]\s?)(?:[\w-]+(?:\.|\s?[\[(](?:dot|\.)[\])]\s?))+[^\W\d_]{2,}", re.IGNORECASE
)
_PERSON_KEY = re.compile(
    r"^(?:name|names|author|authors|editor|owner|process owner|document owner|signatory|contact|contact person|"
    r"(?:prepared|written|created|drafted|edited|checked|reviewed|verified|approved|released|authori[sz]ed|issued|signed|changed|modified)(?: by)?|"
    r"approver|reviewer|erstellt|geprüft|freigegeben|verfasser|autor)\b",
    re.IGNORECASE,
)
_COMPANY_KEY = re.compile(
    r"^(?:(?:legal )?manufacturer|company|organi[sz]ation|firm|firma|hersteller|site)(?: name)?$", re.IGNORECASE
)
_FIELD = re.compile(r"(?:^|[;|,\t]\s*)(?P<key>[A-Z][\w .-]{2,25}):\s*(?P<value>[^;|\t]{2,80})")
_TITLED = re.compile(r"\b(?:Mr|Mrs|Ms|Dr|Prof|Herr|Frau)\b\.?\s+(?P<name>(?:[A-Z][\w’'-]+\.?\s*){1,3})")
_TITLED_KEPT = re.compile(r"^(?:Dr|Prof|Dipl|Ing|Mr|Mrs|Ms|Herr|Frau)\b[.\s-]*")
_WITH_FORM = re.compile(
    rf"\b(?P<name>(?:[A-Z][\w’'-]*[a-z][\w’'-]*|[A-Z]{{2,6}})(?:[ ]+(?:&[ ]+)?[A-Z][\w’'-]*){{0,3}},?[ ]+{LEGAL_FORM})(?![\w-])"
)
_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|copyright)\s*(?:©|\(c\))?\s*(?:\d{4}(?:\s*[-–]\s*\d{4})?)?,?\s*(?P<name>(?:[A-Z][\w’'&-]+[ ]?){1,4})",
    re.IGNORECASE,
)
_NAME_WORD = re.compile(r"^(?:[A-Z][^\W\d_]+(?:[-’'][A-Z]?[^\W\d_]+)*|[A-Z]\.)$")
_PARTICLES = {"von", "van", "de", "der", "den", "di", "da", "du", "la", "le", "al", "el", "bin", "zu"}
_PROPER = re.compile(r"\b[A-Z][^\W\d_]+")
_FRONT = 40
_ADDRESS = re.compile(rf"{E_MAIL.pattern}|\bhttps?://\S+|\bwww\.\S+", re.IGNORECASE)
_LOWER_WORD = re.compile(r"(?<![\w@.])[^\W\d_A-Z][^\W\d_]*(?![\w@])")
_PUBLIC_MAIL = {
    "gmail",
    "googlemail",
    "outlook",
    "hotmail",
    "yahoo",
    "icloud",
    "gmx",
    "web",
    "proton",
    "protonmail",
    "example",
    "mail",
}
_FUNCTION = frozenset(
    [
        "admin",
        "approval",
        "assurance",
        "author",
        "board",
        "change",
        "chief",
        "clinical",
        "committee",
        "compliance",
        "contact",
        "control",
        "corporate",
        "customer",
        "department",
        "development",
        "device",
        "director",
        "document",
        "engineer",
        "engineering",
        "executive",
        "expert",
        "group",
        "head",
        "health",
        "information",
        "lead",
        "leader",
        "legal",
        "manager",
        "management",
        "manufacturing",
        "marketing",
        "medical",
        "member",
        "name",
        "officer",
        "operations",
        "owner",
        "person",
        "president",
        "process",
        "procedure",
        "product",
        "production",
        "project",
        "quality",
        "regulatory",
        "release",
        "responsible",
        "review",
        "reviewer",
        "risk",
        "safety",
        "sales",
        "security",
        "service",
        "signature",
        "software",
        "specialist",
        "supplier",
        "support",
        "system",
        "systems",
        "team",
        "technical",
        "technology",
        "test",
        "tester",
        "title",
        "training",
        "validation",
        "verification",
        "vice",
        "date",
        "version",
        "revision",
        "role",
        "vigilance",
        "affairs",
        "date",
        "none",
        "all",
        "any",
        "the",
        "of",
        "and",
        "for",
        "by",
        "to",
        "not",
        "applicable",
    ]
)


def found_names(documents: Collection[Document], owners: Iterable[str] = ()) -> Names:
    """The names that some documents give away, in the order in which they first stand there. ``owners``: people a source names."""
    common = common_words(documents)
    people, companies = dict[str, None](), dict[str, None]()
    for owner in owners:
        people.setdefault(" ".join(owner.split()))
    for document in documents:
        lines = _lines(document)
        for key, value in _fields(document):
            if _PERSON_KEY.match(key):
                people |= dict.fromkeys(_people(value, common))
            elif _COMPANY_KEY.match(key) and _is_name(value.split(), common, least=1):
                companies.setdefault(value)
        for line in lines:
            people |= dict.fromkeys(_titled(line))
            people |= dict.fromkeys(_from_addresses(line, common))
            companies |= dict.fromkeys(_companies(line, common))
    domains = dict.fromkeys(label for document in documents for line in _lines(document) for label in _domain_labels(line))
    written = {word for document in documents for line in _front(document) for word in _PROPER.findall(line)}
    for label in domains:
        # Addresses are those of authorities too: the organisation's own stands on its documents.
        words = re.split(r"[-_]", label)
        if all(word.capitalize() in written or word.upper() in written for word in words) and not set(words) <= common:
            companies.setdefault(" ".join(word.capitalize() for word in words))
    return Names(people=tuple(people), company=tuple(companies))


def common_words(documents: Iterable[Document]) -> frozenset[str]:
    """Words that some documents write in lower case, which are therefore no names, and words for functions of people."""
    texts = (_ADDRESS.sub(" ", document.text) for document in documents)
    return frozenset(word for text in texts for word in _LOWER_WORD.findall(text)) | _FUNCTION


def _lines(document: Document) -> list[str]:
    return [*document.furniture, *document.text.split("\n"), document.title]


def _front(document: Document) -> list[str]:
    """What stands on the first page and in running headers."""
    front = document.blocks[:_FRONT]
    return [*document.furniture, document.title, *(document.text[block.start : block.end] for block in front)]


def _fields(document: Document) -> Iterator[tuple[str, str]]:
    """Key and value of everything that looks like a field, in running headers, lines and tables."""
    for line in document.furniture:
        yield from ((match["key"].strip(), match["value"].strip()) for match in _FIELD.finditer(line))
    for block in document.blocks:
        text = document.text[block.start : block.end]
        if block.kind is BlockKind.table_row:
            cells = [" ".join(document.text[c.start : c.end].split()) for c in block.cells]
            yield from ((cell.header, value) for cell, value in zip(block.cells, cells, strict=True) if cell.header and value)
            yield from ((key.rstrip(": "), value) for key, value in pairwise(cells) if value)
        elif len(text) < 200:
            yield from ((match["key"].strip(), match["value"].strip()) for match in _FIELD.finditer(text))


def _people(value: str, common: Collection[str]) -> Iterator[str]:
    """The people in the value of a field: "Dr. J. Novak, Head of Quality; T. Berg"."""
    for part in re.split(r"[;/\n(),]|\s[-–—]\s|\band\b|&", value):
        name = _TITLED_KEPT.sub("", part.strip())
        words = name.split()
        if _is_name(words, common, least=2):
            yield " ".join(words)


def _is_name(words: list[str], common: Collection[str], least: int) -> bool:
    proper = [word for word in words if word.lower() not in _PARTICLES]
    return (
        least <= len(proper)
        and len(words) <= 5
        and all(_NAME_WORD.match(word) for word in proper)
        and not any(word.lower() in _FUNCTION for word in proper)
        and not all(word.lower() in common for word in proper)
    )


def _titled(line: str) -> Iterator[str]:
    for match in _TITLED.finditer(line):
        words = _TITLED_KEPT.sub("", match["name"]).split()
        while words and words[-1].lower().rstrip(".") in _FUNCTION:
            words.pop()
        if words:
            yield " ".join(word.rstrip(".") if len(word) > 2 else word for word in words)


def _from_addresses(line: str, common: Collection[str]) -> Iterator[str]:
    """The person that an address names: jana.novak@company.com."""
    for match in E_MAIL.finditer(line):
        parts = re.split(r"[._]", re.split(r"@|\s?[\[(]", match[0])[0])
        if len(parts) == 2 and all(len(part) >= 2 and part.isalpha() for part in parts):
            name = [part.capitalize() for part in parts]
            if not any(part.lower() in common for part in parts):
                yield " ".join(name)


def _companies(line: str, common: Collection[str]) -> Iterator[str]:
    for match in _WITH_FORM.finditer(line):
        words = match["name"].split()
        while len(words) > 2 and words[0].lower() in common:  # "The Nordlys AS", "Manufacturer Nordlys AS"
            words = words[1:]
        if words[0].lower() not in common:
            yield " ".join(words)
    for match in _COPYRIGHT.finditer(line):
        words = match["name"].split()
        if _is_name(words, common, least=1):
            yield " ".join(words)


def _domain_labels(line: str) -> Iterator[str]:
    for match in E_MAIL.finditer(line):
        labels = re.split(r"[.\s()\[\]]+", re.split(r"@|[\[(](?:at|@)[\])]", match[0], flags=re.IGNORECASE)[-1].lower())
        labels = [label for label in labels if label and label != "dot"]
        if len(labels) >= 2:
            known = labels[-2] if len(labels[-2]) > 3 or len(labels) == 2 else labels[-3]
            if known not in _PUBLIC_MAIL and len(known) > 2:
                yield known
