"""Rows with their images as the model's processor crops them, kept on disk so that an epoch decodes nothing.

A crop is stored as bytes before it is standardised: 12 kB for an edge of 64 pixels, 151 kB for one of 224.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
from transformers import BaseImageProcessor

from thumbscore.articles import decode
from thumbscore.export.errors import fail
from thumbscore.export.files import write_json
from thumbscore.export.preprocessing import spelled_out
from thumbscore.training.progress import Progress
from thumbscore.training.rows import Columns, Row, parquet_files, read_rows

AT_ONCE = 512


@dataclass(frozen=True)
class CroppedRows:
    """What is trained on: ids, texts, counterfactuals (or None) and crops [n, 3, edge, edge] of uint8."""

    ids: list[str]
    texts: list[str]
    counterfactuals: list[str] | None
    crops: np.ndarray
    dropped: dict[str, int]

    def __len__(self) -> int:
        """The number of rows."""
        return len(self.ids)

    def take(self, rows: np.ndarray) -> CroppedRows:
        """Some of the rows; the crops are copied."""
        return CroppedRows(
            [self.ids[row] for row in rows],
            [self.texts[row] for row in rows],
            self.counterfactuals and [self.counterfactuals[row] for row in rows],
            self.crops[rows],
            self.dropped,
        )


def crop(processor: BaseImageProcessor, encoded: bytes) -> np.ndarray | None:
    """The crop [3, edge, edge] of an encoded image, or None where Pillow cannot decode it."""
    image = decode(encoded)
    if image is None:
        return None
    values = processor(image.convert("RGB"), do_rescale=False, do_normalize=False, return_tensors="np")["pixel_values"]
    return values[0].astype(np.uint8)


def load_rows(path: Path, columns: Columns, processor: BaseImageProcessor, cache: Path) -> CroppedRows:
    """Reads rows from the cache, after putting them there if the files, columns or the processor are others."""
    files = parquet_files(path)
    folder = cache / cache_key(files, columns, processor)
    if not (folder / "cache.json").is_file():
        fill(folder, files, columns, processor)
    about = json.loads((folder / "cache.json").read_text(encoding="utf-8"))
    table = pq.read_table(folder / "texts.parquet")
    if not len(table):
        fail(f"Cannot train on {path}: none of its rows can be used ({describe(about['dropped'])})")
    return CroppedRows(
        table["id"].to_pylist(),
        table["text"].to_pylist(),
        table["counterfactual"].to_pylist() if columns.counterfactual else None,
        np.memmap(folder / "crops.u8", np.uint8, "r", shape=(len(table), 3, about["edge"], about["edge"])),
        about["dropped"],
    )


def describe(dropped: dict[str, int]) -> str:
    """Counts of rows that were dropped, in words."""
    return ", ".join(f"{count:,} {lack}" for lack, count in sorted(dropped.items())) or "none"


def cache_key(files: list[Path], columns: Columns, processor: BaseImageProcessor) -> str:
    """A name that changes with the files, the columns and the processor's settings."""
    state = [(str(file.resolve()), file.stat().st_size, file.stat().st_mtime_ns) for file in files]
    content = json.dumps([state, asdict(columns), spelled_out(processor)], sort_keys=True)
    return hashlib.sha256(content.encode()).hexdigest()[:16]


def fill(folder: Path, files: list[Path], columns: Columns, processor: BaseImageProcessor) -> None:
    """Crops all images and writes a folder of the cache, which appears when it is complete."""
    partial = folder.with_name(f"{folder.name}.partial-{os.getpid()}")
    partial.mkdir(parents=True)
    try:
        write_cache(partial, files, columns, processor)
        if not folder.exists():
            partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def write_cache(folder: Path, files: list[Path], columns: Columns, processor: BaseImageProcessor) -> None:
    """Writes texts.parquet, crops.u8 and cache.json."""
    dropped: Counter[str] = Counter()
    total = sum(pq.read_metadata(file).num_rows for file in files)
    texts: list[tuple[str, str, str | None]] = []
    edge, progress = spelled_out(processor)["crop_size"]["height"], Progress()
    with (folder / "crops.u8").open("wb") as out, ThreadPoolExecutor(os.cpu_count()) as threads:
        for rows in chunks(read_rows(files, columns, dropped)):
            for row, pixels in zip(rows, threads.map(lambda row: crop(processor, row.image), rows), strict=True):
                if pixels is None:
                    dropped["without readable image"] += 1
                    continue
                texts.append((row.id, row.text, row.counterfactual))
                out.write(pixels.tobytes())
            progress.advance(
                len(rows),
                lambda: (
                    f"cropping images: {progress.done:,} of {total:,} rows, {progress.rate:.0f} rows/s, "
                    f"ETA {progress.remaining(total - progress.done)}"
                ),
            )
    names = ("id", "text", "counterfactual")
    columns_of_texts = {name: pa.array([row[i] for row in texts], pa.string()) for i, name in enumerate(names)}
    pq.write_table(pa.table(columns_of_texts), folder / "texts.parquet")
    write_json(folder / "cache.json", {"edge": edge, "dropped": dict(dropped)})


def chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    """The rows, some at a time."""
    while some := list(islice(rows, AT_ONCE)):
        yield some
