"""How ready a topic is: a rule that anybody can apply by hand, printed with every grade."""

from __future__ import annotations

import re
from collections.abc import Sequence

from reviewer.model import Verdict
from reviewer.rehearsal.records import Answer, Grade, TopicResult
from reviewer.rehearsal.topics import Topic
from reviewer.report import words

RULE = (
    "A topic is ready where the procedures cover it and every question was answered with a record shown. It is nearly ready where every "
    "question was answered and at least one record shown, and the procedures neither leave all of it out nor contradict it. Else it is not "
    "ready. “I don’t know”, “no”, a dash or nothing is no answer, and none of them is a record."
)
_NOTHING = re.compile(
    r"(?:i |we )?(?:do not|don['’]t|dont) (?:know|remember|have(?: it| one| that)?)|no|none|nothing|n/?a|not sure|no idea|unknown|nobody|pass|skip|\?|tbd|later|-",
    re.IGNORECASE,
)


def says_something(text: str) -> bool:
    """Whether an answer, or the name of a record, says anything."""
    bare = text.strip(" .!…–—-")
    return any(c.isalnum() for c in bare) and not _NOTHING.fullmatch(bare)


def grade(topic: Topic, answers: Sequence[Answer]) -> TopicResult:
    """The grade of a topic by its answers."""
    given = {a.number: a for a in answers if a.criterion == topic.finding.criterion}
    asked = len(topic.questions)
    answered = [a for a in given.values() if says_something(a.answer)]
    shown = [a for a in answered if says_something(a.record)]
    verdict = topic.finding.verdict
    unanswered = [q for n, q in enumerate(topic.questions, 1) if n in given and not says_something(given[n].answer)]
    bare = [a.question for a in answered if not says_something(a.record)]
    if len(given) < asked:
        level = Grade.not_asked
        because = f"{len(given)} of {words.count(asked, 'question')} asked so far."
    elif verdict is Verdict.covered and len(shown) == asked:
        level, because = Grade.ready, "The procedures cover it, and every question was answered with a record."
    elif len(answered) == asked and shown and verdict not in {Verdict.missing, Verdict.conflicting}:
        missing = [f"{words.count(len(bare), 'answer')} without a record"] if bare else []
        missing += ["the procedures cover a part only"] if verdict is not Verdict.covered else []
        level, because = Grade.nearly, f"{_sentence(missing)}."
    else:
        reasons = [f"{words.count(len(unanswered), 'question')} without an answer"] if unanswered else []
        reasons += ["no record was shown"] if not shown else []
        reasons += {
            Verdict.missing: ["the procedures leave it out"],
            Verdict.conflicting: ["the procedures contradict it"],
        }.get(verdict, [])
        level, because = Grade.not_ready, f"{_sentence(reasons)}."
    finding = topic.finding
    return TopicResult(
        criterion=finding.criterion, title=finding.title, standard=finding.standard, clause=finding.clause, verdict=verdict,
        grade=level, because=because, questions=asked, answered=len(answered), shown=len(shown),
        to_do=() if level is Grade.not_asked else _to_do(topic, unanswered, bare),
    )  # fmt: skip


def _to_do(topic: Topic, unanswered: Sequence[str], bare: Sequence[str]) -> tuple[str, ...]:
    tasks = [f"Find the answer to: {question}" for question in unanswered]
    tasks += [f"Have a record at hand for: {question}" for question in bare]
    tasks += [f"Write it down: {element.missing}" for element in topic.open if element.missing]
    return tuple(tasks)


def _sentence(parts: Sequence[str]) -> str:
    text = "; ".join(parts)
    return text[:1].upper() + text[1:]
