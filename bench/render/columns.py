"""How wide the columns of a table should be: the words decide, as they do when people drag the borders."""

from __future__ import annotations

from bench.render.blocks import Table, plain

_TYPICAL = 40  # characters from which more text makes a cell taller rather than its column wider


def shares(table: Table, characters: float) -> list[float]:
    """Share of the table's width for each column; they add up to 1. ``characters``: how many bold ones fill the width."""
    if table.facts:
        return [0.32, 0.68]
    floors: list[float] = []
    weights: list[float] = []
    for column in zip(*table.rows, strict=True):
        texts = [plain(cell) for cell in column]
        lengths = [len(text) for text in texts]
        longest_word = max((len(word) for text in texts for word in text.split()), default=1)
        floors.append((longest_word + 3) / characters)
        weights.append(min(max(lengths), _TYPICAL) + sum(lengths) / len(lengths))
    spare = 1 - sum(floors)
    if spare <= 0:  # some word has to break
        return [floor / sum(floors) for floor in floors]
    missing = [max(weight / sum(weights) - floor, 0) for weight, floor in zip(weights, floors, strict=True)]
    return [floor + spare * lack / (sum(missing) or 1) for floor, lack in zip(floors, missing, strict=True)]
