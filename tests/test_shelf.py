"""What lies on a shelf comes back as it was, and takes little room."""

from __future__ import annotations

import pickle

from reviewer.model import Block, BlockKind, Document
from reviewer.shelf import Shelf


def document(number: int) -> Document:
    text = "\n".join(f"{step} The developer shall enter problem {number} as a ticket." for step in range(200))
    spans = [(at, at + 40) for at in range(0, 8000, 45)]
    return Document(
        id=f"{number}.md", name="a", format="md", text=text, blocks=tuple(Block(kind=BlockKind.paragraph, start=a, end=b) for a, b in spans)
    )  # fmt: skip


def test_it_comes_back_as_it_was_in_the_order_in_which_it_was_laid_down() -> None:
    shelf: Shelf[Document] = Shelf()
    for number in (2, 1, 3):
        shelf.put(f"{number}.md", document(number))
    shelf.put("1.md", document(7))
    assert list(shelf) == ["2.md", "1.md", "3.md"]
    assert shelf["1.md"] == document(7)
    assert [d.id for d in shelf.values()] == ["2.md", "7.md", "3.md"]


def test_it_takes_a_fifth_of_the_room_and_less() -> None:
    shelf: Shelf[Document] = Shelf()
    shelf.put("1.md", document(1))
    assert 5 * len(shelf._packed["1.md"]) < len(pickle.dumps(document(1)))
