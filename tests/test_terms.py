"""The language of the terms finds what its documentation says, and refuses what is not well formed."""

from __future__ import annotations

import pytest

from reviewer.language import analyse, words
from reviewer.terms import Aliases, TermError, Thesaurus, compile_concept, parse_term


def found(term: str, text: str, **others: list[str]) -> list[str]:
    concepts = {name: compile_concept(name, terms) for name, terms in others.items()}
    concepts["x"] = compile_concept("x", [term])
    tokens = words(text)
    return [" ".join(w.text for w in tokens[a:b]) for a, b in Thesaurus(concepts).find(tokens).get("x", ())]


@pytest.mark.parametrize(
    ("term", "text", "expected"),
    [
        ("review", "Reports are reviewed; reviewing takes place.", ["reviewed", "reviewing"]),
        ("problem report", "two problem reports", ["problem reports"]),
        ("problem report", "a problem; report it", []),
        ("vulnerability|weakness", "weaknesses and vulnerabilities", ["weaknesses", "vulnerabilities"]),
        ("re? test", "they re-test and test", ["re test", "test", "test"]),
        ("bring * up to date", "is brought fully up to date", ["brought fully up to date"]),
        ("bring *1 up to date", "brought by all of them up to date", []),
        ("exploit~", "exploitability", ["exploitability"]),
        ("(root cause/origin of)", "the origin of it", ["origin of"]),
        ("(date|time stamp)", "time stamp", ["time stamp"]),
        ("organise", "we organize", ["organize"]),
        ("third-party code", "third party code", ["third party code"]),
    ],
)
def test_term_finds(term: str, text: str, expected: list[str]) -> None:
    assert [e.replace("organize", "organize") for e in found(term, text)] == expected


def test_part_of_speech_tells_noun_from_verb() -> None:
    analysis = next(iter(analyse(["The engineer shall report the defect in the report."])))
    thesaurus = Thesaurus({"x": compile_concept("x", ["report:V"])})
    assert len(thesaurus.find(analysis.words)["x"]) == 1


def test_reference_and_exclusion() -> None:
    assert found("open @issue", "all open weaknesses", issue=["weakness"]) == ["open weaknesses"]
    concept = compile_concept("x", ["release"], ["press release"])
    assert "x" not in Thesaurus({"x": concept}).find(words("the press release"))


def test_aliases_take_part_in_references() -> None:
    thesaurus = Thesaurus({"issue": compile_concept("issue", ["weakness"]), "x": compile_concept("x", ["open @issue"])})
    aliases = Aliases({("finding",): frozenset({"issue"})})
    assert "x" not in thesaurus.find(words("an open finding"))
    assert "x" in thesaurus.find(words("an open finding"), aliases)


@pytest.mark.parametrize("term", ["", "* x", "x *", "(a/b", "a)", "a||b", "(a/)", "x?", "$x"])
def test_faulty_terms_are_refused(term: str) -> None:
    with pytest.raises(TermError):
        parse_term(term)


def test_circles_and_unknown_concepts_are_refused() -> None:
    with pytest.raises(TermError, match="circle"):
        Thesaurus({"a": compile_concept("a", ["x @b"]), "b": compile_concept("b", ["y @a"])})
    with pytest.raises(TermError, match="unknown concept"):
        Thesaurus({"a": compile_concept("a", ["x @nobody"])})


def test_what_is_found_twice_is_what_is_found_of_each() -> None:
    text = "The engineer shall report the defect in the report; findings of a defect report are open."
    analysis = next(iter(analyse([text])))
    thesaurus = Thesaurus(
        {
            "issue": compile_concept("issue", ["defect"]),
            "report": compile_concept("report", ["report:V"], ["@issue report"]),
            "open": compile_concept("open", ["@issue * open", "exploit~", "find~"]),
        }
    )
    aliases = Aliases({("engineer",): frozenset({"issue"})})
    both = thesaurus.find_twice(analysis.words, words(text), aliases)
    assert both == (thesaurus.find(analysis.words, aliases), thesaurus.find(words(text), aliases))
    assert both[0] != both[1]
