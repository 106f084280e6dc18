"""A small batch and what torch makes of it, for thumbscore.json: a reader can check that its runtime agrees."""

from __future__ import annotations

import base64
import zlib

import numpy as np

from thumbscore.export.families.base import LoadedModel, Run
from thumbscore.export.graphs import Graph

ROWS, BLOCKS = 2, 4
# what thumbscore.json may spend on one graph
MOST_BYTES = 90_000
LEFT_OUT = {"last_hidden_state", "pooler_output"}


def blocks(edge: int) -> np.ndarray:
    """pixel_values [2, 3, edge, edge] of a few squares in plain colours, which compress well."""
    colours = np.random.RandomState(0).uniform(-1.5, 1.5, (ROWS, 3, BLOCKS, BLOCKS)).astype(np.float32)
    index = np.arange(edge) * BLOCKS // edge
    return colours[:, :, index][:, :, :, index]


def encode(values: np.ndarray) -> dict[str, object]:
    """An array as JSON: base64 of zlib of its little-endian values in row-major order."""
    little = np.ascontiguousarray(values.astype(values.dtype.newbyteorder("<")))
    data = base64.b64encode(zlib.compress(little.tobytes(), 9)).decode("ascii")
    return {"dtype": values.dtype.name, "shape": list(values.shape), "data": data}


def batch(loaded: LoadedModel, graph: Graph) -> dict[str, np.ndarray]:
    """Inputs of a graph: two rows, the second of which is padded where the graph has a mask."""
    _, _, shorter, *_ = loaded.checks(graph)
    return {name: blocks(loaded.image_size) if name == "pixel_values" else shorter[name] for name in graph.inputs}


def make_reference(loaded: LoadedModel, graphs: list[Graph], run: Run) -> dict[str, object]:
    """Inputs and outputs of each graph but the decoder, and but those whose outputs are large."""
    reference = {}
    for graph in graphs:
        if graph.listed:
            continue
        inputs = batch(loaded, graph)
        outputs = {name: value for name, value in run(graph.name, inputs).items() if name not in LEFT_OUT}
        entry = {
            "inputs": {name: encode(value) for name, value in inputs.items()},
            "outputs": {name: encode(value) for name, value in outputs.items()},
        }
        if sum(len(value["data"]) for part in entry.values() for value in part.values()) <= MOST_BYTES:
            reference[graph.name] = entry
    return reference
