"""Writes a tuned network for the product: an ONNX file whose large weights are eight-bit, with a scale for each row."""

from __future__ import annotations

import json
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper

from bench.encoder.net import Network, base_folder, batch

# Smaller weights, such as those of norms, stay as they are.
_LARGE = 10_000


def export(network: Network, elements: Sequence[str], forces: Sequence[str], folder: Path) -> None:
    """Write ``encoder.onnx``, ``encoder.json`` and ``tokenizer.json``."""
    network.eval()
    names = ["ids", "kinds", "mask"]
    with tempfile.TemporaryDirectory() as place:
        path = Path(place) / "full.onnx"
        torch.onnx.export(
            network, batch([([101, 7592, 102, 2088, 102], 3)] * 2), str(path), input_names=names, output_names=["speaks", "force"],
            dynamic_axes={name: {0: "passages", 1: "pieces"} for name in names} | {"speaks": {0: "passages"}, "force": {0: "passages"}},
            opset_version=17, dynamo=False,
        )  # fmt: skip
        model = onnx.load(path)
    _shrink(model)
    model.doc_string = "all-MiniLM-L6-v2 (Apache-2.0), tuned; see NOTICE"
    onnx.checker.check_model(model)
    onnx.save(model, folder / "encoder.onnx")
    about = {"elements": list(elements), "forces": list(forces)}
    (folder / "encoder.json").write_text(json.dumps(about, indent=0) + "\n", encoding="utf-8", newline="\n")
    shutil.copyfile(base_folder() / "tokenizer.json", folder / "tokenizer.json")


def _shrink(model: onnx.ModelProto) -> None:
    """Every large weight as eight-bit numbers, brought back to single precision where the file is loaded."""
    graph = model.graph
    large = [
        w for w in graph.initializer if w.data_type == onnx.TensorProto.FLOAT and np.prod(w.dims) >= _LARGE and len(w.dims) == 2
    ]
    nodes = []
    for weight in large:
        values = numpy_helper.to_array(weight)
        # One scale for each piece of the vocabulary, or for each output of a layer.
        axis = 0 if weight.dims[0] > weight.dims[1] * 4 else 1
        scale = np.abs(values).max(axis=1 - axis, keepdims=True).astype(np.float32) / 127
        scale[scale == 0] = 1.0
        small = np.clip(np.round(values / scale), -127, 127).astype(np.int8)
        zero = np.zeros(values.shape[axis], dtype=np.int8)
        graph.initializer.remove(weight)
        graph.initializer.extend(
            [
                numpy_helper.from_array(small, f"{weight.name}_small"),
                numpy_helper.from_array(scale.reshape(-1), f"{weight.name}_scale"),
                numpy_helper.from_array(zero, f"{weight.name}_zero"),
            ]
        )
        inputs = [f"{weight.name}_small", f"{weight.name}_scale", f"{weight.name}_zero"]
        nodes.append(helper.make_node("DequantizeLinear", inputs, [weight.name], axis=axis))
    for node in reversed(nodes):
        graph.node.insert(0, node)
