"""TIFFs in many kinds, put together by hand, and as Pillow writes them."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator

import numpy as np
from PIL import Image

Variants = Iterator[tuple[str, bytes]]
Tags = dict[int, tuple[int, list[int]]]

SHORT, LONG = 3, 4
WIDTH, HEIGHT = 11, 7
COMPRESSIONS = ("raw", "tiff_lzw", "tiff_adobe_deflate", "packbits", "jpeg", "group3", "group4", "lzma", "zstd")
RAW, LZW, JPEG, DEFLATE, PACKBITS = 1, 5, 7, 8, 32773
WHITE_IS_0, BLACK_IS_0, RGB, PALETTE, MASK, CMYK, YCBCR, LAB, ICC_LAB = 0, 1, 2, 3, 4, 5, 6, 8, 9
SAMPLES = {RGB: 3, CMYK: 4, YCBCR: 3, LAB: 3, ICC_LAB: 3}


def tiff(tags: Tags, strips: list[bytes], order: str = "<", tiled: bool = False) -> bytes:
    """A file of one directory; the strips' places and lengths are filled in."""
    places, lengths = (324, 325) if tiled else (273, 279)
    tags = {**tags, places: (LONG, [0] * len(strips)), lengths: (LONG, [len(strip) for strip in strips])}
    at = 8 + 2 + 12 * len(tags) + 4
    outside = {}
    for tag, (kind, values) in sorted(tags.items()):
        if len(values) * (2 if kind == SHORT else 4) > 4:
            outside[tag] = at
            at += (len(values) * (2 if kind == SHORT else 4) + 1) & ~1
    offsets = []
    for strip in strips:
        offsets.append(at)
        at += len(strip)
    tags[places] = (LONG, offsets)
    head = (b"II" if order == "<" else b"MM") + struct.pack(order + "HI", 42, 8) + struct.pack(order + "H", len(tags))
    rest = b""
    for tag, (kind, values) in sorted(tags.items()):
        data = struct.pack(f"{order}{len(values)}{'H' if kind == SHORT else 'I'}", *values)
        head += struct.pack(order + "HHI", tag, kind, len(values))
        if tag in outside:
            head += struct.pack(order + "I", outside[tag])
            rest += data + bytes(len(data) & 1)
        else:
            head += data.ljust(4, b"\0")
    return head + bytes(4) + rest + b"".join(strips)


def pack(samples: np.ndarray, bits: int, order: str) -> bytes:
    """Rows as bytes, each row from a whole byte on."""
    flat = samples.reshape(samples.shape[0], -1)
    if bits == 16:
        return flat.astype(order + "u2").tobytes()
    if bits == 32:
        return flat.astype(order + "u4").tobytes()
    digits = (flat[:, :, None] >> np.arange(bits - 1, -1, -1)) & 1
    return b"".join(np.packbits(row.ravel().astype(np.uint8)).tobytes() for row in digits)


def compressed(data: bytes, compression: int) -> bytes:
    """As the compression wants it."""
    if compression in (DEFLATE, 32946):
        return zlib.compress(data)
    if compression == PACKBITS:
        return b"".join(bytes([len(data[i : i + 100]) - 1]) + data[i : i + 100] for i in range(0, len(data), 100))
    return data


def image(
    photometric: int,
    bits: int = 8,
    extra: tuple[int, ...] = (),
    planar: int = 1,
    compression: int = RAW,
    order: str = "<",
    size: tuple[int, int] = (WIDTH, HEIGHT),
    rows: int | None = None,
    tile: int = 0,
    more: Tags | None = None,
    said_bits: list[int] | None = None,
) -> bytes:
    """Samples by chance as a file."""
    width, height = size
    count = SAMPLES.get(photometric, 1) + len(extra)
    samples = np.random.RandomState(bits + photometric).randint(0, 1 << min(bits, 31), (height, width, count))
    planes = [samples] if planar == 1 else [samples[:, :, i : i + 1] for i in range(count)]
    strips = []
    for plane in planes:
        if tile:
            plane = np.pad(plane, ((0, -height % tile), (0, -width % tile), (0, 0)))
            for y in range(0, height, tile):
                parts = (plane[y : y + tile, x : x + tile] for x in range(0, width, tile))
                strips += [pack(part, bits, order) for part in parts]
        else:
            each = rows or height
            strips += [pack(plane[y : y + each], bits, order) for y in range(0, height, each)]
    tags: Tags = {
        256: (SHORT, [width]),
        257: (SHORT, [height]),
        258: (SHORT, said_bits or [bits] * count),
        259: (SHORT, [compression]),
        262: (SHORT, [photometric]),
        277: (SHORT, [count]),
        284: (SHORT, [planar]),
    }
    tags |= {322: (SHORT, [tile]), 323: (SHORT, [tile])} if tile else {278: (SHORT, [rows or height])}
    if extra:
        tags[338] = (SHORT, list(extra))
    if photometric == PALETTE:
        tags[320] = (SHORT, [int(v) for v in np.random.RandomState(5).randint(0, 65536, 3 << bits)])
    return tiff(tags | (more or {}), [compressed(strip, compression) for strip in strips], order, bool(tile))


