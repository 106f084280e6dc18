"""GIFs in every kind, whole and damaged, put together by hand."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator

import numpy as np

Variants = Iterator[tuple[str, bytes]]

MOST_BITS = 12
WIDTH, HEIGHT = 13, 9


def colours(entries: int, seed: int = 1) -> bytes:
    """A palette of colours by chance."""
    return np.random.RandomState(seed).bytes(3 * entries)


def greys(entries: int) -> bytes:
    """The palette in which each index is its own grey."""
    return bytes(value for i in range(entries) for value in (i, i, i))


def indices(size: int, width: int = WIDTH, height: int = HEIGHT) -> list[int]:
    """Indices by chance, in runs, so that codes of many lengths come about."""
    random = np.random.RandomState(size + width)
    values = random.randint(0, 1 << min(size, 8), width * height)
    return [int(v) for v in np.where(random.rand(width * height) < 0.5, values, values[0])]


class Codes:
    """Bits on their way, with the width that a decoder expects."""

    def __init__(self, size: int) -> None:
        self.size = size
        self.clear = 1 << size
        self.end = self.clear + 1
        self.bits = self.count = 0
        self.reset()

    def reset(self) -> None:
        """As behind a clear code."""
        self.width = self.size + 1
        self.next = self.clear + 2
        self.first = True

    def put(self, *codes: int) -> Codes:
        """Appends codes, each in the width of its turn."""
        for code in codes:
            self.bits |= (code & ((1 << self.width) - 1)) << self.count
            self.count += self.width
            if code == self.clear:
                self.reset()
            elif self.first:
                self.first = False
            elif self.next < 1 << MOST_BITS:
                if self.next == (1 << self.width) - 1 and self.width < MOST_BITS:
                    self.width += 1
                self.next += 1
        return self

    def get(self) -> bytes:
        """All bytes."""
        return self.bits.to_bytes((self.count + 7) // 8, "little")


def compress(values: Iterable[int], size: int, clears: bool = True) -> Codes:
    """LZW as encoders write it; without the end code."""
    codes = Codes(size)
    if clears:
        codes.put(codes.clear)
    table: dict[tuple[int, ...], int] = {}
    word: tuple[int, ...] = ()
    for value in values:
        longer = (*word, value)
        if len(longer) == 1 or longer in table:
            word = longer
            continue
        codes.put(table.get(word, word[0]))
        if len(table) + codes.clear + 2 < 1 << MOST_BITS:
            table[longer] = codes.clear + 2 + len(table)
        word = (value,)
    return codes.put(table.get(word, word[0]))


def blocks(data: bytes, length: int = 255) -> bytes:
    """Data in blocks, without the empty last one."""
    parts = (data[i : i + length] for i in range(0, len(data), length))
    return b"".join(bytes([len(part)]) + part for part in parts)


def flags(palette: bytes) -> int:
    """What says how many colours follow."""
    return 0x80 | (len(palette) // 3).bit_length() - 2 if palette else 0


def screen(palette: bytes, size: tuple[int, int] = (WIDTH, HEIGHT), background: int = 0) -> bytes:
    """All before the first block."""
    return b"GIF89a" + struct.pack("<HHBBB", *size, flags(palette), background, 0) + palette


def frame(
    data: bytes,
    bits: int,
    palette: bytes = b"",
    interlace: bool = False,
    box: tuple[int, int, int, int] = (0, 0, WIDTH, HEIGHT),
) -> bytes:
    """A frame's block with data that is in blocks already."""
    return b"," + struct.pack("<HHHHB", *box, flags(palette) | 0x40 * interlace) + palette + bytes([bits]) + data


def body(size: int, box: tuple[int, int] = (WIDTH, HEIGHT)) -> bytes:
    """Whole data of a frame."""
    codes = compress(indices(size, *box), size)
    return blocks(codes.put(codes.end).get()) + b"\0"


def control(transparent: int | None = None, length: int = 4) -> bytes:
    """A graphic control extension."""
    data = bytes([0 if transparent is None else 1, 0, 0, transparent or 0]) + bytes(10)
    return b"\x21\xf9" + bytes([length]) + data[:length] + b"\0"


def whole(size: int = 6) -> bytes:
    """A plain file."""
    return screen(colours(64)) + frame(body(size), size) + b";"


