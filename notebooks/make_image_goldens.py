"""Writes small pictures in every format, and the crops that Hugging Face's Pillow processor makes of them.

The Java tests hold the decoders and the resize to these crops, sample by sample.

    python make_image_goldens.py --out ../udf/src/test/resources/org/thumbscore/image

PICTURE and PICTURE.png lie side by side in the folders pictures and crops; cases.jsonl says how each crop was made.
"""

from __future__ import annotations

import argparse
import io
import json
import struct
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from PIL import Image
from transformers import CLIPImageProcessorPil

from canvas import Canvas
from scenes import draw_lighthouse, draw_ship

EDGE = 32
BICUBIC, BILINEAR = 3, 2


@dataclass(frozen=True)
class Case:
    """A picture's file and the processor's settings for it."""

    picture: str
    size: dict[str, int]
    crop: dict[str, int]
    resample: int = BICUBIC
    resize: bool = True


def scene(width: int = 60, height: int = 42) -> Image.Image:
    """A drawn picture with edges, gradients and saturated colours."""
    canvas = Canvas(width, height)
    draw_lighthouse(canvas, np.random.RandomState(3), (200, 40, 60))
    return canvas.picture.resize((width, height), Image.Resampling.LANCZOS)


def other(width: int, height: int) -> Image.Image:
    """A second picture, for animations."""
    canvas = Canvas(width, height)
    draw_ship(canvas, np.random.RandomState(5), (20, 90, 200))
    return canvas.picture.resize((width, height), Image.Resampling.LANCZOS)


def encode(picture: Image.Image, kind: str, **options: object) -> bytes:
    """The file's bytes."""
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def with_alpha(picture: Image.Image) -> Image.Image:
    """The picture fading out to the right."""
    alpha = Image.linear_gradient("L").rotate(90).resize(picture.size)
    return Image.merge("RGBA", (*picture.split(), alpha))


def jpegs() -> Iterator[tuple[str, bytes]]:
    """Sub-samplings, colour spaces, progressive files, and bytes behind the end."""
    picture = scene()
    for name, subsampling in (("444", 0), ("422", 1), ("420", 2)):
        yield f"jpeg_{name}.jpg", encode(picture, "JPEG", quality=85, subsampling=subsampling)
    yield "jpeg_progressive.jpg", encode(picture, "JPEG", quality=80, progressive=True)
    yield "jpeg_grey.jpg", encode(picture.convert("L"), "JPEG", quality=85)
    yield "jpeg_cmyk.jpg", encode(picture.convert("CMYK"), "JPEG", quality=90)
    yield "jpeg_rgb.jpg", encode(picture, "JPEG", quality=90, keep_rgb=True)
    yield "jpeg_restart.jpg", encode(picture, "JPEG", quality=75, restart_marker_blocks=2)
    exif = Image.Exif()
    exif[0x0112] = 6
    yield "jpeg_rotated_by_exif.jpg", encode(picture, "JPEG", quality=85, exif=exif)
    yield "jpeg_trailing_bytes.jpg", encode(picture, "JPEG", quality=85) + b"\0" * 300
    yield "jpeg_stray_bytes.jpg", stray_bytes(encode(picture, "JPEG", quality=85))
    for width, height in ((1, 1), (2, 97), (131, 3), (31, 33), (32, 32)):
        yield f"jpeg_{width}x{height}.jpg", encode(scene(width, height), "JPEG", quality=85)


def stray_bytes(jpeg: bytes) -> bytes:
    """Bytes between two segments, which libjpeg passes over with a warning."""
    return jpeg[:20] + b"\x12\x34\x56" + jpeg[20:]


