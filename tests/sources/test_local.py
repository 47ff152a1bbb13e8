"""Which files of a folder are listed, in which order, and what is said of the others."""

from __future__ import annotations

import os
import sys
import unicodedata
from pathlib import Path

import pytest

from reviewer.errors import ReviewerError, UnreadableDocument
from reviewer.sources.interface import PassedOverCode
from reviewer.sources.local import list_files, read_bytes

posix = pytest.mark.skipif(sys.platform == "win32", reason="links and such file names need a POSIX system")


def lay(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"text of {name}", encoding="utf-8")
    return folder


def ids(*sources: Path) -> list[str]:
    return [file.id for file in list_files([str(source) for source in sources]).files]


def passed(*sources: Path) -> dict[str, PassedOverCode]:
    return {entry.file.id: entry.code for entry in list_files([str(source) for source in sources]).passed_over}


def test_folders_are_read_with_their_subfolders_in_the_order_of_their_names(tmp_path: Path) -> None:
    lay(tmp_path, "b.docx", "a/z.pdf", "a/deep/er/c.md", "a.md", "B.docx")
    assert ids(tmp_path) == ["B.docx", "a/deep/er/c.md", "a/z.pdf", "a.md", "b.docx"]


def test_order_does_not_follow_the_file_system(tmp_path: Path) -> None:
    names = [f"{n:02}.md" for n in range(30)]
    lay(tmp_path / "one", *names)
    lay(tmp_path / "two", *reversed(names))
    assert ids(tmp_path / "one") == ids(tmp_path / "two") == names


def test_file_record(tmp_path: Path) -> None:
    lay(tmp_path, "sub/SOP 1.md")
    (file,) = list_files([str(tmp_path)]).files
    assert (file.id, file.name, file.source, file.size) == ("sub/SOP 1.md", "SOP 1.md", "local", len("text of sub/SOP 1.md"))
    assert Path(file.path) == tmp_path / "sub" / "SOP 1.md"


def test_second_source_is_prefixed_and_a_single_file_goes_by_its_name(tmp_path: Path) -> None:
    lay(tmp_path, "one/a.md", "two/a.md", "three.md")
    assert ids(tmp_path / "one", tmp_path / "two", tmp_path / "three.md") == ["2/a.md", "3/three.md", "a.md"]


def test_a_file_named_twice_is_listed_once(tmp_path: Path) -> None:
    lay(tmp_path, "a.md", "b.md")
    assert ids(tmp_path, tmp_path / "a.md") == ["a.md", "b.md"]
    assert passed(tmp_path, tmp_path / "a.md") == {"2/a.md": PassedOverCode.duplicate}
    assert ids(tmp_path, tmp_path) == ["a.md", "b.md"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("~$SOP-001.docx", "temporary"),
        ("~WRL0003.tmp", "temporary"),
        (".~lock.SOP.odt#", "temporary"),
        ("notes.md~", "temporary"),
        (".DS_Store", "hidden"),
        ("Thumbs.db", "hidden"),
        ("desktop.ini", "hidden"),
        ("sub/.hidden.docx", "hidden"),
        ("sources.yaml", "settings"),
        ("sub/reviewer.yaml", "settings"),
    ],
)
def test_litter_is_passed_over_and_said_to_be(tmp_path: Path, name: str, code: str) -> None:
    lay(tmp_path, "real.docx", name)
    assert ids(tmp_path) == ["real.docx"]
    assert passed(tmp_path) == {name: PassedOverCode(code)}


def test_names_that_only_resemble_litter_are_listed(tmp_path: Path) -> None:
    names = ["Thumbs.docx", "reviewer.yaml.md", "tmp.docx", "~SOP.docx"]
    lay(tmp_path, *names)
    assert sorted(ids(tmp_path)) == sorted(names)


def test_a_hidden_folder_is_one_entry(tmp_path: Path) -> None:
    lay(tmp_path, "a.md", ".git/objects/1", ".git/objects/2")
    assert ids(tmp_path) == ["a.md"]
    assert passed(tmp_path) == {".git": PassedOverCode.hidden}


def test_a_file_that_was_named_itself_is_taken_whatever_its_name(tmp_path: Path) -> None:
    lay(tmp_path, ".hidden.md")
    assert ids(tmp_path / ".hidden.md") == [".hidden.md"]


