"""The list of clients is read as it is meant, every fault of it is told, and no name of a client leads out of its folder."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reviewer.batch.names import folder_names
from reviewer.batch.portfolio import Choices, Portfolio, read_portfolio
from reviewer.errors import ReviewerError

RESERVED = {"con", "prn", "aux", "nul", "com1", "lpt1"}


def faults(tmp_path: Path, text: str) -> list[str]:
    file = tmp_path / "portfolio.yaml"
    file.write_text(text, encoding="utf-8")
    read = read_portfolio(file, Choices())
    assert not isinstance(read, Portfolio)
    return [str(fault).removeprefix(f"{file.as_posix()}:") for fault in read]


def test_a_file_names_clients_with_paths_from_where_it_lies(tmp_path: Path) -> None:
    file = tmp_path / "lists" / "portfolio.yaml"
    file.parent.mkdir()
    file.write_text(
        """
defaults: {standards: "iec-62304, iso-14971", brand: ours.yaml, quotes: false}
clients:
  - name: Acme
    sources: [acme/docs, "drive:1AbCdEf", /elsewhere]
    brand: theirs.yaml
    formats: html,xlsx
  - {name: Beta, sources: beta, decisions: beta.yaml, rubric: rules, standards: [iec-62304], profile: p.yaml}
""",
        encoding="utf-8",
    )
    read = read_portfolio(file, Choices(ocr=True, formats=("pdf",), quotes=True))
    assert isinstance(read, Portfolio)
    acme, beta = read.clients
    here = file.parent
    assert acme.sources == (str(here / "acme/docs"), "drive:1AbCdEf", "/elsewhere")
    assert beta.sources == (str(here / "beta"),)
    # The client's own choice, else that of the file, else that of the command line.
    assert (acme.choices.brand, beta.choices.brand) == (here / "theirs.yaml", here / "ours.yaml")
    assert (acme.choices.formats, beta.choices.formats) == (("html", "xlsx"), ("pdf",))
    assert (acme.choices.standards, beta.choices.standards) == (("iec-62304", "iso-14971"), ("iec-62304",))
    assert (acme.choices.quotes, acme.choices.ocr) == (False, True)
    assert (beta.choices.decisions, beta.choices.rubric, beta.choices.profile) == (
        here / "beta.yaml",
        here / "rules",
        here / "p.yaml",
    )


def test_every_fault_has_a_line_with_its_place(tmp_path: Path) -> None:
    told = faults(
        tmp_path,
        """clients:
  - name: ""
    sources: [a]
  - name: Beta
    sources: []
    brand: [1]
  - name: Gamma
    sources: [g]
    formats: html,doc
    colour: red
  - sources: [d]
  - {name: Delta, sources: ["drive:../../x"]}
defaults: {rubrik: x}
""",
    )
    expected = (
        ("2:", "name: is empty"), ("5:", "sources: names nothing"), ("6:", "brand:"), ("9:", "formats: no format doc"),
        ("10:", "colour: no such key; choose from"), ("11:", "name: is missing"), ("12:", "sources:"), ("13:", "rubrik: no such key"),
    )  # fmt: skip
    assert len(told) == len(expected), told
    for line, (place, text) in zip(told, expected, strict=True):
        assert line.startswith(place) and text in line, (line, place, text)
        assert "\n" not in line


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "not a mapping"),
        ("- a", "not a mapping"),
        ("clients: []", "names nothing"),
        ("clients: [", "expected"),
        ("clients: []\nclients: []", "stands twice"),
        ("clients:\n  - {name: A, sources: a}\n  - {name: ' A ', sources: b}", "the name 'A' stands twice"),
        ("clients: 3", "clients"),
    ],
)
def test_what_is_no_list_of_clients_is_told(tmp_path: Path, text: str, said: str) -> None:
    (line,) = faults(tmp_path, text)
    assert said in line


def test_a_folder_of_folders_has_a_client_in_each(tmp_path: Path) -> None:
    for name in ("Acme", "beta", ".git"):
        (tmp_path / name).mkdir()
    (tmp_path / "notes.docx").write_text("x")
    (tmp_path / "~$notes.docx").write_text("x")
    read = read_portfolio(tmp_path, Choices())
    assert isinstance(read, Portfolio)
    assert [(client.name, client.sources) for client in read.clients] == [
        ("Acme", (str(tmp_path / "Acme"),)), ("beta", (str(tmp_path / "beta"),)),
    ]  # fmt: skip
    assert read.left_out == ("notes.docx",)


def test_nothing_to_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(ReviewerError, match="holds no folder"):
        read_portfolio(tmp_path, Choices())
    with pytest.raises(ReviewerError, match="does not exist"):
        read_portfolio(tmp_path / "none.yaml", Choices())


@settings(max_examples=50)
@given(st.lists(st.text(min_size=1), unique=True, max_size=6))
@example(["../../etc", "/etc/passwd", "..", ".", "a/b", "a\\b"])
@example(["CON", "con", "Con", "nul", "com1", "NUL.html"])
@example(["Müller", "Muller", "mu\u0308ller", "muller", "MULLER", "株式会社", "有限会社"])
@example(["x" * 500, "x" * 501, "a\x00b", "a\nb", "=1+1", "<b>", " a", "a ", "a.", "-rf"])
def test_folders_are_safe_and_apart(names: list[str]) -> None:
    folders = folder_names(names)
    assert list(folders) == names
    seen = {unicodedata.normalize("NFC", folder).casefold() for folder in folders.values()}
    assert len(seen) == len(names)
    for name, folder in folders.items():
        assert folder and len(folder.encode()) <= 80
        assert set(folder) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
        assert not folder.startswith("-") and not folder.endswith("-") and folder not in RESERVED
        assert folder_names([name])[name] == folder, "a client keeps its folder whoever else there is"
