"""Articles of parquet files: those that have a text and an image that Pillow decodes whole."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq
from PIL import Image

from thumbscore.export.errors import fail


@dataclass(frozen=True)
class Article:
    """A row that can be scored: its id, its text and its picture."""

    id: str
    text: str
    picture: Image.Image


@dataclass(frozen=True)
class Columns:
    """Names of the three columns that are read."""

    id: str = "id"
    text: str = "summary"
    image: str = "thumbnail"


def decode(encoded: bytes | None) -> Image.Image | None:
    """The whole picture, or None where Pillow refuses it, as it refuses one that is cut off."""
    try:
        picture = Image.open(io.BytesIO(encoded or b""))
        picture.load()
    except (OSError, SyntaxError, Image.DecompressionBombError):
        return None
    return picture


def read_articles(path: Path, columns: Columns) -> Iterator[Article]:
    """Rows of a parquet file, or of every parquet file of a directory, that have a text and a picture."""
    files = sorted(path.rglob("*.parquet")) if path.is_dir() else [path]
    if not files or not all(file.is_file() for file in files):
        fail(f"Cannot read articles: no parquet file at {path}")
    wanted = [columns.id, columns.text, columns.image]
    for file in files:
        table = pq.ParquetFile(file)
        missing = [name for name in wanted if name not in table.schema_arrow.names]
        if missing:
            fail(f"Missing column {missing[0]!r} in {file}; found: {', '.join(table.schema_arrow.names)}")
        for batch in table.iter_batches(64, columns=wanted):
            for row in batch.to_pylist():
                text, picture = row[columns.text], decode(row[columns.image])
                if text and text.strip() and picture:
                    yield Article(str(row[columns.id]), text, picture)
