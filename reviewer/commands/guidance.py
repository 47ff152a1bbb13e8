"""What the rubric and the clause library say beyond the verdicts, for the commands that write reports."""

from __future__ import annotations

from pathlib import Path

from reviewer import resources
from reviewer.report.brand import PLAIN, load_brand
from reviewer.report.interface import Guidance


def guidance_from(rubric: Path | None, clauses: Path | None, brand: Path | None = None) -> Guidance:
    """What the rubric and the clause library say about each criterion beyond the verdict, and the look of whoever hands it on."""
    from reviewer.library import load_clauses, load_library

    criteria = load_library(resources.rubric_dir(rubric)).rubric.criteria
    return Guidance(
        criteria={criterion.id: criterion for criterion in criteria},
        clauses=load_clauses(resources.clauses_dir(clauses)),
        brand=load_brand(brand) if brand is not None else PLAIN,
    )
