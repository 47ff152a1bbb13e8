"""``make perf``: how fast the program is, beside what its parts could do by themselves, and how its cost grows.

Each figure is taken in a process of its own, so that peak memory and a cold start are what they seem. Seconds by the clock depend on
who else uses the machine; ratios, and seconds of the processor, less so.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PAGES_OF_ONE = 10
_ALONE = 1000
"""Larger sets are reviewed by as many workers as there are cores."""
MB = 1024 * 1024


# ---- sets to measure on -----------------------------------------------------------------------------------------------------


def sentences() -> list[str]:
    """Sentences of the sample procedures, in their order."""
    from reviewer.documents import read_document
    from reviewer.documents.interface import Limits

    found: list[str] = []
    for folder in ("calder-imaging", "nordlys-ventilators", "pulsewise-app"):
        for path in sorted((ROOT / "fixtures" / folder / "docs").iterdir()):
            document = read_document(path.read_bytes(), path.name, Limits())
            found += [document.text[b.start : b.end] for b in document.blocks if len(document.text[b.start : b.end].split()) > 6]
    return found


def make_set(folder: Path, pages: int) -> None:
    """Procedures of ten pages each as PDF: headings, prose, and a ruled table on each fifth page."""
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate, Table

    body = ParagraphStyle("body", fontName="Helvetica", fontSize=10, leading=13, spaceAfter=6)
    head = ParagraphStyle("head", parent=body, fontName="Helvetica-Bold", fontSize=13, leading=17)
    known = sentences()
    chance = random.Random(7)  # noqa: S311 -- no secret
    folder.mkdir(parents=True)
    for number in range(max(1, pages // PAGES_OF_ONE)):
        story: list[Any] = [Paragraph(f"SOP-{number:04} Software problems {number}", head)]
        for page in range(min(pages, PAGES_OF_ONE)):
            story.append(Paragraph(f"{page + 1} Step {page + 1}", head))
            story += [Paragraph(_plain(chance.choice(known)), body) for _ in range(14)]
            if page % 5 == 4:
                rows = [[Paragraph(_plain(chance.choice(known)[:60]), body) for _ in range(3)] for _ in range(5)]
                story.append(Table(rows, style=[("GRID", (0, 0), (-1, -1), 0.5, (0, 0, 0))]))
            story.append(PageBreak())
        buffer = io.BytesIO()
        SimpleDocTemplate(buffer, invariant=1).build(story)
        (folder / f"SOP-{number:04}.pdf").write_bytes(buffer.getvalue())


def _plain(text: str) -> str:
    return text.replace("&", "and").replace("<", "(").replace(">", ")")


# ---- what is measured, each in a process of its own ----------------------------------------------------------------------------


def _files(folder: str) -> list[bytes]:
    return [path.read_bytes() for path in sorted(Path(folder).iterdir())]


def pdfium(folder: str) -> dict[str, float]:
    """Text by pypdfium2 alone."""
    import pypdfium2

    begun, pages = time.perf_counter(), 0
    for data in _files(folder):
        document = pypdfium2.PdfDocument(data)
        for page in document:
            page.get_textpage().get_text_bounded()
            pages += 1
    return {"pages": pages, "work": time.perf_counter() - begun}


def plumber(folder: str) -> dict[str, float]:
    """Words and tables by pdfplumber alone."""
    import pdfplumber

    begun, pages = time.perf_counter(), 0
    for data in _files(folder):
        with pdfplumber.open(io.BytesIO(data)) as document:
            for page in document.pages:
                page.extract_words()
                page.extract_tables()
                page.close()
                pages += 1
    return {"pages": pages, "work": time.perf_counter() - begun}


def reader(folder: str) -> dict[str, float]:
    """Our reader, in this process."""
    from reviewer.documents import read_document
    from reviewer.documents.interface import Limits

    begun, pages, words = time.perf_counter(), 0, 0
    for data in _files(folder):
        document = read_document(data, "a.pdf", Limits())
        pages += document.pages or 0
        words += len(document.text.split())
    return {"pages": pages, "words": words, "work": time.perf_counter() - begun}


def bare_spacy(folder: str) -> dict[str, float]:
    """One pass of the components of spaCy that the product uses, as spaCy brings them, over the passages of a set."""
    import spacy

    from bench.judge import shipped_library
    from reviewer import language_model
    from reviewer.documents import read_document
    from reviewer.documents.interface import Limits
    from reviewer.segment import segment

    library = shipped_library()
    texts = [p.text for d in _files(folder) for p in segment(read_document(d, "a.pdf", Limits()), library.thesaurus).passages]
    pipeline = spacy.load(language_model.model_folder(), exclude=language_model.UNUSED)
    list(pipeline.pipe(texts[:20]))
    begun = time.perf_counter()
    words = sum(len(doc) for doc in pipeline.pipe(texts, batch_size=128))
    return {"words": words, "passages": len(texts), "work": time.perf_counter() - begun}


def search_for(folder: str, times: str) -> dict[str, float]:
    """The search by the rules of the rubric, each under several names, as a larger rubric would have them.

    The models know the elements that they were fitted to, whatever they are asked: a passage goes through each once.
    """
    from bench.judge import shipped_library
    from reviewer.documents import read_document
    from reviewer.documents.interface import Limits
    from reviewer.match import Source, knowledge, search
    from reviewer.segment import segment

    library = shipped_library()
    read = {path.name: read_document(path.read_bytes(), path.name, Limits()) for path in sorted(Path(folder).iterdir())}
    passages = {name: segment(document, library.thesaurus).passages for name, document in read.items()}
    rules = {f"{name}{'+' * n}": rule for n in range(int(times)) for name, rule in library.rubric.rules.items()}
    sources = [Source(name, name, name, establishes=True) for name in read]
    begun = time.perf_counter()
    search(sources, passages, knowledge(rules, library.thesaurus, library.models))
    return {"criteria": int(times) * len(library.rubric.criteria), "work": time.perf_counter() - begun}


def review(folder: str, jobs: str = "", cache: str = "") -> dict[str, float]:
    """The whole review, without reports."""
    from reviewer import pipeline

    if cache:
        _keyring(Path(cache))
    options = pipeline.Options(jobs=int(jobs) if jobs else None, cache=bool(cache))
    stages: list[tuple[str, float]] = []
    begun = time.perf_counter()
    result = pipeline.review_sources([folder], options, lambda stage, *_: stages.append((stage, time.perf_counter() - begun)))
    work = time.perf_counter() - begun
    searching = next((at for stage, at in stages if stage == "searching"), 0.0)
    judging = next((at for stage, at in stages if stage == "judging"), 0.0)
    pages = sum(entry.pages or 0 for entry in result.documents)
    words = sum(entry.words for entry in result.documents)
    return {"pages": pages, "words": words, "work": work, "search": judging - searching, "criteria": len(result.findings)}


def warm(folder: str) -> dict[str, float]:
    """The second review in one process."""
    review(folder, "1")
    return review(folder, "1")


def _keyring(folder: Path) -> None:
    """A keyring in a file, for this measurement alone."""
    import keyring
    from keyring.backend import KeyringBackend

    place = folder / "keys.json"

    class InFile(KeyringBackend):
        priority = 1  # type: ignore[assignment]

        def get_password(self, service: str, username: str) -> str | None:  # noqa: ARG002
            found: str | None = json.loads(place.read_text()).get(username) if place.exists() else None
            return found

        def set_password(self, service: str, username: str, password: str) -> None:  # noqa: ARG002
            place.write_text(json.dumps({username: password}))

        def delete_password(self, service: str, username: str) -> None: ...

    keyring.set_keyring(InFile())
    os.environ["XDG_CACHE_HOME"] = str(folder)


MEASURES: dict[str, Callable[..., dict[str, float]]] = {
    f.__name__: f for f in (pdfium, plumber, reader, bare_spacy, search_for, review, warm)
}


def measured(name: str, *arguments: str) -> dict[str, float]:
    """Run one measurement in a process of its own: what it says of itself, seconds by the clock and of the processor, peak memory.

    Peak memory is that of the largest process; with several workers each has its own beside it.
    """
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    begun = time.perf_counter()
    done = subprocess.run(  # noqa: S603 -- this very Python
        [sys.executable, "-m", "bench.perf", "--measure", name, *arguments],
        cwd=ROOT, capture_output=True, text=True, check=True, env=environment,
    )  # fmt: skip
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return {**found, "clock": time.perf_counter() - begun}


def _measure(name: str, arguments: Sequence[str]) -> None:
    figures = MEASURES[name](*arguments)
    try:
        import resource

        own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
        figures["processor"] = own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime
        figures["memory"] = max(own.ru_maxrss, children.ru_maxrss) / 1024
    except ImportError:
        figures |= {"processor": 0.0, "memory": 0.0}
    sys.stdout.write(json.dumps(figures) + "\n")


# ---- the run -------------------------------------------------------------------------------------------------------------------


def _say(what: str, value: str, beside: str = "") -> None:
    sys.stdout.write(f"{what:<46} {value:>16}  {beside}".rstrip() + "\n")
    sys.stdout.flush()


def _speed(figures: dict[str, float], unit: str = "pages") -> str:
    return f"{figures[unit] / figures['work']:,.1f} {unit}/s"


def run(sizes: Sequence[int], base: int, place: Path) -> None:
    """Measure everything and print it."""
    from reviewer.workers.pool import cores

    for pages in {*sizes, base}:
        make_set(place / f"{pages}", pages)
    middle = str(place / f"{base}")
    begun = time.perf_counter()
    subprocess.run([sys.executable, "-m", "reviewer", "--help"], cwd=ROOT, capture_output=True, check=True)
    _say("reviewer --help", f"{time.perf_counter() - begun:.2f} s")

    bare, tables, ours = measured("pdfium", middle), measured("plumber", middle), measured("reader", middle)
    one = measured("review", middle, "1")
    two = measured("review", middle, "2")
    spacy = measured("bare_spacy", middle)
    _say("text by pypdfium2 alone", _speed(bare))
    _say("words and tables by pdfplumber alone", _speed(tables))
    _say("our reader of PDF", _speed(ours), f"{ours['work'] / tables['work']:.2f} times pdfplumber alone")
    _say("one pass of spaCy alone", _speed(spacy, "words"))
    _say("the whole review, one worker", _speed(one), f"{_speed(one, 'words')}; {one['processor']:.1f} s of the processor")
    least = (bare["work"] + tables["work"] / 5 + spacy["work"]) / one["pages"]
    beside = "pdfium, pdfplumber on the fifth of the pages that has a table, one pass of spaCy"
    _say("the least that it could cost", f"{1000 * least:.0f} ms a page", beside)
    _say("  the whole review beside it", f"{one['processor'] / one['pages'] / least:.1f} times")
    _say("  search, beside one pass of spaCy", f"{one['search'] / spacy['work']:.1f} times")
    _say("two workers", _speed(two), f"{one['work'] / two['work']:.2f} times as fast as one")
    _say("  peak memory, one worker, two", f"{one['memory']:.0f}, {two['memory']:.0f} MB", "of the largest process")

    least_set = str(place / f"{min(*sizes, base)}")
    cold, again = measured("review", least_set, "1"), measured("warm", least_set)
    _say("cold start, then warm, of the smallest set", f"{cold['clock']:.1f}, {again['work']:.1f} s")
    with tempfile.TemporaryDirectory() as kept:
        measured("review", middle, "", kept)
        unchanged = measured("review", middle, "", kept)
    _say("an unchanged set with --cache", f"{unchanged['clock']:.2f} s", f"{unchanged['work']:.2f} s of it the review")

    for pages in sizes:
        jobs = 1 if pages <= _ALONE else cores()
        figures = one if pages == base else measured("review", str(place / f"{pages}"), str(jobs))
        each = 1000 * figures["processor"] / max(1, figures["pages"])
        _say(
            f"{figures['pages']:,.0f} pages, {'one worker' if jobs == 1 else f'{jobs} workers'}",
            f"{figures['work']:.1f} s",
            f"{each:.0f} ms of the processor a page, {each / 1000 / least:.1f} times the least; {figures['memory']:.0f} MB",
        )
    once, more = measured("search_for", middle, "1"), measured("search_for", middle, "4")
    grown = f"{more['criteria'] / once['criteria']:.0f} times the criteria"
    _say(
        f"search for {more['criteria']:.0f} criteria in place of {once['criteria']:.0f}",
        f"{more['work'] / once['work']:.2f} times",
        grown,
    )


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, or be one of the measurements."""
    parser = argparse.ArgumentParser(
        "python -m bench.perf", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--measure", nargs="+", metavar="NAME", help=argparse.SUPPRESS)
    parser.add_argument("--pages", default="10,100,1000", help="sizes of the sets; 10000 take a quarter of an hour more")
    parser.add_argument("--base", type=int, default=100, help="pages of the set that most is measured on")
    options = parser.parse_args(arguments)
    if options.measure:
        _measure(options.measure[0], options.measure[1:])
        return
    with tempfile.TemporaryDirectory(prefix="reviewer-perf-") as place:
        run([int(pages) for pages in options.pages.split(",")], options.base, Path(place))


if __name__ == "__main__":
    main()
