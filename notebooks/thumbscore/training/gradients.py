"""The gradient of a contrastive loss over a whole batch, of which only a part fits into memory with its activations."""

from __future__ import annotations

import torch

from thumbscore.training.batches import Batch
from thumbscore.training.losses import Embeddings, Loss
from thumbscore.training.model import Embedder


def backward(
    embed: Embedder, loss: Loss, batch: Batch, micro_batch: int | None, scaler: torch.amp.GradScaler
) -> torch.Tensor:
    """Adds the gradient of the batch's loss to the parameters and returns the loss.

    With `micro_batch` the towers run twice, that many rows at a time: once without gradients for the embeddings of the
    whole batch, and once more to pass the gradient of the loss on from them (Gao et al., 2021). Every text remains a
    negative of every image. The towers must not draw random numbers.
    """
    if micro_batch is None or micro_batch >= len(batch):
        value = loss(embed(batch), embed.scale())
        scaler.scale(value).backward()
        return value.detach()
    chunks = batch.split(micro_batch)
    with torch.no_grad():
        found = [embed(chunk).parts() for chunk in chunks]
    whole = [torch.cat(parts).requires_grad_() for parts in zip(*found, strict=True)]
    value = loss(Embeddings(*whole), embed.scale())
    scaler.scale(value).backward()
    for chunk, *gradients in zip(chunks, *(part.grad.split(micro_batch) for part in whole), strict=True):
        torch.autograd.backward(embed(chunk).parts(), gradients)
    return value.detach()
