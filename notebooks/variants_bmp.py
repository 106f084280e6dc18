"""BMPs in every kind, whole and damaged, put together by hand."""

from __future__ import annotations

import struct
from collections.abc import Iterator

import numpy as np

Variants = Iterator[tuple[str, bytes]]

RAW, RLE8, RLE4, FIELDS = 0, 1, 2, 3
WIDTH, HEIGHT = 11, 7
MASKS_32 = [
    (0xFF0000, 0xFF00, 0xFF, 0x0),
    (0xFF000000, 0xFF0000, 0xFF00, 0x0),
    (0xFF000000, 0xFF00, 0xFF, 0x0),
    (0xFF000000, 0xFF0000, 0xFF00, 0xFF),
    (0xFF, 0xFF00, 0xFF0000, 0xFF000000),
    (0xFF0000, 0xFF00, 0xFF, 0xFF000000),
    (0xFF000000, 0xFF00, 0xFF, 0xFF0000),
    (0x0, 0x0, 0x0, 0x0),
    (0xFF, 0xFF00, 0xFF0000, 0x0),
    (0x3FF00000, 0xFFC00, 0x3FF, 0x0),
]
MASKS_16 = [(0xF800, 0x7E0, 0x1F, 0), (0x7C00, 0x3E0, 0x1F, 0), (0xF00, 0xF0, 0xF, 0), (0x7C00, 0x3E0, 0x1F, 0x8000)]
MASKS_24 = [(0xFF0000, 0xFF00, 0xFF, 0), (0xFF, 0xFF00, 0xFF0000, 0)]


def chance(count: int, seed: int = 1) -> bytes:
    """Bytes by chance."""
    return np.random.RandomState(seed).bytes(count)


def stride(width: int, bits: int) -> int:
    """Bytes of a row."""
    return (width * bits + 31) // 32 * 4


def colours(entries: int, padding: int = 4) -> bytes:
    """A palette of colours by chance."""
    return chance(padding * entries, entries)


def greys(values: list[int], padding: int = 4) -> bytes:
    """A palette of greys."""
    return b"".join(bytes([v & 255] * 3 + [0] * (padding - 3)) for v in values)


def bmp(
    bits: int = 24,
    kind: int = RAW,
    size: tuple[int, int] = (WIDTH, HEIGHT),
    header: int = 40,
    colors: int = 0,
    palette: bytes | None = None,
    masks: tuple[int, ...] = (),
    data: bytes | None = None,
    gap: int = 0,
    offset: int | None = None,
    planes: int = 1,
) -> bytes:
    """A file; masks stand in the header where it has room, else behind it."""
    if palette is None:
        palette = colours(1 << bits, 3 if header == 12 else 4) if bits <= 8 else b""
    if data is None:
        data = chance(stride(size[0], bits) * abs(size[1]), bits)
    if header == 12:
        head = struct.pack("<IHHHH", 12, size[0], size[1] & 0xFFFF, planes, bits)
    else:
        width, height = size[0] & 0xFFFFFFFF, size[1] & 0xFFFFFFFF
        head = struct.pack("<IIIHHIIIIII", header, width, height, planes, bits, kind, len(data), 2835, 2835, colors, 0)
        fields = b"".join(struct.pack("<I", mask) for mask in masks)
        if header > 40:
            head += (fields + bytes(100))[: header - 40]
        else:
            head += fields[:12]
    begin = 14 + len(head) + len(palette) + gap if offset is None else offset
    file = head + palette + bytes(gap) + data
    return b"BM" + struct.pack("<IHHI", 14 + len(file), 0, 0, begin) + file


def depths() -> Variants:
    """Every depth in every header, both ways up, in several sizes."""
    for bits in (1, 4, 8, 16, 24, 32):
        for header in (12, 40, 52, 56, 64, 108, 124):
            yield f"{bits} bits, header of {header}", bmp(bits, header=header)
        for size in ((1, 1), (3, 2), (8, 3), (9, 3), (33, 2)):
            yield f"{bits} bits, {size}", bmp(bits, size=size)
        yield f"{bits} bits, from the top", bmp(bits, size=(WIDTH, -HEIGHT))
        yield f"{bits} bits, gap", bmp(bits, gap=10)
        yield f"{bits} bits, no offset", bmp(bits, offset=0)
        yield f"{bits} bits, 0 planes", bmp(bits, planes=0)
    for bits in (0, 2, 3, 12, 48, 64):
        yield f"{bits} bits", bmp(bits, data=bytes(999), palette=b"")
    for header in (16, 20, 36, 41, 60, 128):
        yield f"header of {header}", bmp(header=header)
    for kind in (4, 5, 6, 11, 12, 13, 77):
        yield f"compression {kind}", bmp(kind=kind)
    for size in ((0, 5), (5, 0), (-5, 5), (5, -(1 << 24)), (5, -(1 << 24) - 1), (5, -(1 << 31))):
        yield f"size of {size}", bmp(size=size, data=bytes(500))
    yield "size of 5x40000 in the old header", bmp(size=(5, 40_000), header=12, data=bytes(16 * 100))


