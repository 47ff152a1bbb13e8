"""What tables are: a grid with merged cells resolved, the rows that name its columns, and tables that are mere layout."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from reviewer.documents.builder import fold
from reviewer.documents.flow import Cell, Node, Paragraph, Role, Row, Table, has_word
from reviewer.documents.flow_headings import reads_as_sentence
from reviewer.documents.marks import reads_as_header_row, split_bullet
from reviewer.errors import UnreadableDocument

MAX_COLUMNS = 512

_MAX_HEADER_ROWS = 5
_LONGEST_NAME = 300  # characters of a column header, which is repeated for each cell under it
_SHORT = 6  # words of a cell that may name a column
_SECTION_WORDS = 120  # words from which a cell of several paragraphs is a page laid out in a table
_SECTION_PARAGRAPHS = 3


@dataclass(slots=True)
class GridRow:
    """A row with one text for each column of the grid; columns that a cell spans are "" after its first."""

    texts: list[str] = field(default_factory=list)
    spans: list[int] = field(default_factory=list)  # columns that the cell starting here covers, 0 where none starts
    header: bool = False
    label: str = ""  # the number that is counted for the row
    hidden: bool = False
    inserted: bool = False
    form_field: bool = False
    concealed: str = ""  # hidden text in a row that is visible otherwise
    anchored: list[Node] = field(default_factory=list)  # nested tables, text boxes and footnotes


def is_layout(table: Table) -> bool:
    """Whether a table only places running text on the page: one column, or cells that hold whole sections."""
    filled = [[cell for cell in row.cells if any(not _empty(node) for node in cell.nodes)] for row in table.rows]
    if all(len(row.cells) <= 1 for row in table.rows) or sum(map(len, filled)) <= 1:
        return True
    cells = [cell for row in filled for cell in row]
    if any(_has_section(cell) for cell in cells):
        return True
    return not any(_header_rows(table)) and any(_is_long(cell) for cell in cells)


def grid(table: Table) -> list[GridRow]:
    """The rows that hold something, with header rows found by markup or else by look."""
    marked = _header_rows(table)
    rows: list[GridRow] = []
    for row, header in zip(table.rows, marked, strict=True):
        gridded = _grid_row(row)
        gridded.header = header
        if gridded.concealed or gridded.anchored or any(gridded.texts):
            rows.append(gridded)
    names = {tuple(row.texts) for row in rows if row.header}
    for gridded in rows:
        # A header row that was typed again where the table goes on, and a line across the table that names a group of rows.
        gridded.header = gridded.header or tuple(gridded.texts) in names or _is_divider(gridded)
    return rows


def column_headers(rows: Sequence[GridRow]) -> list[str]:
    """The header of each column: the texts of the leading header rows from top to bottom, spanning ones for each column."""
    width = max((len(row.texts) for row in rows), default=0)
    names: list[list[str]] = [[] for _ in range(width)]
    for row in rows:
        if not row.header:
            break
        if _is_divider(row):
            continue
        for column, (text, span) in enumerate(zip(row.texts, row.spans, strict=True)):
            for covered in range(column, min(column + span, width)):
                if text and text not in names[covered]:
                    names[covered].append(text.replace("\n", " "))
    return [" / ".join(parts)[:_LONGEST_NAME] for parts in names]


def spanned_headers(row: GridRow, headers: Sequence[str]) -> list[str]:
    """The headers for the cells of one row, where a cell over several columns has the headers of them all."""
    joined: list[str] = []
    for column, span in enumerate(row.spans):
        above = headers[column : column + max(span, 1)]
        joined.append(" / ".join(dict.fromkeys(filter(None, above))))
    return joined


def title_of(row: GridRow) -> str:
    """The text of a first row that is one short line across the table, which is the table's title."""
    return fold(row.texts[0]) if _is_divider(row) else ""


def _is_divider(row: GridRow) -> bool:
    text = fold(row.texts[0]) if row.texts else ""
    return len(row.texts) > 1 and row.spans[0] == len(row.texts) and 0 < len(text.split()) <= 10 and not reads_as_sentence(text)


def _empty(node: Node) -> bool:
    return isinstance(node, Paragraph) and node.empty()


