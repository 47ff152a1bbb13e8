"""Writes the pages and the schema that are made from the code: ``make docs``. A test says when they are out of date.

With ``--check`` nothing is written; the exit status is 1 where a file would change.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

from reviewer import resources
from reviewer.clauses import ClauseLibrary
from reviewer.library import load_clauses, read_criteria
from reviewer.report.clause_pages import anchor, clause_page, crosswalk_page, framework_page, standard_page
from reviewer.report.criterion_pages import criteria_page, criterion_page
from reviewer.report.json_report import schema, schema_text
from reviewer.report.page import Block, Bullets, Heading, Page, Paragraph, Ref
from reviewer.report.page_markdown import markdown

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
GENERATED = (DOCS / "clauses", DOCS / "criteria")
"""Folders in which nothing is written by hand."""


def commands() -> str:
    """The commands with their options, as typer describes them."""
    call = [
        sys.executable,
        "-m",
        "typer",
        "--app",
        "app",
        "reviewer.cli",
        "utils",
        "docs",
        "--name",
        "reviewer",
        "--title",
        "The command line",
    ]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(call, capture_output=True, check=True, env=environment, cwd=ROOT)  # noqa: S603
    exits = (
        "## Exit status\n\n"
        "| status | meaning |\n| --- | --- |\n"
        "| 0 | the review was completed, whatever it found |\n"
        "| 1 | completed, and `--fail-on` met a gap, `compare --fail-on-regression` a regression, `annotate` a document that has changed, "
        "`validate` a difference, `rubric lint` a fault; `batch` could not review a client |\n"
        "| 2 | the call or its input was unusable; one line on stderr says why |\n"
        "| 70 | a bug of the reviewer |\n| 130 | interrupted |\n"
    )
    return done.stdout.decode("utf-8").replace("\r\n", "\n").rstrip() + "\n\n" + exits


def report_keys() -> str:
    """The keys of report.json, record by record."""
    whole = schema()
    records = {"Report": whole} | {name: record for name, record in whole["$defs"].items() if "properties" in record}
    parts = [
        "# The keys of `report.json`\n",
        "Made from the records in `reviewer/model/`. A key marked *may be absent* is left out where its value is not known.\n",
    ]
    for name, record in records.items():
        parts.append(f"## {name}\n")
        if "description" in record and name != "Report":
            parts.append(f"{' '.join(record['description'].split())}\n")
        parts.append("| key | type | meaning |\n| --- | --- | --- |\n" + "\n".join(_rows(record)) + "\n")
    return "\n".join(parts)


def _rows(record: Mapping[str, Any]) -> Iterator[str]:
    for key, value in record["properties"].items():
        meaning = value.get("description", "").replace("|", "\\|")
        absent = "" if key in record.get("required", ()) else "; *may be absent*"
        yield f"| `{key}` | {_type(value)}{absent} | {meaning} |"


def _type(value: Mapping[str, Any]) -> str:
    if "$ref" in value:
        return f"{value['$ref'].rpartition('/')[2]}"
    if "anyOf" in value:
        return " or ".join(_type(option) for option in value["anyOf"])
    if value.get("type") == "array":
        return f"list of {_type(value.get('items', {}))}"
    return str(value.get("type", "any"))


def reference_pages() -> dict[Path, str]:
    """A page for each clause, framework and criterion, and their indexes."""
    library = load_clauses(resources.clauses_dir())
    criteria = read_criteria(resources.rubric_dir())
    shown = {
        "clauses/index.md": _index(library),
        "clauses/crosswalk.md": crosswalk_page(library),
        "criteria/index.md": criteria_page(criteria),
    }
    shown |= {f"clauses/{standard.id}.md": standard_page(library, standard) for standard in library.standards}
    shown |= {f"clauses/{framework.id}.md": framework_page(library, framework) for framework in library.frameworks}
    shown |= {f"clauses/{_name(clause.id)}.md": clause_page(library, clause, criteria) for clause in library.clauses}
    shown |= {f"criteria/{criterion.id}.md": criterion_page(criterion, library) for criterion in criteria}

    def path_of(target: str) -> str | None:
        if target in library.references() and f"clauses/{_name(target)}.md" not in shown:
            return f"clauses/{target.partition(':')[0]}.md#{anchor(target)}"
        if target == "criteria":
            return "criteria/index.md"
        return next((path for path in (f"clauses/{_name(target)}.md", f"criteria/{target}.md") if path in shown), None)

    note = "<!-- Made by `make docs` from clauses/ and rubric/; change it there. -->\n\n"
    return {DOCS / path: note + markdown(page, PurePosixPath(path), path_of) for path, page in shown.items()}


def _index(library: ClauseLibrary) -> Page:
    blocks: list[Block] = [
        Paragraph((Ref("crosswalk", "The crosswalk in one table"), "; ", Ref("criteria", "all criteria"), "."))
    ]
    for standard in library.standards:
        blocks.append(Heading(standard.title))
        blocks.append(Bullets(tuple((Ref(c.id, c.clause), f" {c.title}") for c in library.clauses if c.standard == standard.id)))
    blocks += [Heading("Adjacent frameworks"), Bullets(tuple((Ref(f.id, f.short), f": {f.title}") for f in library.frameworks))]
    return Page("Clauses and frameworks", tuple(blocks))


def _name(reference: str) -> str:
    return reference.replace(":", "-")


def pages() -> dict[Path, str]:
    """All generated files."""
    return reference_pages() | {
        DOCS / "commands.md": commands(),
        DOCS / "report.md": report_keys(),
        ROOT / "reports" / "report.schema.json": schema_text(),
    }


def main(*, check: bool) -> int:
    """Write them, or say which are out of date."""
    stale = 0
    wanted = pages()
    for path, text in wanted.items():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            stale += 1
            print(f"{'out of date' if check else 'written'}: {path.relative_to(ROOT)}")
            if not check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(text, encoding="utf-8", newline="\n")
    for path in sorted(path for folder in GENERATED for path in folder.glob("*") if path not in wanted):
        stale += 1
        print(f"{'left over' if check else 'removed'}: {path.relative_to(ROOT)}")
        if not check:
            path.unlink()
    return int(check and stale > 0)


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
