"""What the wording of a line says about its role: number, bullet, tick box, heading, column header, contents entry.

Formats without styles (txt, pdf) live by these marks; formats with styles (md, html) use them for numbers that were typed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_ENTRY = re.compile(r"[☐☑☒❏❑□]|\[[ xX]?\](?=\s|$)|_{4,}|\.{6,}|…{3,}")
_BULLET = re.compile(r"^(?:[•●○◦▪▫■◆◇►▶➢➤➔→✓✔✗‣⁃·∙\ufffd\uf000-\uf0ff]|[-–—*+](?=\s)|o(?=\s+[A-Z]))\s*(?=\S)")
_HEADER_WORDS = frozenset({
    "abbreviation", "acronym", "action", "activities", "activity", "actor", "answer", "approved", "author", "body",
    "box", "by", "cadence", "centre", "change", "check", "class", "comment", "comments", "contact", "content",
    "contents", "control", "cost", "criteria", "criterion", "date", "deadline", "decision", "deliverable",
    "description", "detail", "details", "document", "documents", "done", "due", "effective", "element", "entry", "evidence",
    "explanation", "fetched", "field", "filled", "form", "frequency", "function", "how", "id", "input", "inputs",
    "interval", "item", "letter", "level", "long", "meaning", "measure", "method", "name", "no", "nr", "number",
    "objective", "output", "outputs", "owner", "parameter", "person", "phase", "position", "process", "purpose",
    "question", "rating", "reason", "record", "records", "reference", "remarks", "requirement", "responsibility",
    "responsible", "result", "retention", "rev", "revision", "rhythm", "risk", "role", "roles", "section", "severity",
    "short", "sign", "signature", "source", "stage", "standard", "status", "step", "steps", "target", "task", "tasks",
    "term", "test", "time", "timeline", "timing", "title", "tool", "topic", "trigger", "type", "value", "version",
    "what", "when", "where", "who",
})  # fmt: skip
# "Table 3: Roles"; "Table 3 shows the roles" is a sentence.
CAPTION = re.compile(
    r"^(?P<what>(?i:table|tab\.|tabelle|tableau|tabla|tabella|figure|fig\.|abbildung|abb\.|figura|exhibit))"
    r"\s*(?:[A-Z][.-]?)?\d+(?:[.-]\d+)*(?:\s*[:.–—-]\s*\S.*|[:.]?|\s+[A-Z].*)$"
)
_LEADERS = re.compile(r"(?:\.\s?){4,}|…{2,}|_{5,}\s*\d+$")


def invites_entry(text: str) -> bool:
    """True if the text shows a box to tick or a line to write on."""
    return _ENTRY.search(text) is not None and not is_contents_entry(text)


def split_bullet(text: str) -> str | None:
    """The text behind its bullet, or None if it does not start with one. A tick box is content, not a bullet."""
    match = _BULLET.match(text)
    return None if match is None else text[match.end() :]


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
    return hits * 2 >= len(filled) if len(filled) > 2 else hits == len(filled)
