"""Headings told from text: those that are only bold or numbered, and text that borrows a heading's style for its number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from reviewer.documents.builder import fold, split_label
from reviewer.documents.flow import Node, Paragraph, Role, Table
from reviewer.documents.flow_items import NUMERIC, drop_start, is_item
from reviewer.documents.marks import CAPTION, split_bullet

# A number as it is typed before a heading: "5", "5.3.1", "5.", "A.2"; the dash of "5 - Purpose" is no part of it.
_LABEL = re.compile(
    r"^(?:§\s*)?(?P<label>\d{1,2}(?:\.\d{1,3}){0,6}\.?\)?|[A-Z]\.(?:\d{1,2}(?:\.\d{1,2})*\.?)?)[\s:–-]+(?=[^\W\d_])"
)
_INNER_SENTENCE = re.compile(r"[a-z\d)]{3}[.;!?]\s+[A-Z][a-z]*\s")
_OBLIGATION = re.compile(r"\b(?:shall|must|will|should|muss|müssen|soll|sollen|doit|doivent|debe|deben)\b", re.IGNORECASE)
_STATES = re.compile(r"\b(?:shall|must|will|should|may|can|is|are|was|were|be|has|have|does|do)\b", re.IGNORECASE)
_QUESTION = re.compile(r"^(?:what|how|when|where|who|whom|which|why|whether|wie|wann|wer|wo)\b", re.IGNORECASE)
_ARTICLE = re.compile(r"^(?:the|a|an|each|every|all|any|this|these)\b", re.IGNORECASE)
_SIGNAL = re.compile(
    r"^(?:notes?|warning|caution|important|attention|example|tip|hinweis|achtung|wichtig|beispiel)\s*[:!.]*$", re.IGNORECASE
)

# What stands behind the last chapter and has no number of it.
_CLOSING = re.compile(
    r"^(?:appendix|appendices|annex|annexes|attachments?|anlagen?|anhang|(?:revision|change|document|version) (?:history|record)|"
    r"history of|end of)\b",
    re.IGNORECASE,
)

_LONGEST_HEADING = 14  # words of a paragraph that is styled as a heading and meant as one
_LONGEST_FAKE = 12  # words of one that only looks like a heading
_LEAF = 6  # words from which a styled heading with nothing under it is taken for a numbered clause
_SHORT = 8  # words of one that may end with a full stop
_LARGER = 1.5  # points above the body text that set a heading apart


def reads_as_sentence(text: str) -> bool:
    """Whether a line states something rather than names what follows it."""
    words = text.split()
    if len(words) > _LONGEST_HEADING:
        return True
    if text.endswith("?") or _QUESTION.match(text):
        return False
    if text.endswith((".", ";", ",", "!")) and len(words) >= 4:
        return True
    if text.endswith(":") and len(words) >= _LEAF:
        return True
    if _INNER_SENTENCE.search(text) and len(words) >= 8:
        return True
    return len(words) >= 5 and _OBLIGATION.search(text) is not None


# ---- styled headings that are text -----------------------------------------------------------------------------------


def demote(nodes: Sequence[Node]) -> None:
    """Companies number whole clauses with heading styles. What states something is text, under its number."""
    for index, node in enumerate(nodes):
        if not isinstance(node, Paragraph) or node.role is not Role.heading:
            continue
        text = fold(node.visible())
        following = nodes[index + 1] if index + 1 < len(nodes) else None
        leaf = following is None or (
            isinstance(following, Paragraph) and following.role is Role.heading and following.level <= node.level
        )
        if reads_as_sentence(text) or (leaf and node.level > 1 and len(text.split()) >= _LEAF):
            node.role, node.level = Role.clause, 0
            _take_heading_label(node)


# ---- headings that are not styled ------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Candidate:
    """A paragraph that may be a heading: its number, its text without it, and what sets it apart."""

    paragraph: Paragraph
    label: str
    rest: str
    emphasised: bool

    @property
    def caption(self) -> bool:
        """Whether it reads like the caption of a table or figure."""
        return CAPTION.match(fold(self.paragraph.visible())) is not None

    @property
    def look(self) -> tuple[float, bool, bool]:
        """What sets it apart to the eye: size, weight, capitals."""
        return self.paragraph.size(), self.paragraph.strong(), self.rest == self.rest.upper()

    @property
    def depth(self) -> int:
        """Number of parts of a decimal label; 0 without one. "5.0" numbers a chapter like "5"."""
        if not NUMERIC.fullmatch(self.label) and not self.label[:1].isalpha():
            return 0
        return len(re.sub(r"(?:\.0)+$", "", self.label.strip("().§ ")).split("."))


def _levels_of_looks(found: Iterable[_Candidate]) -> dict[tuple[float, bool, bool], int]:
    """The level of the headings of one look, where all those of it that are numbered have the same."""
    depths: dict[tuple[float, bool, bool], set[int]] = {}
    for fake in found:
        if fake.depth:
            depths.setdefault(fake.look, set()).add(fake.depth)
    return {look: min(levels) for look, levels in depths.items() if len(levels) == 1}


class Headings:
    """Finds the headings among the paragraphs of one flow and gives them their levels."""

    def __init__(self, nodes: Sequence[Node]) -> None:
        self._nodes = nodes
        sizes: Counter[float] = Counter()
        for node in nodes:
            if isinstance(node, Paragraph) and node.role is Role.body:
                sizes[node.size()] += len(node.visible())
        self._body_size = sizes.most_common(1)[0][0] if sizes else 0.0

    def find(self) -> None:
        """Turn paragraphs into headings, and split typed numbers off all headings."""
        found = {index: fake for index in range(len(self._nodes)) if (fake := self._fake(index)) is not None}
        plain = [index for index, fake in found.items() if not fake.emphasised and fake.depth == 1]
        if len(plain) == 1 and found[plain[0]].label[-1] in ".)":  # one "1. Log it" is a step, chapters come in numbers
            del found[plain[0]]
        captions = {index: fake for index, fake in found.items() if fake.caption}
        found = {index: fake for index, fake in found.items() if index not in captions}
        self._find_title(found)
        found |= {index: fake for index, fake in captions.items() if self._heads(fake, found.values())}
        self._set_levels(found)

    def _heads(self, caption: _Candidate, headings: Collection[_Candidate]) -> bool:
        """Whether "Table 1: Roles" is set like the headings and so ends the section above it, as the heading of its own.

        In a type of its own, or beside numbered headings in the size of the text, it belongs to the table alone.
        """
        types = {(fake.paragraph.size(), fake.paragraph.strong()) for fake in headings}
        if (caption.paragraph.size(), caption.paragraph.strong()) not in types:
            return False
        if self._is_large(caption.paragraph):
            return True
        styled = any(isinstance(node, Paragraph) and node.role is Role.heading for node in self._nodes)
        return not styled and len(types) == 1 and not any(fake.label for fake in headings)

    def _is_large(self, node: Paragraph) -> bool:
        return node.size() >= self._body_size + _LARGER and self._body_size > 0

    def _find_title(self, found: dict[int, _Candidate]) -> None:
        """The first line of a document, if it is the largest of all and no style names a title."""
        paragraphs = [node for node in self._nodes if isinstance(node, Paragraph)]
        if any(paragraph.role is Role.main_title for paragraph in paragraphs):
            return
        largest = max((paragraph.size() for paragraph in paragraphs), default=0.0)
        for index, node in enumerate(self._nodes):
            candidate = found.get(index)
            if candidate is None or candidate.label or not isinstance(node, Paragraph):
                return
            if largest > self._body_size + _LARGER and node.size() == largest:
                node.role = Role.main_title
                del found[index]
                return

    def _set_levels(self, found: dict[int, _Candidate]) -> None:
        plain = [fake.paragraph.size() for fake in found.values() if not fake.depth]
        levels = _levels_of_looks(found.values())
        ranks = {size: rank for rank, size in enumerate(sorted(set(plain), reverse=True), start=1)}
        styled = False  # whether a styled heading has come, under which "1." counts within its section
        anchor: Paragraph | None = None
        for index, node in enumerate(self._nodes):
            if not isinstance(node, Paragraph):
                continue
            if node.role is Role.heading:
                _take_heading_label(node)
                anchor, styled = node, True
            elif index in found:
                fake = found[index]
                if fake.depth > 1 or (fake.depth and not styled):
                    node.level = fake.depth
                    anchor = node
                elif not styled and fake.look in levels:
                    node.level = levels[fake.look]
                elif anchor is None:
                    node.level = ranks.get(node.size(), 1)
                elif not styled and _CLOSING.match(fake.rest):
                    node.level = 1
                else:
                    node.level = anchor.level if node.size() > anchor.size() > 0 else anchor.level + 1
                node.role, node.listed = Role.heading, False
                _take_heading_label(node)

    def _fake(self, index: int) -> _Candidate | None:
        """The paragraph as a heading, or None where it is none."""
        candidate = self._candidate(index)
        if candidate is None or index + 1 >= len(self._nodes):
            return None
        following = self._nodes[index + 1]
        # "Definitions:" heads its list; "The QA manager:" is the first half of what each item says.
        leads_in = len(candidate.rest.split()) > 3 or _ARTICLE.match(candidate.rest) is not None
        if leads_in and candidate.rest.endswith(":") and isinstance(following, Paragraph) and is_item(following):
            return None
        if candidate.emphasised:
            return candidate
        return candidate if candidate.depth and self._leads(candidate, index) else None

    def _candidate(self, index: int) -> _Candidate | None:
        node = self._nodes[index]
        if not isinstance(node, Paragraph) or node.role is not Role.body or node.form_field:
            return None
        if node.listed and not NUMERIC.fullmatch(node.label):
            return None
        text = fold(node.visible())
        label, rest = (node.label, text) if node.label else _heading_label(text)
        words = rest.split()
        letters = sum(character.isalpha() for character in rest)
        named = rest
        if node.strong() and NUMERIC.fullmatch(label) and len(words) <= _SHORT and not _STATES.search(rest):
            named = rest.removesuffix(".")  # "18.3 Standards for access." in bold is a heading with a full stop
        if not 0 < len(words) <= _LONGEST_FAKE or letters < 3 or reads_as_sentence(named) or named.endswith((".", ";", ",")):
            return None
        columns = "|" in rest or "\t" in node.visible().strip()[len(label) + 1 :]
        if columns or _SIGNAL.match(rest) or split_bullet(text) is not None:
            return None
        capitals = rest == rest.upper() and letters >= 4 and len(words) <= 6 and not any(c.isdigit() for c in rest)
        return _Candidate(node, label, rest, node.strong() or self._is_large(node) or (capitals and not node.listed))

    def _leads(self, candidate: _Candidate, index: int) -> bool:
        """Whether a numbered line without emphasis has its text under it, as a heading does and a list item does not."""
        following = self._nodes[index + 1]
        if len(candidate.rest.split()) > 8 or not candidate.rest[0].isupper():
            return False
        if isinstance(following, Table):
            return candidate.depth > 1
        if not isinstance(following, Paragraph) or following.role not in (Role.body, Role.heading):
            return False
        text = fold(following.visible())
        label = following.label or _heading_label(text)[0]
        if label and NUMERIC.fullmatch(label):
            return len(label.strip("().").split(".")) > candidate.depth
        if following.listed or is_item(following):
            return candidate.depth > 1
        return reads_as_sentence(text) and (candidate.depth > 1 or len(candidate.rest.split()) <= 5)


def _heading_label(text: str) -> tuple[str, str]:
    """A number as it is typed before a heading, where "5 Purpose" counts too."""
    match = _LABEL.match(text)
    if match is None or (match["label"].isdigit() and text[match.end()].islower()):
        return "", text
    return match["label"], text[match.end() :]


def _take_heading_label(node: Paragraph) -> None:
    if not node.label:
        raw = node.visible()
        label, rest = _heading_label(raw.lstrip())
        if not label:
            label, rest = split_label(raw.lstrip())
        if label:
            node.label = label
            drop_start(node, len(raw) - len(rest))
