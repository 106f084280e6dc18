"""Variants of graphs with smaller numbers: fp16 for GPUs, int8 for CPUs. Inputs and outputs stay float32."""

from __future__ import annotations

import functools

import torch

from thumbscore.export.attention import use_fused_attention
from thumbscore.export.families.base import LoadedModel
from thumbscore.export.graphs import Graph


def half_graphs(loaded: LoadedModel) -> list[Graph]:
    """The graphs in float16, with attention as one operator; the model can no longer be run after this."""
    for model in loaded.models():
        use_fused_attention(model.half())
    graphs = loaded.graphs()
    for graph in graphs:
        keep_float_ends(graph.module.half())
    return graphs


def keep_float_ends(module: torch.nn.Module) -> None:
    """Casts the inputs of a float16 module from float32 and its outputs to it, as Java has no float16."""
    inside = module.forward

    # torch.export reads the names of the arguments from the function that is wrapped
    @functools.wraps(inside)
    def forward(*arguments: object) -> tuple[torch.Tensor, ...]:
        return cast(inside(*cast(arguments, torch.float16)), torch.float32)

    module.forward = forward


def cast(value: object, dtype: torch.dtype) -> object:
    """Tensors of floats as this type, also inside lists and tuples; anything else as it is."""
    if isinstance(value, (list, tuple)):
        return type(value)(cast(item, dtype) for item in value)
    return value.to(dtype) if isinstance(value, torch.Tensor) and value.is_floating_point() else value
