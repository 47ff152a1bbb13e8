"""``reviewer crosswalk``, ``explain`` and ``trace``: pages for people, each also as JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from reviewer import resources
from reviewer.commands.options import ClausesOption, JsonOption, RubricOption
from reviewer.report.page import Page
from reviewer.report.page_terminal import print_page


def crosswalk(
    clause: Annotated[
        str | None,
        typer.Argument(metavar="[CLAUSE]", help='Such as "IEC 62304 9.2", 9.5, MDR or "FDA 524B"; the whole table if left out.'),
    ] = None,
    as_json: JsonOption = False,
    clauses: ClausesOption = None,
    rubric: RubricOption = None,
) -> int:
    """Show how clauses of the standards map to each other, or all about one clause or framework."""
    from reviewer import library
    from reviewer.report import clause_pages

    known = library.load_clauses(resources.clauses_dir(clauses))
    if clause is None:
        return _show(clause_pages.crosswalk_page(known), known.model_dump(mode="json", by_alias=True), as_json)
    found = library.find_clause(known, clause)
    criteria = library.read_criteria(resources.rubric_dir(rubric))
    return _show(
        clause_pages.reference_page(known, found.reference, criteria, found.also),
        clause_pages.reference_data(known, found.reference, criteria, found.also),
        as_json,
    )


def explain(
    criterion: Annotated[
        str | None,
        typer.Argument(metavar="[CRITERION]", help="Id of a criterion or element, or its end; the list of all if left out."),
    ] = None,
    as_json: JsonOption = False,
    clauses: ClausesOption = None,
    rubric: RubricOption = None,
) -> int:
    """Explain a criterion: what is asked and why, what to write, what an auditor asks, how it is missed."""
    from reviewer import library
    from reviewer.report import criterion_pages

    criteria = library.read_criteria(resources.rubric_dir(rubric))
    if criterion is None:
        return _show(criterion_pages.criteria_page(criteria), [c.model_dump(mode="json") for c in criteria], as_json)
    known = library.load_clauses(resources.clauses_dir(clauses))
    found, element = library.find_criterion(criteria, criterion)
    return _show(
        criterion_pages.criterion_page(found, known, element), criterion_pages.criterion_data(found, known, element), as_json
    )


def trace(
    report_file: Annotated[Path, typer.Argument(metavar="REPORT", help="A report.json, or the folder that holds one.")],
    element: Annotated[str, typer.Argument(metavar="ELEMENT", help="Id of an element, or its end.")],
    as_json: JsonOption = False,
    rubric: RubricOption = None,
) -> int:
    """Show how the status of an element was reached: passages considered, what was found, what would have changed it."""
    from reviewer import library
    from reviewer.report import trace_page

    criteria = library.read_criteria(resources.rubric_dir(rubric))
    findings = trace_page.read_findings(report_file)
    criterion, name = library.find_criterion(criteria, element)
    finding, result = trace_page.find_element(findings, criterion.id, name)
    return _show(trace_page.trace_page(finding, result, criterion), trace_page.trace_data(finding, result), as_json)


def _show(page: Page, data: object, as_json: bool) -> int:
    """Print a page for people, or the same as JSON."""
    if as_json:
        print(json.dumps(data, ensure_ascii=False, indent=1))  # noqa: T201
    else:
        print_page(page, sys.stdout)
    return 0
