"""Characters of PDFs as a reader sees them: ligatures as letters, private places of symbol fonts as signs."""

from __future__ import annotations

from reviewer.documents.symbols import symbol

# Stands for a character that the file gives no meaning to.
NO_MEANING = "\ufffd"
# Writers that set a bullet at a place of the standard encoding that has no meaning.
BULLET_PLACES = {127: "•", 149: "•"}
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})


def plain(text: str, font: str) -> str:
    """A character of a font, or several that one sign stands for, in plain characters."""
    if "\ue000" <= text[:1] <= "\uf8ff":
        return symbol(ord(text[0]), font.rpartition("+")[2].partition("-")[0]) or text
    return text.translate(_LIGATURES)
