"""What the wording of a line says about its role: number, bullet, tick box, heading, column header, contents entry.

Formats without styles (txt, pdf) live by these marks; formats with styles (md, html) use them for numbers that were typed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from reviewer.documents.builder import split_label

# Wingdings and Symbol glyphs arrive from PDF and Word as private-use characters.
_TICKS = {"\uf06f": "☐", "\uf0a8": "☐", "\uf071": "☐", "\uf072": "☐", "\uf0fe": "☑", "\uf052": "☑", "\uf0fd": "☒", "\uf053": "☒"}
_TICK_TABLE = str.maketrans(_TICKS)
_TICK = re.compile(r"[☐☑☒❏❑□]|\[[ xX]?\](?=\s|$)")
_BULLET = re.compile(r"^(?:[•●○◦▪▫■◆◇►▶➢➤➔→✓✔✗‣⁃·∙\uf000-\uf0ff]|[-–—*+](?=\s)|o(?=\s+[A-Z]))\s*(?=\S)")
_PRIVATE = re.compile(r"[\ue000-\uf8ff]")
_SINGLE = re.compile(r"^(?P<label>\d{1,2}|[A-Z])\s+(?=[A-ZÀ-Þ])")
_DOTTED = re.compile(r"^\d{1,3}(?:\.\d{1,3})+\.?$")
_FINITE = re.compile(
    r"\b(?:shall|must|should|may|can|will|is|are|was|were|be|has|have|does|do|ensures?|reviews?\s+the|includes?|describes?)\b", re.I
)
_SECTIONS = re.compile(
    r"^(?:\w+ and )?(?:purpose|aim|objectives?|scope|introduction|background|general|overview|definitions?|abbreviations?|terms|glossary|references?"
    r"|related documents|responsibilit(?:y|ies)|roles|procedure|process|records|documentation|training|revision history|change history"
    r"|document history|approvals?|(?:table of )?contents|(?:annex|appendix|attachment) [A-Z0-9]{1,3}\b.*)"
    r"(?: (?:and|&) \w+)?$",
    re.I,
)
_HEADER_WORDS = frozenset(
    "abbreviation acronym action activities activity actor approved author by change class comment comments contact control criteria criterion date "
    "decision deliverable description details document documents due effective element explanation field form frequency function how id input inputs "
    "item letter level long meaning method name no nr number objective output outputs owner parameter person phase position process purpose rating "
    "reason record records reference remarks requirement responsibility responsible result retention rev revision risk role roles section severity "
    "short sign signature source stage standard status step steps target task tasks term time timeline timing title tool topic trigger type "
    "value version what when where who".split()
)
_LEADERS = re.compile(r"(?:\.\s?){4,}|…{2,}|_{5,}\s*\d+$")
_CAPTION = re.compile(r"^(?:table|figure|fig\.|tab\.)\s+[A-Z]?\d{1,3}(?:[.-]\d{1,3})*\s*(?:[:.–—-]\s*\S|$)", re.I)


def mend_symbols(text: str) -> str:
    """Private-use tick boxes as the tick boxes they show."""
    return text.translate(_TICK_TABLE) if _PRIVATE.search(text) else text


def has_tick_box(text: str) -> bool:
    """True if the text shows a box to tick."""
    return _TICK.search(text) is not None


def split_bullet(text: str) -> str | None:
    """The text behind its bullet, or None if it does not start with one. A tick box is content, not a bullet."""
    if text.translate(_TICK_TABLE)[:1] in "☐☑☒":
        return None
    match = _BULLET.match(text)
    return None if match is None else text[match.end() :]


def split_heading(text: str) -> tuple[str, str]:
    """Like ``split_label``, for a text known to be a heading: "5 Procedure" and "B Forms" are numbered there too."""
    label, rest = split_label(text)
    if label:
        return label, rest
    match = _SINGLE.match(text)
    if match is None or (match["label"] in "AI" and not rest[2:3].isupper()):
        return "", text
    return match["label"], text[match.end() :]


def split_clause(text: str) -> tuple[str, str]:
    """Split the number of a numbered clause ("5.1.2 The originator shall …") from running text.

    A sentence that merely starts with a figure ("2.5 times a year …") keeps it.
    """
    label, rest = split_label(text)
    if not label:
        return "", text
    if is_dotted(label) and not (rest[:1].isupper() or rest[:1] in "(\"'“‘<["):
        return "", text
    return label, rest


def is_dotted(label: str) -> bool:
    """True for "5.3" or "5.3.1.", the number of a clause; False for "3." or "a)", the number of a list item."""
    return _DOTTED.match(label) is not None


def heading_depth(label: str) -> int:
    """Level that a heading number implies: 1 for "5", 2 for "5.3" and "A.2", 0 if it implies none."""
    bare = label.strip("().")
    if not bare or not (bare[0].isdigit() or bare[0].isupper()):
        return 0
    return bare.count(".") + 1


def reads_as_heading(text: str, *, numbered: bool = False) -> bool:
    """True if an unstyled line is worded like a heading: capitals, a customary section name, or a number before a short phrase."""
    words = text.split()
    if not words or len(words) > 12 or text[-1] in ".;:,?!|" or _LEADERS.search(text) or not text[0].isalnum() or text[0].islower():
        return False
    if _SECTIONS.match(text):
        return True
    letters = [c for c in text if c.isalpha()]
    if len(letters) >= 4 and all(c.isupper() for c in letters) and (len(words) > 1 or len(letters) > 5):
        return True
    return numbered and len(words) <= 9 and len(letters) >= 3 and _FINITE.search(text) is None


def reads_as_caption(text: str) -> bool:
    """True for "Table 3: From finding to closure" and "Figure 2"."""
    return len(text) < 200 and _CAPTION.match(text) is not None


def is_contents_entry(text: str) -> bool:
    """True for a line of a table of contents: a heading, dot leaders, a page number."""
    return _LEADERS.search(text) is not None and text.rstrip()[-1:].isalnum()


def reads_as_header_row(cells: Sequence[str]) -> bool:
    """True if the cells of a first row are worded like column headers ("Step | Activity | Responsible")."""
    filled = [cell for cell in cells if cell.strip()]
    if len(filled) < 2 or len(filled) < len(cells) - 1 or len(set(filled)) < len(filled):
        return False
    hits = 0
    for cell in filled:
        words = re.findall(r"[^\W_]+", cell.casefold())
        if len(words) > 5 or any(c.isdigit() for c in cell) or cell.rstrip()[-1] in ";!":
            return False
        hits += any(word in _HEADER_WORDS for word in words)
    return hits * 2 > len(filled)
