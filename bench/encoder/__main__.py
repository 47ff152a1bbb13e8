"""``python -m bench.encoder``: tunes the encoder, records what blind ones answer, and writes ``rubric/fitted/encoder.*``.

First the bank teaches the published network, then whole procedures do: once for each fold of voices, so that what an encoder says of a
voice that it has not learnt from can be recorded for ``bench.fit``; and once on all of them, for the product. Takes an hour on two cores.
"""

from __future__ import annotations

import argparse
import gzip
import json
import pickle
import random
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

import tokenizers
import torch
from torch import nn

from bench.encoder import material
from bench.encoder.export import export
from bench.encoder.material import Lesson
from bench.encoder.net import Network, Pieces, base_folder, batch
from bench.judge import ROOT, Judge, shipped_library
from bench.recorded import FILE, key
from bench.tagged import FOLDS, FORCES
from reviewer.encoder import word_pieces

_BATCH = 32
_BANK_PASSES, _FOLD_PASSES, _LAST_PASSES = 10, 3, 3
_BANK_SHARE = 0.4
_FIRST_RATE, _RATE = 2e-4, 1e-4
_FIRST_HEAD_RATE, _HEAD_RATE = 2e-3, 5e-4
_ASKED_AT_ONCE = 64


class Tutor:
    """Teaches networks the same elements."""

    def __init__(self, elements: Sequence[str]) -> None:
        self.elements = list(elements)
        self._column = {name: number for number, name in enumerate(self.elements)}
        self._tokenizer = tokenizers.Tokenizer.from_file(str(base_folder() / "tokenizer.json"))
        self._known: dict[object, Pieces] = {}

    def network(self, state: Mapping[str, torch.Tensor] | None = None) -> Network:
        """A network as published, or as it was taught before."""
        network = Network(len(self.elements), len(FORCES))
        if state is None:
            network.load_published()
        else:
            network.load_state_dict(dict(state))
        return network

    def teach(
        self,
        network: Network,
        spoken: Sequence[Lesson],
        banked: Sequence[Lesson],
        share: float,
        passes: int,
        rates: tuple[float, float],
    ) -> None:
        """Some passes over the lessons; ``rates``: of the network and of its heads."""
        torch.manual_seed(1)
        chance = random.Random(1)  # noqa: S311  (repeatable, no secret)
        heads = [*network.speaks.parameters(), *network.force.parameters()]
        body = [p for name, p in network.named_parameters() if p.requires_grad and not name.startswith(("speaks.", "force."))]
        optimiser = torch.optim.AdamW([{"params": body, "lr": rates[0]}, {"params": heads, "lr": rates[1]}], weight_decay=0.01)
        steps = max(1, passes * len(material.one_pass(spoken, banked, share, random.Random(0))) // _BATCH)  # noqa: S311
        course = torch.optim.lr_scheduler.LambdaLR(
            optimiser, lambda step: min(1.0, (step + 1) / (0.06 * steps + 1)) * max(0.02, 1 - step / steps)
        )
        network.train()
        started = time.monotonic()
        for number in range(passes):
            total = 0.0
            some = self._batches(material.one_pass(spoken, banked, share, chance), chance)
            for lessons in some:
                loss = self._loss(network, lessons)
                optimiser.zero_grad()
                loss.backward()
                nn.utils.clip_grad_norm_(network.parameters(), 1.0)
                optimiser.step()
                course.step()
                total += loss.item()
            sys.stdout.write(
                f"  pass {number + 1} of {passes}: loss {total / len(some):.3f}, {time.monotonic() - started:.0f} s\n"
            )
            sys.stdout.flush()
        network.eval()

    def _batches(self, lessons: list[Lesson], chance: random.Random) -> list[list[Lesson]]:
        """Batches of lessons of like length, in any order."""
        chance.shuffle(lessons)
        batches = []
        for start in range(0, len(lessons), 16 * _BATCH):
            some = sorted(lessons[start : start + 16 * _BATCH], key=lambda lesson: len(self._pieces(lesson)[0]))
            batches += [some[at : at + _BATCH] for at in range(0, len(some), _BATCH)]
        chance.shuffle(batches)
        return batches

    def _pieces(self, lesson: Lesson) -> Pieces:
        if lesson.question not in self._known:
            self._known[lesson.question] = word_pieces(lesson.question, self._tokenizer)
        return self._known[lesson.question]

    def _loss(self, network: Network, lessons: Sequence[Lesson]) -> torch.Tensor:
        wanted = torch.zeros(len(lessons), len(self.elements))
        weights = torch.zeros_like(wanted)
        for row, lesson in enumerate(lessons):
            weights[row] = lesson.others
            for element, value in lesson.labels.items():
                wanted[row, self._column[element]], weights[row, self._column[element]] = value, 1.0
        forces = torch.tensor([lesson.force for lesson in lessons])
        with torch.autocast("cpu", dtype=torch.bfloat16):
            speaks, force = network(*batch([self._pieces(lesson) for lesson in lessons]))
        distance = nn.functional.binary_cross_entropy_with_logits(speaks.float(), wanted, reduction="none")
        loss = (distance * weights).sum() / len(lessons)
        known = forces >= 0
        if known.any():
            loss = loss + nn.functional.cross_entropy(force.float()[known], forces[known])
        return loss

    @torch.no_grad()
    def answers(self, network: Network, lessons: Sequence[Lesson]) -> dict[str, tuple[dict[str, int], list[int]]]:
        """What a network answers to lessons, as ``bench.recorded`` keeps it."""
        found = {}
        order = sorted(lessons, key=lambda lesson: len(self._pieces(lesson)[0]))
        for start in range(0, len(order), _ASKED_AT_ONCE):
            some = order[start : start + _ASKED_AT_ONCE]
            speaks, force = network(*batch([self._pieces(lesson) for lesson in some]))
            for lesson, of_elements, of_forces in zip(some, speaks.sigmoid().tolist(), force.softmax(1).tolist(), strict=True):
                thousandths = {str(n): round(1000 * p) for n, p in enumerate(of_elements) if p >= 0.0005}
                found[key(lesson.question)] = (thousandths, [round(1000 * p) for p in of_forces])
        return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Tune, record and write."""
    parser = argparse.ArgumentParser("python -m bench.encoder", description="Tune the encoder of meaning.")
    parser.add_argument("--out", type=Path, default=ROOT / "rubric" / "fitted")
    parser.add_argument(
        "--work",
        type=Path,
        default=ROOT / "build" / "encoder",
        help="keeps networks between runs, which go on where the last one stopped; empty it to begin anew",
    )
    options = parser.parse_args(arguments)
    options.work.mkdir(parents=True, exist_ok=True)
    lessons = options.work / "lessons.pickle"
    if not lessons.exists():
        judge = Judge(shipped_library())
        elements = list(judge.library.rubric.rules)
        lessons.write_bytes(pickle.dumps((elements, [*material.statements(judge)], material.passages(judge))))
    elements, banked, by_voice = pickle.loads(lessons.read_bytes())  # noqa: S301  (our own file)
    tutor = Tutor(elements)
    first = options.work / "bank.pt"
    if not first.exists():
        network = tutor.network()
        tutor.teach(network, (), banked, 1.0, _BANK_PASSES, (_FIRST_RATE, _FIRST_HEAD_RATE))
        torch.save(network.state_dict(), first)
    start = torch.load(first)
    answers: dict[str, tuple[dict[str, int], list[int]]] = {}
    for number, fold in enumerate(FOLDS):
        sys.stdout.write(f"blind to fold {number + 1}\n")
        blind = options.work / f"blind-{number + 1}.pt"
        if blind.exists():
            network = tutor.network(torch.load(blind))
            network.eval()
        else:
            network = tutor.network(start)
            tutor.teach(network, material.outside(fold, by_voice), banked, _BANK_SHARE, _FOLD_PASSES, (_RATE, _HEAD_RATE))
            torch.save(network.state_dict(), blind)
        answers |= tutor.answers(network, [lesson for voice in fold for lesson in by_voice.get(voice, [])])
    record = {"elements": elements, "forces": list(FORCES), "answers": dict(sorted(answers.items()))}
    FILE.write_bytes(gzip.compress(json.dumps(record, separators=(",", ":")).encode(), mtime=0))
    # The last of them has learnt half of it already.
    sys.stdout.write("on all\n")
    tutor.teach(network, material.outside((), by_voice), banked, _BANK_SHARE, _LAST_PASSES, (_RATE, _HEAD_RATE))
    export(network, elements, FORCES, options.out)


if __name__ == "__main__":
    main()
