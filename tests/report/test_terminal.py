"""The summary in the terminal."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from reviewer.model import Review
from reviewer.report.terminal import GAPS, print_summary
from tests.report.sample_review import REVIEW
from tests.verdict.test_decided import OPTIONS, decided, made


class Screen(io.StringIO):
    """A terminal that somebody watches."""

    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


def plain(review: Review = REVIEW, *written: Path) -> str:
    stream = io.StringIO()
    print_summary(review, stream, written)
    return stream.getvalue()


@pytest.mark.parametrize(
    "said",
    [
        "Coverage: 67 % of what is asked (2 of 3 elements)",
        "IEC 62304 ",
        "Documents: 3 found, 1 count",
        "not readable: sub/scan.pdf: no page has a text layer",
        "Coverage is stated without what could not be read.",
        "nothing on devices in use",
        "What weighs most, of 3 gaps",
        "1 status to confirm",
        "SOP-012 <Change> (3 mentions)",
    ],
)
def test_summary_says(said: str) -> None:
    assert said in plain()


def test_weightiest_gap_first_and_audit_focus_last() -> None:
    text = plain()
    titles = ["Formal remediation path", "Problem reports analysed", "Proactive identification"]
    assert sorted(titles, key=text.index) == titles
    assert "not known to ask for it" in " ".join(text.partition("Proactive identification")[2].split())


def test_what_runs_over_a_line_stays_right_of_its_verdict() -> None:
    text = plain(REVIEW.model_copy(update={"findings": (REVIEW.findings[1].model_copy(update={"title": "word " * 40}),)}))
    lines = text.partition("What weighs most")[2].splitlines()[1:]
    assert lines[0].startswith("  partly covered word") and lines[1].startswith("                 word")


def test_more_gaps_than_are_shown_are_counted() -> None:
    text = plain(REVIEW.model_copy(update={"findings": tuple(REVIEW.findings[1] for _ in range(GAPS + 3))}))
    assert "and 3 more" in text


def test_documents_that_do_not_count_are_named_where_none_does() -> None:
    idle = REVIEW.documents[0].model_copy(update={"establishes": False, "reason": "a draft of nothing"})
    assert "1 document read and not counted (draft)" in plain(
        REVIEW.model_copy(update={"documents": (*REVIEW.documents[:2], idle.model_copy(update={"id": "other.docx"}))})
    )
    text = plain(REVIEW.model_copy(update={"documents": (idle,)}))
    assert "not counted: SOP-7.docx: a draft of nothing" in text
    assert "no element can be met" in text and "nothing on devices in use" not in text


def test_bars() -> None:
    rows = {line.split("  ")[0]: line for line in plain().splitlines() if line.startswith(("IEC", "ISO"))}
    assert rows["IEC 81001-5-1"].count("#") == 12
    assert rows["IEC 62304"].count("#") == 0
    assert "2/2" in rows["IEC 81001-5-1"]


def test_it_fits_eighty_columns() -> None:
    screen = Screen()
    print_summary(REVIEW, screen, width=80)
    rows = [line for line in re.sub(r"\x1b\[[0-9;]*m", "", screen.getvalue()).splitlines() if line.startswith(("IEC", "ISO"))]
    assert len(rows) == 3 and all(re.search(r"%\s+\d+/\d+\s+\d+\s+\d+\s+\d+\s+\d+$|–", row.rstrip()) for row in rows)


def test_plain_where_nobody_watches() -> None:
    assert "\x1b" not in plain() and "█" not in plain()


def test_coloured_on_a_terminal_unless_no_color(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    print_summary(REVIEW, screen, width=120)
    assert re.search(r"\x1b\[[0-9;]*3[0-9]", screen.getvalue()) and "█" in screen.getvalue()
    monkeypatch.setenv("NO_COLOR", "1")
    screen = Screen()
    print_summary(REVIEW, screen, width=120)
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]", screen.getvalue())


def test_documents_cannot_steer_the_terminal() -> None:
    text = plain()
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f\u202e]", text)
    assert "[bold]" in text  # nor rich


def test_paths_stay_whole(tmp_path: Path) -> None:
    path = tmp_path / ("very-long-name-" * 12) / "summary.html"
    assert f"  {path}\n" in plain(REVIEW, path)


def test_no_gap() -> None:
    assert "No gap was found" in plain(REVIEW.model_copy(update={"findings": REVIEW.findings[:1]}))


def test_decisions_of_people_are_told() -> None:
    assert "With decisions: 75 % (1 status decided on by people)" in plain(decided(made(OPTIONS)))
