"""``python -m bench.run``: judges all corpora with the product, its ablations and the baselines, and writes what came of it.

Every figure of docs/accuracy.md is printed by this command. Figures on sets that the models learnt from are marked "seen".
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from bench import cases, figures
from bench.ablations import ABLATIONS, Ablation
from bench.baselines import baselines
from bench.cases import Case
from bench.figures import Judged
from bench.fit import Part, blind_models, facts_of, fit_weighing, learning_material
from bench.judge import Judge, Remembering, shipped_library
from bench.mutate import KINDS
from bench.quotes import holds
from reviewer.fitted import Models
from reviewer.linear import weighing_from
from reviewer.model import ElementResult, Status
from reviewer.verdict import element_results
from reviewer.verdict.elements import group, likelihood_facts
from reviewer.verdict.findings import criterion_verdict

RESULTS = Path(__file__).resolve().parent / "results"
# From this confidence on a status is counted as decided by the program alone.
SURE = 0.9


class Bench:
    """A judge with everything that the sections share."""

    def __init__(self, fetched: Path | None) -> None:
        self.judge = Judge(shipped_library())
        models = self.judge.library.models
        self.library = self.judge.library._replace(models=models._replace(meaning=Remembering(models.meaning)))
        self.fetched = fetched
        rubric = self.judge.library.rubric
        self.elements = [f"{c.id}/{name}" for c in rubric.criteria for name in c.elements]
        self.standard = {f"{c.id}/{name}": c.standard for c in rubric.criteria for name in c.elements}

    def results(self, case: Case) -> dict[str, ElementResult]:
        """What the product says of a case."""
        self.judge.library = self.library
        return self.judge(case.files)

    def judged(self, case: Case, results: Mapping[str, ElementResult]) -> list[Judged]:
        """A case with its verdicts. A gap whose kind is open counts as whatever gap was found."""
        found = []
        for element in self.elements:
            if element in case.ignore:
                continue
            result, gold = results[element], case.gold.get(element, "unmet")
            status = result.status.value
            if element in case.open_kind and status != "met":
                gold = status
            ambiguous = element in case.ambiguous
            found.append(Judged(case.name, case.style, case.form, element, gold, status, result.confidence, ambiguous))
        return found

    def sentences(self, case: Case) -> list[str]:
        """The passages of a case, for the baselines: headings and tables of contents too, since those tools know no better."""
        return [passage.text for passage in self.judge.passages(case.files)]


def corpus(bench: Bench, found: Iterable[Case]) -> dict[str, Any]:
    """Figures of one corpus of cases, over all and by style, form and standard."""
    judged: list[Judged] = []
    quotes, verbatim, seconds = [0, 0], [0, 0], []
    for case in found:
        started = time.process_time()
        results = bench.results(case)
        seconds.append(time.process_time() - started)
        judged += bench.judged(case, results)
        _count_quotes(bench, case, results, quotes, verbatim)
    if not judged:
        return {}
    content: dict[str, Any] = report(judged)
    content["cases"] = len(seconds)
    content["CPU seconds per case, texts parsed before not counted again"] = round(sum(seconds) / len(seconds), 2)
    content["quotes verbatim"] = round(verbatim[0] / (verbatim[1] or 1), 4)
    if quotes[1]:
        content["best quote supports"] = round(quotes[0] / quotes[1], 3)
    content["by style"] = {k: figures.rounded(figures.summary(v)) for k, v in figures.groups(judged, lambda j: j.style).items()}
    content["by form"] = {k: figures.rounded(figures.summary(v)) for k, v in figures.groups(judged, lambda j: j.form).items()}
    content["by standard"] = {
        k: figures.rounded(figures.summary(v)) for k, v in figures.groups(judged, lambda j: bench.standard[j.element]).items()
    }
    return content


def report(judged: Sequence[Judged]) -> dict[str, Any]:
    """The figures of some judged elements."""
    clear = [j for j in judged if not j.ambiguous]
    low_high = {
        name: [round(x, 3) for x in figures.interval(judged, lambda some, name=name: figures.summary(some)[name])]
        for name in ("met F1", "gap F1", "balanced", "five-way F1")
    }
    share, wrong = figures.decided(judged, SURE)
    return {
        **figures.rounded(figures.summary(judged)),
        "95 % interval": low_high,
        "without the ambiguous": figures.rounded(figures.summary(clear)) if len(clear) < len(judged) else None,
        "by status (P, R, F1)": {s: [round(x, 3) for x in values] for s, values in figures.by_status(judged).items()},
        "verdicts right": round(_verdicts(judged), 3),
        "Brier": round(figures.brier(judged), 4),
        "reliability": [[round(x, 3) for x in row] for row in figures.reliability(judged)],
        f"decided (confidence from {SURE})": {"share": round(share, 3), "wrong": round(wrong, 4)},
    }


def _verdicts(judged: Sequence[Judged]) -> float:
    """Share of criteria whose verdict is right."""
    groups = figures.groups(judged, lambda j: f"{j.case} {j.element.split('/')[0]}")
    pairs = [([Status(j.gold) for j in g], [Status(j.status) for j in g]) for g in groups.values()]
    return sum(criterion_verdict(gold) is criterion_verdict(said) for gold, said in pairs) / len(pairs)


def _count_quotes(bench: Bench, case: Case, results: Mapping[str, ElementResult], quotes: list[int], verbatim: list[int]) -> None:
    texts = {d.id: " ".join(d.text.split()) for d in bench.judge.documents(case.files)}
    for element, result in results.items():
        for evidence in result.evidence:
            verbatim[1] += 1
            verbatim[0] += evidence.quote in texts[evidence.document]
        if case.quotes and result.status.value == "met" and case.gold.get(element) == "met" and case.quotes.get(element):
            quotes[1] += 1
            quotes[0] += bool(result.evidence) and holds(result.evidence[0].quote, case.quotes[element])


def changed(bench: Bench, found: Iterable[Case]) -> dict[str, Any]:
    """One statement changed: is it noticed, with the right status, and does nothing else change?"""
    base: dict[str, dict[str, str]] = {}
    counts: dict[str, dict[str, float]] = {}
    for case in found:
        statuses = {e: r.status.value for e, r in bench.results(case).items()}
        if case.kind == "base":
            base[case.style] = statuses
            continue
        before = base.get(case.style, {})
        if case.target is None or before.get(case.target) != "met":
            continue
        count = counts.setdefault(
            case.kind, dict.fromkeys(("cases", "no longer met", "exact", "other elements", "others flipped"), 0)
        )
        count["cases"] += 1
        count["no longer met"] += statuses[case.target] != "met"
        expected = KINDS.get(case.kind) or case.gold.get(case.target, "unmet")
        count["exact"] += statuses[case.target] == expected
        others = [e for e in bench.elements if e != case.target and e not in case.spared and e not in case.ignore]
        count["other elements"] += len(others)
        count["others flipped"] += sum((statuses[e] == "met") != (before[e] == "met") for e in others)
    for count in counts.values():
        count["share noticed"] = round(count["no longer met"] / count["cases"], 3)
        count["share exact"] = round(count["exact"] / count["cases"], 3)
        count["collateral"] = round(count["others flipped"] / count["other elements"], 5)
    return counts


def same_in_all_formats(bench: Bench, found: Iterable[Case]) -> dict[str, Any]:
    """Elements with the same status in Markdown as in each other format."""
    statuses = {(case.style, case.form): {e: r.status.value for e, r in bench.results(case).items()} for case in found}
    same: dict[str, Any] = {}
    for form in sorted({form for _, form in statuses} - {"md"}):
        pairs = [(statuses[style, "md"][e], s) for (style, f), of in statuses.items() if f == form for e, s in of.items()]
        same[form] = {"elements": len(pairs), "same status": round(sum(a == b for a, b in pairs) / len(pairs), 4)}
    return same


def left_out(bench: Bench) -> dict[str, Any]:
    """Whole procedures, each judged by models that have not learnt from its writer's voice; with ablations, weighed anew."""
    wording, force, parts = learning_material(bench.judge)
    folds = [(models, asked, facts_of(bench.judge, models, asked)) for models, asked in blind_models(wording, force, parts)]
    facts = [fact for _, _, of in folds for fact in of]
    judged = {
        name: _left_out_without(bench, ablation, [(models, asked) for models, asked, _ in folds], facts)
        for name, ablation in {"product": Ablation(()), **ABLATIONS}.items()
    }
    content = report(judged["product"])
    content["by style"] = {
        k: figures.rounded(figures.summary(v)) for k, v in figures.groups(judged["product"], lambda j: j.style).items()
    }
    content["ablations"] = {name: figures.rounded(figures.summary(j)) for name, j in judged.items() if name != "product"}
    return content


