"""Exports a CLIP to a Thumbscore model bundle: the layout that Hugging Face's ONNX exporters write.

A bundle holds config.json, preprocessor_config.json, tokenizer.json and tokenizer_config.json at its root and the
graphs under onnx/. Each graph is run in ONNX Runtime and compared with torch before the program ends.

    python export_bundle.py --random vit-b-32 --seed 7 --tokenizer clip/tokenizer.json --out bundles/vit-b-32
    python export_bundle.py --model checkpoints/cft-clip --fp16 --out bundles/cft-clip
    python export_bundle.py --model checkpoints/clip --combined --out bundles/clip-combined
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import logging
import shutil
import warnings
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import onnx
import onnx_ir as ir
import onnxruntime as ort
import torch
from torch.export import Dim
from transformers import CLIPModel, PretrainedConfig
from transformers.image_utils import OPENAI_CLIP_MEAN, OPENAI_CLIP_STD, PILImageResampling

from clip_models import PRESETS, fail, load_model, random_model, read_special_tokens

OPSET = 18
ONE_FILE_LIMIT = 2_000_000_000
MAX_DIFFERENCE = {"fp32": 1e-4, "fp16": 5e-2}


class VisionTower(torch.nn.Module):
    """pixel_values [n, 3, edge, edge] -> image_embeds [n, dim], not normalised."""

    def __init__(self, model: CLIPModel, hidden_states: bool = False) -> None:
        super().__init__()
        self.tower, self.projection, self.hidden_states = model.vision_model, model.visual_projection, hidden_states

    def forward(self, pixel_values: torch.Tensor) -> tuple[torch.Tensor, ...]:
        """Embeds pictures; with hidden states also what optimum's export yields."""
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
class Graph:
    """A graph to write: the module, its example inputs by name, and the names of its outputs."""

    name: str
    module: torch.nn.Module
    inputs: dict[str, torch.Tensor]
    outputs: list[str]

    def dynamic_axes(self) -> dict[str, dict[int, str]]:
        """Batch is free everywhere, the sequence length in the text inputs; towers have batches of their own."""
        shared = "pixel_values" not in self.inputs or len(self.inputs) == 1
        image, text = ("batch", "batch") if shared else ("image_batch", "text_batch")
        return {name: {0: image} if name == "pixel_values" else {0: text, 1: "sequence"} for name in self.inputs}


def example_ids(model: CLIPModel, batch: int, length: int, seed: int = 0) -> torch.Tensor:
    """Token ids with a start, an end token and padding after it; rows end at different places."""
    text = model.config.text_config
    # a legacy config calls the end token 2, while the tokenizer's is the last of the vocabulary
    end = text.vocab_size - 1 if text.eos_token_id == 2 else text.eos_token_id
    start = text.vocab_size - 2 if text.eos_token_id == 2 else text.bos_token_id
    ids = torch.from_numpy(np.random.RandomState(seed).randint(3, text.vocab_size - 2, (batch, length)))
    ids[ids == end] = 3
    ids[:, 0] = start
    for row in range(batch):
        ids[row, max(1, length - 1 - row) :] = end
    return ids


def example_pixels(model: CLIPModel, batch: int, seed: int = 0) -> torch.Tensor:
    """Noise in the shape of standardised pictures."""
    vision = model.config.vision_config
    shape = (batch, vision.num_channels, vision.image_size, vision.image_size)
    return torch.from_numpy(np.random.RandomState(seed).standard_normal(shape).astype(np.float32))


def split_graphs(model: CLIPModel, text_mask: bool, hidden_states: bool) -> list[Graph]:
    """The two towers as graphs of their own."""
    more = ["last_hidden_state", "pooler_output"] if hidden_states else []
    ids = example_ids(model, 2, 7)
    text_inputs = {"input_ids": ids} | ({"attention_mask": torch.ones_like(ids)} if text_mask else {})
    return [
        Graph(
            "vision_model",
            VisionTower(model, hidden_states),
            {"pixel_values": example_pixels(model, 2)},
            ["image_embeds", *more],
        ),
        Graph("text_model", TextTower(model, hidden_states), text_inputs, ["text_embeds", *more]),
    ]


