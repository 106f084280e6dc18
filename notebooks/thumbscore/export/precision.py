"""Variants of graphs with smaller numbers: fp16 for GPUs, int8 for CPUs. Inputs and outputs stay float32."""

from __future__ import annotations

import functools
import logging
from pathlib import Path

import onnx
import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from thumbscore.export.attention import use_fused_attention
from thumbscore.export.families.base import LoadedModel
from thumbscore.export.graphs import ONE_FILE_LIMIT, Graph, data_file, save, strip_origin, weigh


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


def write_int8(path: Path, target: Path) -> None:
    """Matrix products with constant weights in int8, one scale for each column; convolutions stay as they are.

    Activations are quantised while the graph runs, so that no sample of them is needed.
    """
    external = data_file(path).is_file()
    log = logging.getLogger()
    level = log.level
    # it advises to optimise the graph first, which would tie it to one version of ONNX Runtime
    log.setLevel(logging.ERROR)
    try:
        quantize_dynamic(
            path,
            target,
            op_types_to_quantize=["MatMul", "Gemm"],
            per_channel=True,
            weight_type=QuantType.QInt8,
            use_external_data_format=external,
        )
    finally:
        log.setLevel(level)
    model = onnx.load(target)
    strip_origin(model)
    save(model, target, external=weigh(model) >= ONE_FILE_LIMIT)