def _left_out_without(
    bench: Bench,
    ablation: Ablation,
    folds: Sequence[tuple[Models, Sequence[Part]]],
    facts: Sequence[tuple[dict[str, float], bool]],
) -> list[Judged]:
    """Every set that its models have not seen, judged without some layers."""
    weighing = weighing_from(fit_weighing([(ablation.facts(fact), label) for fact, label in facts]))
    searched = []
    for models, asked in folds:
        bench.judge.library = ablation.library(shipped_library()._replace(models=models._replace(weighing=weighing)))
        searched += [(part, *bench.judge.search(part.texts)) for part in asked]
    told = [(part, likelihood_facts(group(found.candidates), bench.elements)) for part, found, _ in searched]
    deciding = weighing_from(fit_weighing([(of, part.gold.get(e) == "met") for part, by in told for e, of in by.items()]))
    judged: list[Judged] = []
    for number, (part, found, index) in enumerate(searched):
        case = Case(f"{part.voice} {number}", part.voice, "md", {}, part.gold)
        judged += bench.judged(case, element_results(bench.judge.library.rubric, found.candidates, index, {}, {}, deciding))
    return judged


def yardsticks(bench: Bench, corpora: Mapping[str, Callable[[], Iterator[Case]]]) -> dict[str, Any]:
    """The baselines on each corpus, with the threshold that is best for each on the tagged procedures."""
    content: dict[str, Any] = {}
    tuned_on = list(cases.tagged())
    for name, baseline in baselines().items():
        scored = [(case, baseline(bench.sentences(case), bench.judge.library.rubric)) for case in tuned_on]
        options = sorted({round(s, 2) for _, scores in scored for s in scores.values() if s > 0}) or [1.0]
        best = max(options, key=lambda t: figures.summary(_thresholded(bench, scored, t))["met F1"])
        content[name] = {"threshold": best}
        for label, found in corpora.items():
            judged = _thresholded(bench, [(c, baseline(bench.sentences(c), bench.judge.library.rubric)) for c in found()], best)
            if judged:
                content[name][label] = figures.rounded(figures.summary(judged))
    return content


