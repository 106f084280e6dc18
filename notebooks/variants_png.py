"""PNGs in every kind, whole and damaged, put together by hand so that no encoder's habits are in them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

import numpy as np

Variants = Iterator[tuple[str, bytes]]

SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
KINDS = [(0, 1), (0, 2), (0, 4), (0, 8), (0, 16), (2, 8), (2, 16), (3, 1), (3, 2), (3, 4), (3, 8)]
KINDS += [(4, 8), (4, 16), (6, 8), (6, 16)]
PASSES = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]
END = (b"IEND", b"")


def chunk(name: bytes, data: bytes) -> bytes:
    """A chunk with its length and checksum."""
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def join(*chunks: tuple[bytes, bytes]) -> bytes:
    """A file of these chunks."""
    return SIGNATURE + b"".join(chunk(*each) for each in chunks)


def ihdr(width: int, height: int, bits: int, kind: int, interlace: int = 0) -> tuple[bytes, bytes]:
    """The header chunk."""
    return b"IHDR", struct.pack(">IIBBBBB", width, height, bits, kind, 0, 0, interlace)


def palette(entries: int, seed: int = 1) -> tuple[bytes, bytes]:
    """A palette of colours by chance."""
    return b"PLTE", np.random.RandomState(seed).bytes(3 * entries)


def pack(samples: np.ndarray, bits: int) -> bytes:
    """One row of samples as bytes, the first in the highest bits."""
    if bits == 16:
        return samples.astype(">u2").tobytes()
    if bits == 8:
        return samples.astype(np.uint8).tobytes()
    digits = (samples[:, None] >> np.arange(bits - 1, -1, -1)) & 1
    return np.packbits(digits.ravel().astype(np.uint8)).tobytes()


def paeth(left: int, up: int, corner: int) -> int:
    """The neighbour that is nearest to left + up - corner."""
    guess = left + up - corner
    return min((left, up, corner), key=lambda each: abs(guess - each))


def filtered(row: bytes, previous: bytes, kind: int, step: int) -> bytes:
    """A row as one of PNG's five filters writes it."""
    out = bytearray([kind])
    for i, value in enumerate(row):
        left = row[i - step] if i >= step else 0
        corner = previous[i - step] if i >= step else 0
        up = previous[i]
        guess = (0, left, up, (left + up) // 2, paeth(left, up, corner))[kind]
        out.append((value - guess) & 0xFF)
    return bytes(out)


def rows(samples: np.ndarray, bits: int) -> bytes:
    """Rows with filters 0 to 4 by turns."""
    lines = [pack(row.ravel(), bits) for row in samples]
    step = max(1, samples.shape[2] * bits // 8)
    previous = bytes(len(lines[0])) if lines else b""
    out = b""
    for i, line in enumerate(lines):
        out += filtered(line, previous, (i + 1) % 5, step)
        previous = line
    return out


def pixels(width: int, height: int, bits: int, kind: int, interlace: int = 0, most: int = 1 << 16) -> bytes:
    """Samples by chance, filtered and, if asked for, in Adam7's passes."""
    random = np.random.RandomState(width * 31 + height + bits)
    samples = random.randint(0, min(most, 1 << bits), (height, width, CHANNELS[kind]))
    if not interlace:
        return rows(samples, bits)
    parts = [samples[y::dy, x::dx] for x, y, dx, dy in PASSES]
    return b"".join(rows(part, bits) for part in parts if part.size)


def png(
    bits: int = 8,
    kind: int = 2,
    size: tuple[int, int] = (11, 9),
    interlace: int = 0,
    before: tuple[tuple[bytes, bytes], ...] = (),
    after: tuple[tuple[bytes, bytes], ...] = (),
    most: int = 1 << 16,
) -> bytes:
    """A whole file with further chunks before and behind its pixels."""
    data = zlib.compress(pixels(*size, bits, kind, interlace, most))
    needed = (palette(1 << bits),) if kind == 3 and not any(name == b"PLTE" for name, _ in before) else ()
    return join(ihdr(*size, bits, kind, interlace), *needed, *before, (b"IDAT", data), *after, END)


def transparency(bits: int, kind: int) -> tuple[bytes, bytes]:
    """A transparency chunk as the colour type wants it."""
    if kind == 3:
        return b"tRNS", bytes([0, 128, 255, 7][: 1 << bits])
    return b"tRNS", struct.pack(">H", 1) * (3 if kind == 2 else 1)


def kinds() -> Variants:
    """Every colour type and depth, plain and interlaced, with and without transparency, in several sizes."""
    for kind, bits in KINDS:
        for interlace in (0, 1):
            name = f"type {kind}, {bits} bits" + (", interlaced" if interlace else "")
            yield name, png(bits, kind, interlace=interlace)
            if kind in (0, 2, 3):
                yield f"{name}, tRNS", png(bits, kind, interlace=interlace, before=(transparency(bits, kind),))
    for size in ((1, 1), (1, 9), (9, 1), (3, 2), (2, 5), (5, 3), (4, 4)):
        for kind, bits in ((0, 1), (3, 4), (2, 8), (6, 16)):
            yield f"type {kind}, {bits} bits, interlaced, {size}", png(bits, kind, size, 1)


def transparencies() -> Variants:
    """Transparency in places and lengths that the standard does not allow."""
    yield "tRNS of one transparent entry", png(8, 3, before=(palette(256), (b"tRNS", b"\xff\xff\0\xff")))
    yield "tRNS before PLTE", png(8, 3, before=((b"tRNS", b"\0\1\2"), palette(256)))
    yield "tRNS longer than PLTE", png(4, 3, before=(palette(16), (b"tRNS", bytes(range(40)))))
    yield "tRNS of 300 bytes", png(8, 3, before=(palette(256), (b"tRNS", bytes(300))))
    yield "tRNS empty, palette", png(8, 3, before=(palette(256), (b"tRNS", b"")))
    for kind, bits in ((0, 1), (0, 4), (0, 8), (0, 16), (2, 8), (2, 16)):
        yield f"tRNS too short, type {kind}, {bits} bits", png(bits, kind, before=((b"tRNS", b"\0"),))
        yield f"tRNS too long, type {kind}, {bits} bits", png(bits, kind, before=((b"tRNS", bytes(9)),))
        yield f"tRNS of white, type {kind}, {bits} bits", png(bits, kind, before=((b"tRNS", b"\xff" * 6),))
    yield "tRNS with alpha", png(8, 6, before=((b"tRNS", bytes(6)),))
    yield "tRNS behind the pixels", png(8, 2, after=((b"tRNS", bytes(6)),))
    yield "tRNS behind the pixels, too short", png(8, 2, after=((b"tRNS", bytes(5)),))


def palettes() -> Variants:
    """Palettes of any size."""
    for entries in (0, 1, 3, 100, 255, 256, 257, 300):
        yield f"palette of {entries}", png(8, 3, before=(palette(entries),))
    yield "palette of 20 for 4 bits", png(4, 3, before=(palette(20),))
    yield "palette of 700 bytes", png(8, 3, before=((b"PLTE", palette(256)[1][:700]),))
    yield "palette twice", png(8, 3, before=(palette(256), palette(256, 2)))
    yield "palette of RGB", png(8, 2, before=(palette(256),))
    yield "palette of RGB, 700 bytes", png(8, 2, before=((b"PLTE", bytes(700)),))
    yield "palette of RGB, 4 bytes", png(8, 2, before=((b"PLTE", bytes(4)),))
    yield "palette of grey", png(8, 0, before=(palette(256),))
    data = (b"IDAT", zlib.compress(pixels(11, 9, 8, 3)))
    yield "palette missing", join(ihdr(11, 9, 8, 3), data, END)
    yield "palette behind the pixels", join(ihdr(11, 9, 8, 3), data, palette(256), END)
    yield "palette behind the palette's pixels", join(ihdr(11, 9, 8, 3), palette(256), data, palette(256, 2), END)


def headers() -> Variants:
    """Header chunks of another length, place, or meaning."""
    whole = png()
    for at, values in ((24, (0, 1, 3, 7, 32)), (25, (1, 5, 7)), (26, (1, 255)), (27, (1, 255)), (28, (2, 255))):
        for value in values:
            changed = bytearray(whole)
            changed[at] = value
            changed[29:33] = struct.pack(">I", zlib.crc32(bytes(changed[12:29])))
            yield f"header's byte {at - 16} is {value}", bytes(changed)
    header, data = ihdr(11, 9, 8, 2), (b"IDAT", zlib.compress(pixels(11, 9, 8, 2)))
    yield "header of 12 bytes", join((b"IHDR", header[1][:12]), data, END)
    yield "header of 14 bytes", join((b"IHDR", header[1] + b"\0"), data, END)
    yield "header missing", join(data, END)
    yield "header second", join((b"tEXt", b"a\0b"), header, data, END)
    yield "header twice", join(ihdr(5, 5, 8, 0), header, data, END)
    yield "header behind the pixels", join(header, data, ihdr(5, 5, 8, 0), END)
    for width, height in ((0, 9), (11, 0)):
        yield f"size of {width}x{height}", join(ihdr(width, height, 8, 2), data, END)
    yield "no pixels", join(header, END)
    yield "nothing behind the header", join(header)


def checksums() -> Variants:
    """One wrong byte in the checksum of each chunk."""
    whole = png(8, 3, before=((b"tEXt", b"a\0b"), palette(256), (b"tRNS", b"\0\1")), after=((b"tEXt", b"c\0d"),))
    at = 8
    number = 0
    while at < len(whole):
        end = at + 12 + struct.unpack(">I", whole[at : at + 4])[0]
        changed = bytearray(whole)
        changed[end - 1] ^= 1
        yield f"checksum of chunk {number}, {whole[at + 4 : at + 8].decode()}", bytes(changed)
        at, number = end, number + 1


def compressed() -> Variants:
    """The pixels' stream, cut into chunks, damaged, too short and too long."""
    header, raw = ihdr(11, 9, 8, 2), pixels(11, 9, 8, 2)
    data = zlib.compress(raw)

    def of(name: str, *parts: bytes) -> tuple[str, bytes]:
        return name, join(header, *((b"IDAT", part) for part in parts), END)

    yield of("IDAT for each byte", *(data[i : i + 1] for i in range(len(data))))
    yield of("IDAT with empty ones", b"", data[:50], b"", b"", data[50:], b"")
    yield of("IDAT empty", b"")
    yield "IDAT interrupted", join(header, (b"IDAT", data[:90]), (b"tEXt", b"a\0b"), (b"IDAT", data[90:]), END)
    yield of("checksum of the stream wrong", data[:-1] + bytes([data[-1] ^ 1]))
    for missing in (1, 3, 4, 5, 6, 20):
        yield of(f"last {missing} bytes of the stream missing", data[:-missing])
    yield of("bytes behind the stream", data + b"garbage")
    yield of("IDAT behind the stream", data, b"garbage")
    yield of("two streams", data, data)
    yield of("stored", zlib.compress(raw, 0))
    row = 1 + 3 * 11
    for count in (0, 1, row - 1, row, row + 1, 8 * row, 9 * row - 1):
        yield of(f"{count} bytes of pixels", zlib.compress(raw[:count]))
    for count in (1, row, 30 * row):
        yield of(f"{count} bytes of pixels too many", zlib.compress(raw + bytes(count)))
    for kind in (5, 255):
        yield of(f"filter {kind}", zlib.compress(raw[: 4 * row] + bytes([kind]) + raw[4 * row + 1 :]))
    for head in (b"\x78\x9d", b"\x79\x9c", b"\x88\x1c", b"\x78\xbb"):
        yield of(f"stream begins {head.hex()}", head + data[2:])
    raw_deflate = zlib.compressobj(wbits=-15)
    yield of("stream without a header", raw_deflate.compress(raw) + raw_deflate.flush())
    yield of("damaged code", data[:40] + b"\xff" * 8 + data[48:])
    small = pixels(11, 9, 8, 2, 1)
    for count in (len(small) - 1, len(small) - 100):
        stream = (b"IDAT", zlib.compress(small[:count]))
        yield f"interlaced, {count} bytes of {len(small)}", join(ihdr(11, 9, 8, 2, 1), stream, END)


def cuts() -> Variants:
    """Files that end early, and late."""
    for name, whole in (("", png()), (" with text behind", png(after=((b"tEXt", b"a\0b"),)))):
        start = whole.rindex(b"IDAT") + struct.unpack(">I", whole[whole.rindex(b"IDAT") - 4 :][:4])[0]
        for end in (*range(start, len(whole)), 8, 20, 33, 41, 60):
            yield f"cut{name} at {end} of {len(whole)}", whole[:end]
        yield f"bytes behind the end{name}", whole + b"garbage"
        yield f"zeros behind the end{name}", whole + bytes(40)


def ancillary() -> Variants:
    """Chunks that Pillow reads though they mean nothing to the samples."""
    tests = [(b"gAMA", 3), (b"gAMA", 4), (b"cHRM", 31), (b"cHRM", 32), (b"sRGB", 0), (b"sRGB", 1), (b"pHYs", 8)]
    tests += [(b"pHYs", 9), (b"acTL", 7), (b"fcTL", 25), (b"eXIf", 0), (b"eXIf", 5), (b"bKGD", 0), (b"tIME", 1)]
    tests += [(b"sBIT", 0), (b"hIST", 1), (b"ABCD", 4), (b"abcd", 4), (b"fdAT", 3), (b"fdAT", 0), (b"JUNK", 0)]
    for name, length in tests:
        yield f"{name.decode()} of {length} bytes", png(before=((name, bytes(length)),))
        yield f"{name.decode()} of {length} bytes behind", png(after=((name, bytes(length)),))
    texts = [(b"tEXt", b"no zero"), (b"tEXt", b""), (b"tEXt", b"\0value"), (b"zTXt", b"k\0\1data"), (b"zTXt", b"k\0")]
    texts += [(b"zTXt", b"k\0\0bad"), (b"iTXt", b"k"), (b"iTXt", b"k\0\1\0\0\0bad"), (b"iCCP", b"k\0\1data")]
    texts += [(b"iCCP", b"k\0\0bad"), (b"iCCP", b""), (b"iCCP", b"k\0"), (b"iCCP", b"nozero")]
    for number, text in enumerate(texts):
        yield f"{text[0].decode()} {number}", png(before=(text,))
        yield f"{text[0].decode()} {number} behind", png(after=(text,))
    bomb = zlib.compress(bytes(1 << 21))
    for name, head in ((b"zTXt", b"k\0\0"), (b"iTXt", b"k\0\1\0\0\0"), (b"iCCP", b"k\0\0")):
        yield f"{name.decode()} of 2 MiB", png(before=((name, head + bomb),))
    whole = png()
    for name in (b"12!4", b"a\0bc", b"\xff\xff\xff\xff", b"_x_x", b"0123"):
        yield f"chunk named {name.hex()}", png(before=((name, b""),))
        yield f"chunk named {name.hex()} behind", png(after=((name, b""),))
    for length in (5000, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF):
        lying = struct.pack(">I", length) + b"tEXt"
        yield f"chunk of {length} bytes", whole[:33] + lying + whole[33:]
        yield f"chunk of {length} bytes behind", whole[:-12] + lying + whole[-12:]
        yield f"last chunk of {length} bytes", whole[:-12] + struct.pack(">I", length) + whole[-8:]
        at = whole.index(b"IDAT") - 4
        yield f"IDAT of {length} bytes", whole[:at] + struct.pack(">I", length) + whole[at + 4 :]


def control(sequence: int, size: tuple[int, int] = (11, 9), at: tuple[int, int] = (0, 0)) -> tuple[bytes, bytes]:
    """A frame's header."""
    return b"fcTL", struct.pack(">IIIIIHHBB", sequence, *size, *at, 1, 10, 0, 0)


def animations() -> Variants:
    """Animations, whole, broken off after each chunk, and with frames out of order."""
    header, data = ihdr(11, 9, 8, 2), zlib.compress(pixels(11, 9, 8, 2))
    still = (b"IDAT", data)

    def frames(count: int) -> tuple[bytes, bytes]:
        return b"acTL", struct.pack(">II", count, 0)

    def frame(sequence: int, part: bytes = data) -> tuple[bytes, bytes]:
        return b"fdAT", struct.pack(">I", sequence) + part

    chunks = [header, frames(3), control(0), still, control(1), frame(2), control(3), frame(4), END]
    for count in range(3, len(chunks) + 1):
        yield f"animation of {count} chunks", join(*chunks[:count])
        yield f"animation of {count} chunks, less a byte", join(*chunks[:count])[:-1]
        yield f"animation of {count} chunks, less 9 bytes", join(*chunks[:count])[:-9]
    yield "animation, still apart", join(header, frames(1), still, control(0), frame(1), END)
    yield "animation without a still", join(header, frames(1), control(0), frame(1), END)
    yield "animation without a still or frame header", join(header, frames(1), frame(0), END)
    for count in (0, 1, 0x80000000, 0x80000001, 0xFFFFFFFF):
        yield f"animation of {count} frames", join(header, frames(count), control(0), still, END)
    yield "animation announced twice", join(header, frames(2), frames(2), control(0), still, END)
    yield "animation announced behind", join(header, still, frames(2), control(0), frame(1), END)
    yield "animation not announced", join(header, control(0), still, control(1), frame(2), END)
    for sequence in (1, 2, 0xFFFFFFFF):
        yield f"animation begins with {sequence}", join(header, frames(2), control(sequence), still, END)
    yield "animation repeats a number", join(header, frames(2), control(0), still, control(0), frame(1), END)
    yield "animation's data out of order", join(header, frames(2), control(0), still, frame(5), END)
    yield (
        "animation's data goes on",
        join(header, frames(2), control(0), (b"IDAT", data[:90]), frame(1, data[90:]), END),
    )
    yield (
        "animation's data goes on, out of order",
        join(header, frames(2), control(0), (b"IDAT", data[:90]), frame(2, data[90:]), END),
    )
    yield "still's data goes on", join(header, (b"IDAT", data[:90]), (b"DDAT", data[90:]), END)
    for bad in (control(0, (12, 9)), control(0, (11, 9), (1, 0)), control(0, (0, 9)), control(0, (11, 0))):
        yield f"animation's frame {bad[1][4:20].hex()}", join(header, frames(2), bad, still, END)
    small = (b"IDAT", zlib.compress(pixels(5, 4, 8, 2)))
    yield "animation's first frame is small", join(header, frames(2), control(0, (5, 4), (3, 2)), small, END)
    woven = (b"IDAT", zlib.compress(pixels(5, 4, 8, 2, 1)))
    woven_header = ihdr(11, 9, 8, 2, 1)
    yield (
        "animation's first frame is small, interlaced",
        join(woven_header, frames(2), control(0, (5, 4), (3, 2)), woven, END),
    )
    indexed = (b"IDAT", zlib.compress(pixels(5, 4, 8, 3)))
    yield (
        "animation's first frame is small, palette",
        join(ihdr(11, 9, 8, 3), palette(256), frames(2), control(0, (5, 4), (3, 2)), indexed, END),
    )


def variants() -> Variants:
    """All of them."""
    for each in (kinds, transparencies, palettes, headers, checksums, compressed, cuts, ancillary, animations):
        yield from each()
