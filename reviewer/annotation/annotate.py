"""Writes the annotated copies. The originals are only read, and only those that are still what the review has read."""

from __future__ import annotations

import hashlib
import io
import os
import zipfile
from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

import docx

from reviewer import __version__
from reviewer.annotation.marking import COLOURS, comment, highlight, text_nodes
from reviewer.annotation.notes import Note, notes_by_document
from reviewer.documents import Limits
from reviewer.documents.docx_places import Places, Stretch
from reviewer.errors import ReviewerError, UnreadableDocument
from reviewer.files import write_whole
from reviewer.model import DocumentEntry, ReadStatus, Review, Role, SourceKind
from reviewer.parsing import Parser, result
from reviewer.report import words
from reviewer.report.interface import Guidance
from reviewer.report.paper.zipped import settled

AUTHOR, INITIALS = "QMS reviewer", "QR"
_CHANGED = "has changed since the review, or is another file"
_SIGNS = {"green": "green: establishes", "yellow": "yellow: falls short", "cyan": "turquoise: sends the reader elsewhere", "magenta": "pink: says the opposite"}  # fmt: skip


class Fate(StrEnum):
    """What became of a document."""

    annotated = "annotated"
    left = "left"
    refused = "refused"


class Outcome(NamedTuple):
    """A document of the review with what became of it."""

    document: DocumentEntry
    fate: Fate
    reason: str = ""
    copy: Path | None = None
    places: int = 0
    lost: int = 0
    """places of the review that no comment could be put at, such as footnotes"""


def annotate(review: Review, guidance: Guidance, out: Path) -> Iterator[Outcome]:
    """An annotated copy of each local .docx under ``out``, one after the other. Every document of the review has its outcome.

    Raises ReviewerError where ``out`` lies among the documents, or cannot be written to.
    """
    if review.redaction:
        raise ReviewerError(
            "REPORT", "is redacted, so that its documents cannot be found", "name the report of a review without --redact"
        )
    _keep_apart(review, out)
    notes = notes_by_document(review, guidance)
    for entry in review.documents:
        try:
            yield _one(entry, notes.get(entry.id, ()), review, out)
        except UnreadableDocument as error:
            yield Outcome(entry, Fate.left, error.reason)


def outcome_line(outcome: Outcome) -> str:
    """What became of a document, in one line."""
    name = outcome.document.id if outcome.document.source is SourceKind.local else outcome.document.name
    if outcome.copy is None:
        return f"{name}: {outcome.reason}"
    lost = f"; {words.count(outcome.lost, 'place')} in footnotes or pictures of text not marked" if outcome.lost else ""
    return f"{name}: {words.count(outcome.places, 'place')} marked{lost}; {outcome.copy}"


def _one(entry: DocumentEntry, notes: Sequence[Note], review: Review, out: Path) -> Outcome:
    if entry.source is not SourceKind.local:
        return Outcome(entry, Fate.left, "lies in Google Drive; only local files are annotated")
    if entry.status in {ReadStatus.unreadable, ReadStatus.skipped}:
        return Outcome(entry, Fate.left, f"was not read: {entry.reason}")
    if PurePosixPath(entry.name).suffix.lower() != ".docx":
        return Outcome(entry, Fate.left, "is no .docx; only those are annotated")
    if not notes:
        return Outcome(entry, Fate.left, "no finding quotes it")
    try:
        data = Path(entry.path).read_bytes()
    except OSError as error:
        return Outcome(
            entry, Fate.refused, f"{entry.path} cannot be read ({(error.strerror or 'fault').lower()}); work where the review did"
        )
    if hashlib.sha256(data).hexdigest() != entry.sha256:
        return Outcome(entry, Fate.refused, f"{_CHANGED}; review again")
    try:
        with Parser(1) as parser:
            document = result(parser.submit(data, entry.name, Limits()))
    except UnreadableDocument as error:
        return Outcome(entry, Fate.refused, f"was not read: {error.reason}")
    if hashlib.sha256(document.text.encode()).hexdigest() != entry.text_sha256:
        return Outcome(entry, Fate.refused, "is read differently by this version of the reviewer; review again")
    target = _target(entry, out)
    content, marked = _annotated(data, notes, Places(data, document, Limits()), review, entry)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        write_whole(target, content, 0o644)
    except OSError as error:
        raise ReviewerError(
            str(target), f"cannot be written: {(error.strerror or str(error)).lower()}", "close it elsewhere"
        ) from None
    return Outcome(entry, Fate.annotated, copy=target, places=marked, lost=len(notes) - marked)


