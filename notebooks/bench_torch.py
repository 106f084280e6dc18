"""Times CLIP's two towers in PyTorch on ready tensors, to hold against the first table of `thumbscore bench`.

Attention is PyTorch's `scaled_dot_product_attention`, weights are random, and TF32 is off, as it is in Thumbscore.

    python bench_torch.py --random vit-l-14 --device cuda --precision fp16 --compile --batch 64 --batch 256
    python bench_torch.py --random vit-b-32 --batch 32 --json bench/torch.json
"""

from __future__ import annotations

import argparse
import json
import platform
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from transformers import CLIPConfig, CLIPTextModelWithProjection, CLIPVisionModelWithProjection

from clip_models import PRESETS, preset_config
from option_types import positive
from thumbscore.export.errors import fail
from thumbscore.export.tokenizers import SpecialTokens

CLIP_TOKENS = SpecialTokens(vocabulary=49408, start=49406, end=49407)
PRECISIONS = {"fp32": torch.float32, "fp16": torch.float16, "bf16": torch.bfloat16}


@dataclass(frozen=True)
class Rates:
    """What one batch size reaches; an article is one image and one text."""

    batch: int
    images_per_second: float
    texts_per_second: float

    @property
    def articles_per_second(self) -> float:
        """Both towers one after the other."""
        return 1 / (1 / self.images_per_second + 1 / self.texts_per_second)

    def as_json(self) -> dict[str, float]:
        """For programs."""
        return asdict(self) | {"articles_per_second": self.articles_per_second}


class Towers:
    """The two towers on a device, and tensors for them."""

    def __init__(self, config: CLIPConfig, device: torch.device, dtype: torch.dtype, compiled: bool) -> None:
        """Loads random weights."""
        self.config, self.device, self.dtype = config, device, dtype
        self.vision = self._ready(CLIPVisionModelWithProjection(config.vision_config), compiled)
        self.text = self._ready(CLIPTextModelWithProjection(config.text_config), compiled)

    def _ready(self, tower: torch.nn.Module, compiled: bool) -> torch.nn.Module:
        tower.set_attn_implementation("sdpa")
        tower = tower.to(self.device, self.dtype).eval()
        return torch.compile(tower) if compiled else tower

    def images(self, batch: int) -> Callable[[], object]:
        """A run of the image tower."""
        size = self.config.vision_config.image_size
        pixels = torch.randn(batch, 3, size, size, device=self.device, dtype=self.dtype)
        return lambda: self.vision(pixel_values=pixels).image_embeds

    def texts(self, batch: int, tokens: int) -> Callable[[], object]:
        """A run of the text tower, on texts of one length."""
        ids = torch.randint(1, CLIP_TOKENS.start, (batch, tokens), device=self.device)
        ids[:, 0], ids[:, -1] = CLIP_TOKENS.start, CLIP_TOKENS.end
        return lambda: self.text(input_ids=ids).text_embeds


def rate(run: Callable[[], object], batch: int, device: torch.device, seconds: float) -> float:
    """Rows per second, after runs that compile and warm up."""
    for _ in range(3):
        run()
    wait(device)
    start, runs = time.perf_counter(), 0
    while runs == 0 or time.perf_counter() - start < seconds:
        run()
        # so that no more than one run is ahead of the clock
        wait(device)
        runs += 1
    return runs * batch / (time.perf_counter() - start)


def wait(device: torch.device) -> None:
    """Waits for what the device still computes."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)


def name_of(device: torch.device) -> str:
    """The device as a table names it."""
    if device.type == "cuda":
        return torch.cuda.get_device_name(device)
    return f"{platform.machine()} CPU, {torch.get_num_threads()} threads"


def parse() -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        description=__doc__.split("\n")[0],
        epilog="\n".join(__doc__.split("\n")[2:]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--random", choices=sorted(PRESETS), default="vit-l-14", help="architecture (%(default)s)")
    parser.add_argument("--device", default="cpu", help="cpu, cuda or cuda:N (%(default)s)")
    parser.add_argument("--precision", choices=PRECISIONS, default="fp32", help="of weights and tensors (%(default)s)")
    parser.add_argument("--compile", action="store_true", help="compile the towers, once for each batch size")
    parser.add_argument("--batch", type=positive, action="append", metavar="N", help="rows, repeatable (32)")
    parser.add_argument("--tokens", type=positive, default=58, metavar="N", help="of each text, up to 77 (%(default)s)")
    parser.add_argument("--seconds", type=float, default=3.0, metavar="S", help="of each figure (%(default)s)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures for programs")
    arguments = parser.parse_args()
    if not 2 <= arguments.tokens <= PRESETS[arguments.random].context:
        parser.error(f"argument --tokens: must be 2 to {PRESETS[arguments.random].context}, got {arguments.tokens}")
    return arguments


def open_device(name: str) -> torch.device:
    """The device of a name, or the end of the program."""
    try:
        device = torch.device(name)
        torch.empty(1, device=device)
    except (AssertionError, RuntimeError) as failure:
        fail(f"Cannot use device '{name}': {str(failure).splitlines()[0]}")
    return device


def main() -> None:
    """Prints the table."""
    arguments = parse()
    device = open_device(arguments.device)
    torch.manual_seed(0)
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = False
    config = preset_config(PRESETS[arguments.random], CLIP_TOKENS)
    towers = Towers(config, device, PRECISIONS[arguments.precision], arguments.compile)
    how = f"torch {torch.__version__}, {arguments.precision}{', compiled' if arguments.compile else ''}"
    print(f"machine    {name_of(device)}")
    print(f"model      {arguments.random}, random weights, texts of {arguments.tokens} tokens\n")
    width = len(how)
    print(f"{'on ready tensors':{width}}  batch    images/s     texts/s  articles/s", flush=True)
    found = []
    with torch.inference_mode():
        for batch in arguments.batch or [32]:
            images = rate(towers.images(batch), batch, device, arguments.seconds)
            texts = rate(towers.texts(batch, arguments.tokens), batch, device, arguments.seconds)
            found.append(Rates(batch, images, texts))
            print(f"{how}  {batch:5}{images:12,.1f}{texts:12,.1f}{found[-1].articles_per_second:12,.1f}", flush=True)
    if arguments.json:
        arguments.json.parent.mkdir(parents=True, exist_ok=True)
        record = {
            "torch": torch.__version__,
            "device": name_of(device),
            "model": arguments.random,
            "precision": arguments.precision,
            "compiled": arguments.compile,
            "tokens": arguments.tokens,
            "rates": [rates.as_json() for rates in found],
        }
        arguments.json.write_text(json.dumps(record, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
