"""Texts with their names and addresses replaced by placeholders, the same one for the same name wherever it stands."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator

from reviewer.sharing import patterns
from reviewer.sharing.find import E_MAIL
from reviewer.sharing.folded import Folded, fold
from reviewer.sharing.names import Names
from reviewer.sharing.patterns import Variant

Span = tuple[int, int, str]

_WEB = re.compile(r"\b(?:https?://|www\.)[^\s<>\"'“”]+|\b(?:[\w-]+\.)+[a-z]{2,}(?:/[^\s<>\"'“”]*)?", re.IGNORECASE)
_FILE = re.compile(
    r"\.(?:docx?|odt|pdf|xlsx?|html?|mhtml?|md|txt|rtf|pptx?|dwg|png|jpe?g|svg|zip|csv|ya?ml|json|xml)$", re.IGNORECASE
)
_PHONE = re.compile(
    r"(?<![\w.-])(?:\+|00)\d{1,3}(?:[\s./-]?\(?\d{1,5}\)?){2,6}(?![\w-])"
    r"|(?<=\b)(?:tel(?:ephone)?|phone|fax|mobile|hotline)\b[\s.:a-z]{0,12}(?P<number>\(?\+?\d(?:[\s()./-]?\d){5,14})"
    r"|(?<![\w.-])(?:\(\d{3}\)\s?|\d{3}[.-])\d{3}[.-]\d{4}(?![\w-])",
    re.IGNORECASE,
)


class Placeholders:
    """Replaces names and addresses, and counts which it has met. Numbers come in the order of the names that are given."""

    def __init__(self, given: Names, found: Names, common: Collection[str]) -> None:
        """``common``: words that are no names where they stand alone. What the user gave is replaced whatever the words."""
        self._variants: list[tuple[Variant, str]] = []
        self._numbers: dict[str, dict[str, str]] = {}
        self.met: dict[str, set[str]] = {}
        self._domains: list[tuple[Variant, str]] = []
        for kind, wanted, more in (
            ("company", given.company, found.company),
            ("person", given.people, found.people),
            ("name", given.other, found.other),
        ):
            for name in (*wanted, *more):
                self._add(kind, name, frozenset[str]() if name in wanted and kind != "person" else common)
        # The longest first: "Nordlys Respiratory AS" before "Nordlys".
        self._variants.sort(key=lambda entry: -len(entry[0].pattern.pattern))
        self._domains = [(variant, holder) for variant, holder in self._variants if holder.startswith("[company")]

    def _add(self, kind: str, name: str, common: Collection[str]) -> None:
        if kind == "person":
            variants = patterns.person(name, common)
        else:
            variants = patterns.company(name, common) if kind == "company" else patterns.other(name)
        known = {variant.pattern.pattern: holder for variant, holder in self._variants if holder.startswith(f"[{kind} ")}
        # A name that is another one with less of it, "Nordlys" beside "Nordlys AS", has the same placeholder.
        same = next((known[v.pattern.pattern] for v in variants if v.pattern.pattern in known), None)
        holder = same or self._holder(kind, name)
        self._variants += [(variant, holder) for variant in variants if variant.pattern.pattern not in known]

    def _holder(self, kind: str, key: str) -> str:
        numbers = self._numbers.setdefault(kind, {})
        return numbers.setdefault(key, f"[{kind} {len(numbers) + 1}]")

    def text(self, text: str) -> str:
        """The text with placeholders."""
        if not text or text.isspace():
            return text
        folded = fold(text)
        taken: list[Span] = []
        for spans in (self._e_mails(text), self._web(text), self._names(text, folded), self._phones(text)):
            for start, end, holder in spans:
                if all(end <= s or start >= e for s, e, _ in taken):
                    taken.append((start, end, holder))
                    self.met.setdefault(holder[1 : holder.rindex(" ")], set()).add(holder)
        parts, at = [], 0
        for start, end, holder in sorted(taken):
            parts += [text[at:start], holder]
            at = end
        return "".join((*parts, text[at:]))

    def _e_mails(self, text: str) -> Iterator[Span]:
        for match in E_MAIL.finditer(text):
            yield *match.span(), self._holder("e-mail", match[0].lower())

    def _web(self, text: str) -> Iterator[Span]:
        """Addresses with the name of a company in them; those of authorities and databases stay."""
        for match in _WEB.finditer(text):
            folded = fold(match[0])
            if "://" not in match[0] and _FILE.search(match[0]):
                continue
            if any(True for variant, _ in self._domains for _ in variant.spans(match[0], folded)):
                yield match.start(), match.end(), self._holder("web address", match[0].lower())

    def _names(self, text: str, folded: Folded) -> Iterator[Span]:
        for variant, holder in self._variants:
            for start, end in variant.spans(text, folded):
                yield start, end, holder

    def _phones(self, text: str) -> Iterator[Span]:
        for match in _PHONE.finditer(text):
            group = "number" if match["number"] else 0
            yield *match.span(group), self._holder("phone", re.sub(r"\D", "", match[group]))


def unique(names: Iterable[str], placeholders: Placeholders) -> dict[str, str]:
    """Each name with its placeholders, told apart where two have become the same."""
    result: dict[str, str] = {}
    for name in names:
        redacted = placeholders.text(name)
        often = sum(other == redacted or other.startswith(f"{redacted} (") for other in result.values())
        result[name] = f"{redacted} ({often + 1})" if often else redacted
    return result
