"""Signs of the symbol fonts that Word writes by their place in the font, as the characters a reader sees."""

from __future__ import annotations

BOX = "☐"
TICKED = "☒"

_WINGDINGS = {
    0x6F: BOX, 0xA8: BOX, 0x71: BOX, 0x72: BOX, 0xFE: TICKED, 0xFD: TICKED, 0x78: TICKED,
    0xFC: "✓", 0xFB: "✗", 0x6C: "●", 0x6E: "■", 0x75: "◆", 0x76: "❖", 0x9F: "•", 0xA7: "▪", 0xA1: "○", 0xD8: "➢",
    0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE7: "←", 0xE8: "→", 0xE9: "↑", 0xEA: "↓", 0xEF: "⇐", 0xF0: "⇒", 0xF3: "⇔",
    0x28: "☎", 0x2A: "✉", 0x4A: "☺", 0x4C: "☹", 0x46: "☞",
}  # fmt: skip
_WINGDINGS_2 = {0xA3: BOX, 0x2A: BOX, 0x52: TICKED, 0x53: TICKED, 0x54: TICKED, 0x50: "✓", 0x4F: "✗", 0x97: "●"}
_WINGDINGS_3 = {0x66: "←", 0x67: "→", 0x68: "↑", 0x69: "↓", 0x74: "↔", 0x7D: "►", 0x84: "◄"}
_GREEK = "αβχδεφγηιϕκλμνοπθρστυϖωξψζ"
_SYMBOL = {
    **{ord("a") + i: letter for i, letter in enumerate(_GREEK)},
    **{ord("A") + i: letter for i, letter in enumerate("ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ")},
    0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB0: "°", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBA: "≡", 0xBB: "≈", 0xA5: "∞", 0xB7: "•",
    0xAB: "↔", 0xAC: "←", 0xAD: "↑", 0xAE: "→", 0xAF: "↓", 0xDB: "⇔", 0xDC: "⇐", 0xDE: "⇒", 0xE5: "∑", 0xD6: "√", 0xD7: "·",
    0xA2: "′", 0xB2: "″", 0xBC: "…", 0xCE: "∈", 0xC7: "∩", 0xC8: "∪", 0xD2: "®", 0xD3: "©", 0xD4: "™",
    0xE2: "®", 0xE3: "©", 0xE4: "™",
}  # fmt: skip
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "wingdings 3": _WINGDINGS_3, "symbol": _SYMBOL}
_PRIVATE = range(0xF000, 0xF100)


def is_symbol_font(font: str | None) -> bool:
    """Whether the letters of a font are signs."""
    return (font or "").lower() in _FONTS


def symbol(code: int, font: str | None) -> str | None:
    """The sign at a place of a symbol font, or None where it is not known."""
    place = code - 0xF000 if code in _PRIVATE else code
    table = _FONTS.get((font or "").lower())
    if table is not None and place <= 0xFF:
        # Digits and punctuation stand in their usual places in Symbol.
        plain = chr(place) if place == 0x20 or (table is _SYMBOL and 0x20 < place < 0x7F) else None
        return table.get(place, plain)
    # Without its font a private character is most often a bullet or tick box of Wingdings.
    return _WINGDINGS.get(place, _SYMBOL.get(place)) if code in _PRIVATE else chr(code)


def translate(text: str, font: str | None) -> tuple[str, bool]:
    """A text with its signs in plain characters, and whether all of them were known. Unknown ones become blanks."""
    if not is_symbol_font(font) and not any(ord(character) in _PRIVATE for character in text):
        return text, True
    known = [
        character if not is_symbol_font(font) and ord(character) not in _PRIVATE else symbol(ord(character), font)
        for character in text
    ]
    return "".join(sign or " " for sign in known), None not in known
