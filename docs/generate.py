"""Writes the pages and the schema that are made from the code: ``make docs``. A test says when they are out of date.

With ``--check`` nothing is written; the exit status is 1 where a file would change.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from reviewer.report.json_report import schema, schema_text

ROOT = Path(__file__).resolve().parent.parent


def commands() -> str:
    """The commands with their options, as typer describes them."""
    call = [sys.executable, "-m", "typer", "reviewer.cli", "utils", "docs", "--name", "reviewer", "--title", "The command line"]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(call, capture_output=True, check=True, env=environment, cwd=ROOT)  # noqa: S603
    exits = (
        "## Exit status\n\n"
        "| status | meaning |\n| --- | --- |\n"
        "| 0 | the review was completed, whatever it found |\n"
        "| 1 | completed, and `--fail-on` met a gap (or `rubric lint` a fault) |\n"
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
        "Made from the records in `reviewer/model.py`. A key marked *may be absent* is left out where its value is not known.\n",
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


def pages() -> dict[Path, str]:
    """All generated files."""
    return {
        ROOT / "docs" / "commands.md": commands(),
        ROOT / "docs" / "report.md": report_keys(),
        ROOT / "reports" / "report.schema.json": schema_text(),
    }


def main(*, check: bool) -> int:
    """Write them, or say which are out of date."""
    stale = 0
    for path, text in pages().items():
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            stale += 1
            print(f"{'out of date' if check else 'written'}: {path.relative_to(ROOT)}")
            if not check:
                path.write_text(text, encoding="utf-8", newline="\n")
    return int(check and stale > 0)


if __name__ == "__main__":
    sys.exit(main(check="--check" in sys.argv[1:]))
