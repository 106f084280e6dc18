"""How far what was written is from torch: outputs for random inputs, and similarities of real images and texts."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from thumbscore.articles import Columns, read_articles
from thumbscore.export.errors import fail
from thumbscore.export.families.base import LoadedModel, Run, similarities
from thumbscore.export.graphs import Graph

# vectors and captions of images
Describe = Callable[[np.ndarray], tuple[np.ndarray, list[str]]]

MAX_RELATIVE_DIFFERENCE = 1e-4
MAX_SIMILARITY_DIFFERENCE = 1e-5
BATCH = 8


@dataclass(frozen=True)
class Samples:
    """Real images, prepared by the checkpoint's image processor, and real texts."""

    pixels: np.ndarray
    texts: list[str]


@dataclass(frozen=True)
class Expected:
    """What torch makes of the random inputs of each graph and of the samples."""

    inputs: dict[str, list[dict[str, np.ndarray]]]
    outputs: dict[str, list[dict[str, np.ndarray]]]
    samples: Samples
    similarities: np.ndarray
    captions: list[str]


@dataclass
class Parity:
    """How far one precision is from torch."""

    similarity_max_difference: float
    label_flips: float
    max_relative_difference: dict[str, float] = field(default_factory=dict)
    caption_changes: float | None = None

    def as_json(self) -> dict[str, object]:
        """What thumbscore.json says of it, with three digits: the rest differs between processors."""
        written = {
            "similarity_max_difference": rounded(self.similarity_max_difference),
            "label_flips": rounded(self.label_flips),
            "max_relative_difference": {name: rounded(value) for name, value in self.max_relative_difference.items()},
        }
        return written | ({} if self.caption_changes is None else {"caption_changes": rounded(self.caption_changes)})


def rounded(value: float) -> float:
    """Three significant digits."""
    return float(f"{value:.3g}")


def read_samples(loaded: LoadedModel, articles: Path, limit: int) -> Samples:
    """The first articles that have a text and a whole image."""
    pixels, texts = [], []
    for article in read_articles(articles, Columns()):
        pixels.append(loaded.pixels(article.picture))
        texts.append(article.text)
        if len(texts) == limit:
            break
    if not texts:
        fail(f"Cannot compare with torch: no row of {articles} has both a text and a whole image")
    edge, shape = loaded.image_size, pixels[0].shape[1:]
    if shape != (3, edge, edge):
        fail(
            f"Cannot export {loaded.name()}: its image processor yields images of {shape}, "
            f"its vision tower takes {(3, edge, edge)}"
        )
    return Samples(np.concatenate(pixels), texts)


def expect(loaded: LoadedModel, graphs: list[Graph], run: Run, samples: Samples) -> Expected:
    """Runs the model in torch."""
    inputs = {graph.name: loaded.checks(graph) for graph in graphs}
    outputs = {stem: [run(stem, values) for values in checks] for stem, checks in inputs.items()}
    images, captions = in_batches(lambda pixels: loaded.reference_images(run, pixels), samples.pixels)
    texts = loaded.text_vectors(run, samples.texts)
    return Expected(inputs, outputs, samples, similarities(images, texts), captions)


def compare(loaded: LoadedModel, run: Run, expected: Expected) -> Parity:
    """Runs the same in ONNX Runtime."""
    images, captions = in_batches(lambda pixels: loaded.describe_images(run, pixels), expected.samples.pixels)
    found = similarities(images, loaded.text_vectors(run, expected.samples.texts))
    threshold = threshold_of(expected.similarities)
    parity = Parity(
        similarity_max_difference=float(np.abs(found - expected.similarities).max()),
        label_flips=float(((found >= threshold) != (expected.similarities >= threshold)).mean()),
    )
    if captions:
        changed = [ours != theirs for ours, theirs in zip(captions, expected.captions, strict=True)]
        parity.caption_changes = float(np.mean(changed))
    for stem, checks in expected.inputs.items():
        for values, wanted in zip(checks, expected.outputs[stem], strict=True):
            for name, difference in differences(stem, run(stem, values), wanted).items():
                worst = parity.max_relative_difference.get(name, 0.0)
                # the maximum of a number and NaN must be NaN
                parity.max_relative_difference[name] = float(np.maximum(worst, difference))
    return parity


def threshold_of(values: np.ndarray) -> float:
    """The median, moved between two similarities where images with the same caption make it one of them."""
    distinct = np.unique(values.round(6))
    median = np.median(values.round(6))
    below, above = distinct[distinct < median], distinct[distinct >= median]
    return float((below[-1] + above[0]) / 2) if below.size else float(median) - 1e-6


def in_batches(describe: Describe, pixels: np.ndarray) -> tuple[np.ndarray, list[str]]:
    """Vectors and captions of images, a few at a time."""
    parts = [describe(pixels[start : start + BATCH]) for start in range(0, len(pixels), BATCH)]
    return np.concatenate([vectors for vectors, _ in parts]), [caption for _, captions in parts for caption in captions]


def differences(stem: str, found: dict[str, np.ndarray], wanted: dict[str, np.ndarray]) -> dict[str, float]:
    """For each output the largest difference, relative to the largest value; of ids the share that differs."""
    result = {}
    for name, reference in wanted.items():
        ours = found[name]
        if ours.shape != reference.shape:
            fail(f"Cannot trust {stem}: {name} has shape {ours.shape}, torch yields {reference.shape}")
        if reference.dtype == np.int64:
            result[name] = float((ours != reference).mean())
        elif reference.size:
            scale = max(1.0, float(np.abs(reference).max()))
            result[name] = float(np.abs(ours - reference).max()) / scale
    return result


def judge(parity: Parity, precision: str) -> None:
    """Ends the program where fp32 is not what torch computes, or where a variant yields no numbers."""
    figures = [parity.similarity_max_difference, *parity.max_relative_difference.values()]
    if not np.isfinite(figures).all():
        fail(f"Cannot trust the {precision} graphs: they yield values that are not finite; leave out --{precision}")
    if precision != "fp32":
        return
    if parity.caption_changes:
        fail(f"Cannot trust the fp32 graphs: {parity.caption_changes:.1%} of the captions differ from torch's")
    if parity.similarity_max_difference > MAX_SIMILARITY_DIFFERENCE:
        fail(
            f"Cannot trust the fp32 graphs: similarities differ from torch by "
            f"{parity.similarity_max_difference:.3g}, expected at most {MAX_SIMILARITY_DIFFERENCE}"
        )
    name, worst = max(parity.max_relative_difference.items(), key=lambda item: item[1])
    if worst > MAX_RELATIVE_DIFFERENCE and name != "next_ids":
        fail(
            f"Cannot trust the fp32 graphs: {name} differs from torch by {worst:.3g}, "
            f"expected at most {MAX_RELATIVE_DIFFERENCE}"
        )
