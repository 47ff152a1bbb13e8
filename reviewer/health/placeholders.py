"""Placeholders that nobody has filled: "<role>", "[insert name]", "TBD"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reviewer.health.interface import Subject, first, living, place
from reviewer.model import DocumentKind, HealthKind, HealthRemark, PassageKind

_TODO = r"(?:insert|enter|add|fill|complete|specify|select|choose|your|name of|e\.g\.|if applicable|optional|example|define|describe|placeholder|to be (?:determined|decided|defined|confirmed|completed|added|agreed|filled)|tb[acd]|n\.?n\.?|todo|xx+)"
_PATTERNS = (
    # "<PSIRT lead>"; no tag, address, comparison or key of a keyboard
    re.compile(r"(?<![\w/@.-])<(?!/)(?![a-z]+@)(?=[^<>@=/]{3,60}>)[A-Za-z][A-Za-z ,'’&().-]*[A-Za-z.)]>(?![\w/@-])"),
    re.compile(r"\{\{[^{}]{1,60}\}\}|\$\{[^{}]{1,60}\}|«[^«»]{1,60}»"),
    re.compile(
        rf"\[\s*{_TODO}\b[^\[\]]{{0,80}}\]|\[[^\[\]]{{1,60}}\b(?:to be (?:determined|decided|defined|confirmed|completed|added)|tbd)\s*\]",
        re.IGNORECASE,
    ),
    re.compile(r"\bTB[ACD]\b|\bT\.B\.[ACD]\.|\bTODO\b|\bFIXME\b|\blorem ipsum\b|(?<![\w?])\?{3,}(?!\?)|\b[Xx]{3,}\b"),
    re.compile(r"\b(?:SOP|WI|FRM|FORM|QP|POL|PLN|PR|DOC)[-_ ](?:[Xx]{2,4}|#{1,4}|\?{2,})(?!\w)"),
)
_TAGS = frozenset(
    [
        "a",
        "b",
        "i",
        "u",
        "p",
        "br",
        "hr",
        "em",
        "li",
        "ol",
        "td",
        "th",
        "tr",
        "ul",
        "div",
        "img",
        "pre",
        "sub",
        "sup",
        "code",
        "span",
        "html",
        "body",
        "head",
        "table",
        "strong",
        "script",
        "style",
        "link",
        "meta",
        "input",
    ]
)
# A text that speaks about placeholders, or names a list entry, has none.
_EXPLAINED = re.compile(r"\bplaceholders?\b|\btbd (?:entries|items|marks|list)\b|\babbreviation\b", re.IGNORECASE)


def check(subject: Subject) -> Iterator[HealthRemark]:
    """Open placeholders of a document, in one remark. Forms are there to be filled and are left out, as are entry fields."""
    if subject.kind is DocumentKind.form:
        return
    # A text that says what its angle brackets are for is a template on purpose.
    templated = "angle brackets" in subject.document.text
    found = []
    for passage in living(subject):
        if passage.form_field or passage.quotation or _EXPLAINED.search(passage.text):
            continue
        for pattern in _PATTERNS[templated:]:
            for match in pattern.finditer(passage.text):
                if match[0].strip("<>").split()[0].lower() not in _TAGS:
                    found.append((passage, match))
    if not found:
        return
    document = subject.document
    names = tuple(dict.fromkeys(" ".join(m[0].split()) for _, m in found))
    shown = ", ".join(f"“{name}”" for name in names[:4]) + (f" and {len(names) - 4} more" if len(names) > 4 else "")
    yield HealthRemark(
        kind=HealthKind.placeholder, document=document.id, name=document.name, subject=names[0],
        text=f"Placeholders were left unfilled: {shown}.",
        advice="Fill each of them in, or take the sentence out, before the document is approved.",
        places=first(
            place(subject, p, None if p.kind is not PassageKind.table_row and len(p.text) < 300 else (p.start + m.start(), p.start + m.end()))
            for p, m in found
        ),
        count=len(found),
    )  # fmt: skip
