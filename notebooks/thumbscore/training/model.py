"""The model that is trained: loaded or new, with frozen layers, and saved for transformers."""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterator
from pathlib import Path

import torch
from transformers import CLIPModel

from clip_models import PRESETS, preset_config
from thumbscore.export.checkpoint import Checkpoint
from thumbscore.export.errors import fail
from thumbscore.export.families.clip import Clip, TextTower, VisionTower
from thumbscore.export.tokenizers import read_special_tokens
from thumbscore.training.batches import Batch
from thumbscore.training.losses import Embeddings

LARGEST_SCALE = 100.0


def new_clip(preset: str, tokenizer: Path, seed: int) -> Clip:
    """A CLIP of this size with transformers' own random initialisation."""
    torch.manual_seed(seed)
    return Clip(CLIPModel(preset_config(PRESETS[preset], read_special_tokens(tokenizer))), tokenizer=tokenizer)


def load_clip(location: str) -> Clip:
    """A checkpoint of a CLIPModel, from a directory or the Hugging Face Hub, with its tokenizer and processor."""
    checkpoint = Checkpoint(location)
    kind = checkpoint.config().get("model_type")
    if kind != "clip":
        fail(f"Cannot train {checkpoint.name}: config.json says model_type {kind!r}, expected 'clip'")
    return Clip(checkpoint.load(CLIPModel), checkpoint)


def save_clip(clip: Clip, out: Path) -> None:
    """Writes a directory that `from_pretrained` and the exporter read, in place of an earlier one."""
    partial = out.with_name(f".{out.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True)
    clip.write_files(partial)
    clip.model.save_pretrained(partial)
    shutil.rmtree(out, ignore_errors=True)
    partial.rename(out)


def freeze_text_layers(model: CLIPModel, count: int) -> None:
    """Freezes the token and position embeddings and the first layers of the text tower; nothing where count is 0."""
    layers = model.text_model.encoder.layers
    if count >= len(layers) and count:
        fail(f"Cannot freeze {count} text layers: the model has {len(layers)}, of which at least one must be trained")
    for part in [model.text_model.embeddings, *layers[:count]] if count else []:
        part.requires_grad_(False)


def set_temperature(model: CLIPModel, temperature: float, learn: bool) -> None:
    """Sets the scale of the logits, which is the inverse of the temperature, and whether it is learned."""
    with torch.no_grad():
        model.logit_scale.fill_(math.log(1 / temperature))
    model.logit_scale.requires_grad_(learn)


def limit_scale(model: CLIPModel) -> None:
    """Keeps the scale of the logits at 100 at most, as CLIP does."""
    with torch.no_grad():
        model.logit_scale.clamp_(max=math.log(LARGEST_SCALE))


class Embedder:
    """Both towers in one call, in float32 or in a smaller type where that is safe."""

    def __init__(self, model: CLIPModel, device: torch.device, precision: torch.dtype = torch.float32) -> None:
        self.vision, self.text = VisionTower(model), TextTower(model)
        self.model, self.device, self.precision = model, device, precision
        if device.type == "cpu" and precision != torch.float32:
            # the gradient of torch's fused attention takes several times as long in bfloat16 on a CPU
            model.set_attn_implementation("eager")

    def scale(self) -> torch.Tensor:
        """The inverse of the temperature, a scalar."""
        return self.model.logit_scale.exp()

    def __call__(self, batch: Batch) -> Embeddings:
        """The embeddings of a batch, in float32."""
        texts = list(padded_alike(batch))
        with torch.autocast(self.device.type, self.precision, enabled=self.precision != torch.float32):
            images = self.vision(batch.images)[0]
            parts = self.text(torch.cat(texts))[0].split(len(batch))
        return Embeddings(images.float(), *(part.float() for part in parts))


def padded_alike(batch: Batch) -> Iterator[torch.Tensor]:
    """The batch's token ids [n, length] of texts and counterfactuals, all of the same length.

    The last id of a row is the end token or the padding, which is the same.
    """
    parts = [part for part in (batch.texts, batch.counterfactuals) if part is not None]
    length = max(part.shape[1] for part in parts)
    for part in parts:
        yield torch.cat([part, part[:, -1:].expand(-1, length - part.shape[1])], dim=1)
