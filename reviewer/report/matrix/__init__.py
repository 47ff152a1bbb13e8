"""The traceability matrix, element by element and quote by quote: as a workbook, as CSV, and read back with a person's decisions."""

from reviewer.report.matrix.flat import csv_report
from reviewer.report.matrix.workbook import xlsx_report

__all__ = ["csv_report", "xlsx_report"]
