"""CLIP: two towers, one vector for an image and one for a text."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import torch
from transformers import (
    BaseImageProcessor,
    CLIPConfig,
    CLIPModel,
    PreTrainedTokenizerBase,
    PreTrainedTokenizerFast,
)

from thumbscore.export.attention import use_plain_attention
from thumbscore.export.checkpoint import Checkpoint, first_line
from thumbscore.export.errors import fail
from thumbscore.export.families.base import SHAPES, LoadedModel, Run, unit
from thumbscore.export.files import spelled_out as spelled_out_config
from thumbscore.export.files import write_json
from thumbscore.export.graphs import Graph
from thumbscore.export.preprocessing import cropping_processor, load_image_processor, spelled_out
from thumbscore.export.tokenizers import load_tokenizer, read_special_tokens

HIDDEN_STATES = ["last_hidden_state", "pooler_output"]


class VisionTower(torch.nn.Module):
    """pixel_values [n, 3, edge, edge] -> image_embeds [n, dim], not normalised."""

    def __init__(self, model: CLIPModel, hidden_states: bool = False) -> None:
        super().__init__()
        self.tower, self.projection, self.hidden_states = model.vision_model, model.visual_projection, hidden_states

    def forward(self, pixel_values: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Embeds images; with hidden states also what optimum's export yields."""
        states = self.tower(pixel_values=pixel_values)
        embeds = self.projection(states.pooler_output)
        return (embeds, states.last_hidden_state, states.pooler_output) if self.hidden_states else (embeds,)


class TextTower(torch.nn.Module):
    """input_ids [n, length] (and attention_mask) -> text_embeds [n, dim], not normalised.

    Which token is pooled is the checkpoint's own rule: the first end token, or the highest id where its config has the
    legacy eos_token_id 2.
    """

    def __init__(self, model: CLIPModel, hidden_states: bool = False) -> None:
        super().__init__()
        self.tower, self.projection, self.hidden_states = model.text_model, model.text_projection, hidden_states

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor | None = None) -> tuple[torch.Tensor, ...]:
        """Embeds texts; with hidden states also what optimum's export yields."""
        states = self.tower(input_ids=input_ids, attention_mask=attention_mask)
        embeds = self.projection(states.pooler_output)
        return (embeds, states.last_hidden_state, states.pooler_output) if self.hidden_states else (embeds,)


class CombinedModel(torch.nn.Module):
    """Both towers; embeddings have unit length, logits are scaled cosines."""

    def __init__(self, model: CLIPModel) -> None:
        super().__init__()
        self.vision, self.text, self.logit_scale = VisionTower(model), TextTower(model), model.logit_scale

    def forward(
        self, input_ids: torch.Tensor, pixel_values: torch.Tensor, attention_mask: torch.Tensor
    ) -> tuple[torch.Tensor, ...]:
        """logits_per_image [images, texts], its transpose, text_embeds, image_embeds."""
        image = torch.nn.functional.normalize(self.vision(pixel_values)[0], dim=-1)
        text = torch.nn.functional.normalize(self.text(input_ids, attention_mask)[0], dim=-1)
        logits = self.logit_scale.exp() * text @ image.t()
        return logits.t(), logits, text, image


@dataclass(frozen=True)
class ClipOptions:
    """Which graphs a CLIP becomes, and what they yield."""

    combined: bool = False
    text_mask: bool = False
    hidden_states: bool = False


