"""JPEGs whose markers say different things of the same samples."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator

import numpy as np
from PIL import Image

Variants = Iterator[tuple[str, bytes]]

JFIF = bytes.fromhex("ffe000104a46494600010100000100010000")


def adobe(transform: int) -> bytes:
    """Adobe's segment."""
    return b"\xff\xee" + struct.pack(">H5sHHHB", 14, b"Adobe", 100, 0, 0, transform)


def encoded(mode: str, **options: object) -> bytes:
    """A file as Pillow writes it, smooth and colourful."""
    noise = np.random.RandomState(4).randint(0, 256, (4, 5, 3)).astype(np.uint8)
    source = Image.fromarray(noise).resize((26, 19), Image.Resampling.BICUBIC).convert(mode)
    buffer = io.BytesIO()
    source.save(buffer, "JPEG", quality=88, **options)
    return buffer.getvalue()


def bare(jpeg: bytes) -> bytes:
    """Without the segments that Pillow writes before the tables."""
    at = 2
    out = jpeg[:2]
    while jpeg[at + 1] != 0xDA:
        end = at + 2 + struct.unpack(">H", jpeg[at + 2 : at + 4])[0]
        if jpeg[at + 1] not in (0xE0, 0xEE):
            out += jpeg[at:end]
        at = end
    return out + jpeg[at:]


def renamed(jpeg: bytes, names: bytes) -> bytes:
    """The components' names are others, in the frame and in the scan."""
    changed = bytearray(jpeg)
    for marker, first in ((b"\xff\xc0", 10), (b"\xff\xda", 5)):
        at = jpeg.index(marker)
        for i, name in enumerate(names):
            changed[at + first + (3 if marker == b"\xff\xc0" else 2) * i] = name
    return bytes(changed)


def variants() -> Variants:
    """Each number of components with each set of segments."""
    segments = {
        "none": b"",
        "JFIF": JFIF,
        "Adobe 0": adobe(0),
        "Adobe 1": adobe(1),
        "Adobe 2": adobe(2),
        "Adobe 7": adobe(7),
        "JFIF and Adobe 0": JFIF + adobe(0),
        "JFIF and Adobe 2": JFIF + adobe(2),
        "Adobe 0 and JFIF": adobe(0) + JFIF,
        "Adobe cut short": b"\xff\xee" + struct.pack(">H5sHHH", 13, b"Adobe", 100, 0, 0),
        "Adobe in small letters": b"\xff\xee" + struct.pack(">H5sHHHB", 14, b"adobe", 100, 0, 0, 0),
        "JFIF cut short": b"\xff\xe0" + struct.pack(">H", 7) + b"JFIF\0",
    }
    for mode in ("L", "RGB", "CMYK"):
        plain = bare(encoded(mode))
        for name, segment in segments.items():
            yield f"{mode}, {name}", plain[:2] + segment + plain[2:]
    for names in (b"RGB", b"rgb", b"\0\1\2", b"\1\2\3", b"BGR", b"YCc", b"\1\x22\x23"):
        plain = renamed(bare(encoded("RGB")), names)
        for name in ("none", "JFIF", "Adobe 0", "Adobe 1"):
            yield f"components {names.hex()}, {name}", plain[:2] + segments[name] + plain[2:]
    for names in (b"CMYK", b"RGBA", b"\0\1\2\3"):
        yield f"components {names.hex()}", renamed(bare(encoded("CMYK")), names)
    yield "CMYK, progressive", bare(encoded("CMYK", progressive=True))
    yield "CMYK, progressive, Adobe 0", encoded("CMYK", progressive=True)
    yield "CMYK, subsampled", bare(encoded("CMYK", subsampling=2))
    yield (
        "CMYK, subsampled, Adobe 2",
        bare(encoded("CMYK", subsampling=2))[:2] + adobe(2) + bare(encoded("CMYK", subsampling=2))[2:],
    )
