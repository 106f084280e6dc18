"""CLIP models to export: checkpoints from disk, or architectures with seeded random weights.

Random weights come from NumPy's frozen ``RandomState`` streams, one per parameter name, so a preset and a seed give the
same weights with every version of torch and on every processor.
"""

from __future__ import annotations

import json
import zlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from transformers import CLIPConfig, CLIPModel
from transformers.utils import logging as transformers_logging

from thumbscore.export.errors import fail
from thumbscore.export.tokenizers import SpecialTokens

transformers_logging.disable_progress_bar()


@dataclass(frozen=True)
class Tower:
    """Width, depth and heads of one transformer; its MLP is four times as wide."""

    width: int
    layers: int
    heads: int

    def config(self) -> dict[str, int]:
        """The keys that both of CLIP's tower configs share."""
        return {
            "hidden_size": self.width,
            "intermediate_size": 4 * self.width,
            "num_hidden_layers": self.layers,
            "num_attention_heads": self.heads,
        }


@dataclass(frozen=True)
class Preset:
    """An architecture; the vocabulary comes from the tokenizer it is paired with."""

    vision: Tower
    text: Tower
    projection: int
    patch: int
    image: int = 224
    context: int = 77


PRESETS: dict[str, Preset] = {
    # 3,575,425 parameters with CLIP's vocabulary, 3,162,112 of them token embeddings
    "tiny": Preset(vision=Tower(64, 2, 2), text=Tower(64, 2, 2), projection=64, patch=32),
    # about half a million parameters with a vocabulary of about 2,000
    "embedded": Preset(vision=Tower(64, 2, 2), text=Tower(64, 2, 2), projection=64, patch=32),
    # learns the invented news in minutes on a CPU
    "mini": Preset(vision=Tower(128, 3, 4), text=Tower(128, 2, 4), projection=64, patch=8, image=64),
    # for tests of bundles: as small as graphs of the real shape get
    "micro": Preset(vision=Tower(16, 1, 1), text=Tower(16, 1, 1), projection=16, patch=32),
    "vit-b-32": Preset(vision=Tower(768, 12, 12), text=Tower(512, 12, 8), projection=512, patch=32),
    "vit-b-16": Preset(vision=Tower(768, 12, 12), text=Tower(512, 12, 8), projection=512, patch=16),
    "vit-l-14": Preset(vision=Tower(1024, 24, 16), text=Tower(768, 12, 12), projection=768, patch=14),
}


def preset_config(preset: Preset, tokens: SpecialTokens) -> CLIPConfig:
    """The Hugging Face config of a preset whose text tower reads these tokens."""
    text = preset.text.config() | {
        "vocab_size": tokens.vocabulary,
        "bos_token_id": tokens.start,
        "eos_token_id": tokens.end,
        "pad_token_id": tokens.end,
        "max_position_embeddings": preset.context,
        "projection_dim": preset.projection,
    }
    vision = preset.vision.config() | {
        "image_size": preset.image,
        "patch_size": preset.patch,
        "projection_dim": preset.projection,
    }
    config = CLIPConfig(text_config=text, vision_config=vision, projection_dim=preset.projection)
    config.architectures = ["CLIPModel"]
    return config


def _spread(name: str, shape: torch.Size) -> float:
    """Standard deviation that keeps unlike inputs apart all the way to the projection."""
    if "position_embedding" in name or "class_embedding" in name:
        return 0.1
    if "token_embedding" in name:
        return 1.0
    fan_in = int(np.prod(shape[1:]))
    return 1.0 / fan_in**0.5


def _draw(name: str, parameter: torch.Tensor, seed: int) -> torch.Tensor:
    """The seeded value of one parameter; it depends on the name, the shape and the seed alone."""
    stream = np.random.RandomState([seed, zlib.crc32(name.encode())])
    if name == "logit_scale":
        return parameter.detach().clone()
    if parameter.dim() == 1 and "class_embedding" not in name:
        values = 0.02 * stream.standard_normal(parameter.shape)
        values += 1.0 if "norm" in name and name.endswith("weight") else 0.0
    else:
        values = _spread(name, parameter.shape) * stream.standard_normal(parameter.shape)
    return torch.from_numpy(values.astype(np.float32))


def random_model(preset_name: str, seed: int, tokens: SpecialTokens) -> CLIPModel:
    """A CLIP of this preset with seeded random weights, in evaluation mode, float32."""
    if preset_name not in PRESETS:
        fail(f"Unknown preset {preset_name!r}; expected one of {', '.join(sorted(PRESETS))}")
    config = preset_config(PRESETS[preset_name], tokens)
    model = CLIPModel(config)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            parameter.copy_(_draw(name, parameter, seed))
    return use_plain_attention(model)


def load_model(directory: Path) -> CLIPModel:
    """A CLIP checkpoint in the Hugging Face layout, in evaluation mode, float32; reads the disk only."""
    if not (directory / "config.json").is_file():
        fail(f"Cannot load model {directory}: no config.json in it; expected a directory saved by save_pretrained")
    kind = json.loads((directory / "config.json").read_text(encoding="utf-8")).get("model_type")
    if kind != "clip":
        fail(f"Cannot load model {directory}: config.json says model_type {kind!r}, expected 'clip'")
    try:
        model = CLIPModel.from_pretrained(directory, local_files_only=True, dtype=torch.float32)
    except OSError as error:
        fail(f"Cannot load model {directory}: {str(error).splitlines()[0]}")
    return use_plain_attention(model)


def use_plain_attention(model: CLIPModel) -> CLIPModel:
    """Attention as matrix products and a softmax: the form that graph optimisers recognise."""
    model.set_attn_implementation("eager")
    return model.eval()
