"""The directory of a bundle: its configs and tokenizers, its graphs under onnx/, and thumbscore.json.

A bundle is put together beside the place where it belongs and moved there once it has been compared with torch, so
that no directory ever looks like a bundle that is not one.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from thumbscore.export.errors import fail
from thumbscore.export.families.base import LoadedModel
from thumbscore.export.files import write_json
from thumbscore.export.graphs import Graph, data_file, write_graph
from thumbscore.export.parity import Expected, Parity, Samples, compare, expect, judge, read_samples
from thumbscore.export.precision import half_graphs, write_int8
from thumbscore.export.reference import make_reference
from thumbscore.export.runtime import in_onnxruntime, in_torch

VERSIONS = ("numpy", "onnx", "onnxruntime", "onnxscript", "tokenizers", "torch", "transformers")
ARTICLES = Path(__file__).parents[3] / "conf/samples/articles.parquet"
SAMPLES = 24
OWN_FILES = {
    "config.json",
    "preprocessor_config.json",
    "processor_config.json",
    "special_tokens_map.json",
    "thumbscore.json",
    "tokenizer.json",
    "tokenizer_config.json",
}
OWN_FOLDERS = {"onnx", "sentence"}


@dataclass(frozen=True)
class Origin:
    """Where a model comes from, for thumbscore.json."""

    source: str
    revision: str | None = None
    licence: str | None = None


def export(loaded: LoadedModel, origin: Origin, out: Path, precisions: list[str], articles: Path = ARTICLES) -> None:
    """Writes a bundle that agrees with torch, in place of an earlier one."""
    with staged(out) as folder:
        say(f"reading {articles.name}")
        samples = read_samples(loaded, articles, SAMPLES)
        loaded.write_files(folder)
        manifest = {
            "family": loaded.family,
            "source": origin.source,
            "revision": origin.revision,
            "licence": origin.licence,
            "created_with": {name: version(name) for name in VERSIONS},
        }
        manifest |= loaded.settings() | write_graphs(loaded, folder, precisions, samples)
        write_json(folder / "thumbscore.json", manifest)
    size = sum(file.stat().st_size for file in out.rglob("*") if file.is_file())
    say(f"wrote {out.name}: family {loaded.family}, {', '.join(['fp32', *precisions])}, {size / 1e6:.1f} MB")


def write_graphs(
    loaded: LoadedModel, out: Path, precisions: list[str] | tuple[str, ...] = (), samples: Samples | None = None
) -> dict[str, object]:
    """Writes the graphs in fp32 and in these precisions, and returns what thumbscore.json says of them."""
    folder = out / "onnx"
    folder.mkdir(exist_ok=True)
    graphs = loaded.graphs()
    run = in_torch(graphs)
    say("running the model in torch")
    expected = expect(loaded, graphs, run, samples or read_samples(loaded, ARTICLES, SAMPLES))
    reference = make_reference(loaded, graphs, run)
    parities: dict[str, Parity] = {}
    paths = {"fp32": {graph.name: folder / f"{graph.name}.onnx" for graph in graphs}}
    for graph in graphs:
        say(f"writing {graph.name}.onnx")
        write_graph(graph, paths["fp32"][graph.name])
    parities["fp32"] = check(loaded, paths["fp32"], expected, "fp32")
    if "int8" in precisions:
        paths["int8"] = variants(folder, graphs, "int8")
        for graph in graphs:
            say(f"writing {graph.name}_int8.onnx")
            write_int8(paths["fp32"][graph.name], paths["int8"][graph.name])
        parities["int8"] = check(loaded, paths["int8"], expected, "int8")
    if "fp16" in precisions:
        paths["fp16"] = variants(folder, graphs, "fp16")
        # the weights in torch become float16: nothing can be compared with them from here on
        for graph in half_graphs(loaded):
            say(f"writing {graph.name}_fp16.onnx")
            write_graph(graph, paths["fp16"][graph.name])
        parities["fp16"] = check(loaded, paths["fp16"], expected, "fp16")
    return {
        "graphs": describe(paths),
        "parity": {precision: parity.as_json() for precision, parity in parities.items()},
        "reference": reference,
    }


def check(loaded: LoadedModel, paths: dict[str, Path], expected: Expected, precision: str) -> Parity:
    """Compares the graphs of one precision with torch and says how far they are from it."""
    parity = compare(loaded, in_onnxruntime(paths), expected)
    judge(parity, precision)
    captions = "" if parity.caption_changes is None else f", {parity.caption_changes:.1%} of captions change"
    worst = max(value for name, value in parity.max_relative_difference.items() if name != "next_ids")
    say(
        f"{precision}: similarities differ from torch by at most {parity.similarity_max_difference:.2g}, "
        f"{parity.label_flips:.2%} of labels flip{captions}, outputs differ by at most {worst:.2g}"
    )
    return parity


def variants(folder: Path, graphs: list[Graph], precision: str) -> dict[str, Path]:
    """Where the graphs of a precision are written."""
    return {graph.name: folder / f"{graph.name}_{precision}.onnx" for graph in graphs}


def describe(paths: dict[str, dict[str, Path]]) -> dict[str, dict[str, dict[str, object]]]:
    """Digest and size of each graph by precision; weights in a file of their own count as the end of the graph."""
    stems = {}
    for precision, files in paths.items():
        for stem, path in files.items():
            digest, size = hashlib.sha256(), 0
            for part in filter(Path.is_file, (path, data_file(path))):
                size += part.stat().st_size
                with part.open("rb") as content:
                    while chunk := content.read(1 << 20):
                        digest.update(chunk)
            stems.setdefault(stem, {})[precision] = {"sha256": digest.hexdigest(), "bytes": size}
    return stems


@contextlib.contextmanager
def staged(out: Path) -> Iterator[Path]:
    """A folder that takes the place of another if nothing goes wrong, and vanishes otherwise."""
    refuse_to_replace(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    partial = out.parent / f".{out.name}.partial-{os.getpid()}"
    partial.mkdir()
    try:
        yield partial
        if out.exists():
            shutil.rmtree(out)
        partial.rename(out)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def refuse_to_replace(out: Path) -> None:
    """Ends the program where the directory holds anything that is not of a bundle."""
    if out.exists() and not out.is_dir():
        fail(f"Cannot write to {out}: it is a file")
    for file in out.iterdir() if out.is_dir() else ():
        if file.name not in (OWN_FOLDERS if file.is_dir() else OWN_FILES):
            fail(f"Cannot replace {out}: it holds {file.name}, which is not of a bundle; give another --out")


def say(message: str) -> None:
    """A line of progress."""
    print(message, flush=True)
