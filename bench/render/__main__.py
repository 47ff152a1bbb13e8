"""``python -m bench.render SET_DIR [--out DIR] [--format docx|pdf|md|html]``: renders the documents of a sample set."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.render.blocks import RenderError
from bench.render.recipes import Format
from bench.render.sets import render_set, source_folder


def main(arguments: Sequence[str] | None = None) -> int:
    """Render a set; 0 if it was written, 2 if a source, a recipe or the call is at fault."""
    parser = argparse.ArgumentParser("python -m bench.render", description="Render the documents of a sample set.")
    parser.add_argument("set_dir", type=Path, metavar="SET_DIR", help="folder of the set, with docs-src in it")
    parser.add_argument("--out", type=Path, metavar="DIR", help="where the files go; by default SET_DIR/docs")
    formats = [kind for kind in Format if kind is not Format.xlsx]
    parser.add_argument("--format", type=Format, choices=formats, help="one format for all; by default each by its recipe")
    options = parser.parse_args(arguments)
    out: Path = options.out or options.set_dir / "docs"
    try:
        if out.resolve() == source_folder(options.set_dir).resolve():
            raise RenderError(f"{out}: holds the sources; name another folder with --out")
        rendered = render_set(options.set_dir, options.format)
    except RenderError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    out.mkdir(parents=True, exist_ok=True)
    for name, content in rendered.items():
        (out / name).write_bytes(content)
        sys.stdout.write(f"{out / name}: {len(content)} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
