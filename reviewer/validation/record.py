"""Runs the known-answer sets and sets expected beside actual results."""

from __future__ import annotations

import base64
import hashlib
import importlib.metadata
import platform
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from pathlib import Path, PurePosixPath

from pydantic import Field

from reviewer import pipeline, resources
from reviewer.errors import ReviewerError
from reviewer.model import Record as Frozen
from reviewer.model import Review, Status, ToolInfo
from reviewer.report.json_report import render
from reviewer.validation.cases import KnownSet

PACKAGE = "qms-reviewer"
Reviewing = Callable[[Path], Review]


class Outcome(StrEnum):
    """How the actual result stands to the expected one."""

    agrees = "agrees"
    known_limit = "known limit"
    differs = "differs"
    not_checked = "not checked"


class Case(Frozen):
    """One known answer."""

    group: str = Field(description="name of the known-answer set, or installation, or repeatability")
    case: str = Field(description="element, or what was checked")
    expected: str
    actual: str
    outcome: Outcome
    note: str = Field("", description="the known limit, or why it was not checked")


class Component(Frozen):
    """A program that the tool stands on."""

    name: str
    version: str


class Environment(Frozen):
    """Where the tool ran."""

    python: str
    system: str
    machine: str
    components: tuple[Component, ...]


class SetInfo(Frozen):
    """A known-answer set."""

    name: str
    about: str
    documents: int = Field(ge=0)
    sha256: str = Field(description="over its documents and labels")


class Record(Frozen):
    """What is filed: the outcome of a validation."""

    schema_version: str = "1"
    tool: ToolInfo
    rubric_sha256: str
    made_at: str = Field(description="ISO 8601")
    environment: Environment
    sets: tuple[SetInfo, ...]
    cases: tuple[Case, ...]
    passed: bool = Field(description="nothing differs")

    def count(self, outcome: Outcome) -> int:
        """How many cases have an outcome."""
        return sum(case.outcome is outcome for case in self.cases)


def review_set(docs: Path) -> Review:
    """A set, reviewed as ``reviewer review`` does without options."""
    return pipeline.review_sources([str(docs)], pipeline.Options())


def validate(
    sets: Sequence[KnownSet],
    now: Callable[[], datetime],
    reviewing: Reviewing = review_set,
    progress: Callable[[str], None] = print,
) -> Record:
    """Review every set and compare. ``progress`` is told what is being done."""
    started = now()
    cases: list[Case] = list(installation())
    infos: list[SetInfo] = []
    tool, reviews = None, {}
    for known in sets:
        progress(f"reviewing {known.name}")
        review = reviews[known.name] = reviewing(known.docs)
        tool = review.tool
        cases += [*elements(known, review), *documents(known, review)]
        infos.append(SetInfo(name=known.name, about=known.about, documents=len(review.documents), sha256=_digest(known)))
    if tool is None:
        raise ReviewerError("known-answer sets", "there is none to run", "install the program again")
    smallest = min(sets, key=lambda known: (len(reviews[known.name].documents), known.name))
    progress(f"reviewing {smallest.name} once more")
    cases.append(repeatability(smallest.name, reviews[smallest.name], reviewing(smallest.docs)))
    return Record(
        tool=tool, rubric_sha256=resources.data_digest(resources.rubric_dir(), resources.clauses_dir()),
        made_at=started.isoformat(timespec="seconds"), environment=environment(), sets=tuple(infos), cases=tuple(cases),
        passed=all(case.outcome is not Outcome.differs for case in cases),
    )  # fmt: skip


def elements(known: KnownSet, review: Review) -> Iterator[Case]:
    """Each element: what people say of it, and what the tool says."""
    actual = {e.id: e.status for f in review.findings for e in f.elements}
    for element in dict.fromkeys([*actual, *known.expected]):
        expected, found = known.expected.get(element, Status.unmet), actual.get(element)
        limit = known.limits.get(element)
        same = found is expected
        if limit is None:
            outcome, note = (Outcome.agrees if same else Outcome.differs), ""
        elif same:
            outcome, note = Outcome.differs, f"the known limit does not show: {limit}"
        else:
            outcome, note = Outcome.known_limit, limit
        said = found.value if found else "not judged"
        yield Case(group=known.name, case=element, expected=expected.value, actual=said, outcome=outcome, note=note)


