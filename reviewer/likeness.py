"""Names that are all but the same, found without comparing each with each.

Two names are alike where rapidfuzz's ``token_set_ratio`` of them reaches a bound: where the words of one are (nearly) all among those of
the other, or where a few letters make the difference. Both can be ruled out for nearly all pairs by what the two would have to share
(prefix filtering: Chaudhuri et al., 2006; Bayardo et al., 2007), so that only the rest is compared. Nothing that is alike is missed.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz

_LEAST: Final = 80
"""The bound on letters below holds from this ratio on."""
_ROUNDING: Final = 1e-9
_ANY: Final = ("any",)
"""Stands for three letters in a row in names whose words are so short that they need not share any."""


_BAGS: Final = 32
"""Letters are counted by the last five bits of their number: those that share them can only seem more alike than they are."""


class _Keys(NamedTuple):
    """What one of two names that are alike has of the other."""

    words: frozenset[str]
    telling: frozenset[str]
    """words, the rarest: one that has nearly all words of this name has one of them"""
    letters: tuple[Hashable, ...]
    """three in a row, the rarest: one that differs by a few letters has one among its own"""
    bag: npt.NDArray[np.int32]
    """how often it has each letter; one that differs by a few letters has them nearly as often"""
    length: int


class Likeness:
    """Texts to look names up in. Their words and letters are told beforehand, to know which are rare."""

    def __init__(self, least: int, known: Iterable[str] = ()) -> None:
        """``least``: the ratio from which on two texts are alike, 80 to 100. ``known``: texts whose words and letters are counted."""
        if not _LEAST <= least <= 100:
            raise ValueError(f"a ratio of {least}")
        self._least = least
        self._share = 1 - least / 100
        self._rarity: Counter[Hashable] = Counter()
        for text in known:
            words = frozenset(text.split())
            self._rarity.update(words)
            self._rarity.update(_threes(words))
        self._texts: list[str] = []
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self._by_telling: dict[str, list[int]] = defaultdict(list)
        self._by_letters: dict[Hashable, list[int]] = defaultdict(list)
        self._bags = np.zeros((64, _BAGS), dtype=np.int32)
        self._lengths = np.zeros(64, dtype=np.int32)

    def add(self, text: str) -> None:
        """Have a text found from now on, under the number of texts that were added before it."""
        keys, number = self._keys(text), len(self._texts)
        self._texts.append(text)
        if number == len(self._bags):
            self._bags, self._lengths = np.vstack([self._bags, self._bags]), np.hstack([self._lengths, self._lengths])
        self._bags[number], self._lengths[number] = keys.bag, keys.length
        for index, wanted in ((self._by_word, keys.words), (self._by_telling, keys.telling), (self._by_letters, keys.letters)):
            for key in wanted:
                index[key].append(number)  # type: ignore[index]

    def like(self, text: str) -> Iterator[tuple[int, float]]:
        """Numbers of the texts that are like this one, in their order, and their ratios."""
        keys = self._keys(text)
        near = set[int]().union(*(self._by_letters.get(three, ()) for three in keys.letters))
        near = set(self._few_apart(keys, np.fromiter(near, dtype=np.int64, count=len(near))))
        near.update(*(self._by_word.get(word, ()) for word in keys.telling))
        near.update(*(self._by_telling.get(word, ()) for word in keys.words))
        for number in sorted(near):
            ratio = fuzz.token_set_ratio(text, self._texts[number], score_cutoff=self._least)
            if ratio:
                yield number, ratio

    def _few_apart(self, keys: _Keys, numbers: npt.NDArray[np.int64]) -> list[int]:
        """Those that may differ from a text by no more than the letters that may differ."""
        apart = np.abs(self._bags[numbers] - keys.bag).sum(axis=1)
        few: list[int] = numbers[apart <= self._share * (self._lengths[numbers] + keys.length) + _ROUNDING].tolist()
        return few

    def _keys(self, text: str) -> _Keys:
        words = frozenset(text.split())
        length = sum(map(len, words)) + max(0, len(words) - 1)
        letters = np.array([ord(letter) % _BAGS for word in words for letter in word], dtype=np.int64)
        bag = np.bincount(letters, minlength=_BAGS).astype(np.int32)
        return _Keys(words, frozenset(self._telling(words, length)), tuple(self._letters(words, length)), bag, length)

    def _telling(self, words: Iterable[str], length: int) -> Iterator[str]:
        """As many of the rarest words as are needed for the others to be too short.

        Where shared words alone make two texts alike, they are, joined by blanks, at least (1 - e) / (1 + e) of one of the texts long,
        if e is the share that may differ.
        """
        needed, left = length * (1 - self._share) / (1 + self._share) - _ROUNDING, length
        for word in sorted(words, key=self._order):
            if left < needed:
                return
            yield word
            left -= len(word) + 1

    def _letters(self, words: Iterable[str], length: int) -> Sequence[Hashable]:
        """As many of the rarest threes as leave too few others.

        Up to e of the letters of both texts together differ. Taking one out of this text spoils three threes at most, and makes the other
        shorter; putting one in spoils two. That is the most where letters are only taken out: 6 e / (1 + e) of the length.
        """
        spoilt = int(6 * self._share / (1 + self._share) * length + _ROUNDING)
        threes = sorted(_threes(words), key=self._order)
        return threes[: spoilt + 1] if spoilt < len(threes) else [*threes, _ANY]

    def _order(self, key: Hashable) -> tuple[int, str]:
        return self._rarity[key], repr(key)


def _threes(words: Iterable[str]) -> Iterator[Hashable]:
    """Each three characters in a row of each word with a blank at either side, with the number of times they stood before it."""
    met: Counter[str] = Counter()
    for word in words:
        padded = f" {word} "
        for at in range(len(word)):
            three = padded[at : at + 3]
            yield three, met[three]
            met[three] += 1
