"""Makes the small bundles of the Java tests: one model split and combined, and graphs that must be refused.

python make_test_bundles.py --out ../udf/src/test/resources/org/thumbscore/bundles
"""

from __future__ import annotations

import argparse
from pathlib import Path

import onnx
from onnx.utils import Extractor

from clip_models import random_model
from export_bundle import Options, export_bundle
from thumbscore.export.tokenizers import read_special_tokens

TOKENIZER = Path(__file__).parent.parent / "udf/src/test/resources/org/thumbscore/bundles/random-clip/tokenizer.json"


def only_pooler_output(split: Path, out: Path) -> None:
    """A vision tower as exported without its projection: what optimum makes of a CLIPVisionModel."""
    graph = onnx.load(split / "onnx" / "vision_model.onnx")
    pooled = Extractor(graph).extract_model(["pixel_values"], ["pooler_output"])
    out.mkdir(parents=True, exist_ok=True)
    onnx.save(pooled, out / "vision_model.onnx")


def main() -> None:
    """Writes split, split-masked, combined and refused."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    out = parser.parse_args().out
    tokens = read_special_tokens(TOKENIZER)
    model = random_model("micro", 3, tokens)
    export_bundle(model, Options(out=out / "split", tokenizer=TOKENIZER))
    export_bundle(model, Options(out=out / "split-masked", tokenizer=TOKENIZER, text_mask=True, hidden_states=True))
    export_bundle(model, Options(out=out / "combined", tokenizer=TOKENIZER, combined=True))
    only_pooler_output(out / "split-masked", out / "refused" / "pooler-output")
    for bundle in ("split", "split-masked", "combined"):
        for name in ("tokenizer.json", "tokenizer_config.json"):
            (out / bundle / name).unlink()


if __name__ == "__main__":
    main()
