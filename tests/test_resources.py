"""Where the data lies, and the digest that says which data judged."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer import resources
from reviewer.errors import ReviewerError


def lay(folder: Path, files: dict[str, bytes]) -> Path:
    for name, content in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    return folder


FILES = {"b/x.yaml": b"one\ntwo\n", "a.yaml": b"three\n"}


def test_digest_does_not_depend_on_place_order_or_line_ends(tmp_path: Path) -> None:
    one = lay(tmp_path / "one", FILES)
    two = lay(tmp_path / "two" / "deep", {name: content.replace(b"\n", b"\r\n") for name, content in reversed(FILES.items())})
    lay(two, {"README.md": b"words", ".hidden.yaml": b"x", ".git/y.yaml": b"x"})
    assert resources.digest({"rubric": one}) == resources.digest({"rubric": two})


@pytest.mark.parametrize(
    "other",
    [
        {"b/x.yaml": b"one\ntwo\n"},
        {"b/x.yaml": b"one\ntwo\n", "c.yaml": b"three\n"},
        {"b/x.yaml": b"one\ntwo", "a.yaml": b"three\n"},
        {"b/x.yaml": b"one\n", "a.yaml": b"two\nthree\n"},
        {"b/x.yaml": b"three\n", "a.yaml": b"one\ntwo\n"},
    ],
)
def test_digest_notices(tmp_path: Path, other: dict[str, bytes]) -> None:
    assert resources.digest({"r": lay(tmp_path / "one", FILES)}) != resources.digest({"r": lay(tmp_path / "two", other)})


def test_digest_tells_rubric_from_clauses(tmp_path: Path) -> None:
    one, two = lay(tmp_path / "one", FILES), lay(tmp_path / "two", {"z.yaml": b"z"})
    assert resources.data_digest(one, two) != resources.data_digest(two, one)


def test_override_has_to_be_a_folder(tmp_path: Path) -> None:
    assert resources.rubric_dir(tmp_path) == resources.clauses_dir(tmp_path) == tmp_path
    for missing in (tmp_path / "missing", lay(tmp_path, {"file": b""}) / "file"):
        with pytest.raises(ReviewerError, match="is not a folder"):
            resources.rubric_dir(missing)


def test_installed_data_stand_before_those_beside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "reviewer"
    lay(tmp_path, {"rubric/a.yaml": b"beside", "reviewer/__init__.py": b""})
    monkeypatch.setattr(resources, "_PACKAGE", package)
    assert resources.rubric_dir() == tmp_path / "rubric"
    lay(package, {"_data/rubric/a.yaml": b"inside"})
    assert resources.rubric_dir() == package / "_data" / "rubric"
    with pytest.raises(ReviewerError, match="install it again"):
        resources.clauses_dir()


def test_templates_and_schema_are_there() -> None:
    assert (resources.templates_dir() / "detailed.html").is_file()
    assert resources.report_schema().is_file()


def test_digest_counts_the_encoder_to_the_byte(tmp_path: Path) -> None:
    one = lay(tmp_path / "one", {**FILES, "fitted/encoder.onnx": b"\x01\r\n\x02"})
    two = lay(tmp_path / "two", {**FILES, "fitted/encoder.onnx": b"\x01\n\x02"})
    assert resources.digest({"r": one}) != resources.digest({"r": two})
