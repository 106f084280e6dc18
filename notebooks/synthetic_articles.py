"""Synthetic articles for timing: no two pictures and no two texts alike, so that no cache or deduplication helps."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from PIL import Image

TARGET_BYTES = 45_000
SIZES = [(640, 360)] * 9 + [(480, 320), (800, 450), (600, 400), (360, 480)]
WORDS = (
    "the a of to in on for with after before as by from at over under against about during minister police court city "
    "council hospital school company market bank union government president mayor team club player coach storm flood "
    "fire river bridge road train airport ship harbour mountain forest village farm factory museum theatre festival "
    "election vote law report study scientists doctors patients children workers residents officials investors growers "
    "traders said told warned announced confirmed denied opened closed rose fell grew won lost found rescued arrested "
    "charged cleared signed launched delayed rebuilt new old large small heavy rare early late local national "
    "record hundreds thousands million percent years months weeks days hours Monday Tuesday Wednesday Thursday Friday "
    "north south east west coast region border price cost plan deal talks strike protest inquiry investigation"
).split()

SCHEMA = pa.schema(
    [
        ("id", pa.string()),
        ("date", pa.string()),
        ("source", pa.string()),
        ("title", pa.string()),
        ("summary", pa.string()),
        ("url", pa.string()),
        ("thumbnail", pa.binary()),
        ("label", pa.int32()),
    ]
)


def draw_texture(random: np.random.RandomState, width: int, height: int) -> Image.Image:
    """A picture with the spectrum of a photograph: noise of several scales, each finer one fainter."""
    total = np.zeros((height, width, 3), np.float32)
    for cells, strength in ((3, 70), (9, 45), (27, 28), (81, 16), (243, 8)):
        small = random.randint(0, 256, (max(2, cells * height // width), cells, 3)).astype(np.uint8)
        layer = Image.fromarray(small).resize((width, height), Image.Resampling.BICUBIC)
        total += strength / 128.0 * (np.asarray(layer, np.float32) - 128.0)
    grain = random.standard_normal((height, width, 1)).astype(np.float32) * random.uniform(1, 5)
    return Image.fromarray(np.clip(total + grain + random.uniform(90, 160), 0, 255).astype(np.uint8))


def encode_jpeg(picture: Image.Image, target: float) -> bytes:
    """JPEG of about the target size, by the highest quality that stays below it."""
    low, high = 20, 96
    best = b""
    while low <= high:
        quality = (low + high) // 2
        buffer = io.BytesIO()
        picture.save(buffer, "JPEG", quality=quality)
        if buffer.tell() <= target or not best:
            best = buffer.getvalue()
        if buffer.tell() <= target:
            low = quality + 1
        else:
            high = quality - 1
    return best


def write_text(random: np.random.RandomState, words: int) -> str:
    """Words in sentences of 8 to 16; the length is exact."""
    chosen = [WORDS[i] for i in random.randint(0, len(WORDS), words)]
    sentence = 0
    for i in range(words):
        if sentence == 0:
            chosen[i] = chosen[i].capitalize()
            sentence = int(random.randint(8, 17))
        sentence -= 1
        if sentence == 0 or i == words - 1:
            chosen[i] += "."
    return " ".join(chosen)


def make_article(row: int, seed: int) -> dict[str, object]:
    """One article; it depends on the row and the seed alone."""
    random = np.random.RandomState([seed, row])
    width, height = SIZES[random.randint(len(SIZES))]
    target = TARGET_BYTES * (width * height) / (640 * 360) * random.lognormal(0.0, 0.25)
    return {
        "id": f"synthetic--{row:07d}",
        "date": f"2021-{1 + row // 28 % 12:02d}-{1 + row % 28:02d}",
        "source": f"source-{row % 8}",
        "title": write_text(random, 8).rstrip("."),
        "summary": write_text(random, int(random.randint(20, 71))),
        "url": f"https://example.org/synthetic/{row}",
        "thumbnail": encode_jpeg(draw_texture(random, width, height), target),
        "label": int(row % 3 != 0),
    }


def write_articles(out: Path, rows: int, row_group_rows: int, seed: int) -> int:
    """Writes a parquet file of synthetic articles and returns the thumbnails' mean size in bytes."""
    out.parent.mkdir(parents=True, exist_ok=True)
    total = 0
    with pq.ParquetWriter(out, SCHEMA, compression="zstd") as writer:
        for start in range(0, rows, row_group_rows):
            articles = [make_article(row, seed) for row in range(start, min(rows, start + row_group_rows))]
            total += sum(len(article["thumbnail"]) for article in articles)
            writer.write_table(pa.Table.from_pylist(articles, SCHEMA))
    return total // max(1, rows)
