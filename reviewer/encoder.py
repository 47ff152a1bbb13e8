"""A small fitted encoder of meaning: what a passage speaks of and with which force, whatever words it uses.

Six transformer layers (MiniLM), tuned by ``bench/encoder`` on invented procedures, stored with eight-bit weights and computed in
single precision. It sees a passage with its surroundings: document title, headings, caption, lead-in and column headers.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import onnxruntime
    import tokenizers

# Word pieces of the surroundings and of the passage; of longer surroundings the first pieces (the title) and the last are kept.
_AROUND, _AROUND_FIRST, _PASSAGE = 48, 12, 96
_BATCH = 8  # more of them take more memory and are no faster
_START, _STOP = 101, 102
# Digits kept of a probability: the last bits of a sum are not the same on every machine.
_DIGITS = 3


class Question(NamedTuple):
    """A passage with its surroundings, as the encoder reads them."""

    around: str
    passage: str


class Answer(NamedTuple):
    """What the encoder says of a passage."""

    speaks: Mapping[str, float]
    """probability, 0 to 1, for each element on its own that the passage speaks of it"""
    force: Mapping[str, float]
    """probability of each force; together 1"""


class Encoder:
    """The encoder in a folder that ``bench/encoder`` wrote; its files are loaded when it is first asked."""

    def __init__(self, folder: Path) -> None:
        """Raises OSError, ValueError or KeyError where the folder holds no encoder."""
        about = json.loads((folder / "encoder.json").read_text(encoding="utf-8"))
        self.elements: tuple[str, ...] = tuple(about["elements"])
        self.forces: tuple[str, ...] = tuple(about["forces"])
        self._folder = folder
        for name in ("encoder.onnx", "tokenizer.json"):
            (folder / name).stat()

    @cached_property
    def _session(self) -> onnxruntime.InferenceSession:
        import onnxruntime

        options = onnxruntime.SessionOptions()
        # One thread: sums in one order, and no slower where several processes share the cores.
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        # Left to itself the runtime rounds what it multiplies to eight bits, on some processors and not on others.
        options.add_session_config_entry("session.disable_quant_qdq", "1")
        # Texts have many lengths: laying memory out anew for each costs more of it than it saves.
        options.enable_mem_pattern = False
        path = str(self._folder / "encoder.onnx")
        return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])

    @cached_property
    def _tokenizer(self) -> tokenizers.Tokenizer:
        import tokenizers

        return tokenizers.Tokenizer.from_file(str(self._folder / "tokenizer.json"))

    def answers(self, questions: Sequence[Question], threads: int = 1) -> list[Answer]:
        """The answer to each question, in their order. ``threads``: in which they are computed, which changes none of them."""
        pieces = [word_pieces(question, self._tokenizer) for question in questions]
        # Of like length together, so that little is padded. Padding changes the last bits of a sum, which rounding nearly always takes away.
        order = sorted(range(len(pieces)), key=lambda n: (len(pieces[n][0]), n))
        batches = [order[start : start + _BATCH] for start in range(0, len(order), _BATCH)]
        if not batches:
            return []
        session = self._session
        found: dict[int, Answer] = {}
        # The longest first, so that none is left over for one thread at the end. A session may be run by many threads at once.
        with ThreadPoolExecutor(max(1, min(threads, len(batches))), thread_name_prefix="encoder") as pool:
            asked = pool.map(lambda some: self._ask([pieces[n] for n in some], session), reversed(batches))
            for some, answers in zip(reversed(batches), asked, strict=True):
                found |= zip(some, answers, strict=True)
        return [found[n] for n in range(len(questions))]

    def _ask(self, pieces: Sequence[tuple[list[int], int]], session: onnxruntime.InferenceSession) -> list[Answer]:
        width = max(len(ids) for ids, _ in pieces)
        ids = np.zeros((len(pieces), width), dtype=np.int64)
        kinds, mask = np.zeros_like(ids), np.zeros_like(ids)
        for row, (numbers, around) in enumerate(pieces):
            ids[row, : len(numbers)], kinds[row, around : len(numbers)], mask[row, : len(numbers)] = numbers, 1, 1
        speaks, force = session.run(["speaks", "force"], {"ids": ids, "kinds": kinds, "mask": mask})
        return [
            Answer(
                dict(zip(self.elements, of_elements.tolist(), strict=True)),
                dict(zip(self.forces, of_forces.tolist(), strict=True)),
            )
            for of_elements, of_forces in zip(_logistic(speaks), _softmax(force), strict=True)
        ]


def word_pieces(question: Question, tokenizer: tokenizers.Tokenizer) -> tuple[list[int], int]:
    """Numbers of the word pieces of a question, and how many of them are its surroundings."""
    tokenizer.no_truncation()
    tokenizer.no_padding()
    around = tokenizer.encode(question.around, add_special_tokens=False).ids
    if len(around) > _AROUND:
        around = around[:_AROUND_FIRST] + around[-(_AROUND - _AROUND_FIRST) :]
    passage = tokenizer.encode(question.passage, add_special_tokens=False).ids[:_PASSAGE]
    return [_START, *around, _STOP, *passage, _STOP], len(around) + 2


def _logistic(values: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    shares: npt.NDArray[np.float64] = 1 / (1 + np.exp(-values.astype(np.float64)))
    return np.round(shares, _DIGITS)


def _softmax(values: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    powers: npt.NDArray[np.float64] = np.exp(values.astype(np.float64) - values.max(axis=1, keepdims=True))
    shares: npt.NDArray[np.float64] = powers / powers.sum(axis=1, keepdims=True)
    return np.round(shares, _DIGITS)
