"""Makes the toy model of the Java tests: a family of its own, with three vectors for an image and two extra columns.

An image becomes three vectors that follow from the means of its channels, a text one that is the mean of its tokens'
vectors. What the model makes of the sample articles is computed here with Pillow and numpy, without ONNX Runtime.

    python make_toy_bundle.py --out ../job/src/test/resources/org/thumbscore/toy
"""

from __future__ import annotations

import argparse
import io
import json
from pathlib import Path

import numpy as np
import onnx
import pyarrow.parquet as pq
from onnx import TensorProto, helper, numpy_helper
from PIL import Image
from tokenizers import Tokenizer

RESOURCES = Path(__file__).parent.parent / "udf/src/test/resources/org/thumbscore"
EDGE, VECTORS, WIDTH, WORDS, CONTEXT = 32, 3, 4, 97, 24
CHANNELS = ("red", "green", "blue")


def weights() -> dict[str, np.ndarray]:
    """Random, but for the seed."""
    rng = np.random.default_rng(5)
    return {
        "looks_weight": rng.normal(size=(3, VECTORS * WIDTH)).astype(np.float32),
        "looks_bias": (rng.normal(size=VECTORS * WIDTH) / 2).astype(np.float32),
        "words_weight": rng.normal(size=(WORDS, WIDTH)).astype(np.float32),
    }


def constant(name: str, value: np.ndarray) -> onnx.TensorProto:
    """A value of a graph."""
    return numpy_helper.from_array(value, name)


def eyes(values: dict[str, np.ndarray]) -> onnx.ModelProto:
    """picture [n, 3, 32, 32] -> looks [n, 3, 4], channels [n, 3] and brightness [n]."""
    nodes = [
        helper.make_node("ReduceMean", ["picture", "space"], ["channels"], keepdims=0),
        helper.make_node("MatMul", ["channels", "looks_weight"], ["weighted"]),
        helper.make_node("Add", ["weighted", "looks_bias"], ["flat"]),
        helper.make_node("Reshape", ["flat", "shape"], ["looks"]),
        helper.make_node("ReduceMean", ["channels", "last"], ["mean"], keepdims=0),
        helper.make_node("Mul", ["mean", "levels"], ["level"]),
        helper.make_node("Floor", ["level"], ["whole"]),
        helper.make_node("Cast", ["whole"], ["brightness"], to=TensorProto.INT64),
    ]
    inputs = [helper.make_tensor_value_info("picture", TensorProto.FLOAT, ["n", 3, EDGE, EDGE])]
    outputs = [
        helper.make_tensor_value_info("looks", TensorProto.FLOAT, ["n", VECTORS, WIDTH]),
        helper.make_tensor_value_info("channels", TensorProto.FLOAT, ["n", 3]),
        helper.make_tensor_value_info("brightness", TensorProto.INT64, ["n"]),
    ]
    constants = [
        constant("space", np.array([2, 3], np.int64)),
        constant("last", np.array([1], np.int64)),
        constant("shape", np.array([-1, VECTORS, WIDTH], np.int64)),
        constant("levels", np.array(10, np.float32)),
        constant("looks_weight", values["looks_weight"]),
        constant("looks_bias", values["looks_bias"]),
    ]
    return model(helper.make_graph(nodes, "eyes", inputs, outputs, constants))