def kinds() -> Variants:
    """Every photometric interpretation in many depths, both byte orders, and both ways to lay planes."""
    for order in "<>":
        for photometric in (WHITE_IS_0, BLACK_IS_0, PALETTE):
            for bits in (1, 2, 4, 8, 16):
                if photometric != PALETTE or bits < 16:
                    yield f"{order} kind {photometric}, {bits} bits", image(photometric, bits, order=order)
        for photometric in (RGB, CMYK, YCBCR, LAB, ICC_LAB, MASK, 10, 32844, 32845):
            yield f"{order} kind {photometric}", image(photometric, order=order)
        for photometric in (RGB, CMYK, LAB):
            yield f"{order} kind {photometric}, 16 bits", image(photometric, 16, order=order)
            yield f"{order} kind {photometric}, planes", image(photometric, planar=2, order=order)
    for photometric, bits in ((RGB, 4), (RGB, 32), (BLACK_IS_0, 12), (BLACK_IS_0, 32), (WHITE_IS_0, 32), (CMYK, 4)):
        yield f"kind {photometric}, {bits} bits", image(photometric, bits)
    for photometric in (WHITE_IS_0, BLACK_IS_0, RGB, PALETTE, CMYK):
        for extra in ((0,), (1,), (2,), (999,), (0, 0), (1, 0), (2, 0)):
            yield f"kind {photometric}, extra {extra}", image(photometric, extra=extra)
    yield "kind 2, extra of planes", image(RGB, extra=(0,), planar=2)
    for extra in ((0,), (1,), (2,)):
        yield f"kind 2, 16 bits, extra {extra}", image(RGB, 16, extra=extra)
    yield "kind 2, 16 bits, planes", image(RGB, 16, planar=2)


def layouts() -> Variants:
    """Strips, tiles, compressions, predictors, fill orders and sample formats."""
    for photometric, bits in (
        (BLACK_IS_0, 1),
        (WHITE_IS_0, 8),
        (BLACK_IS_0, 16),
        (RGB, 8),
        (PALETTE, 4),
        (CMYK, 8),
        (LAB, 8),
    ):
        label = f"kind {photometric}, {bits} bits"
        for compression in (RAW, DEFLATE, 32946, PACKBITS):
            for order in "<>":
                yield (
                    f"{order} {label}, compression {compression}",
                    image(photometric, bits, compression=compression, order=order, rows=3),
                )
        yield f"{label}, tiles", image(photometric, bits, tile=16, size=(37, 19))
        yield f"{label}, tiles, deflate", image(photometric, bits, tile=16, size=(37, 19), compression=DEFLATE)
        yield f"{label}, fill order 2", image(photometric, bits, more={266: (SHORT, [2])})
        yield f"{label}, fill order 2, deflate", image(photometric, bits, compression=DEFLATE, more={266: (SHORT, [2])})
        predicted = {317: (SHORT, [2])}
        yield f"{label}, predictor 2", image(photometric, bits, more=predicted)
        yield f"{label}, predictor 2, deflate", image(photometric, bits, compression=DEFLATE, more=predicted)
        for sample in (2, 3, 4):
            yield f"{label}, sample format {sample}", image(photometric, bits, more={339: (SHORT, [sample])})
        yield f"{label}, one depth for all", image(photometric, bits, said_bits=[bits])
        yield f"{label}, no rows per strip", image(photometric, bits, more={278: (LONG, [0xFFFFFFFF])})
    for tag in (258, 259, 262, 277, 278, 284, 256, 257):
        for photometric in (BLACK_IS_0, RGB):
            yield f"kind {photometric}, tag {tag} missing", without(image(photometric), tag)
    for compression in (2, 3, 4, 6, 9, 10, 32771, 34676, 34712, 34925, 50000, 50001, 0, 65535):
        yield f"compression {compression} of bytes by chance", image(BLACK_IS_0, compression=compression)
    for orientation in (0, 1, 6, 8, 9, 65535):
        yield f"orientation {orientation}", image(RGB, more={274: (SHORT, [orientation])})
        yield f"orientation {orientation}, deflate", image(RGB, compression=DEFLATE, more={274: (SHORT, [orientation])})
    yield "palette short", image(PALETTE, 8, more={320: (SHORT, [7] * 300)})
    yield "palette missing", without(image(PALETTE, 8), 320)


def without(file: bytes, tag: int) -> bytes:
    """The tag becomes a private one; of a directory in order, as the writer makes it."""
    at = file.index(struct.pack("<H", tag), 10)
    return file[:at] + struct.pack("<H", 65000) + file[at + 2 :]


