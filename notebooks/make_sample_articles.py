"""Draws the sample articles of the demo: invented news with thumbnails that the project draws itself.

In every third row the picture belongs to another article (label 0). Most thumbnails are JPEGs of 640x360; the rest are
of other formats and sizes, and some rows are damaged on purpose. Two runs write the same bytes.

    python make_sample_articles.py --out ../udf/src/test/resources/org/thumbscore/articles.parquet
"""

from __future__ import annotations

import argparse
import datetime
import io
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from PIL import Image

from canvas import Canvas
from scenes import COLOURS, SCENES
from stories import SOURCES, Story, tell
from synthetic_articles import SCHEMA

SEED = 7
ROWS = 96
ROW_GROUP_ROWS = 24
START = datetime.date(2021, 3, 1)
Encoder = Callable[[Image.Image], bytes]


def encode(picture: Image.Image, kind: str, **options: object) -> bytes:
    """The bytes of a picture file."""
    buffer = io.BytesIO()
    picture.save(buffer, kind, **options)
    return buffer.getvalue()


def translucent(picture: Image.Image) -> Image.Image:
    """The picture with an alpha channel that fades to the right."""
    ramp = np.tile(np.linspace(255, 40, picture.width).astype(np.uint8), (picture.height, 1))
    picture = picture.copy()
    picture.putalpha(Image.fromarray(ramp))
    return picture


def animated(picture: Image.Image) -> bytes:
    """A GIF whose second frame is the first in mirror image."""
    frames = [frame.quantize(64) for frame in (picture, picture.transpose(Image.Transpose.FLIP_LEFT_RIGHT))]
    return encode(frames[0], "GIF", save_all=True, append_images=frames[1:], duration=400)


def jpeg(picture: Image.Image) -> bytes:
    """A baseline JPEG with halved colour, as most news sites serve."""
    return encode(picture, "JPEG", quality=70)


ENCODERS: dict[str, Encoder] = {
    "jpeg": jpeg,
    "progressive": lambda picture: encode(picture, "JPEG", quality=75, progressive=True),
    "full-colour": lambda picture: encode(picture, "JPEG", quality=75, subsampling=0),
    "grey": lambda picture: encode(picture.convert("L"), "JPEG", quality=70),
    "cmyk": lambda picture: encode(picture.convert("CMYK"), "JPEG", quality=70),
    "png": lambda picture: encode(picture, "PNG", optimize=True),
    "png-palette": lambda picture: encode(picture.quantize(64), "PNG", optimize=True),
    "png-alpha": lambda picture: encode(translucent(picture), "PNG", optimize=True),
    "gif": lambda picture: encode(picture.quantize(64), "GIF"),
    "gif-animated": animated,
    "webp": lambda picture: encode(picture, "WEBP", quality=75),
    "webp-lossless": lambda picture: encode(picture, "WEBP", lossless=True),
}
LOSSLESS = {"png", "png-palette", "png-alpha", "gif", "gif-animated", "webp-lossless"}

# every format is among the first rows, which the reference test reads
FORMATS = {
    1: "progressive",
    3: "png",
    5: "gif",
    7: "webp",
    9: "cmyk",
    11: "grey",
    13: "png-palette",
    15: "png-alpha",
    17: "full-colour",
    19: "webp-lossless",
    21: "gif-animated",
    33: "png",
    39: "webp",
    45: "gif",
    51: "grey",
    58: "cmyk",
    64: "webp",
    77: "progressive",
    88: "png-palette",
}
SIZES = {2: (480, 360), 8: (225, 223), 14: (300, 533), 20: (800, 300), 37: (360, 640), 55: (800, 450), 70: (160, 90)}

CUT_OFF = {16, 34, 52, 83}
EMPTY = {22, 46, 74}
ABSENT = {10, 40, 67}
WEB_PAGE = {28, 61}
NO_SUMMARY = {6, 43, 79}


def draw(story: Story, row: int, random: np.random.RandomState) -> bytes:
    """The thumbnail of a story in the row's format and size."""
    kind = FORMATS.get(row, "jpeg")
    small = kind in LOSSLESS
    width, height = SIZES.get(row, (320, 180) if small else (640, 360))
    canvas = Canvas(width, height)
    SCENES[story.scene](canvas, random, COLOURS[story.colour])
    return ENCODERS[kind](canvas.finish(random, grain=0.0 if small else 1.5))


def thumbnail(story: Story, row: int, random: np.random.RandomState) -> bytes | None:
    """The thumbnail, or what is left of it where the row is damaged."""
    if row in ABSENT:
        return None
    if row in EMPTY:
        return b""
    if row in WEB_PAGE:
        return b"<!DOCTYPE html><html><head><title>404 Not Found</title></head><body>Not Found</body></html>\n"
    whole = draw(story, row, random)
    return whole[: int(len(whole) * random.uniform(0.3, 0.7))] if row in CUT_OFF else whole


def invent(random: np.random.RandomState) -> list[Story]:
    """One story for each row; scenes take turns, and every eighth summary is long."""
    scenes, colours = list(SCENES), sorted(COLOURS)
    order = np.concatenate([random.permutation(len(scenes)) for _ in range(1 + ROWS // len(scenes))])
    return [
        tell(random, scenes[order[row]], colours[random.randint(len(colours))], more=5 if row % 8 == 4 else row % 3)
        for row in range(ROWS)
    ]


def shown_story(stories: list[Story], row: int) -> Story:
    """The story whose picture the row carries: its own, or another of another scene in every third row."""
    if row % 3:
        return stories[row]
    others = (stories[(row + step) % ROWS] for step in range(7, ROWS))
    return next(other for other in others if other.scene != stories[row].scene)


def make_article(stories: list[Story], row: int) -> dict[str, object]:
    """One row of the file."""
    story, random = stories[row], np.random.RandomState([SEED, row])
    date, source = START + datetime.timedelta(days=row // 4), SOURCES[random.randint(len(SOURCES))]
    return {
        "id": f"{source}--{date}--{row:04d}",
        "date": date.isoformat(),
        "source": source,
        "title": story.title,
        "summary": None if row in NO_SUMMARY else story.summary,
        "url": f"https://example.org/{source}/{row}",
        "thumbnail": thumbnail(shown_story(stories, row), row, random),
        "label": int(row % 3 != 0),
    }


def write_articles(out: Path) -> None:
    """Writes the file."""
    stories = invent(np.random.RandomState(SEED))
    table = pa.Table.from_pylist([make_article(stories, row) for row in range(ROWS)], SCHEMA)
    out.parent.mkdir(parents=True, exist_ok=True)
    # snappy: the codec that every reader of parquet has
    pq.write_table(table, out, row_group_size=ROW_GROUP_ROWS, compression="snappy")


def main() -> None:
    """Writes the sample articles."""
    parser = argparse.ArgumentParser(
        description=__doc__.split("\n")[0],
        epilog="\n".join(__doc__.split("\n")[2:]),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the parquet file to write")
    arguments = parser.parse_args()
    write_articles(arguments.out)
    print(f"{arguments.out}: {ROWS} rows, {arguments.out.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
