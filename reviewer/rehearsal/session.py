"""The session in the terminal: asks, takes the answer and the record, grades, and writes minutes. It can be stopped and taken up again."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, TextIO

from pydantic import ValidationError

from reviewer import report
from reviewer.errors import ReviewerError
from reviewer.model import Review
from reviewer.rehearsal import minutes as kept
from reviewer.rehearsal.readiness import grade
from reviewer.rehearsal.records import Answer, Session
from reviewer.rehearsal.topics import Stage, Topic
from reviewer.report import paper, words
from reviewer.report.interface import Guidance

STATE = "minutes.state.json"
_HELP = "Answer in a line; Enter for no answer. ? shows where the procedures answer, back takes the last answer back, stop ends and keeps all."


class People(NamedTuple):
    """Who rehearses, for the minutes."""

    asked_by: str = ""
    answered_by: str = ""


_NOBODY = People()


class Terminal:
    """Where the session is held. Raises EOFError where nobody answers any more."""

    def __init__(self, source: TextIO, target: TextIO) -> None:
        self._source, self._target = source, target

    def say(self, text: str = "", indent: int = 0) -> None:
        """Show a line."""
        self._target.write(f"{' ' * indent}{words.clean(text)}\n")
        self._target.flush()

    def ask(self, prompt: str) -> str:
        """Ask, and wait for a line."""
        self._target.write(f"{prompt} ")
        self._target.flush()
        said = self._source.readline()
        if not self._source.isatty():
            self._target.write("\n")  # nobody has pressed Enter
        if not said:
            raise EOFError
        return words.clean(said)


class _Stop(Exception):
    """Somebody wants to go on another time."""


class _Back(Exception):
    """The last answer is to be given again."""


def hold(
    review: Review,
    guidance: Guidance,
    parts: Sequence[Stage],
    out: Path,
    terminal: Terminal,
    now: Callable[[], datetime],
    people: People = _NOBODY,
    *,
    restart: bool = False,
) -> tuple[Path, ...]:
    """Hold the session, or go on with the one whose state lies in ``out``. Returns the files with its minutes.

    Raises ReviewerError where the state in ``out`` is another report's, or cannot be written.
    """
    topics = {topic.finding.criterion: topic for part in parts for topic in part.topics}
    session = None if restart else _resumed(review, topics, out)
    if session is None:
        session = Session(
            report_sha256=_digest(review), order=tuple(topics), asked_by=people.asked_by, answered_by=people.answered_by,
            started_at=_stamp(now()),
        )  # fmt: skip
        report.write({STATE: _written(session)}, out)
    else:
        terminal.say(f"Going on after {words.count(len(session.answers), 'answer')}; --restart begins anew.")
    openings = {part.topics[0].finding.criterion: part for part in parts}
    ordered = [topics[name] for name in session.order]
    terminal.say(_HELP)
    try:
        session = _questions(session, ordered, openings, out, terminal, now)
    except (EOFError, KeyboardInterrupt, _Stop):
        session = _resumed(review, topics, out) or session
        terminal.say()
        terminal.say("Stopped; the same command goes on from here.")
    held = kept.minutes(review, ordered, session, _stamp(now()))
    terminal.say(f"Readiness: {kept.headline(held.topics)}")
    files = {"minutes.docx": paper.docx(kept.paper(review, guidance, held)), "minutes.json": kept.as_json(held)}
    return report.write(files, out)


def _questions(
    session: Session,
    topics: Sequence[Topic],
    openings: dict[str, Stage],
    out: Path,
    terminal: Terminal,
    now: Callable[[], datetime],
) -> Session:
    """Ask what has not been asked yet; the state is written after each answer."""
    plan = [(topic, number, question) for topic in topics for number, question in enumerate(topic.questions, 1)]
    while len(session.answers) < len(plan):
        topic, number, question = plan[len(session.answers)]
        criterion = topic.finding.criterion
        if number == 1:
            _introduce(topic, openings.get(criterion), terminal)
        terminal.say(f"{number}. {question}")
        try:
            answer = _line("   Answer:", topic, terminal)
            record = _line("   Record shown:", topic, terminal)
        except _Back:
            session = session.model_copy(update={"answers": session.answers[:-1]})
        else:
            given = Answer(
                criterion=criterion, number=number, question=question, answer=answer, record=record, answered_at=_stamp(now())
            )
            session = session.model_copy(update={"answers": (*session.answers, given)})
            if number == len(topic.questions):
                result = grade(topic, session.answers)
                terminal.say(f"-> {result.grade.value}: {result.because}", 3)
        report.write({STATE: _written(session)}, out)
    return session


def _line(prompt: str, topic: Topic, terminal: Terminal) -> str:
    while True:
        said = terminal.ask(prompt)
        command = said.strip().lower()
        if command == "stop":
            raise _Stop
        if command == "back":
            raise _Back
        if command != "?":
            return said
        _show(topic, terminal)


def _introduce(topic: Topic, part: Stage | None, terminal: Terminal) -> None:
    if part is not None:
        terminal.say()
        terminal.say(f"== {part.title} ==")
        if part.opening:
            terminal.say(part.opening)
    finding = topic.finding
    terminal.say()
    terminal.say(f"{finding.title}  ({words.short(finding.standard)} {finding.clause})")
    if topic.records:
        terminal.say(f"On the table: {'; '.join(topic.records)}")


def _show(topic: Topic, terminal: Terminal) -> None:
    """Where the procedures answer, and what they leave open."""
    for element, evidence in topic.answers():
        terminal.say(f"{topic.asked(element)}: “{words.cut(evidence.quote, 200)}” ({words.place(evidence)})", 3)
    for element in topic.open:
        terminal.say(f"{words.STATUSES[element.status]}: {element.missing or words.reason(element.reason)}", 3)


def _resumed(review: Review, topics: dict[str, Topic], out: Path) -> Session | None:
    path = out / STATE
    try:
        session = Session.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError):
        raise ReviewerError(str(path), "is no state of a rehearsal", "name another folder with --out, or add --restart") from None
    plan = [(t, n) for t in session.order if t in topics for n in range(1, len(topics[t].questions) + 1)]
    given = [(a.criterion, a.number) for a in session.answers]
    if session.report_sha256 != _digest(review) or set(session.order) != set(topics) or given != plan[: len(given)]:
        raise ReviewerError(str(path), "belongs to another report or rubric", "name another folder with --out, or add --restart")
    return session


def _digest(review: Review) -> str:
    content = review.model_dump(mode="json", exclude={"run", "changes"})
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()


def _written(session: Session) -> bytes:
    return (json.dumps(session.model_dump(mode="json"), ensure_ascii=False, indent=1) + "\n").encode()


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")