def code_sizes() -> Variants:
    """From 0 to 255 bits."""
    for size in range(1, 13):
        for seed, values in (("", indices(size)), (", many", indices(size, 53, 41))):
            box = (0, 0, 53, 41) if seed else (0, 0, WIDTH, HEIGHT)
            codes = compress(values, size)
            data = blocks(codes.put(codes.end).get()) + b"\0"
            file = screen(colours(256), box[2:]) + frame(data, size, box=box) + b";"
            yield f"codes of {size} bits{seed}", file
    for size in (9, 10, 11, 12):
        codes = Codes(size).put(1 << size)
        for value in range(WIDTH * HEIGHT):
            codes.put(value * 37 % (1 << size))
        data = blocks(codes.put(codes.end).get()) + b"\0"
        yield f"codes of {size} bits beyond a byte", screen(colours(256)) + frame(data, size) + b";"
    for size in (0, 13, 20, 255):
        yield f"codes said to be of {size} bits", screen(colours(64)) + frame(body(6), size) + b";"
    for fill in (0, 0x55, 0xAA):
        data = blocks(bytes([fill]) * 200) + b"\0"
        yield f"codes of 0 bits, {fill}", screen(colours(64)) + frame(data, 0) + b";"


def palettes() -> Variants:
    """Global, local, neither, grey ones, and indices beyond them."""
    for entries in (2, 4, 64, 256):
        for kind, make in (("", colours), (", grey", greys)):
            data = frame(body(6), 6)
            yield f"global palette of {entries}{kind}", screen(make(entries)) + data + b";"
            yield f"local palette of {entries}{kind}", screen(b"") + frame(body(6), 6, make(entries)) + b";"
    yield "no palette", screen(b"") + frame(body(6), 6) + b";"
    yield "no palette, transparent", screen(b"") + control(3) + frame(body(6), 6) + b";"
    yield "no palette, 8 bits", screen(b"") + frame(body(8), 8) + b";"
    yield "no palette, 1 bit", screen(b"") + frame(body(1), 1) + b";"
    both = screen(colours(64)) + frame(body(6), 6, colours(64, 2)) + b";"
    yield "both palettes", both
    yield "local grey over global", screen(colours(64)) + frame(body(6), 6, greys(64)) + b";"
    yield "global grey under local", screen(greys(64)) + frame(body(6), 6, colours(64)) + b";"
    yield "no palette though background", screen(b"", background=9) + frame(body(6), 6) + b";"


def places() -> Variants:
    """Frames within, at and beyond their screen."""
    for name, palette in (("", colours(64)), (", grey", greys(64)), (", none", b"")):
        for transparent in (None, 5, 63, 200):
            for box in ((4, 3, 5, 4), (0, 0, 20, 4), (10, 7, 13, 9)):
                data = frame(body(6, box[2:]), 6, box=box)
                label = f"frame at {box}, transparent {transparent}{name}"
                yield label, screen(palette, background=7) + control(transparent) + data + b";"
    small = frame(body(6, (5, 4)), 6, colours(64, 2), box=(4, 3, 5, 4))
    yield "small frame with its own palette", screen(colours(64)) + small + b";"
    yield "small frame with its own palette, transparent", screen(colours(64)) + control(9) + small + b";"
    yield "small frame with its own palette only", screen(b"") + control(9) + small + b";"
    yield "screen of 0x0", screen(colours(64), (0, 0)) + frame(body(6), 6) + b";"
    for box in ((0, 0, 0, 9), (0, 0, 13, 0), (0, 0, 0, 0)):
        yield f"frame of {box}", screen(colours(64)) + frame(body(6), 6, box=box) + b";"
    for size in ((1, 1), (1, 9), (2, 7), (5, 3), (13, 1), (7, 17)):
        data = frame(body(6, size), 6, interlace=True, box=(0, 0, *size))
        yield f"interlaced {size}", screen(colours(64), size) + data + b";"


