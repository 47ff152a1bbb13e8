"""How wide the columns of a table should be: the words decide, as they do when people drag the borders."""

from __future__ import annotations

from bench.render.blocks import Table, plain

_NARROWEST = 0.07
_TYPICAL = 40  # characters from which more text makes a cell taller rather than its column wider


def shares(table: Table) -> list[float]:
    """Share of the table's width for each column; they add up to 1."""
    columns = list(zip(*table.rows, strict=True))
    if table.facts:
        return [0.32, 0.68]
    weights: list[float] = []
    for column in columns:
        lengths = [len(plain(cell)) for cell in column]
        longest_word = max((len(word) for cell in column for word in plain(cell).split()), default=1)
        weights.append(max(longest_word + 3, min(max(lengths), _TYPICAL) + sum(lengths) / len(lengths) / 2))
    total = sum(weights)
    widened = [max(weight / total, _NARROWEST) for weight in weights]
    return [share / sum(widened) for share in widened]