class Clip(LoadedModel):
    """A CLIPModel, also with other weights than its checkpoint's."""

    family = "clip"
    architectures = {"CLIPModel": CLIPModel}

    def __init__(
        self,
        model: CLIPModel,
        checkpoint: Checkpoint | None = None,
        tokenizer: Path | None = None,
        options: ClipOptions | None = None,
    ) -> None:
        self.model, self.checkpoint, self.options = model, checkpoint, options or ClipOptions()
        self.tokenizer_json = tokenizer or (checkpoint and checkpoint.file("tokenizer.json"))
        self.tokenizer = self.load_tokenizer()
        self.processor = (
            load_image_processor(checkpoint, self.default_processor()) if checkpoint else self.default_processor()
        )
        use_plain_attention(model.eval())

    def load_tokenizer(self) -> PreTrainedTokenizerBase:
        """The tokenizer of a tokenizer.json, or of vocab.json and merges.txt."""
        if self.tokenizer_json:
            return PreTrainedTokenizerFast(tokenizer_file=str(self.tokenizer_json))
        if self.checkpoint is None:
            fail("Cannot export a model without a tokenizer; give a tokenizer.json with --tokenizer FILE")
        return load_tokenizer(self.checkpoint)

    def default_processor(self) -> BaseImageProcessor:
        """CLIP cuts out the middle of an image."""
        return cropping_processor(self.image_size)

    def context(self) -> int:
        """As many tokens as there are positions."""
        return self.model.config.text_config.max_position_embeddings

    def write_files(self, out: Path) -> None:
        """Writes config.json, preprocessor_config.json and the tokenizer's files."""
        write_json(out / "config.json", spelled_out_config(self.model.config) | {"architectures": ["CLIPModel"]})
        write_json(out / "preprocessor_config.json", spelled_out(self.processor))
        if self.tokenizer_json:
            write_tokenizer(self.tokenizer_json, self.model, out)
            return
        with TemporaryDirectory() as folder:
            converted = Path(folder) / "tokenizer.json"
            self.tokenizer.backend_tokenizer.save(str(converted))
            write_tokenizer(converted, self.model, out)

    def graphs(self) -> list[Graph]:
        """Two towers, or both in one graph."""
        if self.options.combined:
            return [combined_graph(self.model)]
        return split_graphs(self.model, self.options.text_mask, self.options.hidden_states)

    def checks(self, graph: Graph) -> list[dict[str, np.ndarray]]:
        """Token ids of the checks have start and end tokens, as CLIP's text tower looks for the end."""
        checks = []
        for seed, (batch, length) in enumerate(SHAPES):
            ids = example_ids(self.model, batch, length or self.context(), seed)
            known = {"input_ids": ids, "pixel_values": self.random_pixels(batch, seed), "attention_mask": mask_of(ids)}
            checks.append({name: known[name] for name in graph.inputs})
        return checks

    def image_vectors(self, run: Run, pixels: np.ndarray) -> np.ndarray:
        """A combined graph is also given a text."""
        if not self.options.combined:
            return super().image_vectors(run, pixels)
        ids = example_ids(self.model, 1, 2)
        inputs = {"input_ids": ids, "pixel_values": pixels, "attention_mask": np.ones_like(ids)}
        return unit(run("model", inputs)["image_embeds"])[:, None]

    def text_vectors(self, run: Run, texts: list[str]) -> np.ndarray:
        """A combined graph is also given an image."""
        if not self.options.combined:
            return super().text_vectors(run, texts)
        pixels = {"pixel_values": self.random_pixels(1, 0)}
        return unit(np.concatenate([run("model", self.encode(text) | pixels)["text_embeds"] for text in texts]))

    def encode(self, text: str) -> dict[str, np.ndarray]:
        """The inputs of the text graph, which may have no mask."""
        inputs = super().encode(text)
        return inputs if self.options.text_mask or self.options.combined else {"input_ids": inputs["input_ids"]}


def example_ids(model: CLIPModel, batch: int, length: int, seed: int = 0) -> np.ndarray:
    """Token ids with a start, an end token and padding after it; rows end at different places."""
    text = model.config.text_config
    # a legacy config calls the end token 2, while the tokenizer's is the last of the vocabulary
    end = text.vocab_size - 1 if text.eos_token_id == 2 else text.eos_token_id
    start = text.vocab_size - 2 if text.eos_token_id == 2 else text.bos_token_id
    ids = np.random.RandomState(seed).randint(3, text.vocab_size - 2, (batch, length))
    ids[ids == end] = 3
    ids[:, 0] = start
    for row in range(batch):
        ids[row, max(1, length - 1 - row) :] = end
    return ids


def mask_of(ids: np.ndarray) -> np.ndarray:
    """Ones up to the first end token, which is the last id of each row, and zeros on the padding after it."""
    end = (ids == ids[:, -1:]).astype(np.int64)
    return (end.cumsum(axis=1) - end < 1).astype(np.int64)


def example_pixels(model: CLIPModel, batch: int) -> torch.Tensor:
    """Noise in the shape of standardised images."""
    edge = model.config.vision_config.image_size
    return torch.from_numpy(np.random.RandomState(0).standard_normal((batch, 3, edge, edge)).astype(np.float32))


