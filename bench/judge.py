"""Judges Markdown texts in memory, with the product's own stages: thousands of small changes of a set are judged in minutes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from reviewer.classify import classify
from reviewer.documents import read_document
from reviewer.documents.interface import Limits
from reviewer.language import Analysis, Word, analyse
from reviewer.library import Library, read_library
from reviewer.match import Search, Source, search
from reviewer.match.aliases import learn_aliases
from reviewer.match.reading import Reading
from reviewer.match.search import readings
from reviewer.model import Document, ElementResult
from reviewer.segment import Segments, segment
from reviewer.terms import Aliases, Thesaurus
from reviewer.verdict import PassageIndex, element_results

ROOT = Path(__file__).resolve().parent.parent


@lru_cache(maxsize=1)
def shipped_library() -> Library:
    """The rubric that ships, with faults or without: its models may just be about to be fitted."""
    library, faults = read_library(ROOT / "rubric")
    assert library is not None, faults
    return library


class _Remembering(Thesaurus):
    """Finds the concepts of a text once for each set of aliases."""

    def __init__(self, thesaurus: Thesaurus) -> None:
        self.__dict__.update(thesaurus.__dict__)
        self._found: dict[tuple[object, ...], dict[str, tuple[tuple[int, int], ...]]] = {}

    def find(self, words: Sequence[Word], aliases: Aliases | None = None) -> dict[str, tuple[tuple[int, int], ...]]:
        names = aliases.find(words) if aliases else {}
        key = (tuple((w.text, w.pos, w.strong_break) for w in words), tuple(sorted((n, *sorted(s)) for n, s in names.items())))
        if key not in self._found:
            self._found[key] = super().find(words, aliases)
        return self._found[key]


class Judge:
    """Judges sets of Markdown documents and remembers what it parsed."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._thesaurus = _Remembering(library.thesaurus)
        self._analyses: dict[str, Analysis] = {}
        self._read: dict[tuple[str, str], tuple[Document, Segments]] = {}

    def __call__(self, texts: Mapping[str, str], full_trace: bool = False) -> dict[str, ElementResult]:
        """Results of every element for a set of documents: file name -> text."""
        found, index = self.search(texts)
        return element_results(self.library.rubric, found.candidates, index, {}, {}, full_trace)

    def search(self, texts: Mapping[str, str]) -> tuple[Search, PassageIndex]:
        """What the search brings before it is judged, and the passages."""
        read = [self._document(name, text) for name, text in texts.items()]
        classified = classify([document for document, _ in read], self._thesaurus)
        sources = [Source(d, classified[d.id].title, s.passages, classified[d.id].establishes) for d, s in read]
        found = search(sources, self.library.rubric.rules, self._thesaurus, self.library.models, self._analyse)
        return found, PassageIndex({d.id: s.passages for d, s in read}, {d.id: d.name for d, _ in read})

    def prepare(self, texts: Iterable[str]) -> None:
        """Parse many small documents at once, which is faster than one by one."""
        read = (self._document("procedure.md", text)[1] for text in texts)
        list(self._analyse(passage.text for segments in read for passage in segments.passages))

    def readings(self, texts: Mapping[str, str]) -> list[Reading]:
        """What the rules and the models see of a set: its passages that can establish something."""
        read = [self._document(name, text) for name, text in texts.items()]
        classified = classify([document for document, _ in read], self._thesaurus)
        aliases = learn_aliases((p for _, s in read for p in s.passages), self._thesaurus)
        sources = [Source(d, classified[d.id].title, s.passages, True) for d, s in read if classified[d.id].establishes]
        found = (r for source in sources for r in readings(source, self._thesaurus, aliases, self._analyse))
        return [r for r in found if not r.barred]

    def _document(self, name: str, text: str) -> tuple[Document, Segments]:
        if (name, text) not in self._read:
            document = read_document(text.encode(), name, Limits()).model_copy(update={"id": name})
            self._read[name, text] = (document, segment(document, self._thesaurus))
        return self._read[name, text]

    def _analyse(self, texts: Iterable[str]) -> Iterator[Analysis]:
        wanted = list(texts)
        new = [text for text in dict.fromkeys(wanted) if text not in self._analyses]
        self._analyses.update(zip(new, analyse(new), strict=True))
        return (self._analyses[text] for text in wanted)
