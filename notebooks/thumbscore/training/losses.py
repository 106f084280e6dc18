"""Contrastive losses of a batch of images and texts, of which those in the same row belong together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch.nn.functional import cross_entropy, normalize


@dataclass(frozen=True)
class Embeddings:
    """Projected embeddings [n, dim] of a batch, of any length; counterfactual texts in `cft-clip` only."""

    images: torch.Tensor
    texts: torch.Tensor
    counterfactuals: torch.Tensor | None = None

    def parts(self) -> list[torch.Tensor]:
        """The matrices there are."""
        return [part for part in (self.images, self.texts, self.counterfactuals) if part is not None]


Loss = Callable[[Embeddings, torch.Tensor], torch.Tensor]


def symmetric_loss(embeddings: Embeddings, scale: torch.Tensor) -> torch.Tensor:
    """Mean of the cross entropies from image to text and from text to image, as in CLIP.

    :param scale: the inverse of the temperature, a scalar
    """
    logits = scale * normalize(embeddings.images.float(), dim=1) @ normalize(embeddings.texts.float(), dim=1).t()
    own = torch.arange(len(logits), device=logits.device)
    return (cross_entropy(logits, own) + cross_entropy(logits.t(), own)) / 2


def image_to_text_loss(embeddings: Embeddings, scale: torch.Tensor) -> torch.Tensor:
    """Mean cross entropy of finding an image's text among all texts of the batch and all their counterfactuals.

    Without counterfactuals it is the loss of CLIPAdapt, with them that of CFT-CLIP:
    ``-log(exp(v_i.t_i / T) / (sum_j exp(v_i.t_j / T) + sum_j exp(v_i.t'_j / T)))``.

    :param scale: the inverse of the temperature, a scalar
    """
    candidates = torch.cat(embeddings.parts()[1:])
    logits = scale * normalize(embeddings.images.float(), dim=1) @ normalize(candidates.float(), dim=1).t()
    return cross_entropy(logits, torch.arange(len(logits), device=logits.device))


def loss_of(mode: str) -> Loss:
    """The loss of a mode."""
    return symmetric_loss if mode == "clip" else image_to_text_loss
