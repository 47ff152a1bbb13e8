"""What a matched statement is worth: done, denied, merely possible, unfinished, or sent elsewhere."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from reviewer.language import Clause
from reviewer.match.reading import Reading
from reviewer.match.references import DocumentNames, Reference
from reviewer.model import PassageKind, Role
from reviewer.rules import Rule
from reviewer.terms import Span

_WEAK_MODALS = {"may", "might", "could", "should", "would", "ought"}
# Verbs that say no more than that something is dealt with; what is done stands elsewhere.
_GENERIC = {
    "handle", "perform", "carry", "conduct", "do", "manage", "process", "treat", "address", "execute", "define", "describe", "govern",
    "cover", "regulate", "specify", "deal", "set", "lay", "follow", "be", "document", "detail", "lie", "sit", "live", "belong", "find",
}  # fmt: skip


class Worth(NamedTuple):
    """The role a statement plays, with the reason where it is not a plain provision."""

    role: Role
    why: str = ""
    refers_to: str | None = None
    dead_end: str | None = None


def qualify(
    reading: Reading, act: Span | None, spans: Sequence[Span], rule: Rule, names: DocumentNames, own_ids: frozenset[str]
) -> Worth:
    """Judge a statement by the clause of its act, or by the whole passage where it has no act of its own.

    ``own_ids``: the document the passage stands in; a reference to it leads nowhere else.
    """
    anchor = act or (spans[0] if spans else None)
    clause = reading.clause_of(anchor) if anchor else None
    pointer = _pointer(reading, act, names, own_ids)
    if denied(reading, clause, act is None) or any(denied(reading, reading.clause_of(span), False) for span in spans):
        return Worth(Role.excludes, "denied")
    if pointer is not None:
        return pointer
    why = _weak(reading, clause, anchor, rule)
    if why:
        return Worth(Role.weakens, why)
    return Worth(Role.establishes)


def qualify_whole(reading: Reading, rule: Rule, names: DocumentNames, own_ids: frozenset[str]) -> Worth:
    """Judge a statement by its main clause, where it is not known which of its words do the thing."""
    return qualify(reading, reading.main_verb, (), rule, names, own_ids)


def denied(reading: Reading, clause: Clause | None, whole: bool) -> bool:
    """The statement says that it is not done. "No release until ..." and conditions deny nothing."""
    if "sentence.proviso" in reading.own:
        return False
    if "deny.plain" in reading.own:
        return True
    if clause is None:
        return False
    if clause.negated and clause.kind in {"main", "complement"}:
        return "permit.only" not in reading.own
    if whole and reading.clauses:
        mains = [c for c in reading.clauses if c.kind == "main"]
        return bool(mains) and all(c.negated for c in mains) and clause.kind in {"main", "complement"}
    return False


def _weak(reading: Reading, clause: Clause | None, anchor: Span | None, rule: Rule) -> str:
    own = reading.own
    if "permit.only" in own:
        return ""
    clause = _governing(reading, clause)
    if clause is not None and clause.kind in {"main", "complement"}:
        modal = sorted(clause.modals & _WEAK_MODALS)
        if modal:
            return f'only "{modal[0]}"'
        if "can" in clause.modals and not clause.modals & {"shall", "must", "will"}:
            return 'only "can"'
    if (
        clause is not None
        and clause.kind == "relative"
        and clause.modals & {"may", "might", "could"}
        and not _has_main_act(reading)
    ):
        return f'only "{min(clause.modals)}"'
    if reading.words and reading.words[0].text == "consider" and len(reading.words) > 1 and "consider" not in rule.hedges:
        return 'only "consider"'
    for name, label in (("hedge.phrase", "hedged"), ("hedge.verb", "an intention or advice")):
        for span in own.get(name, ()):
            text = reading.text_of(span).lower()
            if not any(allowed in text for allowed in rule.hedges) and _same_part(reading, span, anchor):
                return f'{label}: "{text}"'
    for span in own.get("hedge.unfinished", ()):
        if rule.fills or _same_part(reading, span, anchor):
            return f'unfinished: "{reading.text_of(span)}"'
    unfilled = reading.placeholders & set(rule.fills)
    if unfilled:
        return f"placeholder for a {min(unfilled)}"
    if reading.passage.quotation:
        return "a note to the author"
    return ""


def _governing(reading: Reading, clause: Clause | None) -> Clause | None:
    """The clause above a condition: in "may be presented when it is discussed" the permission covers it all."""
    while clause is not None and clause.kind == "condition" and 0 <= clause.parent < len(reading.clauses):
        clause = reading.clauses[clause.parent]
    return clause


def _has_main_act(reading: Reading) -> bool:
    return any(c.kind == "main" and c.finite for c in reading.clauses)


def _same_part(reading: Reading, span: Span, anchor: Span | None) -> bool:
    """In the same cell of a table row; anywhere in other passages."""
    if reading.passage.kind is not PassageKind.table_row or anchor is None:
        return True
    low, high = sorted((span[0], anchor[0]))
    text = reading.passage.text[reading.words[low].start : reading.words[high].start]
    return " | " not in text


def _pointer(reading: Reading, act: Span | None, names: DocumentNames, own_ids: frozenset[str]) -> Worth | None:
    """The passage does not say what is done but where that is written."""
    for span in reading.own.get("defer.pointer", ()):
        start, after = reading.words[span[0]].start, reading.words[span[1] - 1].end
        reference = next((r for r in reading.references if r.start >= start and r.start - after < 60), None)
        if reference is None:
            continue
        if act is not None and not _says_nothing_else(reading, act, span, reference):
            continue
        document = names.resolve(reference.name)
        if document in own_ids:
            return None
        return Worth(Role.defers, f"refers to {reference.name}", reference.name, document)
    return None


def _says_nothing_else(reading: Reading, act: Span, pointer: Span, reference: Reference) -> bool:
    """The deed that was found is part of the pointing ("is assessed by SOP-7", "for testing, see SOP-7"), no deed of its own."""
    text = reading.passage.text
    start = reading.words[pointer[0]].start
    first = reading.words[pointer[0]]
    head = next((w for w in reading.words[act[0] : act[1]] if w.pos == "V"), None)
    if first.forms & {"see", "refer", "consult", "cf", "reference"}:
        bracketed = text[:start].rstrip().endswith(("(", "["))
        return not bracketed and (head is None or reading.clauses[head.clause].kind != "main" or head.clause == first.clause)
    if re.search(r"\bby\s+(?:the\s+)?$", text[: reference.start]) and reference.name[:2].isupper():
        return True
    if act[0] < pointer[1] and pointer[0] < act[1]:
        return True
    if reading.clause_of(act) != reading.clause_of(pointer):
        return False
    # "is determined in accordance with SOP-7" leaves it to SOP-7; "the officer determines in accordance with SOP-7" is a duty.
    return head is None or bool(head.forms & _GENERIC) or ("thing.role" not in reading.own and _is_passive(text, head.start))


def _is_passive(text: str, verb: int) -> bool:
    return re.search(r"\b(?:is|are|be|been|being|was|were)\b[^.;:|]{0,30}$", text[:verb]) is not None