@posix
def test_links_are_followed_once(tmp_path: Path) -> None:
    lay(tmp_path, "docs/z.md", "elsewhere/far.md", "elsewhere/sub/more.md")
    (tmp_path / "docs" / "a-link.md").symlink_to(tmp_path / "docs" / "z.md")
    (tmp_path / "docs" / "far").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "docs" / "far2").symlink_to(tmp_path / "elsewhere")
    assert ids(tmp_path / "docs") == ["far/far.md", "far/sub/more.md", "z.md"]
    assert passed(tmp_path / "docs") == {"a-link.md": PassedOverCode.duplicate, "far2": PassedOverCode.folder_loop}


@posix
def test_loops_and_dead_links_end(tmp_path: Path) -> None:
    lay(tmp_path, "a/b/real.md")
    (tmp_path / "a" / "b" / "up").symlink_to(tmp_path)
    (tmp_path / "self").symlink_to(tmp_path / "self")
    (tmp_path / "dead.docx").symlink_to(tmp_path / "gone.docx")
    assert ids(tmp_path) == ["a/b/real.md"]
    assert passed(tmp_path) == {
        "a/b/up": PassedOverCode.folder_loop,
        "dead.docx": PassedOverCode.broken_link,
        "self": PassedOverCode.broken_link,
    }
    assert {c for c in PassedOverCode if c.telling} >= {PassedOverCode.broken_link, PassedOverCode.no_access}


@posix
def test_what_is_no_regular_file_is_not_opened(tmp_path: Path) -> None:
    lay(tmp_path, "a.md")
    os.mkfifo(tmp_path / "pipe.md")
    assert ids(tmp_path) == ["a.md"]
    assert passed(tmp_path) == {"pipe.md": PassedOverCode.not_a_file}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems normalise file names themselves")
def test_ids_are_nfc_and_stay_apart(tmp_path: Path) -> None:
    composed, decomposed = "Prüfplan.md", unicodedata.normalize("NFD", "Prüfplan.md")
    lay(tmp_path, composed, decomposed)
    listing = list_files([str(tmp_path)])
    assert [file.id for file in listing.files] == ["Prüfplan.md", "Prüfplan.md (2)"]
    assert {read_bytes(file, 100).decode() for file in listing.files} == {f"text of {composed}", f"text of {decomposed}"}


@pytest.mark.skipif(sys.platform != "linux", reason="other systems refuse such names")
def test_a_name_that_is_no_text_is_reported(tmp_path: Path) -> None:
    lay(tmp_path, "a.md")
    (tmp_path / os.fsdecode(b"gr\xfcn.md")).write_bytes(b"x")
    assert ids(tmp_path) == ["a.md"]
    assert passed(tmp_path) == {"gr?n.md": PassedOverCode.unreadable_name}


@pytest.mark.parametrize("source", ["missing", "missing/deep.docx", "", "  ", "bad\0name"])
def test_missing_source_is_the_users_to_mend(tmp_path: Path, source: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    lay(tmp_path, "a.md")
    with pytest.raises(ReviewerError):
        list_files([source])


def test_empty_folder_is_the_users_to_mend(tmp_path: Path) -> None:
    (tmp_path / "empty" / "er").mkdir(parents=True)
    lay(tmp_path, "litter/.DS_Store", "full/a.md")
    for source in ("empty", "litter"):
        with pytest.raises(ReviewerError, match="holds no files"):
            list_files([str(tmp_path / "full"), str(tmp_path / source)])
    with pytest.raises(ReviewerError):
        list_files([])


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_locked_subfolder_is_reported(tmp_path: Path) -> None:
    lay(tmp_path, "a.md", "locked/b.md")
    (tmp_path / "locked").chmod(0)
    try:
        assert ids(tmp_path) == ["a.md"]
        assert passed(tmp_path) == {"locked": PassedOverCode.no_access}
    finally:
        (tmp_path / "locked").chmod(0o700)


def test_open_reads_up_to_the_limit(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_bytes(b"12345")
    (file,) = list_files([str(tmp_path)]).files
    assert read_bytes(file, 5) == b"12345"
    with pytest.raises(UnreadableDocument) as caught:
        read_bytes(file, 4)
    assert caught.value.code == "too_large"
    (tmp_path / "a.md").unlink()
    with pytest.raises(UnreadableDocument) as caught:
        read_bytes(file, 5)
    assert caught.value.code == "io"


def test_depth_does_not_exhaust_the_stack(tmp_path: Path) -> None:
    deep = tmp_path.joinpath(*["d"] * 300)
    deep.mkdir(parents=True)
    (deep / "a.md").write_text("x")
    assert ids(tmp_path) == ["d/" * 300 + "a.md"]
