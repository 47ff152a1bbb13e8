"""The journal says the same when it has been made shorter, and stays short however often a portfolio is run."""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewer.batch.inputs import Inputs
from reviewer.batch.journal import Complete, Finished, History, Journal, Line, compacted
from tests.batch.conftest import make_clients

Batch = Callable[..., int]


def finished(client: str, number: int) -> Finished:
    inputs = Inputs(asked="a", made_by="b", files={})
    return Finished(client=client, folder=client, inputs=inputs, files={"report.json": f"{client}{number}"}, changes=None)


def some_runs(chance: random.Random) -> list[Line]:
    """Runs with clients that come and go; the last may be under way."""
    lines: list[Line] = []
    for number in range(chance.randrange(1, 6)):
        portfolio = chance.sample("abcde", chance.randrange(1, 5))
        done = chance.choices(portfolio, k=chance.randrange(0, 5))
        lines += [finished(client, number * 10 + n) for n, client in enumerate(done)]
        lines.append(Complete(clients=tuple(portfolio)))
    return lines[: -1 if chance.random() < 0.2 else None]


@pytest.mark.parametrize("seed", range(200))
def test_fewer_lines_say_the_same(seed: int) -> None:
    chance = random.Random(seed)
    lines = some_runs(chance)
    history = History.of(lines)
    # The reports of some clients are not those of their last line: it was killed, or somebody changed them.
    lost = {client for client in "abcde" if chance.random() < 0.3}
    fewer = compacted(lines, lambda line: line.client not in lost)
    if history.clients is None:
        assert fewer == lines, "while a run is under way, nothing is touched"
        return
    again = History.of(fewer)
    assert again._replace(ours={}) == history._replace(ours={})
    for client, line in history.finished.items():
        assert again.ours[client] == (history.ours[client] if client in lost else {*line.files.items()})
    kept = sum(isinstance(line, Finished) and line.client not in lost for line in fewer)
    assert kept == len(history.finished.keys() - lost)
    assert sum(isinstance(line, Complete) for line in fewer) <= 2
    assert len(compacted(fewer, lambda line: line.client not in lost)) == len(fewer)


def test_it_stays_short_however_often_a_portfolio_is_run(batch: Batch, tmp_path: Path) -> None:
    given, out = make_clients(tmp_path / "in", a="one", b="two", c="three"), tmp_path / "out"
    sizes = []
    for number in range(6):
        make_clients(given, b=f"two {number}")
        assert batch(given, "--out", out) == 0
        sizes.append(len((out / "journal.jsonl").read_bytes().splitlines()))
    assert sizes == [4, 5, 5, 5, 5, 5]
    assert Journal(out).read().in_this_run == {"b"}


def test_a_disk_without_room_leaves_it_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = Journal(tmp_path)
    for number in range(3):
        journal.add(finished("a", number))
        journal.add(Complete(clients=("a",)))
    before = (tmp_path / "journal.jsonl").read_bytes()
    (tmp_path / "journal.jsonl").chmod(0o600)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", full)
        journal.compact(lambda _: True)
    assert (tmp_path / "journal.jsonl").read_bytes() == before and [p.name for p in tmp_path.iterdir()] == ["journal.jsonl"]
    journal.compact(lambda _: True)
    assert (tmp_path / "journal.jsonl").read_bytes().count(b"\n") == 3
    assert sys.platform == "win32" or (tmp_path / "journal.jsonl").stat().st_mode & 0o777 == 0o600, "for whom it was before"
