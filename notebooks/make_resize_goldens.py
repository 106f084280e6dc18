"""Writes what a processor of transformers makes of tall, wide and odd images, by the library that it uses.

The Java tests make the same images and hold their crops to these digests, sample by sample, for each profile:

    out=../udf/src/test/resources/org/thumbscore/image/resample
    pip install pillow==13.0.0 && python make_resize_goldens.py --out $out
    pip install pillow==12.3.0 && python make_resize_goldens.py --out $out
    pip install torchvision==0.28.0 && python make_resize_goldens.py --out $out --torchvision

Each run writes PROFILE.jsonl, where PROFILE is pillow for Pillow 13, pillow12 for Pillow 12 and torchvision for
torchvision, and PROFILE/WxH.png, whole crops of a few images, to look at where a digest differs. PROFILE.standardized
holds the float32 values, little endian, of the samples 0 to 255 of red, green and blue with CLIP's mean and deviation.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
import PIL
from PIL import Image
from transformers import BaseImageProcessor, CLIPImageProcessorPil

BICUBIC, BILINEAR = 3, 2
PROFILES = {"13": "pillow", "12": "pillow12"}
WHOLE_CROPS = {(80, 400), (65, 131), (40, 800)}


@dataclass(frozen=True)
class Case:
    """An image's size and the processor's settings for it."""

    width: int
    height: int
    size: dict[str, int]
    crop: dict[str, int]
    resample: int = BICUBIC


def square(edge: int) -> dict[str, int]:
    """A height and a width."""
    return {"height": edge, "width": edge}


def image(width: int, height: int) -> np.ndarray:
    """Noise beside flat squares of black and white, where rounding and clipping show; the same in Java."""
    y, x, channel = np.meshgrid(
        np.arange(height, dtype=np.uint32),
        np.arange(width, dtype=np.uint32),
        np.arange(3, dtype=np.uint32),
        indexing="ij",
        sparse=True,
    )
    mixed = x * np.uint32(0x9E3779B1) ^ y * np.uint32(0x85EBCA77) ^ channel * np.uint32(0xC2B2AE3D)
    mixed = (mixed ^ mixed >> np.uint32(15)) * np.uint32(0x2C1B3C6D)
    noise = mixed >> np.uint32(24)
    flat = (x // 7 + y // 11) % 3
    return np.where(flat == 0, noise, np.where(flat == 1, 0, 255)).astype(np.uint8)


def tall() -> Iterator[tuple[int, int]]:
    """2 to 20 times as tall as wide, to be made smaller."""
    for times in (2, 2.05, 2.5, 3, 4, 5, 7, 10, 13, 16, 20):
        for width in (225, 300, 512):
            yield width, int(times * width)
    yield from ((250, 800), (400, 2000), (300, 700), (260, 521), (500, 1010), (720, 1600), (1080, 1920), (640, 1280))


def at_the_limit() -> Iterator[tuple[int, int]]:
    """Where the height shrinks by twice what the width shrinks by, and by 1 to 3 pixels more or less."""
    for width in (226, 320, 641, 1001):
        for height in range(2 * width - 4, 2 * width + 5):
            yield width, height


def enlarged() -> Iterator[tuple[int, int]]:
    """To be made larger, in one direction or both."""
    for width in (1, 7, 50, 100, 200, 223, 224):
        for times in (2, 3, 8, 20):
            yield width, times * width


def cases() -> Iterator[Case]:
    """CLIP's settings on every shape, then exact sizes and the other filter around the limit."""
    clip = {"shortest_edge": 224}
    for width, height in (*tall(), *at_the_limit(), *enlarged(), (1000, 300), (1600, 225), (333, 333)):
        yield Case(width, height, clip, square(224))
        yield Case(width, height, clip, square(224), BILINEAR)
    for lost_columns in (-9, -1, 0, 1, 20):
        for more in (-1, 0, 1):
            width, height = 32 + lost_columns, 32 + 2 * lost_columns + more
            yield Case(width, height, square(32), square(32))
    for height in (31, 32, 33, 34, 65, 640):
        yield Case(20, height, square(32), square(32))
        yield Case(32, height, square(32), square(32))
    for width, height in sorted(WHOLE_CROPS):
        yield Case(width, height, {"shortest_edge": 32}, square(32))
    # A crop wider than the resized image is padded, one that is lower cuts it.
    yield Case(100, 900, {"shortest_edge": 30}, square(64))


def crop(case: Case, kind: type[BaseImageProcessor]) -> np.ndarray:
    """What the processor makes of the image, before rescaling and standardising."""
    processor = kind(size=case.size, crop_size=case.crop, resample=case.resample, do_rescale=False, do_normalize=False)
    pixels = processor(Image.fromarray(image(case.width, case.height)), return_tensors="np")["pixel_values"][0]
    return np.ascontiguousarray(pixels.transpose(1, 2, 0).astype(np.uint8))


def standardized(kind: type[BaseImageProcessor]) -> np.ndarray:
    """What the processor makes of each sample of each channel, of shape [3, 256]."""
    samples = np.repeat(np.arange(256, dtype=np.uint8).reshape(16, 16, 1), 3, axis=2)
    processor = kind(do_resize=False, do_center_crop=False)
    return processor(Image.fromarray(samples), return_tensors="np")["pixel_values"][0].reshape(3, 256)


def main() -> None:
    """Writes the digests and the crops of a profile."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    parser.add_argument("--torchvision", action="store_true", help="use the processor of torchvision")
    arguments = parser.parse_args()
    out, profile, kind = arguments.out, PROFILES[PIL.__version__.split(".")[0]], CLIPImageProcessorPil
    if arguments.torchvision:
        from transformers import CLIPImageProcessor  # which is another class where torchvision is missing

        profile, kind = "torchvision", CLIPImageProcessor
    (out / profile).mkdir(parents=True, exist_ok=True)
    lines = []
    for case in dict.fromkeys(map(json.dumps, map(asdict, cases()))):
        samples = crop(Case(**json.loads(case)), kind)
        lines.append(json.dumps(json.loads(case) | {"sha256": hashlib.sha256(samples.tobytes()).hexdigest()}) + "\n")
        width, height = json.loads(case)["width"], json.loads(case)["height"]
        if (width, height) in WHOLE_CROPS:
            Image.fromarray(samples).save(out / profile / f"{width}x{height}.png", optimize=True)
    (out / f"{profile}.jsonl").write_text("".join(lines), encoding="utf-8")
    (out / f"{profile}.standardized").write_bytes(standardized(kind).astype("<f4").tobytes())
    print(f"{len(lines)} crops in {out / profile}.jsonl")


if __name__ == "__main__":
    main()