def codes_of_all_sorts() -> Variants:
    """Streams that end early or late, clear often or never, and name entries that are not there."""
    head, size = screen(colours(64)), 6
    values = indices(size)

    def file(codes: Codes, tail: bytes = b"\0;") -> bytes:
        return head + frame(blocks(codes.get()), size) + tail

    full = compress(values, size)
    yield "no end code", file(full)
    yield "no end code, no terminator", file(full, b";")
    yield "no end code, nothing more", file(full, b"")
    yield "no clear at the beginning", file(compress(values, size, clears=False))
    ended = compress(values[:-1], size)
    yield "end code before the last pixel", file(ended.put(ended.end))
    half = compress(values[:60], size)
    yield "end code half-way", file(half.put(half.end))
    short = compress(values[:60], size)
    yield "codes end half-way", file(short)
    over = compress(values + values, size)
    yield "twice the pixels", file(over.put(over.end))
    often = Codes(size)
    for value in values:
        often.put(often.clear, value)
    yield "a clear before each pixel", file(often.put(often.end))
    cleared = compress(values, size)
    yield "clears at the end", file(cleared.put(*[cleared.clear] * 9, cleared.end))
    for code in (66, 67, 70, 127):
        first = Codes(size).put(64, code)
        yield f"first code is {code}", file(first.put(*values))
    for code in (68, 69, 90, 127):
        later = Codes(size).put(64, 1, 2, code)
        yield f"fourth code is {code}", file(later.put(*values))
    run = Codes(size).put(64, 1)
    for code in range(66, 90):
        run.put(code)
    yield "each code the next entry", file(run.put(run.end))
    large = indices(2, 75, 61)
    box = (0, 0, 75, 61)
    noise = [int(v) for v in np.random.RandomState(8).randint(0, 256, 75 * 61)]
    never = compress(noise, 8)
    data = blocks(never.put(never.end).get()) + b"\0"
    yield "table full", screen(colours(256), box[2:]) + frame(data, 8, box=box) + b";"
    few = compress(large, 2)
    data = blocks(few.put(few.end).get()) + b"\0"
    yield "table full, 2 bits", screen(colours(4), box[2:]) + frame(data, 2, box=box) + b";"


def block_sizes() -> Variants:
    """Blocks of one byte, an empty one in the middle, and files that are cut off."""
    head = screen(colours(64))
    codes = compress(indices(6), 6)
    data = codes.put(codes.end).get()
    yield "blocks of 1 byte", head + frame(blocks(data, 1) + b"\0", 6) + b";"
    yield "blocks of 7 bytes", head + frame(blocks(data, 7) + b"\0", 6) + b";"
    yield "an empty block in the middle", head + frame(blocks(data[:40]) + b"\0" + blocks(data[40:]) + b"\0", 6) + b";"
    plain = whole()
    for end in (*range(len(plain) - 12, len(plain)), 6, 10, 13, 100, 205, 206, 215, 216, 217, 230):
        yield f"cut at {end} of {len(plain)}", plain[:end]
    fine = head + frame(blocks(data, 5) + b"\0", 6) + b";"
    for end in range(len(fine) - 16, len(fine)):
        yield f"cut in blocks of 5 at {end} of {len(fine)}", fine[:end]
    yield "bytes behind the end", plain + b"garbage"
    second = frame(body(6), 6)
    yield "second frame", plain[:-1] + second + b";"
    yield "second frame cut off", plain[:-1] + second[:30]


def extensions() -> Variants:
    """What may stand before the frame."""
    head, tail = screen(colours(64)), frame(body(6), 6) + b";"
    for length in (0, 1, 3, 4, 5, 9):
        yield (
            f"control of {length} bytes",
            head + control(3, length) + frame(body(6, (5, 4)), 6, box=(4, 3, 5, 4)) + b";",
        )
    small = frame(body(6, (5, 4)), 6, box=(4, 3, 5, 4)) + b";"
    yield "control twice", head + control(3) + control(9) + small
    yield "control, then none transparent", head + control(3) + control() + small
    yield "control in two blocks", head + b"\x21\xf9\x04\1\0\0\x09\x04\1\0\0\x11\0" + small
    yield "comment", head + b"\x21\xfe" + blocks(b"words" * 70) + b"\0" + tail
    yield "application", head + b"\x21\xff\x0bNETSCAPE2.0\3\1\0\0\0" + tail
    yield "application without end", head + b"\x21\xff\x0bNETSCAPE2.0" + tail
    yield "text", head + b"\x21\x01\x0c" + bytes(12) + blocks(b"hello") + b"\0" + tail
    yield "unknown extension", head + b"\x21\x77\2ab\0" + tail
    yield "bytes before the frame", head + b"\0\1\2garbage" + tail
    yield "zero before the frame", head + b"\0" + tail
    yield "trailer before the frame", head + b";" + tail
    yield "only a trailer", head + b";"
    yield "nothing behind the screen", head
    yield "GIF87a", b"GIF87a" + (head + tail)[6:]


def variants() -> Variants:
    """All of them."""
    for each in (code_sizes, palettes, places, codes_of_all_sorts, block_sizes, extensions):
        yield from each()
