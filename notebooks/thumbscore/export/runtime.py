"""Running graphs by name, in torch or in ONNX Runtime."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime as ort
import torch

from thumbscore.export.families.base import Run
from thumbscore.export.graphs import Graph


def in_torch(graphs: list[Graph]) -> Run:
    """The modules that the graphs are made of."""
    known = {graph.name: graph for graph in graphs}

    def run(stem: str, inputs: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        with torch.no_grad():
            found = known[stem].run({name: torch.from_numpy(value) for name, value in inputs.items()})
        return {name: value.numpy() for name, value in found.items()}

    return run


def in_onnxruntime(paths: dict[str, Path]) -> Run:
    """The files, on the CPU."""
    sessions = {stem: open_session(path) for stem, path in paths.items()}

    def run(stem: str, inputs: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
        session = sessions[stem]
        known = {value.name for value in session.get_inputs()}
        names = [value.name for value in session.get_outputs()]
        found = session.run(names, {name: value for name, value in inputs.items() if name in known})
        return dict(zip(names, found, strict=True))

    return run


def open_session(path: Path) -> ort.InferenceSession:
    """A session on the CPU."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = 2
    options.log_severity_level = 3
    return ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])
