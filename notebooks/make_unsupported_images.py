"""Writes one small image in each format that Thumbscore knows by name but does not decode.

The Java tests read the format's name from each file's:

    pip install pillow==13.0.0 pillow-heif==1.8.1 pillow-jxl-plugin==1.3.8
    python make_unsupported_images.py --out ../udf/src/test/resources/org/thumbscore/image/header

Pillow itself writes AVIF, JPEG 2000, ICO and PDF; the other two packages add HEIC and JPEG XL.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
import pillow_heif
import pillow_jxl  # noqa: F401, which registers itself
from PIL import Image


def gradient() -> Image.Image:
    """An image that every encoder makes small."""
    rows, columns = np.mgrid[0:16, 0:24]
    return Image.fromarray(np.stack([rows * 15, columns * 10, rows + columns], axis=2).astype(np.uint8))


def main() -> None:
    """Writes the images."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    out = parser.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    pillow_heif.register_heif_opener()
    image = gradient()
    image.save(out / "avif_still.avif", quality=50)
    image.save(out / "avif_animated.avif", quality=50, save_all=True, append_images=[image.rotate(180)])
    image.save(out / "heic_still.heic", quality=50)
    image.save(out / "jpeg_xl_codestream.jxl")
    image.save(out / "jpeg_xl_container.jxl", use_container=True)
    image.save(out / "jpeg_2000_codestream.j2k")
    image.save(out / "jpeg_2000_container.jp2")
    image.save(out / "ico_png.ico")
    image.save(out / "ico_bmp.ico", bitmap_format="bmp", sizes=[(16, 16)])
    image.save(out / "pdf_image.pdf")
    for path in sorted(out.iterdir()):
        print(f"{path.name}: {path.stat().st_size} bytes, begins with {path.read_bytes()[:24].hex()}")


if __name__ == "__main__":
    main()