def documents(known: KnownSet, review: Review) -> Iterator[Case]:
    """Which documents count."""
    found = {PurePosixPath(entry.name).stem: entry.establishes for entry in review.documents}
    words = {True: "counts", False: "does not count", None: "not found"}
    for name, expected in known.counting.items():
        actual = found.get(name)
        yield Case(
            group=known.name, case=f"document {name}", expected=words[expected], actual=words[actual],
            outcome=Outcome.agrees if actual is expected else Outcome.differs,
        )  # fmt: skip


def repeatability(name: str, first: Review, second: Review) -> Case:
    """The same documents give the same report, byte for byte, apart from the times of the run."""
    digests = [hashlib.sha256(render(r.model_copy(update={"run": {}})).encode()).hexdigest() for r in (first, second)]
    same = digests[0] == digests[1]
    return Case(
        group="repeatability", case=f"{name} reviewed twice", expected="the same report", actual="the same report" if same else "another report",
        outcome=Outcome.agrees if same else Outcome.differs, note=f"SHA-256 {digests[0]}",
    )  # fmt: skip


def installation() -> Iterator[Case]:
    """The installed files are those that were packed."""
    case, expected = "installed files against the checksums of the package", "all as packed"
    try:
        files = importlib.metadata.distribution(PACKAGE).files or ()
    except importlib.metadata.PackageNotFoundError:
        files = ()
    packed = [file for file in files if file.hash is not None and file.parts[0] == "reviewer"]
    if not packed:
        note = "it runs from a checkout, whose files no package has checksums of"
        yield Case(
            group="installation", case=case, expected=expected, actual="not checked", outcome=Outcome.not_checked, note=note
        )
        return
    wrong = []
    for file in packed:
        assert file.hash is not None
        path = Path(str(file.locate()))
        digest = hashlib.new(file.hash.mode, path.read_bytes()).digest() if path.is_file() else b""
        if base64.urlsafe_b64encode(digest).decode().rstrip("=") != file.hash.value:
            wrong.append(str(file))
    yield Case(
        group="installation", case=case, expected=expected,
        actual=f"{len(packed)} files as packed" if not wrong else f"{len(wrong)} of {len(packed)} files differ",
        outcome=Outcome.differs if wrong else Outcome.agrees, note=", ".join(wrong[:5]),
    )  # fmt: skip


def environment() -> Environment:
    """Python, the system, and what the tool stands on."""
    try:
        required = importlib.metadata.requires(PACKAGE) or ()
    except importlib.metadata.PackageNotFoundError:
        required = ()
    names = sorted(
        {match[0] for text in required if "extra ==" not in text and (match := re.match(r"[\w.-]+", text))}, key=str.lower
    )
    components = []
    for name in names:
        try:
            components.append(Component(name=name, version=importlib.metadata.version(name)))
        except importlib.metadata.PackageNotFoundError:
            continue
    return Environment(
        python=f"{platform.python_implementation()} {platform.python_version()} ({sys.maxsize.bit_length() + 1} bit)",
        system=f"{platform.system()} {platform.release()}", machine=platform.machine(), components=tuple(components),
    )  # fmt: skip


def _digest(known: KnownSet) -> str:
    """Over names and contents of the documents, and over the labels."""
    total = hashlib.sha256()
    for path in sorted(p for p in known.docs.rglob("*") if p.is_file()):
        total.update(f"{path.relative_to(known.docs).as_posix()}\n{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    for element, status in sorted(known.expected.items()):
        total.update(f"{element}={status.value}\n".encode())
    for element in sorted(known.limits):
        total.update(f"limit {element}\n".encode())
    return total.hexdigest()
