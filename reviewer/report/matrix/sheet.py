"""A sheet of a workbook as people work with it: a frozen header with filters, wrapped text, print titles, cells that hold no formula."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import wrap

from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break, ColBreak
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from reviewer.report.matrix.cells import in_workbook, is_formula

Value = str | int | float | date | None

FONT = "Calibri"
INK, SOFT, LINE = "1F2933", "6B7280", "C4CBD3"
_HEAD = PatternFill("solid", start_color="263645")
_HEAD_ASKED = PatternFill("solid", start_color="F2D98C")
_ASKED = PatternFill("solid", start_color="FFFBEF")
_LONGEST_LINK = 2_000
_DATE = "yyyy-mm-dd"
_A3 = "8"
_LINE, _ROUND, _TALLEST = 13.2, 4.0, 409.0
_LETTERS_IN_A_UNIT = 1.15
"""Letters of a text of ten points in one unit of width, on the safe side."""

# Lightness tells the worst from the rest without colour; the word and its sign say the same in any case.
_LOOKS: Mapping[str, tuple[str, str, bool]] = {
    "✓": ("E3F1E5", "1B4D25", False),
    "◐": ("FBE9B7", "5B4300", False),
    "→": ("DCE7F5", "1D3F66", False),
    "✗": ("EDB9A6", "5A1A08", True),
    "⚡": ("8E2430", "FFFFFF", True),
    "–": ("F1F3F5", "5C6670", False),
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its title and how it looks."""

    title: str
    width: float
    asked: bool = False
    """A person fills it in."""
    hidden: bool = False
    aside: bool = False
    """Stands to the right of what is printed."""
    share: bool = False
    """Holds shares, shown in per cent."""
    number: bool = False
    """Holds numbers."""
    signed: bool = False
    """Holds statuses or verdicts with their sign, which are coloured."""
    link: bool = False
    """Holds web addresses."""
    choices: tuple[str, ...] = ()
    day: bool = False
    """Holds dates."""


class Table:
    """A header in the first row, and rows of values under it."""

    def __init__(self, sheet: Worksheet, columns: Sequence[Column]) -> None:
        self.sheet = sheet
        self.columns = columns
        self.letters = {column.title: get_column_letter(number) for number, column in enumerate(columns, 1)}
        self._rows = 1
        for number, column in enumerate(columns, 1):
            cell = sheet.cell(1, number, column.title)
            cell.font = Font(FONT, 10, bold=True, color=INK if column.asked else "FFFFFF")
            cell.fill = _HEAD_ASKED if column.asked else _HEAD
            cell.alignment = Alignment(wrap_text=True, vertical="center")
            place = sheet.column_dimensions[get_column_letter(number)]
            place.width, place.hidden = column.width, column.hidden
        sheet.row_dimensions[1].height = 32

    def add(self, values: Mapping[str, Value]) -> None:
        """A row. What has no column is left out, what has no value stays empty."""
        self._rows += 1
        for number, column in enumerate(self.columns, 1):
            cell = self.sheet.cell(self._rows, number)
            cell.style = _style_of(column)
            put(cell, values.get(column.title), link=column.link)
        texts = [(str(values.get(column.title) or ""), column.width) for column in self.columns if not column.hidden]
        self.sheet.row_dimensions[self._rows].height = height(texts)

    def finish(
        self, *, frozen: int, groups: str = "", repeated: Sequence[str] = (), break_after: str = "", scale: int = 60
    ) -> None:
        """Filters, frozen panes (``frozen`` columns stay), colours, choices and print set-up.

        Rows that share their value of the column ``groups`` are drawn together: a line above the first, and what is ``repeated`` in
        the others stands back. Both follow when somebody sorts.
        """
        sheet, last = self.sheet, max(2, self._rows)
        right = get_column_letter(len(self.columns))
        sheet.freeze_panes = f"{get_column_letter(frozen + 1)}2"
        sheet.auto_filter.ref = f"A1:{right}{last}"
        for column in self.columns:
            cells = f"{self.letters[column.title]}2:{self.letters[column.title]}{last}"
            if column.signed:
                self._colour(cells)
            if column.choices:
                self._choose(cells, column)
            elif column.asked and column.day:
                self._ask_day(cells, column)
        if groups:
            key = self.letters[groups]
            top = Border(top=Side("thin", color=SOFT))
            sheet.conditional_formatting.add(f"A2:{right}{last}", _rule(f"${key}2<>${key}1", border=top))
            for title in repeated:
                cells = f"{self.letters[title]}2:{self.letters[title]}{last}"
                sheet.conditional_formatting.add(cells, _rule(f"${key}2=${key}1", font=Font(color=SOFT)))
        self._print(last, frozen, break_after, scale)

    def _colour(self, cells: str) -> None:
        first = cells.partition(":")[0]
        for sign, (fill, ink, bold) in _LOOKS.items():
            rule = _rule(
                f'LEFT({first},1)="{sign}"',
                fill=PatternFill("solid", start_color=fill, end_color=fill),
                font=Font(color=ink, bold=bold),
            )
            self.sheet.conditional_formatting.add(cells, rule)

    def _choose(self, cells: str, column: Column) -> None:
        said = ", ".join(column.choices)
        self._validate(
            DataValidation("list", formula1=f'"{",".join(column.choices)}"', allow_blank=True),
            cells,
            column,
            f"Choose from: {said}.",
        )

    def _ask_day(self, cells: str, column: Column) -> None:
        rule = DataValidation("date", operator="greaterThan", formula1="36526", allow_blank=True)  # 2000-01-01
        self._validate(rule, cells, column, "A day, such as 2026-11-30.")

    def _validate(self, rule: DataValidation, cells: str, column: Column, said: str) -> None:
        rule.errorTitle, rule.error, rule.showErrorMessage = column.title, said, True
        rule.add(cells)
        self.sheet.add_data_validation(rule)

    def _print(self, last: int, frozen: int, break_after: str, scale: int) -> None:
        sheet = self.sheet
        printed = [column for column in self.columns if not column.hidden and not column.aside]
        sheet.print_area = f"A1:{self.letters[printed[-1].title]}{last}"
        sheet.print_title_rows = "1:1"
        sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", _A3
        if break_after:
            sheet.print_title_cols = f"A:{get_column_letter(frozen)}"
            sheet.page_setup.scale = scale
            number = [column.title for column in self.columns].index(break_after) + 1
            sheet.col_breaks = ColBreak(brk=[Break(id=number)])
        else:
            fit_to_width(sheet)
        margins(sheet)


