"""Makes the small bundles of the Java tests: one model split and combined, and graphs that must be refused.

python make_test_bundles.py --out ../udf/src/test/resources/org/thumbscore/bundles
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnx.utils import Extractor

from clip_models import random_model
from export_bundle import Options, export_bundle
from thumbscore.export.tokenizers import read_special_tokens

RESOURCES = Path(__file__).parent.parent / "udf/src/test/resources/org/thumbscore"
TOKENIZER = RESOURCES / "bundles/random-clip/tokenizer.json"
TAGGER = RESOURCES / "counterfactual/bert-tagger/onnx/model.onnx"


def only_pooler_output(split: Path, out: Path) -> None:
    """A vision tower as exported without its projection: what optimum makes of a CLIPVisionModel."""
    graph = onnx.load(split / "onnx" / "vision_model.onnx")
    pooled = Extractor(graph).extract_model(["pixel_values"], ["pooler_output"])
    out.mkdir(parents=True, exist_ok=True)
    onnx.save(pooled, out / "vision_model.onnx")


def short_of_memory(source: Path, output: str, most: int, out: Path) -> None:
    """A model that needs 256 TiB for more than `most` rows, and otherwise computes what it did."""

    def constant(name: str, value: object) -> onnx.NodeProto:
        return helper.make_node("Constant", [], [name], value=numpy_helper.from_array(np.array(value), name))

    def branch(name: str, nodes: list[onnx.NodeProto]) -> onnx.GraphProto:
        return helper.make_graph(nodes, name, [], [helper.make_tensor_value_info(name, TensorProto.FLOAT, [])])

    model = onnx.load(source)
    for node in model.graph.node:
        node.output[:] = ["computed" if name == output else name for name in node.output]
    many = [
        constant("size", [1 << 46]),
        helper.make_node("ConstantOfShape", ["size"], ["huge"]),
        constant("first", 0),
        helper.make_node("Gather", ["huge", "first"], ["many_rows"]),
    ]
    model.graph.node.extend(
        [
            helper.make_node("Shape", ["computed"], ["rows"], start=0, end=1),
            constant("most", [most]),
            helper.make_node("Greater", ["rows", "most"], ["too_many"]),
            helper.make_node(
                "If",
                ["too_many"],
                ["factor"],
                then_branch=branch("many_rows", many),
                else_branch=branch("few_rows", [constant("few_rows", np.float32(1))]),
            ),
            helper.make_node("Mul", ["computed", "factor"], [output]),
        ]
    )
    onnx.checker.check_model(model)
    out.mkdir(parents=True, exist_ok=True)
    onnx.save(model, out / source.name)


def main() -> None:
    """Writes split, split-masked, combined, refused and short-of-memory."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    out = parser.parse_args().out
    tokens = read_special_tokens(TOKENIZER)
    model = random_model("micro", 3, tokens)
    export_bundle(model, Options(out=out / "split", tokenizer=TOKENIZER))
    export_bundle(model, Options(out=out / "split-masked", tokenizer=TOKENIZER, text_mask=True, hidden_states=True))
    export_bundle(model, Options(out=out / "combined", tokenizer=TOKENIZER, combined=True))
    short_of_memory(out / "split/onnx/vision_model.onnx", "image_embeds", 2, out / "short-of-memory")
    short_of_memory(out / "split/onnx/text_model.onnx", "text_embeds", 3, out / "short-of-memory")
    short_of_memory(TAGGER, "logits", 2, out / "short-of-memory")
    only_pooler_output(out / "split-masked", out / "refused" / "pooler-output")
    for bundle in ("split", "split-masked", "combined"):
        for name in ("tokenizer.json", "tokenizer_config.json"):
            (out / bundle / name).unlink()


if __name__ == "__main__":
    main()
