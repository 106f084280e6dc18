"""ONNX graphs: traced with torch's exporter, freed of traces of the exporting machine, and saved."""

from __future__ import annotations

import contextlib
import io
import warnings
from dataclasses import dataclass, field
from pathlib import Path

import onnx
import torch
from torch.export import Dim

from thumbscore.export.normalization import spell_out_normalizations

OPSET = 18
ONE_FILE_LIMIT = 2_000_000_000

Axes = dict[str, dict[int, str]]


@dataclass(frozen=True)
class Graph:
    """A graph to write.

    `inputs` are examples by name, in the order of the module's arguments; those whose name starts with `listed` are
    one argument of the module, a list. `axes` names the free axes of inputs and outputs. Examples of axes with
    different names must differ in length, or the exporter takes them for one axis.
    """

    name: str
    module: torch.nn.Module
    inputs: dict[str, torch.Tensor]
    outputs: list[str]
    axes: Axes = field(default_factory=dict)
    listed: str | None = None

    def arguments(self, inputs: dict[str, object]) -> tuple[object, ...]:
        """Values by input name as the arguments of the module."""
        single = [inputs[name] for name in self.inputs if not self._is_listed(name)]
        several = [inputs[name] for name in self.inputs if self._is_listed(name)]
        return (*single, several) if self.listed else tuple(single)

    def dynamic_shapes(self) -> tuple[object, ...]:
        """The free axes as torch.export wants them."""
        return self.arguments({name: dict.fromkeys(self.axes[name], Dim.DYNAMIC) for name in self.inputs})

    def run(self, inputs: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
        """What the module makes of these inputs, by output name."""
        return dict(zip(self.outputs, self.module(*self.arguments(inputs)), strict=True))

    def bytes(self) -> int:
        """Size of the weights in the file."""
        return sum(parameter.numel() * parameter.element_size() for parameter in self.module.parameters())

    def _is_listed(self, name: str) -> bool:
        return self.listed is not None and name.startswith(self.listed)


def trace(graph: Graph, path: Path, external: bool) -> None:
    """Writes a graph with torch's exporter."""
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()), torch.no_grad():
        warnings.simplefilter("ignore")
        torch.onnx.export(
            graph.module,
            graph.arguments(graph.inputs),
            path,
            dynamo=True,
            dynamic_shapes=graph.dynamic_shapes(),
            opset_version=OPSET,
            external_data=external,
            verbose=False,
            input_names=list(graph.inputs),
            output_names=graph.outputs,
        )


def strip_origin(model: onnx.ModelProto) -> None:
    """Removes stack traces and the like: they hold paths of the exporting machine and make builds differ."""
    del model.metadata_props[:]
    model.doc_string = model.graph.doc_string = ""
    graph = model.graph
    for item in [*graph.node, *graph.input, *graph.output, *graph.value_info, *graph.initializer]:
        item.doc_string = ""
        del item.metadata_props[:]
    del graph.metadata_props[:]
    # shapes inside the graph are the runtime's to infer
    del graph.value_info[:]


def name_axes(model: onnx.ModelProto, axes: Axes) -> None:
    """Gives the free axes their names, which the exporter replaces by its own."""
    for value in [*model.graph.input, *model.graph.output]:
        for axis, label in axes.get(value.name, {}).items():
            value.type.tensor_type.shape.dim[axis].dim_param = label


def write_graph(graph: Graph, path: Path) -> None:
    """Traces, rewrites and saves one graph; weights go to a file beside it only over 2 GB."""
    external = graph.bytes() >= ONE_FILE_LIMIT
    trace(graph, path, external)
    model = onnx.load(path)
    strip_origin(model)
    name_axes(model, graph.axes)
    spell_out_normalizations(model)
    save(model, path, external)


def save(model: onnx.ModelProto, path: Path, external: bool) -> None:
    """Saves a graph, replacing what was there."""
    data = data_file(path)
    for old in (path, data, path.with_name(path.name + ".data")):
        old.unlink(missing_ok=True)
    if external:
        onnx.save(model, path, save_as_external_data=True, location=data.name)
    else:
        onnx.checker.check_model(model)
        path.write_bytes(model.SerializeToString(deterministic=True))


def weigh(model: onnx.ModelProto) -> int:
    """Size of the weights of a graph in memory."""
    return sum(len(tensor.raw_data) for tensor in model.graph.initializer)


def data_file(path: Path) -> Path:
    """Where the weights of a graph of more than 2 GB are."""
    return path.with_name(path.name + "_data")
