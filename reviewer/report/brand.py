"""The look of whoever hands a report on (``--brand brand.yaml``): name, logo, colour, disclaimer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from reviewer.errors import ReviewerError
from reviewer.report import raster

KEYS = ("name", "logo", "colours", "disclaimer")
COLOURS = ("main",)
LOGO_LIMIT = 1_000_000
"""Largest logo, in bytes."""
NAME_LIMIT, DISCLAIMER_LIMIT = 120, 2000
CONTRAST = 4.5
"""Least contrast of the main colour with white paper: WCAG 2.2, success criterion 1.4.3, for text of normal size."""
_MAGIC = {"png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff"}


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture as it lies in its file."""

    content: bytes
    kind: str
    """png, jpg or svg."""


@dataclass(frozen=True, slots=True)
class Brand:
    """How a report looks, and what it says of whoever hands it on."""

    name: str = ""
    logo: Logo | None = None
    main: str = "#0a4f94"
    """Colour of headings and rules, ``#rrggbb``."""
    disclaimer: str = ""


PLAIN = Brand()
"""No brand."""


def load_brand(path: Path) -> Brand:
    """The brand of a file. Raises ReviewerError, in one line, for whatever is wrong with it."""
    data = _mapping(path)
    colours = data.get("colours") or {}
    if not isinstance(colours, dict) or not set(colours) <= set(COLOURS):
        raise ReviewerError(str(path), "colours: not a mapping with main alone", 'write: colours: {main: "#0a4f94"}')
    return Brand(
        name=_text(path, data, "name", NAME_LIMIT),
        logo=_logo(path, data["logo"]) if data.get("logo") is not None else None,
        main=_colour(path, colours["main"]) if "main" in colours else PLAIN.main,
        disclaimer=_text(path, data, "disclaimer", DISCLAIMER_LIMIT),
    )


def _mapping(path: Path) -> dict[str, Any]:
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ReviewerError(str(path), f"cannot be read: {(error.strerror or 'fault').lower()}", "check --brand") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        where = getattr(error, "problem_mark", None)
        line = f" (line {where.line + 1})" if where is not None else ""
        raise ReviewerError(str(path), f"is not readable YAML{line}", "see docs/brand.md") from None
    if not isinstance(data, dict) or not data:
        raise ReviewerError(str(path), "is not a mapping", f"give at least one of {', '.join(KEYS)}")
    unknown = [str(key) for key in data if key not in KEYS]
    if unknown:
        raise ReviewerError(str(path), f"no key {', '.join(unknown)}", f"choose from {', '.join(KEYS)}")
    return data


def _text(path: Path, data: dict[str, Any], key: str, limit: int) -> str:
    value = data.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise ReviewerError(str(path), f"{key}: not a text", "put it in quotation marks")
    folded = " ".join(value.split())
    if len(folded) > limit:
        raise ReviewerError(str(path), f"{key}: {len(folded)} characters", f"use at most {limit}")
    return folded


def _colour(path: Path, value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"#[0-9a-fA-F]{6}", value):
        raise ReviewerError(str(path), f"colours: main: {value!r} is no colour", 'write it as "#0a4f94", in quotation marks')
    contrast = _contrast_with_white(value)
    if contrast < CONTRAST:
        raise ReviewerError(
            str(path),
            f"colours: main: {value} is too pale to be read on white (contrast {contrast:.1f}, at least {CONTRAST} is needed)",
            "take a darker one",
        )
    return value.lower()


def _contrast_with_white(colour: str) -> float:
    """Contrast ratio as WCAG 2.2 defines it, 1 to 21."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _logo(path: Path, value: object) -> Logo:
    if not isinstance(value, str) or not value.strip():
        raise ReviewerError(
            str(path), "logo: not the name of a file", "name a PNG, JPEG or SVG file, from the folder of this one"
        )
    file = path.parent / value
    try:
        content = file.read_bytes() if file.is_file() else None
    except OSError as error:
        raise ReviewerError(str(path), f"logo: {value} cannot be read: {(error.strerror or 'fault').lower()}") from None
    if content is None:
        raise ReviewerError(str(path), f"logo: {value} is not a file", "name it from the folder of the brand file")
    if len(content) > LOGO_LIMIT:
        raise ReviewerError(str(path), f"logo: {value} has more than {LOGO_LIMIT // 1000} kB", "make it smaller")
    kind = next((kind for kind, magic in _MAGIC.items() if content.startswith(magic)), "")
    if not kind and re.search(rb"<svg[\s>]", content[:2000]):
        kind = "svg"
    if not kind:
        raise ReviewerError(str(path), f"logo: {value} is no PNG, JPEG or SVG", "convert it")
    try:
        raster.png(content, kind)
    except ValueError:
        raise ReviewerError(str(path), f"logo: {value} is damaged: it cannot be drawn", "save it anew") from None
    return Logo(content, kind)
