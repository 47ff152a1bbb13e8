"""Two wordings, word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from reviewer.model import Evidence, Wording, WordRun

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_ALIKE = 0.4
"""Share of words in common below which two texts are two statements rather than two versions of one."""


def wording(before: Evidence | None, after: Evidence | None) -> Wording:
    """Both statements, with their difference where they have enough in common to show one."""
    runs = word_runs(before.quote, after.quote) if before and after else ()
    return Wording(before=before, after=after, words=runs)


def word_runs(before: str, after: str) -> tuple[WordRun, ...]:
    """What was taken out and put in, in reading order; empty where the texts are too unlike."""
    old, new = _TOKEN.findall(before), _TOKEN.findall(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    if matcher.ratio() < _ALIKE:
        return ()
    runs: list[WordRun] = []
    for tag, a, b, c, d in _bridged(matcher, old, new):
        if tag == "equal":
            runs.append(WordRun(kind="same", text="".join(old[a:b])))
            continue
        if b > a:
            runs.append(WordRun(kind="removed", text="".join(old[a:b])))
        if d > c:
            runs.append(WordRun(kind="added", text="".join(new[c:d])))
    return tuple(runs)


def _bridged(matcher: SequenceMatcher[str], old: list[str], new: list[str]) -> list[tuple[str, int, int, int, int]]:
    """The steps from one text to the other; changes that only a blank or a sign parts are one, so that they can be read."""
    steps: list[tuple[str, int, int, int, int]] = []
    for step in matcher.get_opcodes():
        tag, a, b, c, d = step
        between = tag == "equal" and b - a == 1 and not old[a].isalnum()
        if steps and steps[-1][0] != "equal" and (tag != "equal" or between):
            _, first, _, start, _ = steps[-1]
            steps[-1] = ("replace", first, b, start, d)
        else:
            steps.append(step)
    if len(steps) > 1 and steps[-1][0] != "equal":
        _, a, b, c, d = steps[-1]
        # A last sign that both share belongs to neither.
        if b > a and d > c and old[b - 1] == new[d - 1]:
            steps[-1:] = [("replace", a, b - 1, c, d - 1), ("equal", b - 1, b, d - 1, d)]
    return steps