def split_graphs(model: CLIPModel, text_mask: bool, hidden_states: bool) -> list[Graph]:
    """The two towers as graphs of their own."""
    more = HIDDEN_STATES if hidden_states else []
    ids = torch.from_numpy(example_ids(model, 2, 7))
    text_inputs = {"input_ids": ids} | ({"attention_mask": torch.ones_like(ids)} if text_mask else {})
    batch, tokens = {0: "batch"}, {0: "batch", 1: "sequence"}
    pooled = {"image_embeds": batch, "text_embeds": batch, "pooler_output": batch}
    vision_axes = pooled | {"pixel_values": batch, "last_hidden_state": batch}
    text_axes = pooled | {"input_ids": tokens, "attention_mask": tokens, "last_hidden_state": tokens}
    vision, text = VisionTower(model, hidden_states), TextTower(model, hidden_states)
    pixels = {"pixel_values": example_pixels(model, 2)}
    return [
        Graph("vision_model", vision, pixels, ["image_embeds", *more], vision_axes),
        Graph("text_model", text, text_inputs, ["text_embeds", *more], text_axes),
    ]


def combined_graph(model: CLIPModel) -> Graph:
    """One graph with both towers; example batches differ so that they stay apart in the graph."""
    ids = torch.from_numpy(example_ids(model, 3, 7))
    inputs = {"input_ids": ids, "pixel_values": example_pixels(model, 2), "attention_mask": torch.ones_like(ids)}
    image, text, tokens = {0: "image_batch"}, {0: "text_batch"}, {0: "text_batch", 1: "sequence"}
    axes = {
        "input_ids": tokens,
        "pixel_values": image,
        "attention_mask": tokens,
        "logits_per_image": {0: "image_batch", 1: "text_batch"},
        "logits_per_text": {0: "text_batch", 1: "image_batch"},
        "text_embeds": text,
        "image_embeds": image,
    }
    outputs = ["logits_per_image", "logits_per_text", "text_embeds", "image_embeds"]
    return Graph("model", CombinedModel(model), inputs, outputs, axes)


def write_tokenizer(tokenizer_json: Path, model: CLIPModel, out: Path) -> None:
    """Copies tokenizer.json, after checking it against the model's config, and writes its tokenizer_config.json."""
    tokens, text = read_special_tokens(tokenizer_json), model.config.text_config
    if tokens.vocabulary > text.vocab_size:
        fail(
            f"Cannot pair {tokenizer_json} with this model: its ids reach {tokens.vocabulary - 1}, "
            f"the model has {text.vocab_size} token embeddings"
        )
    if text.eos_token_id not in (2, tokens.end):
        fail(
            f"Cannot pair {tokenizer_json} with this model: its end token is {tokens.end}, "
            f"the model pools at {text.eos_token_id}"
        )
    if tokenizer_json.resolve() != (out / "tokenizer.json").resolve():
        shutil.copyfile(tokenizer_json, out / "tokenizer.json")
    end = "<|endoftext|>"
    written = {
        "bos_token": "<|startoftext|>",
        "eos_token": end,
        "model_max_length": text.max_position_embeddings,
        "pad_token": end,
        "tokenizer_class": "CLIPTokenizer",
        "unk_token": end,
    }
    write_json(out / "tokenizer_config.json", written)


def load_state_dict(file: Path, base: Checkpoint) -> CLIPModel:
    """A CLIPModel from the state dict of two towers with projections, under text_model. and vision_model. ."""
    try:
        state = torch.load(file, map_location="cpu", weights_only=True)
    except Exception as error:  # torch raises whatever its readers raise
        fail(f"Cannot load model {file}: {first_line(error)}; expected a state dict saved by torch.save")
    if not isinstance(state, dict) or not all(isinstance(value, torch.Tensor) for value in state.values()):
        fail(f"Cannot load model {file}: expected a state dict, which maps names to tensors")
    base.config()
    model = CLIPModel(CLIPConfig.from_pretrained(base.location, **base.options()))
    try:
        report = model.load_state_dict({model_key(key): value.float() for key, value in state.items()}, strict=False)
    except RuntimeError as error:
        problem = str(error).splitlines()[-1].strip()
        fail(f"Cannot load model {file} with the config of {base.name}: {problem}")
    missing = [key for key in report.missing_keys if key != "logit_scale"]
    unknown = [key for key in report.unexpected_keys if not key.endswith("position_ids")]
    if missing or unknown:
        kind, name = ("lacks", missing[0]) if missing else ("has unknown weights, for example", unknown[0])
        fail(
            f"Cannot load model {file}: it {kind} {name}; expected keys text_model.text_model., "
            "text_model.text_projection., vision_model.vision_model. and vision_model.visual_projection."
        )
    return model


def model_key(key: str) -> str:
    """A key of the two towers as a CLIPModel has it."""
    name = key.removeprefix("module.")
    for tower, projection in (("text_model.", "text_projection."), ("vision_model.", "visual_projection.")):
        inner = name.removeprefix(tower)
        if name.startswith(tower) and inner.startswith((tower, projection)):
            return inner
    return name
