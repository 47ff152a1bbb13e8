"""Figures of list numbers: letters, roman numerals, ordinals. The formats are named as in Word."""

from __future__ import annotations

_ORDINAL_ENDINGS = {1: "st", 2: "nd", 3: "rd"}
_ONES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    )
)


def numeral(count: int, format: str) -> str:
    """A count in the figures of a number format; arabic ones for those formats that English documents do not use."""
    if format == "none":
        return ""
    if format == "decimalZero":
        return f"{count:02d}"
    if format in ("lowerLetter", "upperLetter") and count > 0:
        letters = chr(ord("a") + (count - 1) % 26) * min((count - 1) // 26 + 1, 30)  # Word goes on with "aa", "bb"
        return letters.upper() if format == "upperLetter" else letters
    if format in ("lowerRoman", "upperRoman") and 0 < count < 4000:
        return _roman(count).upper() if format == "upperRoman" else _roman(count)
    if format == "ordinal":
        return f"{count}{'th' if count % 100 in (11, 12, 13) else _ORDINAL_ENDINGS.get(count % 10, 'th')}"
    if format == "cardinalText" and 0 <= count < len(_ONES):
        return _ONES[count].capitalize()
    return str(count)


def _roman(count: int) -> str:
    """Lower-case roman figures."""
    figures = ""
    for worth, sign in _ROMAN:
        figures += sign * (count // worth)
        count %= worth
    return figures
