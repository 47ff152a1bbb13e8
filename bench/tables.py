"""``python -m bench.tables``: the tables of docs/accuracy.md, from what ``bench.run`` wrote."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bench.run import RESULTS

PAGE = Path(__file__).resolve().parent.parent / "docs" / "accuracy.md"
_MARK = re.compile(r"(<!-- table: ([a-z-]+) -->\n).*?(<!-- end -->)", re.DOTALL)
_CHIEF = ("met P", "met R", "met F1", "gap P", "gap R", "gap F1", "balanced", "five-way F1")
_CORPORA = {
    "real": "real procedures (6 cases; rules were written on them)",
    "public": "public procedures (26 cases)",
    "generated": "generated sets (90 cases)",
    "left-out-voices": "left-out voices (all tagged sets)",
    "samples--seen": "sample sets (8; learnt from)",
}


def _load(folder: Path) -> dict[str, Any]:
    return {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json"))}


def _table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join(f"| {' | '.join(str(cell) for cell in line)} |\n" for line in lines)


def _chief(label: str, content: Mapping[str, Any]) -> list[object]:
    return [label, *(f"{content[name]:.3f}" for name in _CHIEF)]


def corpora(results: Mapping[str, Any]) -> str:
    """The chief figures of each corpus, with intervals."""
    rows = []
    for stem, label in _CORPORA.items():
        if stem in results:
            content = results[stem]
            low_high = content["95 % interval"]
            rows.append([*_chief(label, content), *("{:.2f} to {:.2f}".format(*low_high[n]) for n in ("met F1", "gap F1"))])
            if content.get("without the ambiguous"):
                rows.append([*_chief("the same, without ambiguous elements", content["without the ambiguous"]), "", ""])
            if stem == "public":
                for half, figures in content["by style"].items():
                    rows.append([*_chief(f"of these, the {half} half", figures), "", ""])
    return _table(["", *_CHIEF, "met F1, 95 %", "gap F1, 95 %"], rows)


def changes(results: Mapping[str, Any]) -> str:
    """What becomes of a set in which one statement was changed."""
    rows = []
    for stem, label in (("generated--one-statement-changed", "generated"), ("samples--seen---one-statement-changed", "samples")):
        for kind, count in results.get(stem, {}).items():
            shares = [f"{count[name]:.3f}" for name in ("share noticed", "share exact")]
            rows.append([label, kind, count["cases"], *shares, f"{count['collateral']:.4f}"])
    return _table(["", "change", "cases", "no longer met", "exact status", "other elements flipped"], rows)


def statuses(results: Mapping[str, Any]) -> str:
    """Precision and recall of each status."""
    rows = [
        [label, status, *(f"{x:.3f}" for x in values)]
        for stem, label in _CORPORA.items()
        if stem in results
        for status, values in results[stem]["by status (P, R, F1)"].items()
    ]
    return _table(["", "status", "P", "R", "F1"], rows)


def reliability(results: Mapping[str, Any]) -> str:
    """How often a stated confidence is right."""
    rows = []
    for stem, label in _CORPORA.items():
        if stem in results:
            content = results[stem]
            for low, high, number, mean, right in content["reliability"]:
                rows.append([label, f"{low:.2f} to {high:.2f}", number, f"{mean:.3f}", f"{right:.3f}"])
            decided = next(value for name, value in content.items() if name.startswith("decided"))
            share, wrong = f"{decided['share']:.1%}", f"{decided['wrong']:.1%}"
            rows.append([label, f"Brier {content['Brier']:.3f}", f"from 0.9: {share}", "", f"{wrong} wrong"])
    return _table(["", "confidence", "elements", "mean", "right"], rows)


def styles(results: Mapping[str, Any]) -> str:
    """By voice, format and standard."""
    rows = [
        [_CORPORA[stem], key.removeprefix("by "), *_chief(name, figures)]
        for stem in _CORPORA
        if stem in results
        for key in ("by style", "by form", "by standard")
        for name, figures in results[stem].get(key, {}).items()
        if len(results[stem].get(key, {})) > 1
    ]
    return _table(["", "by", "", *_CHIEF], rows)


def ablations(results: Mapping[str, Any]) -> str:
    """The product without its layers, on left-out voices."""
    content = results["left-out-voices"]
    rows = [_chief("the product", content), *(_chief(name, of) for name, of in content["ablations"].items())]
    return _table(["", *_CHIEF], rows)


def baselines(results: Mapping[str, Any]) -> str:
    """Simpler tools on the same corpora, and the product beside them."""
    rows: list[list[object]] = []
    labels = {"real": "real", "public": "public", "generated": "generated"}
    for stem, label in labels.items():
        if stem in results:
            rows.append([label, *_chief("**the product**", results[stem])])
            for name, of in results.get("baselines", {}).items():
                if label in of:
                    rows.append([label, *_chief(name, of[label])])
    return _table(["", "tool", *_CHIEF], rows)


def agreement(results: Mapping[str, Any]) -> str:
    """How far the two readings of the public procedures agree."""
    of = results["agreement-of-the-readings-of-public-procedures"]
    return _table(["", *of], [["one reading as against the other", *(f"{value:.3f}" for value in of.values())]])


def formats(results: Mapping[str, Any]) -> str:
    """The same sets in other formats."""
    rows = [[form, of["elements"], f"{of['same status']:.4f}"] for form, of in results.get("formats", {}).items()]
    return _table(["as against Markdown", "elements", "same status"], rows)


TABLES = {f.__name__: f for f in (corpora, agreement, changes, statuses, reliability, styles, ablations, baselines, formats)}


def filled(page: str, folder: Path = RESULTS) -> str:
    """A page with its tables as the results have them."""
    results = _load(folder)
    return _MARK.sub(lambda m: f"{m[1]}\n{TABLES[m[2]](results)}\n{m[3]}", page)


def main() -> int:
    """Fill the page in."""
    PAGE.write_text(filled(PAGE.read_text(encoding="utf-8")), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
