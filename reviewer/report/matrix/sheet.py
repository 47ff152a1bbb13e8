"""A sheet of a workbook as people work with it: a frozen header with filters, wrapped text, print titles, cells that hold no formula."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from openpyxl.cell.cell import Cell
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.pagebreak import Break, ColBreak
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
    share: bool = False
    """Holds shares, shown in per cent."""
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
            put(cell, values.get(column.title), link=column.link)
            cell.border = Border(bottom=Side("hair", color=LINE))
            if column.asked:
                cell.fill = _ASKED
            if column.share:
                cell.number_format = "0 %"
            if column.day:
                cell.number_format = _DATE

    def finish(self, *, frozen: int, groups: str = "", repeated: Sequence[str] = (), break_after: str = "", scale: int = 60) -> None:
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
            sheet.conditional_formatting.add(f"A2:{right}{last}", FormulaRule([f"${key}2<>${key}1"], border=top))
            for title in repeated:
                cells = f"{self.letters[title]}2:{self.letters[title]}{last}"
                sheet.conditional_formatting.add(cells, FormulaRule([f"${key}2=${key}1"], font=Font(color="9AA3AD")))
        self._print(last, right, frozen, break_after, scale)

    def _colour(self, cells: str) -> None:
        first = cells.partition(":")[0]
        for sign, (fill, ink, bold) in _LOOKS.items():
            rule = FormulaRule(
                [f'LEFT({first},1)="{sign}"'],
                fill=PatternFill("solid", start_color=fill, end_color=fill),
                font=Font(color=ink, bold=bold),
            )
            self.sheet.conditional_formatting.add(cells, rule)

    def _choose(self, cells: str, column: Column) -> None:
        said = ", ".join(column.choices)
        self._validate(DataValidation("list", formula1=f'"{",".join(column.choices)}"', allow_blank=True), cells, column, f"Choose from: {said}.")

    def _ask_day(self, cells: str, column: Column) -> None:
        rule = DataValidation("date", operator="greaterThan", formula1="36526", allow_blank=True)  # 2000-01-01
        self._validate(rule, cells, column, "A day, such as 2026-11-30.")

    def _validate(self, rule: DataValidation, cells: str, column: Column, said: str) -> None:
        rule.errorTitle, rule.error, rule.showErrorMessage = column.title, said, True
        rule.add(cells)
        self.sheet.add_data_validation(rule)

    def _print(self, last: int, right: str, frozen: int, break_after: str, scale: int) -> None:
        sheet = self.sheet
        visible = [column for column in self.columns if not column.hidden]
        sheet.print_area = f"A1:{self.letters[visible[-1].title]}{last}"
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


def fit_to_width(sheet: Worksheet) -> None:
    """Print it one page wide and as long as need be."""
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0


def margins(sheet: Worksheet) -> None:
    """Narrow margins, with the name of the sheet and the page number under each page."""
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom = 0.5, 0.6
    sheet.oddFooter.left.text, sheet.oddFooter.right.text = "&A", "Page &P of &N"
    sheet.oddFooter.left.size = sheet.oddFooter.right.size = 9


def put(cell: Cell, value: Value, *, link: bool = False, font: Font | None = None) -> None:
    """A value in its cell. A text is never a formula, whatever it begins with, and stays none when somebody edits it."""
    cell.font = font or Font(FONT, 10, color=INK)
    cell.alignment = Alignment(wrap_text=True, vertical="top", horizontal="left" if isinstance(value, str) else None)
    if value is None or value == "":
        return
    if not isinstance(value, str):
        cell.value = value
        return
    text = in_workbook(value)
    if link and len(text) <= _LONGEST_LINK:
        cell.hyperlink = text
        cell.font = Font(FONT, 10, color="0B57A4", underline="single")
    cell.value = text
    cell.data_type = "s"
    if is_formula(text):
        cell.quotePrefix = True
