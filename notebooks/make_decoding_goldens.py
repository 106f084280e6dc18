"""Writes what Pillow makes of some hundred small images of each format, whole, odd and damaged.

The Java tests hold each decoder to it: the same samples, or a refusal.

    python make_decoding_goldens.py --out ../udf/src/test/resources/org/thumbscore/image/decodings

A line of FORMAT.jsonl.gz is an image: its name, its file (base64), and either the size and the RGB samples that
Image.open(file).convert("RGB") gives (zlib, base64), or what Pillow says in its refusal.
"""

from __future__ import annotations

import argparse
import base64
import gzip
import hashlib
import io
import json
import warnings
import zlib
from pathlib import Path

import numpy as np
import PIL
from PIL import Image

import variants_bmp
import variants_gif
import variants_jpeg
import variants_png
import variants_tiff

FORMATS = {
    "png": variants_png,
    "gif": variants_gif,
    "bmp": variants_bmp,
    "tiff": variants_tiff,
    "jpeg": variants_jpeg,
}


def text(data: bytes) -> str:
    """Base64."""
    return base64.b64encode(data).decode()


def decoded(data: bytes) -> dict[str, object]:
    """What Pillow makes of a file."""
    try:
        samples = np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
    except Exception as e:  # whatever Pillow raises is a refusal
        return {"refusal": f"{type(e).__name__}: {e}".split(" object at ")[0].replace("<_io.BytesIO", "")[:90]}
    height, width = samples.shape[:2]
    return {"width": width, "height": height, "rgb": text(zlib.compress(samples.tobytes(), 9))}


def lab_digest() -> str:
    """SHA-256 of the RGB of every L, a and b, b fastest."""
    digest = hashlib.sha256()
    plane = np.empty((256, 256, 3), np.uint8)
    plane[..., 1], plane[..., 2] = np.meshgrid(np.arange(256), np.arange(256), indexing="ij")
    for lightness in range(256):
        plane[..., 0] = lightness
        digest.update(Image.frombytes("LAB", (256, 256), plane.tobytes()).convert("RGB").tobytes())
    return digest.hexdigest()


def main() -> None:
    """Writes a file for each format."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    warnings.simplefilter("ignore")
    for name, module in FORMATS.items():
        lines = [{"name": label, "file": text(data), **decoded(data)} for label, data in module.variants()]
        assert len({line["name"] for line in lines}) == len(lines), f"{name}: a name twice"
        whole = "".join(json.dumps(line) + "\n" for line in lines).encode()
        (out / f"{name}.jsonl.gz").write_bytes(gzip.compress(whole, 9, mtime=0))
        refused = sum("refusal" in line for line in lines)
        print(f"{name}: {len(lines)} images, of which Pillow {PIL.__version__} refuses {refused}")
    print(f"SHA-256 of all colours of CIE Lab: {lab_digest()}")


if __name__ == "__main__":
    main()