def png_chunk(name: bytes, data: bytes) -> bytes:
    """A chunk with its length and checksum."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def deep_png(samples: np.ndarray, colour_type: int) -> bytes:
    """A PNG of 16 bits a sample, which Pillow reads but does not write in every colour type."""
    height, width = samples.shape[:2]
    lines = b"".join(b"\0" + line.astype(">u2").tobytes() for line in samples)
    header = struct.pack(">IIBBBBB", width, height, 16, colour_type, 0, 0, 0)
    chunks = (png_chunk(b"IHDR", header), png_chunk(b"IDAT", zlib.compress(lines)), png_chunk(b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def pngs() -> Iterator[tuple[str, bytes]]:
    """Every colour type and depth."""
    picture = scene()
    palette = picture.quantize(16)
    yield "png_rgb.png", encode(picture, "PNG")
    yield "png_rgba.png", encode(with_alpha(picture), "PNG")
    yield "png_grey.png", encode(picture.convert("L"), "PNG")
    yield "png_grey_alpha.png", encode(with_alpha(picture).convert("LA"), "PNG")
    yield "png_1_bit.png", encode(picture.convert("1"), "PNG")
    yield "png_palette.png", encode(picture.quantize(200), "PNG")
    yield "png_palette_4_bit.png", encode(palette, "PNG", bits=4)
    yield "png_palette_transparent.png", encode(palette, "PNG", transparency=3)
    yield "png_grey_transparent.png", encode(picture.convert("L"), "PNG", transparency=70)
    yield "png_rgb_transparent.png", encode(picture, "PNG", transparency=(1, 2, 3))
    yield "png_gamma.png", with_gamma(encode(picture, "PNG"))
    deep = np.asarray(picture, np.uint16) * 257 + 19
    yield "png_16_bit_rgb.png", deep_png(deep, 2)
    yield "png_16_bit_grey.png", deep_png(deep[:, :, 0] // 100, 0)
    yield "png_16_bit_grey_alpha.png", deep_png(deep[:, :, :2], 4)
    yield "png_16_bit_rgba.png", deep_png(np.concatenate([deep, deep[:, :, :1]], axis=2), 6)


def with_gamma(png: bytes) -> bytes:
    """A gamma of 1.0, which Pillow does not apply."""
    return png[:33] + png_chunk(b"gAMA", struct.pack(">I", 100_000)) + png[33:]


def gifs() -> Iterator[tuple[str, bytes]]:
    """Stills, animations, and a first frame smaller than its screen."""
    picture = scene()
    palette = picture.quantize(64)
    yield "gif_still.gif", encode(palette, "GIF", interlace=0)
    yield "gif_interlaced.gif", encode(palette, "GIF", interlace=1)
    yield "gif_transparent.gif", encode(palette, "GIF", transparency=5)
    yield "gif_animated.gif", encode(palette, "GIF", save_all=True, append_images=[other(60, 42).quantize(64)])
    yield "gif_small_frame.gif", on_screen(encode(palette, "GIF"), 90, 70, 10, 20)
    transparent = on_screen(encode(palette, "GIF", transparency=5), 90, 70, 10, 20)
    yield "gif_small_frame_transparent.gif", transparent
    yield "gif_frame_beyond_screen.gif", on_screen(encode(palette, "GIF"), 40, 30, 0, 0)


def on_screen(gif: bytes, width: int, height: int, left: int, top: int) -> bytes:
    """The same frame at another place of another screen."""
    changed = bytearray(gif)
    changed[6:10] = struct.pack("<HH", width, height)
    size = struct.pack("<HH", 60, 42)
    at = gif.index(b"\x2c\0\0\0\0" + size)
    changed[at + 1 : at + 5] = struct.pack("<HH", left, top)
    return bytes(changed)


def webps() -> Iterator[tuple[str, bytes]]:
    """Lossy, lossless, alpha, and first frames of animations."""
    picture, second = scene(), other(60, 42)
    yield "webp_lossy.webp", encode(picture, "WEBP", quality=80)
    yield "webp_lossless.webp", encode(picture, "WEBP", lossless=True)
    yield "webp_alpha.webp", encode(with_alpha(picture), "WEBP", quality=80, exact=True)
    yield "webp_lossless_alpha.webp", encode(with_alpha(picture), "WEBP", lossless=True, exact=True)
    yield "webp_animated.webp", encode(picture, "WEBP", quality=80, save_all=True, append_images=[second])
    frames = {"save_all": True, "append_images": [with_alpha(second)]}
    yield "webp_animated_alpha.webp", encode(with_alpha(picture), "WEBP", quality=80, **frames)
    yield "webp_animated_lossless.webp", encode(picture, "WEBP", lossless=True, save_all=True, append_images=[second])


def bmps() -> Iterator[tuple[str, bytes]]:
    """Depths of 1, 8, 24 and 32 bits."""
    picture = scene(40, 28)
    yield "bmp_rgb.bmp", encode(picture, "BMP")
    yield "bmp_palette.bmp", encode(picture.quantize(32), "BMP")
    yield "bmp_grey.bmp", encode(picture.convert("L"), "BMP")
    yield "bmp_1_bit.bmp", encode(picture.convert("1"), "BMP")
    yield "bmp_alpha.bmp", encode(with_alpha(picture), "BMP")


def tiffs() -> Iterator[tuple[str, bytes]]:
    """Compressions, colour types, and the orientation that Pillow applies to TIFF."""
    picture = scene(40, 28)
    for compression in ("raw", "tiff_lzw", "tiff_adobe_deflate", "packbits"):
        yield f"tiff_{compression}.tif", encode(picture, "TIFF", compression=compression)
    yield "tiff_grey.tif", encode(picture.convert("L"), "TIFF")
    yield "tiff_1_bit.tif", encode(picture.convert("1"), "TIFF")
    yield "tiff_group4.tif", encode(picture.convert("1"), "TIFF", compression="group4")
    yield "tiff_palette.tif", encode(picture.quantize(32), "TIFF")
    yield "tiff_rgba.tif", encode(with_alpha(picture), "TIFF")
    yield "tiff_cmyk.tif", encode(picture.convert("CMYK"), "TIFF")
    yield "tiff_jpeg.tif", encode(picture, "TIFF", compression="jpeg", quality=90)
    for orientation in range(2, 9):
        yield f"tiff_orientation_{orientation}.tif", encode(picture, "TIFF", tiffinfo={274: orientation})


def square(edge: int) -> dict[str, int]:
    """A height and a width."""
    return {"height": edge, "width": edge}


def cases() -> Iterator[tuple[Case, bytes]]:
    """Every picture with CLIP's settings, and one picture with every other kind of settings."""
    shortest = {"shortest_edge": EDGE}
    for format_files in (jpegs(), pngs(), gifs(), webps(), bmps(), tiffs()):
        for name, data in format_files:
            yield Case(name, shortest, square(EDGE)), data
    picture = encode(scene(75, 50), "PNG")
    yield Case("settings_bilinear.png", shortest, square(EDGE), BILINEAR), picture
    yield Case("settings_exact_size.png", square(EDGE), square(EDGE)), picture
    yield Case("settings_exact_oblong.png", {"height": 20, "width": 45}, square(EDGE)), picture
    yield Case("settings_padded.png", {"shortest_edge": 21}, square(EDGE)), picture
    yield Case("settings_wider_resize.png", {"shortest_edge": 40}, square(EDGE)), picture
    yield Case("settings_unresized.png", shortest, square(EDGE), resize=False), picture
    yield Case("settings_enlarged.png", shortest, square(EDGE)), encode(scene(13, 11), "PNG")


