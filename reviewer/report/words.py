"""The words in which reports speak to people. A status is always a word; a sign or colour only repeats it."""

from __future__ import annotations

import re
import unicodedata
from datetime import UTC, datetime

from reviewer.model import (
    Basis,
    ChangeKind,
    DocumentEntry,
    DocumentKind,
    ElementResult,
    Evidence,
    Finding,
    ReadStatus,
    Role,
    Severity,
    Status,
    Verdict,
)

CONFIRM_BELOW = 0.75
"""Below this confidence a reader is asked to confirm the status."""

LEFT_OUT = "(the text of the quote was left out)"

STANDARDS = {
    "iec-81001-5-1": "IEC 81001-5-1:2021, clause 9.5",
    "iso-14971": "ISO 14971:2019, clause 10",
    "iec-62304": "IEC 62304:2006+A1:2015, clause 9",
}

VERDICTS = {
    Verdict.covered: "covered",
    Verdict.partial: "partly covered",
    Verdict.missing: "missing",
    Verdict.conflicting: "conflicting",
    Verdict.not_applicable: "not applicable",
}

STATUSES = {
    Status.met: "met",
    Status.contradicted: "contradicted",
    Status.deferred: "left to another document",
    Status.weak: "not binding",
    Status.unmet: "not found",
    Status.not_applicable: "not applicable",
}

SIGNS = {
    "covered": "✓", "met": "✓", "partial": "◐", "weak": "◐", "missing": "✗", "unmet": "✗",
    "conflicting": "⚡", "contradicted": "⚡", "deferred": "→", "not_applicable": "–",
}  # fmt: skip

BASES = {
    Basis.requirement: "the clause asks for it",
    Basis.adjacent: "a neighbouring clause or the parent standard asks for it",
    Basis.audit_focus: "auditors look for it; the clause itself is not known to ask for it",
}

SEVERITIES = {Severity.major: "major", Severity.minor: "minor"}

ROLES = {
    Role.establishes: "establishes it",
    Role.weakens: "speaks of it, but does not bind",
    Role.excludes: "excludes it",
    Role.defers: "sends the reader elsewhere",
    Role.nearest: "the nearest text; it does not establish it",
}

CONTRIBUTES = {
    Role.establishes: "establishes",
    Role.weakens: "speaks of, without binding",
    Role.defers: "sends elsewhere",
    Role.excludes: "excludes, or says the opposite",
}
"""What a document does for a criterion."""

CHANGES = {
    ChangeKind.added: "new",
    ChangeKind.text: "other text",
    ChangeKind.revision: "another revision with the same text",
    ChangeKind.readable_now: "could not be read then, and can now",
    ChangeKind.unreadable_now: "could be read then, and cannot now",
    ChangeKind.removed: "no longer there",
}

READ = {
    ReadStatus.read: "read",
    ReadStatus.partly_read: "partly read",
    ReadStatus.unreadable: "not readable",
    ReadStatus.skipped: "left out",
}

# What a rule finds lacking, or takes for a look-alike, it says in the names of concepts, which mean nothing to a reader.
_TOPICS = {
    "ctx.safety": "safety",
    "thing.problem-context": "problems",
    "thing.test-record": "test records",
    "topic.device": "the device",
    "topic.security": "security",
    "topic.software-problem": "problems of the software",
}
_WHY_NOT = (
    (re.compile(r"lacks .*"), "it says only a part of what is asked"),
    (re.compile(r"look-alike\b.*"), "it looks like it, but is about something else"),
    (re.compile(r"too unlikely to speak of it"), "it is hardly about this"),
    (re.compile(r"the document establishes nothing"), "it stands in a document that is no current procedure of the organisation"),
    (re.compile(r"(only points|speaks of it) .*"), r"it \g<0>"),
    (re.compile(r"(?!it )\S.*"), r"it is \g<0>"),
)
_NOT_COUNTED = re.compile(r"; the nearest passage does not count: (.*?)\.?$", re.DOTALL)
_SPACE = re.compile(r"\s+")


def clean(text: str) -> str:
    """Text of a document in one line, without control characters and marks that could steer a terminal or turn a line round."""
    folded = _SPACE.sub(" ", text)
    return "".join(c for c in folded if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co"} or c in "\u200c\u200d").strip()


def cut(text: str, length: int) -> str:
    """The beginning of a text, up to a length in characters."""
    text = clean(text)
    return text if len(text) <= length else f"{text[: length - 1].rstrip()}…"


def brief(text: str, length: int = 60) -> str:
    """A text cut to about a length in characters; of a name the end, which often tells it from others, is kept."""
    text = clean(text)
    return text if len(text) <= length else f"{text[: length - 19].rstrip()}…{text[-18:].lstrip()}"


def reason(text: str) -> str:
    """The reason of a status as people say it, without the names that rules give to what they look for."""
    found = _NOT_COUNTED.search(text)
    return f"{text[: found.start()]}. The nearest passage does not count: {why_not(found[1])}." if found else text


def why_not(why: str) -> str:
    """Why a passage does not count, as people say it."""
    topics = [_TOPICS[name] for name in re.findall(r"[a-z]+\.[a-z-]+", why) if name in _TOPICS]
    if why.startswith("lacks topic"):
        return f"it does not speak of {' or '.join(dict.fromkeys(topics)) or 'the topic'}"
    return next((pattern.sub(plain, why, count=1) for pattern, plain in _WHY_NOT if pattern.fullmatch(why)), why)


def standard(id: str) -> str:
    """Name of a standard for people; the id where it is not one that we know."""
    return STANDARDS.get(id, id)


def short(id: str) -> str:
    """Name of a standard without its year and clause."""
    return clean(standard(id).partition(":")[0])


def percent(share: float | None) -> str:
    """A share for people. All and nothing are said only where they are so."""
    if share is None:
        return "–"
    whole = round(share * 100)
    if whole == 100 and share < 1:
        whole = 99
    if whole == 0 and share > 0:
        whole = 1
    return f"{whole} %"


def count(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def place(evidence: Evidence) -> str:
    """Where a quote stands: document, page, headings."""
    parts = [clean(evidence.name)]
    if evidence.page is not None:
        parts.append(f"page {evidence.page}")
    if evidence.heading_path:
        parts.append(" › ".join(clean(heading) for heading in evidence.heading_path))
    return ", ".join(parts)


def to_confirm(element: ElementResult) -> bool:
    """Whether the status is so unsure that a reader should confirm it."""
    return element.status is not Status.not_applicable and element.confidence < CONFIRM_BELOW


def met_of_asked(finding: Finding) -> str:
    """How many of the applicable elements of a finding are met: "2 of 3"."""
    asked = [element.status for element in finding.elements if element.status is not Status.not_applicable]
    return f"{asked.count(Status.met)} of {len(asked)}"


def document_state(entry: DocumentEntry) -> str:
    """What became of a document, in one line."""
    if entry.status in {ReadStatus.unreadable, ReadStatus.skipped}:
        return READ[entry.status]
    use = "counts" if entry.establishes else "read, but does not count"
    return f"{use}; only partly readable" if entry.status is ReadStatus.partly_read else use


def kind(kind: DocumentKind) -> str:
    """What kind of document it is."""
    return "other kind" if kind is DocumentKind.other else kind.value


def moment(text: str) -> str:
    """A moment in ISO 8601 for people; "" where it is none."""
    try:
        made = datetime.fromisoformat(text)
    except ValueError:
        return ""
    if made.tzinfo:
        return f"{made.astimezone(UTC):%d %B %Y, %H:%M} UTC".lstrip("0")
    return f"{made:%d %B %Y, %H:%M}".lstrip("0")
