"""Layer normalization as the primitive operators of its definition."""

from __future__ import annotations

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

AXES = "layer_norm.axes"
SQUARE = "layer_norm.square"


def spell_out_normalizations(model: onnx.ModelProto) -> None:
    """Replaces each float32 LayerNormalization over the last axis by what it is made of.

    The operator is slow in ONNX Runtime 1.28 on CPUs. Without the fusion that would restore it, which Thumbscore
    switches off there, half of the primitive ones become SimplifiedLayerNormalization, whose kernel takes a sixth of
    the time. Elsewhere ONNX Runtime fuses them all into the one operator again.
    """
    graph = model.graph
    weights = {tensor.name for tensor in graph.initializer if tensor.data_type == TensorProto.FLOAT}
    nodes: list[onnx.NodeProto] = []
    constants: dict[str, np.ndarray] = {}
    for node in graph.node:
        attributes = {attribute.name: helper.get_attribute_value(attribute) for attribute in node.attribute}
        if can_be_spelled_out(node, attributes, weights):
            nodes += spelled_out(node, attributes.get("epsilon", 1e-5), constants)
        else:
            nodes.append(node)
    del graph.node[:]
    graph.node.extend(nodes)
    graph.initializer.extend(numpy_helper.from_array(value, name) for name, value in constants.items())


def can_be_spelled_out(node: onnx.NodeProto, attributes: dict[str, object], weights: set[str]) -> bool:
    """Whether a node normalizes the last axis with weights in float32, and only its first output is asked for."""
    return (
        node.op_type == "LayerNormalization"
        and node.domain in ("", "ai.onnx")
        and attributes.get("axis", -1) == -1
        and attributes.get("stash_type", TensorProto.FLOAT) == TensorProto.FLOAT
        and set(node.input[1:]) <= weights
        and not any(node.output[1:])
    )


def spelled_out(node: onnx.NodeProto, epsilon: float, constants: dict[str, np.ndarray]) -> list[onnx.NodeProto]:
    """The nodes of (x - mean) / sqrt(mean((x - mean)^2) + epsilon) * scale + bias, in the order that fusions expect."""
    (values, scale, *bias), result = node.input, node.output[0]
    smallest = f"layer_norm.epsilon_{epsilon:g}"
    constants |= {
        AXES: np.array([-1], np.int64),
        SQUARE: np.array(2, np.float32),
        smallest: np.array(epsilon, np.float32),
    }
    steps = [
        ("ReduceMean", [values, AXES], "mean"),
        ("Sub", [values, "mean"], "centred"),
        ("Pow", ["centred", SQUARE], "squares"),
        ("ReduceMean", ["squares", AXES], "variance"),
        ("Add", ["variance", smallest], "raised"),
        ("Sqrt", ["raised"], "deviation"),
        ("Div", ["centred", "deviation"], "normalized"),
        ("Mul", ["normalized", scale], "scaled"),
        *([("Add", ["scaled", bias[0]], "shifted")] if bias else []),
    ]
    inner = {output: f"{result}.{output}" for _, _, output in steps[:-1]} | {steps[-1][2]: result}
    return [
        helper.make_node(operator, [inner.get(name, name) for name in inputs], [inner[output]], f"{node.name}.{output}")
        for operator, inputs, output in steps
    ]
