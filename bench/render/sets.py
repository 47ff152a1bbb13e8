"""Renders a sample set: each source by its recipe, or all in one format."""

from __future__ import annotations

from pathlib import Path

from bench.render import to_docx, to_html, to_md, to_pdf, to_xlsx
from bench.render.blocks import RenderError, Source
from bench.render.markdown_source import parse
from bench.render.oddities import oddities
from bench.render.recipes import SETS, Format, Recipe, SetRecipe
from bench.render.sheets_source import as_source, parse_sheets

_SHEETS = ".sheets.yaml"


def source_folder(set_dir: Path) -> Path:
    """Where a set keeps its sources: ``docs-src``, or ``docs`` where the sources are what users have."""
    for name in ("docs-src", "docs"):
        if (set_dir / name).is_dir():
            return set_dir / name
    raise RenderError(f"{set_dir}: no docs-src folder; name the folder of a sample set")


def render_set(set_dir: Path, format: Format | None = None) -> dict[str, bytes]:
    """File names and contents of a set, all in one format where one is given."""
    recipes = SETS.get(set_dir.resolve().name, SetRecipe("", Recipe(Format.md)))
    folder = source_folder(set_dir)
    paths = sorted([*folder.glob("*.md"), *folder.glob(f"*{_SHEETS}")])
    if not paths:
        raise RenderError(f"{folder}: no *.md and no *{_SHEETS} in it; write the sources there")
    rendered: dict[str, bytes] = {}
    for path in paths:
        stem = path.name.removesuffix(_SHEETS if path.name.endswith(_SHEETS) else ".md")
        recipe = recipes.documents.get(stem, recipes.default)
        wanted = format or recipe.format
        rendered[f"{stem}.{wanted}"] = _rendered(path, stem, wanted, recipe, recipe.publisher or recipes.company)
    if recipes.oddities and format is None:
        rendered |= oddities()
    return rendered


def _rendered(path: Path, stem: str, format: Format, recipe: Recipe, company: str) -> bytes:
    text = path.read_text("utf-8")
    if path.name.endswith(_SHEETS):
        sheets = parse_sheets(text, stem)
        if format is Format.xlsx:
            return to_xlsx.render_sheets(sheets, company)
        source = as_source(sheets, stem)
    else:
        source = parse(text, stem)
    return _document(source, format, recipe, company)


def _document(source: Source, format: Format, recipe: Recipe, company: str) -> bytes:
    if format is Format.docx:
        return to_docx.render(source, recipe.docx, company)
    if format is Format.pdf:
        return to_pdf.render(source, recipe.pdf, company)
    if format is Format.html:
        return to_html.render(source, company)
    if format is Format.xlsx:
        return to_xlsx.render(source, company)
    return to_md.render(source)
