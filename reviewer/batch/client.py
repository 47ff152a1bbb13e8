"""The review of one client, as it is made in a worker: a function of the task, which answers with the files of the reports.

A worker writes nothing. So it makes no difference where it runs and whether it lives to the end.
"""

from __future__ import annotations

import threading
import traceback
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, TypeVar

from reviewer import pipeline, report, resources
from reviewer.batch.inputs import Inputs, look, unchanged
from reviewer.batch.portfolio import Client
from reviewer.errors import ReviewerError, UnreadableDocument
from reviewer.library import load_clauses, read_criteria
from reviewer.report.brand import PLAIN, load_brand
from reviewer.report.interface import Guidance, Tier
from reviewer.report.json_report import NAME as REPORT
from reviewer.sources.drive.settings import Settings as DriveSettings

Tell = Callable[[str, str, int, int], None]
"""Hears of a client how far its review is: name, stage, done, total. Picklable where the executor needs it."""
_ONE_AT_A_TIME = threading.Lock()
"""The language pipeline is made for one review at a time in a process; a worker of a cluster may have several threads."""


class Task(NamedTuple):
    """What a worker needs to know."""

    client: Client
    drive: DriveSettings
    cache: bool
    known: Inputs | None
    """What the reports that lie there were made of; None to make them in any case."""
    tell: Tell
    parsers: int | None = None
    """Processes that read its documents at most; None for one on each core."""


class Reviewed(NamedTuple):
    """The reports of a client."""

    files: dict[str, bytes]
    inputs: Inputs


class Unchanged(NamedTuple):
    """The reports that lie there would be made the same."""


class Failed(NamedTuple):
    """Why there are no reports: ``code`` for machines, the rest for people. No text of a document is in it."""

    code: str
    reason: str
    advice: str = ""


Outcome = Reviewed | Unchanged | Failed
T = TypeVar("T")


def options_of(task: Task) -> pipeline.Options:
    """What the pipeline is asked for. Raises ReviewerError where the brand is no such file."""
    choices, drive = task.client.choices, task.drive
    brand = load_brand(choices.brand) if choices.brand else PLAIN
    if choices.drive_credentials is not None:
        drive = drive.model_copy(update={"credentials": choices.drive_credentials})
    return pipeline.Options(
        standards=choices.standards,
        profile=choices.profile,
        rubric=choices.rubric,
        clauses=choices.clauses,
        trace=bool(choices.trace),
        ocr=bool(choices.ocr),
        drive=drive,
        cache=task.cache,
        decisions=choices.decisions,
        redact=bool(choices.redact) or choices.redact_names is not None,
        redact_names=choices.redact_names,
        redact_company=(brand.name,) if brand.name else (),
        quotes=choices.quotes is not False,
        jobs=task.parsers,
    )


def review_client(task: Task) -> Outcome:
    """Review a client. Whatever goes wrong is told in the answer, so that it can travel."""
    with _ONE_AT_A_TIME:
        return answered(_reviewed, task)


def answered(work: Callable[[Task], T], task: Task) -> T | Failed:
    """What came of some work on a client. An error of ours is told by its place, not by its text, which may quote a document."""
    try:
        return work(task)
    except ReviewerError as error:
        return Failed("unusable", f"{error.where}: {error.what}", error.advice)
    except UnreadableDocument as error:
        return Failed(error.code, error.reason)
    except MemoryError:
        return Failed(
            "out_of_memory", "the memory of this machine did not suffice", "review fewer clients at the same time (--jobs)"
        )
    except Exception as error:  # noqa: BLE001 -- it must cost this client alone
        place = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{type(error).__name__} in {Path(place.filename).name}, line {place.lineno}"
        return Failed(
            "bug", f"a fault of the reviewer ({where})", "review this client alone with `reviewer review` and report it"
        )


def _reviewed(task: Task) -> Outcome:
    client = task.client
    options = options_of(task)
    inputs, files = look(client, options)
    if task.known is not None and unchanged(task.known, inputs, files):
        return Unchanged()
    review = pipeline.review_sources(
        client.sources, options, lambda stage, done, total: task.tell(client.name, stage, done, total)
    )
    formats = tuple(dict.fromkeys((*(client.choices.formats or report.DEFAULT_FORMATS), "json")))
    made = report.render(review, formats, Tier.detailed, _guidance(client))
    assert REPORT in made
    return Reviewed(made, inputs.with_contents(review))


def _guidance(client: Client) -> Guidance:
    choices = client.choices
    plain = plain_guidance(resources.rubric_dir(choices.rubric), resources.clauses_dir(choices.clauses))
    return Guidance(plain.criteria, plain.clauses, load_brand(choices.brand) if choices.brand else PLAIN)


def plain_guidance(rubric: Path, clauses: Path) -> Guidance:
    """What rubric and clause library say beyond the verdicts now, without a brand. No model is loaded for it."""
    return _plain_guidance(rubric, clauses, resources.stamp(rubric, clauses))


@lru_cache(4)
def _plain_guidance(rubric: Path, clauses: Path, _stamp: object) -> Guidance:
    return Guidance({criterion.id: criterion for criterion in read_criteria(rubric)}, load_clauses(clauses))