def _thresholded(bench: Bench, scored: Iterable[tuple[Case, Mapping[str, float]]], threshold: float) -> list[Judged]:
    found = []
    for case, scores in scored:
        for element in bench.elements:
            if element not in case.ignore:
                status = "met" if scores[element] >= threshold else "unmet"
                gold = case.gold.get(element, "unmet")
                found.append(Judged(case.name, case.style, case.form, element, gold, status, 0.5, element in case.ambiguous))
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the sections asked for and write ``bench/results/<section>.json``."""
    parser = argparse.ArgumentParser("python -m bench.run", description="Measure the verdicts.")
    parser.add_argument("--public", type=Path, metavar="DIR", help="folder with the fetched public procedures")
    parser.add_argument("--only", nargs="*", metavar="SECTION", help="these sections alone")
    parser.add_argument("--out", type=Path, default=RESULTS, metavar="DIR")
    options = parser.parse_args(arguments)
    bench = Bench(options.public)
    whole: dict[str, Callable[[], Iterator[Case]]] = {
        "samples (seen)": cases.samples,
        "real": cases.real,
        "public": lambda: cases.public(bench.fetched),
        "generated": cases.generated,
    }
    sections: dict[str, Callable[[], dict[str, Any]]] = {
        **{name: lambda found=found: corpus(bench, found()) for name, found in whole.items()},  # type: ignore[misc]
        "left-out voices": lambda: left_out(bench),
        "generated, one statement changed": lambda: changed(bench, sorted(cases.generated(), key=lambda c: c.kind != "base")),
        "samples (seen), one statement changed": lambda: changed(bench, (c for f in (cases.samples, cases.mutated) for c in f())),
        "formats": lambda: same_in_all_formats(bench, cases.formats()),
        "agreement of the readings of public procedures": lambda: figures.rounded(
            figures.agreement(cases.readings_of_public(bench.elements))
        ),
        "baselines": lambda: yardsticks(bench, {k: v for k, v in whole.items() if k != "samples (seen)"}),
    }
    options.out.mkdir(parents=True, exist_ok=True)
    for name, section in sections.items():
        if options.only and name not in options.only:
            continue
        content = section()
        if not content:
            sys.stdout.write(f"\n{name}: not there\n")
            continue
        text = json.dumps(content, indent=1, ensure_ascii=False) + "\n"
        stem = "".join(c if c.isalnum() else "-" for c in name).strip("-")
        (options.out / f"{stem}.json").write_text(text, encoding="utf-8", newline="\n")
        sys.stdout.write(f"\n{name}\n{text}")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
