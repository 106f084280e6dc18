"""The directory of a bundle: its configs and tokenizers, its graphs under onnx/, and thumbscore.json."""

from __future__ import annotations

from pathlib import Path

from thumbscore.export.families.base import LoadedModel
from thumbscore.export.files import write_json
from thumbscore.export.graphs import write_graph


def write_bundle(loaded: LoadedModel, out: Path) -> None:
    """Writes a bundle."""
    folder = out / "onnx"
    folder.mkdir(parents=True)
    loaded.write_files(out)
    for graph in loaded.graphs():
        write_graph(graph, folder / f"{graph.name}.onnx")
    write_json(out / "thumbscore.json", {"family": loaded.family} | loaded.settings())