def ears(values: dict[str, np.ndarray]) -> onnx.ModelProto:
    """words and heard_mask [n, length] -> heard [n, 4]."""
    nodes = [
        helper.make_node("Mod", ["words", "count"], ["word"]),
        helper.make_node("Gather", ["words_weight", "word"], ["vectors"]),
        helper.make_node("Cast", ["heard_mask"], ["mask"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["mask", "last"], ["wide"]),
        helper.make_node("Mul", ["vectors", "wide"], ["kept"]),
        helper.make_node("ReduceSum", ["kept", "length"], ["sum"], keepdims=0),
        helper.make_node("ReduceSum", ["wide", "length"], ["tokens"], keepdims=0),
        helper.make_node("Div", ["sum", "tokens"], ["heard"]),
    ]
    inputs = [
        helper.make_tensor_value_info("words", TensorProto.INT32, ["n", "length"]),
        helper.make_tensor_value_info("heard_mask", TensorProto.INT32, ["n", "length"]),
    ]
    outputs = [helper.make_tensor_value_info("heard", TensorProto.FLOAT, ["n", WIDTH])]
    constants = [
        constant("count", np.array(WORDS, np.int32)),
        constant("last", np.array([2], np.int64)),
        constant("length", np.array([1], np.int64)),
        constant("words_weight", values["words_weight"]),
    ]
    return model(helper.make_graph(nodes, "ears", inputs, outputs, constants))


def model(graph: onnx.GraphProto) -> onnx.ModelProto:
    """A checked model of one graph."""
    made = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=10)
    onnx.checker.check_model(made, full_check=True)
    return made


def write_bundle(out: Path, values: dict[str, np.ndarray]) -> None:
    """All but the tokenizer, which is the demo's."""
    out.mkdir(parents=True, exist_ok=True)
    onnx.save(eyes(values), out / "eyes.onnx")
    onnx.save(ears(values), out / "ears.onnx")
    config = {"model_type": "toy", "vectors": VECTORS, "width": WIDTH, "context": CONTEXT, "edge": EDGE}
    (out / "config.json").write_text(json.dumps(config, indent=2) + "\n")
    size = {"shortest_edge": EDGE}
    crop = {"height": EDGE, "width": EDGE}
    preprocessor = {"size": size, "crop_size": crop, "resample": 3, "do_normalize": False}
    (out / "preprocessor_config.json").write_text(json.dumps(preprocessor, indent=2) + "\n")


def crop(encoded: bytes) -> np.ndarray:
    """Means of the channels of the prepared image."""
    image = Image.open(io.BytesIO(encoded)).convert("RGB")
    width, height = image.size
    short, long = min(width, height), max(width, height)
    far = int(EDGE * long / short)
    image = image.resize((EDGE, far) if width < height else (far, EDGE), Image.Resampling.BICUBIC)
    left, top = (image.size[0] - EDGE) // 2, (image.size[1] - EDGE) // 2
    pixels = np.asarray(image.crop((left, top, left + EDGE, top + EDGE)), np.float64) / 255
    return pixels.mean(axis=(0, 1))


def unit(vectors: np.ndarray) -> np.ndarray:
    """Rows of unit length."""
    return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)


def expected(values: dict[str, np.ndarray]) -> list[dict]:
    """What the model makes of each sample article that has a text and a whole image."""
    tokenizer = Tokenizer.from_file(str(RESOURCES / "bundles/random-clip/tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    rows = []
    for article in pq.read_table(RESOURCES / "articles.parquet").to_pylist():
        if not (article["summary"] or "").strip() or not article["thumbnail"]:
            continue
        try:
            channels = crop(article["thumbnail"])
        except OSError:
            continue
        looks = unit((channels @ values["looks_weight"] + values["looks_bias"]).reshape(VECTORS, WIDTH))
        ids = tokenizer.encode(article["summary"]).ids
        ids = ids if len(ids) <= CONTEXT else [*ids[: CONTEXT - 1], ids[-1]]
        heard = unit(values["words_weight"][np.array(ids) % WORDS].astype(np.float64).mean(axis=0))
        rows.append(
            {
                "id": article["id"],
                "similarity": round(float((looks @ heard).max()), 9),
                "cosines": [round(float(cosine), 9) for cosine in looks @ heard],
                "dominant": CHANNELS[int(channels.argmax())],
                "brightness": int(channels.mean() * 10),
            }
        )
    return rows


def main() -> None:
    """Writes the bundle and what is expected of it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    out = parser.parse_args().out
    values = weights()
    write_bundle(out / "bundle", values)
    lines = [json.dumps(row) for row in expected(values)]
    (out / "expected.jsonl").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