def damage() -> Variants:
    """Directories that lie and strips that are short."""
    plain = image(RGB, rows=2)
    for end in (len(plain) - 1, len(plain) - 30, len(plain) - 200, 9, 20, 100):
        yield f"cut at {end} of {len(plain)}", plain[:end]
    yield "Lab, many colours", image(LAB, size=(50, 40))
    yield "grey of 8 bits as LONG", image(BLACK_IS_0, more={258: (LONG, [8])})
    yield "two sizes", image(BLACK_IS_0, more={256: (SHORT, [WIDTH, WIDTH])})


def jpegs() -> Variants:
    """Strips that are JPEGs, of each kind and with sizes that are others than the strip's."""
    noise = np.random.RandomState(2).randint(0, 256, (3, 4, 3)).astype(np.uint8)
    drawn = Image.fromarray(noise).resize((32, 24), Image.Resampling.BICUBIC)
    for photometric, mode, options in (
        (BLACK_IS_0, "L", {}),
        (WHITE_IS_0, "L", {}),
        (RGB, "RGB", {"keep_rgb": True}),
        (RGB, "RGB", {"subsampling": 0}),
        (YCBCR, "RGB", {"subsampling": 0}),
        (YCBCR, "RGB", {"subsampling": 2}),
        (CMYK, "CMYK", {}),
    ):
        buffer = io.BytesIO()
        drawn.convert(mode).save(buffer, "JPEG", quality=90, **options)
        count = SAMPLES.get(photometric, 1)
        for width, height in ((32, 24), (40, 24), (32, 30), (20, 24), (32, 20)):
            tags: Tags = {
                256: (SHORT, [width]),
                257: (SHORT, [height]),
                258: (SHORT, [8] * count),
                259: (SHORT, [JPEG]),
                262: (SHORT, [photometric]),
                277: (SHORT, [count]),
                278: (SHORT, [height]),
            }
            if photometric == YCBCR:
                tags[530] = (SHORT, [2, 2] if options["subsampling"] else [1, 1])
            name = f"JPEG {mode} {options} as kind {photometric}, {width}x{height}"
            yield name, tiff(tags, [buffer.getvalue()])


def reversed_bits(data: bytes) -> bytes:
    """Each byte's bits the other way round."""
    return bytes(int(f"{value:08b}"[::-1], 2) for value in data)


def faxes() -> Variants:
    """Bilevel images with either order of bits."""
    noise = np.random.RandomState(2).randint(0, 256, (3, 4)).astype(np.uint8)
    drawn = Image.fromarray(noise).resize((40, 24), Image.Resampling.BICUBIC).convert("1")
    for compression, number in (("group3", 3), ("group4", 4), ("tiff_ccitt", 2)):
        buffer = io.BytesIO()
        drawn.save(buffer, "TIFF", compression=compression)
        source = Image.open(buffer)
        offsets, lengths = source.tag_v2[273], source.tag_v2[279]
        strips = [buffer.getvalue()[at : at + length] for at, length in zip(offsets, lengths, strict=True)]
        for photometric in (WHITE_IS_0, BLACK_IS_0):
            tags: Tags = {tag: (SHORT, [value]) for tag, value in ((256, 40), (257, 24), (258, 1), (259, number))}
            tags |= {262: (SHORT, [photometric]), 277: (SHORT, [1]), 278: (SHORT, [source.tag_v2[278]])}
            yield f"{compression}, kind {photometric}", tiff(tags, strips)
            back = [reversed_bits(strip) for strip in strips]
            yield f"{compression}, kind {photometric}, fill order 2", tiff(tags | {266: (SHORT, [2])}, back)


def saved() -> Variants:
    """As Pillow writes them."""
    noise = np.random.RandomState(2).randint(0, 256, (HEIGHT, WIDTH, 3)).astype(np.uint8)
    smooth = np.asarray(Image.fromarray(noise).resize((40, 24), Image.Resampling.BICUBIC))
    for mode in ("1", "L", "P", "RGB", "RGBA", "CMYK", "YCbCr", "LAB", "LA", "I;16", "F", "I"):
        drawn = Image.fromarray(smooth)
        if mode == "LAB":
            drawn = Image.frombytes("LAB", drawn.size, smooth.tobytes())
        elif mode == "I;16":
            drawn = drawn.convert("I").convert("I;16")
        elif mode == "P":
            drawn = drawn.quantize(40)
        else:
            drawn = drawn.convert(mode)
        for compression in (
            "raw",
            "tiff_lzw",
            "tiff_adobe_deflate",
            "packbits",
            "jpeg",
            "group3",
            "group4",
            "lzma",
            "zstd",
        ):
            buffer = io.BytesIO()
            try:
                drawn.save(buffer, "TIFF", compression=compression)
            except Exception:  # no such pair
                continue
            yield f"saved {mode}, {compression}", buffer.getvalue()


def variants() -> Variants:
    """All of them."""
    for each in (kinds, layouts, damage, jpegs, faxes, saved):
        yield from each()
