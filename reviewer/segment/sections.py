"""Sections of a document with their kind. What a heading is called decides whether its text can establish anything."""

from __future__ import annotations

import re

from reviewer.language import words
from reviewer.model import Block, BlockKind, Document, Section, SectionKind
from reviewer.terms import Thesaurus

# In this order where one heading matches several ("Scope and responsibilities"): what may establish something wins,
# because its sentences are still judged one by one.
_ORDER = (
    SectionKind.contents,
    SectionKind.revision_history,
    SectionKind.responsibilities,
    SectionKind.procedure,
    SectionKind.form,
    SectionKind.abbreviations,
    SectionKind.definitions,
    SectionKind.references,
    SectionKind.training,
    SectionKind.records,
    SectionKind.purpose,
    SectionKind.scope,
    SectionKind.summary,
    SectionKind.appendix,
)
# Kinds that subsections inherit where their own heading says nothing.
_INHERITED = {
    SectionKind.purpose,
    SectionKind.scope,
    SectionKind.definitions,
    SectionKind.abbreviations,
    SectionKind.references,
    SectionKind.contents,
    SectionKind.revision_history,
    SectionKind.training,
    SectionKind.form,
}
_FUNCTION_WORDS = frozenset(
    [
        "a",
        "an",
        "the",
        "of",
        "and",
        "or",
        "for",
        "to",
        "in",
        "on",
        "with",
        "by",
        "this",
        "that",
        "its",
        "our",
        "your",
        "all",
        "any",
    ]
)
# The number of the chapter that a heading opens or stands in.
_CHAPTER = re.compile(r"(\d+)(?:\.|\s|$)")
_CONTENTS_LINE = re.compile(r"(?:\.\s?){4,}\s*\d*\s*$|…+\s*\d+\s*$|\t\d+\s*$|_{4,}\s*\d+$")


def heading_kind(heading: str, thesaurus: Thesaurus) -> SectionKind:
    """Kind of a section by its heading; ``other`` where the heading is not (mostly) a customary one.

    The customary words have to make up at least half of the heading: "Definitions" defines terms, "Definition of severity
    classes" decides something.
    """
    tokens = words(heading)
    content = [i for i, word in enumerate(tokens) if word.text not in _FUNCTION_WORDS and not word.text.isdigit()]
    if not content:
        return SectionKind.other
    found = thesaurus.find(tokens)
    covered: dict[SectionKind, set[int]] = {}
    for kind in _ORDER:
        spans = found.get(f"section.{kind.value.replace('_', '-')}", ())
        if spans:
            covered[kind] = {i for a, b in spans for i in range(a, b)} & set(content)
    if covered.get(SectionKind.contents, set()) != set(content):
        covered.pop(SectionKind.contents, None)  # "Content of a release" lists no chapters
    everything = set().union(*covered.values()) if covered else set()
    if 2 * len(everything) < len(content):
        return SectionKind.other
    return next((kind for kind in _ORDER if kind in covered), SectionKind.other)


def is_contents_line(text: str) -> bool:
    """The line ends in dot leaders and a page number."""
    return bool(_CONTENTS_LINE.search(text))


def split_sections(document: Document, thesaurus: Thesaurus) -> tuple[tuple[Section, ...], list[int]]:
    """Sections of a document, and for each block the index of its section."""
    sections: list[Section] = []
    section_of: list[int] = []
    stack: list[tuple[int, str, SectionKind]] = []
    start = 0

    def close(end: int) -> None:
        if sections:
            sections[-1] = sections[-1].model_copy(update={"end": end})

    title = next((b for b in document.blocks if b.kind is BlockKind.title), None)
    sections.append(
        Section(
            index=0,
            heading=_text(document, title) if title else "",
            level=0,
            kind=SectionKind.other,
            path=(),
            start=0,
            end=len(document.text),
        )
    )
    for block in document.blocks:
        text = _text(document, block)
        if block.kind is BlockKind.heading and not is_contents_line(text):
            close(start)
            level = max(1, block.level)
            while stack and (stack[-1][0] >= level or _numbered_elsewhere(block.label, stack[-1][1])):
                stack.pop()
            kind = heading_kind(text, thesaurus)
            if kind is SectionKind.other and stack and stack[-1][2] in _INHERITED:
                kind = stack[-1][2]
            stack.append((level, f"{block.label} {text}".strip(), kind))
            sections.append(
                Section(
                    index=len(sections), heading=text, label=block.label, level=level, kind=kind,
                    path=tuple(name for _, name, _ in stack), start=block.start, end=len(document.text),
                )
            )  # fmt: skip
        section_of.append(len(sections) - 1)
        start = block.end
    return tuple(sections), section_of


def _numbered_elsewhere(label: str, above: str) -> bool:
    """ "5.6 Evaluation" is no part of "1 Purpose", wherever its level would put it."""
    own, others = re.match(r"(\d+)\.\d", label), _CHAPTER.match(above)
    return own is not None and others is not None and own[1] != others[1]


def _text(document: Document, block: Block) -> str:
    return document.text[block.start : block.end]
