"""Glyphs of a PDF page to words: what stands side by side without a gap."""

from __future__ import annotations

import math
from collections.abc import Iterator
from operator import attrgetter

from reviewer.documents.pdf_page import WORD_GAP, Glyph, Word


def level_words(glyphs: list[Glyph]) -> list[Word]:
    """Join glyphs of one baseline into words."""
    words: list[Word] = []
    glyphs.sort(key=attrgetter("base"))
    start = 0
    for i in range(1, len(glyphs) + 1):
        # Glyphs of one line share a baseline up to rounding; a superscript has its own.
        if i == len(glyphs) or glyphs[i].base - glyphs[i - 1].base > 0.6:
            words.extend(_line_words(sorted(glyphs[start:i], key=attrgetter("x0"))))
            start = i
    return words


def _line_words(glyphs: list[Glyph]) -> Iterator[Word]:
    run: list[Glyph] = []
    struck_twice = 0
    for glyph in glyphs:
        if not glyph.text or glyph.text.isspace():
            if run:
                yield _word(run, struck_twice)
            run, struck_twice = [], 0
            continue
        if run:
            last = run[-1]
            if glyph.text == last.text and abs(glyph.x0 - last.x0) < 0.25 * max(last.x1 - last.x0, 0.1):
                struck_twice += 1  # bold imitated by printing a glyph twice
                continue
            gap = glyph.x0 - last.x1
            if gap > 0 and gap > WORD_GAP * max(glyph.size, last.size):
                yield _word(run, struck_twice)
                run, struck_twice = [], 0
        run.append(glyph)
    if run:
        yield _word(run, struck_twice)


def _word(run: list[Glyph], struck_twice: int = 0) -> Word:
    first, half = run[0], len(run) / 2
    return Word(
        text="".join([g.text for g in run]),
        x0=first.x0,
        x1=max([g.x1 for g in run]),
        top=min([g.top for g in run]),
        bottom=max([g.bottom for g in run]),
        base=first.base,
        size=max([g.size for g in run]),
        bold=sum([g.bold or g.twice for g in run]) > half or struck_twice > half,
        italic=sum([g.italic for g in run]) > half,
        artifact=all(g.artifact for g in run),
    )


def turned_words(glyphs: list[Glyph], *, upwards: bool) -> list[Word]:
    """Text turned by a right angle, one Word for a whole line of it: it heads the narrow columns of a matrix."""
    lines: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        lines.setdefault(round((glyph.x0 + glyph.x1) / 2 / max(glyph.x1 - glyph.x0, 1)), []).append(glyph)
    words = []
    for line in lines.values():
        line.sort(key=lambda g: -g.bottom if upwards else g.top)
        parts: list[list[Glyph]] = []
        for glyph in line:
            size = max(glyph.x1 - glyph.x0, 1.0)
            gap = math.inf
            if parts:
                gap = parts[-1][-1].top - glyph.bottom if upwards else glyph.top - parts[-1][-1].bottom
            if gap > 2 * size:
                parts.append([])
            elif gap > WORD_GAP * size and parts[-1][-1].text.strip():
                parts[-1].append(Glyph(" ", glyph.x0, glyph.x1, glyph.top, glyph.bottom, glyph.base, glyph.size))
            parts[-1].append(glyph)
        for part in parts:
            word = _word(part)
            if word.text.strip():
                word.upright = False
                word.x0 = min(g.x0 for g in part)
                word.size = word.x1 - word.x0
                words.append(word)
    return words


def overturned_words(glyphs: list[Glyph]) -> list[Word]:
    """Text that stands upside down, one Word for a whole line of it."""
    for g in glyphs:
        g.x0, g.x1, g.top, g.bottom, g.base = -g.x1, -g.x0, -g.bottom, -g.top, -g.base
    lines: dict[float, list[Word]] = {}
    for word in level_words(glyphs):
        lines.setdefault(round(word.base), []).append(word)
    words = []
    for line in lines.values():
        word = line[0]
        word.text = " ".join(w.text for w in line)
        word.x0, word.x1 = -max(w.x1 for w in line), -min(w.x0 for w in line)
        word.top, word.bottom = -max(w.bottom for w in line), -min(w.top for w in line)
        word.base, word.upright = -word.base, False
        words.append(word)
    return words
