"""A worker that reviews in no time: the real one takes seconds to load its models. All around it is real.

The review is made from the text of the client's files: what is said of an element "met ID" is met, all else is open. A file named
``die``, ``bug`` or ``slow`` has the worker die, fail, or dawdle; ``once`` has it die the first time, ``beside`` has it wait for that.
"""

from __future__ import annotations

import hashlib
import os
import sys
import time
from pathlib import Path

from reviewer import report
from reviewer.batch.client import Failed, Outcome, Reviewed, Task, answered, options_of
from reviewer.batch.inputs import look
from reviewer.model import DocumentEntry, Finding, Review, Role, Status, Verdict
from reviewer.report.interface import Guidance, Tier
from tests.report.sample_review import COVERED, PARTIAL, REVIEW, evidence


def work(task: Task) -> Outcome:
    """What ``reviewer.batch.client.review_client`` is, with another review."""
    return answered(_reviewed, task)


def _reviewed(task: Task) -> Outcome:
    inputs, files = look(task.client, options_of(task))
    texts = {file.name: Path(file.path).read_text(encoding="utf-8") for file in files}
    task.tell(task.client.name, "reading", 0, len(files))
    if "die.md" in texts:
        time.sleep(0.2)
        os._exit(9)
    died = Path(task.client.sources[0]).parent / "died"
    if "once.md" in texts and not died.exists():
        died.mkdir()
        os._exit(9)
    while "beside.md" in texts and not died.exists():
        time.sleep(0.01)
    if "bug.md" in texts:
        raise KeyError(texts["bug.md"])
    if "slow.md" in texts:
        time.sleep(float(texts["slow.md"]))
    if "threads.md" in texts:
        return Failed("threads", os.environ.get("OMP_NUM_THREADS", "none"))
    made = report.render(review_of(texts), (*(task.client.choices.formats or ()), "json"), Tier.detailed, Guidance())
    return Reviewed(made, inputs.with_contents(review_of(texts)))


def review_of(texts: dict[str, str]) -> Review:
    """A review that quotes every text."""
    documents = tuple(
        DocumentEntry.model_validate(
            REVIEW.documents[0].model_dump()
            | {"id": name, "name": name, "path": name, "sha256": hashlib.sha256(text.encode()).hexdigest(), "title": text}
        )
        for name, text in texts.items()
    )
    quotes = tuple(evidence(text, document=name, name=name) for name, text in texts.items())
    found = tuple(_finding(finding, quotes, " ".join(texts.values())) for finding in (COVERED, PARTIAL))
    return REVIEW.model_copy(update={"documents": documents, "findings": found, "probably_missing": (), "run": {}})


def _finding(finding: Finding, quotes: tuple[object, ...], text: str) -> Finding:
    elements = []
    for element in finding.elements:
        met = f"met {element.id.partition('/')[2]}" in text
        role = Role.establishes if met else Role.nearest
        elements.append(
            element.model_copy(
                update={
                    "status": Status.met if met else Status.unmet,
                    "evidence": tuple(quote.model_copy(update={"role": role}) for quote in quotes[:3]),
                    "conflicts": (),
                    "trace": (),
                }
            )
        )
    met = sum(element.status is Status.met for element in elements)
    verdict = Verdict.covered if met == len(elements) else Verdict.partial if met else Verdict.missing
    return finding.model_copy(update={"elements": tuple(elements), "verdict": verdict})


def main() -> int:
    """The command line with this worker: for tests that kill it."""
    from reviewer import cli
    from reviewer.batch import run
    from tests.batch.stand_in import work as importable

    run.review_client = importable
    return cli.run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