def combined_graph(model: CLIPModel) -> Graph:
    """One graph with both towers; example batches differ so that they stay apart in the graph."""
    ids = example_ids(model, 3, 7)
    inputs = {"input_ids": ids, "pixel_values": example_pixels(model, 2), "attention_mask": torch.ones_like(ids)}
    return Graph(
        "model", CombinedModel(model), inputs, ["logits_per_image", "logits_per_text", "text_embeds", "image_embeds"]
    )


def trace(graph: Graph, path: Path, external: bool) -> None:
    """Writes a graph with torch's exporter, or with its older one where that cannot."""
    arguments = tuple(graph.inputs.values())
    names = {"input_names": list(graph.inputs), "output_names": graph.outputs}
    axes = graph.dynamic_axes()
    shapes = tuple({axis: Dim.DYNAMIC for axis in axes[name]} for name in graph.inputs)
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        try:
            torch.onnx.export(
                graph.module,
                arguments,
                path,
                dynamo=True,
                dynamic_shapes=shapes,
                opset_version=OPSET,
                external_data=external,
                verbose=False,
                **names,
            )
        except torch.onnx.errors.OnnxExporterError as error:
            logging.getLogger(__name__).warning("%s: %s; trying the older exporter", graph.name, error)
            outputs = {name: {0: "batch"} for name in graph.outputs}
            torch.onnx.export(
                graph.module, arguments, path, dynamo=False, dynamic_axes=axes | outputs, opset_version=17, **names
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


def name_axes(model: onnx.ModelProto, graph: Graph) -> None:
    """Gives the free axes their names, which the exporter replaces by its own."""
    axes = graph.dynamic_axes()
    for value in model.graph.input:
        for axis, label in axes[value.name].items():
            value.type.tensor_type.shape.dim[axis].dim_param = label
    batches = {name: labels[0] for name, labels in axes.items()}
    image, text = batches.get("pixel_values"), batches.get("input_ids")
    first = {"logits_per_image": image, "image_embeds": image, "logits_per_text": text, "text_embeds": text}
    for value in model.graph.output:
        value.type.tensor_type.shape.dim[0].dim_param = first.get(value.name) or image or text or "batch"
    for value in model.graph.output:
        if value.name.startswith("logits_"):
            value.type.tensor_type.shape.dim[1].dim_param = text if value.name == "logits_per_image" else image
        if value.name == "last_hidden_state" and text:
            value.type.tensor_type.shape.dim[1].dim_param = "sequence"


def write_graph(graph: Graph, path: Path) -> None:
    """Traces, tidies and saves one graph; weights go to a file beside it only over 2 GB."""
    size = sum(parameter.numel() * 4 for parameter in graph.module.parameters())
    external = size >= ONE_FILE_LIMIT
    trace(graph, path, external)
    model = onnx.load(path)
    strip_origin(model)
    name_axes(model, graph)
    save(model, path, external)


def save(model: onnx.ModelProto, path: Path, external: bool) -> None:
    """Saves a graph, replacing what was there."""
    data = path.with_name(path.name + "_data")
    for old in (path, data, path.with_name(path.name + ".data")):
        old.unlink(missing_ok=True)
    if external:
        onnx.save(model, path, save_as_external_data=True, location=data.name)
    else:
        onnx.checker.check_model(model)
        path.write_bytes(model.SerializeToString(deterministic=True))


def write_half(path: Path) -> Path:
    """Writes the float16 variant of a graph; its inputs and outputs stay float32, as Java has no float16."""
    from onnxruntime.transformers.float16 import convert_float_to_float16

    half = convert_float_to_float16(onnx.load(path), keep_io_types=True)
    # the converter appends the casts of the inputs after the nodes that read them
    sorted_half = ir.from_proto(half)
    sorted_half.graph.sort()
    half = ir.to_proto(sorted_half)
    target = path.with_name(path.stem + "_fp16.onnx")
    save(half, target, external=False)
    return target


def mask_of(ids: torch.Tensor) -> torch.Tensor:
    """Ones up to the first end token, which is the last id of each row, and zeros on the padding after it."""
    ends = (ids == ids[:, -1:]).long().cumsum(dim=1)
    return (ends - (ids == ids[:, -1:]).long() < 1).long()


def batches_to_check(graph: Graph, model: CLIPModel) -> list[dict[str, torch.Tensor]]:
    """Inputs of several batch sizes and lengths, from one row and two tokens to the whole context."""
    longest = model.config.text_config.max_position_embeddings
    checks = []
    for seed, (batch, length) in enumerate([(1, 2), (1, longest), (2, 5), (3, 13), (5, longest)]):
        ids = example_ids(model, batch, length, seed)
        pixels = example_pixels(model, batch, seed)
        known = {"input_ids": ids, "pixel_values": pixels, "attention_mask": mask_of(ids)}
        checks.append({name: known[name] for name in graph.inputs})
    return checks


def verify(graph: Graph, path: Path, model: CLIPModel, precision: str) -> None:
    """Compares ONNX Runtime with torch and ends the program where they differ too much."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = 2
    session = ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    worst = dict.fromkeys(graph.outputs, 0.0)
    for inputs in batches_to_check(graph, model):
        with torch.no_grad():
            expected = graph.module(*inputs.values())
        found = session.run(graph.outputs, {name: value.numpy() for name, value in inputs.items()})
        for name, ours, theirs in zip(graph.outputs, found, expected, strict=True):
            reference = theirs.numpy()
            scale = max(1.0, float(np.abs(reference).max()))
            if ours.shape != reference.shape:
                fail(f"Cannot trust {path}: {name} has shape {ours.shape}, torch yields {reference.shape}")
            worst[name] = max(worst[name], float(np.abs(ours - reference).max()) / scale)
    size = path.stat().st_size / 1e6
    print(f"{path.name}: {size:.2f} MB, max relative difference from torch " + json.dumps(worst))
    limit = MAX_DIFFERENCE[precision]
    if max(worst.values()) > limit or not all(np.isfinite(list(worst.values()))):
        fail(f"Cannot trust {path}: differs from torch by {max(worst.values()):.3g}, expected at most {limit}")


def write_preprocessor(source: Path | None, model: CLIPModel, out: Path) -> None:
    """Copies the checkpoint's config of the preprocessing, or writes CLIP's for the tower's image size.

    transformers 5 saves processor_config.json, and reads its image_processor before preprocessor_config.json.
    """
    found = [source / name for name in ("processor_config.json", "preprocessor_config.json")] if source else []
    for file in filter(Path.is_file, found):
        if file.name == "preprocessor_config.json" or json.loads(file.read_bytes()).get("image_processor"):
            shutil.copyfile(file, out / file.name)
            return
    edge = model.config.vision_config.image_size
    written = {
        "crop_size": {"height": edge, "width": edge},
        "do_center_crop": True,
        "do_convert_rgb": True,
        "do_normalize": True,
        "do_rescale": True,
        "do_resize": True,
        "image_mean": OPENAI_CLIP_MEAN,
        "image_processor_type": "CLIPImageProcessor",
        "image_std": OPENAI_CLIP_STD,
        "resample": int(PILImageResampling.BICUBIC),
        "rescale_factor": 1 / 255,
        "size": {"shortest_edge": edge},
    }
    write_json(out / "preprocessor_config.json", written)


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


def write_json(path: Path, value: object) -> None:
    """JSON with sorted keys and a final newline."""
    path.write_text(json.dumps(value, indent=2, sort_keys=True) + "\n", encoding="utf-8")


def write_config(source: Path | None, model: CLIPModel, out: Path) -> None:
    """Copies the checkpoint's config.json, or writes the model's with defaults spelled out."""
    if source:
        shutil.copyfile(source / "config.json", out / "config.json")
        return
    whole = model.config.to_dict()
    towers = {name: architecture_keys(whole[name]) for name in ("text_config", "vision_config")}
    write_json(out / "config.json", architecture_keys(whole) | towers | {"architectures": ["CLIPModel"]})


def architecture_keys(config: dict[str, object]) -> dict[str, object]:
    """A config without what every Hugging Face model has, whatever its architecture."""
    common = PretrainedConfig().to_dict().keys() | {"transformers_version", "_name_or_path", "architectures"}
    return {key: value for key, value in config.items() if key not in common and value is not None}


@dataclass(frozen=True)
class Options:
    """What to export and how."""

    out: Path
    tokenizer: Path
    source: Path | None = None
    combined: bool = False
    half: bool = False
    text_mask: bool = False
    hidden_states: bool = False


def export_bundle(model: CLIPModel, options: Options) -> None:
    """Writes and checks a bundle; files of the same names in the directory are replaced."""
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    folder = options.out / "onnx"
    folder.mkdir(parents=True, exist_ok=True)
    write_tokenizer(options.tokenizer, model, options.out)
    write_config(options.source, model, options.out)
    write_preprocessor(options.source, model, options.out)
    with torch.no_grad():
        graphs = (
            [combined_graph(model)]
            if options.combined
            else split_graphs(model, options.text_mask, options.hidden_states)
        )
        for graph in graphs:
            path = folder / f"{graph.name}.onnx"
            write_graph(graph, path)
            verify(graph, path, model, "fp32")
            if options.half:
                verify(graph, write_half(path), model, "fp16")
    print(f"{options.out}: {model.num_parameters():,} parameters")


def parse_arguments() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__.split("\n")[0],
        epilog="\n".join(__doc__.split("\n")[4:]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    source = parser.add_mutually_exclusive_group(required=True)
    source.add_argument("--model", type=Path, metavar="DIR", help="a CLIPModel saved in the Hugging Face layout")
    source.add_argument("--random", choices=sorted(PRESETS), help="an architecture with random weights")
    parser.add_argument("--seed", type=int, default=7, help="seed of the random weights (default 7)")
    parser.add_argument(
        "--tokenizer", type=Path, metavar="FILE", help="tokenizer.json to pair with it (default: the one in --model)"
    )
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="the bundle to write")
    parser.add_argument("--combined", action="store_true", help="one model.onnx in place of two towers")
    parser.add_argument("--fp16", action="store_true", help="also write *_fp16.onnx, with float32 inputs and outputs")
    parser.add_argument("--text-mask", action="store_true", help="give the text tower an attention_mask input")
    parser.add_argument(
        "--hidden-states", action="store_true", help="towers also yield last_hidden_state and pooler_output"
    )
    parser.add_argument("--save-model", type=Path, metavar="DIR", help="also save the model for transformers")
    return parser.parse_args()


def main() -> None:
    """Exports what the command line asks for."""
    arguments = parse_arguments()
    tokenizer = arguments.tokenizer or (arguments.model / "tokenizer.json" if arguments.model else None)
    if tokenizer is None or not tokenizer.is_file():
        fail(f"No tokenizer at {tokenizer}; give a tokenizer.json with --tokenizer FILE")
    if arguments.model:
        model = load_model(arguments.model)
    else:
        model = random_model(arguments.random, arguments.seed, read_special_tokens(tokenizer))
    if arguments.save_model:
        model.save_pretrained(arguments.save_model)
    options = Options(
        out=arguments.out,
        tokenizer=tokenizer,
        source=arguments.model,
        combined=arguments.combined,
        half=arguments.fp16,
        text_mask=arguments.text_mask,
        hidden_states=arguments.hidden_states,
    )
    export_bundle(model, options)


if __name__ == "__main__":
    main()
