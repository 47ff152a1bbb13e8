"""``reviewer rubric``: looking after the rubric."""

from __future__ import annotations

import json

import typer

from reviewer import resources
from reviewer.commands.options import ClausesOption, RubricOption
from reviewer.report.words import clean

app = typer.Typer(help="Look after the rubric.", rich_markup_mode=None)


@app.command("lint")
def rubric_lint(rubric: RubricOption = None, clauses: ClausesOption = None) -> int:
    """Check the rubric and the clause library, and name every fault with its place; exit with 1 if there is one."""
    from reviewer.library import check_criteria, read_clauses, read_library

    judged, faults = read_library(resources.rubric_dir(rubric))
    known, more = read_clauses(resources.clauses_dir(clauses))
    faults += more
    if judged is not None:
        faults += check_criteria(judged.rubric.criteria, known, resources.rubric_dir(rubric))
    for fault in faults:
        print(clean(str(fault)))  # noqa: T201
    print(f"{len(faults)} fault{'s'[: len(faults) != 1]}" if faults else "no faults")  # noqa: T201
    return 1 if faults else 0


@app.command("schema")
def rubric_schema() -> int:
    """Print the JSON Schema of a file in rubric/criteria."""
    from reviewer.rules import Criterion

    print(json.dumps(Criterion.model_json_schema(), ensure_ascii=False, indent=1))  # noqa: T201
    return 0
