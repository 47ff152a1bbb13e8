"""Judges documents in memory, with the product's own stages: thousands of small changes of a set are judged in minutes."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from reviewer.classify import classify
from reviewer.documents import read_document
from reviewer.documents.interface import Limits
from reviewer.encoder import Answer, Question
from reviewer.errors import UnreadableDocument
from reviewer.fitted import Meaning
from reviewer.language import Analysis, Word, analyse
from reviewer.library import Library, read_library
from reviewer.match import Knowledge, Search, Source, knowledge, search
from reviewer.match.aliases import learn_aliases
from reviewer.match.reading import Reading
from reviewer.match.search import readings
from reviewer.model import Document, ElementResult, Passage
from reviewer.segment import Segments, segment
from reviewer.terms import Aliases, Found, Thesaurus
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
        self._found: dict[tuple[object, ...], Found] = {}

    def find(self, words: Sequence[Word], aliases: Aliases | None = None) -> Found:
        names = aliases.find(words) if aliases else {}
        key = (tuple((w.text, w.pos, w.strong_break) for w in words), tuple(sorted((n, *sorted(s)) for n, s in names.items())))
        if key not in self._found:
            self._found[key] = super().find(words, aliases)
        return self._found[key]

    def find_twice(self, words: Sequence[Word], plain: Sequence[Word], aliases: Aliases | None = None) -> tuple[Found, Found]:
        return self.find(words, aliases), self.find(plain, aliases)


class Remembering:
    """Asks the encoder about each passage once."""

    def __init__(self, meaning: Meaning) -> None:
        self.elements = meaning.elements
        self._meaning = meaning
        self._known: dict[Question, Answer] = {}

    def answers(self, questions: Sequence[Question], threads: int = 1) -> list[Answer]:
        """The answer to each question, in their order."""
        new = [question for question in dict.fromkeys(questions) if question not in self._known]
        self._known.update(zip(new, self._meaning.answers(new, threads), strict=True))
        return [self._known[question] for question in questions]


class Judge:
    """Judges sets of documents and remembers what it parsed."""

    def __init__(self, library: Library) -> None:
        self.library = library
        self._thesaurus = _Remembering(library.thesaurus)
        self._known = (library, knowledge(library.rubric.rules, self._thesaurus, library.models))
        self._analyses: dict[str, Analysis] = {}
        self._read: dict[tuple[str, str], tuple[Document, Segments]] = {}

    def __call__(self, texts: Mapping[str, str | bytes], full_trace: bool = False) -> dict[str, ElementResult]:
        """Results of every element for a set of documents: file name -> content. One that cannot be read is left out."""
        found, index = self.search(texts)
        return element_results(self.library.rubric, found.candidates, index, {}, {}, self.library.models.deciding, full_trace)

    def search(self, texts: Mapping[str, str | bytes]) -> tuple[Search, PassageIndex]:
        """What the search brings before it is judged, and the passages."""
        read = self._legible(texts)
        classified = classify([document for document, _ in read], self._thesaurus)
        sources = [Source(d.id, d.name, classified[d.id].title, classified[d.id].establishes) for d, _ in read]
        passages = {d.id: s.passages for d, s in read}
        found = search(sources, passages, self._going_by(), self._analyse)
        return found, PassageIndex(passages, {d.id: d.name for d, _ in read})

    def _going_by(self) -> Knowledge:
        # Whoever measures what a layer is worth puts another library in the place of this one.
        if self._known[0] is not self.library:
            self._known = (self.library, knowledge(self.library.rubric.rules, self._thesaurus, self.library.models))
        return self._known[1]

    def documents(self, texts: Mapping[str, str | bytes]) -> list[Document]:
        """The documents of a set that can be read."""
        return [document for document, _ in self._legible(texts)]

    def passages(self, texts: Mapping[str, str | bytes]) -> list[Passage]:
        """All passages of a set."""
        return [passage for _, segments in self._legible(texts) for passage in segments.passages]

    def prepare(self, texts: Iterable[str]) -> None:
        """Parse many small documents at once, which is faster than one by one."""
        read = (self._document("procedure.md", text)[1] for text in texts)
        list(self._analyse(passage.text for segments in read for passage in segments.passages))

    def readings(self, texts: Mapping[str, str]) -> list[Reading]:
        """What the rules and the models see of a set: its passages that can establish something."""
        read = [self._document(name, text) for name, text in texts.items()]
        classified = classify([document for document, _ in read], self._thesaurus)
        aliases = learn_aliases((p for _, s in read for p in s.passages), self._thesaurus)
        found = (
            reading
            for d, s in read
            if classified[d.id].establishes
            for reading in readings(
                Source(d.id, d.name, classified[d.id].title, True), s.passages, self._thesaurus, aliases, self._analyse
            )
        )
        return [r for r in found if not r.barred]

    def _legible(self, texts: Mapping[str, str | bytes]) -> list[tuple[Document, Segments]]:
        read = []
        for name, content in texts.items():
            with contextlib.suppress(UnreadableDocument):
                read.append(self._document(name, content))
        return read

    def _document(self, name: str, content: str | bytes) -> tuple[Document, Segments]:
        data = content.encode() if isinstance(content, str) else content
        key = (name, hashlib.sha256(data).hexdigest())
        if key not in self._read:
            document = read_document(data, name, Limits()).model_copy(update={"id": name})
            self._read[key] = (document, segment(document, self._thesaurus))
        return self._read[key]

    def _analyse(self, texts: Iterable[str]) -> Iterator[Analysis]:
        wanted = list(texts)
        new = [text for text in dict.fromkeys(wanted) if text not in self._analyses]
        self._analyses.update(zip(new, analyse(new), strict=True))
        return (self._analyses[text] for text in wanted)