def _annotated(data: bytes, notes: Sequence[Note], places: Places, review: Review, entry: DocumentEntry) -> tuple[bytes, int]:
    """The annotated file, and how many of the notes it carries."""
    document = _opened(data)
    nodes = text_nodes(document)
    found = [(note, places.of(note.start, note.end)) for note in notes]
    roles: dict[tuple[Stretch, ...], Role] = {stretches: note.role for note, stretches in found if stretches}
    runs = highlight(nodes, roles)
    finished = review.run.get("finished_at")
    date = finished[:19] + "Z" if isinstance(finished, str) else None
    marked = 0
    first = next((node.getparent() for node in nodes if (node.text or "").strip()), None)
    if first is not None:
        comment(document, [first], _about(review, entry), AUTHOR, INITIALS, date)
    for note, stretches in found:
        where = [run for stretch in stretches for run in runs.get(stretch, ())]
        if where:
            text = "\n\n".join(words_of(text) for text in note.texts)
            comment(document, where, text, AUTHOR, INITIALS, date)
            marked += 1
    buffer = io.BytesIO()
    document.save(buffer)
    return settled(buffer.getvalue()), marked


def words_of(text: str) -> str:
    """The lines of a note without signs that a Word file cannot hold."""
    return "\n".join(words.clean(line) for line in text.split("\n"))


def _opened(data: bytes) -> Any:
    limits = Limits()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > limits.max_unpacked_bytes:
                raise UnreadableDocument("too_large", "unpacks to too much to be annotated; split it")
        return docx.Document(io.BytesIO(data))
    except UnreadableDocument:
        raise
    except Exception as error:  # noqa: BLE001 - a file that the reviewer reads may still be beyond the library that writes
        raise UnreadableDocument(
            "damaged", f"cannot be written to ({type(error).__name__}); save it anew as .docx in Word, and review again"
        ) from None


def _about(review: Review, entry: DocumentEntry) -> str:
    """The comment at the beginning: what the copy is."""
    finished = review.run.get("finished_at")
    colours = ", ".join(_SIGNS[colour] for colour in dict.fromkeys(COLOURS.values()))
    rubric = f"{review.rubric.id} {review.rubric.version} ({review.rubric.sha256[:12]})"
    lines = (
        f"Annotated copy for a readiness review; no certificate. Colours: {colours}.",
        f"Made by {review.tool.name} {__version__} from the review of {finished or 'unknown date'}; rubric {rubric}.",
        f"Original: {entry.id}, revision {entry.revision or 'not stated'}, SHA-256 {entry.sha256}.",
    )
    return "\n".join(words.clean(line) for line in lines)


def _target(entry: DocumentEntry, out: Path) -> Path:
    """Where the copy goes: under the same relative name. A report may name anything, so that nothing leads out of the folder."""
    relative = PurePosixPath(entry.id)
    if relative.is_absolute() or ".." in relative.parts or "\\" in entry.id or ":" in entry.id or not relative.parts:
        raise UnreadableDocument("wrong_extension", "has a name that no copy can have; review again")
    return out.joinpath(*relative.parts)


def _keep_apart(review: Review, out: Path) -> None:
    """A copy that lies among the documents would be read as one of them the next time."""
    options = review.run.get("options")
    sources = options.get("sources", []) if isinstance(options, dict) else []
    where = Path(os.path.realpath(out))
    folders = {os.path.realpath(s) for s in sources if isinstance(s, str) and Path(s).is_dir()}
    folders |= {os.path.realpath(Path(d.path).parent) for d in review.documents if d.source is SourceKind.local}
    if any(where.is_relative_to(folder) for folder in folders):
        raise ReviewerError(str(out), "lies among the documents of the review", "name a folder elsewhere with --out")
