"""What all families have in common: a loaded model, its graphs, and how its outputs become similarities."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import ClassVar

import numpy as np
import torch
from PIL import Image
from transformers import BaseImageProcessor, PreTrainedModel, PreTrainedTokenizerBase

from thumbscore.export.attention import use_plain_attention
from thumbscore.export.checkpoint import Checkpoint
from thumbscore.export.files import spelled_out as spelled_out_config
from thumbscore.export.files import write_json
from thumbscore.export.graphs import Graph
from thumbscore.export.preprocessing import load_image_processor, spelled_out, square_processor
from thumbscore.export.tokenizers import load_tokenizer, write_tokenizer

# runs the graph of this name, in torch or in ONNX Runtime
Run = Callable[[str, dict[str, np.ndarray]], dict[str, np.ndarray]]

SHAPES = [(1, 2), (1, None), (2, 5), (3, 13), (5, None)]


class LoadedModel(ABC):
    """A model of one family with its tokenizer and image processor."""

    family: ClassVar[str]
    architectures: ClassVar[dict[str, type[PreTrainedModel]]]

    checkpoint: Checkpoint | None

    def __init__(self, checkpoint: Checkpoint, architecture: str) -> None:
        """Loads the model in float32, the tokenizer and the image processor."""
        self.checkpoint, self.architecture = checkpoint, architecture
        self.model: PreTrainedModel = checkpoint.load(self.architectures[architecture])
        self.tokenizer: PreTrainedTokenizerBase = load_tokenizer(checkpoint)
        self.processor: BaseImageProcessor = load_image_processor(checkpoint, self.default_processor())
        use_plain_attention(self.model)

    @abstractmethod
    def graphs(self) -> list[Graph]:
        """The graphs of the bundle, with the weights as they are now."""

    @abstractmethod
    def context(self) -> int:
        """The most tokens that a text may have."""

    def name(self) -> str:
        """What messages call the model."""
        return self.checkpoint.name if self.checkpoint else type(self.model).__name__

    def default_processor(self) -> BaseImageProcessor:
        """How images are prepared where the checkpoint does not say."""
        return square_processor(self.image_size)

    def write_files(self, out: Path) -> None:
        """Writes the bundle's files other than graphs and thumbscore.json."""
        write_json(out / "config.json", spelled_out_config(self.model.config))
        write_json(out / "preprocessor_config.json", spelled_out(self.processor))
        write_tokenizer(self.tokenizer, self.checkpoint, out)

    @property
    def image_size(self) -> int:
        """Height and width of pixel_values."""
        return self.model.config.vision_config.image_size

    def models(self) -> Iterable[PreTrainedModel]:
        """All models that the graphs come from."""
        return [self.model]

    def settings(self) -> dict[str, object]:
        """What thumbscore.json says of the family beyond what all families say."""
        return {}

    # Similarities, from the outputs of the graphs.

    def image_vectors(self, run: Run, pixels: np.ndarray) -> np.ndarray:
        """pixel_values [n, 3, edge, edge] -> unit vectors [n, q, dim]."""
        embeds = run("vision_model", {"pixel_values": pixels})["image_embeds"]
        return unit(embeds if embeds.ndim == 3 else embeds[:, None])

    def describe_images(self, run: Run, pixels: np.ndarray) -> tuple[np.ndarray, list[str]]:
        """Unit vectors [n, q, dim] of images, and their captions where the model writes any."""
        return self.image_vectors(run, pixels), []

    def reference_images(self, run: Run, pixels: np.ndarray) -> tuple[np.ndarray, list[str]]:
        """The same by transformers' own way; `run` runs the graphs' modules in torch."""
        return self.describe_images(run, pixels)

    def text_vectors(self, run: Run, texts: list[str]) -> np.ndarray:
        """Texts -> unit vectors [n, dim]; one text at a time, so that nothing is padded."""
        encoded = [self.encode(text) for text in texts]
        return unit(np.concatenate([run("text_model", inputs)["text_embeds"] for inputs in encoded]))

    def encode(self, text: str) -> dict[str, np.ndarray]:
        """The inputs of the text graph for one text, cut to the context with the end token kept."""
        encoding = self.tokenizer(text, truncation=True, max_length=self.context(), return_tensors="np")
        return {name: encoding[name].astype(np.int64) for name in ("input_ids", "attention_mask")}

    def pixels(self, image: Image.Image) -> np.ndarray:
        """pixel_values [1, 3, edge, edge] of an image, as transformers prepares it."""
        return self.processor(image.convert("RGB"), return_tensors="np")["pixel_values"]

    # Random inputs.

    def random_pixels(self, batch: int, seed: int) -> np.ndarray:
        """Noise in the shape of standardised images."""
        shape = (batch, 3, self.image_size, self.image_size)
        return np.random.RandomState(seed).standard_normal(shape).astype(np.float32)

    def random_ids(self, batch: int, length: int, seed: int) -> np.ndarray:
        """Token ids [batch, length]."""
        vocabulary = self.vocabulary()
        return np.random.RandomState(seed).randint(min(5, vocabulary - 1), vocabulary, (batch, length))

    def vocabulary(self) -> int:
        """How many token embeddings the text tower has."""
        return self.model.config.text_config.vocab_size

    def checks(self, graph: Graph) -> list[dict[str, np.ndarray]]:
        """Inputs of several batch sizes and lengths, from one row and two tokens to the whole context."""
        checks = []
        for seed, (batch, length) in enumerate(SHAPES):
            ids = self.random_ids(batch, min(length or self.context(), self.context()), seed)
            known = {
                "pixel_values": self.random_pixels(batch, seed),
                "input_ids": ids,
                "attention_mask": padding_mask(ids),
            }
            checks.append({name: known[name] for name in graph.inputs})
        return checks


def padding_mask(ids: np.ndarray) -> np.ndarray:
    """Ones, then zeros on the padding; each row is one token shorter than the one before."""
    batch, length = ids.shape
    ends = np.maximum(length - np.arange(batch), 1)
    return (np.arange(length)[None] < ends[:, None]).astype(np.int64)


def unit(vectors: np.ndarray) -> np.ndarray:
    """Vectors scaled to length 1, in float64."""
    wide = vectors.astype(np.float64)
    return wide / np.linalg.norm(wide, axis=-1, keepdims=True)


def similarities(images: np.ndarray, texts: np.ndarray) -> np.ndarray:
    """[n, q, dim] and [m, dim] -> [n, m]: the best cosine among the q vectors of an image."""
    return np.einsum("nqd,md->nmq", images, texts).max(axis=-1)


def text_graph(module: torch.nn.Module, ids: np.ndarray, mask: bool = True) -> Graph:
    """text_model: input_ids (and attention_mask) [n, length] -> text_embeds [n, dim]."""
    inputs = {"input_ids": torch.from_numpy(ids)}
    if mask:
        inputs["attention_mask"] = torch.from_numpy(padding_mask(ids))
    axes = {name: {0: "batch", 1: "sequence"} for name in inputs} | {"text_embeds": {0: "batch"}}
    return Graph("text_model", module, inputs, ["text_embeds"], axes)


def vision_graph(module: torch.nn.Module, pixels: np.ndarray, output: str = "image_embeds") -> Graph:
    """vision_model: pixel_values [n, 3, edge, edge] -> one output [n, ...]."""
    axes = {"pixel_values": {0: "batch"}, output: {0: "batch"}}
    return Graph("vision_model", module, {"pixel_values": torch.from_numpy(pixels)}, [output], axes)
