"""``reviewer compare``: what has become of the findings between two reviews."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from reviewer import report
from reviewer.changes import compare as compare_reviews
from reviewer.changes import read_review
from reviewer.commands.options import JsonOption
from reviewer.errors import FOUND, OK
from reviewer.model import Turn
from reviewer.report import comparison as compared
from reviewer.report.page_terminal import print_page


def compare(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="The earlier report.json, or the folder that holds it.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="The later one.")],
    html: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write a web page as well.")] = None,
    as_json: JsonOption = False,
    fail_on_regression: Annotated[
        bool, typer.Option("--fail-on-regression", help="Exit with 1 where a finding has got worse.")
    ] = False,
) -> int:
    """Compare two reviews: closed, new, changed and regressed findings, with the wording that changed."""
    result = compare_reviews(read_review(old, "OLD"), read_review(new, "NEW"), (str(old), str(new)))
    if html is not None:
        from reviewer.report.comparison_html import comparison_html

        report.write({html.name: comparison_html(result)}, html.parent)
    if as_json:
        print(compared.data(result), end="")  # noqa: T201
    else:
        print_page(compared.page(result), sys.stdout)
    regressed = any(finding.step.turn is Turn.regressed for finding in result.findings)
    return FOUND if fail_on_regression and regressed else OK