def palettes() -> Variants:
    """Palettes of too few and too many colours, of greys, and with no room between header and pixels."""
    for bits in (1, 4, 8):
        for colors in (1, 2, 3, 15, 16, 17, 255, 256, 257, 300):
            yield f"{bits} bits, {colors} colours", bmp(bits, colors=colors, palette=colours(colors))
            grey = greys([0, 255] if colors == 2 else list(range(colors)))
            yield f"{bits} bits, {colors} greys", bmp(bits, colors=colors, palette=grey)
        for colors in (65_536, 65_537, 0x7FFFFFFF, 0xFFFFFFFF):
            yield f"{bits} bits, {colors} colours said", bmp(bits, colors=colors)
        yield f"{bits} bits, half the palette", bmp(bits, palette=colours((1 << bits) // 2))
        yield f"{bits} bits, greys from white", bmp(bits, palette=greys(list(range(1 << bits))[::-1]))
        spread = [i * 255 // ((1 << bits) - 1) for i in range(1 << bits)]
        yield f"{bits} bits, greys spread", bmp(bits, palette=greys(spread))
        yield f"{bits} bits, greys, header of 12", bmp(bits, header=12, palette=greys(spread, 3))
        yield f"{bits} bits, offset at the palette", bmp(bits, offset=54)
        yield f"{bits} bits, offset within the palette", bmp(bits, offset=57)
        yield f"{bits} bits, offset within the header", bmp(bits, offset=20)
        yield f"{bits} bits, few colours, offset at the palette", bmp(bits, colors=2, palette=colours(2), offset=54)
    for bits in (16, 24, 32):
        yield f"{bits} bits with a palette", bmp(bits, colors=16, palette=colours(16))
        yield f"{bits} bits that says a palette", bmp(bits, colors=16)


def fields() -> Variants:
    """Masks that Pillow knows and others, within the header and behind it."""
    for bits, kinds in ((32, MASKS_32), (16, MASKS_16), (24, MASKS_24), (8, MASKS_24)):
        for masks in kinds:
            label = f"{bits} bits, masks {' '.join(f'{mask:x}' for mask in masks)}"
            for header in (40, 52, 56, 108, 124):
                yield f"{label}, header of {header}", bmp(bits, FIELDS, header=header, masks=masks)
    yield "masks without compression", bmp(32, RAW, header=108, masks=MASKS_32[4])
    yield "masks missing", bmp(16, FIELDS)[:54]


def runs() -> Variants:
    """Runs, copies, ends of lines, jumps, and streams that end early or run over."""
    size = (8, 4)
    streams = {
        "runs": "0801 0000 0802 0000 0803 0000 0804 0001",
        "runs without ends": "0801 0802 0803 0804 0001",
        "no end of image": "0801 0000 0802 0000 0803 0000 0804",
        "short lines": "0301 0000 0402 0000 0003010203000000 0804 0001",
        "short image": "0801 0000 0802 0001",
        "long runs": "0f01 0000 ff02 0000 0803 0000 0804 0001",
        "copies": "0008 0102030405060708 0000 0802 0000 0005 0a0b0c0d0e00 0303 0000 0804 0001",
        "odd copies": "0003 010203 00 0501 0000 0802 0000 0803 0000 0804 0001",
        "copy over the line": "000c 0102030405060708090a0b0c 0000 0803 0804 0804",
        "copy over the image": "0801 0802 0803 0009 010203040506070809 00",
        "copy cut off": "0801 0802 0803 0008 0102",
        "jump": "0401 0002 0201 0302 0000 0803 0804 0804 0001",
        "jump up": "0401 0002 0001 0402 0000 0803 0804 0001",
        "jump out": "0401 0002 ffff 0001",
        "jump cut off": "0401 0002 01",
        "empty": "",
        "only the end": "0001",
        "ends of lines": "0000 0000 0000 0000 0001",
        "run of none": "0801 0802 0803 0000 0804 0001",
        "half a code": "0801 0802 0803 08",
        "line full, then more": "0801 0101 0802 0803 0804 0001",
    }
    for bits, kind in ((8, RLE8), (4, RLE4)):
        for name, stream in streams.items():
            data = bytes.fromhex(stream.replace(" ", ""))
            yield f"RLE{bits}, {name}", bmp(bits, kind, size, data=data)
            yield f"RLE{bits}, {name}, from the top", bmp(bits, kind, (8, -4), data=data)
        data = bytes.fromhex("08010000080200000803000008040001")
        yield f"RLE{bits}, odd offset", bmp(bits, kind, size, data=bytes.fromhex("0003010203") + data, gap=1)
        yield f"RLE{bits}, greys", bmp(bits, kind, size, data=data, palette=greys(list(range(1 << bits))))
        yield f"RLE{bits}, black and white", bmp(bits, kind, size, data=data, palette=greys([0, 255]), colors=2)
        yield f"RLE{bits}, few colours", bmp(bits, kind, size, data=data, palette=colours(2), colors=2)
        for other in (1, 4, 8, 16, 24, 32):
            if other != bits:
                yield f"RLE{bits} of {other} bits", bmp(other, kind, size, data=data)
        random = np.random.RandomState(bits)
        for seed in range(6):
            noise = bytes(int(v) for v in random.choice([0, 1, 2, 3, 5, 8, 0x12, 0xFF], 60))
            yield f"RLE{bits}, by chance {seed}", bmp(bits, kind, size, data=noise)


def cuts() -> Variants:
    """Files that end early, and late."""
    for bits in (1, 8, 24):
        plain = bmp(bits, size=(5, 3))
        for end in (*range(len(plain) - 10, len(plain)), 2, 13, 14, 17, 18, 30, 53, 54, 60):
            if end < len(plain):
                yield f"{bits} bits, cut at {end} of {len(plain)}", plain[:end]
        yield f"{bits} bits, bytes behind the end", plain + b"garbage"


def variants() -> Variants:
    """All of them."""
    for each in (depths, palettes, fields, runs, cuts):
        yield from each()