def height(texts: Iterable[tuple[str, float]]) -> float:
    """The height in points of a row with some texts in columns of some widths. Programs do not find it by themselves for every file."""
    lines = 1
    for text, width in texts:
        room = max(4, int(width * _LETTERS_IN_A_UNIT))
        lines = max(lines, sum(max(1, len(wrap(part, room))) for part in text.split("\n")))
    return min(_TALLEST, lines * _LINE + _ROUND)


def fit_to_width(sheet: Worksheet) -> None:
    """Print it one page wide and as long as need be."""
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0


def margins(sheet: Worksheet) -> None:
    """Narrow margins, with the name of the sheet and the page number under each page."""
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom = 0.5, 0.6
    footer = sheet.oddFooter
    assert footer is not None
    for part, text in ((footer.left, "&A"), (footer.right, "Page &P of &N")):
        assert part is not None
        part.text, part.size = text, 9


def put(cell: Cell | MergedCell, value: Value, *, link: bool = False) -> None:
    """A value in its cell. A text is never a formula, whatever it begins with, and stays none when somebody edits it."""
    assert isinstance(cell, Cell)
    if value is None or value == "":
        return
    if not isinstance(value, str):
        cell.value = value
        return
    text = in_workbook(value)
    if link and len(text) <= _LONGEST_LINK:
        cell.hyperlink = text
        cell.style = _LINK
    cell.value = text
    cell.data_type = "s"
    if is_formula(text):
        cell.quotePrefix = True


_TEXT, _SHARE, _NUMBER, _DAY, _LINK, _MINE, _MY_DAY = (
    f"Review {name}" for name in ("text", "share", "number", "day", "link", "entry", "entry day")
)


def add_styles(book: Workbook) -> None:
    """The looks of cells, by name, so that whoever works on with the workbook can change each in one place."""
    looks: tuple[tuple[str, str, str, bool], ...] = (
        (_TEXT, "left", "General", False),
        (_SHARE, "center", "0 %", False),
        (_NUMBER, "center", "General", False),
        (_DAY, "left", _DATE, False),
        (_LINK, "left", "General", False),
        (_MINE, "left", "General", True),
        (_MY_DAY, "left", _DATE, True),
    )
    for name, horizontal, number_format, asked in looks:
        style = NamedStyle(name, number_format=number_format)
        style.font = Font(FONT, 10, color="0B57A4", underline="single") if name == _LINK else Font(FONT, 10, color=INK)
        style.alignment = Alignment(wrap_text=True, vertical="top", horizontal=horizontal)
        style.border = Border(bottom=Side("thin" if asked else "hair", color=LINE))
        if asked:
            style.fill = _ASKED
        book.add_named_style(style)


def _style_of(column: Column) -> str:
    if column.asked:
        return _MY_DAY if column.day else _MINE
    if column.day:
        return _DAY
    return _SHARE if column.share else _NUMBER if column.number else _TEXT


def _rule(formula: str, *, font: Font | None = None, border: Border | None = None, fill: PatternFill | None = None) -> Rule:
    """A look for the cells for which a formula of ours holds."""
    return Rule("expression", dxf=DifferentialStyle(font=font, border=border, fill=fill), formula=[formula])
