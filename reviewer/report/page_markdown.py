"""A page as Markdown, for the docs: names become links between the pages."""

from __future__ import annotations

import os.path
import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

from reviewer.report import words
from reviewer.report.page import Block, Bullets, Entry, Facts, Grid, Heading, Line, Page, Paragraph, Ref, Wording

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>|#])")


def markdown(shown: Page, here: PurePosixPath, path_of: Callable[[str], str | None]) -> str:
    """The page as Markdown text.

    ``here`` is where it will stand; ``path_of`` gives the path of a target from the same root, with an anchor if need be, or
    None where there is no page for it.
    """
    parts = [f"# {escape(shown.title)}"]
    for block in shown.blocks:
        parts += _written(block, lambda line: _line(line, here, path_of))
    text = "\n\n".join(parts)
    return re.sub(r"(?m)^(- .*)\n\n(?=- )", r"\1\n", text) + "\n"


def escape(text: str) -> str:
    """Text that Markdown shows as it is."""
    return _SPECIAL.sub(r"\\\1", words.clean(text)) if text.strip() else text


def _line(line: Line, here: PurePosixPath, path_of: Callable[[str], str | None]) -> str:
    parts = []
    for part in line:
        if isinstance(part, Ref):
            path = path_of(part.target)
            parts.append(f"[{escape(part.text)}]({_relative(path, here)})" if path else escape(part.text))
        else:
            # Spaces at the seams belong to the line; escape() would fold them away.
            lead, tail = part[: len(part) - len(part.lstrip())], part[len(part.rstrip()) :]
            parts.append(f"{lead}{escape(part)}{tail}" if part.strip() else part)
    return "".join(parts)


def _relative(path: str, here: PurePosixPath) -> str:
    file, _, anchor = path.partition("#")
    return PurePosixPath(os.path.relpath(file, here.parent)).as_posix() + (f"#{anchor}" if anchor else "")


def _written(block: Block, line: Callable[[Line], str]) -> Iterator[str]:
    match block:
        case Heading():
            anchor = f'<a id="{block.anchor}"></a>\n\n' if block.anchor else ""
            yield f"{anchor}{'#' * block.level} {escape(block.text)}"
        case Paragraph():
            yield f"*{line(block.line)}*" if block.quiet else line(block.line)
        case Bullets():
            yield "\n".join(f"- {line(item)}" for item in block.lines)
        case Facts():
            yield "| | |\n| --- | --- |\n" + "\n".join(f"| {name} | {line(value)} |" for name, value in block.rows)
        case Entry():
            head = f"**{line(block.title)}**" + (f" ({escape(block.note)})" if block.note else "")
            yield "  \n".join([head, *map(line, block.lines)])
            if block.bullets:
                yield "\n".join(f"- {line(item)}" for item in block.bullets)
            if block.asides:
                yield "  \n".join(f"*{escape(aside)}*" for aside in block.asides)
        case Wording():
            yield f"> {escape(block.text)}"
        case Grid():
            head = f"| {' | '.join(block.columns)} |\n|{' --- |' * len(block.columns)}\n"
            yield head + "\n".join(f"| {' | '.join(map(line, row))} |" for row in block.rows)
