"""A workbook that people have filled in, read back: sorted, filtered, with columns moved, saved by Excel or by LibreOffice."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from pydantic import ValidationError

from reviewer.errors import ReviewerError
from reviewer.model import Action, Decision, DecisionFile, Seen, Status, TaskEntry
from reviewer.report.matrix import columns
from reviewer.report.matrix.cells import plain
from reviewer.report.matrix.columns import ACTIONS, DECIDABLE, Cells

_MOST_BYTES = 300_000_000
_HEADER_ROWS = 20
_FAULTS_SHOWN = 4
_NEEDED = (columns.DECISION, columns.REASON, columns.BY, columns.DATE)
_FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 -- from which spreadsheets count days; they know no zones
_LEAST_DAY, _LAST_DAY = 36_526, 73_050  # 2000 to 2099
_PLACEHOLDER = re.compile(r"\[person \d+\]")
_BY_DOTS = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


Choice = TypeVar("Choice", Action, Status)


@dataclass(frozen=True, slots=True)
class Filled:
    """What people have filled in."""

    file: DecisionFile
    unnoted: int
    """Decisions made in rows that do not say what was to be seen, as in a redacted workbook."""


class _Fault(NamedTuple):
    sheet: str
    row: int
    text: str

    def __str__(self) -> str:
        return f"{self.sheet}, row {self.row}: {self.text}"


class _Made(NamedTuple):
    """A decision in a row."""

    row: int
    decision: Decision
    changed: bool


def read_filled(path: Path) -> Filled:
    """The decisions and tasks in a filled-in matrix.xlsx. Raises ReviewerError, with sheet and row, for what cannot be understood."""
    sheets = [(sheet, header) for sheet in _sheets(path) if (header := _header(sheet)) is not None]
    if not sheets:
        raise ReviewerError(str(path), "has no sheet with ids and decisions", "name a matrix.xlsx of the reviewer")
    faults: list[_Fault] = []
    decisions: dict[str, Decision] = {}
    tasks: dict[str, TaskEntry] = {}
    for sheet, header in sheets:
        made: dict[str, list[_Made]] = {}
        owned: dict[str, list[tuple[int, TaskEntry]]] = {}
        for number, values in _rows(sheet, header):
            _read_row(sheet.title, number, values, made, owned, faults)
        for name, entries in made.items():
            # What somebody has touched goes before what only stands there from an earlier review.
            wanted = [entry for entry in entries if entry.changed] or entries
            if any(
                entry.decision.model_copy(update={"seen": None}) != wanted[0].decision.model_copy(update={"seen": None})
                for entry in wanted
            ):
                rows = ", ".join(str(entry.row) for entry in wanted)
                faults.append(_Fault(sheet.title, wanted[0].row, f"{name} is decided on differently in rows {rows}; keep one"))
            decisions[name] = wanted[0].decision
        for name, found in owned.items():
            if any(task != found[0][1] for _, task in found):
                rows = ", ".join(str(row) for row, _ in found)
                faults.append(_Fault(sheet.title, found[0][0], f"{name} has different owners or days in rows {rows}; keep one"))
            tasks[name] = found[0][1]
    if faults:
        more = f" (and {len(faults) - _FAULTS_SHOWN} more)" if len(faults) > _FAULTS_SHOWN else ""
        raise ReviewerError(str(path), "; ".join(map(str, faults[:_FAULTS_SHOWN])) + more, "mend it and import again")
    file = DecisionFile(decisions=tuple(decisions.values()), tasks=tuple(tasks.values()))
    return Filled(file, sum(decision.seen is None for decision in file.decisions))


def _sheets(path: Path) -> Sequence[Worksheet]:
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(part.file_size for part in archive.infolist()) > _MOST_BYTES:
                raise ReviewerError(str(path), "unpacks to too much", "name a matrix.xlsx of the reviewer")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what a spreadsheet program has added and openpyxl does not know
            return load_workbook(path, data_only=True).worksheets
    except OSError as error:
        raise ReviewerError(str(path), f"cannot be read: {(error.strerror or 'fault').lower()}", "check the path") from None
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, AttributeError) as error:
        raise ReviewerError(str(path), "is no workbook that can be read", "save it as .xlsx") from error


def _header(sheet: Worksheet) -> tuple[int, Mapping[str, int]] | None:
    """Row and columns of the header: wherever it stands, and in whatever order the columns are."""
    for number, row in enumerate(sheet.iter_rows(max_row=_HEADER_ROWS, values_only=True), 1):
        titles = {_title(value): place for place, value in enumerate(row) if isinstance(value, str)}
        if _title(columns.DECISION) in titles and (_title(columns.ELEMENT) in titles or _title(columns.CRITERION) in titles):
            absent = [name for name in _NEEDED if _title(name) not in titles]
            if absent:
                raise ReviewerError(sheet.title, f"has no column {absent[0]!r}", "take it over from a new matrix.xlsx")
            return number, titles
    return None


def _title(value: str) -> str:
    return " ".join(value.split()).casefold()


def _rows(sheet: Worksheet, header: tuple[int, Mapping[str, int]]) -> Iterator[tuple[int, Mapping[str, Any]]]:
    first, titles = header
    names = (columns.ELEMENT, columns.CRITERION, *columns.ASKED, columns.SEEN_STATUS, columns.SEEN, columns.AS_WRITTEN)
    places = {name: titles[_title(name)] for name in names if _title(name) in titles}
    for number, row in enumerate(sheet.iter_rows(min_row=first + 1, values_only=True), first + 1):
        yield number, {name: row[place] for name, place in places.items()}


def _read_row(
    sheet: str,
    number: int,
    values: Mapping[str, Any],
    made: dict[str, list[_Made]],
    owned: dict[str, list[tuple[int, TaskEntry]]],
    faults: list[_Fault],
) -> None:
    name = _text(values.get(columns.ELEMENT)) or _text(values.get(columns.CRITERION))
    if not any(_text(values.get(column)) for column in columns.ASKED):
        return
    try:
        if not name:
            raise ValueError("is filled in and has lost its id")
        if (entry := _decision(name, number, values)) is not None:
            made.setdefault(name, []).append(entry)
        owner, due = _text(values.get(columns.OWNER)), _day(columns.DUE, values.get(columns.DUE))
        if owner or due:
            owned.setdefault(name, []).append((number, TaskEntry(id=name, owner=owner or None, due=due)))
    except ValidationError as error:
        faults.append(_Fault(sheet, number, error.errors()[0]["msg"].removeprefix("Value error, ")))
    except ValueError as error:
        faults.append(_Fault(sheet, number, str(error)))


def _decision(name: str, number: int, values: Mapping[str, Any]) -> _Made | None:
    """The decision in a row; None where there is none. Raises ValueError."""
    told = {column: _text(values.get(column)) for column in (columns.DECISION, columns.DECIDED, columns.REASON, columns.BY)}
    day = _day(columns.DATE, values.get(columns.DATE))
    if not told[columns.DECISION]:
        if any(told.values()) or day:
            raise ValueError(f"has a status, reason, name or day and no {columns.DECISION}")
        return None
    action = _chosen(columns.DECISION, told[columns.DECISION], ACTIONS)
    status = _chosen(columns.DECIDED, told[columns.DECIDED], DECIDABLE) if told[columns.DECIDED] else None
    if action is Action.overrule and status is None:
        raise ValueError(f"overrules, and {columns.DECIDED} is empty")
    if action is not Action.overrule and status is not None:
        raise ValueError(f"has a {columns.DECIDED}, which is for overrule alone")
    for column in (columns.REASON, columns.BY):
        if not told[column]:
            raise ValueError(f"is decided, and {column} is empty")
    if day is None:
        raise ValueError(f"is decided, and {columns.DATE} is empty")
    cells = Cells(ACTIONS[action], DECIDABLE[status] if status else "", told[columns.REASON], told[columns.BY], day.isoformat())
    digest, _, before = _text(values.get(columns.AS_WRITTEN)).partition(" ")
    changed = digest != cells.digest()
    if _PLACEHOLDER.fullmatch(cells.by):
        if not changed:
            return None  # stands in the decisions.yaml that the redacted workbook was made with
        raise ValueError(f"{columns.BY} is a placeholder; write the name")
    seen = _seen(values) if changed else _seen_before(before)
    decision = Decision(id=name, action=action, status=status, reason=cells.reason, by=cells.by, date=day, seen=seen)
    return _Made(number, decision, changed)


def _seen(values: Mapping[str, Any]) -> Seen | None:
    status, digest = _text(values.get(columns.SEEN_STATUS)), _text(values.get(columns.SEEN))
    return Seen(status=status, sha256=digest) if status and digest else None


def _seen_before(written: str) -> Seen | None:
    status, _, digest = written.partition(" ")
    return Seen(status=status, sha256=digest) if digest else None


def _text(value: Any) -> str:
    return "" if value is None else plain(str(value))


def _day(column: str, value: Any) -> date | None:
    """A day, as a spreadsheet has it (a date or the number of one) or as somebody has typed it. Raises ValueError."""
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool) and _LEAST_DAY <= value <= _LAST_DAY:
        return (_FIRST_DAY + timedelta(days=int(value))).date()
    text = _text(value)
    if not text:
        return None
    try:
        if match := _BY_DOTS.fullmatch(text):
            return date(int(match[3]), int(match[2]), int(match[1]))
        return datetime.fromisoformat(text).date()
    except ValueError:
        raise ValueError(f"{column} is {text[:40]!r}; write a day such as 2026-11-30") from None


def _chosen(column: str, text: str, words: Mapping[Choice, str]) -> Choice:
    """What a word stands for, whatever its case and with or without its sign. Raises ValueError."""
    wanted = text.casefold().lstrip("✓◐✗⚡→– ").replace("_", " ")
    for choice, word in words.items():
        if wanted in {word, choice.value.replace("_", " ")}:
            return choice
    raise ValueError(f"{column} is {text[:40]!r}; choose from {', '.join(words.values())}")