def _has_section(cell: Cell) -> bool:
    """Whether a heading stands in the cell with its text under it."""
    paragraphs = [node for node in cell.nodes if not _empty(node)]
    return any(
        isinstance(node, Paragraph) and node.role is Role.heading and not reads_as_sentence(fold(node.visible()))
        for node in paragraphs[:-1]
    )


def _is_long(cell: Cell) -> bool:
    paragraphs = [node for node in cell.nodes if isinstance(node, Paragraph) and not node.empty()]
    words = sum(len(paragraph.visible().split()) for paragraph in paragraphs)
    return len(paragraphs) >= _SECTION_PARAGRAPHS and words >= _SECTION_WORDS


# ---- header rows -----------------------------------------------------------------------------------------------------


def _header_rows(table: Table) -> list[bool]:
    """For each row whether it names the columns: as marked, else the first row that looks so."""
    marked = [row.header for row in table.rows]
    leading = marked.index(False) if False in marked else len(marked)
    if 0 < leading < len(marked) and leading <= _MAX_HEADER_ROWS:
        return [index < leading for index in range(len(marked))]
    if len(table.rows) < 2:
        return [False] * len(marked)
    first = 0
    # A title line across the table may stand above the row that names the columns.
    while first < len(table.rows) - 1 and sum(any(not _empty(n) for n in cell.nodes) for cell in table.rows[first].cells) <= 1:
        first += 1
    found = first < len(table.rows) - 1 and _looks_like_header(table, first)
    return [found and index == first for index in range(len(marked))]


def _looks_like_header(table: Table, index: int) -> bool:
    texts = _cell_texts(table.rows[index])
    filled = [text for text in texts if text]
    if len(filled) < 2 or len(filled) < len(texts) - 1 or len(set(filled)) < len(filled):
        return False
    if any(len(text.split()) > _SHORT or (text.endswith(".") and len(text) > 4) or not has_word(text) for text in filled):
        return False
    below = table.rows[index + 1 :]
    if _emphasised(table.rows[index]):
        return not all(_emphasised(row) for row in below)
    if table.first_row_styled and index == 0 and not filled[0].endswith(":"):
        return True
    return len(below) > 1 and reads_as_header_row(texts)


def _emphasised(row: Row) -> bool:
    filled = [cell for cell in row.cells if any(not _empty(node) for node in cell.nodes)]
    return bool(filled) and all(
        cell.shaded or all(node.strong() for node in cell.nodes if isinstance(node, Paragraph) and has_word(node.visible()))
        for cell in filled
    )


def _cell_texts(row: Row) -> list[str]:
    return [fold(" ".join(node.visible() for node in cell.nodes if isinstance(node, Paragraph))) for cell in row.cells]


# ---- rows ------------------------------------------------------------------------------------------------------------


def _grid_row(row: Row) -> GridRow:
    gridded = GridRow()
    hidden: list[str] = []
    for cell in row.cells:
        span = max(cell.span, 1)
        if len(gridded.texts) + span > MAX_COLUMNS:
            raise UnreadableDocument("too_complex", f"a table has more than {MAX_COLUMNS} columns")
        # Several numbers in one cell are those of a list in it.
        labels = [node.label for node in cell.nodes if isinstance(node, Paragraph) and node.label]
        gridded.label = gridded.label or (labels[0] if len(labels) == 1 else "")
        lines: list[str] = []
        for node in cell.nodes:
            if not isinstance(node, Paragraph):
                gridded.anchored.append(node)
                continue
            line = node.visible().strip()
            lines.append(split_bullet(line) or line)
            hidden.append(node.concealed())
            gridded.inserted |= node.inserted()
            gridded.form_field |= node.form_field
            gridded.anchored += node.anchored
        gridded.texts += ["\n".join(filter(None, (line.strip() for line in lines))), *[""] * (span - 1)]
        gridded.spans += [span, *[0] * (span - 1)]
    concealed_text = " ".join(filter(has_word, hidden))
    if concealed_text and not any(map(has_word, gridded.texts)):
        return _hidden_row(gridded, row)
    gridded.concealed = concealed_text
    return gridded


def _hidden_row(gridded: GridRow, row: Row) -> GridRow:
    """The row with its hidden words as its text, since it has no others."""
    gridded.hidden = True
    column = 0
    for cell in row.cells:
        gridded.texts[column] = "\n".join(node.concealed() for node in cell.nodes if isinstance(node, Paragraph))
        column += max(cell.span, 1)
    return gridded
