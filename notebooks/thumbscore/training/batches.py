"""Batches of rows as tensors, in an order that follows from the seed and the epoch alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from transformers import BaseImageProcessor, PreTrainedTokenizerBase

from thumbscore.export.preprocessing import spelled_out
from thumbscore.training.images import CroppedRows


@dataclass(frozen=True)
class Batch:
    """Standardised images [n, 3, edge, edge] and token ids [n, length]; counterfactuals in `cft-clip` only."""

    images: torch.Tensor
    texts: torch.Tensor
    counterfactuals: torch.Tensor | None = None

    def __len__(self) -> int:
        """The number of rows."""
        return len(self.images)

    def split(self, size: int) -> list[Batch]:
        """The batch in parts of this many rows; the last may have fewer."""
        parts = [part.split(size) for part in (self.images, self.texts, self.counterfactuals) if part is not None]
        return [Batch(*rows) for rows in zip(*parts, strict=True)]


class Tokens:
    """Token ids [n, context] of texts, cut to the context with the end token kept."""

    def __init__(self, tokenizer: PreTrainedTokenizerBase, texts: list[str], context: int, padding: int) -> None:
        rows = tokenizer(texts, truncation=True, max_length=context)["input_ids"]
        self.lengths = np.array([len(row) for row in rows])
        self.ids = np.full((len(rows), context), padding, np.int32)
        for number, row in enumerate(rows):
            self.ids[number, : len(row)] = row

    def take(self, rows: np.ndarray, device: torch.device) -> torch.Tensor:
        """Ids [rows, length] as int64, as long as the longest of these rows."""
        ids = torch.from_numpy(self.ids[rows, : self.lengths[rows].max()])
        return ids.to(device, torch.int64, non_blocking=True)


class Pixels:
    """Crops as the tensors that the image tower takes."""

    def __init__(self, crops: np.ndarray, processor: BaseImageProcessor) -> None:
        settings = spelled_out(processor)
        self.crops, self.scale = crops, settings["rescale_factor"] if settings["do_rescale"] else 1.0
        normalize = settings["do_normalize"]
        self.mean = torch.tensor(settings["image_mean"] if normalize else [0.0] * 3)[:, None, None]
        self.deviation = torch.tensor(settings["image_std"] if normalize else [1.0] * 3)[:, None, None]

    def take(
        self, rows: np.ndarray, device: torch.device, shift: int = 0, seed: list[int] | None = None
    ) -> torch.Tensor:
        """Images [rows, 3, edge, edge], standardised; each moved by up to `shift` pixels down and across."""
        crops = self.crops[rows]
        if shift:
            crops = shifted(crops, shift, np.random.RandomState(seed))
        images = torch.from_numpy(crops).to(device, non_blocking=True).float()
        return (images * self.scale - self.mean.to(device)) / self.deviation.to(device)


def shifted(crops: np.ndarray, shift: int, random: np.random.RandomState) -> np.ndarray:
    """Each image moved by a random number of pixels down and across; what comes in is the border repeated."""
    edge = crops.shape[-1]
    padded = np.pad(crops, ((0, 0), (0, 0), (shift, shift), (shift, shift)), mode="edge")
    moved = np.empty_like(crops)
    for number, (down, across) in enumerate(random.randint(0, 2 * shift + 1, (len(crops), 2))):
        moved[number] = padded[number, :, down : down + edge, across : across + edge]
    return moved


def epoch_order(rows: int, seed: int, epoch: int) -> np.ndarray:
    """The order of rows in an epoch, from 0."""
    return np.random.RandomState([seed, epoch]).permutation(rows)


class TrainingRows:
    """Rows that are ready to be batched; every batch is full, and the rest of an epoch is left out."""

    def __init__(self, rows: CroppedRows, pixels: Pixels, texts: Tokens, counterfactuals: Tokens | None) -> None:
        self.rows, self.pixels, self.texts, self.counterfactuals = rows, pixels, texts, counterfactuals

    def __len__(self) -> int:
        """The number of rows."""
        return len(self.rows)

    def batch(self, rows: np.ndarray, device: torch.device, shift: int = 0, seed: list[int] | None = None) -> Batch:
        """The batch of these rows."""
        counterfactuals = self.counterfactuals and self.counterfactuals.take(rows, device)
        return Batch(self.pixels.take(rows, device, shift, seed), self.texts.take(rows, device), counterfactuals)
