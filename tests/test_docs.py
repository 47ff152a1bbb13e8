"""What is written about the program is so."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

from reviewer import __version__, cli
from reviewer.report import REPORTS

ROOT = Path(cli.__file__).resolve().parent.parent


def test_generated_pages_are_current() -> None:
    done = subprocess.run(
        [sys.executable, "docs/generate.py", "--check"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert (done.returncode, done.stdout) == (0, ""), "run `make docs`"


def test_readme_names_options_that_exist() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(--[a-z-]+)", readme))
    assert len(named) > 8
    assert named <= set(re.findall(r"--[a-z-]+", commands))


def test_readme_names_make_targets_that_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for page in ("README.md", "CONTRIBUTING.md"):
        for target in re.findall(r"`?make ([a-z]+)\b`", (ROOT / page).read_text(encoding="utf-8")):
            assert re.search(rf"^{target}:.* ## ", makefile, re.MULTILINE), target


def test_links_between_pages_lead_somewhere() -> None:
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for link, anchor in re.findall(r"\]\((?!https?:|#)([^)#]+)#?([^)]*)", page.read_text(encoding="utf-8")):
            target = page.parent / link
            assert target.exists(), f"{page.name}: {link}"
            if anchor and target.parent.name == "clauses":
                assert f'<a id="{anchor}">' in target.read_text(encoding="utf-8"), f"{page.name}: {link}#{anchor}"


def test_clauses_and_criteria_have_pages_that_lead_to_each_other() -> None:
    docs = ROOT / "docs"
    index = (docs / "clauses" / "index.md").read_text(encoding="utf-8")
    for page in (docs / "clauses").glob("*.md"):
        assert page.name == "index.md" or f"({page.name})" in index or page.stem in {"iec-81001-5-1", "iec-62304", "iso-14971"}, (
            page
        )
    for page in (docs / "criteria").glob("[0-9]*.md"):
        clauses = re.findall(r"\]\(\.\./clauses/([^)#]+)\)", page.read_text(encoding="utf-8"))
        back = [name for name in clauses if f"(../criteria/{page.name})" in (docs / "clauses" / name).read_text(encoding="utf-8")]
        assert back, page.name
        assert f"({page.name})" in (docs / "criteria" / "index.md").read_text(encoding="utf-8")


def test_changelog_knows_the_version() -> None:
    assert f"## {__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_readme_names_the_formats() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert all(f"`{name}`" in readme for name in REPORTS)


def test_readme_names_every_command() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    commands = re.findall(r"^#+ `reviewer ([a-z ]+)`$", (ROOT / "docs" / "commands.md").read_text(encoding="utf-8"), re.MULTILINE)
    groups = {name.split()[0] for name in commands if " " in name}
    assert len(commands) > 6
    for name in set(commands) - groups:
        assert f"`reviewer {name}" in readme, name


def test_readme_quotes_a_sample_that_ships() -> None:
    readme = " ".join((ROOT / "README.md").read_text(encoding="utf-8").replace("\n> ", " ").split())
    (quote, document), *_ = re.findall(r"“([^”]+)” > (NR-SOP[\w-]+)\.docx", readme)
    source = ROOT / "fixtures" / "nordlys-ventilators" / "docs-src" / f"{document}.md"
    assert quote in " ".join(source.read_text(encoding="utf-8").split())


def test_architecture_names_modules_and_folders_that_exist() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    paths = set(re.findall(r"`((?:bench|reviewer|rubric|reports)/[\w./-]*)`", page))
    paths.discard("reviewer/_data/")  # only in the wheel
    assert len(paths) > 8
    assert [path for path in sorted(paths) if not (ROOT / path).exists()] == []


def test_lock_files_hold_hashes_and_no_addresses() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text(encoding="utf-8")
        assert not re.search(r"https?:|file://|--(extra-)?index-url|--find-links|^\s*-e|(?<!\w)/(?!/)\w+/", text, re.MULTILINE), (
            name
        )
        pins = re.findall(r"^([a-z0-9._-]+)==", text, re.MULTILINE | re.IGNORECASE)
        assert len(pins) > 40
        for block in re.split(r"\n(?=\S)", text):
            assert block.startswith("#") or "--hash=sha256:" in block, block[:80]
    runtime = set(re.findall(r"^(\S+==\S+)", (ROOT / "requirements.lock").read_text(encoding="utf-8"), re.MULTILINE))
    assert runtime <= set(re.findall(r"^(\S+==\S+)", (ROOT / "requirements-dev.lock").read_text(encoding="utf-8"), re.MULTILINE))