def crop(case: Case, data: bytes) -> Image.Image:
    """What the processor makes of the picture, before rescaling and standardising.

    Alpha is dropped first, as CLIP was trained; newer releases of transformers blend it with white instead.
    """
    processor = CLIPImageProcessorPil(
        size=case.size,
        crop_size=case.crop,
        resample=case.resample,
        do_resize=case.resize,
        do_rescale=False,
        do_normalize=False,
    )
    picture = Image.fromarray(np.asarray(Image.open(io.BytesIO(data)).convert("RGB")))
    pixels = processor(picture, return_tensors="np")["pixel_values"][0]
    return Image.fromarray(pixels.transpose(1, 2, 0).astype(np.uint8))


def main() -> None:
    """Writes pictures, crops and cases.jsonl."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="folder to write to")
    out = parser.parse_args().out
    for folder in ("pictures", "crops"):
        (out / folder).mkdir(parents=True, exist_ok=True)
    lines = []
    for case, data in cases():
        (out / "pictures" / case.picture).write_bytes(data)
        crop(case, data).save(out / "crops" / f"{case.picture}.png", optimize=True)
        lines.append(json.dumps(asdict(case)) + "\n")
    (out / "cases.jsonl").write_text("".join(lines), encoding="utf-8")
    print(f"{len(lines)} pictures and their crops in {out}")


if __name__ == "__main__":
    main()
