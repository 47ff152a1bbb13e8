"""``portfolio.xlsx``: the portfolio to filter and to print. No cell is a formula."""

from __future__ import annotations

import io

from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from reviewer.model import PortfolioReview, Verdict
from reviewer.report import words
from reviewer.report.html_filters import BASIS_NAMES
from reviewer.report.matrix.sheet import Column, Table, Value, add_styles
from reviewer.report.matrix.workbook import dated
from reviewer.report.paper.zipped import settled
from reviewer.report.portfolio import state

_CLIENT = Column("Client", 32)


def workbook(portfolio: PortfolioReview) -> bytes:
    """The workbook."""
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = "Clients"
    add_styles(book)
    _clients(sheet, portfolio)
    _heat_map(book.create_sheet("Heat map"), portfolio)
    _gaps(book.create_sheet("Commonest gaps"), portfolio)
    _changes(book.create_sheet("Changes"), portfolio)
    _failures(book.create_sheet("Not reviewed, not read"), portfolio)
    book.properties.creator = f"{portfolio.tool['name']} {portfolio.tool['version']}"
    book.properties.title = "Portfolio of procedure reviews"
    buffer = io.BytesIO()
    book.save(buffer)
    return settled(dated(buffer.getvalue(), portfolio.run))


def _clients(sheet: Worksheet, portfolio: PortfolioReview) -> None:
    standards = {name: words.short(name) for name in state.standards(portfolio)}
    table = Table(
        sheet,
        (
            _CLIENT, Column("State", 22), Column("Coverage", 11, share=True), Column("With decisions", 11, share=True),
            *(Column(title, 14, share=True) for title in standards.values()),
            Column("Major gaps", 9, number=True), Column("Minor gaps", 9, number=True),
            Column("Documents", 11, number=True), Column("Counting", 10, number=True), Column("Not read", 9, number=True),
            Column("In short", 60), Column("Reports in", 40),
        ),
    )  # fmt: skip
    for client in portfolio.clients:
        row: dict[str, Value] = {
            "Client": client.name, "State": state.STANDINGS[client.standing], "In short": client.headline or client.reason,
            "Reports in": f"clients/{client.folder}" if client.headline or client.earlier else "",
        }  # fmt: skip
        if client.headline is not None:
            row |= {
                "Coverage": client.overall, "With decisions": client.decided, "Major gaps": client.major, "Minor gaps": client.minor,
                "Documents": client.documents, "Counting": client.counting, "Not read": len(client.unread),
            }  # fmt: skip
            row |= {title: client.coverage.get(name) for name, title in standards.items()}
        table.add(row)
    table.finish(frozen=1)


def _heat_map(sheet: Worksheet, portfolio: PortfolioReview) -> None:
    # Two rubrics may give the same title to two criteria.
    titles: dict[str, str] = {}
    for criterion in portfolio.criteria:
        title = f"{words.short(criterion.standard)} {words.clean(criterion.clause)}: {words.clean(criterion.title)}"
        titles[criterion.id] = title if title not in titles.values() else f"{title} ({criterion.id})"
    signs = ", ".join(f"{words.SIGNS[verdict.value]} {words.VERDICTS[verdict]}" for verdict in Verdict)
    clients = Column(f"Client\n\n{signs}; with the elements met, of those that apply", 36)
    table = Table(sheet, (clients, *(Column(title, 7.5, signed=True) for title in titles.values())))
    for client in state.reviewed(portfolio):
        row: dict[str, Value] = {clients.title: client.name}
        for criterion in portfolio.criteria:
            found = client.criteria.get(criterion.id)
            if found is not None:
                share = "" if found.verdict is Verdict.not_applicable else f" {found.met}/{found.asked}"
                row[titles[criterion.id]] = f"{words.SIGNS[found.verdict.value]}{share}"
        table.add(row)
    table.finish(frozen=1)
    sheet.row_dimensions[1].height = 220
    for cell in sheet[1][1:]:
        cell.alignment = Alignment(text_rotation=90, wrap_text=True, vertical="bottom", horizontal="center")


def _gaps(sheet: Worksheet, portfolio: PortfolioReview) -> None:
    table = Table(
        sheet,
        (
            Column("What is asked", 60), Column("Criterion", 36), Column("Standard", 15), Column("Clause", 11), Column("Weight", 9),
            Column("Asked by", 14), Column("Clients", 9, number=True), Column("Of", 7, number=True), Column("Share", 9, share=True),
            Column("Names", 60), Column("Element", 44),
        ),
    )  # fmt: skip
    for gap in portfolio.common_gaps:
        table.add(
            {
                "What is asked": gap.asks or gap.element, "Criterion": gap.title, "Standard": words.short(gap.standard),
                "Clause": gap.clause, "Weight": words.SEVERITIES[gap.severity], "Asked by": BASIS_NAMES[gap.basis],
                "Clients": len(gap.clients), "Of": gap.asked, "Share": len(gap.clients) / gap.asked,
                "Names": "\n".join(gap.clients), "Element": gap.element,
            }
        )  # fmt: skip
    table.finish(frozen=1)


def _changes(sheet: Worksheet, portfolio: PortfolioReview) -> None:
    table = Table(
        sheet,
        (
            _CLIENT, Column("State", 26), Column("Coverage then", 10, share=True), Column("Coverage now", 10, share=True),
            Column("Elements", 40), Column("Got worse", 50), Column("Closed", 50), Column("Documents", 28), Column("Note", 36),
        ),
    )  # fmt: skip
    for client in portfolio.clients:
        row: dict[str, Value] = {"Client": client.name, "State": state.STANDINGS[client.standing], "Coverage now": client.overall}
        if client.changes is not None:
            row |= {
                "Coverage then": client.changes.overall_before, "Elements": state.steps(client.changes),
                "Got worse": "\n".join(client.changes.regressed), "Closed": "\n".join(client.changes.closed),
                "Documents": state.documents(client.changes),
                "Note": "" if client.changes.same_rubric else "another rubric or program judged then",
            }  # fmt: skip
        table.add(row)
    for name in portfolio.removed:
        table.add({"Client": name, "State": "no longer in the portfolio"})
    table.finish(frozen=1)


def _failures(sheet: Worksheet, portfolio: PortfolioReview) -> None:
    table = Table(sheet, (_CLIENT, Column("Document", 44), Column("Code", 18), Column("Reason", 70), Column("What to do", 60)))
    for client in state.failures(portfolio):
        table.add({"Client": client.name, "Code": client.code, "Reason": client.reason, "What to do": client.advice})
    for client in state.reviewed(portfolio):
        for document in client.unread:
            reason = document.reason or "a part of it was not read"
            table.add({"Client": client.name, "Document": document.name, "Code": document.code, "Reason": reason})
    for name in portfolio.left_out:
        table.add({"Document": name, "Reason": "lies beside the folders of the clients and is part of none"})
    table.finish(frozen=1)
